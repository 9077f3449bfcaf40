"""Electronic tax returns of exempt organisations: forms 990, 990-EZ and 990-PF."""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

import headwater.sources
from headwater.base.errors import InputError
from headwater.sources._reading.parsed import Parsed
from headwater.sources._reading.raw import RawFile
from headwater.sources.irs_990 import tree
from headwater.sources.irs_990.found import Return, UnusualError
from headwater.sources.irs_990.parts import by_parts
from headwater.sources.irs_990.stated import DOMESTIC, PAID
from headwater.sources.irs_990.tree import at_once, by_events

Rows = dict[str, list[dict[str, Any]]]
ReadFile = Callable[..., Parsed]
SAMPLE = Path(headwater.sources.__path__[0]) / "irs_990" / "sample"


def _sample(name: str) -> str:
    return (SAMPLE / f"{name}.xml").read_text("utf-8")


def _rows(found: Parsed, table: str) -> list[dict[str, Any]]:
    return found.tables[table].to_pylist() if table in found.tables else []


def _one_line(error: pytest.ExceptionInfo[InputError]) -> str:
    said = str(error.value)
    assert "\n" not in said
    assert len(said) < 300
    return said


def test_the_samples(read_sample: Callable[..., Rows]) -> None:
    tables = read_sample("irs_990")
    parties = {row["party_id"]: row for row in tables["source_parties"]}
    # Planted: (payee, kind, cents, whether one row stands for several).
    told = {
        (parties[line["payee_party_id"]]["name"], line["kind"], line["cents"], line["is_sum"])
        for line in tables["source_lines"]
    }
    assert told == {
        ("HARBOR SAMPLE CLINIC", "monetary", 5000000, False),
        ("HARBOR SAMPLE CLINIC", "in_kind", 750000, False),
        ("CITY OF SAMPLETON", "monetary", 2000000, False),
        ("HARBOR SAMPLE CLINIC NORTH BRANCH", "monetary", 3100000, False),
        ("INVENTED SCHOOL ABROAD", "monetary", 1000000, False),
        ("ROBIN PLACEHOLDER", "monetary", 150000, False),
        ("Grantees not itemized by SPECIMEN FAMILY FOUNDATION", "monetary", 2500000, True),
    }
    assert {line["side"] for line in tables["source_lines"]} == {"payer"}
    assert not tables["rejected"]
    # Part III and promised grants name nobody or are not paid; one 990-PF group is empty.
    ignored = {row["file_name"]: row["rows_ignored"] for row in tables["source_files"]}
    assert ignored == {"return-990.xml": 1, "return-990-2010.xml": 1, "return-990pf.xml": 2, "return-990ez.xml": 0}


def test_a_grant_may_be_paid_on_any_day_of_the_tax_period(read_sample: Callable[..., Rows]) -> None:
    lines = read_sample("irs_990", ["return-990.xml"])["source_lines"]
    assert {(line["date_from"], line["date_to"]) for line in lines} == {(date(2021, 7, 1), date(2022, 6, 30))}
    assert {(line["period_from"], line["period_thru"]) for line in lines} == {(date(2021, 7, 1), date(2022, 6, 30))}


def test_old_and_new_schema_versions_name_the_same_parties(read_sample: Callable[..., Rows]) -> None:
    parties = read_sample("irs_990", ["return-990.xml", "return-990-2010.xml"])["source_parties"]
    clinics = [row for row in parties if row["name"].startswith("HARBOR")]
    seen = ("ein", "001990002", "SAMPLETON, CA", "95998")
    assert {(row["scheme"], row["identifier"], row["place"], row["zip5"]) for row in clinics} == {seen}
    filers = {row["identifier"] for row in parties if row["name"].startswith("EXAMPLE")}
    assert filers == {"001990001"}
    # A city without a number has none.
    assert {row["identifier"] for row in parties if row["name"] == "CITY OF SAMPLETON"} == {""}


def test_stated_totals(read_sample: Callable[..., Rows]) -> None:
    totals = read_sample("irs_990")["source_totals"]
    told = Counter((row["file_name"], row["measure"], row["cents"]) for row in totals)
    # Planted: each figure stands in the sample that is named.
    assert told == {
        ("return-990.xml", DOMESTIC, 8200000): 1,
        ("return-990.xml", "grants to individuals", 400000): 1,
        ("return-990.xml", "total expenses", 110000000): 1,
        ("return-990.xml", "program service expenses", 80000000): 1,
        ("return-990.xml", "management and general expenses", 25000000): 1,
        ("return-990.xml", "fundraising expenses", 5000000): 1,
        ("return-990.xml", "total revenue", 125000000): 1,
        ("return-990.xml", "contributions received", 90000000): 1,
        ("return-990-2010.xml", DOMESTIC, 3100000): 1,
        ("return-990-2010.xml", "grants abroad", 10000): 1,
        ("return-990-2010.xml", "total expenses", 55000000): 1,
        ("return-990-2010.xml", "total revenue", 60000000): 1,
        ("return-990-2010.xml", "contributions received", 50000000): 1,
        ("return-990ez.xml", "grants and similar amounts paid", 1200000): 1,
        ("return-990ez.xml", "total expenses", 3900000): 1,
        ("return-990ez.xml", "total revenue", 4100000): 1,
        ("return-990ez.xml", "contributions received", 4000000): 1,
        ("return-990pf.xml", PAID, 3650000): 2,
        ("return-990pf.xml", "total expenses", 4500000): 1,
        ("return-990pf.xml", "total revenue", 9000000): 1,
        ("return-990pf.xml", "contributions received", 100000): 1,
    }


def test_an_amended_return_says_so(read_sample: Callable[..., Rows], read_file: ReadFile) -> None:
    filings = read_sample("irs_990")["source_filings"]
    told = {(row["form"], row["report_number"], row["report_date"], row["schedules"]) for row in filings}
    assert told == {
        ("990", 0, date(2022, 11, 10), "I"),
        ("990", 1, date(2011, 5, 2), "I"),
        ("990PF", 0, date(2021, 11, 15), "XV"),
        ("990EZ", 0, date(2020, 5, 11), ""),
    }
    for value, number in (("X", 1), ("true", 1), ("0", 0), ("false", 0)):
        text = _sample("return-990").replace(
            "<TotalContributionsAmt>", f"<AmendedReturnInd>{value}</AmendedReturnInd><TotalContributionsAmt>"
        )
        found = read_file("irs_990", text, "202200000000000001_public.xml")
        assert [row["report_number"] for row in _rows(found, "source_filings")] == [number]
        assert [row["number"] for row in _rows(found, "source_filings")] == ["202200000000000001"]


def test_a_return_read_from_two_files_is_one(read_file: ReadFile) -> None:
    text = _sample("return-990")
    one = read_file("irs_990", text, "a.xml")
    two = read_file("irs_990", text.replace("<?xml", "<?xml", 1) + "<!-- copy -->", "b.xml")
    ids = [{row["line_id"] for row in _rows(found, "source_lines")} for found in (one, two)]
    assert ids[0] == ids[1]
    assert len(ids[0]) == 3


def test_no_street_officer_or_telephone_is_kept(read_sample: Callable[..., Rows], home: Path) -> None:
    # "Planted" stands in every street, officer and preparer of the samples.
    assert "PLANTED" not in json.dumps(read_sample("irs_990"), default=str)
    assert not any(b"PLANTED" in path.read_bytes() for path in (home / "parsed").rglob("*.parquet"))


@pytest.mark.parametrize(
    ("old", "new", "field", "said"),
    [
        ("<CashGrantAmt>20000</CashGrantAmt>", "", "CashGrantAmt", "is missing"),
        ("<CashGrantAmt>20000<", "<CashGrantAmt>20,000<", "CashGrantAmt", "is not dollars"),
        ("<CashGrantAmt>20000<", "<CashGrantAmt>20000.125<", "CashGrantAmt", "more than two decimals"),
        ("<CashGrantAmt>20000<", f"<CashGrantAmt>{'9' * 40}<", "CashGrantAmt", "is too large"),
        ("CITY OF SAMPLETON", "", "RecipientBusinessName/BusinessNameLine1Txt", "nobody is named"),
        ("<PurposeOfGrantTxt>LIBRARY<", "<Novel>LIBRARY</Novel><PurposeOfGrantTxt>LIBRARY<", "Novel", "unknown field"),
        (
            "<CashGrantAmt>20000<",
            "<RecipientEIN>001990001</RecipientEIN><CashGrantAmt>20000<",
            "RecipientEIN",
            "the filer's own",
        ),
        ("<CashGrantAmt>20000<", "<CashGrantAmt>1</CashGrantAmt><CashGrantAmt>20000<", "CashGrantAmt", "occurs twice"),
    ],
)
def test_a_grant_that_cannot_be_read_is_rejected_alone(
    read_file: ReadFile, old: str, new: str, field: str, said: str
) -> None:
    assert old in _sample("return-990")
    found = read_file("irs_990", _sample("return-990").replace(old, new), "a.xml")
    rejected = _rows(found, "rejected")
    assert [(row["row"], row["field"]) for row in rejected] == [(3, field)]
    assert said in rejected[0]["reason"]
    assert "PLANTED" not in rejected[0]["raw_text"]
    assert (found.counts.read, found.counts.kept, found.counts.rejected) == (4, 2, 1)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("<EIN>001990001</EIN>", "", "Filer/EIN"),
        ("<EIN>001990001</EIN>", "<EIN>000000000</EIN>", "Filer/EIN"),
        ("EXAMPLE VALLEY HEALTH FUND", "", "Filer/BusinessName/BusinessNameLine1Txt"),
        ("<ReturnTypeCd>990<", "<ReturnTypeCd>999<", "ReturnTypeCd"),
        ("<TaxPeriodEndDt>2022-06-30<", "<TaxPeriodEndDt>2022-06-31<", "TaxPeriodEndDt"),
        ("<TaxPeriodEndDt>2022-06-30<", "<TaxPeriodEndDt>2020-06-30<", "TaxPeriodBeginDt"),
        ("<ReturnTs>2022-11-10T", "<ReturnTs>10 November ", "ReturnTs"),
        ("<TotalAmt>82000<", "<TotalAmt>many<", "GrantsToDomesticOrgsGrp/TotalAmt"),
        ("IRS990 ", "IRS990X ", "ReturnData/IRS990"),
    ],
)
def test_a_return_without_a_header_is_rejected_with_its_grants(
    read_file: ReadFile, old: str, new: str, field: str
) -> None:
    text = _sample("return-990").replace(old, new).replace("</IRS990>", "</IRS990X>" if "X " in new else "</IRS990>")
    assert text != _sample("return-990")
    found = read_file("irs_990", text, "a.xml")
    assert [(row["row"], row["field"]) for row in _rows(found, "rejected")] == [(n, field) for n in (1, 2, 3, 4)]
    assert set(found.tables) == {"rejected"}
    assert not any("PLANTED" in row["raw_text"] for row in _rows(found, "rejected"))


def test_other_forms_are_ignored(read_file: ReadFile) -> None:
    found = read_file("irs_990", _sample("return-990ez").replace(">990EZ<", ">990T<"), "a.xml")
    assert (found.counts.read, found.counts.ignored) == (1, 1)
    assert not found.tables


def test_a_group_elsewhere_is_no_grant(read_file: ReadFile) -> None:
    text = _sample("return-990ez").replace(
        "</IRS990EZ>", "</IRS990EZ><IRS990ScheduleX><RecipientTable/></IRS990ScheduleX>"
    )
    assert read_file("irs_990", text, "a.xml").counts.read == 1


def _bomb() -> str:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE Return [<!ENTITY e0 "boom">{entities}]>'


HOSTILE = {
    "empty": ("", "no well-formed XML"),
    "cut": (_sample("return-990")[:3000], "no well-formed XML"),
    "not xml": ("date,payer\n", "no well-formed XML"),
    "other root": ("<Filings/>", "the outermost element is not Return"),
    "no header": ("<Return/>", "ReturnHeader: occurs 0 times"),
    "two bodies": ("<Return><ReturnHeader/><ReturnData/><ReturnData/></Return>", "ReturnData: occurs 2 times"),
    "bomb": (_bomb() + "<Return><ReturnHeader>&e11;</ReturnHeader></Return>", ""),
    "bomb in an attribute": (_bomb() + '<Return a="&e11;"/>', ""),
    "outside file": ('<!DOCTYPE Return [<!ENTITY x SYSTEM "file:///etc/hosts">]><Return>&x;</Return>', "document type"),
    "outside address": ('<!DOCTYPE Return SYSTEM "http://127.0.0.1:9/x.dtd"><Return/>', "document type"),
    "field of 11 MB": (_sample("return-990").replace("LIBRARY", "A" * 11_000_000), "no well-formed XML"),
    "deep": ("<Return>" + "<a>" * 100_000, "no well-formed XML"),
    "NUL": (_sample("return-990").replace("LIBRARY", "\0"), "no well-formed XML"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_cannot_be_trusted_is_refused_in_one_line(read_file: ReadFile, name: str) -> None:
    text, said = HOSTILE[name]
    with pytest.raises(InputError) as error:
        read_file("irs_990", text, "a.xml")
    assert said in _one_line(error)


def test_bytes_that_are_not_utf_8_are_refused(read_file: ReadFile) -> None:
    text = _sample("return-990").replace('encoding="utf-8"', 'encoding="iso-8859-1"').replace("LIBRARY", "CAFÉ")
    with pytest.raises(InputError) as error:
        read_file("irs_990", text.encode("iso-8859-1"), "a.xml")
    assert "no well-formed XML" in _one_line(error)
    found = read_file("irs_990", b"\xef\xbb\xbf" + text.encode(), "a.xml")
    assert "CAFÉ" in {row["description"] for row in _rows(found, "source_lines")}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_return_is_read_or_refused(read_file: ReadFile, data: st.DataObject) -> None:
    content = bytearray(_sample(data.draw(st.sampled_from(["return-990", "return-990pf"]))).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=8))
    try:
        found = read_file("irs_990", bytes(content), "a.xml")
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017 both outcomes are right
        return
    counts = found.counts
    assert counts.read == counts.kept + counts.ignored + counts.rejected


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_both_ways_of_reading_give_the_same_of_a_damaged_return(tmp_path: Path, data: st.DataObject) -> None:
    names = ["return-990", "return-990-2010", "return-990ez", "return-990pf"]
    content = bytearray(_sample(data.draw(st.sampled_from(names))).encode())
    pieces = [bytes(piece) for piece in re.findall(rb"<[^<>]*>", bytes(content))]
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content) - 1))
        odd = st.one_of(st.sampled_from(pieces), st.sampled_from(ODD), st.binary(max_size=6))
        content[at : at + data.draw(st.sampled_from([0, 0, 1, 8, 60]))] = data.draw(odd)
    _read_at_once_as_by_events(tmp_path, bytes(content))


ODD = (
    b"<!-- a -->", b"<![CDATA[1]]>", b"<?p i?>", b"&amp;", b"&#49;", b"&x;", b"<x:Y xmlns:x='u'/>", b" xmlns='u'",
    b"<RecipientTable><CashGrantAmt>1</CashGrantAmt></RecipientTable>", b" ", b"\xc3\x89", b"\xff", b"\0", b"<a/>",
    b"<ReturnHeader/>", b"<IRS990/>", b"</IRS990>", b"<IRS990ScheduleI/>", b"/>", b">", b"<TotalContributionsAmt/>",
    b"<Other><TotalContributionsAmt>1</TotalContributionsAmt></Other>", b"xmlns:x='u' ",
    b"<IRS990ScheduleI><RecipientTable/></IRS990ScheduleI>", b"<!DOCTYPE Return>", b"\r\n", b"&lt;", b"\x01",
    b"<Form990PartVIII>", b"</Form990PartVIII>", b" ", b"]]>", b"<SupplementaryInformation/>",
)  # fmt: skip


def test_what_is_unusual_is_read_event_by_event(tmp_path: Path) -> None:
    text = _sample("return-990")
    group = "<IRS990ScheduleI><RecipientTable><CashGrantAmt>1</CashGrantAmt></RecipientTable></IRS990ScheduleI>"
    assert _read_at_once_as_by_events(tmp_path, text.encode()) == "by parts"
    odd = {
        "a group in the header": text.replace("</ReturnHeader>", f"<Filer>{group}</Filer></ReturnHeader>"),
        "a group in a group": text.replace("</RecipientTable>", f"{group}</RecipientTable>", 1),
        "a document type": text.replace("<Return ", "<!DOCTYPE Return><Return ", 1),
        "another root": "<Filings/>",
    }
    ways = {name: _read_at_once_as_by_events(tmp_path, changed.encode()) for name, changed in odd.items()}
    assert set(ways.values()) == {"by events"}, ways
    usual = {
        "comments": text.replace("<CashGrantAmt>", "<CashGrantAmt><!-- 1 -->"),
        "CDATA": text.replace("LIBRARY", "<![CDATA[LIBRARY]]>"),
        "a prefix": text.replace("<Return ", "<f:Return ", 1).replace("</Return>", "</f:Return>")
        .replace("xmlns=", "xmlns:f=", 1),
        "blank texts": text.replace("LIBRARY", "  "),
        "doubled forms": text.replace("</ReturnData>", "<IRS990/></ReturnData>"),
    }  # fmt: skip
    for name, changed in usual.items():
        way = "by parts" if name in {"blank texts", "doubled forms"} else "at once"
        assert _read_at_once_as_by_events(tmp_path, changed.encode()) == way, name


def test_only_a_usual_return_is_read_by_its_parts(tmp_path: Path) -> None:
    text = _sample("return-990")
    revenue = "<TotalRevenueGrp><TotalRevenueColumnAmt>7</TotalRevenueColumnAmt></TotalRevenueGrp>"
    grant = "<RecipientTable><CashGrantAmt>1</CashGrantAmt></RecipientTable>"
    other = "<IRS990ScheduleB>{}</IRS990ScheduleB></ReturnData>"
    usual = {
        "other names": _sample("return-990-2010"),
        "another form": _sample("return-990pf"),
        "no grants": _sample("return-990ez"),
        "a mark": "\ufeff" + text,
        "other schedules": text.replace("</ReturnData>", other.format(f"<A>&lt;IRS990&gt; > &#33;</A>{revenue}")),
        "a line twice": text.replace("</IRS990>", f"{revenue}</IRS990>"),
        "an empty line": text.replace("</IRS990>", "<AmendedReturnInd/></IRS990>"),
        "a group elsewhere": text.replace("</ReturnData>", other.format(grant)),
        "a line deeper": text.replace("</IRS990>", f"<Other>{revenue}</Other></IRS990>"),
        "a line in another form": text.replace("</IRS990>", f"<IRS990>{revenue}</IRS990></IRS990>"),
        "grants in a form": text.replace(
            "</IRS990>", f"<SupplementaryInformation>{grant}</SupplementaryInformation></IRS990>"
        ),
        "two schedules": text.replace("</ReturnData>", f"<IRS990ScheduleI>{grant}</IRS990ScheduleI></ReturnData>"),
        "another form first": text.replace("<IRS990 ", "<IRS990EZ/><IRS990 ", 1),
        "a schedule first": text.replace("<IRS990 ", "<IRS990ScheduleB/><IRS990 ", 1),
        "a sign like an empty element's": text.replace("</ReturnData>", other.format("<A>/></A>")),
        "the five signs": text.replace("LIBRARY", "&lt;&amp;&quot;&apos;&gt;"),
        "other ends of lines": text.replace("\n", "\r\n").replace("LIBRARY", "LIB\r\nRARY"),
        "attributes": text.replace("<CashGrantAmt>", "<CashGrantAmt a='1' b=\"/\">"),
        "many levels": text.replace("</ReturnData>", other.format("<A>" * 150 + "</A>" * 150)),
    }
    for name, changed in usual.items():
        assert _read_at_once_as_by_events(tmp_path, changed.encode()) == "by parts", name
    odd = {
        "grants in another schedule": text.replace(
            "</ReturnData>", other.format(f"<IRS990ScheduleI>{grant}</IRS990ScheduleI>")
        ),
        "an instruction": text.replace("</ReturnData>", other.format("<?a b?>")),
        "a sign in an attribute": text.replace("<TotalContributionsAmt>", "<TotalContributionsAmt a='>'>"),
        "a comment": text.replace("</ReturnData>", other.format(f"<!-- {revenue} -->")),
        "a prefix": text.replace("<Return ", "<Return xmlns:f='http://www.irs.gov/efile' ").replace(
            "</IRS990>", f"{revenue.replace('<', '<f:').replace('<f:/', '</f:')}</IRS990>"
        ),
        "the prefix of attributes": text.replace("<Return ", "<Return xmlns:xsi='u' ").replace(
            "</ReturnData>", other.format("<xsi:IRS990ScheduleI/>")
        ),
        "another declaration": text.replace('encoding="utf-8"', 'encoding="us-ascii"'),
        "another sign": text.replace("LIBRARY", "&#76;"),
        "a sign of tags in a text": text.replace("LIBRARY", "LIB>RARY"),
        "a tag with a space": text.replace("</CashGrantAmt>", "</CashGrantAmt >"),
        "a name space of its own": text.replace("<CashGrantAmt>", "<CashGrantAmt xmlns='u'>"),
        "more levels": text.replace("</ReturnData>", other.format("<A>" * 220 + "</A>" * 220)),
        "the data first": "<Return><ReturnData/><ReturnHeader/></Return>",
    }  # fmt: skip
    for name, changed in odd.items():
        assert _read_at_once_as_by_events(tmp_path, changed.encode()) == "at once", name


@pytest.mark.parametrize(
    "odd",
    [
        "<CashGrantAmt a=1>", "<CashGrantAmt a='1' a='1'>", "<CashGrantAmt a='&x;'>", "<CashGrantAmt>&x;",
        "<CashGrantAmt><A></CashGrantAmt>",
        "<CashGrantAmt>&", "<CashGrantAmt>\x01", "<CashGrantAmt>\uffff", "<CashGrantAmt><1/>",
        "<CashGrantAmt>]]>", "<CashGrantAmt><A><B></A></B>", "<CashGrantAmt<A>>",
    ],
)  # fmt: skip
def test_what_is_read_must_be_well_formed(tmp_path: Path, odd: str) -> None:
    text = _sample("return-990").replace("<CashGrantAmt>", odd)
    assert _read_at_once_as_by_events(tmp_path, text.encode()) == "refused"
    assert by_parts((tmp_path / "return.xml").read_bytes()) is None


@pytest.mark.parametrize("odd", [b"\xff", b"\0", b"<A>", b"</A>"])
def test_what_is_left_out_must_be_text_and_balance(tmp_path: Path, odd: bytes) -> None:
    text = _sample("return-990").replace("</ReturnData>", "<Other>HERE</Other></ReturnData>")
    assert _read_at_once_as_by_events(tmp_path, text.encode()) == "by parts"
    assert _read_at_once_as_by_events(tmp_path, text.encode().replace(b"HERE", odd)) == "refused"
    assert by_parts((tmp_path / "return.xml").read_bytes()) is None


def test_grants_add_up_to_what_the_return_states(read_file: ReadFile) -> None:
    # The samples: Schedule I 50,000 + 7,500 + 20,000 of 82,000; the foundation's rows against its total, 36,500.
    found = read_file("irs_990", _sample("return-990"), "a.xml")
    assert _differences(found) == {(DOMESTIC, False): {7750000 - 8200000}}
    found = read_file("irs_990", _sample("return-990pf"), "b.xml")
    assert _differences(found) == {(PAID, True): {0}, (PAID, False): {0}}


def _rebuilt(path: Path) -> bytes:
    """A return's header, form and Schedule I, built from a flattened table of (xpath, value)."""
    root = etree.Element("Return")
    tops = {"ReturnHeader": root}
    etree.SubElement(root, "ReturnHeader")
    data = etree.SubElement(root, "ReturnData")
    places: dict[tuple[str, str], etree._Element] = {("/ReturnHeader", ""): root[0]}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            steps = row["xpath"].strip("/").split("/")
            if steps[0] not in {"ReturnHeader", "IRS990", "IRS990ScheduleI"}:
                continue
            above = tops.get(steps[0], data)
            for depth in range(1, len(steps) + 1):
                group = row["group_index"] if row["in_group"] == "True" and depth > 1 else ""
                key = ("/" + "/".join(steps[:depth]), group)
                if key not in places:
                    places[key] = etree.SubElement(above, steps[depth - 1])
                above = places[key]
            above.text = row["value"]
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _differences(found: Parsed) -> dict[tuple[str, bool], set[int]]:
    """Lines of a filing that add to a measure, less what the filing states: by measure and whether it itemizes."""
    sums = Counter[tuple[str, str]]()
    for line in _rows(found, "source_lines"):
        sums[line["filing_id"], line["adds_to"]] += line["cents"]
    told: dict[tuple[str, bool], set[int]] = {}
    for row in _rows(found, "source_totals"):
        if (row["filing_id"], row["measure"]) in sums:
            gap = sums[row["filing_id"], row["measure"]] - row["cents"]
            told.setdefault((row["measure"], row["itemizes"]), set()).add(gap)
    return told


def _read_at_once_as_by_events(folder: Path, content: bytes) -> str:
    """Reads both ways and compares all that is read; says which way a file takes."""
    path = folder / "return.xml"
    path.write_bytes(content)
    raw = RawFile("return.xml", "0", path)
    results: list[Any] = []
    for way in (at_once, by_events):
        try:
            results.append(way(raw))
        except (InputError, etree.XMLSyntaxError, UnusualError) as error:
            results.append(error)
    whole, events = results
    if isinstance(whole, UnusualError):
        return "by events"
    if isinstance(whole, Exception):
        assert isinstance(events, InputError), events
        return "refused"
    assert whole == events
    return "by parts" if _is_read_by_parts(raw, whole) else "at once"


def _is_read_by_parts(raw: RawFile, whole: Return) -> bool:
    """Whether a file is read by its parts; what is read so is what the whole file says."""
    parts = by_parts(raw.bytes())
    if parts is None:
        return False
    assert parts == whole
    return True


@pytest.mark.real
def test_schedule_i_against_part_ix(real: Path, read_file: ReadFile) -> None:
    content = _rebuilt(real / "irs_990" / "irsx_201533089349301428_flattened.csv")
    found = read_file("irs_990", content, "201533089349301428_public.xml")
    lines = _rows(found, "source_lines")
    # Published with the records (data/README.md): 19 recipients, cash 4,130,972; Part IX line 1 4,149,472. The form's
    # own counts: 18 under section 501(c)(3) and 1 other.
    assert len(lines) == 18 + 1
    assert sum(line["cents"] for line in lines) == 413097200
    assert {line["kind"] for line in lines} == {"monetary"}
    assert (found.counts.read, found.counts.kept, found.counts.rejected) == (20, 20, 0)
    totals = {(row["measure"], row["page"][:22]): row["cents"] for row in _rows(found, "source_totals")}
    functions = ("program service", "management and general", "fundraising")
    # Columns B, C and D of line 25 are all of column A, as the form's instructions say.
    by_function = [totals.pop((f"{name} expenses", "Form 990 Part IX line ")) for name in functions]
    assert sum(by_function) == totals["total expenses", "Form 990 Part IX line "]
    # Stand in the flattened return itself.
    assert totals == {
        (DOMESTIC, "Form 990 Part IX line "): 414947200,
        ("grants to individuals", "Form 990 Part IX line "): 0,
        ("grants abroad", "Form 990 Part IX line "): 0,
        ("total expenses", "Form 990 Part IX line "): 176513453300,
        ("total revenue", "Form 990 Part VIII lin"): 195475521500,
        ("contributions received", "Form 990 Part VIII lin"): 1193805900,
    }
    # 4,130,972 of 4,149,472: grants of $5,000 or less need not be listed.
    assert _differences(found) == {(DOMESTIC, False): {413097200 - 414947200}}


@pytest.mark.real
def test_both_ways_of_reading_give_the_same_of_every_real_return(real: Path, tmp_path: Path) -> None:
    contents = [path.read_bytes() for path in sorted((real / "irs_990").glob("*.xml"))]
    contents.append(_rebuilt(real / "irs_990" / "irsx_201533089349301428_flattened.csv"))
    assert len(contents) == 20
    met = Counter(_read_at_once_as_by_events(tmp_path, content) for content in contents)
    assert met == {"by parts": 20}


@pytest.mark.real
def test_every_real_return_gives_records_or_one_reason(real: Path, read_file: ReadFile) -> None:
    fates = Counter[str]()
    paths = sorted((real / "irs_990").glob("*.xml"))
    for path in paths:
        found = read_file("irs_990", path.read_bytes(), path.name)
        assert found.counts.read == 1 + path.read_text("utf-8").count("</GrantsOtherAsstToIndivInUSGrp>")
        reasons = [row["field"] for row in _rows(found, "rejected")]
        fates[reasons[0] if reasons else "kept" if found.counts.kept else "ignored"] += 1
    # What the files' own names say was taken out of them; the 990-T that are whole are ignored.
    without_filer = sum("missing_filer" in path.name or "missing_ein" in path.name for path in paths)
    assert fates["Filer/EIN"] == without_filer == 3
    assert fates["Filer/BusinessName/BusinessNameLine1Txt"] == sum("missing_name" in path.name for path in paths) == 1
    assert fates["ignored"] == 4
    assert fates["kept"] == 11
    assert sum(fates.values()) == 19


@given(st.recursive(st.just([]), lambda below: st.lists(below, min_size=1, max_size=3), max_leaves=12))
def test_leaves_of_any_depth_come_in_their_order(shape: list[Any]) -> None:
    def made(name: str, below: list[Any]) -> etree._Element:
        element = etree.Element(name)
        element.extend(made(f"{name}{place}", one) for place, one in enumerate(below))
        if not below:
            element.text = name
        return element

    def walked(element: etree._Element, above: str) -> list[tuple[str, str]]:
        found = []
        for child in element:
            path = f"{above}{child.tag}"
            found += walked(child, f"{path}/") if len(child) else [(path, child.text or "")]
        return found

    # The plain recursion is the second implementation; names are unlike, so that any other order is seen.
    whole = made("E", shape)
    assert tree._leaves(whole, tree._newer) == tree._deep_leaves(whole, tree._newer) == walked(whole, "")
