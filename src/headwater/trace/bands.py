"""What a picture of an answer is drawn from: bands of payments between the same two, with what must be the donors'."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from headwater.trace.answer import Answer
from headwater.trace.case_columns import SortedIds
from headwater.trace.ledger import NOBODY, Ledger
from headwater.trace.problem import Problem
from headwater.trace.question import question_between

MOST_BETWEEN, MOST_DONORS = 14, 8
Node = tuple[str, int]
"""A name and, where it stands more than once in a picture, the hop at which money passes it; else 0."""


@dataclass(frozen=True, slots=True)
class Part:
    """The cents of one payment that go one way; ``days`` are ordinals, the first and the last possible."""

    payment_id: str
    cents: int
    days: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Band:
    """Donors' money from one node to another, along the way in which the most can have arrived.

    Of its cents, ``low_cents`` must be the donor set's in these payments, under every accounting; the others can be.
    """

    tail: Node
    head: Node
    cents: int
    low_cents: int
    parts: tuple[Part, ...]


def bands_of(problem: Problem, answer: Answer) -> tuple[Band, ...]:
    """The bands of an answer's paths, in the order of their first day.

    A band's least is the low bound of its own payments, taken together as a target. The least of the whole target can
    be more than the sum of its last bands': which of them holds it may be open.

    Args:
        problem: the question.
        answer: its answer, the targets in the words that the picture shall have.
    """
    numbers = _numbers(problem, answer)
    between: dict[tuple[Node, Node], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for path, passed in zip(answer.paths, routes_of(problem, answer), strict=True):
        for step, payment in zip(pairwise(passed), path.payments, strict=True):
            if step[0] != step[1]:
                between[step][numbers[payment]] += path.cents
    found = [_band(problem, ends, parts) for ends, parts in between.items()]
    return tuple(sorted(found, key=lambda band: (band.parts[0].days, band.tail, band.head)))


def routes_of(problem: Problem, answer: Answer) -> list[list[Node]]:
    """The nodes that each path of an answer passes, one more than its payments."""
    ledger, numbers = problem.book.ledger, _numbers(problem, answer)
    routes = [_names(ledger, answer, [numbers[one] for one in path.payments]) for path in answer.paths]
    nodes = _nodes(routes)
    return [[nodes[name, hop] for hop, name in enumerate(route)] for route in routes]


def _numbers(problem: Problem, answer: Answer) -> dict[str, int]:
    """The place in the ledger of every payment on a path."""
    wanted, ids = {one for path in answer.paths for one in path.payments}, problem.book.ledger.ids
    if isinstance(ids, SortedIds):
        return ids.numbered(sorted(wanted))
    return {name: at for at, name in enumerate(ids) if name in wanted}


def _names(ledger: Ledger, answer: Answer, payments: Sequence[int]) -> list[str]:
    """Who a path passes: the donor, everyone who pays on, and the target."""
    names = [ledger.names[int(ledger.payer[payment])] for payment in payments]
    last = payments[-1]
    bound = int(ledger.earmarked_for[last])
    end = ledger.names[bound if bound != NOBODY else int(ledger.payee[last])]
    return [*names, end if end in answer.targets else " + ".join(answer.targets)]


def _nodes(routes: Sequence[Sequence[str]]) -> dict[tuple[str, int], Node]:
    """The node of each name at each hop: one for a name, unless money goes in circles or there are too many.

    A name inside a circle stands once for each hop, so that every band leads onward.
    """
    every = {name for route in routes for name in route}
    circles = _in_circles({step for route in routes for step in pairwise(route)})
    ends = {route[0] for route in routes}, {route[-1] for route in routes}
    shown = _largest(routes)
    other_donors = f"{len(ends[0] - shown)} further donors"
    other_accounts = f"{len(every - shown - ends[0] - ends[1])} further accounts"
    are_some = len(shown) < len(every - ends[1])
    found: dict[tuple[str, int], Node] = {}
    for route in routes:
        for hop, name in enumerate(route):
            if hop == len(route) - 1 or (hop == 0 and name in shown):
                found[name, hop] = (name, 0)
            elif hop == 0:
                found[name, hop] = (other_donors, 0)
            elif name not in shown:
                found[name, hop] = (other_accounts, hop)
            else:
                found[name, hop] = (name, hop if name in circles or are_some else 0)
    return found


def _in_circles(steps: set[tuple[str, str]]) -> set[str]:
    """The names that stay when those with nothing before or nothing behind them are taken off, again and again."""
    left = {name for step in steps for name in step}
    while True:
        inner = [(tail, head) for tail, head in steps if tail in left and head in left]
        kept = {tail for tail, _ in inner} & {head for _, head in inner}
        if kept == left:
            return left
        left = kept


def _largest(routes: Iterable[Sequence[str]]) -> frozenset[str]:
    """The names that are shown one by one: those on the most paths, first the donors', then the accounts'."""
    donors: dict[str, int] = defaultdict(int)
    accounts: dict[str, int] = defaultdict(int)
    for route in routes:
        donors[route[0]] += 1
        for name in route[1:-1]:
            accounts[name] += 1
    kept = [
        sorted(some, key=lambda name: (-some[name], name))[:most]
        for some, most in ((donors, MOST_DONORS), (accounts, MOST_BETWEEN))
    ]
    return frozenset(name for some in kept for name in some)


def _band(problem: Problem, ends: tuple[Node, Node], parts: Mapping[int, int]) -> Band:
    ledger, question = problem.book.ledger, problem.question
    chosen = np.zeros(len(ledger.cents), dtype=np.bool_)
    chosen[list(parts)] = True
    asked = question_between(problem.book.transfers, question.donors, question.targets, chosen)
    cents = sum(parts.values())
    own = bool(question.donors[ledger.payer[list(parts)]].all())
    listed = [
        Part(ledger.ids[one], some, (int(ledger.day_from[one]), int(ledger.day_to[one]))) for one, some in parts.items()
    ]
    # The donors' own payments are their money whole: nothing is to be solved.
    low = cents if own else min(problem.book.ranged(asked).bounds.low, cents)
    return Band(*ends, cents, low, tuple(sorted(listed, key=lambda part: (part.days, part.payment_id))))
