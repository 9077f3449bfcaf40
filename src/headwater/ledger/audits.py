"""The tables `reconciliation`, `conservation` and `coverage`: how the ledger is audited in public."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from headwater.base.table import table


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """One total that a filer or an agency states, against the sum of our counted lines for the same thing."""

    party_id: Annotated[str, "Whose total it is"]
    measure: Annotated[str, "What is totalled: receipts, expenditures …"]
    page: Annotated[str, "Which page or summary line states it"]
    source: Annotated[str, "The source that states it"]
    election_date: Annotated[date | None, "The election it belongs to"]
    stated_cents: Annotated[int, "The stated total, cents"]
    ledger_cents: Annotated[int, "The sum of counted lines, cents"]
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
    in_cents: Annotated[int, "Counted payments received, cents"]
    out_cents: Annotated[int, "Counted payments made, cents"]
    opening_cents: Annotated[int, "Reported opening balance, or the least that covers every day's payments, cents"]
    closing_cents: Annotated[int | None, "Reported closing balance, cents; null where none is reported"]
    unknown_cents: Annotated[int, "opening + in − out − closing, cents; with no report of closing, what is left"]
    is_exact: Annotated[bool, "Whether opening and closing are reported and the books close to the cent"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the case's records hold of one filer, form, schedule and year."""

    source: Annotated[str, "The source"]
    filer_party_id: Annotated[str, "The filer"]
    form: Annotated[str, "Form code"]
    schedule: Annotated[str, "Schedule of the form"]
    year: Annotated[int, "Calendar year of the lines' dates"]
    line_count: Annotated[int, "Lines held"]
    cents: Annotated[int, "Their sum as filed, cents"]


RECONCILIATION = table("reconciliation", Reconciliation, key=("party_id", "measure", "page", "source", "file_name"))
CONSERVATION = table("conservation", Conservation, key=("party_id",))
COVERAGE = table("coverage", Coverage, key=("source", "filer_party_id", "form", "schedule", "year"))
