"""What pages say of the same money agrees: an entity's own page with the contest's, where something came back too."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from headwater.base.ids import stable_id
from headwater.base.table import Table
from headwater.entities.tables import ENTITIES, IDENTIFIERS, PARTY_ENTITIES
from headwater.ledger.payments import PAYMENTS
from headwater.outcomes.tables import CANDIDACIES, CONTESTS, Candidacy, Contest
from headwater.publish.citing import Citations
from headwater.publish.pages import contest, entity
from headwater.publish.pages._touched import SHOWN_CONTESTS
from headwater.publish.pictures.reach import THROUGH_OTHERS, mark_of
from headwater.publish.pictures.timeline import timeline
from headwater.publish.site_db import FILE_NAME, SiteDb
from headwater.publish.stage import publish_site
from tests.publish import world
from tests.publish.test_edges import EMPTY

PLACE = "ocd-division/country:us/state:zz/county:agree"
CONTEST = "zz-county-agree-sheriff-2030-11-05-general"
MORE = [f"zz-county-agree-sheriff-{year}-11-05-general" for year in range(1900, 1900 + SHOWN_CONTESTS)]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteDb]:
    home: Path = tmp_path_factory.mktemp("agreeing")
    book = world.Book()
    spender, vendor = book.entity("Spending Society", "organisation"), book.entity("Vendor Works", "organisation")
    runner = book.entity("Ida Runner", "candidate")
    book.pay("2030-09-01", 1_000_00, "independent_expenditure", spender, vendor, about=runner, stance="for")
    book.pay("2030-10-01", 200_00, "return", vendor, spender, about=runner, stance="for")
    book.pay("2030-10-02", 30_00, "independent_expenditure", spender, vendor, about=runner)
    # by name, with no committee between
    book.pay("2030-05-01", 500_00, "monetary", spender, runner)
    book.pay("2030-06-01", 600_00, "return", runner, spender)
    ida = stable_id("E", "Ida Runner")
    contests = [Contest(CONTEST, PLACE, "Agree County, ZZ", "sheriff", date(2030, 11, 5), "general", 1)] + [
        Contest(one, PLACE, "Agree County, ZZ", "sheriff", date(1900 + at, 11, 5), "general", 1)
        for at, one in enumerate(MORE)
    ]
    tables: dict[Table, list[object]] = {
        PAYMENTS: list(book.payments),
        ENTITIES: list(book.entities.values()),
        PARTY_ENTITIES: list(book.joins),
        IDENTIFIERS: list(book.identifiers),
        CONTESTS: list(contests),
        CANDIDACIES: [Candidacy(one.contest_id, "Ida Runner", ida, "", "", None) for one in contests],
    }
    world.commit(home, tables)
    publish_site(home, EMPTY, threads=1)
    with SiteDb(home / FILE_NAME) as opened:
        yield opened


def test_what_came_back_is_taken_off_on_the_spenders_page_as_on_the_contests(db: SiteDb) -> None:
    (row,) = (row for row in contest.context(db, CONTEST)["spending"] if row["stance"] == "for")
    page = entity.context(db, stable_id("E", "Spending Society"))
    (touched,) = (one for one in page["contests"] if one["contest_id"] == CONTEST)
    (spent,) = (one["number"] for one in touched["parts"][0]["spent"] if one["stance"] == "for")

    # 1,000 spent, 200 of it came back
    assert (row["total_cents"].value, spent.value) == (800_00, 800_00)


def test_a_gift_to_a_candidate_by_name_stands_on_the_givers_page_too(db: SiteDb) -> None:
    (runner,) = contest.context(db, CONTEST)["candidates"]
    page = entity.context(db, stable_id("E", "Spending Society"))
    (touched,) = (one for one in page["contests"] if one["contest_id"] == CONTEST)

    # 500 given, 600 came back
    assert runner["money"]["gift_cents"].text == touched["parts"][0]["gave"].text == "−$100.00"


def test_contests_that_are_not_listed_are_said(db: SiteDb) -> None:
    page = entity.context(db, stable_id("E", "Ida Runner"))

    assert len(page["contests"]) == SHOWN_CONTESTS < len(MORE) + 1
    assert page["has_more_contests"]


def test_the_months_hold_what_has_no_stance_and_say_what_has_no_column(db: SiteDb) -> None:
    picture = timeline(db, Citations(db), CONTEST)

    assert picture is not None
    assert [(row["stream"], row["month"], row["total_cents"].value) for row in picture.rows] == [
        ("gifts", "2030-05", 500_00),
        ("gifts", "2030-06", -600_00),
        ("independent expenditures for", "2030-09", 1_000_00),
        ("independent expenditures for", "2030-10", -200_00),
        ("independent expenditures, stance not stated", "2030-10", 30_00),
    ]
    assert picture.marks.count("more came back than came in") == 2
    # no column stands below nothing, so none of them is the highest
    assert "the highest column is $1,000.00 in one month" in picture.marks


def test_what_was_paid_straight_is_never_called_impossible() -> None:
    rule = {"rule": "direct", "is_possible": False}

    assert mark_of(rule) == THROUGH_OTHERS
    assert mark_of(rule | {"is_possible": True}) == ""
    assert mark_of(rule | {"rule": "time_blind"}) == "impossible here"
