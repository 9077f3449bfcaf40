"""Every trace of the case, and the form by which a reader of the served site asks for another one."""

from collections.abc import Iterator
from typing import Any

from headwater.publish import addresses
from headwater.publish.apart import told_apart
from headwater.publish.citing import Citations
from headwater.publish.page import Context
from headwater.publish.pages.trace import contests_of
from headwater.publish.questions.question import CLASSES
from headwater.publish.site_db import SiteDb
from headwater.publish.traced import lines_of_ways
from headwater.publish.wording import sentence, target_words

SHOWN = 300
TITLE = "What can have reached whom"
_COUNTED = {
    "": "gifts, and independent expenditures for",
    "gifts": "gifts",
    "expenditures_for": "independent expenditures for",
    "expenditures_against": "independent expenditures against",
}
_CENTS = ("target_total_cents", "low_cents", "high_cents")
_ROWS = (
    "SELECT donor_set, target_entity_id, target_class, target_total_cents, low_cents, high_cents FROM traces "
    f"WHERE high_cents > 0 ORDER BY donor_set, target_entity_id, target_class LIMIT {SHOWN}"
)


def paths(db: SiteDb) -> Iterator[tuple[str, str]]:
    """The one page, where there are payments."""
    if db.has("payments"):
        yield addresses.TRACES, ""


def context(db: SiteDb, _key: str) -> Context:
    """The form, and the traces of the case by donor set."""
    cites = Citations(db)
    rows = _traced(db, cites)
    has_more = len(rows) == SHOWN and db.value("SELECT count(*) FROM traces WHERE high_cents > 0") > SHOWN
    return {"title": TITLE, "crumbs": [], "rows": rows, "has_more": has_more, "cites": cites, **form((), "", "")}


def form(donors: tuple[str, ...], target: str, count: str) -> Context:
    """What the form shows: the names as given, with a field to spare, and no answer."""
    spare = 2 if len(donors) < 2 else 1
    return {
        "asked_donors": [*donors, *[""] * spare],
        "asked_target": target,
        "asked_count": count,
        "counts": [(word, _COUNTED[word]) for word in CLASSES],
        "error": "",
        "instead": (),
        "answer": None,
        "waiting": None,
    }


def _traced(db: SiteDb, cites: Citations) -> list[dict[str, Any]]:
    if not db.has("traces"):
        return []
    rows = cites.table(
        _ROWS,
        dict.fromkeys(_CENTS, "cents"),
        "Bounds in cents: the least and the most of the target’s payments that can be the donor set’s, under every "
        "accounting that respects dates and balances. The lines listed are those of ways "
        "in which the most can have arrived; each row leads to the page of its own.",
        lines_of_ways(db, "1 = 1"),
    )
    names = db.set_names
    for row in rows:
        target = row["target_entity_id"]
        row["set_name"] = names.get(row["donor_set"], row["donor_set"])
        row["target"] = db.value("SELECT name FROM entities WHERE entity_id = ?", (target,)) or target
        row["apart"] = told_apart(db).get(target, "")
        row["contests"] = contests_of(db, target) if db.has("contests", "candidacies") else []
        row["class"] = sentence(target_words(row["target_class"], is_option=target in db.options))
    return rows
