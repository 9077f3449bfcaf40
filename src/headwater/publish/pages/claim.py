"""A claim: what was stated, what the records say of it, and what would settle it."""

import re
from collections.abc import Iterator

from headwater.publish import addresses
from headwater.publish.citing import Citations, Number, sql_text
from headwater.publish.page import Context
from headwater.publish.rows_behind import documents_read
from headwater.publish.site_db import SiteDb

_SHOWN_ON = (
    (("recall_petitions", "recall_statements"), "the page of recall petitions", addresses.TENURE),
    (("timeline",), "the page of what happened in office", addresses.TENURE),
    (("terms", "term_spans"), "the roster of office-holders", addresses.OFFICES),
    (("scoreboard", "set_members"), "the page of counts under written definitions", addresses.COUNTED),
    (("voter_bounds",), "the page of bounds on voters", addresses.VOTERS),
    (("place_names", "jurisdiction_counties"), "the page of jurisdictions", f"{addresses.OFFICES}#jurisdictions"),
    (("contests", "results", "candidacies"), "the pages of contests", addresses.CONTESTS),
)
"""Which page shows the rows of which public views."""


def paths(db: SiteDb) -> Iterator[tuple[str, str]]:
    """One page for each claim that has a verdict."""
    for row in db.rows(
        "SELECT c.claim_id FROM claims c JOIN verdicts v ON v.claim_id = c.claim_id ORDER BY c.claim_id"
    ):
        yield addresses.claim(row["claim_id"]), row["claim_id"]


def context(db: SiteDb, key: str) -> Context:
    """What the page of one claim shows, by the claim's id."""
    claim = db.rows("SELECT * FROM claims WHERE claim_id = ?", (key,))[0]
    verdict = db.rows("SELECT * FROM verdicts WHERE claim_id = ?", (key,))[0]
    cites = Citations(db)
    stated = _stated(cites, claim)
    facts = _facts(cites, key) if db.has("claim_facts") else []
    lines = _documents(key) if facts else documents_read(db, claim["query"])
    value, low, high = (_number(cites, claim, verdict, column, lines) for column in ("value", "low", "high"))
    return {
        "title": f"Claim {key}: {verdict['verdict']}: {claim['statement']}",
        "crumbs": [("Claims", addresses.CLAIMS)],
        "claim_id": key,
        "claim": claim,
        "verdict": verdict,
        "stated": stated,
        "value": value,
        "low": low,
        "high": high,
        "definition": claim["definition"].split("\n"),
        "read_pages": _read_pages(db, claim["query"]),
        "facts": facts,
        "cites": cites,
    }


def _read_pages(db: SiteDb, query: str) -> list[tuple[str, str]]:
    """The pages that show what a claim's query reads, in words with their addresses."""
    named = set(re.findall(r"\b[a-z_]+\b", query))
    found = {target: words for views, words, target in reversed(_SHOWN_ON) if named & set(views) and db.has(*views)}
    return [(words, target) for target, words in reversed(found.items())]


def _documents(key: str) -> str:
    """Lists the documents in which the claim's facts stand, each once."""
    return (
        "SELECT DISTINCT publisher, document AS page, url FROM claim_facts "
        f"WHERE claim_id = {sql_text(key)} ORDER BY publisher, page, url"
    )


def _number(cites: Citations, claim: Context, verdict: Context, column: str, lines: str) -> Number | None:
    if verdict[column] is None:
        return None
    words = {"value": "The value", "low": "The least that the records allow", "high": "The most that the records allow"}
    return cites.number(
        f"SELECT {column} FROM verdicts WHERE claim_id = {sql_text(claim['claim_id'])}",
        f"in:{claim['unit']}",
        f"{words[column]}, as the claim’s own query on this page gives it. {claim['definition'].splitlines()[0]}",
        lines,
    )


def _facts(cites: Citations, key: str) -> list[Context]:
    """The numbers and days that the claim's queries use, each with the document it stands in."""
    return cites.table(
        "SELECT fact, value, day, unit, publisher, document, url FROM claim_facts "
        f"WHERE claim_id = {sql_text(key)} ORDER BY fact",
        {"value": "plain"},
        "A number that the claim’s queries use, as the document beside it states it.",
        _documents(key),
    )


def _stated(cites: Citations, claim: Context) -> Number | None:
    """The quantity as it was published, with the lines of the article as its source."""
    if not claim["stated"]:
        return None
    lines = claim["article_lines"] or "not given"
    where = f"line {lines}" if lines.isdecimal() else f"lines {lines}"
    return cites.number(
        f"SELECT stated FROM claims WHERE claim_id = {sql_text(claim['claim_id'])}",
        "text",
        f"The quantity as it was stated: {claim['publication']}, {where} of the "
        f"article’s text, SHA-256 {claim['article'] or 'not on file'}.",
        f"SELECT publication AS publisher, {sql_text(where)} AS page, nullif(article, '') AS file_sha256 FROM claims "
        f"WHERE claim_id = {sql_text(claim['claim_id'])}",
    )
