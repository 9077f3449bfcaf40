"""What a new reader would ask: kinds in words, ties, loans, which days a sum is of, and whether a list is whole."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from headwater.base.ids import stable_id
from headwater.base.table import Table
from headwater.entities.tables import ENTITIES, IDENTIFIERS, PARTY_ENTITIES
from headwater.ledger.payments import PAYMENTS
from headwater.outcomes.fact_tables import TERM_SPANS, TermSpan
from headwater.outcomes.tables import CANDIDACIES, CONTESTS, RESULTS, TERMS, Candidacy, Contest, Result, Term
from headwater.publish import addresses, wording
from headwater.publish.pages import contest, counted, entity, roster_day
from headwater.publish.render import render
from headwater.publish.site_db import FILE_NAME, SiteDb
from headwater.sources._reading.records import LINE_KINDS
from headwater.sources.roster_csv.read import ENDS
from tests.publish import world
from tests.publish.conftest import Site
from tests.publish.test_edges import published

PLACE, CONTEST = "ocd-division/country:us/state:zz/county:plain", "zz-plain"
TERM = "T" + "0" * 15 + "7"


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteDb]:
    home: Path = tmp_path_factory.mktemp("plain")
    book = world.Book()
    lender = book.entity("Lender Society", "organisation")
    names = [book.entity(one, "candidate") for one in ("Ada Even", "Bea Even")]
    small = book.entity(world.SMALL_DONOR, "person", is_named=False)
    for _ in range(100):
        book.pay("2030-05-01", 1_00, "monetary", lender, names[0])
    book.pay("2030-05-02", 900_00, "loan", lender, names[1])
    book.pay("2030-05-03", 70_00, "monetary", small, names[1], is_sum=True)

    def result(name: str) -> Result:
        return Result(CONTEST, name, "Registrar", 700, 1_400, "all_votes_cast", "certified", None, 0.5, 0, 0.0, 1,
                      "contest_csv", "contests.csv", 2, "")  # fmt: skip

    tables: dict[Table, list[object]] = {
        ENTITIES: list(book.entities.values()),
        PARTY_ENTITIES: list(book.joins),
        IDENTIFIERS: [],
        PAYMENTS: list(book.payments),
        CONTESTS: [Contest(CONTEST, PLACE, "Plain County, ZZ", "sheriff", date(2030, 11, 5), "general", 2)],
        CANDIDACIES: [Candidacy(CONTEST, one, stable_id("E", one), "", "", None) for one in ("Ada Even", "Bea Even")],
        RESULTS: [result("Ada Even"), result("Bea Even")],
        TERMS: [
            Term(TERM, PLACE, "Plain County, ZZ", "sheriff", "Ada Even", date(2031, 1, 6), "elected", None, "",
                 "Registrar", "", "roster.csv", 2),
        ],
        TERM_SPANS: [
            TermSpan(TERM, PLACE, "sheriff", "Ada Even", date(2031, 1, 6), date(2031, 1, 6), None, None, True, ""),
        ],
    }  # fmt: skip
    published(home, tables)
    with SiteDb(home / FILE_NAME) as opened:
        yield opened


def page(db: SiteDb) -> str:
    return render(db, addresses.contest(CONTEST), "contest", CONTEST).decode()


def test_every_kind_of_payment_and_of_end_has_its_words() -> None:
    assert set(LINE_KINDS) <= set(wording.KINDS)
    assert not [one for one in ENDS if "_" in wording.TERM_ENDS.get(one, one)]


def test_of_a_claim_that_is_not_checkable_nothing_is_missing_from_the_records(site: Site) -> None:
    # world_tables.py: c03 names no measure
    text = site.text("claims/c03.html")

    assert "nothing: no record could give it" in text
    assert wording.ABSENT not in text[text.index("Computed") : text.index("Why")]


def test_a_tie_is_called_one(db: SiteDb) -> None:
    assert contest.context(db, CONTEST)["tied"]
    assert "The names with the most votes have as many as each other." in page(db)
    # 700 votes each: neither has more than the other, so nothing is marked with a plus
    assert ">+0" not in page(db)


def test_loans_stand_beside_the_gifts_and_in_no_sum_of_them(db: SiteDb) -> None:
    _, bea = contest.context(db, CONTEST)["candidates"]

    # planted: 900 lent, 70 given
    assert (bea["money"]["loans"].text, bea["money"]["gift_cents"].text) == ("$900.00", "$70.00")
    assert "loans, in no sum of gifts: " in page(db)


def test_a_contest_says_of_which_days_its_sums_are(db: SiteDb) -> None:
    # docs/pages.md: the two years from July 1 of the year before the election
    assert "independent expenditures those of July 1, 2029 to June 30, 2031" in page(db)


def test_a_list_of_exactly_as_many_as_are_shown_is_whole(db: SiteDb) -> None:
    text = render(db, "e.html", "entity", stable_id("E", "Ada Even")).decode()

    assert len(entity.context(db, stable_id("E", "Ada Even"))["payments"]) == 100
    assert "the latest are listed" not in text


def test_a_sum_of_several_people_is_not_one_person(db: SiteDb) -> None:
    text = render(db, "e.html", "entity", stable_id("E", "Bea Even")).decode()

    assert "a person below the naming threshold" not in text
    assert "people below the naming threshold" in text


def test_of_a_term_without_an_end_the_records_know_no_end(db: SiteDb) -> None:
    (held,) = roster_day.context(db, "2999-01-01")["holders"]

    assert held["how_sure"] == "held it, as far as these records say: no end is stated"
    assert roster_day.context(db, "1900-01-01")["holders"] == []


def test_a_term_is_named_by_its_office(db: SiteDb) -> None:
    said = counted._term(db, f"recall, term {TERM}")

    assert said == {"words": "recall, term as sheriff, Plain County, ZZ", "to": addresses.OFFICES}
    assert counted._term(db, "zz-nothing") == {}
