"""The tables `reconciliation`, `conservation` and `coverage`: how the ledger is audited in public."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from headwater.base.table import table


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """One total that a filer or an agency states, against the sum of the lines for the same thing."""

    party_id: Annotated[str, "Whose total it is"]
    measure: Annotated[str, "What is totalled: receipts, expenditures, a line of the form …"]
    page: Annotated[str, "Which page or summary line states it"]
    source: Annotated[str, "The source that states it"]
    filing_id: Annotated[str, "The filing that states it of itself; empty where an agency's page does"]
    election_date: Annotated[date | None, "The election it belongs to"]
    period_from: Annotated[date | None, "First day it covers"]
    period_thru: Annotated[date | None, "Last day it covers"]
    stated_cents: Annotated[int, "The stated total, cents"]
    itemized_cents: Annotated[
        int, "All lines for the thing as filed, with memo lines and lines of doubtful place, cents"
    ]
    ledger_cents: Annotated[int, "The sum of the lines that are certainly part of it and money of their own, cents"]
    difference_cents: Annotated[int, "ledger − stated, cents"]
    difference_class: Annotated[str, "equal, below, above_explained or unexplained"]
    reason: Annotated[str, "What is known of the difference"]
    other_stated_cents: Annotated[int | None, "Another page's total for the same thing where it differs; else null"]
    file_name: Annotated[str, "The raw file that states it"]
    url: Annotated[str, "Public address; empty if none"]


@dataclass(frozen=True, slots=True)
class Conservation:
    """One account's books: opening + in = out + closing, with the unknown named."""

    party_id: Annotated[str, "The account"]
    period_from: Annotated[date | None, "First day of the books; null: from the first payment held"]
    period_thru: Annotated[date | None, "Last day of the books; null: to the last payment held"]
    in_cents: Annotated[int, "Counted payments received, cents"]
    out_cents: Annotated[int, "Counted payments made, cents"]
    opening_cents: Annotated[int, "Reported opening balance, or the least that covers every day's payments, cents"]
    is_opening_reported: Annotated[bool, "Whether a filing or an agency states the opening balance"]
    closing_cents: Annotated[int | None, "Reported closing balance, cents; null where none is reported"]
    unknown_cents: Annotated[int, "opening + in − out − closing, cents; with no report of closing, what is left"]
    unlisted_in_cents: Annotated[
        int | None, "Stated receipts of that time − in: not itemized; null where none are stated"
    ]
    unlisted_out_cents: Annotated[int | None, "Stated expenditures of that time − out; null where none are stated"]
    stated_gap_cents: Annotated[
        int | None,
        "What the stated figures themselves do not add up to: opening + stated receipts − stated expenditures − "
        "closing, as where a report does not open with what the one before closed with; null where they are not stated",
    ]
    is_exact: Annotated[bool, "Whether opening and closing are reported and the books close to the cent"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the case's records hold of one filer, form, schedule and month; or a month that they lack.

    A row without a filer is of a publisher's bulk file that is not here.
    """

    source: Annotated[str, "The source"]
    filer_party_id: Annotated[str, "The filer; empty where it is all of them"]
    form: Annotated[str, "Form code; the name of a bulk file that is missing"]
    schedule: Annotated[str, "Schedule of the form; empty for a filing without lines, or a month that is missing"]
    year: Annotated[int, "Calendar year of the lines' last days"]
    month: Annotated[int, "Month, 1 to 12"]
    state: Annotated[
        str, "held; or missing: between two reports of the filer, covered by none, or in a bulk file that is not here"
    ]
    line_count: Annotated[int, "Lines held"]
    cents: Annotated[int, "Their sum as filed, cents"]


_OF_TOTAL = ("party_id", "measure", "page", "source", "filing_id", "file_name")
_OF_DAY = ("election_date", "period_from", "period_thru", "stated_cents")
"""Files of two days have one name, and of one thing two totals."""
RECONCILIATION = table("reconciliation", Reconciliation, key=(*_OF_TOTAL, *_OF_DAY))
CONSERVATION = table("conservation", Conservation, key=("party_id",))
COVERAGE = table("coverage", Coverage, key=("source", "filer_party_id", "form", "schedule", "year", "month", "state"))
