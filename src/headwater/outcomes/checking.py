"""Counts held against each other: a county file against its precinct files, a district's against its counties'."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from headwater.base.ids import normal_name
from headwater.outcomes.count_tables import CountCheck
from headwater.outcomes.summing import Sum, office_words

LEVELS = (("jurisdiction", "county"), ("county", "precinct"))
ALIKE = 85
"""Two names of one contest are taken for one from this similarity (0 to 100), if neither is like another as much."""

_Place = tuple[str, str, str, date, str, str]


@dataclass(frozen=True, slots=True)
class _Side:
    """One file's sums of one place and contest family."""

    document: str
    sums: tuple[Sum, ...]


def count_checks(found: Iterable[Sum]) -> list[CountCheck]:
    """One row for each name of each place that a publisher counts as a whole, against the sum of the parts.

    County files name offices and districts otherwise than precinct files do, so the contests of a county on a day are
    compared by their names; a name stands in one contest of a county and stage.
    """
    listed = [one for one in found if one.row_kind == "candidate" and one.level != "stated"]
    return [check for levels in LEVELS for check in _of_levels(listed, levels)]


def bare_name(name: str) -> str:
    """A name for comparison between files: without a mark of incumbency, initials, nicknames, suffixes."""
    words = normal_name(name.replace("(I)", " ")).split()
    return " ".join(word for word in words if len(word) > 1 and word not in {"jr", "sr", "ii", "iii", "iv"})


def _of_levels(listed: list[Sum], levels: tuple[str, str]) -> Iterator[CountCheck]:
    sides: list[dict[_Place, dict[str, list[Sum]]]] = []
    for level in levels:
        side: dict[_Place, dict[str, list[Sum]]] = {}
        for one in listed:
            place = one.county if levels[0] == "county" else one.division
            if one.level == level and place and (level != "county" or levels[0] == "county" or one.county):
                key = one.publisher, one.state, place, one.election_date, one.stage, one.nomination
                side.setdefault(key, {}).setdefault(one.document or one.file_name, []).append(one)
        sides.append(side)
    wholes, parts = sides
    for key in sorted(set(wholes) | (set(parts) if levels[0] == "county" else set())):
        for pair in _pairs(wholes.get(key, {}), parts.get(key, {})):
            yield from _compared(key[2], levels, pair)


def _pairs(wholes: dict[str, list[Sum]], parts: dict[str, list[Sum]]) -> list[tuple[_Side | None, _Side | None]]:
    first: list[_Side | None] = [_Side(name, tuple(sums)) for name, sums in sorted(wholes.items())]
    second: list[_Side | None] = [_Side(name, tuple(sums)) for name, sums in sorted(parts.items())]
    return [(one, other) for one in first or [None] for other in second or [None]]


def _compared(place: str, levels: tuple[str, str], pair: tuple[_Side | None, _Side | None]) -> Iterator[CountCheck]:
    whole, parts = pair
    mine = _by_name(whole.sums if whole else ())
    theirs = _by_name(parts.sums if parts else ())
    same = matched(sorted(mine), sorted(theirs))
    for name in sorted(mine):
        yield _check(place, levels, pair, (mine[name], theirs.get(same.get(name, ""), [])))
    taken = set(same.values())
    for name in sorted(set(theirs) - taken):
        yield _check(place, levels, pair, ([], theirs[name]))


def matched(mine: list[str], theirs: list[str]) -> dict[str, str]:
    """Which name of one file is which of the other: the same, else the only one that is like it and unlike the rest."""
    found = {name: name for name in mine if name in theirs}
    left, right = [name for name in mine if name not in found], [name for name in theirs if name not in found]
    for name in left:
        near = [other for other in right if _is_like(name, other)]
        if len(near) == 1 and len([one for one in left if _is_like(one, near[0])]) == 1:
            found[name] = near[0]
    return found


def _is_like(one: str, other: str) -> bool:
    ends = (one.split() or [""])[-1], (other.split() or [""])[-1]
    return ends[0] == ends[1] or fuzz.ratio(one, other) >= ALIKE or fuzz.token_sort_ratio(one, other) >= ALIKE


def _by_name(sums: Iterable[Sum]) -> dict[str, list[Sum]]:
    found: dict[str, list[Sum]] = {}
    for one in sums:
        found.setdefault(bare_name(one.candidate), []).append(one)
    return found


def _check(
    place: str,
    levels: tuple[str, str],
    pair: tuple[_Side | None, _Side | None],
    sums: tuple[list[Sum], list[Sum]],
) -> CountCheck:
    whole, parts = sums
    one = (whole or parts)[0]
    first, second = _votes(whole), _votes(parts)
    difference = second - first if first is not None and second is not None else None
    return CountCheck(
        publisher=one.publisher,
        place=place,
        division=one.division,
        office=office_words(one.office, one.nomination),
        election_date=one.election_date,
        stage=one.stage,
        candidate=one.candidate,
        whole_level=levels[0],
        whole_document=pair[0].document if pair[0] else "",
        whole_votes=first,
        parts_level=levels[1],
        parts_document=pair[1].document if pair[1] else "",
        parts_votes=second,
        difference=difference,
        status=_status(pair, sums, difference),
        reason=_reason(whole, parts, difference),
    )


def _votes(sums: list[Sum]) -> int | None:
    known = [one.votes for one in sums if one.votes is not None]
    return sum(known) if known else None


def _status(pair: tuple[_Side | None, _Side | None], sums: tuple[list[Sum], list[Sum]], difference: int | None) -> str:
    for side, listed, words in zip(pair, sums, ("whole", "parts"), strict=True):
        other = "parts" if words == "whole" else "whole"
        if side is None:
            return f"no_{words}"
        if not listed:
            return f"only_{other}"
    return "equal" if difference == 0 else "differs"


def _reason(whole: list[Sum], parts: list[Sum], difference: int | None) -> str:
    """What the files themselves say about a difference; nothing is guessed."""
    withheld = sum(one.withheld_count for one in (*whole, *parts))
    repeated = sum(one.repeated_votes for one in parts)
    if difference and repeated == difference:
        return f"the rows that occur twice in the smaller units' file have {repeated} votes"
    if withheld:
        return f"{withheld} cells are no numbers"
    if difference and repeated:
        return f"rows that occur twice have {repeated} votes; the rest is not explained"
    return "not explained by the files" if difference else ""
