"""Calls of services that give up when the launch ends."""

from __future__ import annotations

import threading
from logging import Logger
from typing import Any

from launch import LaunchContext

_PATIENCE = 1.0
"""Seconds after which it is looked whether the launch ends."""


def call_unless_shutdown(client: Any, request: Any, context: LaunchContext, logger: Logger) -> Any:
    """
    Wait for a service, call it and return its response; None if the launch ends before.

    It blocks, and is for threads other than that of the event loop.
    """
    while not client.wait_for_service(timeout_sec=_PATIENCE):
        if context.is_shutdown:
            logger.warning(f"Abandoning wait for the '{client.srv_name}' service, due to shutdown.")
            return None
    answered = threading.Event()
    future = client.call_async(request)
    future.add_done_callback(lambda _: answered.set())
    while not answered.wait(_PATIENCE):
        if context.is_shutdown:
            logger.warning(
                f"Abandoning wait for the '{client.srv_name}' service response, due to shutdown."
            )
            future.cancel()
            return None
    error = future.exception()
    if error is not None:
        raise error
    return future.result()
