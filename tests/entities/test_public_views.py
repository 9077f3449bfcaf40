"""Public views of who is who: nothing of people below the threshold, no place, no digest, no party's id."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from headwater.base.views import VIEWS
from headwater.entities import family_stage, review_stage
from headwater.trace.merge_tables import MERGE_EFFECTS, MergeEffect
from tests.entities.whoiswho import gifts, inputs_of, pair, registration, tables
from tests.planted import nullable, party

OURS = (
    "entity_explanations",
    "review_offers",
    "merges",
    "merge_effects",
    "families",
    "family_evidence",
    "committee_lives",
)
GIANT, GIGANT = (
    party(f"Invented {name}", "organisation", place="OAKLAND CA", zip5="94612") for name in ("Giant", "Gigant")
)
SMALL = [party(f"Quiet Person {n}", "person", place="RENO NV", zip5="89501") for n in range(3)]
COURTS = [party(f"{state} Fair Courts PAC", number=f"10{n}") for n, state in enumerate(("Ohio", "Texas"))]


@pytest.fixture
def public(tmp_path: Path) -> dict[str, list[dict[str, Any]]]:
    """Rows of each view over two large firms that a doubtful merge joins, three small people, and a family."""
    keys = [f"is:person\x1f{one.normal_name}\x1freno nv\x1f89501" for one in SMALL]
    zipped = json.dumps([{"field": "zip5", "left": "94612", "right": "94612", "weight": 3.0}])
    pairs = (
        pair("name:invented giant", "name:invented gigant", evidence=zipped),
        pair(keys[0], keys[1], kind="person", evidence=zipped),
        pair("name:invented giant", "name:quiet person 2", "review", 0.5),
        pair(keys[1], keys[2], "review", 0.6, kind="person"),
    )
    lines = [*gifts(GIANT, GIGANT, *COURTS, cents=900_000), *gifts(*SMALL, cents=20_000)]
    said = [registration(one, "Tdigest0000000000", "Adigest0000000000") for one in COURTS]
    inputs = inputs_of(tmp_path, [GIANT, GIGANT, *SMALL, *COURTS], lines, pairs=pairs, registrations=said)
    connection = inputs.connection
    for name, rows in tables(inputs).items():
        connection.create_table(name, nullable(rows), temp=True, overwrite=True)
    made = {**review_stage.compute(inputs), **family_stage.compute(inputs)}
    for name, rows in made.items():
        connection.create_table(f"made_{name}", rows, overwrite=True)
    offers = connection.to_pyarrow(connection.table("made_review_offers")).to_pylist()
    effects = [MergeEffect(row["left"], row["right"], "d", "", "", "given_cents", 1, 2, 1) for row in offers]
    connection.create_table("made_merge_effects", nullable(MERGE_EFFECTS.of_rows(effects)))
    connection.raw_sql("CREATE SCHEMA private")
    for name in (*OURS, "entities"):
        source = f"made_{name}" if name in made or name == "merge_effects" else name
        connection.raw_sql(f"CREATE TABLE private.{name} AS SELECT * FROM {source}")
    views = {view.name: view.sql for view in VIEWS if view.name in OURS}
    return {name: connection.con.execute(sql).to_arrow_table().to_pylist() for name, sql in views.items()}


def test_every_view_has_rows(public: dict[str, list[dict[str, Any]]]) -> None:
    assert set(public) == set(OURS)
    assert [name for name, rows in public.items() if not rows] == []


def test_nobody_below_the_threshold_is_named_or_has_an_id(public: dict[str, list[dict[str, Any]]]) -> None:
    seen = repr(public)
    assert "Quiet" not in seen
    assert "quiet" not in seen
    # A party's id and a key are made of a name and its particulars, so that a list of names would find them.
    assert not re.search(r"'P[0-9a-f]{16}'", seen)
    assert "name:" not in seen
    assert "is:person" not in seen
    # The effect of a merge of people who may not be named is told without them.
    assert {row["left"] for row in public["merge_effects"]} >= {"a person below the naming threshold"}


def test_no_place_and_no_digest_is_shown(public: dict[str, list[dict[str, Any]]]) -> None:
    seen = repr(public)
    for hidden in ("94612", "89501", "OAKLAND", "RENO", "digest"):
        assert hidden not in seen
    assert {row["field"] for row in public["family_evidence"]} >= {"treasurer", "address", "name"}
