"""The table `changes`: a rate before and after a term began, which is no estimate of an effect."""

from dataclasses import dataclass
from typing import Annotated

from headwater.base.table import table


@dataclass(frozen=True, slots=True)
class Change:
    """One measure in the whole years before and after one person took one office; not an estimate of effect."""

    term_id: Annotated[str, "The term that began"]
    measure: Annotated[str, "What is counted"]
    publisher: Annotated[str, "Who publishes the counts"]
    years_before: Annotated[int, "Fully reported years before the year in which the term began, at most three"]
    years_after: Annotated[int, "Fully reported years after it, at most three"]
    years_left_out: Annotated[int, "Years within the window that are missing or not fully reported"]
    rate_before: Annotated[float | None, "Counts per 100,000 persons and year before; null without a year"]
    rate_after: Annotated[float | None, "The same after"]
    difference: Annotated[float | None, "rate_after − rate_before, per 100,000 persons and year"]
    says: Annotated[str, "What the difference may be called"]


CHANGES = table("changes", Change, key=("term_id", "measure", "publisher"))
