"""What the fields of like lines hold, against a plain look at each field."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.base.ids import clean_name
from headwater.sources.fec_efiles.survey import FILLED, OUTER_SPACE, QUOTED, ROUGH, WIDTH, record_turns, survey
from tests.both_ways import BOTH_WAYS, one_way

FIELDS = 3
TEXTS = st.text(st.sampled_from('aB "^é\t~'), max_size=5)
RECORDS = ("SA11AI", "SA11A", "", "S", "A" * WIDTH, "A" * (WIDTH + 1))
LINES = st.lists(st.lists(TEXTS, min_size=1, max_size=FIELDS + 2), min_size=1, max_size=6)


def _letters(lines: list[list[str]]) -> np.ndarray:
    return np.frombuffer("".join("\x1c".join(line) + "\n" for line in lines).encode(), np.uint8)


@BOTH_WAYS
@settings(deadline=None)  # the first call compiles
@given(lines=LINES)
def test_fields_are_told_of_as_a_look_at_each_tells(lines: list[list[str]], is_compiled: bool) -> None:
    with one_way(is_compiled):
        *found, beyond = survey(_letters(lines), FIELDS).tolist()
    assert bool(beyond) == any(len(line) > FIELDS for line in lines)
    for field, kinds in enumerate(found):
        texts = [line[field] for line in lines if len(line) > field]
        assert bool(kinds & FILLED) == any(texts)
        assert bool(kinds & OUTER_SPACE) == any(text != text.strip(" ") for text in texts)
        assert bool(kinds & QUOTED) == any('"' in text for text in texts)
        # More may be called rough than is: that costs a look. What is not must be clean once its ends are.
        if not kinds & ROUGH:
            assert all(clean_name(text) == text.strip(" ") and "^" not in text for text in texts)


@BOTH_WAYS
@settings(deadline=None)  # the first call compiles
@given(records=st.lists(st.sampled_from(RECORDS), min_size=1, max_size=9))
def test_lines_are_parted_where_their_first_fields_differ(records: list[str], is_compiled: bool) -> None:
    lines = [[record, "x"] if place % 2 else [record] for place, record in enumerate(records)]
    letters = _letters(lines)
    starts = np.cumsum([0, *(len("\x1c".join(line)) + 1 for line in lines)])[:-1]
    # Of a record so much is looked at as any record's name has.
    seen = [record[:WIDTH] for record in records]
    expected = [place for place in range(len(seen)) if not place or seen[place] != seen[place - 1]]
    with one_way(is_compiled):
        assert record_turns(letters, starts).tolist() == expected
