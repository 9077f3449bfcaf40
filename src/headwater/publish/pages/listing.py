"""The index pages: contests, entities by money and by letter, claims, sources."""

from collections.abc import Iterator
from string import ascii_lowercase
from typing import Any

from headwater.base.ids import normal_name
from headwater.publish import addresses
from headwater.publish.by_row import lines_of_ranked, ranked_lines_here
from headwater.publish.citing import Citations, are_named
from headwater.publish.page import Context
from headwater.publish.pages import _listings as listings
from headwater.publish.ranked import ranked, ranked_here
from headwater.publish.sections import PAGE_ROWS, numbered_pages
from headwater.publish.site_db import SiteDb
from headwater.publish.wording import ENTITY_KINDS

_BY_MONEY = "money"
_OTHER = "other"


def contest_paths(db: SiteDb) -> Iterator[tuple[str, str]]:
    """The pages of the contests index."""
    yield from numbered_pages(addresses.CONTESTS, db.value("SELECT count(*) FROM contests"))


def contest_context(db: SiteDb, key: str) -> Context:
    """One page of the contests index, the latest contests first."""
    cites = Citations(db)
    rows = listings.contests(db, cites, PAGE_ROWS, PAGE_ROWS * (int(key) - 1))
    return {
        "title": _title("Contests", key),
        "crumbs": [],
        "contests": rows,
        "pages": list(contest_paths(db)),
        "here": key,
        "cites": cites,
    }


def entity_paths(db: SiteDb) -> Iterator[tuple[str, str]]:
    """The pages of the entities index: by money, then one run for each first letter."""
    letters = _letters(db)
    for address, number in numbered_pages(addresses.ENTITIES, sum(map(len, letters.values()))):
        yield address, f"{_BY_MONEY}:{number}"
    for letter, ids in letters.items():
        for address, number in numbered_pages(addresses.letter(letter), len(ids)):
            yield address, f"{letter}:{number}"


def entity_context(db: SiteDb, key: str) -> Context:
    """One page of the entities index."""
    section, number = key.split(":")
    cites = Citations(db)
    letters = _letters(db)
    title = "Entities" if section == _BY_MONEY else f"Entities: {_shown(section)}"
    is_by_money = section == _BY_MONEY
    start = PAGE_ROWS * (int(number) - 1)
    rows = (
        _by_money(db, cites, int(number)) if is_by_money else _by_name(db, letters[section][start : start + PAGE_ROWS])
    )
    pages = [(address, one) for address, one in entity_paths(db) if one.startswith(f"{section}:")]
    return {
        "title": _title(title, number),
        "crumbs": [] if is_by_money else [("Entities", addresses.ENTITIES)],
        "is_by_money": is_by_money,
        "letters": [(_shown(one), addresses.letter(one), one == section) for one in letters],
        "entities": [{**row, "kind": ENTITY_KINDS.get(row["kind"], row["kind"])} for row in rows],
        "pages": [(address, one.split(":")[1]) for address, one in pages],
        "here": number,
        "cites": cites,
    }


def claim_paths(db: SiteDb) -> Iterator[tuple[str, str]]:
    """The claims index, where the case has claims."""
    if db.has("claims", "verdicts"):
        yield addresses.CLAIMS, ""


def claim_context(db: SiteDb, _key: str) -> Context:
    """The claims, under their verdicts."""
    cites = Citations(db)
    return {
        "title": "Claims",
        "crumbs": [],
        "verdicts": listings.verdict_counts(db, cites),
        "claims": listings.claims_by_verdict(db),
        "cites": cites,
    }


def source_paths(_db: SiteDb) -> Iterator[tuple[str, str]]:
    """The sources index."""
    yield addresses.SOURCES, ""


def source_context(db: SiteDb, _key: str) -> Context:
    """The sources, with how much of each was read and rejected."""
    cites = Citations(db)
    return {
        "title": "Sources and data",
        "crumbs": [],
        "sources": listings.sources(db, cites),
        "cites": cites,
    }


def entity_letters(db: SiteDb) -> list[tuple[str, str]]:
    """The letters under which entities stand, each with the address of its first page."""
    return [(_shown(one), addresses.letter(one)) for one in _letters(db)]


def _letters(db: SiteDb) -> dict[str, list[str]]:
    """Entity ids under the first letter of their names."""
    return db.kept("letters", lambda: _by_letter(db))


def _by_letter(db: SiteDb) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in db.rows(f"SELECT entity_id, name FROM entities WHERE {are_named(db.options)} ORDER BY name, entity_id"):
        first = normal_name(row["name"])[:1]
        found.setdefault(first if first in ascii_lowercase and first else _OTHER, []).append(row["entity_id"])
    return {letter: found[letter] for letter in (*ascii_lowercase, _OTHER) if letter in found}


def _by_money(db: SiteDb, cites: Citations, number: int) -> list[dict[str, Any]]:
    """One page of entities, the largest sums of payments first; without payments, by name and without sums."""
    offset = PAGE_ROWS * (number - 1)
    if not db.has("payments"):
        return db.rows(
            f"SELECT entity_id, name, kind FROM entities WHERE {are_named(db.options)} "
            "ORDER BY name, entity_id LIMIT ? OFFSET ?",
            (PAGE_ROWS, offset),
        )
    return cites.table(
        ranked(are_named(db.options), PAGE_ROWS, offset),
        {"in_cents": "cents", "out_cents": "cents"},
        "Sums of all payments that each entity received and made, returns and loans among them, in all years of "
        "these records. Lines stand under the names in their order, those of what came in first.",
        lines_of_ranked(are_named(db.options), PAGE_ROWS, offset) if db.has("lines") else "",
        here=(ranked_here(PAGE_ROWS, offset), ""),
        listed=lambda: ranked_lines_here(db, PAGE_ROWS, offset),
    )


def _by_name(db: SiteDb, ids: list[str]) -> list[dict[str, Any]]:
    marks = ", ".join("?" * len(ids))
    return db.rows(
        f"SELECT entity_id, name, kind FROM entities WHERE entity_id IN ({marks}) ORDER BY name, entity_id", ids
    )


def _shown(letter: str) -> str:
    return "other" if letter == _OTHER else letter.upper()


def _title(words: str, number: str) -> str:
    return words if number == "1" else f"{words}, page {number}"
