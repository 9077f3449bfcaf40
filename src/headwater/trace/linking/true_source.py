"""The evaluator ``true_source``: whether a donor set's money is its own, or it only passes gifts and dues on.

Alaska's ballot measure 2 of 2020 (AS 15.13): the true source of money has it from wages, investments, inheritance or
sales. Who has it from gifts or dues is an intermediary, except that dues and gifts under $2,000 a person a year make
the organisation itself the true source.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from headwater.trace.linking.book import FOR_CLASSES, LinkBook
from headwater.trace.linking.rule import Link, Value

OWN = "no gift to it is in these records"
DUES = "all gifts to it are under the limit"
PARTLY = "some gifts to it reach the limit"
PASSES_ON = "every gift to it reaches the limit"
MEASURES = ("direct", "low", "high", "passes_on")
NEEDS: dict[str, tuple[str, ...]] = {"measure": MEASURES, "dues": (), "theta": ()}


@dataclass(frozen=True, slots=True)
class Funds:
    """Where a donor set's money comes from: which case of the rule it is, and the gifts that reach the limit."""

    arm: str
    passing_cents: int
    passing: tuple[str, ...]


def true_source(book: LinkBook, settings: Mapping[str, Value]) -> Iterable[Link]:
    """Links of candidates whom a donor set's money reached, by gifts or by expenditures for them.

    The part that is the set's own lies at or above its least less all gifts to it that reach the limit: at worst all
    of those are in it. These are outer bounds; what a set had before these records begin counts as its own.

    Args:
        book: what is decided on.
        settings: ``measure`` (direct: paid straight by a true source; low and high: the least and the most that is
            its own; passes_on: reached, by one that is no true source), ``dues`` (cents a giver a year, below which
            the receiver is the source), ``theta`` (cents, to be reached).
    """
    measure, theta = str(settings["measure"]), max(1, int(settings["theta"]))
    reached: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in book.spent:
        reached[one.candidate_id, one.target_class].append(one.payment_id)
    for donor_set, members in book.donor_sets.items():
        funds = funds_of(book, members, int(settings["dues"]))
        for row in book.traces:
            if row["donor_set"] != donor_set or row["target_class"] not in FOR_CLASSES:
                continue
            low, high = max(0, row["low_cents"] - funds.passing_cents), row["high_cents"]
            is_source = funds.arm != PASSES_ON
            cents = {
                "direct": row["direct_cents"] if is_source else 0,
                "low": low if is_source else 0,
                "high": high if is_source else 0,
                "passes_on": 0 if is_source else high,
            }[measure]
            if cents >= theta:
                ids = tuple(reached[row["target_entity_id"], row["target_class"]])
                yield Link(
                    donor_set, "candidate", row["target_entity_id"], row["target_class"], funds.arm, "",
                    cents, low if is_source else row["low_cents"], high, ids, funds.passing,
                )  # fmt: skip


def funds_of(book: LinkBook, members: frozenset[str], dues_cents: int) -> Funds:
    """Where the money of some entities comes from, by the gifts to them from outside in each calendar year.

    A sum over givers that a filing does not itemize counts as under the limit: a form lists every larger giver.
    """
    by: dict[tuple[str, str, int], int] = defaultdict(int)
    ids: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for gift in (gift for member in sorted(members) for gift in book.gifts.to(member)):
        if gift.payer_id not in members:
            key = gift.payee_id, gift.payer_id, gift.year
            by[key] += gift.cents
            ids[key].append(gift.payment_id)
    large = {key for key, cents in by.items() if cents >= dues_cents and book.kinds.get(key[1]) != "unnamed"}
    passing = tuple(one for key in sorted(large) for one in ids[key])
    arm = OWN if not by else DUES if not large else PASSES_ON if len(large) == len(by) else PARTLY
    return Funds(arm, sum(by[key] for key in large), passing)
