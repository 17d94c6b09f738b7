"""Definition files (`.msg`, `.srv`, `.action`) as they are written, for programs that show them."""
