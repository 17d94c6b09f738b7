"""What is wrong with a launch file."""

from __future__ import annotations

from collections.abc import Sequence


class InvalidLaunchFileError(Exception):
    """A launch file could not be read."""

    def __init__(
        self, extension: str = "", *, likely_errors: Sequence[BaseException] | None = None
    ) -> None:
        """
        Create the error.

        :param extension: the extension of the file, empty if it says nothing.
        :param likely_errors: what went wrong in the formats that were tried.
        """
        super().__init__(extension)
        self._extension = extension
        self._likely_errors = likely_errors
        if extension == "" or not likely_errors:
            self._error_message = (
                "The launch file may have a syntax error, or its format is unknown"
            )
            return
        what = "multiple exceptions" if len(likely_errors) > 1 else "exception"
        lines = [f"Caught {what} when trying to load file of format [{extension}]:"]
        lines += [f" - {type(error).__name__}: {error}" for error in likely_errors]
        self._error_message = "\n".join(lines)
        self.__cause__ = likely_errors[0]

    def __str__(self) -> str:
        return self._error_message
