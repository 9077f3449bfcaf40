"""The pages as documents: links resolve, landmarks stand, nothing is loaded from elsewhere, words are neutral."""

import posixpath
import re

import pytest

from headwater.base.ids import stable_id
from headwater.publish import addresses
from headwater.publish.citing import Citations
from headwater.publish.pages import PAGES, home
from headwater.publish.sections import stated_totals
from tests.publish import world_tables
from tests.publish.conftest import Site
from tests.publish.reading import read

FORBIDDEN = re.compile(
    r"\b(bought|owns|installed|puppets?|webs?|network of|dark money|linked to|backed by)\b", re.IGNORECASE
)


def resolved(address: str, link: str) -> tuple[str, str]:
    path, _, fragment = link.partition("#")
    whole = posixpath.normpath(posixpath.join(posixpath.dirname(address), path)) if path else address
    return whole, fragment


def test_every_page_kind_has_a_page(site: Site) -> None:
    kinds = {row["kind"] for row in site.db.rows("SELECT DISTINCT kind FROM site_pages")}

    assert kinds == {page.kind for page in PAGES}


def test_every_internal_link_and_fragment_resolves(site: Site) -> None:
    ids = {address: set(read(site.text(address)).ids) for address in site.pages}
    for address in site.pages:
        seen = read(site.text(address))
        for link in (*seen.links, *seen.loaded):
            if link.startswith(("https://", "data:")):
                continue
            # what stands behind ? is read where the site is served
            target, fragment = resolved(address, re.sub(r"\?[^#]*", "", link))

            assert (site.folder / target).is_file(), (address, link)
            assert not fragment or fragment in ids[target], (address, link)


def test_nothing_is_loaded_but_the_one_style_sheet_and_the_one_script(site: Site) -> None:
    for address in site.pages:
        loaded = read(site.text(address)).loaded

        assert [posixpath.basename(one) for one in loaded] == ["data:,".rpartition("/")[2], "style.css", "site.js"]
    style = (site.folder / "style.css").read_text()

    assert "url(" not in style
    assert "@import" not in style
    assert len(style) < 30_000
    script = (site.folder / "site.js").read_text("utf-8")

    assert not re.search(r"https?://|\beval\(|innerHTML|Function\(", script)
    assert len(script) < 30_000


def test_documents_are_plain_and_marked_up_for_everybody(site: Site) -> None:
    for address in site.pages:
        seen = read(site.text(address))

        # the head's one script, with nothing written in it
        assert site.text(address).count("<script") == 1
        assert "></script>" in site.text(address)
        assert [seen.tags.count(tag) for tag in ("h1", "main", "header", "footer")] == [1, 1, 1, 1]
        assert seen.tags.count("table") == seen.tags.count("caption")
        assert not [name for name, _ in seen.attributes if name == "style" or name.startswith("on")]
        assert seen.links[0] == "#main"
        assert ("lang", "en") in seen.attributes


def test_no_page_uses_a_verb_that_the_rules_forbid(site: Site) -> None:
    for address in site.pages:
        words = " ".join(read(site.text(address)).words)

        assert not FORBIDDEN.search(words), address


def test_a_case_names_the_publisher_of_a_file_whose_reader_cannot(site: Site) -> None:
    # world.py: the reader of contests.csv is of anybody's sheet, and the case says whose this one is
    named = "Registrar of Example County"

    for address in ("sources/contest_csv.html", "sources/index.html", "methods.html"):
        assert named in site.text(address), address
    assert f"Publisher: {named}" in (site.folder / "data" / "results.use-terms.txt").read_text("utf-8")
    # a line says its own publisher; its file's stands where it has none; then its source's
    assert site.db.publisher_of({"publisher": "A", "file_name": "contests.csv"}) == "A"
    assert site.db.publisher_of({"publisher": None, "file_name": "contests.csv", "source": "ca_netfile"}) == named
    # what one file's publisher is named says nothing of another file of the same reader
    of_reader = site.db.value("SELECT publisher FROM sources WHERE source = 'contest_csv'")
    assert site.db.publisher_of({"file_name": "other.csv", "source": "contest_csv"}) == of_reader != named
    assert site.db.publisher_of({"source": "ca_netfile"}) == site.db.value(
        "SELECT publisher FROM sources WHERE source = 'ca_netfile'"
    )


def test_gaps_stand_in_the_cell_of_the_total_that_they_touch(site: Site) -> None:
    text = site.text("contests/zz-county-example-district-attorney-2030-06-04-primary.html")

    assert re.search(r'data-label="Sum of gifts">.*?<span class="gap">What these records lack: <a href="#lack-1"', text)
    assert '<li id="lack-1">Monetary gifts 2029–2031 are not in these' in text


def test_a_gap_that_names_its_contests_touches_no_other(site: Site) -> None:
    # planted in world.py for a contest of the same place and years
    for address in site.pages:
        is_contest = address.startswith(("contests/", "dossiers/contests"))

        assert not is_contest or "a gap of another contest alone" not in site.text(address)


def test_two_stated_totals_stand_beside_each_other(site: Site) -> None:
    # planted: the two pages of an agency that state 120,623.85 and 111,423.85; their mean would be 116,023.85
    text = site.text("contests/zz-county-example-district-attorney-2030-06-04-primary.html")

    assert "$120,623.85" in text
    assert "$111,423.85" in text
    assert "116,023.85" not in text


def test_a_stated_total_says_its_election_and_stands_under_no_other(site: Site) -> None:
    own = stable_id("E", "Quill for District Attorney 2030")

    # world_tables.py: two pages state a total for the election of June 4, 2030
    assert "; election of June 4, 2030" in site.text(addresses.contest(world_tables.CONTEST))
    for day, count in (("2030-06-04", 2), ("2026-11-03", 0), ("", 2)):
        assert len(stated_totals(site.db, Citations(site.db), [own], day)) == count


QUIET = f"contests/{world_tables.QUIET_CONTEST}.html"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (QUIET, "No publisher in these records says who won"),
        (QUIET, "No count of this contest is in these records"),
        ("claims/c03.html", "A reply can be sent to the case’s maintainers; none is on file"),
        ("claims/c02.html", "between"),
        ("methods.html", "52 U.S.C. 30111(a)(4)"),
    ],
)
def test_what_is_absent_is_said_in_words(site: Site, address: str, words: str) -> None:
    assert words in site.text(address)


def test_home_shows_the_targets_of_which_the_most_can_be_a_donor_sets_and_counts_all(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = {
        (row["target_entity_id"], row["target_class"]): row["most"]
        for row in site.db.rows(
            "SELECT target_entity_id, target_class, max(high_cents) AS most FROM traces GROUP BY 1, 2 HAVING most > 0"
        )
    }
    assert len(every) > 1
    whole = home.context(site.db, "")
    monkeypatch.setattr(home, "_SHOWN_TARGETS", 1)
    first = home.context(site.db, "")

    assert [len(whole["bounds"]), whole["more_bounds"]] == [len(every), None]
    (shown,) = first["bounds"]
    assert first["more_bounds"].value == len(every)
    assert max(every.values()) == max(row["high_cents"].value for row in shown["rows"])
