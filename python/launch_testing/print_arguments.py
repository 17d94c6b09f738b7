"""What a launch may be told."""

from launch._arguments import print_arguments_of_launch_description

__all__ = ["print_arguments_of_launch_description"]
