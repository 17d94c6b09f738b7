"""Tests that are coroutines."""

from __future__ import annotations

import asyncio
import functools

from conftest import PATIENCE


def in_loop(test):
    """Run a coroutine test in a loop of its own, which is left without tasks."""

    @functools.wraps(test)
    def run(*args, **kwargs):
        async def limited():
            async with asyncio.timeout(PATIENCE):
                await test(*args, **kwargs)
            assert asyncio.all_tasks() == {asyncio.current_task()}

        asyncio.run(limited())

    return run


async def until(condition):
    while not condition():
        await asyncio.sleep(0.005)
