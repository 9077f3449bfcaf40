"""The pass over bulk text against a plain reading of it line by line, and typed columns against the exact parsers."""

import gc
import re
import weakref
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from unittest.mock import Mock

import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import headwater.sources._reading.catalogue as catalogue_module
from headwater.base.errors import SourceError
from headwater.base.ids import stable_id
from headwater.base.money import parse_cents
from headwater.sources._reading import bulk, bulk_ends
from headwater.sources._reading.bulk import Block, blocks, head_lines, pass_over, repair
from headwater.sources._reading.bulk_accounts import Fates
from headwater.sources._reading.bulk_fields import fields_of
from headwater.sources._reading.bulk_parties import (
    PARTY_PARTS,
    Met,
    Told,
    cleaned,
    joined,
    numbered_ids,
    party_ids,
    party_rows,
    stable_ids,
    writings,
)
from headwater.sources._reading.bulk_typed import (
    Check,
    Layout,
    cents,
    days,
    digits,
    is_day,
    one_of,
    shaped,
    typed_block,
    worked,
)
from headwater.sources._reading.catalogue import find_source
from headwater.sources._reading.coded import Coded
from headwater.sources._reading.parsed import parse
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import (
    Batch,
    Counted,
    Identity,
    IgnoredRows,
    KeptRows,
    Particulars,
    Record,
    line_id,
    party,
)
from headwater.sources._tables.rejected import REJECTED, Rejected

FIELDS = 3
# Bytes that a pass may stumble over, more often than chance would bring them.
LINES = st.lists(st.sampled_from([b"a", b"|", b"|", b"\n", b"\r", b"\0", b'"', b" ", b"\xe9", b"\xc3\xa9", b"\x81"]))
IN_ONE_FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def raw_of(folder: Path, content: bytes) -> RawFile:
    path = folder / "bulk.txt"
    path.write_bytes(content)
    return RawFile("bulk.txt", "0" * 64, path)


@IN_ONE_FOLDER
@given(content=LINES.map(b"".join), size=st.sampled_from([16, 64, 1 << 20]))
def test_each_line_has_one_fate(tmp_path: Path, content: bytes, size: int) -> None:
    # The lines of the file by a plain split; the last one counts whether or not it is ended.
    plain = content.split(b"\n")
    plain = plain[:-1] if plain[-1] == b"" else plain
    rows: dict[int, bytes] = {}
    fates: list[int] = []
    count = 0
    for block in blocks(raw_of(tmp_path, content), FIELDS, size):
        count += block.lines
        rows.update(zip(block.rows.tolist(), block.text.split(b"\n")[:-1], strict=True))
        fates += [*block.rows.tolist(), *block.blank, *(line.row for line in block.odd)]
    assert count == len(plain)
    assert sorted(fates) == list(range(1, len(plain) + 1))
    for row, line in rows.items():
        assert line.count(b"|") == FIELDS - 1
        assert repair(plain[row - 1], FIELDS) == (line, "")
        line.decode("utf-8")


def test_a_line_may_be_as_long_as_a_block_wherever_it_stands(tmp_path: Path) -> None:
    for before in range(20):
        content = b"\n" * before + b"a|" + b"b" * 13 + b"|c|d\n" + b"a|" + b"b" * 12 + b"|c\n"
        found = list(blocks(raw_of(tmp_path, content), FIELDS, 16))
        # The first line has 19 bytes, the second 16.
        assert [line.reason[:18] for block in found for line in block.odd] == ["the line is longer"]
        assert [row for block in found for row in block.rows.tolist()] == [before + 2]
        assert sum(block.lines for block in found) == before + 2


def test_a_line_longer_than_a_block_comes_alone(tmp_path: Path) -> None:
    content = b"a|b|c\n" + b"x" * 5000 + b"|y|z\nd|e|f\n" + b"x" * 5000
    found = list(blocks(raw_of(tmp_path, content), FIELDS, 64))
    assert [(line.row, line.reason) for block in found for line in block.odd] == [
        (2, "the line is longer than 64 bytes"),
        (4, "the line is longer than 64 bytes"),
    ]
    assert [row for block in found for row in block.rows.tolist()] == [1, 3]


def test_what_is_repaired_and_noted() -> None:
    block = pass_over(b'a|"b|c\r\nd|\xe9|f\n', 1, FIELDS)
    assert (block.text, block.lines, block.repaired, block.quotes) == ('a|"b|c\nd|é|f\n'.encode(), 2, 2, 1)


@pytest.mark.parametrize("dirt", [b"", b"\xe9|e|f\n"], ids=["clean", "beside dirt"])
def test_blanks_behind_the_last_field_are_no_part_of_it(dirt: bytes) -> None:
    block = pass_over(b" a |b| c \t \r\nd|e|  \ng|h|i\n" + dirt, 1, FIELDS)
    assert block.fields.texts(2).to_pylist()[:3] == [" c", "", "i"]
    assert block.fields.texts(0).to_pylist()[:3] == [" a ", "d", "g"]
    # Three ends were mended, two of them on one line, and the byte that is no UTF-8.
    assert block.repaired == 3 + len(dirt[:1])


def test_a_line_that_ends_in_a_flood_of_blanks_is_trimmed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = Mock(side_effect=bulk_ends._are_blank)
    monkeypatch.setattr(bulk_ends, "_are_blank", looked)
    block = pass_over(b"a|b|c" + b" " * 100_000 + b"\nd|e|" + b"\t " * 50_000 + b"\ng|h|i\n", 1, FIELDS)
    assert (block.fields.texts(2).to_pylist(), block.repaired) == (["c", "", "i"], 2)
    # Work, not time: not once for each blank.
    assert looked.call_count < 20


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    raw = raw_of(tmp_path, b"\xef\xbb\xbfa|b|c\n")
    assert [block.text for block in blocks(raw, FIELDS)] == [b"a|b|c\n"]
    assert head_lines(raw) == [b"a|b|c"]


def test_the_lines_at_the_head_are_whole_and_not_blank(tmp_path: Path) -> None:
    raw = raw_of(tmp_path, b"a\n\nb|c\nd|e\n")
    assert head_lines(raw) == [b"a", b"b|c", b"d|e"]
    assert head_lines(raw, 8) == [b"a", b"b|c"]


@given(st.integers(1, 10**8 - 1), st.integers(1, 10**9 - 1))
def test_the_id_of_an_electronic_filings_line_is_its_place(filing: int, row: int) -> None:
    raw = RawFile("x", "0" * 64, Path("x"))
    mine = line_id(raw, 1, "fec_efiles", f"{filing}:{row}")
    # Read back, the digits are the filing and the line; no number of 19 digits, as the bulk files have, is so small.
    assert (mine[0], int(mine[1:9], 16), int(mine[9:], 16)) == ("L", filing, row)
    assert int(mine[1:], 16) < 10**18
    assert numbered_ids("L", pl.Series([(filing << 32) + row])).to_list() == [mine]
    # A place that is written otherwise, or of a filing without a number, is hashed.
    for other in (f"0{filing}:{row}", f"Fab{filing}:{row}", f"{filing}:"):
        assert line_id(raw, 1, "fec_efiles", other) == stable_id("L", "fec_efiles", other)


@settings(deadline=None)
@given(st.lists(st.one_of(st.from_regex(r"-?\d{0,4}(\.\d{0,3})?", fullmatch=True), st.text(max_size=6))))
def test_cents_are_those_of_the_exact_parser(texts: list[str]) -> None:
    found = pl.DataFrame({"x": texts}, schema={"x": pl.String}).select(cents("x")).to_series().to_list()
    for text, amount in zip(texts, found, strict=True):
        # The Commission writes 73 cents as .73; the parser of base wants a digit before the point.
        whole = text.replace(".", "0.", 1) if text.lstrip("-").startswith(".") else text
        try:
            expected = parse_cents(whole) if whole == whole.strip() else None
        except ValueError:
            expected = None
        assert amount == expected, text


@settings(deadline=None)
@pytest.mark.parametrize("shape", [r"-?[0-9]{1,15}", r"-?[0-9]{1,13}\.[0-9]{2}"])
@given(data=st.data())
def test_amounts_of_one_shape_are_those_of_the_exact_parser(shape: str, data: st.DataObject) -> None:
    texts = data.draw(st.lists(st.from_regex(shape, fullmatch=True).filter(str.isascii), max_size=9))
    found = pl.DataFrame({"x": texts}, schema={"x": pl.String}).select(cents("x")).to_series().to_list()
    assert found == [int(Decimal(text) * 100) for text in texts]


@settings(deadline=None)  # the first call compiles
@given(
    st.lists(
        st.one_of(
            st.text(st.sampled_from("-.0195 e,é"), max_size=6),
            st.from_regex("-?[0-9]{13,17}[.]?[0-9]{0,3}", fullmatch=True),
        ),
        max_size=9,
    )
)
def test_amounts_of_any_shape_are_read_or_not_as_a_pattern_says(texts: list[str]) -> None:
    found = pl.DataFrame({"x": texts}, schema={"x": pl.String}).select(cents("x")).to_series().to_list()
    # The second implementation: a pattern, and decimals of unlimited size.
    pattern = re.compile(r"-?(?:[0-9]{1,15}(?:[.][0-9]{1,2})?|[.][0-9]{1,2})", re.ASCII)
    assert found == [int(Decimal(text) * 100) if pattern.fullmatch(text) else None for text in texts]


def days_of(texts: list[str]) -> list[date | None]:
    """The day of each text that is one."""
    are_days = is_day()(pa.array(texts, pa.large_string())).tolist()
    said = [text for text, is_one in zip(texts, are_days, strict=True) if is_one]
    found = iter(days(Coded(said, np.arange(len(said), dtype=np.int32))).to_pylist())
    return [next(found) if is_one else None for is_one in are_days]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["02292020", "02292019", "01011899", "12312100", "", "1231202", " 1312020"]), max_size=60)
)
def test_a_day_is_read_alike_however_often_it_stands(texts: list[str]) -> None:
    assert (
        days_of([*texts, *["01022020"] * 100])
        == [{"02292020": date(2020, 2, 29), "12312100": date(2100, 12, 31)}.get(text) for text in texts]
        + [date(2020, 1, 2)] * 100
    )


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(["", "A", "B", "Ä"]), min_size=8, max_size=8), max_size=20))
def test_each_row_has_the_id_of_its_party_and_each_party_is_told_once(rows: list[list[str]]) -> None:
    named = pl.DataFrame(rows, schema=dict.fromkeys(PARTY_PARTS, pl.String), orient="row")
    ids, parties = party_ids(named)
    # One by one: the hash of the parts, and a party where its parts come for the first time.
    assert ids.to_list() == [stable_id("P", *row) for row in rows]
    firsts = list(dict.fromkeys(map(tuple, rows)))
    assert parties.select(PARTY_PARTS).rows() == firsts
    assert parties.get_column("party_id").to_list() == [stable_id("P", *row) for row in firsts]


@given(st.lists(st.from_regex(r"[0-9]{19}", fullmatch=True).filter(str.isascii), min_size=1, max_size=9))
def test_ids_of_the_commissions_numbers_are_the_numbers(texts: list[str]) -> None:
    found = numbered_ids("L", pl.Series(texts)).to_list()
    assert found == [f"L{int(text):016x}" for text in texts]
    raw = RawFile("x", "0" * 64, Path("x"))
    assert found == [line_id(raw, 1, "fec_bulk", text) for text in texts]
    # Of another publisher's records the id is a hash, as ever.
    assert line_id(raw, 1, "ny_boe", texts[0]) == stable_id("L", "ny_boe", texts[0])


@settings(deadline=None)
@given(st.lists(st.one_of(st.from_regex(r"[01]\d[0-3]\d(19|20)\d\d", fullmatch=True), st.text(max_size=9))))
def test_days_are_those_of_the_calendar(texts: list[str]) -> None:
    for text, when in zip(texts, days_of(texts), strict=True):
        try:
            shaped = len(text) == 8 and text.isascii() and text.isdigit()
            expected = date(int(text[4:]), int(text[:2]), int(text[2:4])) if shaped else None
        except ValueError:
            expected = None
        assert when == expected, text


def columns_of(block: Block) -> list[list[str]]:
    return [block.fields.texts(place).to_pylist() for place in range(FIELDS)]


def test_quotes_are_text_and_empty_is_empty() -> None:
    block = pass_over(b'"a|"b"|\n#|"|NULL\n', 5, FIELDS)
    assert (columns_of(block), block.rows.tolist()) == ([['"a', "#"], ['"b"', '"'], ["", "NULL"]], [5, 6])


def test_the_first_fault_of_a_row_is_told(tmp_path: Path) -> None:
    raw = raw_of(tmp_path, b"1|2|3\nx|y|3\n1||3\n1|2|x\n")
    checks = [Check(name, shaped(r"\d"), "is no digit") for name in ("a", "b")] + [Check("c", None, "is no amount")]
    layout = Layout(("a", "b", "c"), "c", (), checks)
    (found,) = worked(raw, 3, lambda block: typed_block(block, layout))
    assert (found.good.rows.tolist(), found.good.amounts.tolist()) == ([1], [300])
    assert found.rejected.select("row", "field", "reason").rows() == [
        (2, "a", "'x' is no digit"),
        (3, "b", "an empty field is no digit"),
        (4, "c", "'x' is no amount"),
    ]


NAMES = ["ADA & BEN", "&", "O'MALLEY", "O\u2019MALLEY", "MU\u00d1OZ", "Mun\u0303oz", "a  b ", " \x1f a", "***", ""]
OTHER_LETTERS = ["\u5c71", "\u00df", "\u0660"]


@settings(deadline=None)
@given(st.lists(st.one_of(st.sampled_from([*NAMES, *OTHER_LETTERS]), st.text(max_size=8)), min_size=1, max_size=8))
def test_parties_are_those_made_one_by_one(names: list[str]) -> None:
    expected = [party(name, "person", Identity("fec", "C1"), Particulars(zip5="1")) for name in names]
    given_parts = {part: [""] * len(names) for part in PARTY_PARTS}
    filled = {"name": names, "kind": ["person"] * len(names), "scheme": ["fec"] * len(names)}
    more = {"identifier": ["C1"] * len(names), "zip5": ["1"] * len(names)}
    frame = cleaned(pl.DataFrame({**given_parts, **filled, **more}), ("name",))
    found = stable_ids(frame, {"party_id": ("P", joined([pl.col(part) for part in PARTY_PARTS]))})
    assert found.get_column("party_id").to_list() == [one.party_id for one in expected]
    made = {row["party_id"]: (row["name"], row["normal_name"]) for row in party_rows(found).iter_rows(named=True)}
    assert made == {one.party_id: (one.name, one.normal_name) for one in expected}


PARTS_OF_A_ROW = st.tuples(*[st.sampled_from(["", "A", "B"])] * len(PARTY_PARTS))


@settings(deadline=None)
@given(st.lists(st.lists(PARTS_OF_A_ROW, max_size=9), max_size=9), st.sampled_from([5, 1000]))
def test_a_party_is_told_once(blocks_of_rows: list[list[tuple[str, ...]]], most: int) -> None:
    met, before, again = Met(most), set[str](), False
    for rows in blocks_of_rows:
        frame = pl.DataFrame(rows, schema=dict.fromkeys(PARTY_PARTS, pl.String), orient="row")
        written = writings(frame.hash_rows().to_numpy())
        # One by one: each distinct row in the order of the first of each.
        assert frame[written.firsts].rows() == list(dict.fromkeys(rows))
        numbers, new = met.ids(written.hashes, lambda at, frame=frame, written=written: frame[written.firsts[at]])  # type: ignore[misc]
        ids = [stable_id("P", *row) for row in rows]
        assert [f"P{number:016x}" for number in numbers[written.places].tolist()] == ids
        told = new.get_column("party_id").to_list()
        assert told == [stable_id("P", *row) for row in new.select(PARTY_PARTS).rows()]
        # In the order of the rows, each once; where all are remembered, exactly those that were never met.
        assert told == [one for one in dict.fromkeys(ids) if one in set(told)]
        assert set(told) >= set(ids) - before
        again = again or set(told) != set(ids) - before
        before |= set(ids)
    assert not again or most < len(before)


@settings(deadline=None)
@given(st.lists(st.lists(st.tuples(*[st.sampled_from(["", "A", "B"])] * 2), max_size=5), max_size=9))
def test_what_a_block_told_is_not_told_by_the_next(blocks_of_rows: list[list[tuple[str, str]]]) -> None:
    every, few, before = Told(), Told(most=3), set[tuple[str, ...]]()
    for rows in blocks_of_rows:
        distinct = list(dict.fromkeys(rows))
        frame = pl.DataFrame(distinct, schema=dict.fromkeys(("filing_id", "form"), pl.String), orient="row")
        new = [row for row in distinct if row not in before]
        assert every.new(frame).rows() == new
        # What forgets tells some again, and none never.
        assert set(new) <= set(few.new(frame).rows()) <= set(distinct)
        before.update(rows)


def test_no_text_of_a_block_is_held_once_its_rows_are_told() -> None:
    """A file of seventy million lines held more than a gigabyte so, some of each block."""
    written = [f"a filing of a committee {number:9}" for number in range(5000)]
    letters = np.frombuffer("".join(written).encode(), np.uint8).copy()
    block = weakref.ref(letters)
    ends = np.arange(0, len(letters) + 1, len(written[0]), dtype=np.int64)
    texts = pa.LargeStringArray.from_buffers(len(written), pa.py_buffer(ends), pa.py_buffer(letters))
    told = Told()
    assert told.new(pl.DataFrame({"filing_id": written[::2]})).height == 2500
    assert told.new(pl.DataFrame(pa.table({"filing_id": texts}))).get_column("filing_id").to_list() == written[1::2]
    del letters, texts
    gc.collect()
    assert block() is None


@settings(deadline=None)
@given(st.lists(st.text("0123456789-a\u0660 ", max_size=4), max_size=6), st.sampled_from([0, 3]))
def test_digits_are_those_of_ascii(texts: list[str], count: int) -> None:
    found = digits(count)(pa.array(texts, pa.large_string())).tolist()
    assert found == [all(c in "0123456789" for c in one) and (not count or len(one) == count) for one in texts]


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(["", "1", "2", "x", '"', "01022020", "02302020"]), min_size=4, max_size=4)))
def test_columns_whose_texts_recur_are_checked_alike(rows: list[list[str]]) -> None:
    text = "".join("|".join(row) + "\n" for row in rows).encode()
    checks = [Check(name, one_of(["1", "2"]), "is neither") for name in ("a", "b")]
    checks += [Check("c", is_day(), "is no day"), Check("d", None, "is no amount")]
    fields = fields_of(text, 4, len(rows))
    assert fields is not None
    block = Block(text, fields, np.arange(1, len(rows) + 1), len(rows))
    plain = typed_block(block, Layout("abcd", "d", (), checks))
    found = typed_block(block, Layout("abcd", "d", ("a", "c"), checks))
    # The second way looks at each text once; the first, and the plain sieve below, at each row.
    assert found.rejected.rows() == plain.rejected.rows()
    good = [row for row in rows if row[0] in "12" and row[0] and row[1] in "12" and row[1] and row[2] == "01022020"]
    good = [row for row in good if row[3] and row[3].isdigit()]
    few = {name: [column.values[at] for at in column.places.tolist()] for name, column in found.recurring.items()}
    texts = (few["a"], found.good.text("b").to_pylist(), few["c"], found.good.text("d").to_pylist())
    assert [list(row) for row in zip(*texts, strict=True)] == good
    assert days(found.recurring["c"]).to_pylist() == [date(2020, 1, 2)] * len(good)


def test_fates_are_counted_by_row() -> None:
    fates = Fates()
    fates.met("kept", np.arange(1, 100_001))
    fates.met("kept", [5, 5])
    fates.met("rejected", [])
    fates.one("ignored", 200_000)
    assert (fates.counts(), fates.rows()) == ((100_000, 1, 0), 100_001)
    with pytest.raises(ValueError, match="below zero"):
        fates.met("kept", [-1])


def bad(row: int) -> Rejected:
    return Rejected("fec_bulk", "0" * 64, "bulk.txt", row, "", "planted", "")


@pytest.mark.parametrize(
    ("records", "counts"),
    [
        ([Batch(REJECTED, REJECTED.of_rows([bad(1), bad(2)])), KeptRows(pa.array([3])), Counted(3)], (3, 1, 0, 2)),
        ([IgnoredRows(pa.array([1, 2]), "a remark"), bad(3), Counted(3)], (3, 0, 2, 1)),
        ([KeptRows(pa.array([1, 2])), Counted(3)], None),
        ([KeptRows(pa.array([1, 2])), IgnoredRows(pa.array([2]), "a remark"), Counted(2)], None),
        ([KeptRows(pa.array([1, 4])), bad(3), Counted(2)], None),
    ],
)
def test_batches_are_accounted_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, records: list[Record], counts: tuple[int, ...] | None
) -> None:
    def read(_raw: RawFile) -> Iterator[Record]:
        yield from records

    monkeypatch.setattr(catalogue_module.Source, "read", property(lambda _self: read))
    raw, source = raw_of(tmp_path, b""), find_source("fec_bulk")
    if counts is None:
        with pytest.raises(SourceError, match="does not account for each row"):
            parse(raw, source)
        return
    found = parse(raw, source).counts
    assert (found.read, found.kept, found.ignored, found.rejected) == counts


def test_a_flood_of_blank_lines_is_taken_out_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[bytes] = []
    of_line = bulk.repair

    def counted(line: bytes, fields: int) -> tuple[bytes, str]:
        looked.append(line)
        return of_line(line, fields)

    monkeypatch.setattr(bulk, "repair", counted)
    block = pass_over(b"a|b|c\n" + b"\n" * 50_000 + b"x\n" + b"\r\n" * 50_000 + b" \nd|e|f\n", 1, FIELDS)
    # Work, not time: the line of another length and the one of a space are looked at, no other.
    assert looked == [b"x", b" "]
    assert (block.text, block.rows.tolist()) == (b"a|b|c\nd|e|f\n", [1, 100_004])
    assert ([line.row for line in block.odd], block.lines) == ([50_002], 100_004)
    assert block.blank.tolist() == [*range(2, 50_002), *range(50_003, 100_004)]
