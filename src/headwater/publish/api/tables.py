"""Rows of a public view as JSON, page by page: each page says where the next begins."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from headwater.base.errors import CaseError
from headwater.publish.site_db import SiteDb
from headwater.publish.site_tables import INDEXES, VIEW_COLUMNS

FOLDER = "api/"
MOST_ROWS, USUAL_ROWS = 1_000, 100
_LONGEST_VALUE = 300
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Asked:
    """One page of a view that is asked for: rows after a place, at most so many, with these values."""

    view: str
    limit: int
    after: int
    values: Mapping[str, str]


def view_of(address: str) -> str:
    """The view whose rows stand at ``api/<view>.json``; empty for any other address."""
    name = address.removeprefix(FOLDER).removesuffix(".json")
    return name if name in VIEW_COLUMNS and address == f"{FOLDER}{name}.json" else ""


def filters_of(view: str) -> tuple[str, ...]:
    """The columns of a view by whose value rows can be asked for: those with an index."""
    return tuple(column.partition(",")[0] for table, column in INDEXES if table == view)


def asked(view: str, words: Mapping[str, str]) -> Asked:
    """What the words behind ``?`` ask of a view.

    Raises:
        CaseError: naming the word that is unknown or has no such value.
    """
    columns = filters_of(view)
    known = ("limit", "after", *columns)
    if unknown := sorted(set(words) - set(known)):
        raise CaseError(f"{unknown[0][:40]!r} is none of {', '.join(known)}")
    if long := [name for name, value in words.items() if len(value) > _LONGEST_VALUE]:
        raise CaseError(f"{long[0]} has more than {_LONGEST_VALUE} characters")
    limit = _number(words, "limit", USUAL_ROWS, MOST_ROWS)
    if limit < 1:
        raise CaseError(f"limit is not a whole number from 1 to {MOST_ROWS}")
    values = {name: words[name] for name in columns if name in words}
    return Asked(view, limit, _number(words, "after", 0, _LARGEST), values)


def rows_json(db: SiteDb, page: Asked) -> bytes:
    """One page of rows: ``view``, ``rows``, and ``next``, the address of what follows, or null at the end.

    A place is a row's number in the site's file, which is written whole: while the edition is the same no row is
    given twice or left out.
    """
    columns = VIEW_COLUMNS[page.view]
    equal = "".join(f" AND {name} = ?" for name in page.values)
    sql = f"SELECT rowid AS place, {', '.join(columns)} FROM {page.view} WHERE rowid > ?{equal} ORDER BY rowid LIMIT ?"
    found = db.rows(sql, (page.after, *page.values.values(), page.limit + 1))
    rows = found[: page.limit]
    following = None
    if len(found) > page.limit:
        words = {**page.values, "limit": page.limit, "after": rows[-1]["place"]}
        following = f"/{FOLDER}{page.view}.json?{urlencode(words)}"
    (case,) = db.rows("SELECT edition FROM site_case")
    answer: dict[str, Any] = {
        "view": page.view,
        "edition": case["edition"],
        "rows": [{name: row[name] for name in columns} for row in rows],
        "next": following,
    }
    return json.dumps(answer, ensure_ascii=False, indent=1).encode()


def _number(words: Mapping[str, str], name: str, usual: int, most: int) -> int:
    text = words.get(name)
    if text is None:
        return usual
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(_LARGEST)) and int(text) <= most):
        raise CaseError(f"{name} is not a whole number up to {most}")
    return int(text)
