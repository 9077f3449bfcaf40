"""Whether units fit: a claim's unit its kind, and the units of numbers that a query adds or compares one another."""

import sqlglot
from sqlglot import exp

from headwater.claims.facts import Fact

_MONEY, _SHARE, _POINTS = "dollars", "percent", "percentage points"
_SAME = (exp.Add, exp.Sub, exp.Greatest, exp.Least)
"""What is only meant between numbers of one unit."""


def fault_of(kind: str, unit: str) -> str:
    """Why a unit does not fit a claim's kind, in words; empty where it does or the kind sets no unit."""
    is_share = unit.startswith(_SHARE) and not unit.startswith(_POINTS)
    is_money = _MONEY in unit.partition(" of ")[0]
    wanted = {
        "share": (is_share, "percent of something"),
        "sum": (is_money, "dollars, thousand, million or billion dollars"),
        "margin": (is_share or unit.startswith((_POINTS, "votes", "signatures")), "percentage points or votes"),
        "count": (not is_share and not is_money and not unit.startswith(_POINTS), "the things that are counted"),
        "date": (not is_share and not is_money and not unit.startswith(_POINTS), "days, months, years or a day's name"),
    }
    fits, words = wanted.get(kind, (True, ""))
    return "" if fits else f"{unit!r} does not fit a claim of kind {kind}, which is in {words}"


def mixed_units(query: str, facts: tuple[Fact, ...]) -> str:
    """Which facts of different units a query adds, subtracts or picks the larger of, in words; empty where none.

    Looks at facts that stand bare in such an expression: a fact that is multiplied or divided has another unit there.
    """
    measure = {fact.name: _measure(fact) for fact in facts}
    for node in sqlglot.parse_one(query, dialect="duckdb").find_all(*_SAME):
        found = {name: measure[name] for name in _bare(node) if name in measure}
        if len(set(found.values())) > 1:
            in_order = sorted(found.items(), key=lambda pair: (pair[1], pair[0]))
            (one, first), (other, second) = in_order[0], in_order[-1]
            return f"puts {one} in {first} together with {other} in {second}"
    return ""


def _measure(fact: Fact) -> str:
    """The unit itself, without what it is of and what bounds it: ``million dollars, more than`` is million dollars."""
    head = fact.unit.replace("(", ",").split(",")[0].strip()
    for unit in (_POINTS, _SHARE):
        if head.startswith(unit):
            return unit
    if _MONEY in head:
        return head[: head.index(_MONEY) + len(_MONEY)]
    return "date" if fact.day is not None else "count"


def _bare(node: exp.Expr) -> list[str]:
    """Names of the columns that stand in an expression only as terms of sums and choices."""
    found: list[str] = []
    waiting = list(node.iter_expressions())
    while waiting:
        part = waiting.pop()
        if isinstance(part, exp.Column):
            found.append(part.name)
        elif isinstance(part, (*_SAME, exp.Paren, exp.Neg)):
            waiting.extend(part.iter_expressions())
    return sorted(found)
