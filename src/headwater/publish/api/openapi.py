"""The description of the site's JSON interface (OpenAPI 3.1), made from the views that the case has."""

import json
from typing import Any

from headwater.publish.api import limits, tables
from headwater.publish.questions.question import CLASSES, LONGEST_NAME, MOST_DONORS
from headwater.publish.site_db import SiteDb
from headwater.publish.site_tables import VIEW_COLUMNS

ADDRESS = "openapi.json"
_JSON = "application/json"
_FAULT = {
    "type": "object",
    "required": ["error"],
    "properties": {"error": {"type": "string"}},
    "additionalProperties": False,
}
_CELL = {"type": ["string", "integer", "number", "null"]}


def openapi_json(db: SiteDb) -> bytes:
    """The document of this case's site."""
    (case,) = db.rows("SELECT title, edition FROM site_case")
    views = db.rows("SELECT name, row_means FROM site_views ORDER BY name")
    paths: dict[str, Any] = {
        f"/{tables.FOLDER}{row['name']}.json": _view(row["name"], row["row_means"]) for row in views
    }
    paths |= {f"/data/{row['name']}.csv": _csv(row["row_means"]) for row in views}
    paths[f"/{tables.FOLDER}sql.json"] = _sql()
    if db.has("payments"):
        paths[f"/{tables.FOLDER}trace.json"] = _trace()
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": case["title"],
            "version": case["edition"],
            "description": (
                "The public views of the case, read only. Amounts are whole cents, days are ISO. People below the "
                "case's naming threshold are counted and never named. Each page of the site also has its data as "
                "JSON at its address with .json in the place of .html. Names of individual contributors to federal "
                "committees may not be used to solicit or for any commercial purpose (52 U.S.C. 30111(a)(4))."
            ),
        },
        "paths": paths,
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _view(view: str, means: str) -> dict[str, Any]:
    row = {
        "type": "object",
        "required": list(VIEW_COLUMNS[view]),
        "properties": dict.fromkeys(VIEW_COLUMNS[view], _CELL),
        "additionalProperties": False,
    }
    page = {
        "type": "object",
        "required": ["view", "edition", "rows", "next"],
        "properties": {
            "view": {"const": view},
            "edition": {"type": "string"},
            "rows": {"type": "array", "maxItems": tables.MOST_ROWS, "items": row},
            "next": {"type": ["string", "null"]},
        },
        "additionalProperties": False,
    }
    limit = {"type": "integer", "minimum": 1, "maximum": tables.MOST_ROWS, "default": tables.USUAL_ROWS}
    after = {"type": "integer", "minimum": 0, "maximum": 2**63 - 1, "default": 0}
    words = [_word("limit", limit, "How many rows"), _word("after", after, "The place that `next` names")]
    text = {"type": "string", "maxLength": 300}
    words += [_word(name, text, f"Rows whose {name} is this") for name in tables.filters_of(view)]
    return {"get": {"summary": means, "parameters": words, "responses": _responses(_JSON, page)}}


def _csv(means: str) -> dict[str, Any]:
    found = {"description": means, "content": {"text/csv": {"schema": {"type": "string"}}}}
    return {"get": {"summary": f"All rows: {means}", "responses": {"200": found}}}


def _sql() -> dict[str, Any]:
    answer = {
        "type": "object",
        "required": ["columns", "rows", "is_whole"],
        "properties": {
            "columns": {"type": "array", "items": {"type": "string"}},
            "rows": {"type": "array", "maxItems": limits.ROWS, "items": {"type": "array"}},
            "is_whole": {"type": "boolean"},
        },
        "additionalProperties": False,
    }
    asked = {"type": "string", "minLength": 1, "maxLength": limits.LONGEST}
    said = f"At most {limits.ROWS:,} rows and {limits.SECONDS:g} seconds"
    responses = _responses(_JSON, answer) | {
        "403": _fault("It is no SELECT on the public views"),
        "503": _fault("Other queries are at work"),
    }
    parameters = [{**_word("sql", asked, "One SELECT on the public views"), "required": True}]
    return {"get": {"summary": f"SQL, read only. {said}.", "parameters": parameters, "responses": responses}}


def _trace() -> dict[str, Any]:
    cents = {"type": "integer"}
    answer = {
        "type": "object",
        "required": ["schema", "donors", "targets", "low_cents", "high_cents", "rules", "paths", "command", "is_exact"],
        "properties": {
            "schema": {"const": "headwater.trace/1"},
            "rules": {"type": "object", "additionalProperties": cents},
            "paths": {"type": "array", "items": {"type": "object", "required": ["cents", "payments"]}},
            **dict.fromkeys(("target_total_cents", "direct_cents", "low_cents", "high_cents"), cents),
        },
    }
    name = {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME}
    donors = {"type": "array", "items": name, "minItems": 1, "maxItems": MOST_DONORS}
    parameters = [
        {**_word("from", donors, "Donors, by name or identifier"), "required": True},
        {**_word("to", name, "The target, by name or identifier"), "required": True},
        _word("count", {"type": "string", "enum": [one for one in CLASSES if one]}, "Which of its payments count"),
    ]
    responses = _responses(_JSON, answer) | {
        "404": _fault("No such entity, or none of its payments counts; `error` says which"),
        "202": _fault("The trace is at work; ask again in a second"),
        "503": _fault("Other questions are being traced"),
    }
    means = "What must, may and by each rule did reach a target from donors: what `headwater trace --json` prints"
    return {"get": {"summary": means, "parameters": parameters, "responses": responses}}


def _responses(media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "200": {"description": "Found", "content": {media_type: {"schema": schema}}},
        "400": _fault("What is asked cannot be answered; `error` says why"),
    }


def _fault(words: str) -> dict[str, Any]:
    return {"description": words, "content": {_JSON: {"schema": _FAULT}}}


def _word(name: str, schema: dict[str, Any], words: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": words}
