"""Judgements join and keep apart; contradictions are refused with the chain; undoing restores."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.base.errors import CaseError, InputError
from headwater.entities.clusters import clusters
from headwater.entities.judgements import COLUMNS, Judgement, read_judgements

KEYS = {"P1": "fppc:1", "P2": "fppc:2", "P3": "name:third", "P4": "name:third"}


def judged(left: str, right: str, decision: str, row: int = 2) -> Judgement:
    return Judgement(left, right, decision, "A. Editor", date(2026, 1, 1), "seen on the form", row)


def test_without_judgements_equal_keys_are_one() -> None:
    found, moved = clusters(KEYS, [])

    assert found == KEYS
    assert moved == set()


def test_same_joins_two_identifiers() -> None:
    found, moved = clusters(KEYS, [judged("fppc:1", "fppc:2", "same")])

    assert found["P1"] == found["P2"] == "fppc:1"
    assert moved == {"fppc:1", "fppc:2"}


def test_different_parts_two_parties_of_one_exact_name() -> None:
    found, _ = clusters(KEYS, [judged("P3", "P4", "different")])

    assert found["P3"] != found["P4"]


def test_the_newest_judgement_of_a_pair_holds_and_unsure_undoes() -> None:
    history = [judged("fppc:1", "fppc:2", "same"), judged("fppc:2", "fppc:1", "unsure")]

    assert clusters(KEYS, history)[0] == clusters(KEYS, [])[0]


def test_a_contradiction_is_refused_with_the_chain() -> None:
    history = [
        judged("fppc:1", "fppc:2", "same"),
        judged("fppc:2", "fppc:3", "same"),
        judged("fppc:1", "fppc:3", "different"),
    ]

    with pytest.raises(CaseError, match="fppc:1 = fppc:2 = fppc:3"):
        clusters(KEYS, history)


def test_a_judgement_on_records_not_here_waits() -> None:
    assert clusters(KEYS, [judged("fppc:1", "fec:C00000009", "same")])[0] == KEYS


@given(st.permutations(range(4)))
def test_order_of_parties_does_not_matter(order: list[int]) -> None:
    names = list(KEYS)
    shuffled = {names[at]: KEYS[names[at]] for at in order}
    history = [judged("fppc:1", "name:third", "same")]

    assert clusters(shuffled, history)[0] == clusters(KEYS, history)[0]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("fppc:1,fppc:2,equal,A,2026-01-01,why", "line 2, decision: 'equal' is not same"),
        ("fppc:1,fppc:2,same,,2026-01-01,why", "line 2, author: is empty"),
        ("fppc:1,fppc:2,same,A,2026-02-30,why", "line 2, date: date '2026-02-30' does not exist"),
        ("fppc:1,fppc:2,same,A", "line 2: 4 fields"),
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

    with pytest.raises(InputError, match=r"judgements\.csv"):
        read_judgements(tmp_path)
