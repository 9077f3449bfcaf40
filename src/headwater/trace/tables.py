"""The tables of tracing a case: what must, may and by each rule did reach a target, one way of it, and its proof."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from headwater.base.table import table

KEY = ("donor_set", "target_entity_id", "target_class")


@dataclass(frozen=True, slots=True)
class Trace:
    """One donor set's money in one target: bounds, what was paid straight, and the central rule."""

    donor_set: Annotated[str, "Id of the donor set"]
    target_entity_id: Annotated[str, "The candidate or committee that the target's payments reach"]
    target_class: Annotated[str, "gifts, expenditures_for or expenditures_against"]
    target_total_cents: Annotated[int, "All of the target's payments, cents"]
    direct_cents: Annotated[int, "Paid straight by the donor set, cents"]
    low_cents: Annotated[int, "The least of the target that can be the donor set's, cents"]
    high_cents: Annotated[int, "The most, cents"]
    pro_rata_cents: Annotated[int, "By the pro rata rule, cents"]
    is_exact: Annotated[bool, "Whether both bounds are proven tight (date ranges can leave them outer bounds)"]


@dataclass(frozen=True, slots=True)
class TraceRule:
    """What one named rule gives for one row of ``traces``."""

    donor_set: Annotated[str, "Id of the donor set"]
    target_entity_id: Annotated[str, "The candidate or committee that the target's payments reach"]
    target_class: Annotated[str, "gifts, expenditures_for or expenditures_against"]
    rule: Annotated[str, "direct, fifo, lifo, pro_rata, time_blind or poison"]
    position: Annotated[int, "Its place in the order in which rules are shown, from 1"]
    cents: Annotated[int, "What the rule gives, cents; poison is a reach and no amount"]
    is_possible: Annotated[
        bool, "Whether it lies inside the bounds; if not, no accounting of dates and balances gives it"
    ]


@dataclass(frozen=True, slots=True)
class TraceBand:
    """Payments between the same two along one way in which the most can have arrived."""

    donor_set: Annotated[str, "Id of the donor set"]
    target_entity_id: Annotated[str, "The candidate or committee that the target's payments reach"]
    target_class: Annotated[str, "gifts, expenditures_for or expenditures_against"]
    band: Annotated[int, "Number of the band, from 1, in the order of first days"]
    tail_entity_id: Annotated[str, "Who pays; empty for several together and for those who may not be named"]
    tail: Annotated[str, "Who pays, in words"]
    tail_place: Annotated[int, "0, or the hop at which a name stands that a picture shows several times"]
    head_entity_id: Annotated[str, "Whom it reaches; empty for several together and for those who may not be named"]
    head: Annotated[str, "Whom it reaches, in words"]
    head_place: Annotated[int, "As tail_place"]
    cents: Annotated[int, "Cents along this way; all bands into the target sum to the most"]
    low_cents: Annotated[int, "Of these, what must be the donor set's in the band's payments, cents"]
    payment_count: Annotated[int, "Payments of the band"]
    first_date: Annotated[date, "The first possible day of any"]
    last_date: Annotated[date, "The last possible day of any"]


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One payment on one path of the same way; dates never go back along a path. The largest paths are listed."""

    donor_set: Annotated[str, "Id of the donor set"]
    target_entity_id: Annotated[str, "The candidate or committee that the target's payments reach"]
    target_class: Annotated[str, "gifts, expenditures_for or expenditures_against"]
    path: Annotated[int, "Number of the path, from 1, the largest first"]
    step: Annotated[int, "The payment's place on the path, from 1"]
    payment_id: Annotated[str, "The payment"]
    cents: Annotated[int, "Cents that go along the whole path, cents"]
    band: Annotated[int, "The band of which it is a part; 0 inside accounts that a picture shows as one"]


@dataclass(frozen=True, slots=True)
class TraceCertificate:
    """What proves both bounds of one row of ``traces``, for a check without this program."""

    donor_set: Annotated[str, "Id of the donor set"]
    target_entity_id: Annotated[str, "The candidate or committee that the target's payments reach"]
    target_class: Annotated[str, "gifts, expenditures_for or expenditures_against"]
    certificate: Annotated[str, "JSON, as `headwater verify` checks it; people who may not be named stand together"]


TRACES = table("traces", Trace, key=KEY)
TRACE_RULES = table("trace_rules", TraceRule, key=(*KEY, "rule"))
TRACE_BANDS = table("trace_bands", TraceBand, key=(*KEY, "band"))
TRACE_STEPS = table("trace_steps", TraceStep, key=(*KEY, "path", "step"))
TRACE_CERTIFICATES = table("trace_certificates", TraceCertificate, key=KEY)
"""None where bounds are outer ones, or where the proof would list more than ``case_rows.MOST_PROVEN`` payments."""
