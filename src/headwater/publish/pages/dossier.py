"""Dossiers: one contest or one entity as a document to print, its sources as endnotes, with its page's contents."""

from collections.abc import Iterator
from typing import Any

from headwater.publish import addresses
from headwater.publish.citing import are_named
from headwater.publish.page import Context
from headwater.publish.pages import contest, entity
from headwater.publish.site_db import SiteDb

_WITH_MONEY = (
    "SELECT entity_id FROM (SELECT payer_entity_id AS entity_id FROM payments UNION SELECT payee_entity_id "
    "FROM payments UNION SELECT about_entity_id FROM payments) WHERE entity_id IS NOT NULL AND {named} "
    "ORDER BY entity_id"
)


def contest_paths(db: SiteDb) -> Iterator[tuple[str, str]]:
    """One dossier for each contest."""
    for address, key in contest.paths(db):
        yield addresses.dossier(address), key


def contest_context(db: SiteDb, key: str) -> Context:
    """What the dossier of a contest shows."""
    return db.once(("contest", key), lambda: contest.context(db, key)) | _cover(db, addresses.contest(key))


def entity_paths(db: SiteDb) -> Iterator[tuple[str, str]]:
    """One dossier for each entity of which these records hold a payment."""
    if db.has("payments", "entities"):
        for row in db.rows(_WITH_MONEY.format(named=are_named(db.options))):
            yield addresses.dossier(addresses.entity(row["entity_id"])), row["entity_id"]


def entity_context(db: SiteDb, key: str) -> Context:
    """What the dossier of an entity shows."""
    return db.once(("entity", key), lambda: entity.context(db, key)) | _cover(db, addresses.entity(key))


def _cover(db: SiteDb, page: str) -> dict[str, Any]:
    """What stands on the first sheet: the question, the sources whose files are held, and where the page is."""
    return {
        "page": page,
        "question": db.value("SELECT question FROM site_case"),
        "sources": [
            {**row, "publisher": db.publishers[row["source"]]}
            for row in db.rows(
                "SELECT source, title FROM sources WHERE source IN (SELECT source FROM source_files) ORDER BY source"
            )
        ],
    }
