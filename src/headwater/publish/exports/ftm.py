"""Named entities and their payments in followthemoney's JSON, one entity a line (https://followthemoney.tech).

Schema names and properties are those of followthemoney 3.8: `Person`, `Organization`, `LegalEntity`, `Payment`.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from headwater.base.unnamed import UNNAMED
from headwater.publish.export import use_terms
from headwater.publish.exports.export import Material
from headwater.publish.site_db import SiteDb

FILE = "entities.ftm.json"
_SCHEMA = {
    "person": "Person",
    "candidate": "Person",
    "committee": "Organization",
    "organisation": "Organization",
}
_ANYBODY = "LegalEntity"
"""What a kind of entity is in followthemoney's model; of any other kind it is no more than a legal entity."""
_TAX = "ein"
_UNNAMED = "unnamed"


def write_ftm(material: Material, folder: Path) -> None:
    """Writes ``entities.ftm.json`` and the terms of the payments' sources.

    Whoever may not be named is one entity for all of them, ``unnamed``: the model has no payment without both sides.
    """
    with (folder / FILE).open("w", encoding="utf-8") as out:
        for found in (*_entities(material.db), *_payments(material.db)):
            out.write(json.dumps(found, ensure_ascii=False, sort_keys=True) + "\n")
    (folder / "use-terms.txt").write_bytes(use_terms(material.db, "payments"))


def _entities(db: SiteDb) -> Iterator[dict[str, Any]]:
    numbers: dict[str, list[tuple[str, str]]] = {}
    for row in db.rows("SELECT entity_id, scheme, identifier FROM identifiers ORDER BY scheme, identifier"):
        numbers.setdefault(row["entity_id"], []).append((row["scheme"], row["identifier"]))
    for row in db.rows("SELECT entity_id, name, kind FROM entities ORDER BY entity_id"):
        own = numbers.get(row["entity_id"], [])
        schema = _SCHEMA.get(row["kind"], _ANYBODY)
        public = [f"{scheme}:{number}" for scheme, number in own if scheme != _TAX]
        yield _entity(
            row["entity_id"],
            schema,
            {
                "name": [row["name"]],
                "idNumber" if schema == "Person" else "registrationNumber": public,
                "taxNumber": [number for scheme, number in own if scheme == _TAX],
            },
        )

    yield _entity(_UNNAMED, _ANYBODY, {"name": [f"{UNNAMED}, or nobody that a filing names"]})


def _payments(db: SiteDb) -> Iterator[dict[str, Any]]:
    publishers = db.publishers
    for row in map(dict, db.cursor("SELECT * FROM payments ORDER BY payment_id")):
        days = {"date": [row["date_from"]]}
        if row["date_from"] != row["date_to"]:
            days = {"startDate": [row["date_from"]], "endDate": [row["date_to"]]}
        sides = {"payer": row["payer_entity_id"], "beneficiary": row["payee_entity_id"]}
        amount = f"{row['cents'] // 100}.{row['cents'] % 100:02d}"
        about = f" {row['stance']} {row['about']}" if row["stance"] and row["about"] else ""
        yield _entity(
            row["payment_id"],
            "Payment",
            {
                **{side: [entity or _UNNAMED] for side, entity in sides.items()},
                **days,
                "amount": [amount],
                "amountUsd": [amount],
                "currency": ["usd"],
                "purpose": [row["kind"].replace("_", " ") + about],
                "recordId": [row["filing_id"]],
                "sourceUrl": [row["url"]],
                "publisher": [publishers.get(row["source"], row["source"])],
            },
        )


def _entity(entity_id: str, schema: str, properties: dict[str, list[str]]) -> dict[str, Any]:
    """One entity; a property without a value is left out."""
    said = {name: kept for name, values in properties.items() if (kept := [value for value in values if value])}
    return {"id": entity_id, "schema": schema, "properties": said}
