"""The evaluator ``original_monies``: whose original monies paid for campaign media, whatever the transfers between.

Arizona Revised Statutes §§ 16-971 to 16-979: who spends more than a threshold on campaign media in an election cycle
must trace what it spent to original monies (business income, or a person's own money) through every transferor that
is no original source, and disclose donors of more than $5,000, intermediaries too; transfer records above $2,500. The
statutes name no fifo or lifo, so the part of a donor set is given by its bounds.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from headwater.base.money import Bounds
from headwater.trace.linking.book import LinkBook, Spent, cycle_of
from headwater.trace.linking.rule import Link, Value

ORIGINAL, INTERMEDIARY = "original source, as far as these records say", "intermediary"
MEASURES = ("low", "pro_rata", "high", "transfers")
NEEDS: dict[str, tuple[str, ...]] = {
    "measure": MEASURES, "covered": (), "disclosed": (), "transfer": (), "cycle_years": ()
}  # fmt: skip
_MEDIA = ("expenditures_for", "expenditures_against")


def original_monies(book: LinkBook, settings: Mapping[str, Value]) -> Iterable[Link]:
    """Links of covered spenders, and of the candidates that their media is about.

    A donor set is an original source here if no gift to any member is in these records and no member is a committee;
    else it is an intermediary. Gifts of every year may pay for a cycle's media: money is not lost between cycles.

    Args:
        book: what is decided on.
        settings: ``measure`` (what must exceed ``disclosed``: an end of the bounds, pro rata, or for ``transfers``
            the gifts of the donor set along transfers that each exceed ``transfer``), ``covered``, ``disclosed`` and
            ``transfer`` (cents, all to be exceeded), ``cycle_years``.
    """
    media: dict[tuple[str, int], list[Spent]] = defaultdict(list)
    for one in book.spent:
        if one.target_class in _MEDIA:
            media[one.payer_id, cycle_of(one.year, int(settings["cycle_years"]))].append(one)
    ways, everyway = (_ways(book, above) for above in (int(settings["transfer"]), -1))
    for (spender, _), spent in sorted(media.items()):
        ids = {one.payment_id: one.cents for one in spent}
        if sum(ids.values()) <= int(settings["covered"]):
            continue
        day = max(one.day for one in spent)
        for donor_set, members in book.donor_sets.items():
            reach = _upstream(spender, everyway, day)
            if members & reach and spender not in members:
                records = _records(book, members, spender, (_upstream(spender, ways, day), day))
                yield from _links(book, (donor_set, spender), spent, settings, records)


def arm_of(book: LinkBook, members: Iterable[str]) -> str:
    """Whether a donor set can be an original source, by what these records say of its members."""
    behind = any(book.gifts.received(one) or book.kinds.get(one) == "committee" for one in members)
    return INTERMEDIARY if behind else ORIGINAL


def _links(
    book: LinkBook,
    who: tuple[str, str],
    spent: Sequence[Spent],
    settings: Mapping[str, Value],
    records: tuple[int, tuple[str, ...]],
) -> Iterable[Link]:
    donor_set, spender = who
    ids = tuple(sorted({one.payment_id for one in spent}))
    bounds, share = book.trace(donor_set, ids)
    measured = _measured(str(settings["measure"]), bounds, share, records[0])
    if measured <= int(settings["disclosed"]):
        return
    arm = arm_of(book, book.donor_sets[donor_set])
    yield Link(donor_set, "entity", spender, "", arm, "", measured, bounds.low, bounds.high, ids, records[1])
    about: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in spent:
        about[one.candidate_id, one.target_class].append(one.payment_id)
    for (candidate, target_class), some in sorted(about.items()):
        part, share = book.trace(donor_set, some)
        if part.high:
            cents = _measured(str(settings["measure"]), part, share, part.high)
            yield Link(
                donor_set, "candidate", candidate, target_class, arm, spender,
                cents, part.low, part.high, tuple(sorted(some)), records[1],
            )  # fmt: skip


def _measured(measure: str, bounds: Bounds, share: int, gross: int) -> int:
    return {"low": bounds.low, "pro_rata": share, "high": bounds.high, "transfers": gross}[measure]


def _ways(book: LinkBook, above: int) -> dict[str, dict[str, int]]:
    """Per receiver: who gave it more than a sum in all, and the first day on which it gave."""
    if ("ways", above) in book.kept:
        known: dict[str, dict[str, int]] = book.kept["ways", above]
        return known
    ids = book.cased.who.ids
    ways: dict[str, dict[str, int]] = defaultdict(dict)
    sums = book.gifts.sums(np.zeros(len(book.gifts.row), dtype=np.int64))
    for at in np.flatnonzero(sums.cents > above).tolist():
        ways[ids[sums.payee[at]]][ids[sums.payer[at]]] = int(sums.first[at])
    book.kept["ways", above] = ways
    return ways


def _upstream(spender: str, ways: Mapping[str, Mapping[str, int]], day: int) -> frozenset[str]:
    """Everyone from whom transfers up to a day lead to the spender, itself included."""
    seen, waiting = {spender}, [spender]
    while waiting:
        for payer, begun in ways.get(waiting.pop(), {}).items():
            if begun <= day and payer not in seen:
                seen.add(payer)
                waiting.append(payer)
    return frozenset(seen)


def _records(
    book: LinkBook, members: frozenset[str], spender: str, upstream: tuple[frozenset[str], int]
) -> tuple[int, tuple[str, ...]]:
    """What the members gave into the recorded transfers, in cents, and the payments."""
    reach, day = upstream
    if not members & reach:
        return 0, ()
    inside = reach - members | {spender}
    given = book.gifts.given(sorted(members & reach))
    gifts = [gift for gift in given if gift.payee_id in inside and gift.day <= day]
    return sum(gift.cents for gift in gifts), tuple(gift.payment_id for gift in gifts)
