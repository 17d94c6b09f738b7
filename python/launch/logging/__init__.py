"""Where a launch and its processes log: the screen, and files in a folder of each launch's own."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TextIO

from . import handlers

__all__ = ["get_logger", "get_output_loggers", "handlers", "launch_config", "reset"]

_SCREEN_FORMATS = {
    "default": "[{levelname}] [{name}]: {msg}",
    "default_with_timestamp": "{created:.7f} [{levelname}] [{name}]: {msg}",
}
_LOG_FORMATS = {"default": "{created:.7f} [{levelname}] [{name}]: {msg}"}

_OUTPUT_ALIASES: dict[str, dict[str, set[str]]] = {
    "screen": {"both": {"screen"}},
    "log": {"both": {"log"}, "stderr": {"screen"}},
    "both": {"both": {"log", "screen"}},
    "own_log": {"both": {"own_log"}, "stdout": {"own_log"}, "stderr": {"own_log"}},
    "full": {
        "both": {"screen", "log", "own_log"},
        "stdout": {"own_log"},
        "stderr": {"own_log"},
    },
}
"""Where each output goes, by the names for the usual choices."""


def _get_logging_directory() -> str:
    """Return the folder of all logs: ``ROS_LOG_DIR``, or ``log`` in ``ROS_HOME`` or ``~/.ros``."""
    log_dir = os.environ.get("ROS_LOG_DIR")
    if not log_dir:
        home = os.environ.get("ROS_HOME") or os.path.join("~", ".ros")
        log_dir = os.path.join(home, "log")
    return os.path.normpath(os.path.expanduser(log_dir))


def _make_unique_log_dir(*, base_path: str) -> str:
    """Make a folder that no other launch has, and return its path."""
    import datetime

    os.makedirs(base_path, exist_ok=True)
    while True:
        now = datetime.datetime.now().strftime("%Y-%m-%d-%H-%M-%S-%f")
        path = os.path.join(base_path, f"{now}-{os.uname().nodename}-{os.getpid()}")
        try:
            os.mkdir(path)
        except FileExistsError:
            continue
        return path


def _renew_latest_log_dir(*, log_dir: str) -> bool:
    """Have the link ``latest`` beside a folder lead to it; False if something else is called so."""
    link = os.path.join(os.path.dirname(log_dir), "latest")
    if os.path.lexists(link) and not os.path.islink(link):
        return False
    # Renamed over the old link, so that there is always one while several launches begin.
    fresh = f"{link}.{os.getpid()}"
    os.symlink(log_dir, fresh, target_is_directory=True)
    os.replace(fresh, link)
    return True


class _Screen:
    """A stream that shows what it cannot encode as question marks."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        encoding = getattr(self._stream, "encoding", None) or "utf-8"
        self._stream.write(text.encode(encoding, "replace").decode(encoding))

    def flush(self) -> None:
        self._stream.flush()


class LaunchConfig:
    """How and where a launch logs."""

    def __init__(self) -> None:
        self.file_handlers: dict[str, Any] = {}
        self.reset()

    def reset(self) -> None:
        """Close all files and go back to the defaults."""
        for handler in self.file_handlers.values():
            handler.close()
        self.file_handlers = {}
        self._log_dir: str | None = None
        self.screen_handler: Any = None
        self.screen_formatter: logging.Formatter | None = None
        self.file_formatter: logging.Formatter | None = None
        self._log_handler_factory: Callable[..., Any] | None = None
        logging.root.setLevel(logging.INFO)
        self.set_screen_format("default")
        self.set_log_format("default")

    @property
    def level(self) -> int:
        """The level from which on all loggers log."""
        return logging.root.getEffectiveLevel()

    @level.setter
    def level(self, new_level: int | str) -> None:
        logging.root.setLevel(new_level)

    @property
    def log_dir(self) -> str:
        """The folder of this launch's files, which is made when it is first asked for."""
        if self._log_dir is None:
            self._log_dir = _make_unique_log_dir(base_path=_get_logging_directory())
            problem = ""
            try:
                if not _renew_latest_log_dir(log_dir=self._log_dir):
                    problem = "there is something else of that name"
            except OSError as error:
                problem = str(error)
            if problem:
                warnings.warn(
                    f"Cannot create a symlink to latest log directory: {problem}", stacklevel=2
                )
        return self._log_dir

    @log_dir.setter
    def log_dir(self, new_log_dir: str | None) -> None:
        if new_log_dir is not None:
            if self.file_handlers:
                warnings.warn(
                    "Loggers have been already configured to output to log files below "
                    f"{self._log_dir}. Proceed at your own risk.",
                    stacklevel=2,
                )
            if not os.path.isdir(new_log_dir):
                raise ValueError(f"{new_log_dir} is not a directory")
        self._log_dir = new_log_dir

    @property
    def log_handler_factory(self) -> Callable[..., Any]:
        """What makes the handler of a file, given its path and ``encoding``."""
        if self._log_handler_factory is None:
            self._log_handler_factory = handlers.WatchedFileHandler
        return self._log_handler_factory

    @log_handler_factory.setter
    def log_handler_factory(self, new_log_handler_factory: Callable[..., Any] | None) -> None:
        self._log_handler_factory = new_log_handler_factory

    def set_screen_format(
        self, screen_format: str | None, *, screen_style: str | None = None
    ) -> None:
        """
        Set how the screen shows what is logged.

        :param screen_format: as :class:`logging.Formatter` wants it, or 'default', or
            'default_with_timestamp'; ``OVERRIDE_LAUNCH_SCREEN_FORMAT`` in the environment goes
            first.
        :param screen_style: of a format of one's own, '{' if not given.
        :raises ValueError: if a style is given for a format by name.
        """
        self.screen_formatter = _formatter(
            "screen", screen_format, screen_style, _SCREEN_FORMATS, "OVERRIDE_LAUNCH_SCREEN_FORMAT"
        )
        if self.screen_formatter is not None and self.screen_handler is not None:
            self.screen_handler.setFormatter(self.screen_formatter)

    def get_screen_handler(self) -> Any:
        """Return the one handler for the screen."""
        if self.screen_handler is None:
            self.screen_handler = handlers.StreamHandler(_Screen(sys.stdout))
            self.screen_handler.setFormatter(self.screen_formatter)
        return self.screen_handler

    def set_log_format(self, log_format: str | None, *, log_style: str | None = None) -> None:
        """
        Set how files hold what is logged.

        :param log_format: as :class:`logging.Formatter` wants it, or 'default'; the environment's
            ``OVERRIDE_LAUNCH_LOG_FORMAT`` goes first.
        :param log_style: of a format of one's own, '{' if not given.
        :raises ValueError: if a style is given for a format by name.
        """
        self.file_formatter = _formatter(
            "log", log_format, log_style, _LOG_FORMATS, "OVERRIDE_LAUNCH_LOG_FORMAT"
        )
        if self.file_formatter is not None:
            for handler in self.file_handlers.values():
                handler.setFormatter(self.file_formatter)

    def get_log_file_path(self, file_name: str = "launch.log") -> str:
        """Return the path of a file of this launch."""
        return os.path.join(self.log_dir, file_name)

    def get_log_file_handler(self, file_name: str = "launch.log") -> Any:
        """Return the one handler for a file of this launch."""
        if file_name not in self.file_handlers:
            path = self.get_log_file_path(file_name)
            handler = self.log_handler_factory(path, encoding="utf-8")
            handler.setFormatter(self.file_formatter)
            self.file_handlers[file_name] = handler
        return self.file_handlers[file_name]


def _formatter(
    what: str, form: str | None, style: str | None, named: Mapping[str, str], variable: str
) -> logging.Formatter | None:
    override = os.environ.get(variable)
    if override:
        form, style = override.encode("latin1").decode("unicode_escape"), "{"
    if form is None:
        return None
    if form in named:
        if style is not None:
            raise ValueError(f'Cannot set a custom format style for the "{form}" {what} format.')
        form = named[form]
    return logging.Formatter(form, style="{" if style is None else style)  # type: ignore[arg-type]


class LaunchLogger(logging.Logger):
    """A logger with handlers of its own, which hands nothing on to its parents."""

    all_loggers: list[logging.Logger] = []  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.propagate = False
        LaunchLogger.all_loggers.append(self)


def _launch_logger(name: str | None) -> logging.Logger:
    """Return the logger of a name, which is made a :class:`LaunchLogger` if it is new."""
    previous = logging.getLoggerClass()
    logging.setLoggerClass(LaunchLogger)
    try:
        return logging.getLogger(name)
    finally:
        logging.setLoggerClass(previous)


def _add_handler(logger: logging.Logger, handler: logging.Handler) -> None:
    if handler not in logger.handlers:
        logger.addHandler(handler)


def log_launch_config(*, logger: logging.Logger = logging.root) -> None:
    """Log what a user wants to know of where and how much is logged."""
    if launch_config.file_handlers:
        logger.info(f"All log files can be found below {launch_config.log_dir}")
    level = logging.getLevelName(logging.root.getEffectiveLevel())
    logger.info(f"Default logging verbosity is set to {level}")


def get_logger(name: str | None = None) -> logging.Logger:
    """Return a logger that logs to the screen and to the launch's main file."""
    logger = _launch_logger(name)
    _add_handler(logger, launch_config.get_screen_handler())
    _add_handler(logger, launch_config.get_log_file_handler())
    return logger


def _normalize_output_configuration(
    config: str | Mapping[str, str | Iterable[str]],
) -> dict[str, set[str]]:
    normalized: dict[str, set[str]] = {"both": set(), "stdout": set(), "stderr": set()}
    if isinstance(config, str):
        if config not in _OUTPUT_ALIASES:
            raise ValueError(
                f'{config} is not a valid standard output config i.e. "screen", "log" or "both"'
            )
        return {**normalized, **_OUTPUT_ALIASES[config]}
    if not isinstance(config, dict):
        raise ValueError(f"{config} is not a valid output configuration")
    for source, destinations in config.items():
        if source not in normalized:
            raise ValueError(
                f'{source} is not a valid output source i.e. "stdout", "stderr" or "both"'
            )
        chosen = {destinations} if isinstance(destinations, str) else set(destinations)
        for destination in chosen:
            if destination not in ("screen", "log", "own_log"):
                raise ValueError(
                    f"{destination} is not a valid output destination "
                    'i.e. "screen", "log" or "own_log"'
                )
        normalized[source] = chosen
    return normalized


def get_output_loggers(
    process_name: str, output_config: str | Mapping[str, str | Iterable[str]]
) -> tuple[logging.Logger, logging.Logger]:
    """
    Return the loggers for what a process writes to its standard output and error.

    :param output_config: for each of 'stdout', 'stderr' and 'both' of them together, one or more of
        'screen', 'log' (the launch's main file) and 'own_log' (a file of the process's own); or one
        of the names for the usual choices: 'screen', 'log' (both to the main file, errors also to
        the screen), 'both' (to the screen and the main file), 'own_log', and 'full' (everywhere).
    :raises ValueError: if it is none of that.
    """
    config = _normalize_output_configuration(output_config)
    return (
        _output_logger(process_name, "stdout", config),
        _output_logger(process_name, "stderr", config),
    )


def _output_logger(process_name: str, source: str, config: dict[str, set[str]]) -> logging.Logger:
    logger = _launch_logger(f"{process_name}-{source}")
    if "screen" in config["both"] | config[source]:
        screen = launch_config.get_screen_handler()
        screen.setFormatterFor(logger, logging.Formatter("{msg}", style="{"))
        _add_handler(logger, screen)
    if "log" in config["both"] | config[source]:
        main_file = launch_config.get_log_file_handler()
        main_file.setFormatterFor(logger, logging.Formatter("{created:.7f} {msg}", style="{"))
        _add_handler(logger, main_file)
    if "own_log" in config[source]:
        own_file = launch_config.get_log_file_handler(f"{process_name}-{source}.log")
        own_file.setFormatter(logging.Formatter(fmt=None))
        _add_handler(logger, own_file)
    if "own_log" in config["both"]:
        common_file = launch_config.get_log_file_handler(f"{process_name}.log")
        common_file.setFormatter(logging.Formatter("{msg}", style="{"))
        _add_handler(logger, common_file)
    return logger


def reset() -> None:
    """Forget all handlers and go back to the defaults."""
    for logger in LaunchLogger.all_loggers:
        logger.setLevel(logging.NOTSET)
        del logger.handlers[:]
    launch_config.reset()


launch_config = LaunchConfig()
"""How and where this process's launches log."""
