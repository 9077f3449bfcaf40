"""What of a target must be, can be, and by each rule is a donor set's: a bar for each class, every rule marked."""

from collections.abc import Iterator
from typing import Any

from headwater.publish import addresses
from headwater.publish.citing import Citations, sql_text
from headwater.publish.evidence import lines_of
from headwater.publish.pictures.drawing import Picture, line, rect, words
from headwater.publish.showing import bounded
from headwater.publish.site_db import SiteDb
from headwater.publish.traced import target_payments
from headwater.publish.wording import RULES, TARGETS, say

BOUNDS = ("target_total_cents", "direct_cents", "low_cents", "high_cents")
_COLUMNS = {"class": "What was paid", "measure": "Measure", "cents": "Amount", "share": "Share of it"}
_WORDS = {
    "target_total_cents": "all of the target’s payments",
    "direct_cents": "paid straight",
    "low_cents": "at least",
    "high_cents": "at most",
}
_BAR, _ROW = 58, 20


def keys(db: SiteDb) -> Iterator[str]:
    """One for each donor set and target, as the two ids with a line end between."""
    if db.has("traces"):
        for row in db.rows("SELECT DISTINCT donor_set, target_entity_id FROM traces ORDER BY 1, 2"):
            yield f"{row['donor_set']}\n{row['target_entity_id']}"


def reach(db: SiteDb, cites: Citations, key: str) -> Picture:
    """The picture of one donor set and one target, whose rows are numbers with a note of `cites`."""
    donor_set, target = key.split("\n")
    where = f"donor_set = {sql_text(donor_set)} AND target_entity_id = {sql_text(target)}"
    measures = (*BOUNDS, *db.rules)
    found = cites.table(
        f"SELECT target_class, {', '.join(measures)}, is_exact FROM traces WHERE {where} ORDER BY target_class",
        dict.fromkeys(measures, "cents"),
        "Bounds in cents: the least and the most of the target’s payments that can be the donor set’s, under every "
        "accounting that respects dates and balances; paid straight; and by each named rule.",
        lines_of(target_payments(db, target)),
    )
    rows = list(_rows(found, measures))
    name = bounded(str(db.value("SELECT name FROM entities WHERE entity_id = ?", (target,)) or target), 80)
    given = bounded(
        str(db.value("SELECT name FROM site_donor_sets WHERE donor_set = ?", (donor_set,)) or donor_set), 80
    )
    page = addresses.trace(donor_set, target)
    marks, height = _marks(found, measures)
    said = "; ".join(f"{row['class']}: {row['measure']} {row['cents'].text}" for row in rows)
    return Picture(
        title=f"What can have reached {name} from {given}",
        alt=f"A bar for each kind of payment, with the least, the most and each rule marked. {said}.",
        height=height,
        marks=marks,
        columns=_COLUMNS,
        rows=rows,
        page=page,
        address=addresses.picture("reach", page),
    )


def measure_words(measure: str) -> str:
    """A column of the view ``traces`` in words."""
    rule = measure.removesuffix("_cents")
    return _WORDS.get(measure) or f"by the rule {RULES.get(rule, rule.replace('_', ' '))}"


def _rows(found: list[dict[str, Any]], measures: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for row in found:
        for measure in measures:
            if row[measure] is not None:
                yield {
                    "class": TARGETS.get(row["target_class"], row["target_class"]),
                    "measure": measure_words(measure),
                    "cents": row[measure],
                    "share": _share(row[measure].value, row["target_total_cents"].value),
                }


def _share(cents: int, total: int) -> str:
    return say(cents / total, "share") if total > 0 else "of nothing"


def _marks(found: list[dict[str, Any]], measures: tuple[str, ...]) -> tuple[str, int]:
    marks, y = [], 0
    for row in found:
        total = max(row["target_total_cents"].value, 1)
        held = [(one, row[one].value) for one in measures[1:] if row[one] is not None]
        low, high = (100 * min(row[one].value, total) / total for one in ("low_cents", "high_cents"))
        marks.append(words(0, y + 14, TARGETS.get(row["target_class"], row["target_class"]), "strong"))
        marks += [rect(0, y + 24, 100, 22, "ground"), rect(0, y + 24, low, 22, "sure")]
        marks.append(rect(low, y + 24, high - low, 22, "fill"))
        for number, (one, cents) in enumerate(held):
            at, place = 100 * min(cents, total) / total, y + _BAR + 8 + _ROW * number
            marks.append(line(min(max(at, 0.15), 99.85), y + 20, place - 4, "mark"))
            side = "end" if at > 50 else ""
            said = f"{measure_words(one)}: {say(cents, 'cents')}"
            marks.append(words(at - 0.8 if side else at + 0.8, place, said, side))
        y += _BAR + _ROW * len(held) + 18
    return "".join(marks), y
