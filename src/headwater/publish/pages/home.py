"""The home page: the question, what was found, and how much of the records could be read."""

from collections.abc import Iterator
from typing import Any

from headwater.publish import addresses
from headwater.publish.citing import Citations, Number, are_named, sql_list, sql_text
from headwater.publish.evidence import SUM, files_of
from headwater.publish.page import Context
from headwater.publish.pages import _listings as listings
from headwater.publish.pictures.coverage import coverage, coverage_totals
from headwater.publish.rows_behind import REACHED, TRACED
from headwater.publish.sections import contest_title, entity_ids_of_sets
from headwater.publish.site_db import SiteDb
from headwater.publish.traced import bounds, further

_PAID_WORDS = (
    "Sum of all payments in the ledger except returns. The same dollar counts again each time it is paid on: this "
    "measures the ledger, not money that reached contests."
)
_HEADLINES = (
    ("payments", "SELECT count(*) FROM payments", "count", "payment in the ledger|payments in the ledger",
     "Payments: each physical transfer of money or in-kind value counted once, whatever number of lines report it."),
    ("payments", f"SELECT {SUM} FROM payments WHERE kind <> 'return'", "cents", "paid, each payment once", _PAID_WORDS),
    ("lines", "SELECT count(*) FROM lines", "count",
     "line of a filing read as evidence|lines of filings read as evidence",
     "Lines of filings and of published tables that the ledger holds, whether or not they count."),
    ("lines", "SELECT count(*) FROM lines WHERE NOT counts", "count", "of them not counted, each with its reason",
     "Lines that do not count as money of their own, such as an earlier report of the same payment."),
    ("entities", "SELECT count(*) FROM entities WHERE {named}", "count",
     "person or organisation named|people and organisations named",
     "Entities that may be named: people below the case’s naming threshold are counted in totals and not here."),
    ("contests", "SELECT count(*) FROM contests", "count", "contest|contests",
     "Contests: one election for one office in one jurisdiction, at one stage."),
)  # fmt: skip
_SHOWN_CONTESTS, _SHOWN_TARGETS = 12, 40
_TARGETS, _LARGEST = ("targets", "straight", "must", "may"), ("low_cents", "high_cents")


def paths(_db: SiteDb) -> Iterator[tuple[str, str]]:
    """The one home page."""
    yield addresses.HOME, ""


def context(db: SiteDb, _key: str) -> Context:
    """What the home page shows."""
    cites = Citations(db)
    case = db.rows("SELECT title, question FROM site_case")[0]
    lines = files_of() if db.has("source_files") else ""
    headlines = [
        _headline(cites.number(query.format(named=are_named(db.options)), unit, definition, lines), label)
        for view, query, unit, label, definition in _HEADLINES
        if db.has(view)
    ]
    return {
        "title": case["title"],
        "question": case["question"],
        "crumbs": [],
        "headlines": headlines,
        "reached": _reached(db, cites),
        "held": coverage_totals(db, cites),
        "contests": listings.contests(db, cites, _SHOWN_CONTESTS, 0),
        "has_more_contests": len(db.rows("SELECT 1 FROM contests LIMIT ?", (_SHOWN_CONTESTS + 1,))) > _SHOWN_CONTESTS,
        "coverage": coverage(db, cites),
        "verdicts": listings.verdict_counts(db, cites),
        "donor_sets": _donor_sets(db),
        "bounds": _targets(db, cites),
        "more_bounds": _more_targets(db, cites),
        "sources": listings.sources(db, cites),
        "cites": cites,
    }


def _headline(number: Number, label: str) -> dict[str, Any]:
    """A figure with its words: of one and of many, where they differ."""
    one, _, many = label.partition("|")
    return {"number": number, "label": one if number.value == 1 else many or one}


def _donor_sets(db: SiteDb) -> list[dict[str, Any]]:
    members = entity_ids_of_sets(db)
    sets = db.rows("SELECT donor_set, name FROM site_donor_sets ORDER BY name, donor_set")
    return [{**row, "members": members.get(row["donor_set"], [])} for row in sets]


def _reached(db: SiteDb, cites: Citations) -> list[dict[str, Any]]:
    """Of each donor set how many targets it paid straight, must and can have reached, and its largest bounds."""
    if not db.has("traces"):
        return []
    rows = cites.table(
        "SELECT donor_set, count(*) AS targets, count(CASE WHEN direct_cents > 0 THEN 1 END) AS straight, "
        "count(CASE WHEN low_cents > 0 THEN 1 END) AS must, count(CASE WHEN high_cents > 0 THEN 1 END) AS may, "
        "max(low_cents) AS low_cents, max(high_cents) AS high_cents FROM traces GROUP BY donor_set ORDER BY donor_set",
        dict.fromkeys(_TARGETS, "count") | dict.fromkeys(_LARGEST, "cents"),
        "Targets, one candidate’s payments of one kind each, by donor set: those traced; those that it paid straight; "
        "those of which the least, and of which the most that can be its money is above nothing; and the largest least "
        "and the largest most of any one target, in cents. Bounds of several targets may hold the same money and are "
        "not added.",
        TRACED,
    )
    named = [{**row, "name": db.set_names.get(row["donor_set"], row["donor_set"])} for row in rows]
    return sorted(named, key=lambda row: (row["name"], row["donor_set"]))


def _more_targets(db: SiteDb, cites: Citations) -> Number | None:
    """How many targets some donor set's money can have reached, if the page doesn't show them all."""
    sql = "SELECT count(DISTINCT target_entity_id || ' ' || target_class) FROM traces WHERE high_cents > 0"
    if not db.has("traces") or db.value(sql) <= _SHOWN_TARGETS:
        return None
    return cites.number(sql, "count", "Targets of which a donor set’s most is above nothing.", REACHED)


def _targets(db: SiteDb, cites: Citations) -> list[dict[str, Any]]:
    """Targets that some donor set's money can have reached, each with every donor set beside each other."""
    reached = (
        "target_entity_id || ' ' || target_class IN "
        "(SELECT target_entity_id || ' ' || target_class FROM traces WHERE high_cents > 0 "
        f"GROUP BY 1 ORDER BY max(high_cents) DESC, 1 LIMIT {_SHOWN_TARGETS})"
    )
    rows = bounds(db, cites, reached)
    ids = sql_list(sorted({row["target_entity_id"] for row in rows}))
    names = dict(db.cursor(f"SELECT entity_id, name FROM entities WHERE entity_id IN {ids}"))
    contests_of: dict[str, dict[str, str]] = {}
    for row in db.rows(
        "SELECT o.entity_id AS committee, d.candidate_entity_id AS candidate, c.* FROM contests c "
        "JOIN candidacies d ON d.contest_id = c.contest_id LEFT JOIN site_committees o "
        "ON o.contest_id = d.contest_id AND o.candidate = d.candidate "
        f"WHERE d.candidate_entity_id IN {ids} OR o.entity_id IN {ids} ORDER BY c.election_date, c.contest_id"
    ):
        for one in {row["committee"], row["candidate"]} - {None}:
            contests_of.setdefault(one, {})[row["contest_id"]] = contest_title(db, row)
    grouped: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        key = (row["target_entity_id"], row["target_class"])
        found = grouped.setdefault(
            key,
            {
                "entity_id": key[0] if key[0] in names else None,
                "name": names.get(key[0]),
                "words": row["target_words"],
                "contests": contests_of.get(key[0], {}),
                "rows": [],
            },
        )
        found["rows"].append(row)
    for (entity_id, target_class), one in grouped.items():
        mine = f"target_entity_id = {sql_text(entity_id)} AND target_class = {sql_text(target_class)}"
        one["further"] = further(db, cites, mine)
    return sorted(grouped.values(), key=lambda one: (one["name"] or "", one["entity_id"] or "", one["words"]))
