"""The ledger follows from what filers said, not from how it lay in files: order, repetition, splitting, amendments.

Bulk files of invented committees; every record has its own id, so that payments must be equal with their ids.
"""

from collections.abc import Sequence
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.base.build import build
from headwater.base.case import Case, read_case
from headwater.base.new_case import new_case
from headwater.base.warehouse import Warehouse
from headwater.run import STAGES
from headwater.sources.add import add_files

LEDGER = [stage for stage in STAGES if stage.name in ("sources", "ledger", "ledger.audits")]
COMMITTEES = ("C99000001", "C99000002", "C99000003")
_TYPES = st.sampled_from([("18K", "24K"), ("18G", "24G"), ("15", ""), ("22Y", "")])


def row(filer: str, code: str, other: str, cents: int, ids: tuple[int, int, str]) -> str:
    """One line of itoth.txt: the filing's number, the record's id, and N or A."""
    filing, record, amended = ids
    name = f"INVENTED {other}" if other else "DOE, JANE"
    kind = "COM" if other else "IND"
    day = f"01{1 + record % 28:02}2019"
    return (
        f"{filer}|{amended}|Q1|P|201904159000000001|{code}|{kind}|{name}|SPRINGFIELD|OH|45501|||{day}|"
        f"{cents / 100:.2f}|{other}|T{record % 7}-{filing % 3}|{filing}|||{4010120190000000000 + record}"
    )


@st.composite
def filings(draw: st.DrawFn) -> list[str]:
    """Lines of some committees: gifts, transfers that both sides may report, refunds, amendments of the same report."""
    lines: list[str] = []
    for record in range(draw(st.integers(1, 12))):
        payee, payer = draw(st.permutations(COMMITTEES))[:2]
        received, paid = draw(_TYPES)
        cents = draw(st.sampled_from([50_000, 100_000, 100_050]))
        ids = (draw(st.integers(9_000_001, 9_000_006)), 2 * record, draw(st.sampled_from("NA")))
        lines.append(row(payee, received, payer if paid else "", cents, ids))
        if paid and draw(st.booleans()):
            lines.append(row(payer, paid, payee, cents, (9_000_010, 2 * record + 1, "N")))
    return lines


def built(files: Sequence[Sequence[str]], later: Sequence[Sequence[str]] = ()) -> tuple[Any, ...]:
    """Payments of a case with these files of lines; the ``later`` ones are added after a first build."""
    with TemporaryDirectory() as folder, chdir(folder):
        case, home = read_case(new_case("invented").resolve()), Path(folder) / "home"
        for number, lines in enumerate(files):
            _add(home, Path(folder), f"{number}/itoth.txt", lines)
        first = _payments(case, home)
        for number, lines in enumerate(later):
            _add(home, Path(folder), f"later{number}/itoth.txt", lines)
        return _payments(case, home) if later else first


def _add(home: Path, folder: Path, name: str, lines: Sequence[str]) -> None:
    path = folder / name
    path.parent.mkdir()
    path.write_text("".join(f"{line}\n" for line in lines))
    add_files(home, [path], "fec_bulk")


def _payments(case: Case, home: Path) -> tuple[Any, ...]:
    build(LEDGER, case, home)
    connection = Warehouse(home).connect()
    paid = connection.table("payments").drop("line_count").order_by("payment_id").to_pyarrow().to_pylist()
    return tuple(tuple(payment.values()) for payment in paid)


@settings(max_examples=4, deadline=None)
@given(lines=filings(), order=st.randoms(use_true_random=False))
def test_the_order_of_lines_and_files_does_not_matter(lines: list[str], order: Any) -> None:
    shuffled = order.sample(lines, len(lines))

    assert built([lines]) == built([shuffled])


@settings(max_examples=4, deadline=None)
@given(lines=filings(), cut=st.integers(0, 20))
def test_a_file_split_in_two_gives_the_same_ledger(lines: list[str], cut: int) -> None:
    parts = [part for part in (lines[:cut], lines[cut:]) if part]

    assert built([lines]) == built(parts)


@settings(max_examples=4, deadline=None)
@given(lines=filings(), again=st.integers(0, 20))
def test_lines_read_twice_count_once(lines: list[str], again: int) -> None:
    assert built([lines]) == built([lines, lines[again:]] if lines[again:] else [lines])


@settings(max_examples=4, deadline=None)
@given(lines=filings(), cut=st.integers(1, 20))
def test_a_filing_added_later_gives_what_a_build_from_nothing_gives(lines: list[str], cut: int) -> None:
    if lines[cut:]:
        assert built([lines[:cut]], [lines[cut:]]) == built([lines[:cut], lines[cut:]])
