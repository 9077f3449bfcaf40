"""Groups of lines, against joining sets one by one, as plain Python and as machine code."""

from random import Random

import numpy as np
import pytest

from headwater.ledger.groups import Marked, groups
from tests.both_ways import BOTH_WAYS, one_way

COUNT = 60


def _invented(seed: int) -> list[Marked]:
    """Families that each compare some of the lines, in any order, many of them equal."""
    draw = Random(seed)  # noqa: S311 - the same lines on every run are the point
    families = []
    for size in (0, 1, 5, 20, COUNT):
        places = draw.sample(range(COUNT), size)
        marks = [draw.choice((0, 2**64 - 1, *range(7, 7 + size))) for _ in places]
        families.append(Marked(np.array(places, np.int32), np.array(marks, np.uint64)))
    return families


@BOTH_WAYS
@pytest.mark.parametrize("seed", range(20))
def test_groups_are_the_lines_that_marks_join_over_any_number_of_steps(seed: int, is_compiled: bool) -> None:
    families = _invented(seed)
    joined = [{place} for place in range(COUNT)]
    for places, marks in families:
        for mark in set(marks.tolist()):
            alike = {place for place, own in zip(places.tolist(), marks.tolist(), strict=True) if own == mark}
            touched = [group for group in joined if group & alike]
            joined = [group for group in joined if not group & alike] + [set().union(*touched)]
    expected = {place: min(group) for group in joined for place in group}
    with one_way(is_compiled):
        found = groups(COUNT, families).tolist()
    assert found == [expected[place] for place in range(COUNT)]
