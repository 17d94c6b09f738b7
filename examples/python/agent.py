"""An agent: a language model that uses what robots offer, actions and services, as its tools.

The model here is a few lines of rules, so that the example runs without one. A real one goes
into :class:`Model`: its answer says which tool to use next, or what to tell the user.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import rclpy
from example_interfaces.action import Fibonacci
from example_interfaces.srv import AddTwoInts
from rclpy.action import ActionServer
from rclpy.experimental import AsyncNode


@dataclass
class Step:
    """What the model wants next: a tool with its arguments, or to say something and end."""

    tool: str | None = None
    arguments: dict[str, int] = field(default_factory=dict)
    says: str = ""


class Model(Protocol):
    """Decides on the next step. A real one sends the task and the results so far to a server."""

    async def decide(self, task: str, results: list[Any]) -> Step:
        """Return the next step."""


class Rules:
    """Stands for a language model: it knows how to sum up Fibonacci numbers."""

    async def decide(self, task: str, results: list[Any]) -> Step:
        """Ask for the numbers, then add them up, one after another."""
        order = next(int(word) for word in task.split() if word.isdigit())
        if not results:
            return Step("fibonacci", {"order": order - 1})
        numbers, sums = results[0], results[1:]
        if len(sums) < len(numbers) - 1:
            so_far = sums[-1] if sums else numbers[0]
            return Step("add", {"a": so_far, "b": numbers[len(sums) + 1]})
        return Step(says=f"The first {order} Fibonacci numbers are {sums[-1]} together.")


class Agent(AsyncNode):
    """Works on a task, step by step, while its node goes on."""

    def __init__(self, model: Model) -> None:
        super().__init__("agent")
        self.model = model
        self.fibonacci = self.create_action_client(Fibonacci, "fibonacci")
        self.adder = self.create_client(AddTwoInts, "add_two_ints")
        self.tools: dict[str, Callable[..., Awaitable[Any]]] = {
            "fibonacci": self.use_fibonacci,
            "add": self.use_adder,
        }

    async def use_fibonacci(self, order: int) -> list[int]:
        """Use an action: send the goal, tell of its feedback, return its result."""
        await self.fibonacci.wait_for_server()
        goal = await self.fibonacci.send_goal(Fibonacci.Goal(order=order))
        async for feedback in goal:
            self.get_logger().info(f"So far: {list(feedback.sequence)}")
        return list((await goal.result()).result.sequence)

    async def use_adder(self, a: int, b: int) -> int:
        """Use a service."""
        await self.adder.wait_for_service()
        return int((await self.adder.call(AddTwoInts.Request(a=a, b=b))).sum)

    async def work(self, task: str, most_steps: int = 20) -> str:
        """
        Work on a task and return what the model says in the end.

        What goes wrong with a tool is a result, too: the model may try something else.
        """
        results: list[Any] = []
        for _ in range(most_steps):
            step = await self.model.decide(task, results)
            if step.tool is None:
                return step.says
            self.get_logger().info(f"{step.tool} {step.arguments}")
            try:
                tool = self.tools[step.tool](**step.arguments)
                results.append(await asyncio.wait_for(tool, timeout=10.0))
            except (KeyError, TypeError, asyncio.TimeoutError) as error:
                results.append(f"failed: {error!r}")
        return "I have not found out."


class Robot(AsyncNode):
    """What the agent finds: an action and a service."""

    def __init__(self) -> None:
        super().__init__("robot")
        self.action = ActionServer(self, Fibonacci, "fibonacci", self.count)
        self.service = self.create_service(AddTwoInts, "add_two_ints", self.add)

    async def count(self, goal: Any) -> Fibonacci.Result:
        """Take one's time over the numbers."""
        numbers = [0, 1]
        while len(numbers) <= goal.request.order:
            goal.publish_feedback(Fibonacci.Feedback(sequence=numbers))
            await asyncio.sleep(0.02)
            numbers.append(numbers[-1] + numbers[-2])
        goal.succeed()
        return Fibonacci.Result(sequence=numbers)

    async def add(
        self, request: AddTwoInts.Request, response: AddTwoInts.Response
    ) -> AddTwoInts.Response:
        """Add."""
        response.sum = request.a + request.b
        return response


async def main() -> None:
    """Do one task."""
    async with Robot(), Agent(Rules()) as agent:
        answer = await agent.work("What are the first 6 Fibonacci numbers together?")
        agent.get_logger().info(answer)
        await asyncio.Event().wait()


if __name__ == "__main__":
    try:
        with rclpy.init():
            asyncio.run(main())
    except KeyboardInterrupt:
        pass
