"""Facts that a case ships with citation: events of a tenure, recall petitions, ballot measures, nonprofit figures."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from headwater.base.table import table


@dataclass(frozen=True, slots=True)
class SourceEvent:
    """One dated event in an office-holder's tenure, with the document that records it."""

    source: Annotated[str, "The source whose reader read it"]
    file_sha256: Annotated[str, "Hash of the raw file"]
    file_name: Annotated[str, "Name of the raw file"]
    row: Annotated[int, "Row in the raw file, from 1"]
    division: Annotated[str, "OCD division id of the jurisdiction"]
    office: Annotated[str, "Office"]
    person: Annotated[str, "Office-holder"]
    event_date: Annotated[date, "First day on which it may have happened"]
    event_date_to: Annotated[date, "Last day on which it may have happened; the same day where it is known"]
    kind: Annotated[str, "What happened, such as suspension or impeachment_vote"]
    actor: Annotated[str, "Who acted; empty if not in these records"]
    document: Annotated[str, "The document that records it; empty if not in these records"]
    note: Annotated[str, "What else is said of it; empty if nothing"]
    publisher: Annotated[str, "Who states it"]
    url: Annotated[str, "Public address; empty if none"]


@dataclass(frozen=True, slots=True)
class RecallStatement:
    """One number or day of one recall petition, as one publisher states it."""

    source: Annotated[str, "The source whose reader read it"]
    file_sha256: Annotated[str, "Hash of the raw file"]
    file_name: Annotated[str, "Name of the raw file"]
    row: Annotated[int, "Row in the raw file, from 1"]
    division: Annotated[str, "OCD division id of the jurisdiction"]
    office: Annotated[str, "Office"]
    person: Annotated[str, "Whose recall"]
    petition: Annotated[str, "Which petition, such as 2022"]
    measure: Annotated[str, "required, submitted, sample_checked, sample_valid, valid, deadline or filed"]
    count: Annotated[int | None, "The number; null where the measure is a day"]
    day: Annotated[date | None, "The day; null where the measure is a number"]
    as_of: Annotated[date | None, "Day to which the statement stands; null if it gives none"]
    is_official: Annotated[bool, "Whether the officer who decides states it"]
    document: Annotated[str, "Where it is stated"]
    publisher: Annotated[str, "Who states it"]
    url: Annotated[str, "Public address; empty if none"]


@dataclass(frozen=True, slots=True)
class MeasureCount:
    """The yes and no votes on one ballot measure in one county or state, as one publisher counts them."""

    source: Annotated[str, "The source whose reader read it"]
    file_sha256: Annotated[str, "Hash of the raw file"]
    file_name: Annotated[str, "Name of the raw file"]
    row: Annotated[int, "Row in the raw file, from 1"]
    measure: Annotated[str, "Measure, such as ca-2024-proposition-36"]
    title: Annotated[str, "What it is about"]
    division: Annotated[str, "OCD division id of the county or state that the row counts"]
    election_date: Annotated[date, "Election day"]
    yes: Annotated[int, "Votes for"]
    no: Annotated[int, "Votes against"]
    count_status: Annotated[str, "night, partial, certified or unknown"]
    as_of: Annotated[date | None, "Day to which the count stands"]
    publisher: Annotated[str, "Who publishes the count"]
    url: Annotated[str, "Public address; empty if none"]


@dataclass(frozen=True, slots=True)
class NonprofitFigure:
    """One figure of a nonprofit's year, as a return or a publisher states it."""

    source: Annotated[str, "The source whose reader read it"]
    file_sha256: Annotated[str, "Hash of the raw file"]
    file_name: Annotated[str, "Name of the raw file"]
    row: Annotated[int, "Row in the raw file, from 1"]
    organisation: Annotated[str, "Name"]
    ein: Annotated[str, "Employer identification number, nine digits; empty if not in these records"]
    year: Annotated[int, "Fiscal year, by the year in which it ends"]
    measure: Annotated[str, "revenue, contributions, expenses, or a function of spending such as program"]
    cents: Annotated[int | None, "Cents; null where only a share is stated"]
    percent: Annotated[str, "Share in percent as stated; empty where cents are"]
    document: Annotated[str, "Where it is stated"]
    publisher: Annotated[str, "Who states it"]
    url: Annotated[str, "Public address; empty if none"]


EVENTS = table("source_events", SourceEvent, key=("file_sha256", "row"))
RECALLS = table("source_recalls", RecallStatement, key=("file_sha256", "row"))
MEASURES = table("source_measures", MeasureCount, key=("file_sha256", "row"))
FIGURES = table("source_figures", NonprofitFigure, key=("file_sha256", "row"))
