"""What a measurement gives: rows of a table, each a ratio of two things measured in the same run."""

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import TypeVar

M = TypeVar("M")
A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class Row:
    """One ratio: ``against`` by ``measured``, so that above 1 what is measured is the faster one.

    ``measured`` and ``against`` are said in words with their figures; ``size`` is how large that is: payments of a
    ledger, lines of a file, or returns.
    """

    what: str
    measured: str
    against: str
    ratio: float
    size: int


Measure = Callable[[int], tuple[Row, ...]]


@dataclass(frozen=True, slots=True)
class Timed:
    """Least seconds of two things measured in turns: what other work on the machine adds is left out."""

    measured: float
    against: float

    @property
    def ratio(self) -> float:
        """How many times as long the other thing takes."""
        return self.against / self.measured


class WrongAnswerError(Exception):
    """Two methods that must agree do not: no ratio of theirs means anything."""


def in_turns(measured: Callable[[], M], against: Callable[[], A], times: int) -> tuple[Timed, M, A]:
    """Runs two things in turns, so that a noisy moment meets both, and gives the results of the last turn."""
    seconds: tuple[list[float], list[float]] = [], []
    for _ in range(times):
        begin = perf_counter()
        mine = measured()
        middle = perf_counter()
        theirs = against()
        seconds[0].append(middle - begin)
        seconds[1].append(perf_counter() - middle)
    return Timed(min(seconds[0]), min(seconds[1])), mine, theirs


def shown_seconds(seconds: float) -> str:
    """Seconds to three significant digits."""
    return f"{seconds:#.3g}".rstrip(".") + " s"
