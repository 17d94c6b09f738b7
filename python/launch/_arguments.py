"""Launch arguments, shown to people."""

from __future__ import annotations

from .launch_description import LaunchDescription


def print_arguments_of_launch_description(*, launch_description: LaunchDescription) -> None:
    """Print the arguments that a launch description declares."""
    print("Arguments (pass arguments as '<name>:=<value>'):")
    arguments = launch_description.get_launch_arguments()
    for argument in arguments:
        mark = "*" if argument._conditionally_included else ""
        print(f"\n    '{argument.name}':{mark}\n        {argument.description}")
        if argument.default_value is not None:
            default = " + ".join(part.describe() for part in argument.default_value)
            print(f"        (default: {default})")
    if not arguments:
        print("\n  No arguments.")
    elif any(argument._conditionally_included for argument in arguments):
        print("\n* argument(s) which are only used if specific conditions occur")
