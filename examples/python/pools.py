"""Long work goes to a pool: of threads for what waits, of processes for what computes."""

import multiprocessing
import signal
import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor

import rclpy
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from std_msgs.msg import String


def download() -> str:
    """Wait for something."""
    time.sleep(0.2)
    return "downloaded"


def compute() -> str:
    """Keep a processor busy."""
    return f"computed {sum(number * number for number in range(1_000_000))}"


class Dispatcher(Node):
    """Starts work every second and publishes what comes of it; its own callbacks stay quick."""

    def __init__(self, threads: Executor, processes: Executor) -> None:
        super().__init__("dispatcher")
        self.threads, self.processes = threads, processes
        self.publisher = self.create_publisher(String, "results", 10)
        self.timer = self.create_timer(1.0, self.dispatch)

    def dispatch(self) -> None:
        """Hand work out, and do not wait for it."""
        self.threads.submit(download).add_done_callback(self.tell)
        self.processes.submit(compute).add_done_callback(self.tell)

    def tell(self, work: Future[str]) -> None:
        """Publish a result, in whichever thread it comes."""
        if not self.context.ok():
            return
        self.publisher.publish(String(data=work.result()))
        self.get_logger().info(f"Something was {work.result()}")


def main() -> None:
    """Run until Ctrl-C."""
    threads = ThreadPoolExecutor(4)
    processes = ProcessPoolExecutor(
        1,
        # A fresh interpreter: one that is forked would have locks that this one's threads hold.
        multiprocessing.get_context("spawn"),
        # Ctrl-C is for this process alone, which ends the others.
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_IGN),
    )
    with threads, processes:
        try:
            with rclpy.init():
                rclpy.spin(Dispatcher(threads, processes))
        except (KeyboardInterrupt, ExternalShutdownException):
            pass


if __name__ == "__main__":
    main()
