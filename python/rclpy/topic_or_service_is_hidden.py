"""Names that tools pass over."""

HIDDEN_TOPIC_PREFIX = "_"


def topic_or_service_is_hidden(name: str) -> bool:
    """Tell whether a topic or service is hidden: whether a part of its name begins with ``_``."""
    return any(token.startswith(HIDDEN_TOPIC_PREFIX) for token in name.split("/"))
