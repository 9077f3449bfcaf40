"""Making the next while this one is used."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
_END = object()


def one_ahead(made: Iterable[T]) -> Iterator[T]:
    """The same, in the same order; each is made in a thread of its own while the one before it is used.

    What goes wrong in the making is raised where it would have come.
    """
    source = iter(made)
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(next, source, _END)
        while (found := coming.result()) is not _END:
            coming = beside.submit(next, source, _END)
            yield found  # type: ignore[misc]  # the end is no T
