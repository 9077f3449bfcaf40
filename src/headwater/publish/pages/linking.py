"""Linking rules: their list, and for each what it says, whom it ties to whom, and how its counts move."""

from collections.abc import Iterator
from typing import Any

from headwater.publish import addresses
from headwater.publish.citing import Citations, Number, sql_text
from headwater.publish.evidence import lines_of
from headwater.publish.page import Context
from headwater.publish.site_db import SiteDb
from headwater.publish.wording import target_words

SHOWN_LINKS = 300
COUNT_WORDS = (
    "Entities or candidates at each level of the rule, each counted once for each donor set of the case, all "
    "parameters at their defaults."
)
MOVED_WORDS = (
    "Entities or candidates at each level for any of the case’s donor sets, each counted once, with one parameter "
    "at another value and the others at their defaults. Rows at other values are counted and not kept: the lines are "
    "those of the rule’s rows at its defaults."
)
LINK_WORDS = (
    "Rows of the rule at its defaults, in cents: for an entity the donor set’s gifts to it, for a candidate the "
    "dollars that the level counts; and the least and the most of the target that can be the donor set’s. Rows may "
    "hold the same dollars and may not be added."
)
OVERLAP_WORDS = (
    "Targets of which the level counts the same payments for two or more donor sets, in cents: the sets’ totals added "
    "up as they may not be, the payments each once, and those counted more than once."
)
_CENTS = ("cents", "low_cents", "high_cents")
_SHARED = ("sum_cents", "once_cents", "shared_cents")


def paths(db: SiteDb) -> Iterator[tuple[str, str]]:
    """The list, and one page for each version of each rule; none where the case has no linking rules."""
    if db.has("linking_rules"):
        yield addresses.LINKING, ""
        for row in db.rows("SELECT rule, version FROM linking_rules ORDER BY rule, version"):
            yield addresses.linking_rule(row["rule"], row["version"]), f"{row['rule']}\n{row['version']}"


def context(db: SiteDb, key: str) -> Context:
    """What the list shows, or for a key of rule and version what that rule's page shows."""
    cites = Citations(db)
    names = dict(db.cursor("SELECT donor_set, name FROM site_donor_sets"))
    if not key:
        rules = db.rows("SELECT * FROM linking_rules ORDER BY rule, version")
        counts = _counts(cites, "donor_set = ''", COUNT_WORDS.replace("each donor set", "any donor set"))
        levels = _texts(db, "level")
        for row in rules:
            row["address"] = addresses.linking_rule(row["rule"], row["version"])
            row["levels"] = _with_counts(levels, counts, row)
        return {"title": "Linking rules", "crumbs": [], "rule": None, "rules": rules, "cites": cites}
    rule, _, version = key.partition("\n")
    where = f"rule = {sql_text(rule)} AND version = {sql_text(version)}"
    found = db.rows(f"SELECT * FROM linking_rules WHERE {where}")[0]
    levels = [row for row in _texts(db, "level") if (row["rule"], row["version"]) == (rule, version)]
    return {
        "title": found["title"],
        "crumbs": [("Linking rules", addresses.LINKING)],
        "rule": found,
        "parameters": [row for row in _texts(db, "parameter") if (row["rule"], row["version"]) == (rule, version)],
        "levels": levels,
        "sets": _by_set(cites, where, names),
        "links": _links(db, cites, where, (names, levels)),
        "link_count": _link_count(db, cites, where),
        "shown_links": SHOWN_LINKS,
        "overlaps": _overlaps(db, cites, where, (names, levels)),
        "moved": _moved(cites, where),
        "cites": cites,
    }


def _texts(db: SiteDb, part: str) -> list[dict[str, Any]]:
    return db.rows("SELECT * FROM linking_texts WHERE part = ? ORDER BY rule, version, position", (part,))


def _counts(cites: Citations, condition: str, words: str, where: str = "1 = 1") -> list[dict[str, Any]]:
    return cites.table(
        f"SELECT rule, version, level, donor_set, subject_count FROM linking_counts WHERE point = 0 AND {condition} "
        "ORDER BY rule, version, level, donor_set",
        {"subject_count": "count"},
        words,
        _lines_of_links(cites.db, where),
    )


def _with_counts(
    levels: list[dict[str, Any]], counts: list[dict[str, Any]], rule: dict[str, Any]
) -> list[dict[str, Any]]:
    """The levels of one rule in the order of its file, each with its count."""
    of = {(row["rule"], row["version"], row["level"]): row["subject_count"] for row in counts}
    mine = [row for row in levels if (row["rule"], row["version"]) == (rule["rule"], rule["version"])]
    return [{**row, "count": of.get((row["rule"], row["version"], row["name"]))} for row in mine]


def _by_set(cites: Citations, where: str, names: dict[str, str]) -> list[dict[str, Any]]:
    """Each donor set with its count at every level, sets in the order of their names."""
    found: dict[str, dict[str, Number]] = {}
    for row in _counts(cites, f"donor_set <> '' AND {where}", COUNT_WORDS, where):
        found.setdefault(row["donor_set"], {})[row["level"]] = row["subject_count"]
    rows = [{"name": names.get(one, one), "id": one, "counts": counts} for one, counts in found.items()]
    return sorted(rows, key=lambda row: (row["name"], row["id"]))


def _links(
    db: SiteDb, cites: Citations, where: str, known: tuple[dict[str, str], list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    """The rule's rows with what they cite, levels in the order of the file."""
    names, levels = known
    order = {row["name"]: row["position"] for row in levels}
    rows = cites.table(
        "SELECT link_id, level, donor_set, whose_entity_id, whose, target_class, arm, via_entity_id, via, "
        f"{', '.join(_CENTS)}, is_above_high FROM linking_levels WHERE {where} "
        "ORDER BY level, donor_set, whose, whose_entity_id, target_class, arm, via, link_id "
        f"LIMIT {SHOWN_LINKS}",
        dict.fromkeys(_CENTS, "cents"),
        LINK_WORDS,
        _lines_of_links(db, where),
    )
    for row in rows:
        row["donor_set_name"] = names.get(row["donor_set"], row["donor_set"])
        row["target_words"] = target_words(row["target_class"] or "", is_option=row["whose_entity_id"] in db.options)
    return sorted(rows, key=lambda row: (order.get(row["level"], 0), row["donor_set_name"]))


def _link_count(db: SiteDb, cites: Citations, where: str) -> Number | None:
    """How many rows the rule has, where the page does not show them all."""
    count = db.value(f"SELECT count(*) FROM linking_levels WHERE {where}")
    if count <= SHOWN_LINKS:
        return None
    sql, lines = f"SELECT count(*) FROM linking_levels WHERE {where}", _lines_of_links(db, where)
    return cites.number(sql, "count", "Rows of this rule.", lines)


def _overlaps(
    db: SiteDb, cites: Citations, where: str, known: tuple[dict[str, str], list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    """Targets whose dollars a level counts for more than one donor set."""
    names, levels = known
    order = {row["name"]: row["position"] for row in levels}
    rows = cites.table(
        f"SELECT level, whose_entity_id, whose, target_class, donor_sets, {', '.join(_SHARED)} FROM linking_overlaps "
        f"WHERE {where} ORDER BY level, whose, whose_entity_id, target_class LIMIT {SHOWN_LINKS}",
        dict.fromkeys(_SHARED, "cents"),
        OVERLAP_WORDS,
        _lines_of_links(db, where),
    )
    for row in rows:
        row["set_names"] = sorted(names.get(one, one) for one in row["donor_sets"].split(";"))
        row["target_words"] = target_words(row["target_class"] or "", is_option=row["whose_entity_id"] in db.options)
    return sorted(rows, key=lambda row: order.get(row["level"], 0))


def _moved(cites: Citations, where: str) -> list[dict[str, Any]]:
    """For each parameter its values, the default among them, each with the count at every level."""
    rows = cites.table(
        "SELECT varied, varied_value, point, level, subject_count FROM linking_counts "
        f"WHERE donor_set = '' AND varied <> 'several' AND {where} ORDER BY point, level",
        {"subject_count": "count"},
        MOVED_WORDS,
        _lines_of_links(cites.db, where),
    )
    found: dict[tuple[str, str], dict[str, Number]] = {}
    for row in rows:
        found.setdefault((row["varied"], row["varied_value"]), {})[row["level"]] = row["subject_count"]
    order = list(dict.fromkeys(name for name, _ in found))
    rows = [{"parameter": name, "value": value, "counts": counts} for (name, value), counts in found.items()]
    return sorted(rows, key=lambda row: order.index(row["parameter"]))


def _lines_of_links(db: SiteDb, where: str) -> str:
    if not db.has("linking_levels", "linking_payments", "payments", "lines"):
        return ""
    links = f"SELECT link_id FROM linking_levels WHERE {where}"
    return lines_of(f"payment_id IN (SELECT payment_id FROM linking_payments WHERE link_id IN ({links}))")
