"""A reader's own question of a trace, and its answer as plain data: what the served site asks another stage for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from headwater.base.errors import CaseError
from headwater.publish.pictures.flow import Flow

CLASSES: Mapping[str, tuple[str, ...]] = {
    "": ("gifts", "expenditures_for"),
    "gifts": ("gifts",),
    "expenditures_for": ("expenditures_for",),
    "expenditures_against": ("expenditures_against",),
}
"""What may be counted, by the word in the address; without one what `headwater trace` counts without `--count`."""
STEPS = ("waiting for other questions", "reading the payments", "computing bounds and rules", "drawing one way")
MOST_DONORS, LONGEST_NAME = 10, 300


@dataclass(frozen=True, slots=True)
class Question:
    """Whose money, in whose payments, which of these count, and whether the proof is wanted, which takes longer."""

    donors: tuple[str, ...]
    target: str
    count: str
    with_proof: bool = False

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of the target's payments that count."""
        return CLASSES[self.count]


@dataclass(frozen=True, slots=True)
class Traced:
    """The answer: `numbers` as ``headwater trace --json`` prints them, ids and names of both sides, a way.

    `certificate` is empty where it is not wanted or too long to hand on.
    """

    donors: tuple[tuple[str, str], ...]
    target: tuple[str, str]
    numbers: Mapping[str, Any]
    is_exact: bool
    flow: Flow
    certificate: bytes


class Tracer(Protocol):
    """Answers a question, and is given what to call with the number of each of `STEPS` as it begins."""

    def __call__(self, question: Question, tell: Callable[[int], None], /) -> Traced:
        """The answer."""


@runtime_checkable
class Preparing(Protocol):
    """A tracer that can do before a question what every question needs."""

    def make_ready(self) -> None:
        """Reads the payments, if they are not read."""


def question_of(words: Iterable[tuple[str, str]]) -> Question | None:
    """The question that the words behind ``?`` ask; None where there are none.

    Raises:
        CaseError: naming what is missing or not as it should be.
    """
    given: dict[str, list[str]] = {"from": [], "to": [], "count": []}
    for name, value in words:
        if name not in given:
            raise CaseError(f"{name[:40]!r} is none of from, to, count")
        if len(value) > LONGEST_NAME:
            raise CaseError(f"{name}: more than {LONGEST_NAME} characters")
        given[name] += [said] if (said := " ".join(value.split())) else []
    if not any(given.values()):
        return None
    donors, count = tuple(dict.fromkeys(given["from"])), "".join(given["count"][:1])
    if not donors or len(given["to"]) != 1:
        raise CaseError("name at least one donor (from) and one target (to)")
    if len(donors) > MOST_DONORS:
        raise CaseError(f"from: at most {MOST_DONORS} donors")
    if count not in CLASSES or len(given["count"]) > 1:
        raise CaseError(f"count: not one of {', '.join(one for one in CLASSES if one)}")
    return Question(donors, given["to"][0], count)
