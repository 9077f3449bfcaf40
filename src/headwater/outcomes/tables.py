"""The tables of who ran, who won and who holds office."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from headwater.base.table import table
from headwater.base.vote_columns import AsOf, CountStatus, DenominatorKind, ElectionDay, Stage


@dataclass(frozen=True, slots=True)
class Contest:
    """One election for one office in one jurisdiction, at one stage."""

    contest_id: Annotated[str, "Readable id: division, office, day and stage"]
    division: Annotated[str, "OCD division id"]
    place: Annotated[str, "The jurisdiction in words"]
    office: Annotated[str, "Office"]
    election_date: ElectionDay
    stage: Stage
    candidate_count: Annotated[int, "Names on the ballot in these records"]


@dataclass(frozen=True, slots=True)
class Candidacy:
    """One name in one contest, with the committees that are its own."""

    contest_id: Annotated[str, "The contest"]
    candidate: Annotated[str, "Name on the ballot"]
    candidate_entity_id: Annotated[str, "The candidate as an entity"]
    committees: Annotated[str, "Its committees as identifiers, separated by semicolons; empty if none is known"]
    party: Annotated[str, "Party on the ballot; empty if none"]
    elected: Annotated[bool | None, "Whether it won this contest; null if no publisher says"]


@dataclass(frozen=True, slots=True)
class Result:
    """One name's votes in one contest as one publisher counts them, with the margin."""

    contest_id: Annotated[str, "The contest"]
    candidate: Annotated[str, "Name on the ballot"]
    publisher: Annotated[str, "Who publishes the count"]
    votes: Annotated[int | None, "Votes; null where not in these records"]
    denominator: Annotated[int | None, "Votes that the share is taken of"]
    denominator_kind: DenominatorKind
    count_status: CountStatus
    as_of: AsOf
    share: Annotated[float | None, "votes ÷ denominator"]
    margin_votes: Annotated[int | None, "Votes more (or fewer) than the strongest other name"]
    margin_share: Annotated[float | None, "margin_votes ÷ denominator"]
    rank: Annotated[int | None, "1 for the most votes"]
    source: Annotated[str, "The source"]
    file_name: Annotated[str, "The raw file"]
    row: Annotated[int, "Row in it"]
    url: Annotated[str, "Public address"]
    count_id: Annotated[str, "The count: one publisher's figures, or one file's rows of one level summed"] = ""
    level: Annotated[str, "stated, or summed from jurisdiction, county or precinct rows"] = "stated"
    withheld_count: Annotated[int, "Cells that are no number: the votes lack theirs"] = 0


@dataclass(frozen=True, slots=True)
class Term:
    """One stretch of one person in one office."""

    term_id: Annotated[str, "Opaque id"]
    division: Annotated[str, "OCD division id"]
    place: Annotated[str, "The jurisdiction in words"]
    office: Annotated[str, "Office"]
    person: Annotated[str, "Office-holder's name"]
    start_date: Annotated[date | None, "Day it began; null if not in these records"]
    start_kind: Annotated[str, "elected, appointed, acting, reinstated or unknown"]
    end_date: Annotated[date | None, "Day it ended; null while it lasts or if not in these records"]
    end_kind: Annotated[
        str,
        "term_end, did_not_run, defeat, recall, suspension, resignation, other_office, removal, retirement, death, "
        "unknown, or empty while it lasts",
    ]
    publisher: Annotated[str, "Who states it"]
    url: Annotated[str, "Public address"]
    file_name: Annotated[str, "The raw file"]
    row: Annotated[int, "Row in it"]
    start_date_to: Annotated[
        date | None, "Last day on which it may have begun; start_date itself where that is known"
    ] = None
    end_date_to: Annotated[date | None, "Last day on which it may have ended; end_date itself where that is known"] = (
        None
    )


@dataclass(frozen=True, slots=True)
class TenureEvent:
    """One beginning or end of a term."""

    term_id: Annotated[str, "The term"]
    event: Annotated[str, "start or end"]
    kind: Annotated[str, "How: elected, appointed, defeat, recall …"]
    event_date: Annotated[date, "The day"]
    person: Annotated[str, "Office-holder"]
    office: Annotated[str, "Office"]
    division: Annotated[str, "OCD division id"]


@dataclass(frozen=True, slots=True)
class TicketTop:
    """The presidential count of one county and year: the same voters' top of the ticket."""

    division: Annotated[str, "OCD division id of the county"]
    year: Annotated[int, "Election year"]
    democratic_votes: Annotated[int, "Votes for the Democratic candidate"]
    republican_votes: Annotated[int, "Votes for the Republican candidate"]
    total_votes: Annotated[int, "All votes for president"]
    source: Annotated[str, "The source"]
    file_name: Annotated[str, "The raw file"]
    row: Annotated[int, "Row in it"]


CONTESTS = table("contests", Contest, key=("contest_id",))
CANDIDACIES = table("candidacies", Candidacy, key=("contest_id", "candidate"))
RESULTS = table("results", Result, key=("contest_id", "candidate", "publisher", "file_name", "row"))
TENURE_EVENTS = table("tenure_events", TenureEvent, key=("term_id", "event"))
TERMS = table("terms", Term, key=("term_id",))
TICKET_TOPS = table("ticket_tops", TicketTop, key=("division", "year", "file_name", "row"))
