"""Two donors swapped in the ledger swap names, ids and numbers on every page, and nothing else."""

import re
from pathlib import Path

from headwater.base.ids import stable_id
from headwater.publish.site import page_addresses
from headwater.publish.site_db import FILE_NAME, SiteDb
from headwater.publish.stage import publish_site
from tests.publish import world
from tests.publish.conftest import Site

_NUMBER = re.compile(r"[−+]?\$?\d[\d,.]*%?")
_BAR = re.compile(r'<svg class="(?:bar|bounds|pic)".*?</svg>', re.DOTALL)
ALDER, BIRCH = (stable_id("E", name) for name, _ in world.DONORS)


def masked(text: str) -> str:
    """A page with the two donors' names and ids, and all numbers, made one."""
    text = _BAR.sub("BAR", text)
    for one in (ALDER, BIRCH):
        text = text.replace(one, "ID")
    text = re.sub("Alder Fund|Birch Fund", "NAME", text)
    text = re.sub("Alder donors|Birch donors", "SET", text)
    text = re.sub(
        "&#39;(?:alder|birch)&#39;|(?<=traces[/-])(?:alder|birch)|(?<=certificates/)(?:alder|birch)", "SET", text
    )
    text = re.sub(r"\bq[0-9a-f]{12}\b", "RULE", text)
    text = re.sub("dition (<code>)?[0-9a-f]{12}|headwater-[0-9a-f]{12}", "EDITION", text)
    text = re.sub("Edition <code>[0-9a-f]{12}</code>", "EDITION", text)
    text = re.sub(r' id="r\d+" data-note="\d+"', "", text)
    return _NUMBER.sub("#", text)


def test_swapping_two_donors_swaps_names_ids_and_numbers_only(site: Site, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    folder = publish_site(home, world.build(home, swap=True), threads=1).folder
    with SiteDb(home / FILE_NAME) as db:
        swapped = list(page_addresses(db))

    assert swapped == site.pages
    differing = 0
    for address in swapped:
        other = exchanged(exchanged(address, ALDER, BIRCH), "/alder/", "/birch/")
        before, after = site.text(address), (folder / other).read_text("utf-8")
        differing += before != after

        assert rows(masked(before)) == rows(masked(after)), address
    assert differing > 5


def exchanged(text: str, one: str, other: str) -> str:
    """The text with two parts of it changed for each other."""
    return text.replace(one, "?").replace(other, one).replace("?", other)


def rows(text: str) -> list[str]:
    """A page's lines, sorted: rows are ordered by amount, so two donors may change places."""
    return sorted(line.strip() for line in text.splitlines())
