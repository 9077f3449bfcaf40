"""Margins of a count, its gaps to the top of the ticket, and the bounds on what a party's voters did."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from headwater.outcomes.margin_tables import Margin, TicketGap, VoterBound

Row = Mapping[str, Any]
PARTIES = ("DEM", "REP")
_OTHER = {"DEM": "REP", "REP": "DEM"}
_SPELLED = {
    "DEM": "DEM",
    "REP": "REP",
    "DEMOCRAT": "DEM",
    "DEMOCRATIC": "DEM",
    "REPUBLICAN": "REP",
    "D": "DEM",
    "R": "REP",
}
_CYCLE = 4
_UNFINISHED = {"night", "partial"}
_CONTEST = ("division", "office", "election_date", "stage")


@dataclass(frozen=True, slots=True)
class Top:
    """The presidential count of some counties together."""

    year: int
    votes: Mapping[str, int]
    total: int
    county_count: int
    file: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between how many of a group's members chose something (Duncan & Davis 1953), in whole persons."""

    low: int
    high: int


def duncan_davis(votes: int, group: int, everybody: int) -> Bounds:
    """Bounds on how many of a group chose a name: all others may have chosen it, and the rest must be of the group.

    Duncan & Davis, "An alternative to ecological correlation", American Sociological Review 18 (1953) 665-666.

    Args:
        votes: votes of the name.
        group: members of the group.
        everybody: all who took part, at least as many as the group and the votes.
    """
    return Bounds(max(0, votes - (everybody - group)), min(votes, group))


def party_key(filed: str) -> str:
    """A party for comparison: one key for the usual spellings of the two largest."""
    spelled = filed.strip().upper()
    return _SPELLED.get(spelled, spelled)


def margins(results: Iterable[Row]) -> list[Margin]:
    """The leader's margin in each count; a name alone on the ballot leads nobody."""
    return [_margin(listed) for listed in by_count(results)]


def ticket_gaps(results: Iterable[Row], contests: Mapping[str, Row], tops: "Tops") -> list[TicketGap]:
    """Each name of each general election or nomination against both parties' candidates for president."""
    found = []
    for listed in by_count(results):
        contest = contests[listed[0]["contest_id"]]
        top = tops.of(contest["division"], contest["election_date"])
        if top is not None and contest["stage"] != "recall":
            found += [gap for row in listed for gap in _gaps(row, listed, contest, top)]
    return found


def voter_bounds(
    results: Iterable[Row], contests: Mapping[str, Row], by_county: Iterable[Row], tops: "Tops"
) -> list[VoterBound]:
    """Bounds for every name of a contest on a presidential ballot, by county and summed over the jurisdiction.

    The sum of the counties' bounds is at least as tight as the bounds of the sums. Of a count that is not finished,
    every ballot not yet counted may be the name's.
    """
    in_counties: dict[tuple[Any, ...], dict[str, dict[str, int]]] = {}
    for row in by_county:
        key = row["count_id"], *(row[name] for name in _CONTEST)
        in_counties.setdefault(key, {}).setdefault(row["county"], {})[row["candidate"]] = row["votes"]
    found: list[VoterBound] = []
    for listed in by_count(results):
        contest = contests[listed[0]["contest_id"]]
        if not on_presidential_ballot(contest["election_date"], contest["stage"]):
            continue
        key = listed[0]["count_id"], *(contest[name] for name in _CONTEST)
        counties = in_counties.get(key) or {contest["division"]: {row["candidate"]: row["votes"] for row in listed}}
        found += _bounds_of(listed[0], counties, contest["election_date"], tops)
    return found


class Tops:
    """The presidential counts by county and year, summed over the counties of a jurisdiction."""

    def __init__(self, rows: Iterable[Row], counties: Iterable[Row]) -> None:
        """Takes rows of ``ticket_tops`` and of ``jurisdiction_counties``; a county's first file by name stands."""
        self._rows: dict[tuple[str, int], Row] = {}
        for row in sorted(rows, key=lambda row: (row["file_name"], row["row"])):
            self._rows.setdefault((row["division"], row["year"]), row)
        self._counties: dict[str, list[Row]] = {}
        for row in counties:
            self._counties.setdefault(row["division"], []).append(row)

    def counties(self, division: str, day: date) -> tuple[str, ...]:
        """The counties of a jurisdiction on a day; the jurisdiction itself where it is none of several."""
        held = {
            row["county"]
            for row in self._counties.get(division, ())
            if (row["valid_from"] is None or row["valid_from"] <= day)
            and (row["valid_until"] is None or day < row["valid_until"])
        }
        return tuple(sorted(held)) or (division,)

    def of(self, division: str, day: date) -> Top | None:
        """The last presidential count up to a day's year in all counties of a jurisdiction; none if one is missing."""
        counties = self.counties(division, day)
        year = day.year - day.year % _CYCLE
        rows = [self._rows[county, year] for county in counties if (county, year) in self._rows]
        if len(rows) < len(counties):
            return None
        votes = {"DEM": "democratic_votes", "REP": "republican_votes"}
        summed = {party: sum(row[column] for row in rows) for party, column in votes.items()}
        files = ", ".join(sorted({row["file_name"] for row in rows}))
        return Top(year, summed, sum(row["total_votes"] for row in rows), len(rows), files)


def on_presidential_ballot(day: date, stage: str) -> bool:
    """Whether an election was held on the day of a presidential election."""
    return day.year % _CYCLE == 0 and day.month == 11 and stage in {"general", "special", "recall"}


def by_count(results: Iterable[Row]) -> list[list[Row]]:
    """The results of each count, most votes first."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in results:
        if row["votes"] is not None:
            found.setdefault((row["contest_id"], row["count_id"]), []).append(row)
    return [sorted(listed, key=lambda row: (-row["votes"], row["candidate"])) for _key, listed in sorted(found.items())]


def _margin(listed: list[Row]) -> Margin:
    leader, second = listed[0], listed[1] if len(listed) > 1 else None
    votes = leader["votes"] - second["votes"] if second else None
    pair = leader["votes"] + second["votes"] if second else 0
    of = leader["denominator"]
    return Margin(
        contest_id=leader["contest_id"],
        count_id=leader["count_id"],
        leader=leader["candidate"],
        runner_up=second["candidate"] if second else "",
        is_contested=second is not None,
        margin_votes=votes,
        margin_share=votes / of if votes is not None and of else None,
        two_way_share=leader["votes"] / pair if pair else None,
        two_way_margin=votes / pair if votes is not None and pair else None,
        denominator=of,
        denominator_kind=leader["denominator_kind"],
    )


def _gaps(row: Row, listed: list[Row], contest: Row, top: Top) -> Iterator[TicketGap]:
    others = [other["votes"] for other in listed if other is not row]
    pair = row["votes"] + max(others, default=0)
    bases = [("as_counted", row["denominator"], top.total)]
    if others:
        bases.append(("two_way", pair, sum(top.votes.values())))
    party = _SPELLED.get(party_key(row.get("party", "")), "")
    for base, whole, top_whole in bases:
        for against in PARTIES:
            if not whole or not top_whole:
                continue
            share, top_share = row["votes"] / whole, top.votes[against] / top_whole
            margin = share - max(others) / whole if others else None
            top_margin = top_share - top.votes[_OTHER[against]] / top_whole
            yield TicketGap(
                contest_id=row["contest_id"],
                count_id=row["count_id"],
                candidate=row["candidate"],
                against=against,
                is_own_party=party == against if party else None,
                base=base,
                share=share,
                top_share=top_share,
                share_gap=share - top_share,
                margin=margin,
                top_margin=top_margin,
                margin_gap=margin - top_margin if margin is not None else None,
                ticket_year=top.year,
                is_same_ballot=on_presidential_ballot(contest["election_date"], contest["stage"]),
                county_count=top.county_count,
                ticket_file=top.file,
            )


def _bounds_of(first: Row, counties: Mapping[str, Mapping[str, int]], day: date, tops: Tops) -> Iterator[VoterBound]:
    found = {county: top for county in sorted(counties) if (top := tops.of(county, day)) is not None}
    names = sorted({name for votes in counties.values() for name in votes} - {"Write-ins"})
    for name in names:
        for party in PARTIES:
            # where a county's rows leave a name out it has no votes there, and the party's voters count all the same
            rows = [
                _bound(first, (name, party, county), {name: 0, **counties[county]}, top)
                for county, top in found.items()
            ]
            yield from (row for row in rows if name in counties[row.county])
            if rows and len(found) == len(counties):
                yield _summed(rows)


def _bound(first: Row, what: tuple[str, str, str], votes: Mapping[str, int], top: Top) -> VoterBound:
    name, party, county = what
    cast, group = votes[name], top.votes[party]
    whole = sum(votes.values())
    ballots = max(whole, top.total)
    bounds = duncan_davis(cast, group, ballots)
    # what is still to be counted can only add votes: the least stands, the most does not
    uncounted = ballots - whole if first.get("count_status") in _UNFINISHED else 0
    high = min(cast + uncounted, group)
    alike = max(0.0, cast / whole - (1 - group / top.total)) / (group / top.total) if whole and group else 0.0
    return VoterBound(
        contest_id=first["contest_id"],
        count_id=first["count_id"],
        candidate=name,
        party=party,
        county=county,
        votes=cast,
        party_votes=group,
        ballots=ballots,
        low=bounds.low,
        high=high,
        low_share=bounds.low / group if group else 0.0,
        high_share=high / group if group else 0.0,
        low_share_if_alike=alike,
        ticket_file=top.file,
    )


def _summed(rows: list[VoterBound]) -> VoterBound:
    first, group = rows[0], sum(row.party_votes for row in rows)
    low, high = sum(row.low for row in rows), sum(row.high for row in rows)
    return VoterBound(
        contest_id=first.contest_id,
        count_id=first.count_id,
        candidate=first.candidate,
        party=first.party,
        county="",
        votes=sum(row.votes for row in rows),
        party_votes=group,
        ballots=sum(row.ballots for row in rows),
        low=low,
        high=high,
        low_share=low / group if group else 0.0,
        high_share=high / group if group else 0.0,
        low_share_if_alike=sum(row.low_share_if_alike * row.party_votes for row in rows) / group if group else 0.0,
        ticket_file=first.ticket_file,
    )
