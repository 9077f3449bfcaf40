"""The open benchmark: its answers by independent means, its scorer, and the formulas of others on known failures."""

import json
from collections import deque
from fractions import Fraction
from pathlib import Path

import pytest

from bench.tracing.__main__ import main
from bench.tracing.engines import engines, headwater, run
from bench.tracing.generate import generate
from bench.tracing.others import OTHERS, asked
from bench.tracing.protocol import (
    ANSWERS_SCHEMA,
    Answers,
    Asked,
    read_answers,
    read_questions,
    write_answers,
    write_questions,
)
from bench.tracing.score import score_of
from headwater.base.errors import InputError
from headwater.trace.ledger import Payment
from headwater.trace.spreadsheet import read_payments

QUESTIONS = read_questions()
PLAIN = [one for one in QUESTIONS if not one.ledger.stem.startswith(("same-day", "through", "back", "target", "known"))]
FORMULA = dict(OTHERS)


def by_cents(payments: list[Payment], one: Asked, *, newest: bool) -> int:
    """A second writing of fifo and lifo: every cent by itself, in the order of the rows, each on a later day."""
    held: dict[str, deque[bool]] = {}
    reached = 0
    for payment in payments:
        own = held.setdefault(payment.payer, deque())
        if payment.payer in one.donors or all(other.payee != payment.payer for other in payments):
            cents = [payment.payer in one.donors] * payment.cents
        else:
            lacking = max(0, payment.cents - len(own))
            own.extendleft([False] * lacking)
            cents = [own.pop() if newest else own.popleft() for _ in range(payment.cents)]
            cents = cents[::-1] if newest else cents
        if payment.payee in one.targets:
            reached += sum(cents)
        else:
            held.setdefault(payment.payee, deque()).extend(cents)
    return reached


def in_fractions(payments: list[Payment], one: Asked) -> Fraction:
    """A second writing of pro rata: forward, balances and the donors' part of them as fractions."""
    balance: dict[str, Fraction] = {}
    part: dict[str, Fraction] = {}
    reached = Fraction(0)
    for payment in payments:
        payer, cents = payment.payer, Fraction(payment.cents)
        if payer in one.donors:
            moved = cents
        elif not balance.get(payer):
            moved = Fraction(0)
        else:
            moved = cents * part[payer] / balance[payer]
            balance[payer] -= cents
            part[payer] -= moved
        if payment.payee in one.targets:
            reached += moved
        else:
            balance[payment.payee] = balance.get(payment.payee, Fraction(0)) + cents
            part[payment.payee] = part.get(payment.payee, Fraction(0)) + moved
    return reached


@pytest.mark.parametrize("one", PLAIN, ids=lambda one: one.id)
def test_the_known_answers_hold_in_a_second_writing(one: Asked) -> None:
    payments = read_payments(one.ledger)
    assert in_fractions(payments, one) == one.known["pro_rata_cents"]
    assert by_cents(payments, one, newest=False) == one.known["fifo_cents"]
    assert by_cents(payments, one, newest=True) == one.known["lifo_cents"]


@pytest.mark.parametrize("one", QUESTIONS, ids=lambda one: one.id)
def test_this_engine_gives_the_known_answers(one: Asked) -> None:
    given = headwater(read_payments(one.ledger), one)
    assert {name: given[name] for name in given if name != "pro_rata_cents"} == {
        name: known for name, known in one.known.items() if name != "pro_rata_cents"
    }
    assert abs(given["pro_rata_cents"] - one.known["pro_rata_cents"]) < 1


def question(name: str, donor: str = "D") -> tuple[list[Payment], tuple[str, ...], tuple[str, ...]]:
    one = next(one for one in QUESTIONS if one.ledger.stem == name and one.donors == (donor,))
    return read_payments(one.ledger), one.donors, one.targets


@pytest.mark.parametrize(
    ("name", "formula", "cents"),
    [
        # published: half of what reached T, though D's money came a day late
        ("late-donor", "time-blind share", 5000),
        # published vector 1: a third for Karen, who gave after X was paid
        ("mixed-account", "time-blind share", 333),
        # A meets itself through B: (60·1 + 60·(1/2) + 40·0) / 160 of 50
        ("circle", "recursion, one half at a circle", 2813),
        # D stands on two routes; by the second it counts as nothing: 60 of the 100, and S's 100
        ("second-route", "recursion, each account once", 3000),
        # seven accounts lie between
        ("long-chain", "recursion of depth 3", 0),
    ],
)
def test_the_formulas_of_others_fail_as_published(name: str, formula: str, cents: int) -> None:
    donor = "Karen" if name == "mixed-account" else "D"
    payments, donors, targets = question(name, donor)
    assert asked(payments, donors, targets, FORMULA[formula]) == cents


def test_the_time_blind_share_of_the_published_vector() -> None:
    payments, donors, targets = question("two-committees")
    # TRACING.md, section 3: 53.1056
    assert asked(payments, donors, targets, FORMULA["time-blind share"]) == 5311


def test_the_scorer_tells_right_wrong_and_impossible() -> None:
    one = QUESTIONS[0]
    right = {name: int(known) for name, known in one.known.items()}
    score = score_of([one], Answers("e", {one.id: {**right, "lifo_cents": int(one.known["high_cents"]) + 500}}))
    assert score.right["fifo_cents"] == (1, 1, 1)
    assert score.right["lifo_cents"] == (0, 1, 1)
    assert (score.impossible, score.figures) == (1, 3)
    assert score.furthest == int(one.known["high_cents"]) + 500 - int(one.known["lifo_cents"])


def test_answers_survive_writing_and_reading(tmp_path: Path) -> None:
    answers = run("ours", next(iter(engines()))[1], QUESTIONS)
    write_answers(tmp_path / "a.json", answers)
    assert read_answers(tmp_path / "a.json") == answers
    assert main(["score", str(tmp_path / "a.json")]) == 0


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"question": "x", "fifo_cents": 1.5}], "answers[0]: 'fifo_cents' is no measure in whole cents"),
        ([{"question": "x", "luck": 1}], "answers[0]: 'luck' is no measure"),
        ([{"question": "x"}, {"question": "x"}], "answers[1]: answers 'x' twice"),
        ([{"fifo_cents": 1}], "answers[0]: names no question"),
        ("none", "answers: is not a list"),
    ],
)
def test_bad_answers_are_one_line(tmp_path: Path, rows: object, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"schema": ANSWERS_SCHEMA, "engine": "e", "answers": rows}))
    with pytest.raises(InputError) as caught:
        read_answers(path)
    assert said in str(caught.value)
    assert main(["score", str(path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_planted_truth_is_what_this_engine_finds(tmp_path: Path, seed: int) -> None:
    one = generate(tmp_path, 700, seed)
    write_questions(tmp_path / "questions.json", [one])
    assert read_questions(tmp_path / "questions.json") == [one]
    payments = read_payments(one.ledger)
    assert len(payments) >= 700
    assert headwater(payments, one) == {name: int(known) for name, known in one.known.items()}


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (generate(tmp_path / name, 300).ledger.read_bytes() for name in ("a", "b"))
    assert first == second
