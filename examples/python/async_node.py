"""A node in a program of asyncio: callbacks, calls, messages and ticks are awaited."""

import asyncio

import rclpy
from example_interfaces.srv import AddTwoInts
from rclpy.experimental import AsyncNode
from std_msgs.msg import String


async def add(request: AddTwoInts.Request, response: AddTwoInts.Response) -> AddTwoInts.Response:
    """Take one's time over a sum; the node does other things meanwhile."""
    await asyncio.sleep(0.1)
    response.sum = request.a + request.b
    return response


async def count(node: AsyncNode) -> None:
    """Publish a sum at every tick."""
    publisher = node.create_publisher(String, "chatter", 10)
    client = node.create_client(AddTwoInts, "add_two_ints")
    await client.wait_for_service()
    number = 0
    async for _ in node.ticks(0.2):
        response = await asyncio.wait_for(client.call(AddTwoInts.Request(a=number, b=1)), 5.0)
        number = response.sum
        publisher.publish(String(data=f"counted to {number}"))


async def listen(node: AsyncNode) -> None:
    """Tell of every message."""
    async for message in node.messages(String, "chatter"):
        node.get_logger().info(f"I heard: {message.data}")


async def main() -> None:
    """Run until Ctrl-C."""
    async with AsyncNode("counter") as node:
        node.create_service(AddTwoInts, "add_two_ints", add)
        await asyncio.gather(count(node), listen(node))


if __name__ == "__main__":
    try:
        with rclpy.init():
            asyncio.run(main())
    except KeyboardInterrupt:
        pass
