"""Actions for launches that are tested."""

from .gtest import GTest
from .pytest import PyTest
from .ready import ReadyToTest
from .test import Test

__all__ = ["GTest", "PyTest", "ReadyToTest", "Test"]
