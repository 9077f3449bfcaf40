"""The table `traces`: for each donor set of the case and each candidacy, what must, may and did reach it."""

from dataclasses import dataclass
from typing import Annotated

from headwater.base.table import table


@dataclass(frozen=True, slots=True)
class Trace:
    """One donor set's money in one target: bounds, and the rules that are built."""

    donor_set: Annotated[str, "Id of the donor set"]
    target_entity_id: Annotated[str, "The candidate or committee that the target's payments reach"]
    target_class: Annotated[str, "gifts, expenditures_for or expenditures_against"]
    target_total_cents: Annotated[int, "All of the target's payments, cents"]
    direct_cents: Annotated[int, "Paid straight by the donor set, cents"]
    low_cents: Annotated[int, "The least of the target that can be the donor set's, cents"]
    high_cents: Annotated[int, "The most, cents"]
    pro_rata_cents: Annotated[int, "By the pro rata rule, cents"]
    is_exact: Annotated[bool, "Whether both bounds are proven tight (date ranges can leave them outer bounds)"]


TRACES = table("traces", Trace, key=("donor_set", "target_entity_id", "target_class"))
