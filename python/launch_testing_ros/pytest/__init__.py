"""How pytest finds and runs tests of launches of nodes."""
