"""Judging again after something was added: only what it touches, and the same as judging everything."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import duckdb
import pyarrow as pa
import pytest

from bench.official.amending import amended
from bench.official.mix import Mix
from bench.official.writing import write
from headwater.base.build import build
from headwater.base.case import read_case
from headwater.base.warehouse import Warehouse
from headwater.ledger import holding, judging, rejudging
from headwater.ledger.evidence import Found
from headwater.ledger.groups import REACHES
from headwater.ledger.judging import all_judged
from headwater.ledger.rejudging import Judged, judged_again
from headwater.ledger.why_not import RULES
from headwater.run import STAGES
from headwater.sources._tables.lines import Line
from headwater.sources._tables.parties import Party
from headwater.sources.add import add_files
from tests.planted import filed, line, listed, party

KEY = ("line_id", "file_sha256", "row")
COMMITTEES = [party(f"Committee {number}", number=str(number)) for number in range(5)]
# Known to another agency by another number.
COMMITTEES += [replace(one, party_id=f"P{one.identifier}", scheme="ein") for one in COMMITTEES[:2]]
PEOPLE = [party(f"Giver {number}", "person", place="Exampleville, KS", zip5="66002") for number in range(3)]
PEOPLE.append(party("INFORMATION REQUESTED", "person", place="Exampleville, KS", zip5="66002"))


def test_every_family_of_rules_says_what_it_compares() -> None:
    assert {rule.family for rule in RULES} == set(REACHES)


def _seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - the same lines on every run are the point


def _invented(draw: Random, count: int) -> list[Line]:
    """Lines that repeat, amend, notice and mirror one another as often as they can."""
    return [_one(draw, number) for number in range(count)]


def _one(draw: Random, number: int) -> Line:
    taker = draw.choice(COMMITTEES)
    giver = draw.choice([one for one in (*COMMITTEES, *PEOPLE) if one is not taker])
    is_out = giver in COMMITTEES and draw.random() < 0.5
    day = date(2020, 3, 1) + timedelta(days=draw.choice((0, 0, 1, 5, 30, 90)))
    form = draw.choice(("460", "460", "497", "24", ""))
    begins = date(2020, 3 if draw.random() < 0.7 else 4, 1)
    has_period = form == "460" and draw.random() < 0.6
    schedule = draw.choice(("B", "D", "E") if is_out else ("A", "A", "A memo", "H3"))
    aim = ""
    if draw.random() < 0.2:
        aim = draw.choice(COMMITTEES).party_id
        schedule = draw.choice(("B earmark", "B memo")) if is_out else "A earmark"
    return replace(
        line(giver, taker, draw.choice((0, 5000, 5000, 6000, 11_000, -5000, 25_000)), day),
        line_id=f"L{draw.randrange(number // 2 + 1) if draw.random() < 0.1 else number:016x}",
        file_sha256=draw.choice(("f1", "f2")),
        row=number,
        record_source=draw.choice(("invented", "invented", "irs_990", "irs_527")),
        filing_id=f"filing {draw.randrange(5)}",
        form=form,
        schedule=schedule,
        report_number=draw.randrange(3),
        report_code="" if has_period else draw.choice(("Q1", "Q1", "24", "")),
        period_from=begins if has_period else None,
        period_thru=begins + timedelta(days=30) if has_period else None,
        transaction_id=draw.choice(("", "T1", "T2", f"T{draw.randrange(9)}")),
        kind="independent_expenditure" if is_out and schedule in ("D", "E") and draw.random() < 0.4
        else draw.choice(("contribution_made", "spending")) if is_out else "monetary",
        side="payer" if is_out else "payee",
        filer_party_id=(giver if is_out else taker).party_id,
        earmarked_for_party_id=aim,
        conduit_party_id=draw.choice(COMMITTEES).party_id if not aim and draw.random() < 0.2 else "",
        date_to=day + timedelta(days=draw.choice((0, 0, 0, 0, 0, 60))),
        is_sum=draw.random() < 0.05,
    )  # fmt: skip


def _rows(found: Found) -> list[tuple[str, ...]]:
    """What was found, evidence too."""
    return sorted(tuple(map(str, row.values())) for table in found for row in listed(table))


def _gone(lines: Sequence[Line], parties: Sequence[Party]) -> list[tuple[str, ...]]:
    return _rows(all_judged(filed(list(lines), list(parties))))


@pytest.mark.parametrize("seed", range(5))
def test_judging_again_equals_judging_everything(seed: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # Tables in memory in one run, packed slice by slice in the next; what is compared with is always in memory.
    few, at_once = {0: 0, 1: holding.FEW}, {0: 7, 1: judging._AT_ONCE}
    draw = _seeded(seed)
    parties = [*COMMITTEES, *PEOPLE]
    every = _invented(draw, 70)
    # Lines come, go and come back.
    turns = [[one for one in every if draw.random() < 0.8] for _ in range(2)] + [every]
    before: Judged | None = None
    for number, turn in enumerate(turns):
        connection = filed(turn, parties)
        connection.raw_sql(f"SET temp_directory = '{tmp_path / 'spill'}'")
        if before is not None:
            connection.create_table("was", before.uncounted)
            before = Judged(connection.table("was"), before.groups)
        with monkeypatch.context() as packed:
            packed.setattr(holding, "FEW", few[(number + seed) % 2])
            packed.setattr(judging, "_AT_ONCE", at_once[(number + seed) % 2])
            packed.setattr(rejudging, "_AT_ONCE", at_once[(number + seed) % 2])
            now = judged_again(connection, 7, before)
        assert not list(tmp_path.iterdir())
        assert _rows(now.found) == _gone(turn, parties)
        before = Judged(now.found.uncounted.to_pyarrow(), now.groups)


def test_numbers_counted_in_slices_lead_to_the_same_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = _invented(_seeded(2), 60)
    whole = _gone(lines, [*COMMITTEES, *PEOPLE])
    monkeypatch.setattr(judging, "_AT_ONCE", 7)
    assert _gone(lines, [*COMMITTEES, *PEOPLE]) == whole


def test_rows_that_come_once_are_all_held_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    connection = filed([], COMMITTEES)
    held = holding.Holding(connection, 0)
    rows = pa.table({"place": [0, 1, 2]})
    held.rows("coming", rows.to_reader())
    assert connection.table("coming").to_pyarrow() == rows

    def lacking(_self: holding.Holding, _statements: Sequence[str]) -> None:
        raise duckdb.OutOfMemoryException("no memory")

    # Asked for a second time they would be fewer, and lines would count that nobody has judged.
    monkeypatch.setattr(holding.Holding, "_run", lacking)
    monkeypatch.setattr(holding.Holding, "_run_with_care", lambda *_: pytest.fail("asked again"))
    with pytest.raises(duckdb.OutOfMemoryException):
        held.rows("coming", rows.to_reader())


def test_of_another_seed_everything_is_judged_anew() -> None:
    connection = filed(_invented(_seeded(1), 40), [*COMMITTEES, *PEOPLE])
    first = judged_again(connection, 1)
    wrong = Judged(first.found.uncounted.limit(0).to_pyarrow(), first.groups)
    connection.create_table("was", wrong.uncounted)
    wrong = Judged(connection.table("was"), first.groups)
    count = first.found.uncounted.count().to_pyarrow().as_py()
    # What was found before is taken as it stands only where the seed is the same.
    assert count > judged_again(connection, 1, wrong).found.uncounted.count().to_pyarrow().as_py() == 0
    assert judged_again(connection, 2, wrong).found.uncounted.count().to_pyarrow().as_py() == count


def test_what_was_there_is_not_judged_again_where_nothing_touches_it() -> None:
    lines = [
        line(PEOPLE[0], one, 5000, schedule="A memo", transaction_id=f"T{one.identifier}") for one in COMMITTEES[:5]
    ]
    first = judged_again(filed(lines[:4], [*COMMITTEES, *PEOPLE]), 1)
    second = judged_again(filed(lines, [*COMMITTEES, *PEOPLE]), 1)
    known = set(first.groups.column("signature").to_pylist())
    assert known < set(second.groups.column("signature").to_pylist())
    assert len(known) == 4


def test_equal_amounts_of_one_filer_are_together_where_a_notice_has_the_amount() -> None:
    # Whatever a notice may tell of bears on it; of equal gifts to one filer none bears on another.
    gifts = [
        line(giver, COMMITTEES[0], 5000, date(2020, 3, 1 + number), transaction_id=f"T{number}", schedule="A memo")
        for number, giver in enumerate(PEOPLE[:3])
    ]
    notice = line(PEOPLE[0], COMMITTEES[0], 5000, date(2020, 3, 1), transaction_id="N1", form="497")
    apart, together = (judged_again(filed(lines, [*COMMITTEES, *PEOPLE]), 1) for lines in (gifts, [*gifts, notice]))
    assert (apart.groups.num_rows, together.groups.num_rows) == (3, 1)


def test_a_text_that_the_engine_hashes_alike_is_another_text() -> None:
    # Found by trying four million ids of this form: the engine's own hash of both is 5795695225088931005 (DuckDB 1.5).
    one = line(PEOPLE[0], COMMITTEES[0], 5000, schedule="A memo", transaction_id="P0000000000000000")
    other = replace(one, transaction_id="P00000090000000e0")
    first, second = (judged_again(filed([said], [*COMMITTEES, *PEOPLE]), 1) for said in (one, other))
    assert first.groups.num_rows == second.groups.num_rows == 1
    assert first.groups != second.groups


def _files(home: Path) -> dict[str, list[str]]:
    tables = Warehouse(home).manifest.tables
    return {
        name: sorted(file.sha256 for file in entry.files) for name, entry in tables.items() if hasattr(entry, "files")
    }


def test_an_amended_filing_added_later_gives_the_build_from_nothing(tmp_path: Path) -> None:
    write(tmp_path, Mix(lines=6_000, seed=3))
    files = sorted((tmp_path / "bulk").iterdir())
    stages = [stage for stage in STAGES if stage.name in ("sources", "ledger", "ledger.audits")]
    later = tmp_path / "later" / "itcont_amended.txt"
    later.parent.mkdir()
    later.write_bytes(amended((tmp_path / "bulk" / "itcont.txt").read_bytes()))
    cases = {name: tmp_path / name for name in ("grown", "fresh")}
    for case in cases.values():
        case.mkdir()
        (case / "case.toml").write_text('title = "Invented"\nquestion = "Which lines count?"\n', "utf-8")
    grown, fresh = cases["grown"] / ".headwater", cases["fresh"] / ".headwater"
    add_files(grown, files, "fec_bulk")
    build(stages, read_case(cases["grown"]), grown)
    without = _files(grown)
    add_files(grown, [later], "fec_bulk")
    build(stages, read_case(cases["grown"]), grown)
    add_files(fresh, [later, *files], "fec_bulk")
    build(stages, read_case(cases["fresh"]), fresh)
    assert _files(grown) == _files(fresh) != without
    said = Warehouse(grown).connect().raw_sql("SELECT count(*) FROM lines WHERE why_not LIKE 'superseded%'").fetchall()
    assert said[0][0] > 0


ONE, NAMED_ALIKE, NUMBERED = party("Alpha Fund", number="1"), party("Beta Fund"), party("Beta Fund", number="2")
TAXED = replace(NUMBERED, party_id="Ptaxed", scheme="ein", identifier="92")
NOBODY, TOPIC = party("payees not itemized by Alpha Fund", "unnamed"), party("Someone", "candidate", place="X")
PAID = line(ONE, NAMED_ALIKE, 7000, side="payer", kind="contribution_made", schedule="E", transaction_id="E1")
RECEIVED = line(ONE, NUMBERED, 7000, transaction_id="A1", row=2)
SHOWN = line(
    ONE, NOBODY, 8000, side="payer", kind="independent_expenditure", form="496", schedule="", transaction_id="I1"
)
SHOWN_FOR = replace(SHOWN, line_id=f"L{2:016x}", filing_id="other", about_party_id=TOPIC.party_id, stance="for", row=3)
NOTICED = line(ONE, NUMBERED, 9000, form="497", schedule="", transaction_id="N1", row=4)
REPORTED = line(
    ONE, NUMBERED, 5000, form="450", transaction_id="A9", row=5, period_from=date(2020, 1, 1),
    period_thru=date(2020, 6, 30),
)  # fmt: skip


def _counting(lines: list[Line], parties: list[Party]) -> list[str]:
    gone = all_judged(filed(lines, parties)).uncounted.to_pyarrow().column("line_id").to_pylist()
    return [one.line_id for one in lines if one.line_id not in gone]


@pytest.mark.parametrize(
    ("told", "count"),
    [([PAID, RECEIVED], 1), ([SHOWN, SHOWN_FOR], 2), ([NOTICED, REPORTED], 1)],
    ids=["two sides by name", "two expenditures of one outlet", "a notice before a report on form 450"],
)
def test_what_becomes_of_lines_follows_from_them_alone(told: list[Line], count: int) -> None:
    # Another agency's record of others, with a transaction of the same number, day and amount.
    other = line(TAXED, TOPIC, 5000, record_source="irs_527", form="8872", schedule="B", transaction_id="A9", row=9)
    for many in (told, [*told, other]):
        counted = _counting(many, [ONE, NAMED_ALIKE, NUMBERED, TAXED, NOBODY, TOPIC])
        assert len(counted) == count + (other in many)


@pytest.mark.parametrize("of", [NUMBERED, TAXED])
def test_a_group_is_known_by_what_two_agencies_number_though_one_number_is_on_its_lines(of: Party) -> None:
    lines = [line(ONE, of, 5000, schedule="A memo"), line(ONE, TOPIC, 5000, schedule="A memo", row=2)]
    both = [[ONE, of, TOPIC], [ONE, NUMBERED, TAXED, TOPIC]]
    first, second = (set(judged_again(filed(lines, some), 7).groups["signature"].to_pylist()) for some in both)
    assert len(first) == len(second) == 2
    assert len(first & second) == 1
