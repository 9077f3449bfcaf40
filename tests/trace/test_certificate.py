"""Certificates verify, and with one cent changed they do not."""

import json
from collections import defaultdict
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from headwater.base.errors import HeadwaterError, InputError
from headwater.trace.answer import answer_to
from headwater.trace.certificate import certificate_of, without_people
from headwater.trace.ledger import ledger_of
from headwater.trace.problem import problem_of
from headwater.trace.verify import digest_of, verify
from tests.trace.ledgers import VECTOR_2, Row, payments_of, random_rows, seeded


def _certificate(rows: list[Row], donors: list[str], targets: list[str]) -> tuple[dict[str, Any], tuple[int, int]]:
    problem = problem_of(ledger_of(payments_of(rows)), donors, targets)
    found = answer_to(problem, donors, targets)
    data: dict[str, Any] = json.loads(json.dumps(certificate_of(problem, found)))
    return data, (found.bounds.low, found.bounds.high)


def _verified(data: dict[str, Any], file: Path) -> tuple[int, int]:
    """What a certificate proves; its digest is made anew, so that the proofs themselves must find a change."""
    file.write_text(json.dumps(data | {"digest": digest_of(data)}), "utf-8")
    return verify(file)


@pytest.mark.parametrize("longest_range", [0, 2])
def test_every_certificate_verifies(tmp_path: Path, longest_range: int) -> None:
    for seed in range(400):
        data, bounds = _certificate(random_rows(seeded(seed), longest_range=longest_range), ["D1"], ["T"])
        assert _verified(data, tmp_path / "c.json") == bounds, seed


@pytest.mark.parametrize("proof", ["high", "low"])
def test_one_cent_changed_is_found(tmp_path: Path, proof: str) -> None:
    changed = 0
    for seed in range(40):
        data, _ = _certificate(random_rows(seeded(seed)), ["D1"], ["T"])
        for change in (-1, 1):
            other = deepcopy(data)
            other[proof]["cents"] += change
            with pytest.raises(HeadwaterError, match=f"the proof of {proof} fails"):
                _verified(other, tmp_path / "c.json")
            for number, (_, cents) in enumerate(data[proof]["flow"]):
                other = deepcopy(data)
                other[proof]["flow"][number][1] = cents + change
                with pytest.raises(HeadwaterError):
                    _verified(other, tmp_path / "c.json")
                changed += 1
    assert changed > 10


def test_people_who_may_not_be_named_stand_together_and_the_proof_holds(tmp_path: Path) -> None:
    told: dict[bool, int] = defaultdict(int)
    for seed in range(200):
        hidden = {name: f"nobody, no. {name}" for name in ("S1", "S2", "V")}
        rows: list[Row] = [
            (first, last, hidden.get(payer, payer), hidden.get(payee, payee), cents)
            for first, last, payer, payee, cents in random_rows(seeded(seed))
        ]
        data, bounds = _certificate(rows, ["D1"], ["T"])
        joined = without_people(data, "nobody")
        file = tmp_path / "c.json"
        file.write_text(json.dumps(joined), "utf-8")
        assert verify(file) == bounds, seed
        accounts = {*joined["high"]["accounts"], *joined["low"]["accounts"]}
        alone = {end for side in ("high", "low") for row in joined[side]["payments"] for end in row[3:5]} - accounts
        # sources and vendors that were several names are at most two: all payers, all payees
        assert {one for one in alone if one.startswith("nobody")} <= {"nobody, all payers", "nobody, all payees"}
        told["nobody, all payers" in alone] += 1
    assert min(told.values()) > 10


def test_any_change_is_found(tmp_path: Path) -> None:
    data, bounds = _certificate(VECTOR_2, ["D"], ["X"])
    file = tmp_path / "c.json"
    file.write_text(json.dumps(data), "utf-8")
    assert verify(file) == bounds == (2000, 8500)
    for row in range(len(data["high"]["payments"])):
        other = deepcopy(data)
        other["high"]["payments"][row][5] += 1
        file.write_text(json.dumps(other), "utf-8")
        with pytest.raises(HeadwaterError, match="was changed"):
            verify(file)


def test_what_is_no_certificate_is_one_clear_line(tmp_path: Path) -> None:
    file = tmp_path / "c.json"
    for text in ("", "[]", "{}", '{"schema": "other"}'):
        file.write_text(text, "utf-8")
        with pytest.raises(InputError, match=r"c\.json: not a certificate"):
            verify(file)
    with pytest.raises(InputError, match="No such file"):
        verify(tmp_path / "missing.json")


def test_proofs_of_two_ledgers_are_no_certificate(tmp_path: Path) -> None:
    half, _ = _certificate([(1, 1, "D1", "T", 50), (1, 1, "S1", "T", 50)], ["D1"], ["T"])
    whole, _ = _certificate([(1, 1, "D1", "T", 99), (1, 1, "S1", "T", 1)], ["D1"], ["T"])
    with pytest.raises(HeadwaterError, match="the least is more than the most"):
        _verified(half | {"low": whole["low"]}, tmp_path / "c.json")
    with pytest.raises(HeadwaterError, match="do not say the same of payment p1"):
        _verified(whole | {"low": half["low"]}, tmp_path / "c.json")


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        (("high", "cents"), 8500.5),
        (("high", "payments", 0, 1), None),
        (("low", "payments", 0, 5), "4000"),
        (("low", "payments", 0, 6), 1),
        (("high", "flow", 0), [1]),
        (("high", "flow", 0), 7),
        (("high", "accounts"), []),
        (("exact",), "yes"),
    ],
)
def test_what_is_no_whole_number_is_no_certificate(tmp_path: Path, place: tuple[Any, ...], wrong: object) -> None:
    data, _ = _certificate(VECTOR_2, ["D"], ["X"])
    part: Any = data
    for step in place[:-1]:
        part = part[step]
    part[place[-1]] = wrong
    with pytest.raises(InputError, match="not a certificate"):
        _verified(data, tmp_path / "c.json")


def test_a_file_nested_without_end_is_no_certificate(tmp_path: Path) -> None:
    (tmp_path / "c.json").write_text("[" * 200_000, "utf-8")
    with pytest.raises(InputError, match="not a certificate"):
        verify(tmp_path / "c.json")
