"""Plain arrays give what the named ledger gives, pair by pair."""

import numpy as np

from headwater.base.money import Bounds
from headwater.trace.ledger import ledger_of
from headwater.trace.library import book_of_arrays, bounds_between, bounds_to_all
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
