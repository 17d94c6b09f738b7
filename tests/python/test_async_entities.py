"""What nodes of asyncio have: services, messages, ticks, actions and parameters, awaited."""

from __future__ import annotations

import asyncio
import sys

import pytest
from action_msgs.msg import GoalStatus
from example_interfaces.action import Fibonacci
from example_interfaces.srv import AddTwoInts
from loops import in_loop, until
from rcl_interfaces.msg import ParameterEvent
from rclpy.action import ActionServer, CancelResponse, GoalResponse
from rclpy.experimental import AsyncNode
from rclpy.parameter import Parameter
from rclpy.parameter_client import AsyncParameterClient
from std_msgs.msg import Int32

if sys.version_info < (3, 11):
    pytest.skip("asyncio has task groups since Python 3.11", allow_module_level=True)


@in_loop
async def test_a_service_is_awaited(context):
    async def add(request, response):
        await asyncio.sleep(0.001)
        response.sum = request.a + request.b
        return response

    async with (
        AsyncNode("server", context=context) as server,
        AsyncNode("caller", context=context) as caller,
    ):
        server.create_service(AddTwoInts, "add", add, concurrent=True)
        client = caller.create_client(AddTwoInts, "add")
        await client.wait_for_service()
        requests = [AddTwoInts.Request(a=number, b=1) for number in range(8)]
        responses = await asyncio.gather(*map(client.call, requests))
        assert [response.sum for response in responses] == list(range(1, 9))
        assert (await client.call_async(AddTwoInts.Request(a=1, b=1))).sum == 2
        with pytest.raises(TypeError):
            await client.call(AddTwoInts.Response())


@in_loop
async def test_a_call_that_is_given_up_is_forgotten(context):
    answered = []

    async def add(request, response):
        await asyncio.sleep(0.05)
        answered.append(request.a)
        return response

    async with AsyncNode("node", context=context) as node:
        node.create_service(AddTwoInts, "add", add)
        client = node.create_client(AddTwoInts, "add")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await client.call(AddTwoInts.Request())
        task = asyncio.create_task(client.call(AddTwoInts.Request(a=1)))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()
        assert not client._calls
        await until(lambda: len(answered) == 2)


@in_loop
async def test_destruction_cancels_calls_sleeps_and_streams(context):
    async with AsyncNode("node", context=context) as node:
        client = node.create_client(AddTwoInts, "nobody_there")
        call = asyncio.create_task(client.call(AddTwoInts.Request()))
        sleep = asyncio.create_task(node.get_clock().sleep(1000.0))
        message = asyncio.create_task(node.wait_for_message(Int32, "topic"))
        await asyncio.sleep(0.01)
    await asyncio.wait([call, sleep, message])
    assert call.cancelled()
    assert sleep.cancelled()
    assert isinstance(message.exception(), RuntimeError)
    with pytest.raises(RuntimeError, match="destroyed"):
        await client.call(AddTwoInts.Request())


@in_loop
async def test_messages_are_iterated(context):
    async with AsyncNode("node", context=context) as node:
        publisher = node.create_publisher(Int32, "topic", 10)
        messages = node.messages(Int32, "topic", 3)
        for number in range(5):
            publisher.publish(Int32(data=number))
        heard = []
        async for message in messages:
            heard.append(message.data)
            if message.data == 4:
                break
        assert heard == [2, 3, 4]
        assert node.count_subscribers("topic") == 1
        del messages
        assert node.count_subscribers("topic") == 0

        waiting = asyncio.create_task(node.wait_for_message(Int32, "topic"))
        await until(lambda: node.count_subscribers("topic"))
        publisher.publish(Int32(data=7))
        assert (await waiting).data == 7
        assert node.count_subscribers("topic") == 0
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await node.wait_for_message(Int32, "topic")
        assert node.count_subscribers("topic") == 0

        stream = node.messages(Int32, "topic")
    assert [message async for message in stream] == []


@in_loop
async def test_ticks_are_iterated(context):
    async with AsyncNode("node", context=context) as node:
        async with node.ticks(0.005) as ticks:
            infos = [info async for _, info in azip(range(3), ticks)]
        calls = [info.actual_call_time for info in infos]
        assert calls == sorted(calls)
        assert list(node.timers) == []


async def azip(numbers, stream):
    for number in numbers:
        yield number, await anext(stream)


@in_loop
async def test_timers_take_infos_stop_and_start(context):
    infos = []
    async with AsyncNode("node", context=context) as node:
        timer = node.create_timer(0.005, lambda info: infos.append(info), autostart=False)
        await asyncio.sleep(0.02)
        assert not infos
        timer.reset()
        await until(lambda: len(infos) >= 2)
        timer.cancel()
        count = len(infos)
        await asyncio.sleep(0.02)
        assert len(infos) == count


async def fibonacci(goal_handle):
    sequence = [0, 1]
    while len(sequence) <= goal_handle.request.order:
        if goal_handle.is_cancel_requested:
            goal_handle.canceled()
            return Fibonacci.Result(sequence=sequence)
        sequence.append(sequence[-1] + sequence[-2])
        goal_handle.publish_feedback(Fibonacci.Feedback(sequence=sequence))
        await asyncio.sleep(0.002)
    goal_handle.succeed()
    return Fibonacci.Result(sequence=sequence)


@in_loop
async def test_an_action_is_awaited(context):
    async with (
        AsyncNode("server", context=context) as server_node,
        AsyncNode("node", context=context) as node,
    ):
        server = ActionServer(
            server_node,
            Fibonacci,
            "fibonacci",
            fibonacci,
            goal_callback=lambda goal: (
                GoalResponse.REJECT if goal.order < 0 else GoalResponse.ACCEPT
            ),
            cancel_callback=lambda _: CancelResponse.ACCEPT,
        )
        client = node.create_action_client(Fibonacci, "fibonacci")
        await client.wait_for_server()

        goal = await client.send_goal(Fibonacci.Goal(order=5))
        assert goal.accepted
        lengths = [len(feedback.sequence) async for feedback in goal]
        assert lengths == sorted(lengths)
        assert set(lengths) <= {3, 4, 5, 6}
        response = await goal.result()
        assert response.status == GoalStatus.STATUS_SUCCEEDED
        assert list(response.result.sequence) == [0, 1, 1, 2, 3, 5]

        goal = await client.send_goal(Fibonacci.Goal(order=1000000))
        assert (await anext(goal)).sequence
        answer = await goal.cancel()
        assert len(answer.goals_canceling) == 1
        assert (await goal.result()).status == GoalStatus.STATUS_CANCELED

        goal = await client.send_goal(Fibonacci.Goal(order=-1))
        assert not goal.accepted
        assert [feedback async for feedback in goal] == []
        with pytest.raises(RuntimeError, match="rejected"):
            await goal.result()
        server.destroy()
        client.destroy()


@in_loop
async def test_parameters_are_awaited_and_tell_of_themselves(context):
    async with (
        AsyncNode("owner", context=context) as owner,
        AsyncNode("asker", context=context) as asker,
    ):
        events = asker.messages(ParameterEvent, "/parameter_events", 100)
        owner.declare_parameter("speed", 1)
        async for event in events:
            if any(each.name == "speed" for each in event.new_parameters):
                break
        client = AsyncParameterClient(asker, "owner")
        await until(client.services_are_ready)
        response = await client.get_parameters(["speed"])
        assert response.values[0].integer_value == 1
        response = await client.set_parameters([Parameter("speed", value=2)])
        assert response.results[0].successful
        assert owner.get_parameter("speed").value == 2
