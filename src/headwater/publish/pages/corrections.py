"""Corrections: what the case changed against its sources and why, as the case's own file says it."""

import re
from collections.abc import Iterator
from typing import Any

from headwater.publish import addresses
from headwater.publish.citing import Citations
from headwater.publish.page import Context
from headwater.publish.site_db import SiteDb

_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_RULE = re.compile(r"\|[\s:|-]+\|?")
_MARKS = re.compile(r"\*\*|\*|`")


def paths(db: SiteDb) -> Iterator[tuple[str, str]]:
    """The one page of corrections, where the case has a file of them."""
    if db.rows("SELECT 1 FROM site_corrections"):
        yield addresses.CORRECTIONS, ""


def context(db: SiteDb, _key: str) -> Context:
    """The file's headings, paragraphs, lists and tables."""
    found = blocks(db.value("SELECT words FROM site_corrections"))
    return {"title": "Corrections", "crumbs": [], "blocks": found, "cites": Citations(db)}


def blocks(text: str) -> list[dict[str, Any]]:
    """The blocks of a Markdown text, of the four kinds that a list of corrections needs: the rest is paragraphs."""
    found: list[dict[str, Any]] = []
    for line in text.splitlines():
        _add(found, line)
    return [block for block in found if block["kind"] != "gap"]


def _add(found: list[dict[str, Any]], line: str) -> None:
    last: dict[str, Any] = found[-1] if found else {"kind": "gap"}
    heading = _HEADING.fullmatch(line)
    if not line.strip():
        found.append({"kind": "gap"})
    elif heading:
        found.append({"kind": "heading", "level": len(heading[1]), "words": _plain(heading[2])})
    elif line.startswith("|"):
        _add_row(found, last, line)
    elif line.startswith(("- ", "* ")):
        if last["kind"] != "list":
            found.append({"kind": "list", "items": []})
        found[-1]["items"].append(_plain(line[2:]))
    elif last["kind"] == "list":
        last["items"][-1] += f" {_plain(line.strip())}"
    elif last["kind"] == "words":
        last["words"] += f" {_plain(line.strip())}"
    else:
        found.append({"kind": "words", "words": _plain(line.strip())})


def _add_row(found: list[dict[str, Any]], last: dict[str, Any], line: str) -> None:
    if _RULE.fullmatch(line.strip()):
        return
    cells = [_plain(cell.strip()) for cell in line.strip().strip("|").split("|")]
    if last["kind"] == "table":
        last["rows"].append(cells)
    else:
        found.append({"kind": "table", "head": cells, "rows": []})


def _plain(words: str) -> str:
    return _MARKS.sub("", words)
