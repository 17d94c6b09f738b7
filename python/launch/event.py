"""What happens during a launch."""


class Event:
    """Something that happened, or that is asked for, while a launch runs."""

    name = "launch.Event"
