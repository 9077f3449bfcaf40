"""The tables of what happened in office: timelines, who held it when, recall petitions, measures, nonprofits."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from headwater.base.table import table


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One dated thing in an office-holder's tenure: an event, or the beginning or end of a term."""

    entry_id: Annotated[str, "Opaque id"]
    division: Annotated[str, "OCD division id"]
    place: Annotated[str, "The jurisdiction in words"]
    office: Annotated[str, "Office"]
    person: Annotated[str, "Office-holder"]
    event_date: Annotated[date, "First day on which it may have happened"]
    event_date_to: Annotated[date, "Last day on which it may have happened"]
    kind: Annotated[str, "What happened; of a term, term_start or term_end and how, such as term_end: recall"]
    actor: Annotated[str, "Who acted; empty if not in these records"]
    document: Annotated[str, "The document that records it; empty if not in these records"]
    note: Annotated[str, "What else is said of it; empty if nothing"]
    publisher: Annotated[str, "Who states it"]
    url: Annotated[str, "Public address; empty if none"]
    file_name: Annotated[str, "The raw file"]
    row: Annotated[int, "Row in it"]


@dataclass(frozen=True, slots=True)
class TermSpan:
    """One term with the days on which the person held the office for sure, and those on which it may have been so."""

    term_id: Annotated[str, "The term"]
    division: Annotated[str, "OCD division id"]
    office: Annotated[str, "Office"]
    person: Annotated[str, "Office-holder"]
    maybe_from: Annotated[date | None, "First day that the person may have held it; null if nothing says"]
    sure_from: Annotated[date | None, "First day for sure: the stated one, or a recall's event; null if nothing says"]
    sure_until: Annotated[
        date | None, "Last day for sure: before the stated end, or a recall's event; null if nothing says"
    ]
    maybe_until: Annotated[date | None, "Last day on which it may still have been so; null if nothing says"]
    is_open: Annotated[bool, "Whether no end is stated: it lasts as far as these records say"]
    until_basis: Annotated[str, "stated, successor (another person's term began), own_later_term, or empty"]


@dataclass(frozen=True, slots=True)
class RecallPetition:
    """One recall petition: what the law asked for, what was handed in, and what was found."""

    petition_id: Annotated[str, "Opaque id"]
    division: Annotated[str, "OCD division id"]
    place: Annotated[str, "The jurisdiction in words"]
    office: Annotated[str, "Office"]
    person: Annotated[str, "Whose recall"]
    petition: Annotated[str, "Which petition"]
    deadline: Annotated[date | None, "Last day to hand it in"]
    filed: Annotated[date | None, "Day on which it was handed in"]
    required: Annotated[int | None, "Valid signatures required"]
    submitted: Annotated[int | None, "Signatures handed in, valid or not"]
    sample_checked: Annotated[int | None, "Signatures of the random sample"]
    sample_valid: Annotated[int | None, "Valid ones among them"]
    sample_percent: Annotated[float | None, "100 · sample_valid ÷ sample_checked"]
    projected: Annotated[int | None, "submitted · sample_valid ÷ sample_checked, to the nearest whole"]
    projected_less_required: Annotated[int | None, "projected less required"]
    valid: Annotated[int | None, "Signatures found valid in the full count"]
    valid_less_required: Annotated[int | None, "valid less required; below zero where signatures are missing"]
    outcome: Annotated[str, "sufficient or insufficient by the full count; else not_counted"]
    statement_count: Annotated[int, "Statements of these records on the petition"]
    differing_count: Annotated[int, "Statements that differ from the figure that stands"]


@dataclass(frozen=True, slots=True)
class RecallStatementCheck:
    """One publisher's statement on a recall petition beside the figure that stands."""

    petition_id: Annotated[str, "The petition"]
    measure: Annotated[str, "required, submitted, sample_checked, sample_valid, valid, deadline or filed"]
    stated: Annotated[str, "The number or day as stated"]
    standing: Annotated[str, "The figure that stands: the deciding officer's, else the latest; empty if none"]
    difference: Annotated[int | None, "stated less standing, of numbers"]
    agrees: Annotated[bool, "Whether the two are the same"]
    is_official: Annotated[bool, "Whether the officer who decides states it"]
    as_of: Annotated[date | None, "Day to which the statement stands"]
    document: Annotated[str, "Where it is stated"]
    publisher: Annotated[str, "Who states it"]
    url: Annotated[str, "Public address; empty if none"]
    file_name: Annotated[str, "The raw file"]
    row: Annotated[int, "Row in it"]


@dataclass(frozen=True, slots=True)
class MeasureResult:
    """One ballot measure in one county or state, as one publisher counts it."""

    measure: Annotated[str, "Measure"]
    title: Annotated[str, "What it is about"]
    division: Annotated[str, "OCD division id of the county or state"]
    place: Annotated[str, "The same in words"]
    election_date: Annotated[date, "Election day"]
    yes: Annotated[int, "Votes for"]
    no: Annotated[int, "Votes against"]
    yes_share: Annotated[float | None, "yes ÷ (yes + no); null without votes"]
    count_status: Annotated[str, "night, partial, certified or unknown"]
    as_of: Annotated[date | None, "Day to which the count stands"]
    publisher: Annotated[str, "Who publishes the count"]
    url: Annotated[str, "Public address; empty if none"]
    file_name: Annotated[str, "The raw file"]
    row: Annotated[int, "Row in it"]


@dataclass(frozen=True, slots=True)
class NonprofitTotal:
    """One figure of a nonprofit's year, stated or computed from those that are."""

    organisation: Annotated[str, "Name"]
    ein: Annotated[str, "Employer identification number; empty if not in these records"]
    year: Annotated[int, "Fiscal year, by the year in which it ends"]
    measure: Annotated[str, "revenue, contributions, expenses, a function of spending, or remainder"]
    cents_low: Annotated[int | None, "Cents, at least; null where only a share is known"]
    cents_high: Annotated[int | None, "Cents, at most"]
    share: Annotated[float | None, "Of revenue (contributions and other income) or of expenses (functions)"]
    share_of: Annotated[str, "revenue, expenses, or empty"]
    basis: Annotated[str, "stated or computed"]
    publisher: Annotated[str, "Who states it, or whose figures it is computed from"]
    document: Annotated[str, "Where it is stated; empty if computed"]
    url: Annotated[str, "Public address; empty if none"]


TIMELINE = table("timeline", TimelineEntry, key=("entry_id",))
TERM_SPANS = table("term_spans", TermSpan, key=("term_id",))
RECALL_PETITIONS = table("recall_petitions", RecallPetition, key=("petition_id",))
RECALL_STATEMENTS = table("recall_statements", RecallStatementCheck, key=("file_name", "row"))
MEASURE_RESULTS = table("measure_results", MeasureResult, key=("measure", "division", "publisher", "file_name", "row"))
NONPROFIT_TOTALS = table(
    "nonprofit_totals", NonprofitTotal, key=("organisation", "year", "publisher", "measure", "basis")
)
