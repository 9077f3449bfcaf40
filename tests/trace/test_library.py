"""Plain arrays give what the named ledger gives, pair by pair."""

import numpy as np

from headwater.base.money import Bounds
from headwater.trace.ledger import ledger_of
from headwater.trace.library import book_of_arrays, bounds_between, bounds_to_all, pro_rata_to_all
from headwater.trace.problem import book_of
from tests.trace.asking import ask
from tests.trace.ledgers import payments_of, random_rows, seeded


def test_arrays_give_the_bounds_of_single_questions() -> None:
    for seed in range(100):
        rows = random_rows(seeded(seed))
        names = list(dict.fromkeys(name for row in rows for name in row[2:4]))
        sides = [[row[2] for row in rows], [row[3] for row in rows]]
        ends = [np.array([names.index(name) for name in side], dtype=np.int32) for side in sides]
        day = np.array([row[0] for row in rows], dtype=np.int32)
        book = book_of_arrays(ends[0], ends[1], (day, day), np.array([row[4] for row in rows], dtype=np.int64))
        found = list(bounds_between(book, [[names.index("D1")], [names.index("D2")]], [[names.index("T")]]))
        assert found == [ask(rows, ["D1"]).bounds, ask(rows, ["D2"]).bounds], seed


def test_a_donor_set_to_everybody_is_what_each_single_question_says() -> None:
    nothing = 0
    for seed in range(60):
        rows = random_rows(seeded(seed), longest_range=seed % 2)
        book = book_of(ledger_of(payments_of(rows)))
        names = book.ledger.names
        found = dict(bounds_to_all(book, [names.index("D1"), names.index("D2")]))
        receivers = {row[3] for row in rows if row[2] != row[3]} - {"D1", "D2"}
        assert {names[number] for number in found} == receivers, seed
        for number, bounds in found.items():
            assert bounds == ask(rows, ["D1", "D2"], [names[number]]).bounds, seed
            nothing += bounds == Bounds(0, 0)
    assert nothing > 10


def test_forwards_gives_what_every_single_question_backwards_gives() -> None:
    compared = 0
    for seed in range(150):
        rows = random_rows(seeded(seed), longest_range=0)
        book = book_of(ledger_of(payments_of(rows)))
        names = book.ledger.names
        found = pro_rata_to_all(book, [names.index("D1"), names.index("D2")])
        paid = [row[4] for row in rows if row[2] in {"D1", "D2"} and row[3] not in {"D1", "D2"}]
        assert sum(found.values()) == sum(paid), seed
        paying = {row[2] for row in rows}
        for name in {row[3] for row in rows} - paying - {"D1", "D2"}:
            # The other sweep, with every donor's part rounded against the target's total instead.
            assert abs(found.get(names.index(name), 0) - ask(rows, ["D1", "D2"], [name]).rules["pro_rata"]) <= 1, seed
            compared += 1
    assert compared > 100


def test_forwards_by_hand() -> None:
    # A holds 60 of the donor's and 40 of another's, pays T 50 (30 the donor's) and B 50 (30); B pays V 10 (6).
    rows = [(1, 1, "D1", "A", 60), (1, 1, "S1", "A", 40), (2, 2, "A", "T", 50), (3, 3, "A", "B", 50)]
    rows += [(4, 4, "B", "V", 10), (5, 5, "D1", "V", 5)]
    book = book_of(ledger_of(payments_of(rows)))
    found = pro_rata_to_all(book, [book.ledger.names.index("D1")])
    assert {book.ledger.names[number]: cents for number, cents in found.items()} == {"T": 30, "B": 24, "V": 11}
