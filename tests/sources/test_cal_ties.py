"""Schedules D and E of one Californian filing: which rows are the same money, by arithmetic on invented rows."""

from headwater.sources._cal.ties import NEEDED, Row, tie


def row(form: str, cents: str, payee: str, transaction: str, code: str = "IND", **more: str) -> Row:
    said = {"FORM_TYPE": form, "AMOUNT": cents, "PAYEE_NAML": payee, "TRAN_ID": transaction, "EXPN_CODE": code}
    return {**dict.fromkeys(NEEDED, ""), **said, **more}


def test_one_row_of_d_is_all_that_e_pays_its_payee() -> None:
    rows = {
        1: row("D", "300.00", "Mail House", "D1", CAND_NAML="Exemplar", SUP_OPP_CD="O"),
        2: row("D", "70.00", "Web House", "D2", CAND_NAML="Other", SUP_OPP_CD="S"),
        3: row("E", "200.00", "MAIL HOUSE", "E1"),
        4: row("E", "100.00", "MAIL HOUSE", "E2"),
        5: row("E", "50.00", "Web House", "E3"),
        6: row("E", "20.00", "Web House", "E4"),
    }
    ties = tie(rows)

    assert (ties.same, ties.unclear) == ({1, 2}, set())
    assert {at: said["CAND_NAML"] for at, said in ties.about.items()} == {
        3: "Exemplar",
        4: "Exemplar",
        5: "Other",
        6: "Other",
    }


def test_the_one_row_of_d_that_all_the_rest_of_e_adds_up_to() -> None:
    """Schedule D repeats the candidate where the payee would stand."""
    rows = {
        1: row("D", "300.00", "SAM EXEMPLAR", "D1", CAND_NAML="Exemplar", SUP_OPP_CD="O"),
        2: row("E", "200.00", "Mail House", "E1"),
        3: row("E", "100.00", "Web House", "E2"),
    }

    assert (tie(rows).same, set(tie(rows).about)) == ({1}, {2, 3})


def test_sums_that_differ_by_a_cent_tell_nothing() -> None:
    rows = {
        1: row("D", "299.99", "SAM EXEMPLAR", "D1"),
        2: row("E", "200.00", "Mail House", "E1"),
        3: row("E", "100.00", "Web House", "E2"),
    }

    assert (tie(rows).same, tie(rows).unclear) == (set(), {1})


def test_the_parts_of_one_payment_for_two_candidates_are_left_to_the_ledger() -> None:
    """A mailer of 500 and one of 90, each for two candidates, on days of their own: D has 300 + 200 and 60 + 30."""
    parts = [("300", "20260601"), ("200", "20260601"), ("60", "20260605"), ("30", "20260605")]
    rows = {at: row("D", cents, "", f"D{at}", EXPN_DATE=day) for at, (cents, day) in enumerate(parts, start=1)}
    paid = {7: row("E", "500", "Mail House", "E1"), 8: row("E", "90", "Web House", "E2")}

    assert (tie({**rows, **paid}).same, tie({**rows, **paid}).unclear) == (set(), set())
    # A second payment of 500, whatever it was for, and parts that differ by a cent: nothing tells.
    twice = {9: row("E", "500", "Rent", "E3", "OFC")}
    assert tie({**rows, **paid, **twice, 10: row("E", "1", "Web House", "E4")}).unclear == {1, 2}
    assert tie({**rows, **paid, 8: row("E", "89.99", "Web House", "E2")}).unclear == {3, 4}


def test_one_id_on_both_schedules_ties_whatever_else_is_alike() -> None:
    """XREF_MATCH says that both have one id; the program of these filings writes a D before it on schedule D."""
    rows = {
        1: row("D", "5", "Exemplar for Senate", "DD1130", "MON", XREF_MATCH="X", CAND_NAML="Exemplar"),
        2: row("E", "5", "Exemplar for Senate", "D1914", "CTB"),
        3: row("E", "5", "Exemplar for Senate", "D1130", "CTB"),
    }
    ties = tie(rows)

    assert (ties.same, set(ties.about), ties.unclear) == ({1}, {3}, set())


def test_a_row_of_d_whose_id_is_none_of_es_is_another_payment() -> None:
    paid = {1: row("E", "15", "One Fund", "D2392", "CTB"), 2: row("E", "9", "Two Fund", "D2393", "CTB")}
    given = row("D", "1", "Three Fund", "DD3865", "MON", XREF_MATCH="X")

    assert (tie({**paid, 3: given}).same, tie({**paid, 3: given}).unclear) == (set(), set())
    # Without the mark, or where the two schedules' ids are made differently, nothing tells.
    assert tie({**paid, 3: {**given, "XREF_MATCH": ""}}).unclear == {3}
    assert tie({**paid, 3: {**given, "TRAN_ID": "PDT17"}}).unclear == {3}


def test_a_gift_without_a_payee_is_that_of_its_number() -> None:
    """Schedule D names the candidate and gives the committee's number, and E names the committee."""
    rows = {
        1: row("D", "200.00", "", "D1", code="MON", CMTE_ID="1900011", CAND_NAML="Exemplar"),
        2: row("E", "200.00", "Invented for Assessor", "E1", code="CTB", CMTE_ID="1900011"),
        3: row("E", "900.00", "Invented for Sheriff", "E2", code="CTB", CMTE_ID="1900012"),
    }
    ties = tie(rows)

    assert (ties.same, ties.unclear, ties.about[2]["CAND_NAML"]) == ({1}, set(), "Exemplar")


def test_numbers_that_are_missing_tell_nothing() -> None:
    rows = {1: row("D", "200.00", "", "D1", code="MON"), 2: row("E", "200.00", "Invented", "E1", code="CTB")}

    assert tie(rows).same == set()
