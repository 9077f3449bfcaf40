"""Ids stay when records come, and every id that was given is an entity or leads to one."""

from contextlib import suppress
from datetime import date
from pathlib import Path
from random import Random

from headwater.base.errors import CaseError
from headwater.base.ids import stable_id
from headwater.entities.entity_ids import current_ids
from headwater.entities.judgements import DECISIONS, Judgement, refuse_contradictions, standing
from headwater.entities.matching.tables import MatchPair
from headwater.sources._tables.parties import Party
from tests.entities.whoiswho import entity_of, gifts, inputs_of, judgement, pair, tables, who
from tests.planted import DAY, nullable, party

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


def test_a_number_that_its_only_party_has_left_leads_to_that_party() -> None:
    """Somebody judged that the form has the number of another committee: nobody here has it then."""
    before = entity_of(who([NUMBERED]))[NUMBERED.party_id]
    after = who([NUMBERED], judgements=[judgement("fppc:5", NUMBERED.party_id, "different")])

    assert entity_of(after)[NUMBERED.party_id] != before
    assert {row["old_id"]: row["entity_id"] for row in after["redirects"].to_pylist()} == {
        before: entity_of(after)[NUMBERED.party_id]
    }


def test_every_id_ever_given_leads_on_through_random_judgements(tmp_path: Path) -> None:
    """Merges, splits, undoing and records that come later, drawn blindly; each id is an entity or leads to one."""
    draw = Random(5)  # noqa: S311 - the same history on every run
    parties = [party(f"Invented {n % 4}", "organisation", place=f"Town {n}") for n in range(8)]
    parties += [party(f"Committee {n}", number=str(n)) for n in range(4)]
    parties += [party("N/A", "organisation", place=f"Town {n}") for n in range(2)]
    sides = [one.party_id for one in parties] + [f"fppc:{n}" for n in range(4)]
    pairs = [pair(f"name:invented {n}", f"name:invented {n + 1}", probability=0.9) for n in (0, 2)]
    ever: set[str] = set()
    made: list[Judgement] = []
    while len(made) < 20:
        left, right = draw.sample(sides, 2)
        drawn = Judgement(left, right, draw.choice(DECISIONS), "A", DAY, "why", len(made))
        with suppress(CaseError):
            refuse_contradictions(standing([*made, drawn]))
            made.append(drawn)
            now = _leads_on(tmp_path, parties[: 8 + len(made)], made, (pairs, ever))
            ever |= now

    assert ever - now


def _leads_on(
    folder: Path, parties: list[Party], made: list[Judgement], known: tuple[list[MatchPair], set[str]]
) -> set[str]:
    """Checks that all ids known so far lead to an entity, and gives those of this build."""
    rows = [judgement(one.left, one.right, one.decision) for one in made]
    inputs = inputs_of(folder, parties, judgements=rows, pairs=known[0])
    for name, table in tables(inputs).items():
        inputs.connection.create_table(name, nullable(table), temp=True, overwrite=True)
    entities = set(inputs.connection.table("entities").to_pyarrow().column("entity_id").to_pylist())
    found = current_ids(inputs.connection, "entities", known[1])

    assert set(found) == known[1]
    assert set(found.values()) <= entities
    return entities


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
