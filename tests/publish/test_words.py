"""Words that keep a statement a statement, a number cited, and a link what it is."""

import pytest

from headwater.base.errors import WarehouseError
from headwater.publish.citing import Number, are_named
from headwater.publish.showing import page_words
from headwater.publish.wording import counted
from tests.publish.conftest import Site


def test_a_claims_title_and_link_say_the_verdict_before_the_statement(site: Site) -> None:
    page, index = site.text("claims/c01.html"), site.text("claims/index.html")

    # the verdict planted in world_tables.py
    assert "<title>Claim c01: contradicted: Twelve of 25" in page
    assert "As stated by <bdi>An example newspaper</bdi>" in page
    assert 'c01.html"><span class="sr">Contradicted: </span><em>' in index


def test_a_number_without_its_note_is_refused() -> None:
    with pytest.raises(WarehouseError, match=r"num\(\.\.\.\)"):
        Number("$1.00", 100, 1, 0, "").__html__()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://filings.example.invalid/17001", "published page"),
        ("https://filings.example.invalid/", "publisher’s site"),
        ("https://filings2.example.invalid/pub2/?aid=XX", "publisher’s site"),
    ],
)
def test_a_link_without_a_filing_is_the_publishers_site(url: str, words: str) -> None:
    assert page_words(url) == words


def test_one_is_not_many() -> None:
    assert [counted(one, "payment", "payments") for one in (1, 2)] == ["1 payment", "2 payments"]


def test_the_options_of_a_recall_are_left_out_by_id() -> None:
    assert are_named(frozenset({"E2", "E1"})) == "entity_id NOT IN ('E1', 'E2')"
    assert are_named(frozenset()) == "1 = 1"


def test_a_candidates_page_has_its_committees_and_gifts(site: Site) -> None:
    page = next(site.text(one) for one in site.pages if ">Ran in this contest as <bdi>Marta Quill" in site.text(one))

    # planted: the sum of test_citing.py
    assert "$27,425.56" in page
    assert "No payment of this" not in page
