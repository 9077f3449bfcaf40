"""A linking rule of the invented warehouse: two levels, one threshold, one overlap, and a row above its bounds."""

from headwater.base.ids import stable_id
from headwater.base.table import Table
from headwater.trace.linking.tables import (
    LINKING_COUNTS,
    LINKING_LEVELS,
    LINKING_OVERLAPS,
    LINKING_PAYMENTS,
    LINKING_RULES,
    LINKING_TEXTS,
    LinkingCount,
    LinkingLevel,
    LinkingOverlap,
    LinkingPayment,
    LinkingRule,
    LinkingText,
)

KEY = ("invented", "1")
USUAL, OTHER = "least = $5,000", "least = $50,000"


def linking(first: str, pac: str) -> dict[Table, list[object]]:
    """Rows of every table; `first` is the donor set that gave more to the committee."""
    quill = stable_id("E", "Marta Quill")
    sets = sorted(("alder", "birch"), key=lambda one: one != first)
    levels = [_level("entity-largest", first, "entity", pac, ("", "largest", "", 40_000_00, None))]
    levels += [
        _level("candidate", one, "candidate", quill, ("expenditures_for", "largest", pac, 18_000_00, high))
        for one, high in zip(sets, (18_000_00, 17_000_00), strict=True)
    ]
    counts = [
        LinkingCount(*KEY, level, one, point, text, varied, value, count, 18_000_00 * count)
        for point, text, varied, value, many in ((0, USUAL, "", "", 1), (1, OTHER, "least", "$50,000", 0))
        for level in ("entity-largest", "candidate")
        for one, count in (("", many), (first, many), (sets[1], many * (level == "candidate")))
    ]
    return {
        LINKING_RULES: [
            LinkingRule(*KEY, "An invented rule", "Nobody", "Who gave the largest part of at least $5,000.",
                        "No statute.", "linking/invented.toml", USUAL)
        ],
        LINKING_TEXTS: [
            LinkingText(*KEY, "level", 1, "entity-largest", "entity", "gave the largest part", "Nobody gave more."),
            LinkingText(*KEY, "level", 2, "candidate", "candidate", "gave it to who spent for", "Through the entity."),
            LinkingText(*KEY, "parameter", 1, "least", "", "$5,000", "The least sum."),
        ],
        LINKING_LEVELS: list(levels),
        LINKING_PAYMENTS: [LinkingPayment(row.link_id, "reached", "Y000000000000000a") for row in levels],
        LINKING_COUNTS: list(counts),
        LINKING_OVERLAPS: [
            LinkingOverlap(*KEY, "candidate", quill, "expenditures_for", 2, "alder;birch", 36_000_00, 18_000_00,
                           18_000_00)
        ],
    }  # fmt: skip


def _level(
    level: str, donor_set: str, subject: str, entity: str, told: tuple[str, str, str, int, int | None]
) -> LinkingLevel:
    target_class, arm, via, cents, high = told
    return LinkingLevel(
        link_id=stable_id("K", level, donor_set), rule=KEY[0], version=KEY[1], level=level, thresholds=USUAL,
        donor_set=donor_set, subject=subject, entity_id=entity, target_class=target_class, arm=arm, via_entity_id=via,
        cents=cents, low_cents=None if high is None else 0, high_cents=high,
        is_above_high=high is not None and cents > high,
    )  # fmt: skip
