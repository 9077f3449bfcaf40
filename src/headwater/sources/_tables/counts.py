"""The table `source_counts`: rows of returns by precinct, county or district, as filed, before anything is summed."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from headwater.base.table import table


@dataclass(frozen=True, slots=True)
class Count:
    """One cell of a publisher's returns: one name, or over-, under- or write-in votes, in one unit and vote mode."""

    source: Annotated[str, "The source whose reader read it"]
    file_sha256: Annotated[str, "Hash of the raw file"]
    file_name: Annotated[str, "Name of the raw file"]
    row: Annotated[int, "Row in the raw file, from 1"]
    document: Annotated[str, "The publisher's own file within the raw file; empty where the raw file is one"]
    level: Annotated[str, "precinct, county or jurisdiction: what one row counts"]
    state: Annotated[str, "Postal abbreviation, lower case"]
    county_fips: Annotated[str, "FIPS code of the county as filed; empty if none"]
    county_name: Annotated[str, "County as filed; empty if none"]
    unit: Annotated[str, "Precinct as filed; empty for a whole county or jurisdiction"]
    mode: Annotated[str, "Vote mode in lower case: total, early voting, election day …"]
    office_filed: Annotated[str, "Office as filed"]
    office: Annotated[str, "Office in the field's words, such as district attorney, or president"]
    district: Annotated[str, "District that the row names, as a piece of a division id; empty if none"]
    election_date: Annotated[date, "Election day"]
    stage: Annotated[str, "primary, general, special, runoff or recall"]
    nomination: Annotated[str, "Party whose nomination a primary or its runoff decides; empty otherwise"]
    party: Annotated[str, "Party as filed"]
    candidate: Annotated[str, "Name as filed"]
    row_kind: Annotated[str, "candidate, write_in, over_votes, under_votes, blank, total, ballots or total_unit"]
    votes: Annotated[int | None, "Votes; null where the cell is no number, such as one withheld"]
    votes_filed: Annotated[str, "The cell as filed, where it is no number; empty otherwise"]
    stated_percent: Annotated[str, "Share in percent as the publisher states it; empty if it does not"]
    elected: Annotated[
        bool | None, "Whether the publisher says that the name won this contest; null if it does not say"
    ]
    publisher: Annotated[str, "Who publishes the count"]
    url: Annotated[str, "Public address; empty if none"]


COUNTS = table("source_counts", Count, key=("file_sha256", "row", "stage", "mode"))
