"""The table `source_filings`: documents that filers submitted."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from headwater.base.table import table


# Not frozen, as lines are not.
@dataclass(slots=True, unsafe_hash=True)
class Filing:
    """One document that a filer submitted; it may amend an earlier one."""

    filing_id: Annotated[str, "The agency's filing number with its source, or its public coordinates where it has none"]
    source: Annotated[str, "The source that published it"]
    filer_party_id: Annotated[str, "Who filed"]
    number: Annotated[str, "The agency's number of the filing as a person would quote it; empty without one"]
    form: Annotated[str, "Form code; empty if not known"]
    report_number: Annotated[int, "Amendment number, 0 for the original"]
    report_date: Annotated[date | None, "Day it was filed"]
    period_from: Annotated[date | None, "First day it covers"]
    period_thru: Annotated[date | None, "Last day it covers"]
    schedules: Annotated[str, "Schedules of it that the source's files hold, comma separated; * for the whole filing"]
    url: Annotated[str, "Public address; empty if none"]
    amends: Annotated[str, "The agency's number of the filing that it says it amends; empty if it says none"] = ""


FILINGS = table("source_filings", Filing, key=("filing_id", "schedules"))
