"""The pages of linking rules: words of the file, counts that move, dollars that may not be added."""

import re

from headwater.publish import addresses
from tests.publish.conftest import Site

PAGE = "linking/invented-v1.html"


def test_each_rule_has_a_page_and_the_list_and_the_methods_lead_there(site: Site) -> None:
    assert PAGE in site.pages
    assert 'href="../linking/invented-v1.html"' in site.text(addresses.LINKING)
    assert 'href="linking/index.html"' in site.text(addresses.METHODS)


def test_the_rule_stands_with_its_text_author_version_and_levels(site: Site) -> None:
    text = site.text(PAGE)
    for said in ("Who gave the largest part", "Nobody</bdi>", "version <code>1</code>", "gave it to who spent for"):
        assert said in text


def test_the_counts_stand_at_every_level_and_move_with_the_threshold(site: Site) -> None:
    moved = site.text(PAGE).partition('id="moved"')[2].partition('id="overlaps"')[0]
    rows = re.findall(r"<tr><th scope=\"row\" class=\"grow\">(.*?)</th>(.*?)</tr>", moved)
    counts = {re.sub("<[^>]+>", "", head): re.findall(r">(\d+)</a>", cells) for head, cells in rows}
    # planted in world_linking.py: one of each at the default, none above $50,000
    assert counts == {"nothing: the defaults": ["1", "1"], "least = $50,000": ["0", "0"]}


def test_shared_dollars_are_shown_and_said_not_to_be_added(site: Site) -> None:
    text = site.text(PAGE)
    assert "their totals may not be added" in text
    # planted: 18,000 counted for both sets
    assert "$36,000.00" in text


def test_dollars_above_the_most_say_so(site: Site) -> None:
    # planted: 18,000 counted where at most 17,000 can be the second set's
    assert site.text(PAGE).count("exceed the most that can be this donor set’s") == 1
