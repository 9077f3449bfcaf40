"""Judgements join and keep apart and always win; contradictions are refused with the chain; undoing restores."""

from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from headwater.base.errors import CaseError, InputError
from headwater.base.ids import stable_id
from headwater.entities.judgements import (
    COLUMNS,
    DECISIONS,
    Judgement,
    read_judgements,
    refuse_contradictions,
    standing,
)
from tests.entities.whoiswho import entity_of, judgement, pair, who
from tests.planted import DAY, party

ONE, TWO = party("Invented One", number="1"), party("Invented Two", number="2")
THIRD, FOURTH = party("Third Invented", "organisation", place="Oakland"), party("THIRD INVENTED", "organisation")
NAME = "name:third invented"
PARTIES = [ONE, TWO, THIRD, FOURTH]
BY_NAME = {one.party_id: one for one in PARTIES}


def joined(*judgements: tuple[str, ...]) -> set[frozenset[str]]:
    found = entity_of(who(PARTIES, judgements=judgements))
    parts: dict[str, set[str]] = {}
    for party_id, one in BY_NAME.items():
        parts.setdefault(found[party_id], set()).add(one.name)
    return {frozenset(part) for part in parts.values()}


ALL_APART = {frozenset({"Invented One"}), frozenset({"Invented Two"}), frozenset({"Third Invented", "THIRD INVENTED"})}


def test_without_judgements_equal_keys_are_one() -> None:
    assert joined() == ALL_APART


def test_same_joins_two_identifiers_and_says_so() -> None:
    found = who(PARTIES, judgements=[judgement("fppc:1", "fppc:2", "same")])

    assert entity_of(found)[ONE.party_id] == entity_of(found)[TWO.party_id]
    assert {row["why"] for row in found["key_entities"].to_pylist()} == {"judgement"}
    assert [row["why"] for row in found["merges"].to_pylist()] == ["judgement"]


def test_different_parts_two_parties_of_one_exact_name() -> None:
    found = joined(judgement(THIRD.party_id, FOURTH.party_id, "different"))

    assert {frozenset({"Third Invented"}), frozenset({"THIRD INVENTED"})} <= found


def test_different_from_a_key_holds_for_a_party_whose_name_led_to_it() -> None:
    """Both third parties have one name; one of them is judged to be committee 1, the other one not to be it."""
    found = joined(judgement(THIRD.party_id, "fppc:1", "same"), judgement("fppc:1", FOURTH.party_id, "different"))

    assert found == {
        frozenset({"Invented One", "Third Invented"}),
        frozenset({"THIRD INVENTED"}),
        frozenset({"Invented Two"}),
    }


def test_the_newest_judgement_of_a_pair_holds_by_date_then_by_row_and_unsure_undoes() -> None:
    same, unsure = (
        judgement("fppc:1", "fppc:2", "same", "2026-03-01"),
        judgement("fppc:2", "fppc:1", "unsure", "2026-02-01"),
    )

    assert len(joined(same, unsure)) == 2  # the older row stands below: the newer date holds
    assert joined(same, judgement("fppc:2", "fppc:1", "unsure", "2026-03-01")) == ALL_APART  # one date: the later row


def test_a_judgement_wins_over_matching() -> None:
    pairs = [pair("fppc:1", NAME)]

    assert len(set(entity_of(who(PARTIES, pairs=pairs)).values())) == 3
    apart = who(PARTIES, pairs=pairs, judgements=[judgement("fppc:1", THIRD.party_id, "different")])
    assert entity_of(apart)[ONE.party_id] != entity_of(apart)[THIRD.party_id]


@pytest.mark.parametrize("last", ["fppc:3", THIRD.party_id, NAME])
def test_a_contradiction_is_refused_with_the_chain(last: str) -> None:
    history = [
        judgement("fppc:1", "fppc:2", "same"),
        judgement("fppc:2", last, "same"),
        judgement("fppc:1", last, "different"),
    ]

    with pytest.raises(CaseError, match=f"line 4: fppc:1 and {last} are different, but fppc:1 = fppc:2 = {last}"):
        joined(*history)


def test_a_judgement_on_records_not_here_waits() -> None:
    assert joined(judgement("fppc:1", "fec:C00000009", "same")) == ALL_APART


def test_a_side_that_can_be_nothing_is_one_error() -> None:
    with pytest.raises(CaseError, match=r"judgements\.csv, line 2: 'Invented One' is neither an identifier"):
        joined(judgement("Invented One", "fppc:2", "same"))


def test_order_of_parties_does_not_matter() -> None:
    history = [judgement("fppc:1", NAME, "same")]

    assert who(PARTIES[::-1], judgements=history) == who(PARTIES, judgements=history)


def test_a_hundred_judgements_undone_give_the_same_tables_byte_for_byte() -> None:
    """Each decision is drawn blindly; those that contradict are left out, as the program refuses them."""
    rng = Random(1)  # noqa: S311 - planted data, no secret
    parties = [party(f"Invented {n % 12}", "organisation", place=f"Town {n}") for n in range(30)]
    parties += [party(f"Committee {n}", number=str(n)) for n in range(10)]
    sides = [one.party_id for one in parties] + [f"fppc:{n}" for n in range(10)]
    pairs = [pair(f"name:invented {n}", f"name:invented {n + 1}", probability=0.8) for n in range(0, 11, 2)]
    made: list[Judgement] = []
    while len(made) < 100:
        left, right = rng.sample(sides, 2)
        drawn = Judgement(left, right, rng.choice(DECISIONS), "A", DAY, "why", len(made))
        with suppress(CaseError):
            refuse_contradictions(standing([*made, drawn]))
            made.append(drawn)
    rows = [judgement(one.left, one.right, one.decision) for one in made]
    undone = [judgement(one.left, one.right, "unsure") for one in made]
    before = who(parties, pairs=pairs)

    assert entity_of(who(parties, judgements=rows, pairs=pairs)) != entity_of(before)
    assert who(parties, judgements=[*rows, *undone], pairs=pairs) == before


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("fppc:1,fppc:2,equal,A,2026-01-01,why", "line 2, decision: 'equal' is not same"),
        ("fppc:1,fppc:2,same,,2026-01-01,why", "line 2, author: is empty"),
        ("fppc:1,fppc:2,same,A,2026-02-30,why", "line 2, date: date '2026-02-30' does not exist"),
        ("fppc:1,fppc:2,same,A", "line 2: 4 fields"),
        ("fppc:1,fppc:1,same,A,2026-01-01,why", "line 2, right: is what stands on the left as well"),
        ('fppc:1,fppc:2,same,A,2026-01-01,"cut off here', "line 2: cannot be read as CSV"),
    ],
)
def test_a_bad_row_names_file_line_and_field(tmp_path: Path, row: str, why: str) -> None:
    (tmp_path / "judgements.csv").write_text(",".join(COLUMNS) + "\n" + row + "\n")

    with pytest.raises(InputError, match=why):
        read_judgements(tmp_path)


@pytest.mark.parametrize(
    "content", [b"left,right\xe9,decision", b'left,right,decision,author,date,reason\n"A"b,c,same,x,2026-01-01,y\n']
)
def test_a_file_that_is_no_csv_in_utf8_is_one_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "judgements.csv").write_bytes(content)

    with pytest.raises(InputError, match=r"judgements\.csv, line [12]: "):
        read_judgements(tmp_path)


def test_an_undone_undo_stands_again() -> None:
    history = [judgement("fppc:1", "fppc:2", decision) for decision in ("same", "unsure", "same")]

    assert joined(*history) == joined(history[0]) != joined(*history[:2])


def test_unsure_never_stands() -> None:
    assert standing([]) == []
    assert stable_id("E", "fppc:1") in entity_of(who(PARTIES)).values()
