"""The tables of counts: votes of one name in one count, counts held against each other, and what is wrong with them."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from headwater.base.table import table
from headwater.base.vote_columns import (
    AsOf,
    CountStatus,
    Denominator,
    DenominatorKind,
    Elected,
    ElectionDay,
    Jurisdiction,
    OfficeAndNomination,
    Party,
    Publisher,
    Stage,
    Url,
    Votes,
)


@dataclass(frozen=True, slots=True)
class ContestVote:
    """One name's votes in one count of one contest: a publisher's own sum, or one file's rows of one level summed."""

    count_id: Annotated[str, "Opaque id of the count; votes of two counts are never added"]
    level: Annotated[str, "stated (a publisher's own figure), or summed from jurisdiction, county or precinct rows"]
    county_count: Annotated[int, "Counties whose rows were summed; 0 where the figure is stated"]
    unit_count: Annotated[int, "Precincts whose rows were summed; 0 for whole counties"]
    withheld_count: Annotated[int, "Cells that are no number: the sum lacks their votes"]
    apart_from: Annotated[
        str, "Other names of the count that have votes in none of this one's precincts or counties; by semicolons"
    ]
    source: Annotated[str, "The source whose reader read it"]
    file_sha256: Annotated[str, "Hash of the raw file"]
    file_name: Annotated[str, "Name of the raw file, and of the publisher's file within it"]
    row: Annotated[int, "First row of the name in the raw file"]
    division: Jurisdiction
    office: OfficeAndNomination
    election_date: ElectionDay
    stage: Stage
    candidate: Annotated[str, "Name, corrected where a correction says so"]
    candidate_filed: Annotated[str, "Name as filed; spellings that were made one are separated by semicolons"]
    party: Party
    votes: Votes
    elected: Elected
    denominator: Denominator
    denominator_kind: DenominatorKind
    count_status: CountStatus
    as_of: AsOf
    committees: Annotated[str, "The name's own committees as identifiers, separated by semicolons"]
    publisher: Publisher
    url: Url


@dataclass(frozen=True, slots=True)
class CountyVote:
    """One name's votes in one county in one count."""

    count_id: Annotated[str, "The count"]
    county: Annotated[str, "OCD division id of the county"]
    candidate: Annotated[str, "Name, corrected where a correction says so; write-ins as one"]
    division: Annotated[str, "OCD division id of the contest's jurisdiction"]
    office: OfficeAndNomination
    election_date: ElectionDay
    stage: Stage
    votes: Annotated[int, "Votes"]


@dataclass(frozen=True, slots=True)
class CountCheck:
    """One name's votes in one publisher's file by county (or district) against the sum of its rows one level below."""

    publisher: Annotated[str, "Who publishes both"]
    place: Annotated[str, "OCD division id of the county or district that is compared"]
    division: Annotated[str, "OCD division id of the contest's jurisdiction"]
    office: OfficeAndNomination
    election_date: ElectionDay
    stage: Stage
    candidate: Annotated[str, "Name"]
    whole_level: Annotated[str, "jurisdiction or county"]
    whole_document: Annotated[str, "The file with the larger units; empty if there is none"]
    whole_votes: Annotated[int | None, "Votes there; null if the name is not there or its cell is no number"]
    parts_level: Annotated[str, "county or precinct"]
    parts_document: Annotated[str, "The file with the smaller units; empty if there is none"]
    parts_votes: Annotated[int | None, "Sum of its rows; null if the name is not there"]
    difference: Annotated[int | None, "parts_votes less whole_votes"]
    status: Annotated[str, "equal, differs, only_whole or only_parts (the name), no_whole or no_parts (no such file)"]
    reason: Annotated[str, "What explains a difference as far as the files show it; empty if nothing does"]


@dataclass(frozen=True, slots=True)
class ContestIssue:
    """One thing that is wrong or remarkable in a count, and the correction that answers it where there is one."""

    issue_id: Annotated[str, "Opaque id"]
    kind: Annotated[str, "same_person_twice, same_votes_twice, broken_encoding, name_unlike_others, share_differs …"]
    division: Jurisdiction
    office: OfficeAndNomination
    election_date: Annotated[date | None, "Election day"]
    stage: Stage
    candidate: Annotated[str, "Name as filed; empty where the whole count is concerned"]
    words: Annotated[str, "What is wrong, in a sentence"]
    correction: Annotated[str, "What the case's corrections do about it; empty if nothing"]
    publisher: Annotated[str, "Who publishes the count"]
    file_name: Annotated[str, "The raw file"]
    row: Annotated[int | None, "Row in it"]


@dataclass(frozen=True, slots=True)
class CorrectionUse:
    """One correction of the case and what it was applied to."""

    line: Annotated[int, "Line in corrections.csv"]
    file: Annotated[str, "Files that it is about, as a pattern; empty for all"]
    division: Annotated[str, "OCD division id that it is about; empty for all"]
    election_date: Annotated[date | None, "Election day that it is about; null for all"]
    stage: Annotated[str, "Stage that it is about; empty for all"]
    candidate: Annotated[str, "Name as filed"]
    field: Annotated[str, "candidate, votes, or row (the row does not count)"]
    corrected: Annotated[str, "What stands instead; empty for a row that does not count"]
    made: Annotated[date, "Day of the correction"]
    author: Annotated[str, "Who made it"]
    reason: Annotated[str, "Why"]
    applied_count: Annotated[int, "Sums that it changed"]
    has_file: Annotated[bool, "Whether a file that it is about is in these records: it must then apply to something"]


_CONTEST = ("division", "office", "election_date", "stage")
CONTEST_VOTES = table("contest_votes", ContestVote, key=("count_id", *_CONTEST, "candidate", "row"))
COUNTY_VOTES = table("county_votes", CountyVote, key=("count_id", *_CONTEST, "county", "candidate"))
COUNT_CHECKS = table(
    "count_checks",
    CountCheck,
    key=(
        *("publisher", "place", "division", "office", "election_date", "stage", "candidate"),
        *("whole_level", "whole_document", "parts_document"),
    ),
)
CONTEST_ISSUES = table("contest_issues", ContestIssue, key=("issue_id",))
CORRECTION_USES = table("correction_uses", CorrectionUse, key=("line",))
