"""Names that say too little alone: a recall's Yes and No, and two candidates of one name, are told apart everywhere."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from headwater.base.errors import AmbiguousNameError, CaseError
from headwater.base.ids import stable_id
from headwater.base.table import Table
from headwater.entities.tables import ENTITIES, IDENTIFIERS, PARTY_ENTITIES, Entity
from headwater.ledger.payments import PAYMENTS
from headwater.outcomes.tables import CANDIDACIES, CONTESTS, TERMS, Candidacy, Contest, Term
from headwater.publish import addresses
from headwater.publish.apart import target_name, told_apart
from headwater.publish.questions.question import Question
from headwater.publish.questions.routes import _told
from headwater.publish.render import render
from headwater.publish.search_entries import search_entries
from headwater.publish.showing import who_on
from headwater.publish.site_db import FILE_NAME, SiteDb
from tests.publish import world
from tests.publish.test_edges import published

PLACES = {one: f"ocd-division/country:us/state:zz/county:{one}" for one in ("east", "west")}
EAST, WEST, OTHER = (f"E{at:016x}" for at in (1, 2, 3))
YES = stable_id("E", "Yes")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteDb]:
    home: Path = tmp_path_factory.mktemp("apart")
    book = world.Book()
    giver, shop = book.entity("Giver Society", "organisation"), book.entity("Print Works", "organisation")
    yes = book.entity("Yes", "candidate")
    book.pay("2031-05-01", 70_00, "independent_expenditure", giver, shop, about=yes, stance="for")

    def contest(place: str, stage: str, year: int) -> Contest:
        words = f"{place.capitalize()} County, ZZ"
        return Contest(f"{place}-{stage}", PLACES[place], words, "sheriff", date(year, 6, 4), stage, 2)

    term: dict[str, Any] = dict.fromkeys(("publisher", "url", "file_name"), "") | {"row": 1}
    tables: dict[Table, list[object]] = {
        ENTITIES: [
            *book.entities.values(),
            *(Entity(one, "Ann Alike", "candidate", True, 1) for one in (EAST, WEST)),
            Entity(OTHER, "Only One", "candidate", True, 1),
        ],
        PARTY_ENTITIES: list(book.joins),
        IDENTIFIERS: [],
        PAYMENTS: list(book.payments),
        CONTESTS: [contest("east", "general", 2030), contest("west", "general", 2030), contest("east", "recall", 2031)],
        CANDIDACIES: [
            Candidacy("east-general", "Ann Alike", EAST, "", "", True),
            Candidacy("west-general", "Ann Alike", WEST, "", "", None),
            Candidacy("west-general", "Only One", OTHER, "", "", None),
            Candidacy("east-recall", "Yes", YES, "", "", None),
        ],
        TERMS: [
            Term(
                term_id="T1",
                division=PLACES["east"],
                place="East County, ZZ",
                office="sheriff",
                person="Ann Alike",
                start_date=date(2031, 1, 6),
                start_kind="elected",
                end_date=date(2031, 6, 4),
                end_kind="recall",
                **term,
            )
        ],
    }
    published(home, tables)
    with SiteDb(home / FILE_NAME) as opened:
        yield opened


def test_what_is_said_beside_a_name_and_beside_which(db: SiteDb) -> None:
    # nobody else is called Only One, and the giver is no candidate
    assert dict(told_apart(db)) == {
        EAST: "sheriff, East County, ZZ",
        WEST: "sheriff, West County, ZZ",
        YES: "recall of Ann Alike, June 4, 2031",
    }


def test_a_link_to_a_name_has_the_words_that_tell_it_apart(db: SiteDb) -> None:
    who = who_on("index.html", db.options, told_apart(db))

    assert who(WEST, "Ann Alike").endswith('</a> <span class="small absent">(sheriff, West County, ZZ)</span>')
    assert who(YES, "Yes") == '<bdi>Yes</bdi> <span class="small absent">(recall of Ann Alike, June 4, 2031)</span>'
    assert who(OTHER, "Only One").endswith("<bdi>Only One</bdi></a>")
    page = render(db, addresses.contest("east-recall"), "contest", "east-recall").decode()
    assert "for <bdi>Yes</bdi> <span" in page


def test_titles_search_and_the_page_itself_say_where_a_candidate_stood(db: SiteDb) -> None:
    found = {entry.address: entry.note for entry in search_entries(db)}
    page = render(db, addresses.entity(EAST), "entity", EAST).decode()

    assert target_name(db, EAST, "Ann Alike") == "Ann Alike, sheriff, East County, ZZ"
    assert found[addresses.entity(WEST)] == "candidate · sheriff, West County, ZZ"
    assert "Candidate for sheriff, East County, ZZ" in page


def test_a_name_of_two_is_asked_for_again_by_where_each_stood(db: SiteDb) -> None:
    question = Question(("Giver Society",), "Ann Alike", "")
    told = _told(db, question, AmbiguousNameError("Ann Alike", [f"Ann Alike ({EAST})", f"Ann Alike ({WEST})"]))

    assert told["error"] == "'Ann Alike' is the name of several; which one is meant?"
    assert [words for words, _ in told["instead"]] == [
        "Ann Alike (sheriff, East County, ZZ)",
        "Ann Alike (sheriff, West County, ZZ)",
    ]
    # what is asked for is still the one that is meant
    assert f"to=Ann+Alike+%28{WEST}%29" in told["instead"][1][1]
    said = _told(db, question, CaseError("no payment reaches Ann Alike (gifts, expenditures_for)"))["error"]
    assert said == "no payment reaches Ann Alike (gifts, independent expenditures for)"
