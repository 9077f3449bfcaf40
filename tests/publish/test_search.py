"""Search finds what was planted, with one letter wrong, in a handful of small files whatever the site's size."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from headwater.publish.search_index import Entry, index_files, pairs_of, shard_of, words_of
from tests.publish import world
from tests.publish.conftest import Site

LETTERS = "abcdefghijklmnopqrstuvwxyz"
FIRST = (
    "abner", "bertha", "casimir", "dorothea", "edwin", "florian", "gudrun", "hildegard", "ignace", "jorinde", "kasper",
    "leopold", "mathilda", "nathanael", "ottilie", "philippa", "quirin", "rosalind", "sebastian", "theodora",
)  # fmt: skip
LAST = ("wood", "field", "brook", "stone", "ridge", "haven", "march", "worth", "combe", "dale")
PLANTED = "Zephyrine Quillfeather"


def edited(word: str, at: int, letter: str, how: int) -> str:
    """The word with one letter replaced, missing, added, or swapped with the next."""
    at %= len(word)
    if how == 3:
        return word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    return word[:at] + ("" if how == 1 else letter) + word[at + (how != 2) :]


@given(
    st.text(LETTERS, min_size=4, max_size=12),
    st.integers(0, 11),
    st.sampled_from(LETTERS),
    st.sampled_from(range(4)),
)
def test_a_word_and_the_word_with_one_edit_share_a_pair(word: str, at: int, letter: str, how: int) -> None:
    wrong = edited(word, at, letter, how)

    assert set(pairs_of(word)) & set(pairs_of(wrong))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("O’Malley & Sons, L.L.C.", ["omalley", "sons", "l", "l", "c"]),
        ("Gascón", ["gascon"]),
        ("2018 Straße_1", ["2018", "straße", "1"]),
        ("", []),
    ],
)
def test_words_are_cut_as_people_type_them(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def many(count: int) -> Iterator[Entry]:
    """Invented entries, each name once."""
    for at in range(count):
        last = "".join(LETTERS[7 * at // 26**step % 26] for step in range(4)) + LAST[at // 10 % 10]
        name = PLANTED if at == count - 1 else f"{FIRST[at % 20].title()} {last.title()}"
        yield Entry("entity", f"entities/E{at:016x}.html", name, "person")


def test_a_site_of_50_000_names_answers_from_a_few_small_files() -> None:
    files = dict(index_files(many(50_000)))
    shards = sum(name.startswith("w") for name in files)
    asked = {f"w{shard_of(pair, shards)}.js" for word in words_of(PLANTED) for pair in pairs_of(word)}
    weight = {name: len(gzip.compress(files[name].encode())) for name in files}

    assert all("zephyrine" in files[f"w{shard_of(pair, shards)}.js"] for pair in pairs_of("zephyrine"))
    # two words with every file they need, the facts of the index and one file of names
    assert sum(weight[name] for name in asked) + weight["index.js"] + weight["e499.js"] < 60_000
    assert max(weight.values()) < 40_000


def test_the_same_entries_give_the_same_files() -> None:
    assert list(index_files(many(500))) == list(index_files(many(500)))


def test_every_page_that_can_be_found_is_there_and_nobody_else(site: Site) -> None:
    text = "".join(path.read_text("utf-8") for path in (site.folder / "search").glob("e*.js"))
    found = set(re.findall(r"(?:entities|contests|claims)/[\w-]+\.html", text))

    former = {row["address"] for row in site.db.rows("SELECT address FROM site_pages WHERE kind = 'moved'")}

    assert former
    assert (
        found
        == {one for one in site.pages if re.fullmatch(r"(?:entities/E|contests/zz|claims/c)[\w-]+\.html", one)} - former
    )
    assert world.SMALL_DONOR not in text


def test_a_shard_ends_no_script_and_breaks_no_line() -> None:
    entry = Entry("entity", "entities/x.html", "</script><b>\u2028\u2029", "committee")

    assert not re.search("<|\u2028|\u2029", "".join(text for _, text in index_files([entry])))


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """The methods page, with errors of the script counted as failures."""
    context = browser.new_context()
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto((site.folder / "methods.html").as_uri())
    yield opened
    context.close()
    assert not errors


@pytest.mark.browser
@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("Alder", "Alder Fund"),
        ("aldr fund", "Alder Fund"),
        ("lader", "Alder Fund"),
        ("brich", "Birch Fund"),
        ("9000003", "Harbor Forward PAC"),
        ("quil distrct 2030", "Quill for District Attorney 2030"),
        ("twelv prosecutrs", "Contradicted: Twelve of 25 prosecutors are a majority."),
        ("example 2030 primary", "District attorney, Example County, ZZ, June 4, 2030 (primary)"),
        ("oake quiet", "District attorney, Quiet County, ZZ, November 3, 2026 (general)"),
    ],
)
def test_the_field_finds_what_was_planted(page: Page, typed: str, title: str) -> None:
    page.locator("#q").press_sequentially(typed)
    page.locator("#suggestions li").first.wait_for()
    page.wait_for_function("words => document.querySelector('#suggestions bdi')?.textContent === words", arg=title)


@pytest.mark.browser
def test_the_field_leads_on_by_keyboard_and_by_mouse(page: Page) -> None:
    page.locator("#q").press_sequentially("alder fund")
    page.locator("#suggestions li").first.wait_for()
    page.keyboard.press("ArrowDown")

    assert page.locator("#q").get_attribute("aria-activedescendant") == "suggestion-0"
    page.keyboard.press("Enter")
    page.locator("h1", has_text="Alder Fund").wait_for()
    page.locator("#q").press_sequentially("birch fund")
    page.locator("#suggestions li", has_text="Birch Fund").click()
    page.locator("h1", has_text="Birch Fund").wait_for()
    page.locator("#q").press_sequentially("zzzz")
    page.keyboard.press("Enter")
    page.locator("#found", has_text="Nothing in these records").wait_for()


@pytest.mark.browser
def test_without_a_script_the_field_leads_to_lists_of_all_names(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site.folder / "index.html").as_uri())
    page.locator("#q").fill("alder")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="A", exact=True).click()

    assert page.get_by_role("link", name="Alder Fund").is_visible()
    context.close()


@pytest.mark.browser
def test_50_000_names_in_a_browser(browser: Browser, site: Site, tmp_path: Path) -> None:
    (tmp_path / "search").mkdir()
    for name, text in index_files(many(50_000)):
        (tmp_path / "search" / name).write_text(text, "utf-8")
    for name in ("site.js", "style.css", "methods.html"):
        (tmp_path / name).write_bytes((site.folder / name).read_bytes())
    page = browser.new_page()
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto((tmp_path / "methods.html").as_uri())
    page.locator("#q").fill("zephirine quilfeather")
    page.locator("#suggestions bdi", has_text=PLANTED).wait_for()

    assert sum("/search/" in url for url in loaded) <= 8
    page.close()
