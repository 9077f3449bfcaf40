"""The table `source_terms`: who held which office from when to when."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from headwater.base.table import table


@dataclass(frozen=True, slots=True)
class SourceTerm:
    """One stretch of one person in one office, as one publisher states it."""

    source: Annotated[str, "The source whose reader read it"]
    file_sha256: Annotated[str, "Hash of the raw file"]
    file_name: Annotated[str, "Name of the raw file"]
    row: Annotated[int, "Row in the raw file, from 1"]
    division: Annotated[str, "OCD division id of the jurisdiction"]
    office: Annotated[str, "Office, such as district attorney"]
    person: Annotated[str, "Office-holder's name"]
    start_date: Annotated[date | None, "Day the term began; null if not in these records"]
    start_date_to: Annotated[date | None, "Last day on which it may have begun; start_date itself where that is known"]
    start_kind: Annotated[str, "elected, appointed, acting, reinstated or unknown"]
    end_date: Annotated[date | None, "Day it ended; null while it lasts or where it is not in these records"]
    end_date_to: Annotated[date | None, "Last day on which it may have ended; end_date itself where that is known"]
    end_kind: Annotated[
        str,
        "term_end, did_not_run, defeat, recall, suspension, resignation, other_office, removal, retirement, death, "
        "unknown, or empty while it lasts",
    ]
    publisher: Annotated[str, "Who states it"]
    url: Annotated[str, "Public address; empty if none"]
    note: Annotated[str, "What else the publisher says of it; empty if nothing"]


TERMS = table("source_terms", SourceTerm, key=("file_sha256", "row"))
