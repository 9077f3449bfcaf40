"""The tables of committees beside one another: `families`, `family_evidence` and `committee_lives`."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from headwater.base.table import table


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """One committee of a family: like names, and evidence besides the name. Each keeps its own account."""

    family_id: Annotated[str, "Opaque id of the family, made of the entity ids of its members"]
    entity_id: Annotated[str, "The committee"]
    stem: Annotated[str, "What the names of the family share, normalised, places and legal forms set aside"]


@dataclass(frozen=True, slots=True)
class FamilyEvidence:
    """One thing that two committees of a family share."""

    family_id: Annotated[str, "The family"]
    left_entity_id: Annotated[str, "One committee"]
    right_entity_id: Annotated[str, "The other"]
    field: Annotated[str, "donor, treasurer, address, place, dates or name"]
    donor_entity_id: Annotated[str, "The donor that gave to both, for donor; empty for others"]
    amount_cents: Annotated[int, "For donor: the lesser of its sums to the two, cents; 0 for others"]
    days_apart: Annotated[int | None, "For dates: days between the first payments of the two"]


@dataclass(frozen=True, slots=True)
class CommitteeLife:
    """One committee's days and sums in these records."""

    entity_id: Annotated[str, "The committee"]
    registered_date: Annotated[date | None, "Day on which it registered, as far as these records say; null if nothing"]
    first_payment_date: Annotated[date | None, "First day on which it can have been paid or have paid"]
    last_payment_date: Annotated[date | None, "Last such day"]
    received_cents: Annotated[int, "All that it was paid but for returns, cents"]
    paid_cents: Annotated[int, "All that it paid but for returns, cents"]
    refunded_cents: Annotated[int, "What it gave back to those who had paid it, cents"]
    closed_date: Annotated[
        date | None, "End of the period of its final report, or the day of its termination; null without"
    ]


COMMITTEE_LIVES = table("committee_lives", CommitteeLife, key=("entity_id",))
FAMILIES = table("families", FamilyMember, key=("family_id", "entity_id"))
FAMILY_EVIDENCE = table(
    "family_evidence",
    FamilyEvidence,
    key=("family_id", "left_entity_id", "right_entity_id", "field", "donor_entity_id"),
)
