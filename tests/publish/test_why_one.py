"""The entity page says why it is one, what was kept apart, and its family; of nobody below the threshold."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from headwater.base.ids import stable_id
from headwater.base.table import Table
from headwater.base.views import open_public
from headwater.base.warehouse import Warehouse
from headwater.entities.family_tables import FAMILIES, FAMILY_EVIDENCE, FamilyEvidence, FamilyMember
from headwater.entities.review_tables import ENTITY_EXPLANATIONS, EntityExplanation
from headwater.publish import addresses
from headwater.publish.citing import written
from headwater.publish.pages import entity
from headwater.publish.site_db import FILE_NAME, SiteDb
from headwater.publish.stage import publish_site
from tests.publish import world

PAC, OWN, SMALL = (
    stable_id("E", name) for name in ("Harbor Forward PAC", "Quill for District Attorney 2030", world.SMALL_DONOR)
)


def explained(other: str, name: str, is_joined: bool, why: str, weight: float | None) -> EntityExplanation:
    is_judged = weight is None
    return EntityExplanation(
        entity_id=PAC,
        left=f"P{name}",
        right=f"Q{name}",
        left_name="Harbor Forward PAC",
        right_name=name,
        other_entity_id=other,
        is_joined=is_joined,
        why=why,
        weight=weight,
        probability=None if is_judged else 0.99,
        author="A. Editor" if is_judged else "",
        judged_date=date(2030, 7, 4) if is_judged else None,
        reason="two forms" if is_judged else "the evidence reaches the threshold",
        evidence=json.dumps([] if is_judged else [{"field": "bare", "left": "a", "right": "b", "weight": 4.5}]),
    )


def test_links_near_misses_and_the_family_stand_on_the_page(tmp_path: Path) -> None:
    """One link by the model, one near miss by judgement, one of somebody who may not be named, and one family."""
    case = world.build(tmp_path)
    rows = [
        explained(PAC, "Harbour Forward PAC", True, "model", 6.75),
        explained(OWN, "Harbor Backward PAC", False, "judgement", None),
        explained(SMALL, world.SMALL_DONOR, False, "key", 3.25),
    ]
    shared = [
        FamilyEvidence("G1", PAC, OWN, "treasurer", "", 0, None),
        FamilyEvidence("G1", PAC, OWN, "dates", "", 0, 17),
    ]
    warehouse = Warehouse(tmp_path)
    with warehouse.building():
        tables: dict[Table, list[Any]] = {
            ENTITY_EXPLANATIONS: rows,
            FAMILIES: [FamilyMember("G1", one, "harbor") for one in (PAC, OWN)],
            FAMILY_EVIDENCE: shared,
        }
        warehouse.commit("one", "1", {table.name: table.checked(table.of_rows(held)) for table, held in tables.items()})
    report = publish_site(tmp_path, case, threads=1)
    text = (report.folder / addresses.entity(PAC)).read_text("utf-8")
    with SiteDb(tmp_path / FILE_NAME) as db:
        found = entity.context(db, PAC)
    public = open_public(Warehouse(tmp_path), 1)
    for panel in found["cites"].panels:
        if "entity_explanations" in panel.cite.query:
            weights = [row[4] for row in public.raw_sql(panel.cite.query).fetchall()]

    assert [(row["right_name"], row["fields"]) for row in found["one"]["links"]] == [
        ("Harbour Forward PAC", [("name without legal form", 4.5)])
    ]
    assert [row["right_name"] for row in found["one"]["misses"]] == ["Harbor Backward PAC"]
    assert [written(weight, "plain") for weight in weights] == ["6.75"]
    for shown in ("Harbour Forward PAC", "6.75", "Harbor Backward PAC", "A. Editor", "one treasurer of record", ">17<"):
        assert shown in text
    assert world.SMALL_DONOR not in text
