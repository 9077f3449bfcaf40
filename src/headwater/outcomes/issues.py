"""What is wrong or remarkable in counts, found without knowing the answer: one function over the counts a kind."""

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

from rapidfuzz import fuzz

from headwater.base.ids import normal_name, stable_id
from headwater.outcomes.corrections import Correction, said_of
from headwater.outcomes.count_tables import ContestIssue, CorrectionUse
from headwater.outcomes.counting import Count
from headwater.outcomes.encodings import is_broken, mended
from headwater.outcomes.placing import Places
from headwater.outcomes.summing import Sum

SAME_PERSON, SAME_FAMILY_NAME = 90, 70
"""Similarity (0 to 100) from which two names of one count are one person's, and two family names are flagged."""
COINCIDENCE = 100
"""Two names with as many votes as each other, and at least so many, are flagged."""
_ROUNDING = 0.51
WHOLE = 90
"""Names whose stated shares add up to less are not all names; write-ins that nobody lists have seldom as much."""

Found = tuple[str, Sum, str, bool]
"""Kind, the sum that it is about, the words, and whether it is about one name."""


def contest_issues(
    counts: list[Count], lost: Iterable[Sum], places: Places, corrections: list[Correction]
) -> list[ContestIssue]:
    """Every issue of the counts as filed, in the order of kind and place, each with what the corrections do.

    Args:
        counts: the counts before any correction.
        lost: sums that are in no count, because nothing says whose contest they belong to.
        places: the jurisdictions of the states.
        corrections: the case's corrections.
    """
    finders: tuple[Callable[[list[Count]], Iterator[Found]], ...] = (
        _broken_encoding, _same_person_twice, _same_votes_twice, _shares_exceed, _shares_lack, _share_differs,
        _unlike_others, _same_votes_elsewhere, _two_levels, _no_number, _other_winner, _total_row_differs,
        _without_a_precinct,
    )  # fmt: skip
    found = [one for finder in finders for one in finder(counts)]
    found += [("part_of_jurisdiction", count.sums[0], _lacks(count), False) for count in counts if count.lacking]
    found += [("no_jurisdiction", one, "nothing says in whose contest these votes were cast", True) for one in lost]
    found += [
        ("unknown_district", count.sums[0], "the law as given here names no such district of this state", False)
        for count in counts
        if _is_unknown(count, places)
    ]
    issues = (_issue(one, corrections) for one in found)
    return list({issue.issue_id: issue for issue in issues}.values())


def unused(uses: Iterable[CorrectionUse]) -> Iterator[ContestIssue]:
    """Corrections that apply to nothing, though a file that they are about is in these records."""
    for use in uses:
        if use.has_file and not use.applied_count:
            yield ContestIssue(
                issue_id=stable_id("I", "correction_unused", str(use.line), use.candidate),
                kind="correction_unused",
                division=use.division,
                office="",
                election_date=use.election_date,
                stage=use.stage,
                candidate=use.candidate,
                words="no sum of these records has this name, file, place and day",
                correction=f"corrections.csv, line {use.line}",
                publisher="",
                file_name="corrections.csv",
                row=use.line,
            )


def _issue(found: Found, corrections: list[Correction]) -> ContestIssue:
    kind, one, words, is_of_a_name = found
    name = one.candidate_filed if is_of_a_name else ""
    division, office, day, stage = one.contest
    parts = (kind, division, office, str(day), stage, name, one.publisher, one.shown_file, one.county, words)
    return ContestIssue(
        issue_id=stable_id("I", *parts),
        kind=kind,
        division=division,
        office=office,
        election_date=one.election_date,
        stage=stage,
        candidate=name,
        words=words,
        correction=said_of(one, corrections) if is_of_a_name else "",
        publisher=one.publisher,
        file_name=one.shown_file,
        row=one.row,
    )


def _broken_encoding(counts: list[Count]) -> Iterator[Found]:
    for count in counts:
        for one in count.names:
            if is_broken(one.candidate):
                whole = mended(one.candidate)
                hint = f"; it may be {whole}" if whole != one.candidate else ""
                yield "broken_encoding", one, f"the letters of {one.candidate!r} were broken by an encoding{hint}", True


def _same_person_twice(counts: list[Count]) -> Iterator[Found]:
    for count in counts:
        for first, second in _pairs(count):
            if _is_same_person(first.candidate, second.candidate):
                both = f"{first.candidate} ({_count_text(first)}) and {second.candidate} ({_count_text(second)})"
                words = f"{both} stand in one count as two names and look like one person"
                yield from (("same_person_twice", one, words, True) for one in (first, second))


def _same_votes_twice(counts: list[Count]) -> Iterator[Found]:
    for count in counts:
        for first, second in _pairs(count):
            is_other = not _is_same_person(first.candidate, second.candidate)
            if is_other and first.votes == second.votes and (first.votes or 0) >= COINCIDENCE:
                words = f"{first.candidate} and {second.candidate} have {_count_text(first)} votes each"
                yield from (("same_votes_twice", one, words, True) for one in (first, second))


def _shares_exceed(counts: list[Count]) -> Iterator[Found]:
    for count in counts:
        stated = [float(one.stated_percent) for one in count.names if _is_percent(one.stated_percent)]
        if sum(stated) > 100 + _ROUNDING * len(stated):
            words = f"the shares that the publisher states add up to {sum(stated):.2f} percent"
            yield "shares_exceed_100", count.sums[0], words, False


def _shares_lack(counts: list[Count]) -> Iterator[Found]:
    """Stated shares that leave so much that names must be missing: who is listed alone did not run alone."""
    for count in counts:
        stated = [float(one.stated_percent) for one in count.names if _is_percent(one.stated_percent)]
        if len(stated) == len(count.names) and sum(stated) < WHOLE:
            words = f"the shares that the publisher states add up to {sum(stated):.2f} percent; names are missing"
            yield "shares_below_100", count.sums[0], words, False


def _share_differs(counts: list[Count]) -> Iterator[Found]:
    """A stated share that no total fits which fits most of the others, at the precision to which it is stated."""
    for count in counts:
        ranges = {one: _totals(one) for one in count.names if _is_percent(one.stated_percent) and one.votes}
        for one, (low, high) in ranges.items():
            agree = sum(least <= high and low <= most for least, most in ranges.values())
            if len(ranges) > 1 and agree * 2 <= len(ranges):
                others = "other names' shares imply" if len(ranges) > 2 else "other name's share implies"
                words = f"{one.votes:,} votes are not {one.stated_percent} percent of what the {others}"
                yield "share_differs", one, words, True


def _unlike_others(counts: list[Count]) -> Iterator[Found]:
    """A name beside a like one with the same given name in the same office and place, in another contest."""
    seen: dict[tuple[str, str], dict[str, list[Sum]]] = {}
    for count in counts:
        for one in count.names:
            names = seen.setdefault((one.division, one.office), {})
            names.setdefault(normal_name(mended(one.candidate)), []).append(one)
    for names in seen.values():
        pairs = [pair for pair in combinations(sorted(names), 2) if _is_other_family_name(*pair)]
        for name, other in (*pairs, *((second, first) for first, second in pairs)):
            like = names[other][0]
            words = f"{names[name][0].candidate} here, {like.candidate} on {like.election_date} ({like.publisher})"
            yield "name_unlike_others", names[name][0], words, True


def _same_votes_elsewhere(counts: list[Count]) -> Iterator[Found]:
    """A name of one count and another name of another count of the same contest with the same votes."""
    by_contest: dict[tuple[object, ...], list[Sum]] = {}
    for count in counts:
        for one in count.names:
            if (one.votes or 0) >= COINCIDENCE and one.level in {"stated", "county"}:
                by_contest.setdefault((*count.contest, one.county or one.division, one.votes), []).append(one)
    for sums in by_contest.values():
        for first, second in combinations(sums, 2):
            names = normal_name(mended(first.candidate)), normal_name(mended(second.candidate))
            if names[0] != names[1] and first.count_id != second.count_id:
                whose = f"{first.candidate}'s in one count and {second.candidate}'s in another"
                words = f"{_count_text(first)} votes are {whose}"
                yield from (("name_differs_between_counts", one, words, True) for one in (first, second))


def _two_levels(counts: list[Count]) -> Iterator[Found]:
    levels: dict[tuple[object, ...], dict[str, Sum]] = {}
    for count in counts:
        first = count.sums[0]
        levels.setdefault((first.publisher, *count.contest), {}).setdefault(first.level, first)
    for found in levels.values():
        if "precinct" in found and len(found) > 1:
            documents = ", ".join(sorted(one.document or one.file_name for one in found.values()))
            by = " and by ".join(sorted(found))
            words = f"the publisher counts this contest by {by}; they are not added ({documents})"
            yield "two_levels", found["precinct"], words, False


def _no_number(counts: list[Count]) -> Iterator[Found]:
    for count in counts:
        for one in count.names:
            if one.withheld_count:
                cells = "1 cell" if one.withheld_count == 1 else f"{one.withheld_count:,} cells"
                words = f"{cells} of this name in {one.county_name or 'the file'} with no number"
                yield "votes_not_a_number", one, words, True


def _other_winner(counts: list[Count]) -> Iterator[Found]:
    for count in counts:
        won = [one for one in count.names if one.elected]
        most = max((one.votes or 0 for one in count.names), default=0)
        for one in won:
            if one.votes is not None and one.votes < most:
                yield (
                    "winner_without_most_votes",
                    one,
                    f"said to have won with {one.votes:,} of up to {most:,} votes",
                    True,
                )


def _total_row_differs(counts: list[Count]) -> Iterator[Found]:
    """A file's own total of a name in a county against the sum of the rows that it is the total of."""
    for count in counts:
        summed: dict[tuple[str, str], int] = {}
        for one in count.names:
            key = one.county, normal_name(one.candidate)
            summed[key] = summed.get(key, 0) + (one.votes or 0)
        for one in count.sums:
            rows = summed.get((one.county, normal_name(one.candidate)))
            if one.row_kind == "total_unit" and one.votes is not None and rows is not None and rows != one.votes:
                words = f"the file's own total of this name is {one.votes:,}, and its rows come to {rows:,}"
                yield "total_row_differs", one, words, True


def _without_a_precinct(counts: list[Count]) -> Iterator[Found]:
    for count in counts:
        for one in count.names:
            if one.unplaced_votes:
                whose = f"{one.unplaced_votes:,} of this name's {one.votes or 0:,} votes in {one.county_name}"
                words = f"{whose} stand in rows that name no precinct and are no total of the precincts; they are added"
                yield "votes_without_precinct", one, words, True


def _count_text(one: Sum) -> str:
    return "no number" if one.votes is None else f"{one.votes:,}"


def _pairs(count: Count) -> Iterator[tuple[Sum, Sum]]:
    """Names that stand beside each other in one county of a count by counties, or in a publisher's own figures."""
    if count.sums[0].level != "precinct":
        for first, second in combinations(count.names, 2):
            if first.county == second.county:
                yield first, second


def _is_same_person(first: str, second: str) -> bool:
    names = normal_name(mended(first)), normal_name(mended(second))
    return names[0] == names[1] or fuzz.ratio(*names) >= SAME_PERSON


def _is_other_family_name(first: str, second: str) -> bool:
    one, other = first.split(), second.split()
    if len(one) < 2 or len(other) < 2 or one[0] != other[0] or one[-1] == other[-1]:
        return False
    return bool(fuzz.ratio(one[-1], other[-1]) >= SAME_FAMILY_NAME)


def _is_percent(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal() and text.isascii() and 0 < float(text) <= 100


def _totals(one: Sum) -> tuple[float, float]:
    """The least and the most total of which the votes are the stated share, at its precision."""
    places = len(one.stated_percent.partition(".")[2].rstrip("0"))
    percent, half = float(one.stated_percent), _ROUNDING * 10.0**-places
    votes = (one.votes or 0) * 100
    return votes / (percent + half), votes / max(percent - half, 1e-9)


def _lacks(count: Count) -> str:
    names = ", ".join(county.rpartition(":")[2] for county in count.lacking[:8])
    more = f" and {len(count.lacking) - 8} more" if len(count.lacking) > 8 else ""
    number = "one county" if len(count.lacking) == 1 else f"{len(count.lacking)} counties"
    return f"the file lacks {number} of the jurisdiction ({names}{more}); it is no whole result"


def _is_unknown(count: Count, places: Places) -> bool:
    one = count.sums[0]
    law = places.laws.get(one.state)
    is_named = "/judicial_district:" in one.division and one.division not in places.districts
    return law is not None and law.is_complete and law.basis == "districts" and is_named
