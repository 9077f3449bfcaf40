"""What of a target must be, can be, and by each rule is a donor set's: a bar for each class, every rule marked."""

from collections.abc import Iterator
from typing import Any

from headwater.publish import addresses
from headwater.publish.apart import target_name
from headwater.publish.citing import Citations, sql_text
from headwater.publish.evidence import lines_of
from headwater.publish.pictures.drawing import Picture, level, rect, words
from headwater.publish.showing import bounded
from headwater.publish.site_db import SiteDb
from headwater.publish.traced import target_payments
from headwater.publish.wording import RULES, say, sentence, target_words

BOUNDS = ("target_total_cents", "low_cents", "high_cents")
COLUMNS = {"class": "What was paid", "measure": "Measure", "cents": "Amount", "share": "Share of it", "mark": "Mark"}
_WORDS = {"target_total_cents": "all of the target’s payments", "low_cents": "at least", "high_cents": "at most"}
IMPOSSIBLE, REACH = "impossible here", "a reach, not an amount"
THROUGH_OTHERS = "less than the least: the rest came through others"
_TOP, _ROW = 50, 34


def keys(db: SiteDb) -> Iterator[str]:
    """One for each donor set and target, as the two ids with a line end between."""
    if db.has("traces"):
        for row in db.rows("SELECT DISTINCT donor_set, target_entity_id FROM traces ORDER BY 1, 2"):
            yield f"{row['donor_set']}\n{row['target_entity_id']}"


def reach(db: SiteDb, cites: Citations, key: str) -> Picture:
    """The picture of one donor set and one target, whose rows are numbers with a note of `cites`."""
    donor_set, target = key.split("\n")
    where = f"donor_set = {sql_text(donor_set)} AND target_entity_id = {sql_text(target)}"
    found = cites.table(
        f"SELECT target_class, {', '.join(BOUNDS)}, is_exact FROM traces WHERE {where} ORDER BY target_class",
        dict.fromkeys(BOUNDS, "cents"),
        "Bounds in cents: the least and the most of the target’s payments that can be the donor set’s, under every "
        "accounting that respects dates and balances.",
        lines_of(target_payments(db, target)),
    )
    rules = cites.table(
        "SELECT target_class, rule, position, cents, is_possible FROM trace_rules "
        f"WHERE {where} ORDER BY target_class, position",
        {"cents": "cents"},
        "What each named rule gives of the target’s payments, in cents; a rule is one accounting among many, and where "
        "it lies outside the bounds no accounting that respects dates and balances gives it.",
        lines_of(target_payments(db, target)),
    )
    for row in found:
        row["target_words"] = target_words(row["target_class"], is_option=target in db.options)
        row["rules"] = [rule for rule in rules if rule["target_class"] == row["target_class"]]
    rows = list(rows_of(found))
    of_target = str(db.value("SELECT name FROM entities WHERE entity_id = ?", (target,)) or target)
    name = bounded(target_name(db, target, of_target), 120)
    given = bounded(
        str(db.value("SELECT name FROM site_donor_sets WHERE donor_set = ?", (donor_set,)) or donor_set), 80
    )
    page = addresses.trace(donor_set, target)
    marks, height = marks_of(found)
    said = "; ".join(f"{row['class']}: {row['measure']} {row['cents'].text}" for row in rows)
    return Picture(
        title=f"What can have reached {name} from {given}",
        alt=f"A bar for each kind of payment, with the least, the most and each rule marked. {said}.",
        height=height,
        marks=marks,
        columns=COLUMNS,
        rows=rows,
        page=page,
        address=addresses.picture("reach", page),
    )


def rule_words(rule: str) -> str:
    """A rule's name in words."""
    return "paid straight" if rule == "direct" else f"by the rule {RULES.get(rule, rule.replace('_', ' '))}"


def mark_of(row: dict[str, Any]) -> str:
    """What must be said beside a rule's amount."""
    if row["rule"] == "poison":
        return REACH
    if row["is_possible"]:
        return ""
    # what was paid straight is a fact, and no accounting that could be impossible
    return THROUGH_OTHERS if row["rule"] == "direct" else IMPOSSIBLE


def rows_of(found: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The measures of each class: all, the least, the most, and every rule with what must be said beside it."""
    for row in found:
        said = [(_WORDS[name], row[name], "") for name in BOUNDS]
        said += [(rule_words(rule["rule"]), rule["cents"], mark_of(rule)) for rule in row["rules"]]
        for measure, cents, mark in said:
            yield {
                "class": row["target_words"],
                "measure": measure,
                "cents": cents,
                "share": _share(cents.value, row["target_total_cents"].value),
                "mark": mark,
            }


def _share(cents: int, total: int) -> str:
    return say(cents / total, "share") if total > 0 else "of nothing"


def marks_of(found: list[dict[str, Any]]) -> tuple[str, int]:
    """For each class the bar, and below it a line for each rule with the bounds behind its mark."""
    marks, y = [], 0
    for row in found:
        total = max(row["target_total_cents"].value, 1)
        low, high = (100 * min(row[one].value, total) / total for one in ("low_cents", "high_cents"))
        ends = f"{row['low_cents'].text}" if low == high else f"{row['low_cents'].text} to {row['high_cents'].text}"
        marks.append(words(0, y + 14, row["target_words"], "strong"))
        marks.append(words(0, y + 31, f"{ends} of {row['target_total_cents'].text}"))
        marks += [rect(0, y + 39, 100, 20, "ground"), rect(0, y + 39, low, 20, "sure")]
        marks += [rect(low, y + 39, high - low, 20, "fill")] if high > low else []
        y += _TOP + 14
        for rule in row["rules"]:
            said = ": ".join((sentence(rule_words(rule["rule"])), rule["cents"].text))
            marks.append(words(0, y + 16, " · ".join(one for one in (said, mark_of(rule)) if one)))
            marks += [level(y + 25), *([rect(low, y + 22, high - low, 6, "fill")] if high > low else [])]
            at = 100 * min(rule["cents"].value, total) / total
            inside = "tick open" if mark_of(rule) in (IMPOSSIBLE, REACH) else "tick"
            marks.append(f'<circle class="{inside}" cx="{min(max(at, 0.6), 99.4):.2f}%" cy="{y + 25}" r="4.5"/>')
            y += _ROW
        y += 26
    return "".join(marks), y
