"""Names with markup, formulas, direction marks and 10,000 characters are text on pages and safe in files."""

import csv
import io
import sys

import pytest

from headwater.base.csv_cells import guarded
from headwater.base.ids import stable_id
from headwater.publish import addresses
from headwater.publish.showing import _INVISIBLE, visible
from tests.publish import world
from tests.publish.conftest import Site
from tests.publish.reading import read


def test_markup_in_a_name_is_text_on_every_page(site: Site) -> None:
    shown = 0
    for address in site.pages:
        text = site.text(address)

        assert "<script>" not in text
        assert "<script" not in text.replace("<script src=", "", 1)
        shown += "&lt;script&gt;alert(&#39;x&#39;)" in text
    assert shown >= 4


def test_direction_marks_are_written_out(site: Site) -> None:
    for address in site.pages:
        assert "\u202e" not in site.text(address)
    assert "⟨U+202E⟩gnirts⟨U+202C⟩" in site.text(addresses.entity(stable_id("E", world.REVERSED)))


def test_a_name_of_10_000_characters_is_whole_on_its_own_page_only(site: Site) -> None:
    own = addresses.entity(stable_id("E", world.LONG))

    assert world.LONG in site.text(own)
    for address in site.pages:
        assert address in (own, addresses.dossier(own)) or world.LONG[:400] not in site.text(address)


def test_every_cell_of_every_file_is_safe_in_a_spreadsheet(site: Site) -> None:
    found = 0
    for path in sorted((site.folder / "data").glob("*.csv")):
        for row in csv.reader(io.StringIO(path.read_text("utf-8"), newline="")):
            for cell in row:
                is_number = cell.lstrip("-").replace(".", "").replace("e", "").replace("-", "").isdigit()

                assert is_number or not cell.startswith(("=", "+", "-", "@", "\t", "\r")), (path.name, cell[:50])
                found += cell == f"'{world.FORMULA}"
    assert found >= 3


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_begins_like_a_formula_gets_an_apostrophe(start: str) -> None:
    assert guarded(f"{start}1+1") == f"'{start}1+1"
    assert guarded(-5) == -5


def test_a_number_stands_in_the_text_of_its_link(site: Site) -> None:
    seen = read(site.text(addresses.entity(stable_id("E", world.FORMULA))))

    # planted: the second hostile name gave 100.01
    assert "$100.01" in {text for _, _, text in seen.numbers}


def test_tabs_and_line_ends_pass_and_other_controls_are_written_out() -> None:
    assert visible("a\tb\nc\x00d\u200be") == "a\tb\nc⟨U+0000⟩d⟨U+200B⟩e"


def test_every_character_that_is_written_out_is_one_that_no_text_without_them_holds() -> None:
    # the whole of Unicode: what is quickly passed as printable holds nothing that would be written out
    hidden = [char for char in map(chr, range(sys.maxunicode + 1)) if _INVISIBLE.fullmatch(char)]

    assert len(hidden) > 150
    assert not [char for char in hidden if char.isprintable() or visible(char) == char]
