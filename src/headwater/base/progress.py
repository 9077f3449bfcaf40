"""How far something has come: what stages, readers and writers call while they work."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many are done and how many there are."""


def no_progress(_what: str, _done: int, _total: int) -> None:
    """Shows nothing."""
