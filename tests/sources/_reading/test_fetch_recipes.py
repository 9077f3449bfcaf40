"""What can be fetched is data: names, addresses with placeholders, and choices that cannot lead elsewhere."""

import json
from datetime import UTC, datetime

import pytest

from headwater.base.errors import SourceError, WarehouseError
from headwater.sources._reading.catalogue import catalogue, find_source
from headwater.sources._reading.fetching.manner import Manner, retry_after
from headwater.sources._reading.fetching.recipes import Recipe, choices_of, chosen, recipes_of
from headwater.sources._reading.fetching.register import read_register
from tests.sources._reading.fetch_case import World, world
from tests.sources._reading.fetch_server import Stored

__all__ = ["world"]
CYCLE = {"cycle": "(19[89]|20[0-9])[02468]"}
INDIV = Recipe("indiv", "https://www.example.gov/bulk/{cycle}/indiv{cycle.yy}.zip", CYCLE, "zip", ("itcont.txt",))
WEBK = Recipe("webk", "https://www.example.gov/bulk/{cycle}/webk{cycle.yy}.zip", CYCLE, "zip")
ALL = Recipe("all", "https://www.example.gov/all.csv", {})


def test_choices_fill_an_address() -> None:
    assert INDIV.filled({"cycle": "2020"}) == ("https://www.example.gov/bulk/2020/indiv20.zip", "indiv20.zip")


@pytest.mark.parametrize("value", ["2021", "../x", "20 20", "2020/", "2020\n", "", "%2e"])
def test_a_choice_that_does_not_match_is_refused(value: str) -> None:
    with pytest.raises(SourceError, match=r"fetch indiv: --cycle .* does not match"):
        INDIV.filled({"cycle": value})


def test_no_pattern_lets_a_choice_leave_its_place() -> None:
    loose = Recipe("loose", "https://www.example.gov/{what}/a.csv", {"what": "(?s).*"})
    for value in ("..", "a/b", "a?b", "a#b", "@host", ".hidden", "a b"):
        with pytest.raises(SourceError):
            loose.filled({"what": value})


def test_which_recipes_choices_mean() -> None:
    known = (INDIV, WEBK, ALL)
    assert chosen("s", known, {"cycle": "2020"}) == [INDIV, WEBK, ALL]
    assert chosen("s", known, {}) == [ALL]
    assert chosen("s", known, {"cycle": "2020", "only": "webk, indiv"}) == [INDIV, WEBK]


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ({"year": "2020"}, "no choice --year; it has: indiv --cycle, webk --cycle, all"),
        ({"only": "nope"}, "nothing named 'nope' to fetch"),
        ({"only": "all", "cycle": "2020"}, "--cycle means nothing here"),
    ],
)
def test_choices_that_mean_nothing_are_refused(choices: dict[str, str], said: str) -> None:
    with pytest.raises(SourceError, match=said):
        chosen("s", (INDIV, WEBK, ALL), choices)


def test_a_source_without_recipes_or_choices_says_so() -> None:
    with pytest.raises(SourceError, match="download its files by hand"):
        chosen("s", (), {})
    with pytest.raises(SourceError, match="say which files; it has: indiv --cycle"):
        chosen("s", (INDIV,), {})
    with pytest.raises(SourceError, match="fetch indiv needs --cycle"):
        chosen("s", (INDIV,), {"only": "indiv"})[0].filled({"only": "indiv"})


def test_choices_on_a_command_line() -> None:
    assert choices_of(["--cycle", "2020", "--only=indiv,webk"]) == {"cycle": "2020", "only": "indiv,webk"}
    assert choices_of(["--report-type", "a=b"]) == {"report_type": "a=b"}
    for words in (["2020"], ["--cycle"], ["--a", "1", "--a", "2"], ["-c", "1"]):
        with pytest.raises(SourceError):
            choices_of(words)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({}, "has a name"),
        ({"name": "A b"}, "has a name"),
        ({"name": "a"}, "'url' is missing"),
        ({"name": "a", "url": "https://e.gov/a", "more": 1}, "unknown field 'more'"),
        ({"name": "a", "url": "https://e.gov/a", "kind": "tar"}, "kind 'tar' is not one of file, zip, gzip"),
        ({"name": "a", "url": "https://e.gov/a", "member": "x"}, "only a zip has members"),
        ({"name": "a", "url": "ftp://e.gov/a"}, "an https address"),
        ({"name": "a", "url": "https://e.gov"}, "an https address"),
        ({"name": "a", "url": "https://{b}/a", "placeholders": {"b": "x"}}, "host without placeholders"),
        ({"name": "a", "url": "https://e.gov/{b}"}, "not those of 'placeholders'"),
        ({"name": "a", "url": "https://e.gov/b", "placeholders": {"b": "x"}}, "not those of 'placeholders'"),
        ({"name": "a", "url": "https://e.gov/{b.zz}", "placeholders": {"b": "x"}}, "not those of 'placeholders'"),
        ({"name": "a", "url": "https://e.gov/{b}", "placeholders": {"b": "("}}, "the pattern of b is none"),
        ({"name": "a", "url": "https://e.gov/{only}", "placeholders": {"only": "x"}}, "kept for choosing"),
        ({"name": "a", "url": "https://e.gov/a", "hosts": [1]}, "hosts must be a text or a list of texts"),
        ({"name": "a", "url": "https://e.gov/a", "placeholders": ["x"]}, "a table of patterns"),
        ({"name": "a", "url": 1}, "are texts"),
        ({"name": "a", "url": "https://e.gov/a", "kind": "zip", "member": []}, "member must be a text or a list"),
    ],
)
def test_a_recipe_that_is_wrong_is_said(row: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        recipes_of({"fetch": [row]})


def test_two_recipes_of_one_name_are_refused() -> None:
    row = {"name": "a", "url": "https://e.gov/a"}
    with pytest.raises(ValueError, match="one name"):
        recipes_of({"fetch": [row, row]})
    with pytest.raises(ValueError, match=r"\[\[fetch\]\]"):
        recipes_of({"fetch": row})


def test_an_address_without_a_name_needs_one(world: World) -> None:
    world.source('name = "q"\nurl = "SERVER/pub2/?aid={agency}"\nplaceholders = { agency = "[A-Z]+" }')
    with pytest.raises(SourceError, match="says no file name"):
        world.fetch({"agency": "SAC"})
    world.source(
        'name = "q"\nurl = "SERVER/pub2/?aid={agency}"\nfile = "{agency}.txt"\nplaceholders = { agency = "[A-Z]+" }'
    )
    world.server.acts["/pub2/?aid=SAC"] = [Stored(b"1\n").honest]
    world.fetch({"agency": "SAC"})
    assert world.archive() == {"SAC.txt": [b"1\n"]}


def test_a_broken_recipe_names_its_file(world: World) -> None:
    world.source('name = "q"\nurl = "https://e.gov"')
    with pytest.raises(SourceError, match=r"source.toml: fetch q: url must be an https address"):
        find_source("fetched_here")


def test_every_address_of_every_source_is_https() -> None:
    for source in catalogue().values():
        for recipe in source.fetches:
            assert recipe.url.startswith("https://"), f"{source.name}: {recipe.name}"


def test_the_schedule_of_waiting_is_always_the_same() -> None:
    assert [Manner().backoff(failures) for failures in range(1, 9)] == [1, 2, 4, 8, 16, 32, 60, 60]


def test_what_retry_after_asks_for() -> None:
    now = datetime(2024, 3, 1, tzinfo=UTC)
    said = ["5", " 120 ", "Fri, 01 Mar 2024 00:01:00 GMT", "Thu, 29 Feb 2024 00:00:00 GMT", "soon", "-1", "", "٣"]
    assert [retry_after(text, now) for text in said] == [5, 120, 60, 0, 0, 0, 0, 0]
    assert retry_after(None, now) == 0


def test_a_damaged_register_is_said(world: World) -> None:
    world.server.acts["/lines.txt"] = [Stored(b"1\n").honest]
    world.fetch()
    path = next((world.home / "fetched").glob("U*.json"))
    data = json.loads(path.read_bytes())
    assert set(data) == {"source", "name", "url", "fetches"}
    path.write_text("{}", "utf-8")
    with pytest.raises(WarehouseError, match="damaged entry"):
        read_register(world.home)
    with pytest.raises(WarehouseError, match="damaged entry"):
        world.fetch()
