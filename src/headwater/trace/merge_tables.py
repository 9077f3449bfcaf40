"""The table `merge_effects`: the figures that move with a doubtful answer to who is who."""

from dataclasses import dataclass
from typing import Annotated

from headwater.base.table import table


@dataclass(frozen=True, slots=True)
class MergeEffect:
    """One figure of a donor set that changes if one offer of ``review_offers`` is answered the other way."""

    left: Annotated[str, "The offer's left side"]
    right: Annotated[str, "The offer's right side"]
    donor_set: Annotated[str, "The donor set"]
    target_entity_id: Annotated[str, "The candidate; empty for all that the set gave"]
    target_class: Annotated[str, "gifts, expenditures_for or expenditures_against; empty for all that the set gave"]
    figure: Annotated[str, "The column of traces, or given_cents: all that the set gave"]
    now_cents: Annotated[int, "The figure as it is, cents"]
    other_cents: Annotated[int, "The figure with the other answer, cents"]
    moved_cents: Annotated[int, "The difference without its sign, cents"]


MERGE_EFFECTS = table(
    "merge_effects",
    MergeEffect,
    key=("left", "right", "donor_set", "target_entity_id", "target_class", "figure"),
)
"""Sorted by what they name; the largest ``moved_cents`` are the ones to look at."""
