"""The tables of linking rules: what they say, whom they tie to whom, and how the counts move with the thresholds."""

from dataclasses import dataclass
from typing import Annotated

from headwater.base.table import table


@dataclass(frozen=True, slots=True)
class LinkingRule:
    """One version of a linking rule, as its file says."""

    rule: Annotated[str, "Id of the rule"]
    version: Annotated[str, "Version"]
    title: Annotated[str, "Title"]
    author: Annotated[str, "Who wrote the file"]
    text: Annotated[str, "What the rule says, in words of the file"]
    origin: Annotated[str, "The statute, report or method that it follows"]
    file: Annotated[str, "The file; linking/… is the case's own"]
    defaults: Annotated[str, "Its parameters at their defaults, in words"]


@dataclass(frozen=True, slots=True)
class LinkingText:
    """One level or one parameter of a linking rule, in words."""

    rule: Annotated[str, "Id of the rule"]
    version: Annotated[str, "Version"]
    part: Annotated[str, "level or parameter"]
    position: Annotated[int, "Its place in the file, from 1"]
    name: Annotated[str, "Id of the level, or name of the parameter"]
    subject: Annotated[str, "entity or candidate; empty for a parameter"]
    words: Annotated[str, "What may be said of a subject at this level; for a parameter the default"]
    text: Annotated[str, "What it means"]


@dataclass(frozen=True, slots=True)
class LinkingLevel:
    """One donor set tied to one entity or candidate at one level, the rule's parameters at their defaults."""

    link_id: Annotated[str, "Opaque id, stable from build to build"]
    rule: Annotated[str, "Id of the rule"]
    version: Annotated[str, "Version"]
    level: Annotated[str, "Id of the level"]
    thresholds: Annotated[str, "The parameters, in words"]
    donor_set: Annotated[str, "Id of the donor set"]
    subject: Annotated[str, "entity or candidate"]
    entity_id: Annotated[str, "The entity or candidate"]
    target_class: Annotated[str, "gifts, expenditures_for or expenditures_against; empty where the level has none"]
    arm: Annotated[str, "Which arm of the rule fired"]
    via_entity_id: Annotated[str, "The entity through which; empty if none"]
    cents: Annotated[int, "What the level counts, cents; rows may hold the same dollars and may not be added"]
    low_cents: Annotated[int | None, "The least that can be the donor set's, cents; null where it was not traced"]
    high_cents: Annotated[int | None, "The most, cents; null where it was not traced"]
    is_above_high: Annotated[bool, "Whether the level's dollars in this target exceed the most that can be the set's"]


@dataclass(frozen=True, slots=True)
class LinkingPayment:
    """One payment that a row of linking_levels cites."""

    link_id: Annotated[str, "The row"]
    role: Annotated[str, "reached: its dollars are counted; evidence: it ties the donor set to who paid them"]
    payment_id: Annotated[str, "The payment"]


@dataclass(frozen=True, slots=True)
class LinkingCount:
    """How many entities or candidates one level has for one donor set at one choice of all parameters."""

    rule: Annotated[str, "Id of the rule"]
    version: Annotated[str, "Version"]
    level: Annotated[str, "Id of the level"]
    donor_set: Annotated[str, "Id of the donor set; empty: any of the case's, each subject once"]
    point: Annotated[int, "Number of the choice; 0: all parameters at their defaults"]
    thresholds: Annotated[str, "The parameters, in words"]
    varied: Annotated[str, "The one parameter that differs from its default; empty for none, several for more"]
    varied_value: Annotated[str, "Its value in words; empty unless one parameter differs"]
    subject_count: Annotated[int, "Entities or candidates, each once"]
    reached_cents: Annotated[int, "Payments whose dollars the level counts, each once, cents"]


@dataclass(frozen=True, slots=True)
class LinkingOverlap:
    """One target whose dollars a level counts for two or more donor sets: their totals may not be added."""

    rule: Annotated[str, "Id of the rule"]
    version: Annotated[str, "Version"]
    level: Annotated[str, "Id of the level"]
    entity_id: Annotated[str, "The entity or candidate"]
    target_class: Annotated[str, "gifts, expenditures_for or expenditures_against; empty where the level has none"]
    set_count: Annotated[int, "How many donor sets"]
    donor_sets: Annotated[str, "Their ids, separated by semicolons"]
    sum_cents: Annotated[int, "What the level counts for each of them, added up as it may not be, cents"]
    once_cents: Annotated[int, "The payments that it counts for any of them, each once, cents"]
    shared_cents: Annotated[int, "The payments that it counts for two or more of them, cents"]


LINKING_RULES = table("linking_rules", LinkingRule, key=("rule", "version"))
LINKING_TEXTS = table("linking_texts", LinkingText, key=("rule", "version", "part", "position"))
LINKING_LEVELS = table("linking_levels", LinkingLevel, key=("link_id",))
LINKING_PAYMENTS = table("linking_payments", LinkingPayment, key=("link_id", "role", "payment_id"))
LINKING_COUNTS = table("linking_counts", LinkingCount, key=("rule", "version", "level", "donor_set", "point"))
LINKING_OVERLAPS = table(
    "linking_overlaps", LinkingOverlap, key=("rule", "version", "level", "entity_id", "target_class")
)
