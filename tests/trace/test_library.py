"""Plain arrays give what the named ledger gives, pair by pair."""

import numpy as np

from headwater.trace.library import book_of_arrays, bounds_between
from tests.trace.asking import ask
from tests.trace.ledgers import random_rows, seeded


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
