"""Jurisdictions in words: from an OCD division id to what a reader calls it, and to a contest's readable id."""

import re

_SUFFIX = {"county": " County", "parish": " Parish", "borough": " Borough"}
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def place_of(division: str) -> str:
    """A jurisdiction in words: ``ocd-division/country:us/state:ca/county:los_angeles`` is Los Angeles County, CA."""
    parts = dict(part.split(":", 1) for part in division.split("/") if ":" in part)
    kind, name = list(parts.items())[-1] if parts else ("", division)
    state = parts.get("state", "").upper()
    words = name.replace("~", "'").replace("_", " ").title()
    if kind == "state":
        return state
    if kind == "judicial_district":
        words = f"Judicial District {words}" if words[:1].isdigit() else f"{words} Judicial District"
    return f"{words}{_SUFFIX.get(kind, '')}, {state}" if state else words


def contest_id_of(division: str, office: str, day: str, stage: str) -> str:
    """A contest's readable id, equal for every publisher: place, office, day and stage joined by hyphens."""
    path = division.removeprefix("ocd-division/country:us/").replace("state:", "")
    return "-".join(_NOT_WORD.sub("-", part.lower()).strip("-") for part in (path, office, day, stage))
