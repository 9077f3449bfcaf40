"""Ids stay when records come, and every id that was given is an entity or leads to one."""

from datetime import date
from pathlib import Path

from headwater.base.ids import stable_id
from headwater.entities.entity_ids import current_ids
from tests.entities.whoiswho import entity_of, gifts, inputs_of, judgement, pair, tables, who
from tests.planted import nullable, party

OLD, NEW = party("Zeta Invented", "organisation"), party("Alpha Invented", "organisation")
NUMBERED = party("Zeta Invented", number="5")
PAIR = (pair("name:zeta invented", "name:alpha invented"),)


def test_a_newer_record_that_sorts_earlier_keeps_the_id_and_an_older_one_leaves_a_redirect() -> None:
    alone = entity_of(who([OLD]))[OLD.party_id]
    newer = [*gifts(OLD), *gifts(NEW, day=date(2022, 1, 1))]
    older = [*gifts(OLD), *gifts(NEW, day=date(2010, 1, 1))]
    kept, moved = who([OLD, NEW], lines=newer, pairs=PAIR), who([OLD, NEW], lines=older, pairs=PAIR)

    assert entity_of(kept)[NEW.party_id] == entity_of(kept)[OLD.party_id] == alone
    assert entity_of(moved)[OLD.party_id] == stable_id("E", "name:alpha invented")
    assert {(row["old_id"], row["entity_id"]) for row in moved["redirects"].to_pylist()} == {
        (alone, stable_id("E", "name:alpha invented"))
    }


def test_a_name_that_a_number_has_joined_leads_to_the_number_s_entity() -> None:
    before, after = who([OLD]), who([OLD, NUMBERED])
    found = {row["old_id"]: row["entity_id"] for row in after["redirects"].to_pylist()}

    assert found == {entity_of(before)[OLD.party_id]: stable_id("E", "fppc:5")}


def test_the_id_of_a_party_once_set_apart_and_a_redaction_lead_on(tmp_path: Path) -> None:
    """Its own digits say who was meant after the judgement is undone; so does a redaction with that id."""
    twin = party("ZETA INVENTED", "organisation")
    apart = judgement(OLD.party_id, twin.party_id, "different")
    lines = gifts(OLD, twin, cents=900_000)
    given = entity_of(who([OLD, twin], lines=lines, judgements=[apart]))[twin.party_id]
    (tmp_path / "redactions.csv").write_text(f"entity_id,date,reason\n{given},2026-01-01,asked\n")
    inputs = inputs_of(tmp_path, [OLD, twin], lines, [apart, judgement(OLD.party_id, twin.party_id, "unsure")])
    found = tables(inputs)
    for name, rows in found.items():
        inputs.connection.create_table(name, nullable(rows), temp=True, overwrite=True)
    one = entity_of(found)[OLD.party_id]

    assert given != one
    assert current_ids(inputs.connection, "entities", [given, one, "Enothing"]) == {given: one, one: one}
    assert [row["is_named"] for row in found["entities"].to_pylist() if row["entity_id"] == one] == [False]
