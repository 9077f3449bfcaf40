"""What is read of a return, whichever way: the header's texts, what its forms state, and its grants."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from headwater.sources._reading.fields import FieldError

ROOTS = ("{http://www.irs.gov/efile}Return", "Return")
FIRST_GRANT = 2
"""The row of the first group: row 1 is the return itself."""
_DEEPEST = 4
Texts = dict[str, list[str]]


class UnusualError(Exception):
    """What a quick way of reading would not read as the slowest one does."""


# Not frozen, as lines are not.
@dataclass(slots=True)
class Group:
    """One repeated group of a return: what it is, and the paths of its leaves, under the newer names, with their texts.

    Groups are alike: what is to be said of their paths is worked out once.
    """

    kind: str
    paths: tuple[str, ...]
    texts: Sequence[str]

    def row(self) -> dict[str, str]:
        """The leaves by path.

        Raises:
            FieldError: if a path occurs twice, or lies deeper than any grant does.
        """
        if fault := fault_of(self.paths):
            raise FieldError(*fault)
        return dict(zip(self.paths, self.texts, strict=True))


@dataclass(frozen=True, slots=True)
class Return:
    """One return: its header's texts by path, what its forms state, and its groups in order.

    ``stated`` holds for each form that is there the texts at each of its paths that are read.
    """

    header: Texts
    stated: dict[str, Texts]
    groups: list[Group]


@lru_cache(maxsize=1024)
def fault_of(paths: tuple[str, ...]) -> tuple[str, str] | None:
    """The field and the reason for which no grant has these paths; nothing if one may."""
    met: set[str] = set()
    for path in paths:
        if path in met:
            return path, "occurs twice in one grant"
        if path.count("/") >= _DEEPEST:
            return path[:60], "lies deeper than any element of a grant"
        met.add(path)
    return None
