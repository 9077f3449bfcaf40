"""Cal-Access has what notices are about on their covers alone, which are rows of another file. Planted truth."""

from collections.abc import Callable
from typing import Any

from headwater.sources._tables.filings import Filing
from headwater.sources._tables.lines import Line
from headwater.sources._tables.parties import Party
from tests.planted import filed, judged

Rows = dict[str, list[dict[str, Any]]]
_DAY = "10/19/2026 12:00:00 AM"
_ABOUT_SAM = {"CAND_NAML": "Exemplar", "CAND_NAMF": "Sam", "OFFICE_CD": "DAT", "SUP_OPP_CD": "O"}
_ABOUT_Q = {"BAL_NAME": "Parks bond", "BAL_NUM": "Q", "SUP_OPP_CD": "S"}
_COVERS = (
    {"FILING_ID": "910001", "FORM_TYPE": "F496", "RPT_DATE": _DAY, "LATE_RPTNO": "N-1", **_ABOUT_SAM},
    {"FILING_ID": "910002", "FORM_TYPE": "F496", "RPT_DATE": _DAY, "LATE_RPTNO": "N-2", **_ABOUT_Q},
    {"FILING_ID": "910003", "FORM_TYPE": "F460", "RPT_DATE": "1/31/2027 12:00:00 AM",
     "FROM_DATE": "10/18/2026 12:00:00 AM", "THRU_DATE": "12/31/2026 12:00:00 AM"},
    {"FILING_ID": "910004", "FORM_TYPE": "F465", "RPT_DATE": "1/31/2027 12:00:00 AM",
     "FROM_DATE": "7/1/2026 12:00:00 AM", "THRU_DATE": "12/31/2026 12:00:00 AM", **_ABOUT_SAM},
)  # fmt: skip
_FILER = {"REC_TYPE": "CVR", "FILER_ID": "1900021", "ENTITY_CD": "RCP", "FILER_NAML": "Neighbors of Exampleville Fund"}
# Two mailers of one day and price, one against a candidate and one for a measure, each on a notice of its own.
_NOTICES = tuple(
    {"FILING_ID": number, "REC_TYPE": "S496", "FORM_TYPE": "F496", "TRAN_ID": "E1", "AMOUNT": "1500", "EXP_DATE": _DAY}
    for number in ("910001", "910002")
)
_SPENT = {"REC_TYPE": "EXPN", "EXPN_DATE": _DAY, "AMOUNT": "1500"}
_OF_460 = {"FILING_ID": "910003", "FORM_TYPE": "D", "EXPN_CODE": "IND", **_SPENT}
_PERIODIC = ({**_OF_460, "TRAN_ID": "D1", **_ABOUT_SAM}, {**_OF_460, "TRAN_ID": "D2", **_ABOUT_Q})
_SUPPLEMENT = ({"FILING_ID": "910004", "FORM_TYPE": "F465P3", "TRAN_ID": "P1", "PAYEE_NAML": "Sample Mail", **_SPENT},)


def _covers(*forms: str) -> tuple[dict[str, str], ...]:
    return tuple({**_FILER, **cover} for cover in _COVERS if cover["FORM_TYPE"] in forms)


def _told(tables: Rows, lines: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Form, topic and stance of lines."""
    names = {party["party_id"]: party["name"] for party in tables["source_parties"]} | {"": ""}
    return sorted((line["form"], names[line["about_party_id"]], line["stance"]) for line in lines)


def _counting(tables: Rows) -> list[tuple[str, str, str]]:
    rows = (tables[f"source_{name}"] for name in ("lines", "parties", "filings"))
    lines, parties, filings = (
        [kind(**row) for row in some] for kind, some in zip((Line, Party, Filing), rows, strict=True)
    )
    return _told(tables, [line for line in judged(filed(lines, parties, filings)) if line["counts"]])


_ON_NOTICES = [("496", "Parks bond", "for"), ("496", "Sam Exemplar", "against")]


def test_a_notice_is_about_what_its_cover_says(built: Callable[..., Rows]) -> None:
    alone = built(S496_CD=_NOTICES)
    assert _told(alone, alone["source_lines"]) == [("496", "", "")] * 2
    both = built(CVR_CAMPAIGN_DISCLOSURE_CD=_covers("F496"))
    assert _told(both, both["source_lines"]) == _ON_NOTICES
    # Nothing but the topic is another; each row is counted as read and kept once, with its cover here or not.
    topic = {"about_party_id": "", "stance": ""}
    assert [line | topic for line in both["source_lines"]] == alone["source_lines"]
    assert {(one["file_name"], one["rows_kept"], one["rows_rejected"]) for one in both["source_files"]} == {
        ("S496_CD.TSV", 2, 0), ("CVR_CAMPAIGN_DISCLOSURE_CD.TSV", 2, 0),
    }  # fmt: skip


def test_a_cover_whose_side_is_no_code_tells_its_filing_alone(built: Callable[..., Rows]) -> None:
    (cover, *_) = _covers("F496")
    tables = built(CVR_CAMPAIGN_DISCLOSURE_CD=({**cover, "SUP_OPP_CD": "?"},), S496_CD=_NOTICES[:1])
    assert _told(tables, tables["source_lines"]) == [("496", "", "")]
    assert [one["form"] for one in tables["source_filings"]] == ["496"]


def test_notices_of_one_day_and_amount_are_paired_by_topic(built: Callable[..., Rows]) -> None:
    """The money is 3,000, and what it was about stands on the report's lines and on the notices alike."""
    tables = built(CVR_CAMPAIGN_DISCLOSURE_CD=_covers("F496", "F460"), S496_CD=_NOTICES, EXPN_CD=_PERIODIC)
    assert _counting(tables) == [("460", "Parks bond", "for"), ("460", "Sam Exemplar", "against")]


def test_a_supplement_takes_its_topic_from_its_cover_and_stands_for_the_notice_of_it(
    built: Callable[..., Rows],
) -> None:
    """Form 465 has the mailer against the candidate again; no report has the one for the measure."""
    tables = built(CVR_CAMPAIGN_DISCLOSURE_CD=_covers("F496", "F465"), S496_CD=_NOTICES, EXPN_CD=_SUPPLEMENT)
    assert _counting(tables) == [("465", "Sam Exemplar", "against"), ("496", "Parks bond", "for")]
