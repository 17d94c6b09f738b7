"""What is wrong with a substitution."""


class SubstitutionFailure(RuntimeError):
    """A substitution could not be replaced."""
