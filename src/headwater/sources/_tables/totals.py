"""The table `source_totals`: sums that a filer or an agency states about itself."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from headwater.base.table import table


# Not frozen, as lines are not.
@dataclass(slots=True, unsafe_hash=True)
class StatedTotal:
    """One total as a filer's summary or an agency's page states it, to reconcile against."""

    source: Annotated[str, "The source that published it"]
    file_sha256: Annotated[str, "Hash of the raw file"]
    file_name: Annotated[str, "Name of the raw file"]
    row: Annotated[int, "Row in the raw file, from 1"]
    party_id: Annotated[str, "Whose total it is"]
    measure: Annotated[str, "receipts, expenditures, opening_balance, closing_balance …"]
    page: Annotated[str, "Which page or summary line states it, in words"]
    election_date: Annotated[date | None, "The election it belongs to, where the publisher says so"]
    period_from: Annotated[date | None, "First day it covers"]
    period_thru: Annotated[date | None, "Last day it covers"]
    cents: Annotated[int, "The stated total, cents"]
    filing_id: Annotated[str, "The filing that states it of itself; empty where an agency's page states it"]
    itemizes: Annotated[bool, "Whether each dollar of it must be itemized: a ledger below it then lacks lines"]
    url: Annotated[str, "Public address; empty if none"]


TOTALS = table("source_totals", StatedTotal, key=("file_sha256", "row", "party_id", "measure", "page"))
