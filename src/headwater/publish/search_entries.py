"""What a search can find: contests, claims and everybody who has a page, each with the words that lead to it."""

from collections.abc import Iterator

from headwater.publish import addresses
from headwater.publish.apart import standing
from headwater.publish.citing import are_named
from headwater.publish.search_index import Entry
from headwater.publish.sections import contest_title
from headwater.publish.showing import bounded, visible
from headwater.publish.site_db import SiteDb
from headwater.publish.wording import ENTITY_KINDS, sentence

_TITLE = 160
# one rule for everybody: the larger the sum of all payments in and out, the earlier
_ENTITIES = (
    "SELECT e.entity_id, e.name, e.kind FROM entities e LEFT JOIN (SELECT entity_id, sum(cents) AS cents FROM ("
    "SELECT payer_entity_id AS entity_id, cents FROM payments UNION ALL SELECT payee_entity_id, cents FROM payments) "
    "GROUP BY entity_id) m ON m.entity_id = e.entity_id WHERE {named} "
    "ORDER BY coalesce(m.cents, 0) DESC, e.name, e.entity_id"
)
_NUMBERS = "SELECT entity_id, scheme, identifier FROM identifiers ORDER BY entity_id, scheme, identifier"
_NAMES = "SELECT DISTINCT entity_id, name FROM site_names WHERE kind <> 'unnamed' ORDER BY entity_id, name"
_MOST_NAMES = 8


def search_entries(db: SiteDb) -> Iterator[Entry]:
    """Every entry, the weightiest first: contests by day, claims by id, entities by the sum of their payments."""
    yield from _contests(db)
    yield from _claims(db)
    yield from _entities(db)


def _contests(db: SiteDb) -> Iterator[Entry]:
    for row in db.cursor("SELECT * FROM contests ORDER BY election_date DESC, contest_id"):
        contest = dict(row)
        names = db.rows(
            "SELECT candidate FROM candidacies WHERE contest_id = ? ORDER BY candidate", (contest["contest_id"],)
        )
        title = contest_title(db, contest)
        running = " ".join(one["candidate"] for one in names)
        address = addresses.contest(contest["contest_id"])
        yield Entry("contest", address, _shown(title), "contest", f"{running} {contest['stage']} {contest['division']}")


def _claims(db: SiteDb) -> Iterator[Entry]:
    for row in db.cursor(
        "SELECT c.claim_id, c.statement, v.verdict FROM claims c JOIN verdicts v ON v.claim_id = c.claim_id "
        "ORDER BY c.claim_id"
    ):
        title = f"{sentence(row['verdict'])}: {row['statement']}"
        yield Entry("claim", addresses.claim(row["claim_id"]), _shown(title), f"claim {row['claim_id']}")


def _entities(db: SiteDb) -> Iterator[Entry]:
    numbers: dict[str, list[str]] = {}
    for row in db.cursor(_NUMBERS):
        numbers.setdefault(row["entity_id"], []).append(f"{row['scheme']} {row['identifier']}")
    names: dict[str, list[str]] = {}
    for row in db.cursor(_NAMES):
        names.setdefault(row["entity_id"], []).append(row["name"])
    stands = standing(db)
    for row in db.cursor(_ENTITIES.format(named=are_named(db.options).replace("entity_id", "e.entity_id"))):
        own = numbers.get(row["entity_id"], [])
        also = names.get(row["entity_id"], [])[:_MOST_NAMES]
        kind = ENTITY_KINDS.get(row["kind"], row["kind"])
        stood = stands.get(row["entity_id"], "")
        note = " · ".join(one for one in (kind, *own[:1], stood) if one)
        yield Entry(
            kind="entity",
            address=addresses.entity(row["entity_id"]),
            title=_shown(row["name"]),
            note=visible(bounded(note, 80)),
            words=" ".join(bounded(one) for one in (*own, *also)),
        )


def _shown(text: str) -> str:
    return visible(bounded(text, _TITLE))
