"""The table `source_rates`: yearly counts of a measure in one place, with how much of the year was reported."""

from dataclasses import dataclass
from typing import Annotated

from headwater.base.table import table


@dataclass(frozen=True, slots=True)
class SourceRate:
    """One measure of one place in one year, as one publisher states it."""

    source: Annotated[str, "The source whose reader read it"]
    file_sha256: Annotated[str, "Hash of the raw file"]
    file_name: Annotated[str, "Name of the raw file"]
    row: Annotated[int, "Row in the raw file, from 1"]
    division: Annotated[str, "OCD division id of the place"]
    measure: Annotated[str, "What is counted, such as homicides"]
    year: Annotated[int, "Calendar year"]
    count: Annotated[int, "How many"]
    population: Annotated[int, "Persons that the count is set against, above zero"]
    months_reported: Annotated[int, "Months of the year that were reported, 0 to 12"]
    publisher: Annotated[str, "Who publishes it"]
    url: Annotated[str, "Public address; empty if none"]


RATES = table("source_rates", SourceRate, key=("file_sha256", "row"))
