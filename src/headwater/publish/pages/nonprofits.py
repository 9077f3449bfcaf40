"""Nonprofits' years: revenue, the share from donations, and spending by purpose with what is left over."""

from collections.abc import Iterator
from typing import Any

from headwater.publish import addresses
from headwater.publish.citing import Citations, sql_text
from headwater.publish.page import Context
from headwater.publish.site_db import SiteDb

_WORDS = (
    "Figures of a nonprofit’s year as stated, or computed from those that are: a share printed in whole percent bounds "
    "an amount, and the remainder is what the listed purposes or functions leave of all spending."
)


def paths(db: SiteDb) -> Iterator[tuple[str, str]]:
    """The one page, where totals of nonprofits are known."""
    if db.has("nonprofit_totals"):
        yield addresses.NONPROFITS, "1"


def context(db: SiteDb, _key: str) -> Context:
    """Each organisation's years, each year's figures by who states them."""
    cites = Citations(db)
    organisations = [
        {**row, "entity_id": _entity(db, row["ein"]), "rows": _rows(cites, row)}
        for row in db.rows(
            "SELECT organisation, max(ein) AS ein FROM nonprofit_totals GROUP BY organisation ORDER BY organisation"
        )
    ]
    return {
        "title": "Nonprofits’ revenue and spending by year",
        "crumbs": [("Entities", addresses.ENTITIES)],
        "organisations": organisations,
        "cites": cites,
    }


def _entity(db: SiteDb, ein: str) -> str | None:
    """The entity that has an EIN, where exactly one does."""
    if not ein or not db.has("identifiers"):
        return None
    found = db.rows("SELECT DISTINCT entity_id FROM identifiers WHERE scheme = 'ein' AND identifier = ?", (ein,))
    return str(found[0]["entity_id"]) if len(found) == 1 else None


def of_entity(db: SiteDb, cites: Citations, identifiers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The years of the nonprofit that an entity is, by its EIN; empty where it is none of these records."""
    numbers = [one["identifier"] for one in identifiers if one["scheme"] == "ein"]
    if not numbers or not db.has("nonprofit_totals"):
        return []
    names = db.rows("SELECT DISTINCT organisation FROM nonprofit_totals WHERE ein = ?", (numbers[0],))
    return _rows(cites, names[0]) if names else []


def _rows(cites: Citations, organisation: dict[str, Any]) -> list[dict[str, Any]]:
    mine = f"organisation = {sql_text(organisation['organisation'])}"
    return cites.table(
        "SELECT year, measure, cents_low, cents_high, share, share_of, basis, publisher, document, url "
        f"FROM nonprofit_totals WHERE {mine} "
        "ORDER BY year DESC, publisher, CASE measure WHEN 'revenue' THEN 1 WHEN 'contributions' THEN 2 "
        "WHEN 'other income' THEN 3 WHEN 'expenses' THEN 4 ELSE 5 END, basis DESC, measure",
        {"cents_low": "cents", "cents_high": "cents", "share": "share"},
        _WORDS,
        f"SELECT publisher, document AS page, url FROM nonprofit_totals WHERE {mine} AND basis = 'stated' "
        "ORDER BY year, publisher, measure",
    )
