"""The rule `first_tainted`: an account pays out first what was born first (or last) at its origin, not what came first.

Least recently born and most recently born of Kosyfaki and Mamoulis, "Provenance in Temporal Interaction Networks" (ICDE
2022). Money is born when its origin pays it; an opening balance is older than all.
"""

import heapq

from headwater.trace.moves import DONOR, TARGET
from headwater.trace.problem import Problem

_BEFORE_ALL = -1


def first_tainted(problem: Problem) -> int:
    """Cents of the target that are the donor set's when what was born first is paid out first."""
    return _coloured(problem, newest_first=False)


def first_tainted_newest(problem: Problem) -> int:
    """Cents of the target that are the donor set's when what was born last is paid out first."""
    return _coloured(problem, newest_first=True)


class _Pot:
    """What an account holds, by birth; of one birth there is one origin."""

    def __init__(self, opening: int, sign: int) -> None:
        self.sign = sign
        self.held = {_BEFORE_ALL: opening} if opening else {}
        self.births = [sign * _BEFORE_ALL] if opening else []

    def put(self, birth: int, cents: int) -> None:
        """Takes money in."""
        if birth not in self.held:
            heapq.heappush(self.births, self.sign * birth)
            self.held[birth] = 0
        self.held[birth] += cents

    def take(self, cents: int) -> list[tuple[int, int]]:
        """Pays money out, as births with their cents."""
        taken = []
        while cents:
            birth = self.sign * self.births[0]
            part = min(cents, self.held[birth])
            taken.append((birth, part))
            cents -= part
            self.held[birth] -= part
            if not self.held[birth]:
                del self.held[birth]
                heapq.heappop(self.births)
        return taken


def _coloured(problem: Problem, *, newest_first: bool) -> int:
    steps = problem.sequence
    sign = -1 if newest_first else 1
    pots = [_Pot(opening, sign) for opening in steps.opening.tolist()]
    sources = steps.source.tolist()
    reached = 0
    rows = zip(sources, steps.dest.tolist(), steps.cents.tolist(), strict=True)
    for born, (source, dest, cents) in enumerate(rows):
        parts = pots[source].take(cents) if source >= 0 else [(born, cents)]
        if dest >= 0:
            for birth, part in parts:
                pots[dest].put(birth, part)
        elif dest == TARGET:
            reached += sum(part for birth, part in parts if birth >= 0 and sources[birth] == DONOR)
    return reached


# Shown only when asked for: every answer has the rules of ``rules/__init__.py``, whose names its readers know.
ON_REQUEST = (("first_tainted", first_tainted), ("first_tainted_newest", first_tainted_newest))
