"""Outcomes: who ran, who won by how much, and who held the office when."""

from collections.abc import Iterable, Mapping
from typing import Any

import ibis
import pyarrow as pa
from ibis import _

from headwater.base.ids import normal_name, stable_id
from headwater.base.stage import Inputs
from headwater.outcomes.jurisdiction_tables import (
    JURISDICTION_COUNTIES,
    JURISDICTION_COVERAGE,
    JURISDICTIONS,
    PLACE_NAMES,
)
from headwater.outcomes.jurisdictions import coverage, crosswalk, from_returns, jurisdictions, place_names
from headwater.outcomes.margins import party_key
from headwater.outcomes.places import contest_id_of, place_of
from headwater.outcomes.state_laws import cities, state_laws
from headwater.outcomes.tables import (
    CANDIDACIES,
    CONTESTS,
    RESULTS,
    TENURE_EVENTS,
    TERMS,
    TICKET_TOPS,
    Candidacy,
    Contest,
    TenureEvent,
    Term,
)

READS = ("source_votes", "contest_votes", "county_votes", "source_terms", "candidate_entities")
WRITES = (
    *(CONTESTS, CANDIDACIES, RESULTS, TICKET_TOPS, TERMS, TENURE_EVENTS),
    *(JURISDICTIONS, JURISDICTION_COUNTIES, JURISDICTION_COVERAGE, PLACE_NAMES),
)

FILES = ("case.toml",)

_CONTEST = ("division", "office", "election_date", "stage")


def compute(inputs: Inputs) -> Mapping[str, ibis.Table | pa.Table]:
    """Reads votes and terms; writes contests, candidacies, results, the top of the ticket, terms and events."""
    votes = of_the_case(inputs.read("contest_votes"), inputs.case.offices)
    president = inputs.read("source_votes").filter(_.office == "president")
    rows = votes.order_by("count_id", "row", "candidate").to_pyarrow().to_pylist()
    names = {(row["division"], row["candidate"]): row for row in inputs.rows("candidate_entities")}
    running = candidacies(rows, names)
    held = terms(inputs.rows("source_terms"))
    return {
        "contests": CONTESTS.of_rows(contests(rows, running)),
        "candidacies": CANDIDACIES.of_rows(running),
        "results": results(votes, inputs.read("candidate_entities"), contest_ids(rows)),
        "ticket_tops": ticket_tops(president),
        "terms": TERMS.of_rows(held),
        "tenure_events": TENURE_EVENTS.of_rows(event for term in held for event in tenure_events(term)),
        **places(spans(inputs)),
    }


def spans(inputs: Inputs) -> list[dict[str, Any]]:
    """The counties in which districts' contests were counted, with the publisher of the count."""
    districts = inputs.read("county_votes").filter(_.division.contains("/judicial_district:"))
    publishers = inputs.read("contest_votes").select("count_id", "publisher").distinct()
    named = districts.inner_join(publishers, "count_id").select("division", "county", "election_date", "publisher")
    found: list[dict[str, Any]] = named.distinct().to_pyarrow().to_pylist()
    return found


def places(seen: Iterable[Mapping[str, Any]]) -> dict[str, pa.Table]:
    """The tables of prosecutors' jurisdictions: what the laws say, and what returns add."""
    laws = state_laws()
    by_law = crosswalk(laws)
    return {
        "jurisdictions": JURISDICTIONS.of_rows(jurisdictions(laws)),
        "jurisdiction_counties": JURISDICTION_COUNTIES.of_rows([*by_law, *from_returns(seen, by_law)]),
        "jurisdiction_coverage": JURISDICTION_COVERAGE.of_rows(coverage(laws)),
        "place_names": PLACE_NAMES.of_rows(place_names(laws, cities())),
    }


def of_the_case(votes: ibis.Table, offices: tuple[str, ...]) -> ibis.Table:
    """The votes for the offices that the case is about; all of them where it names none."""
    return votes.filter(_.office.isin(list(offices))) if offices else votes


def contest_ids(rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Each contest's coordinates with its readable id."""
    known = sorted({tuple(row[name] for name in _CONTEST) for row in rows})
    columns: dict[str, list[Any]] = {name: [key[at] for key in known] for at, name in enumerate(_CONTEST)}
    columns["contest_id"] = [contest_id_of(d, o, day.isoformat(), s) for d, o, day, s in known]
    fields = [(name, pa.date32() if name == "election_date" else pa.string()) for name in columns]
    return pa.table(columns, schema=pa.schema(fields))


def contests(rows: Iterable[Mapping[str, Any]], running: Iterable[Candidacy]) -> list[Contest]:
    """One row for each contest that any publisher names."""
    known = sorted({tuple(row[name] for name in _CONTEST) for row in rows})
    ran = [candidacy.contest_id for candidacy in running]
    found = []
    for division, office, day, stage in known:
        contest_id = contest_id_of(division, office, day.isoformat(), stage)
        found.append(Contest(contest_id, division, place_of(division), office, day, stage, ran.count(contest_id)))
    return found


def candidacies(
    rows: Iterable[Mapping[str, Any]], names: Mapping[tuple[str, str], Mapping[str, str]]
) -> list[Candidacy]:
    """One row for each name in each contest, whatever publishers spell it; what they say of it is joined.

    Where publishers disagree on who won, nobody is said to have won.
    """
    grouped: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        contest_id = contest_id_of(*(str(row[name]) for name in _CONTEST))
        entity = names[row["division"], row["candidate"]]["entity_id"]
        grouped.setdefault((contest_id, entity), []).append(row)
    found = []
    for (contest_id, entity), said in sorted(grouped.items()):
        won = {row["elected"] for row in said if row["elected"] is not None}
        own = {part.strip() for row in said for part in row["committees"].split(";") if part.strip()}
        party = next((row["party"] for row in said if row["party"]), "")
        name = names[said[0]["division"], said[0]["candidate"]]["name"]
        found.append(
            Candidacy(contest_id, name, entity, ";".join(sorted(own)), party, won.pop() if len(won) == 1 else None)
        )
    return found


def results(votes: ibis.Table, names: ibis.Table, ids: pa.Table) -> ibis.Table:
    """Votes with share and margin, each count on its own: two counts of a contest are never added.

    Shares are of the denominator that the publisher states, else of the sum over the names it lists.

    Args:
        votes: rows of the table ``contest_votes``.
        names: the table ``candidate_entities``.
        ids: contest ids by division, office, election_date and stage.
    """
    counted = votes.filter(_.votes.notnull())
    joined = one_a_person(
        counted.inner_join(ibis.memtable(ids), list(_CONTEST)).inner_join(
            names.select("division", "candidate", "name"), ["division", "candidate"]
        )
    )
    one_count = ["contest_id", "count_id"]
    whole = ibis.window(group_by=one_count)
    by_votes = ibis.window(group_by=one_count, order_by=[_.votes.desc(), _.row])
    ranked = joined.mutate(
        listed=_.votes.sum().over(whole),
        rank=ibis.row_number().over(by_votes) + 1,
        most=_.votes.max().over(whole),
        second=_.votes.lead(1).over(by_votes),
    )
    runner_up = ranked.filter(_.rank == 1).select(*one_count, second_most="second")
    placed = ranked.left_join(runner_up, one_count)
    of = placed.denominator.fill_null(placed.listed)
    margin = ibis.ifelse(placed.rank == 1, placed.votes - placed.second_most, placed.votes - placed.most)
    return placed.mutate(
        candidate=placed.name,
        denominator=of,
        share=placed.votes / of.nullif(0),
        margin_votes=margin,
        margin_share=margin / of.nullif(0),
    ).select(*RESULTS.names)


def one_a_person(votes: ibis.Table) -> ibis.Table:
    """Votes with one row for each person of a count, however many spellings of the name the count has.

    Spellings that stand in different units, or on the lines of different parties, are parts of one sum. Otherwise the
    same person stands there twice: the larger figure is counted, and the other leaves the sum that shares are of.

    Args:
        votes: rows of the table ``contest_votes`` with ``contest_id`` and the person's ``name``.
    """
    filed = votes.to_pyarrow()
    persons: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in sorted(filed.to_pylist(), key=lambda row: (-row["votes"], row["row"], row["candidate"])):
        persons.setdefault((row["contest_id"], row["count_id"], row["name"]), []).append(row)
    found, dropped = [], dict.fromkeys((key[:2] for key in persons), 0)
    for key, spellings in persons.items():
        parts: list[dict[str, Any]] = []
        for one in spellings:
            if all(_are_parts(one, other) for other in parts):
                parts.append(one)
            else:
                dropped[key[:2]] += one["votes"]
        found.append({**parts[0], "votes": sum(one["votes"] for one in parts)})
    for row in found:
        if row["level"] != "stated" and row["denominator"] is not None:
            row["denominator"] -= dropped[row["contest_id"], row["count_id"]]
    return ibis.memtable(pa.Table.from_pylist(found, schema=filed.schema))


def _are_parts(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    parties = party_key(one["party"]), party_key(other["party"])
    on_other_lines = all(parties) and parties[0] != parties[1]
    return on_other_lines or normal_name(other["candidate"]) in one["apart_from"].split("; ")


def ticket_tops(votes: ibis.Table) -> ibis.Table:
    """The presidential count of each county and year, one row for each publisher's file.

    Args:
        votes: the rows of ``source_votes`` whose office is president.
    """
    grouped = votes.group_by(
        "division", "file_sha256", "file_name", "source", year=_.election_date.year().cast("int64")
    )
    summed = grouped.aggregate(
        democratic_votes=_.votes.sum(where=_.party == "DEM"),
        republican_votes=_.votes.sum(where=_.party == "REP"),
        total_votes=_.denominator.max(),
        row=_.row.min(),
    )
    whole = summed.filter(_.democratic_votes.notnull() & _.republican_votes.notnull() & _.total_votes.notnull())
    return whole.select(*TICKET_TOPS.names)


def terms(rows: Iterable[Mapping[str, Any]]) -> list[Term]:
    """One row for each stretch of one person in one office; two publishers of one stretch stay two rows."""
    found = {}
    for row in rows:
        id_of = stable_id("T", row["division"], row["office"], row["person"], str(row["start_date"]), row["publisher"])
        found[id_of] = Term(
            id_of, row["division"], place_of(row["division"]), row["office"], row["person"], row["start_date"],
            row["start_kind"], row["end_date"], row["end_kind"], row["publisher"], row["url"], row["file_name"],
            row["row"], row["start_date_to"], row["end_date_to"],
        )  # fmt: skip
    return list(found.values())


def tenure_events(term: Term) -> list[TenureEvent]:
    """The dated beginning and end of a term, as far as they are known."""
    known = [("start", term.start_kind, term.start_date), ("end", term.end_kind, term.end_date)]
    return [
        TenureEvent(term.term_id, event, kind, day, term.person, term.office, term.division)
        for event, kind, day in known
        if day is not None
    ]
