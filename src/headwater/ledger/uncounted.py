"""The table `uncounted`: lines that do not count, each with its reason."""

from dataclasses import dataclass
from typing import Annotated

from headwater.base.table import table


@dataclass(frozen=True, slots=True)
class Uncounted:
    """One line that does not count: another line, or none, stands for its money."""

    line_id: Annotated[str, "Id of the line"]
    file_sha256: Annotated[str, "Hash of the raw file"]
    row: Annotated[int, "Row in the raw file, from 1"]
    payment_id: Annotated[str, "The payment that it is evidence of; empty where it is superseded or no payment"]
    why_not: Annotated[str, "Why it does not count"]
    doubt: Annotated[str, "What is odd about the payment's evidence, for people to look at; empty if nothing"]


KEY = ("line_id", "file_sha256", "row")
UNCOUNTED = table("uncounted", Uncounted, key=KEY)
