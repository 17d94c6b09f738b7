"""What happens on Ctrl-C and on SIGTERM."""

from __future__ import annotations

import contextlib
from enum import IntFlag

from rclpy import _rclpy
from rclpy.context import Context
from rclpy.exceptions import InvalidHandle
from rclpy.guard_condition import GuardCondition


class SignalHandlerOptions(IntFlag):
    """The signals that shut every context down."""

    NO = 0
    SIGINT = 1
    SIGTERM = 2
    ALL = 3


def install_signal_handlers(options: SignalHandlerOptions = SignalHandlerOptions.ALL) -> None:
    """
    Let these signals shut every context down, before whatever they did so far.

    Python still raises :exc:`KeyboardInterrupt` on SIGINT.
    """
    _rclpy.install_signal_handlers(int(options))


def get_current_signal_handlers_options() -> SignalHandlerOptions:
    """Tell which signals shut contexts down now."""
    return SignalHandlerOptions(_rclpy.get_current_signal_handlers_options())


def uninstall_signal_handlers() -> None:
    """Put back what the signals did before."""
    _rclpy.uninstall_signal_handlers()


class SignalHandlerGuardCondition(GuardCondition):
    """A guard condition that the signal handlers trigger."""

    def __init__(self, context: Context | None = None) -> None:
        super().__init__(callback=None, callback_group=None, context=context)
        with self.handle:
            _rclpy.register_sigint_guard_condition(self.handle)

    def __del__(self) -> None:
        with contextlib.suppress(InvalidHandle):  # it was destroyed before
            self.destroy()

    def destroy(self) -> None:
        with self.handle:
            _rclpy.unregister_sigint_guard_condition(self.handle)
        super().destroy()
