"""Recalls, terms and nonprofits: the arithmetic of the cases that are known, and days on which nothing is sure."""

from datetime import date
from typing import Any

import pytest

from headwater.outcomes.facts_stage import measure_results
from headwater.outcomes.nonprofits import nonprofit_totals
from headwater.outcomes.recalls import projected, recall_petitions, recall_statements
from headwater.outcomes.returns_990 import figures_of_returns
from headwater.outcomes.tenures import held_on, term_spans, timeline

PLACE = "ocd-division/country:us/state:ca/county:los_angeles"
OFFICE = "district attorney"


def stated(measure: str, value: int | date, row: int, **more: Any) -> dict[str, Any]:
    base: dict[str, Any] = {"division": PLACE, "office": OFFICE, "person": "George Gascón", "petition": "2022"}
    base |= {"measure": measure, "row": row, "file_name": "recalls.csv", "document": "", "publisher": "P", "url": ""}
    base |= {"is_official": True, "as_of": None}
    base |= {"count": value if isinstance(value, int) else None, "day": None if isinstance(value, int) else value}
    return {**base, **more}


# The registrar's statements of July and August 2022 on the petition.
RECALL = [
    stated("required", 566857, 2),
    stated("submitted", 715833, 3),
    stated("sample_checked", 35793, 4),
    stated("sample_valid", 27983, 5),
    stated("valid", 520050, 6, as_of=date(2022, 8, 15)),
    stated("deadline", date(2022, 7, 6), 7),
    stated("required", 567857, 8, is_official=False, publisher="A newspaper"),
]


def test_the_recall_of_2022_is_insufficient() -> None:
    (found,) = recall_petitions(RECALL)
    assert (found.required, found.submitted, found.valid, found.deadline) == (566857, 715833, 520050, date(2022, 7, 6))
    assert round(found.sample_percent or 0, 2) == 78.18
    # the projection that was published: 715,833 · 27,983 ÷ 35,793 = 559,638.9…
    assert found.projected == 559639
    assert found.projected_less_required == 559639 - 566857
    assert (found.valid_less_required, found.outcome) == (-46807, "insufficient")
    assert (found.statement_count, found.differing_count) == (7, 1)


def test_a_number_that_is_not_the_requirement_is_flagged() -> None:
    (flagged,) = [row for row in recall_statements(RECALL) if not row.agrees]
    assert (flagged.stated, flagged.standing, flagged.difference) == ("567857", "566857", 1000)
    assert (flagged.measure, flagged.publisher) == ("required", "A newspaper")


def test_before_the_full_count_nothing_is_decided() -> None:
    (found,) = recall_petitions([row for row in RECALL if row["measure"] != "valid"])
    assert (found.valid, found.outcome, found.projected) == (None, "not_counted", 559639)
    (bare,) = recall_petitions([stated("submitted", 5, 2)])
    assert (bare.required, bare.sample_percent, bare.projected, bare.outcome) == (None, None, None, "not_counted")


def test_a_projection_is_to_the_nearest_whole_and_a_sample_has_no_more_valid_than_it_has() -> None:
    assert [projected(10, 4, 1), projected(10, 4, 2), projected(9, 4, 1)] == [3, 5, 2]
    with pytest.raises(ValueError, match="cannot have 5 valid"):
        projected(10, 4, 5)


def term(person: str, start: date | None, end: date | None = None, **more: Any) -> dict[str, Any]:
    base: dict[str, Any] = {"division": PLACE, "office": OFFICE, "person": person, "start_date": start}
    base |= {"end_date": end, "start_date_to": start, "end_date_to": end, "start_kind": "elected", "end_kind": ""}
    base |= {"term_id": f"T{person}", "place": "", "publisher": "P", "url": "", "file_name": "roster.csv", "row": 1}
    return {**base, **more}


def holders(terms: list[dict[str, Any]], day: date) -> list[tuple[str, bool]]:
    return [(one.person, one.is_sure) for one in held_on(term_spans(terms), PLACE, OFFICE, day)]


def test_who_held_it_on_a_day() -> None:
    terms = [term("Ann", date(2018, 1, 1), date(2022, 1, 3)), term("Bo", date(2022, 1, 3))]
    assert holders(terms, date(2017, 12, 31)) == []
    assert holders(terms, date(2022, 1, 2)) == [("Ann", True)]
    assert holders(terms, date(2022, 1, 3)) == [("Bo", True)]
    assert held_on(term_spans(terms), PLACE, "sheriff", date(2022, 1, 3)) == []


def test_a_date_that_is_a_range_is_not_sure_within_it() -> None:
    terms = [
        term("Ann", date(2018, 1, 1), date(2020, 1, 1), start_date_to=date(2018, 12, 31), end_date_to=date(2020, 3, 1))
    ]
    assert [holders(terms, date(2018, 6, 1)), holders(terms, date(2019, 6, 1)), holders(terms, date(2020, 2, 1))] == [
        [("Ann", False)],
        [("Ann", True)],
        [("Ann", False)],
    ]
    assert holders(terms, date(2020, 3, 1)) == []


def test_an_end_that_is_not_told_came_by_the_successor_s_first_day() -> None:
    terms = [term("Ann", date(2018, 1, 1), end_kind="recall"), term("Bo", date(2022, 7, 8), start_kind="appointed")]
    assert holders(terms, date(2022, 7, 7)) == [("Ann", False)]
    assert holders(terms, date(2022, 7, 8)) == [("Bo", True)]
    # Without any date nothing is said of a day.
    assert holders([term("Cy", None)], date(2022, 1, 1)) == []


def test_a_person_s_own_later_term_ends_the_earlier_one() -> None:
    # sure up to the later term, whose end is told of without its day: from then on nobody can be sure
    terms = [term("Flo", date(2011, 1, 7)), term("Flo", date(2019, 1, 7), end_kind="term_end", term_id="T2")]
    assert holders(terms, date(2019, 1, 6)) == [("Flo", True)]
    assert holders(terms, date(2019, 1, 7)) == [("Flo", False)]
    over = [terms[0], term("Flo", date(2019, 1, 7), date(2023, 1, 2), term_id="T2")]
    assert holders(over, date(2022, 6, 1)) == [("Flo", True)]
    assert holders(over, date(2023, 1, 2)) == []


def vote(person: str, day: date, kind: str = "recall_vote") -> dict[str, Any]:
    found = {"division": PLACE, "office": OFFICE, "person": person, "event_date": day, "event_date_to": day}
    return {**found, "kind": kind}


def who(terms: list[dict[str, Any]], events: list[dict[str, Any]], *days: date) -> list[list[tuple[str, bool]]]:
    spans = term_spans(terms, events)
    return [[(one.person, one.is_sure) for one in held_on(spans, PLACE, OFFICE, day)] for day in days]


def test_a_recall_vote_shows_its_subject_in_office_and_the_end_stays_open() -> None:
    # only one who holds the office can be recalled: sure on the day of the vote, and not known after it
    terms = [term("Ann", date(2023, 1, 3), end_kind="recall")]
    days = (date(2023, 1, 2), date(2024, 11, 5), date(2024, 11, 6))
    assert who(terms, [vote("Ann", date(2024, 11, 5))], *days) == [[], [("Ann", True)], [("Ann", False)]]
    assert who(terms, [], *days) == [[], [("Ann", False)], [("Ann", False)]]
    assert who(terms, [vote("Ann", date(2024, 11, 5), "suspension")], *days[1:2]) == [[("Ann", False)]]


def test_a_recall_stands_in_for_a_beginning_that_nobody_states() -> None:
    terms = [term("Ann", None, end_kind="recall"), term("Bo", date(2022, 7, 8), start_kind="appointed")]
    days = (date(2020, 1, 1), date(2022, 6, 7), date(2022, 7, 1), date(2022, 7, 8))
    assert who(terms, [vote("Ann", date(2022, 6, 7))], *days) == [
        [("Ann", False)], [("Ann", True)], [("Ann", False)], [("Bo", True)],
    ]  # fmt: skip
    # which of two terms a vote fell in is not said
    twice = [term("Ann", None), term("Ann", date(2022, 7, 8), term_id="T2")]
    assert who(twice, [vote("Ann", date(2022, 6, 7))], date(2022, 6, 7)) == [[]]


def test_a_suspension_is_an_end_and_a_reinstatement_a_beginning() -> None:
    terms = [
        term("Ann", date(2021, 1, 5), date(2023, 8, 9), end_kind="suspension"),
        term("Bo", date(2023, 8, 9), date(2025, 1, 7), start_kind="appointed", end_kind="defeat"),
        term("Ann", date(2025, 1, 7), term_id="T2"),
    ]
    assert [holders(terms, date(year, 6, 1)) for year in (2022, 2024, 2025)] == [
        [("Ann", True)],
        [("Bo", True)],
        [("Ann", True)],
    ]


def test_a_timeline_holds_events_and_edges_of_terms() -> None:
    event = {"division": PLACE, "office": OFFICE, "person": "Ann", "event_date": date(2022, 11, 16), "actor": "House"}
    event |= {"event_date_to": date(2022, 11, 16), "kind": "impeachment_vote", "document": "HR 240", "note": ""}
    event |= {"publisher": "P", "url": "", "file_name": "events.csv", "row": 2}
    found = timeline([term("Ann", date(2018, 1, 1), end_kind="recall")], [event])
    assert sorted((one.event_date, one.kind, one.document) for one in found) == [
        (date(2018, 1, 1), "term_start: elected", ""),
        (date(2022, 11, 16), "impeachment_vote", "HR 240"),
    ]


def figure(measure: str, cents: int | None = None, percent: str = "") -> dict[str, Any]:
    base = {"organisation": "Fund", "ein": "", "year": 2020, "file_name": "n.csv", "row": 1, "document": "", "url": ""}
    return {**base, "measure": measure, "cents": cents, "percent": percent, "publisher": "P"}


def test_the_share_of_donations_and_what_the_functions_leave() -> None:
    rows = [figure("revenue", 200_00), figure("contributions", 192_00), figure("expenses", 1000_00)]
    rows += [figure("program", percent="60"), figure("management", percent="19")]
    found = {row.measure: row for row in nonprofit_totals(rows)}
    assert found["contributions"].share == 0.96
    # 100 - 60 - 19; each is stated to half a percent
    assert (found["remainder"].share, found["remainder"].basis) == (0.21, "computed")
    assert (found["remainder"].cents_low, found["remainder"].cents_high) == (200_00, 220_00)
    assert (found["program"].cents_low, found["program"].cents_high) == (595_00, 605_00)


def test_purposes_leave_what_they_leave() -> None:
    rows = [
        figure("expenses", 2749319_00),
        figure("purpose: education", percent="60"),
        figure("purpose: law", percent="19"),
    ]
    found = {row.measure: row for row in nonprofit_totals(rows)}
    assert found["remainder of purposes"].share == 0.21
    # 20 and 22 percent of 2,749,319 dollars
    assert found["remainder of purposes"].cents_low == 54986380
    assert found["remainder of purposes"].cents_high == 60485018


def test_all_functions_leave_nothing_and_too_many_are_refused() -> None:
    whole = [figure("program", percent="60"), figure("management", percent="19"), figure("fundraising", percent="21")]
    assert "remainder" not in {row.measure for row in nonprofit_totals(whole)}
    with pytest.raises(ValueError, match="more than 100 percent"):
        nonprofit_totals([figure("program", percent="90"), figure("management", percent="19")])


def total(measure: str, cents: int, filing: str = "F1", ends: date = date(2021, 6, 30), **more: Any) -> dict[str, Any]:
    base = {"source": "irs_990", "party_id": "P1", "page": "Form 990", "url": "", "file_name": "r.xml", "row": 1}
    return {**base, "measure": measure, "cents": cents, "filing_id": filing, "period_thru": ends, **more}


def test_returns_are_joined_to_other_figures_by_ein() -> None:
    """A fiscal year is named by its end; 90 of 120 are three quarters, and 6 + 3 of 10 leave a tenth of spending."""
    parties = [{"party_id": "P1", "scheme": "ein", "identifier": "123456789", "name": "THE FUND INC"}]
    known = [{**figure("revenue", 120_00), "ein": "123456789", "year": 2021, "publisher": "A paper"}]
    totals = [total("total revenue", 120_00), total("contributions received", 90_00), total("total expenses", 10_00)]
    totals += [total("program service expenses", 6_00), total("fundraising expenses", 3_00)]
    totals += [total("receipts", 5, source="fec_bulk")]
    figures = figures_of_returns(totals, parties, known)
    found = {(row.publisher, row.measure): row for row in nonprofit_totals([*known, *figures])}
    assert {(row.organisation, row.ein, row.year) for row in found.values()} == {("Fund", "123456789", 2021)}
    filed = "Internal Revenue Service, return as filed"
    assert found[filed, "contributions"].share == 0.75
    assert (found[filed, "remainder"].cents_low, found[filed, "remainder"].share) == (1_00, 0.1)
    assert ("A paper", "revenue") in found


def test_a_return_whose_parts_exceed_the_whole_is_shown_as_filed() -> None:
    parties = [{"party_id": "P1", "scheme": "ein", "identifier": "123456789", "name": "THE FUND INC"}]
    totals = [total("total expenses", 10_00), total("program service expenses", 11_00)]
    found = nonprofit_totals(figures_of_returns(totals, parties, []))
    assert {row.measure: row.share for row in found} == {"expenses": None, "program": 1.1}


def test_two_returns_of_one_year_stand_beside_each_other() -> None:
    parties = [{"party_id": "P1", "scheme": "ein", "identifier": "123456789", "name": "THE FUND INC"}]
    totals = [total("total revenue", 1_00), total("total revenue", 2_00, "F2")]
    found = nonprofit_totals(figures_of_returns(totals, parties, []))
    assert sorted((row.publisher[-2:], row.cents_low) for row in found) == [("F1", 1_00), ("F2", 2_00)]
    assert {row.organisation for row in found} == {"THE FUND INC"}


def test_a_measure_s_share() -> None:
    row = {"measure": "m", "title": "t", "division": PLACE, "election_date": date(2024, 11, 5), "yes": 3, "no": 1}
    row |= {"count_status": "night", "as_of": None, "publisher": "P", "url": "", "file_name": "m.csv", "row": 2}
    assert measure_results([row])[0].yes_share == 0.75
    assert measure_results([{**row, "yes": 0, "no": 0}])[0].yes_share is None
