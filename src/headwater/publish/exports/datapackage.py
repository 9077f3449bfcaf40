"""The CSV files as a Frictionless data package (https://specs.frictionlessdata.io/data-package/)."""

import json
from pathlib import Path
from typing import Any

from headwater.base.ids import slug
from headwater.publish.exports.export import Material
from headwater.publish.exports.tables import views_of, write_csv
from headwater.publish.site_tables import VIEW_COLUMNS

_TYPES = {"BIGINT": "integer", "INTEGER": "integer", "DOUBLE": "number", "DATE": "date", "BOOLEAN": "boolean"}
_KEYS = {
    "payments": ("payment_id",),
    "entities": ("entity_id",),
    "identifiers": ("scheme", "identifier"),
    "contests": ("contest_id",),
    "claims": ("claim_id",),
    "verdicts": ("claim_id",),
    "sources": ("source",),
}
_ENTITY = ("entities", "entity_id")
_REFERENCES = {
    "payments": {"payer_entity_id": _ENTITY, "payee_entity_id": _ENTITY, "about_entity_id": _ENTITY},
    "identifiers": {"entity_id": _ENTITY},
    "candidacies": {"contest_id": ("contests", "contest_id")},
    "results": {"contest_id": ("contests", "contest_id")},
    "claim_facts": {"claim_id": ("claims", "claim_id")},
    "verdicts": {"claim_id": ("claims", "claim_id")},
}
"""View -> column -> the view and column where each of its values stands."""


def write_datapackage(material: Material, folder: Path) -> None:
    """Writes ``datapackage.json`` and, under ``data/``, the CSV files with their terms."""
    (folder / "data").mkdir()
    write_csv(material, folder / "data")
    (case,) = material.db.rows("SELECT title, question, slug, edition FROM site_case")
    views = views_of(material)
    package = {
        "profile": "tabular-data-package",
        "name": slug(case["slug"]) or "case",
        "title": case["title"],
        "description": f"{case['question']} Amounts are whole cents. Terms of use lie beside each file.",
        "version": case["edition"],
        "sources": [
            {"title": row["title"], "path": row["url"]}
            for row in material.db.rows("SELECT title, url FROM sources ORDER BY source")
            if row["url"]
        ],
        "resources": [_resource(material, view, views) for view in views],
    }
    text = json.dumps(package, indent=1, ensure_ascii=False)
    (folder / "datapackage.json").write_text(text + "\n", "utf-8")


def _resource(material: Material, view: str, views: list[str]) -> dict[str, Any]:
    means = material.db.value("SELECT row_means FROM site_views WHERE name = ?", (view,))
    described = material.public.raw_sql(f"DESCRIBE SELECT * FROM {view}").fetchall()
    types = {row[0]: _TYPES.get(str(row[1]), "string") for row in described}
    schema: dict[str, Any] = {
        "fields": [_field(material, view, column, types[column]) for column in VIEW_COLUMNS[view]],
        "missingValues": [""],
    }
    if view in _KEYS:
        schema["primaryKey"] = list(_KEYS[view])
    references = [
        {"fields": [column], "reference": {"resource": other, "fields": [named]}}
        for column, (other, named) in _REFERENCES.get(view, {}).items()
        if other in views
    ]
    if references:
        schema["foreignKeys"] = references
    return {
        "name": view,
        "path": f"data/{view}.csv",
        "profile": "tabular-data-resource",
        "description": means,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\r\n"},
        "schema": schema,
    }


def _field(material: Material, view: str, column: str, kind: str) -> dict[str, Any]:
    found: dict[str, Any] = {"name": column, "type": kind}
    if kind == "boolean":
        found |= {"trueValues": ["1"], "falseValues": ["0"]}
    if words := material.meanings.get(f"{view}.{column}") or _who(column):
        found["description"] = words
    return found


def _who(column: str) -> str:
    """What a column says that a public view makes of a party."""
    role = column.removesuffix("_entity_id")
    if role == column:
        return ""
    return f"Entity id of the {role}; empty where it may not be named"
