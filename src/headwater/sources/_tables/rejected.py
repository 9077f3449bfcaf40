"""The table `rejected`: rows that could not be read, each with its reason."""

from dataclasses import dataclass
from typing import Annotated

from headwater.base.table import table


@dataclass(frozen=True, slots=True)
class Rejected:
    """One row of a raw file that could not be read; it counts nowhere and is counted in public."""

    source: Annotated[str, "The source whose reader met it"]
    file_sha256: Annotated[str, "Hash of the raw file"]
    file_name: Annotated[str, "Name of the raw file"]
    row: Annotated[int, "Row in the raw file, from 1"]
    field: Annotated[str, "The field at fault; empty where the whole row is"]
    reason: Annotated[str, "Why it could not be read"]
    raw_text: Annotated[str, "The row without its private fields; the whole row stays in the archived file"]


REJECTED = table("rejected", Rejected, key=("file_sha256", "row"))
