"""The evaluator ``top_contributors``: who a committee's advertisement must name, two lines deep and gross.

San Francisco Campaign and Governmental Conduct Code § 1.161: a committee's advertisement names its top three
contributors of at least $5,000; where one of them is a committee, that one's top two of at least $5,000 as well.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import takewhile

from headwater.trace.linking.backed import merged
from headwater.trace.linking.book import LinkBook, Spent
from headwater.trace.linking.gifts import Gift
from headwater.trace.linking.rule import Link, Value

FIRST, SECOND = "first line", "second line"
NEEDS: dict[str, tuple[str, ...]] = {"line": (FIRST, SECOND), "threshold": (), "first_line": (), "second_line": ()}
_ADVERTISEMENTS = ("expenditures_for", "expenditures_against")


def top_contributors(book: LinkBook, settings: Mapping[str, Value]) -> Iterable[Link]:
    """Links of committees that advertised, and of the candidates that their advertisements are about.

    Each independent expenditure is an advertisement; contributions count from the first in these records to its last
    possible day. Who gave as much as the last one named is named too: no order of names decides.

    Args:
        book: what is decided on.
        settings: ``line`` (which line), ``threshold`` (cents), ``first_line`` and ``second_line`` (how many are named).
    """
    given = book.kept.setdefault(("contributions", 0), _Given(book))
    sets_of: dict[str, list[str]] = defaultdict(list)
    for donor_set, members in book.donor_sets.items():
        for member in sorted(members):
            sets_of[member].append(donor_set)
    found: list[Link] = []
    for ad in (one for one in book.spent if one.target_class in _ADVERTISEMENTS):
        for named, via, gifts in _named(ad, given, settings):
            for donor_set in sets_of.get(named, ()):
                found += _links(donor_set, ad, via, gifts)
    return _each_gift_once(merged(found), book.cents_of)


class _Given:
    """Contributions by receiver and giver up to a day, in the order of days."""

    def __init__(self, book: LinkBook) -> None:
        self.kinds = book.kinds
        self._gifts = book.gifts
        self._known: dict[tuple[str, int], dict[str, list[Gift]]] = {}
        self._ranked: dict[tuple[str, int], list[tuple[int, str]]] = {}

    def until(self, receiver: str, day: int) -> Mapping[str, Sequence[Gift]]:
        """The gifts to a receiver up to a day, by giver; sums over givers not itemized are nobody's."""
        key = receiver, day
        if key not in self._known:
            by: dict[str, list[Gift]] = defaultdict(list)
            for gift in self._gifts.to(receiver):
                if gift.day <= day and self.kinds.get(gift.payer_id) != "unnamed":
                    by[gift.payer_id].append(gift)
            self._known[key] = by
        return self._known[key]

    def ranked(self, receiver: str, day: int) -> Sequence[tuple[int, str]]:
        """The sums of those gifts with who gave them, the largest first."""
        key = receiver, day
        if key not in self._ranked:
            by = self.until(receiver, day)
            sums = ((sum(gift.cents for gift in gifts), giver) for giver, gifts in by.items())
            self._ranked[key] = sorted(sums, key=lambda one: (-one[0], one[1]))
        return self._ranked[key]


def _named(ad: Spent, given: _Given, settings: Mapping[str, Value]) -> Iterable[tuple[str, str, Sequence[Gift]]]:
    """Who is named on one line, through whom, and the gifts for which."""
    least = int(settings["threshold"])
    first = given.until(ad.payer_id, ad.day)
    for giver in _top(given.ranked(ad.payer_id, ad.day), least, int(settings["first_line"])):
        if settings["line"] == FIRST:
            yield giver, "", first[giver]
        elif given.kinds.get(giver) == "committee":
            second = given.until(giver, ad.day)
            for behind in _top(given.ranked(giver, ad.day), least, int(settings["second_line"])):
                yield behind, giver, second[behind]


def _top(ranked: Sequence[tuple[int, str]], least: int, most: int) -> list[str]:
    """The first so many of at least so much, and whoever gave as much as the last of them."""
    enough = [cents for cents, _ in ranked[:most] if cents >= least]
    named = takewhile(lambda one: bool(enough) and one[0] >= enough[-1], ranked)
    return sorted(giver for _, giver in named)


def _links(donor_set: str, ad: Spent, via: str, gifts: Sequence[Gift]) -> Iterable[Link]:
    arm, evidence = SECOND if via else FIRST, tuple(gift.payment_id for gift in gifts)
    yield Link(donor_set, "entity", ad.payer_id, "", arm, via, reached=(ad.payment_id,), evidence=evidence)
    yield Link(
        donor_set, "candidate", ad.candidate_id, ad.target_class, arm, ad.payer_id,
        cents=ad.cents, reached=(ad.payment_id,), evidence=evidence,
    )  # fmt: skip


def _each_gift_once(links: Iterable[Link], cents: Callable[[str], int]) -> Iterable[Link]:
    """Entities with the sum of the gifts for which the donor set is named, candidates as they are."""
    for link in links:
        if link.subject == "candidate":
            yield link
        else:
            total = sum(cents(one) for one in link.evidence)
            yield Link(
                link.donor_set, link.subject, link.entity_id, link.target_class, link.arm, link.via_entity_id,
                total, reached=link.reached, evidence=link.evidence,
            )  # fmt: skip
