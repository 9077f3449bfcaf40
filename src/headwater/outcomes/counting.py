"""Counts of contests: the sums of one file and level, whole or in part, never added to those of another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from headwater.base.ids import normal_name
from headwater.outcomes.count_tables import ContestVote, CountyVote
from headwater.outcomes.jurisdictions import counties_on
from headwater.outcomes.margins import party_key
from headwater.outcomes.placing import Places
from headwater.outcomes.summing import Sum

Contest = tuple[str, str, object, str]
WRITE_INS = "Write-ins"
OF_ALL_VOTES = ("candidate", "write_in")
WRITTEN_IN = 0.01
"""A name without a party beside names with one is written in where it has less than this share of the votes."""


@dataclass(frozen=True, slots=True)
class Count:
    """One count of one contest: its sums, and the counties of the jurisdiction that it lacks."""

    count_id: str
    contest: Contest
    sums: tuple[Sum, ...]
    lacking: tuple[str, ...]

    @property
    def names(self) -> tuple[Sum, ...]:
        """The sums of names on the ballot."""
        return tuple(one for one in self.sums if one.row_kind == "candidate")


def counts_of(found: Iterable[Sum], places: Places) -> list[Count]:
    """The counts of every contest, in the order of file, level and contest; sums without a place are in none.

    A primary's rows that name no party (totals, over- and undervotes of both parties) are in none either.
    """
    grouped: dict[tuple[str, Contest], list[Sum]] = {}
    for one in found:
        is_lost = not one.division or (one.stage == "primary" and one.row_kind != "candidate" and not one.nomination)
        if not is_lost:
            grouped.setdefault((one.count_id, one.contest), []).append(one)
    expected = _expected(grouped, places)
    keys = sorted(grouped, key=lambda key: (key[0], *map(str, key[1])))
    return [_count(key, grouped[key], expected[key[1]]) for key in keys]


def contest_votes(counts: Iterable[Count]) -> list[ContestVote]:
    """One row for each name of each count that covers its whole jurisdiction."""
    return [vote for count in counts if not count.lacking for vote in _votes(count)]


def county_votes(counts: Iterable[Count]) -> list[CountyVote]:
    """One row for each name, and for write-ins as one, in each county of a count summed from counties or precincts."""
    found: dict[tuple[str, Contest, str, str], int] = {}
    for count in counts:
        for one in count.sums:
            if one.row_kind in OF_ALL_VOTES and one.county and one.votes is not None:
                name = one.candidate if one.row_kind == "candidate" else WRITE_INS
                key = count.count_id, count.contest, one.county, name
                found[key] = found.get(key, 0) + one.votes
    return [
        CountyVote(count_id, county, name, division, office, day, stage, votes)  # type: ignore[arg-type]  # a day
        for (count_id, (division, office, day, stage), county, name), votes in found.items()
    ]


def _expected(grouped: Mapping[tuple[str, Contest], list[Sum]], places: Places) -> dict[Contest, set[str]]:
    """The counties of each contest: those of the law on that day, else all that any count of it names."""
    expected: dict[Contest, set[str]] = {}
    own = set(places.by_fips.values())
    for (_count_id, contest), listed in grouped.items():
        by_law = counties_on(places.districts.get(contest[0], ()), contest[0], listed[0].election_date)
        is_known = by_law != (contest[0],) or contest[0] in own
        if contest[0] in places.districts and is_known:
            expected[contest] = set(by_law)
        else:
            expected.setdefault(contest, set()).update(one.county for one in listed if one.county)
    return expected


def _count(key: tuple[str, Contest], listed: list[Sum], counties: set[str]) -> Count:
    sums = tuple(_marked(listed))
    have = {one.county for one in sums if one.row_kind in OF_ALL_VOTES}
    is_partial = sums[0].level in {"county", "precinct"}
    return Count(*key, sums, tuple(sorted(counties - have)) if is_partial else ())


def _marked(listed: list[Sum]) -> list[Sum]:
    """The same sums; names that were written in are marked so, where a party tells them from names on the ballot."""
    names = [one for one in listed if one.row_kind == "candidate"]
    has_write_ins = any(one.row_kind == "write_in" for one in listed)
    whole = sum(one.votes or 0 for one in names)
    if not has_write_ins or not any(one.party for one in names):
        return listed
    return [
        replace(one, row_kind="written_in_name")
        if one.row_kind == "candidate" and not one.party and (one.votes or 0) < WRITTEN_IN * whole
        else one
        for one in listed
    ]


def _votes(count: Count) -> list[ContestVote]:
    named: dict[str, list[Sum]] = {}
    for one in count.names:
        named.setdefault(normal_name(one.candidate), []).append(one)
    others = sum(one.votes or 0 for one in count.sums if one.row_kind == "write_in")
    summed = [_united(listed) for listed in named.values()]
    is_stated = count.sums[0].level == "stated"
    listed = sum(one.votes or 0 for one in summed)
    has_others = any(one.row_kind not in {"candidate", "total", "total_unit"} for one in count.sums)
    return [
        _vote(
            count,
            named,
            one if is_stated else replace(one, denominator=listed + others, denominator_kind=_kind(has_others)),
        )
        for one in summed
    ]


def _kind(has_others: bool) -> str:
    return "all_votes_cast" if has_others else "listed_candidates"


def _united(listed: list[Sum]) -> Sum:
    """One name's sums as one: precincts, counties and party lines are added; of two with one line, the larger stands.

    A row that names no party beside rows that do is one with all of them.
    """
    added: dict[tuple[str, str], Sum] = {}
    for one in sorted(listed, key=lambda one: (-(one.votes or 0), one.row)):
        key = one.county, party_key(one.party)
        first = added.setdefault(key, one)
        if first is not one and one.level == "precinct":
            added[key] = replace(first, votes=(first.votes or 0) + (one.votes or 0))
    whole = {key: one.votes for key, one in added.items() if one.votes is not None}
    votes = 0
    for county in {county for county, _party in whole}:
        lines = sum(figure for (place, party), figure in whole.items() if place == county and party)
        other = whole.get((county, ""), 0)
        votes += lines + other if listed[0].level == "precinct" else max(lines, other)
    first = min(listed, key=lambda one: one.row)
    return replace(first, votes=votes if whole else None)


def _apart_from(named: Mapping[str, list[Sum]], name: str) -> str:
    """The names that stand in other units than a name does: as spellings of one name they are parts of one sum."""
    units = {key: {(one.county, unit) for one in listed for unit in one.units} for key, listed in named.items()}
    return "; ".join(sorted(other for other in named if other != name and units[name].isdisjoint(units[other])))


def _vote(count: Count, named: Mapping[str, list[Sum]], one: Sum) -> ContestVote:
    division, office, _day, stage = count.contest
    name = normal_name(one.candidate)
    listed = named[name]
    counties = {each.county for each in listed if each.county}
    return ContestVote(
        count_id=count.count_id,
        level=one.level,
        county_count=len(counties),
        unit_count=sum(each.unit_count for each in listed),
        withheld_count=sum(each.withheld_count for each in listed),
        apart_from="" if one.level == "stated" else _apart_from(named, name),
        source=one.source,
        file_sha256=one.file_sha256,
        file_name=one.shown_file,
        row=one.row,
        division=division,
        office=office,
        election_date=one.election_date,
        stage=stage,
        candidate=one.candidate,
        candidate_filed="; ".join(sorted({each.candidate_filed for each in listed})),
        party=next((each.party for each in listed if each.party), ""),
        votes=one.votes,
        elected=next((each.elected for each in listed if each.elected is not None), None),
        denominator=one.denominator,
        denominator_kind=one.denominator_kind,
        count_status=one.count_status,
        as_of=one.as_of,
        committees=";".join(dict.fromkeys(part for each in listed for part in each.committees.split(";") if part)),
        publisher=one.publisher,
        url=one.url,
    )
