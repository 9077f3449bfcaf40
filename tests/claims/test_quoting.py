"""Quotations word by word; each pair of texts is invented and what was changed in it is known."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.base.errors import InputError
from headwater.claims.article.files import compare
from headwater.claims.article.quoting import ALTERED, EXACT, NOT_FOUND, Change, compare_quotes

SOURCE = (
    "Before all that. We will build seven bridges over the river, and nobody shall pay a toll on them. "
    "The council’s plan is sound. Afterwards came the rain."
)


@pytest.mark.parametrize(
    ("quoted", "status", "changes"),
    [
        ("we will build seven bridges over the river", EXACT, ()),
        ("We will build seven bridges, over the river!", EXACT, ()),
        ("The council's plan is sound", EXACT, ()),
        ("we will build ten bridges over the river", ALTERED, (Change("ten", "seven"),)),
        ("we will build bridges over the river", ALTERED, (Change("", "seven"),)),
        ("we will build seven new bridges over the river", ALTERED, (Change("new", ""),)),
        ("We will build seven bridges ... and nobody shall pay", EXACT, ()),
        ("We [the mayor] will build seven bridges over the river", EXACT, ()),
        ("[W]e will build seven bridges over [it] and nobody shall pay a toll", EXACT, ()),
        ("We will build seven bridges over the river, and nobody shall … on them", EXACT, ()),
        ("nobody shall pay a [small] tax on them", ALTERED, (Change("tax", "toll"),)),
        ("the mayor ate four apples at noon", NOT_FOUND, ()),
    ],
)
@pytest.mark.parametrize("marks", ["“{}”", '"{}"', "«{}»", "‘{}’"])
def test_what_a_quotation_is(quoted: str, status: str, changes: tuple[Change, ...], marks: str) -> None:
    found = compare_quotes(f"She said {marks.format(quoted)} that day.", SOURCE)
    assert [(one.status, one.changes) for one in found] == [(status, changes)]


@pytest.mark.parametrize("dash", ["-", "‐", "‑", "–", " — ", "—", "-\n", "\u00ad"])
def test_hyphens_dashes_and_broken_lines_are_no_change(dash: str) -> None:
    # the same letters in the same order, set in another way
    source = f"They built a three{dash}mile wall around the 2018–2021 gar{dash.strip(' ')}den of the town."
    found = compare_quotes("“a three-mile wall around the 2018-2021 gar-den of the town”", source)
    assert [(one.status, one.changes) for one in found] == [(EXACT, ())]


def test_two_words_written_as_one_are_a_change() -> None:
    one = compare_quotes("“they came everyday to the river”", "They came every day to the river.")[0]
    assert (one.status, one.changes) == (ALTERED, (Change("everyday", "every day"),))


@pytest.mark.parametrize("empty", ["", " \n", "“”", "“ … ”"])
def test_nothing_quoted_is_nothing_to_compare(empty: str) -> None:
    assert compare_quotes(empty, SOURCE) == []
    assert [one.status for one in compare_quotes("“we will build seven bridges”", empty)] == [NOT_FOUND]


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    first = tmp_path / "a.txt"
    first.write_bytes(b"one\ntwo\n\0three")
    with pytest.raises(InputError, match=r"a\.txt, line 3: not text: it holds a null byte"):
        compare(first, first, as_json=False)


def test_the_place_is_told_in_both_texts() -> None:
    first = "He said “the council's plan is sound” twice."
    one = compare_quotes(first, SOURCE)[0]
    assert first[one.start : one.end] == "the council's plan is sound"
    assert SOURCE[one.found_start : one.found_end] == "The council’s plan is sound"
    assert (one.words, one.same) == (5, 5)


def test_a_word_in_use_is_no_quotation() -> None:
    assert compare_quotes('The "plan" was called "popular".', SOURCE) == []


@given(
    st.lists(st.sampled_from(["ash", "birch", "cedar", "elm", "fir", "oak", "pine", "yew"]), min_size=4, max_size=30),
    st.data(),
)
def test_any_stretch_of_a_text_is_found_as_it_stands(words: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - 4))
    end = data.draw(st.integers(start + 4, len(words)))
    found = compare_quotes(f"“{' '.join(words[start:end])}”", " ".join(words))
    assert [(one.status, one.same) for one in found] == [(EXACT, end - start)]


def test_the_command_tells_each_change(tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text("“we will build ten bridges over the river”")
    second.write_text(SOURCE)
    text, all_exact = compare(first, second, as_json=False)
    assert not all_exact
    assert text.splitlines()[1] == "  ten | seven"
    assert json.loads(compare(first, second, as_json=True)[0])[0]["status"] == ALTERED
    assert compare(second, first, as_json=False) == ("no quotation of four words or more", True)


def test_a_text_that_is_no_utf_8_names_its_line(tmp_path: Path) -> None:
    first = tmp_path / "a.txt"
    first.write_bytes(b"one\ntwo \xff")
    with pytest.raises(InputError, match=r"a\.txt, line 2: not UTF-8 text"):
        compare(first, first, as_json=False)
