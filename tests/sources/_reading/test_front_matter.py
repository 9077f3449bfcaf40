"""Front matter: text stays text, entries know their lines, tricks are refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from headwater.base.errors import InputError
from headwater.sources._reading.front_matter import Page, read_page
from headwater.sources._reading.raw import raw_file


@pytest.fixture
def page(tmp_path: Path) -> Callable[[str], Page]:
    def make(content: str) -> Page:
        path = tmp_path / "p.md"
        path.write_text(content, "utf-8")
        return read_page(raw_file(path, "p.md"))

    return make


def test_nothing_is_guessed(page: Callable[[str], Page]) -> None:
    fields = page("---\nday: 08\nno: no\nat: 12:30\nnone:\nmoney: 97382.82\n---\nbody\n").fields
    assert fields == {"day": "08", "no": "no", "at": "12:30", "none": "", "money": "97382.82"}


def test_entries_know_their_lines(page: Callable[[str], Page]) -> None:
    found = page("---\na:\n- - x\n  - y\n- - z\n---\n")
    assert (found.fields["a"], found.lines["a", 0], found.lines["a", 1]) == ([["x", "y"], ["z"]], 3, 5)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a: 1\n", "p.md, line 1: no front matter"),
        ("---\na: 1\n", "the front matter has no end"),
        ("---\na: 1\na: 2\n---\n", "p.md, line 3, a: the key occurs twice"),
        ("---\na: &x [1]\nb: *x\n---\n", "an alias"),
        ("---\na: [1\n---\n", "not YAML"),
        ("---\n- 1\n---\n", "not a list of named fields"),
        ("---\n---\n", "the front matter is empty"),
        ("---\n? [a]\n: 1\n---\n", "a key that is not text"),
    ],
)
def test_what_is_not_plain_is_refused(page: Callable[[str], Page], content: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        page(content)
    assert said in str(caught.value)


def test_a_bomb_of_aliases_does_not_go_off(page: Callable[[str], Page]) -> None:
    layers = "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    with pytest.raises(InputError, match="an alias"):
        page(f"---\na0: &a0 [x]\n{layers}---\n")


@pytest.mark.parametrize("deep", ["[" * 40_000 + "a" + "]" * 40_000, "\n" + "- " * 40_000 + "a"])
def test_what_is_nested_without_end_is_refused(page: Callable[[str], Page], deep: str) -> None:
    with pytest.raises(InputError, match="nested too deep"):
        page(f"---\nlist: {deep}\n---\n")
