"""Reads contest results from a spreadsheet: one name in one contest a row."""

from collections.abc import Iterator

from headwater.base.ids import clean_name
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Record
from headwater.sources._reading.tabular import identifiers, one_a_row, place, url, yes_or_no
from headwater.sources._tables.votes import Vote

NAME = "contest_csv"
COLUMNS = (
    "division",
    "office",
    "election_date",
    "stage",
    "candidate",
    "party",
    "votes",
    "elected",
    "denominator",
    "denominator_kind",
    "count_status",
    "as_of",
    "committees",
    "publisher",
    "url",
)
STAGES = ("primary", "general", "special", "runoff", "recall")
DENOMINATORS = ("listed_candidates", "all_votes_cast", "ballots", "two_party")
STATUSES = ("night", "partial", "certified", "unknown")


def read(raw: RawFile) -> Iterator[Record]:
    """The results of a spreadsheet; a row without votes is a candidacy.

    Raises:
        InputError: for a missing or unknown column, or the one bad row there is.
        RowsError: for several bad rows.
    """
    return one_a_row(raw, (COLUMNS, ()), _vote)


def _vote(raw: RawFile, row: int, take: Take) -> Vote:
    votes, denominator = take.optional_whole("votes"), take.optional_whole("denominator")
    if votes is not None and denominator is not None and votes > denominator:
        raise FieldError("votes", "are more than the denominator")
    return Vote(
        source=NAME,
        file_sha256=raw.sha256,
        file_name=raw.name,
        row=row,
        division=place(take),
        office=take.filled("office"),
        election_date=take.day("election_date"),
        stage=take.choice("stage", {stage: stage for stage in STAGES}),
        candidate=clean_name(take.filled("candidate")),
        party=take.text("party"),
        votes=votes,
        elected=yes_or_no(take, "elected"),
        denominator=denominator,
        denominator_kind=take.one_of("denominator_kind", DENOMINATORS, "listed_candidates"),
        count_status=take.one_of("count_status", STATUSES, "unknown"),
        as_of=take.optional_day("as_of"),
        committees=";".join(":".join(one) for one in identifiers(take, "committees")),
        publisher=take.filled("publisher"),
        url=url(take),
    )
