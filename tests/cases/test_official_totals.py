"""The ledger of real filings against the totals that filers and agencies state: counts and sums only, no persons."""

import re
from collections import Counter
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

from headwater.base.build import build
from headwater.base.case import read_case
from headwater.base.errors import InputError
from headwater.base.new_case import new_case
from headwater.base.warehouse import Warehouse
from headwater.run import STAGES
from headwater.sources.add import add_files

pytestmark = pytest.mark.real
LEDGER = [stage for stage in STAGES if stage.name in ("sources", "ledger", "ledger.audits")]
BULK = ("cm.txt", "itcont.txt", "itoth.txt", "itpas2.txt", "oppexp.txt", "webk20.txt")
# Lines that the publisher marks as detail of others, received or paid, and how many of them count.
MEMOS = "SELECT schedule, count(*) FILTER (counts) FROM lines WHERE schedule LIKE '% memo' GROUP BY 1 ORDER BY 1"
Ask = Callable[[str], list[tuple[Any, ...]]]


def asked(folder: Path, files: dict[str, list[Path]]) -> Ask:
    """Builds the ledger of files by source and gives what answers SQL on its tables."""
    with chdir(folder):
        case, home = read_case(new_case("invented").resolve()), folder / "home"
    for source, paths in files.items():
        add_files(home, paths, source)
    build(LEDGER, case, home)
    connection = Warehouse(home).connect().con
    return lambda sql: list(connection.sql(sql).fetchall())


@pytest.fixture(scope="module")
def bulk(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    folder = real / "fec_bulk_2020_at_2019-03"
    return asked(tmp_path_factory.mktemp("bulk"), {"fec_bulk": [folder / name for name in BULK]})


def test_of_942_committees_itemized_gifts_are_equal_below_or_above_with_the_reason(bulk: Ask) -> None:
    """942 and 17 are the counts published with the records; the summaries are the Commission's own."""
    rows = bulk("SELECT difference_class, reason FROM reconciliation WHERE measure = 'individual_contributions'")
    classes = Counter(row[0] for row in rows)

    assert sum(classes.values()) == 942
    assert (classes["above_explained"], classes["unexplained"]) == (17, 0)
    assert all(reason for found, reason in rows if found == "above_explained")
    # What is said of a difference adds up to it: memo lines, lines in doubt, and what is itemized by nobody.
    told = bulk("SELECT difference_cents, reason FROM reconciliation WHERE reason LIKE '%not itemized%' AND "
                "measure = 'individual_contributions'")  # fmt: skip
    assert told
    assert all(difference == -sum(_parts(reason)) for difference, reason in told)


def _parts(reason: str) -> list[int]:
    """The amounts, in cents, into which a reason divides a difference; the first is all that is itemized."""
    return [int(amount.replace(".", "")) for amount in re.findall(r"-?\d+\.\d\d", reason)][1:]


@pytest.mark.parametrize(
    ("committee", "naive", "official", "lacking"),
    [("C00608489", 628_551_00, 432_553_58, 2_58), ("C00544767", 387_774_00, 268_277_85, 3_85)],
)
def test_independent_expenditures_are_explained_to_the_cent(
    bulk: Ask, committee: str, naive: int, official: int, lacking: int
) -> None:
    """Naive sums and official totals are those published with the records; what is lacking are cut-off cents."""
    ((stated, itemized, difference, found, reason),) = bulk(
        "SELECT stated_cents, itemized_cents, difference_cents, difference_class, reason FROM reconciliation "
        "JOIN source_parties USING (party_id) WHERE measure = 'independent_expenditures' AND identifier = "
        f"'{committee}'"
    )

    assert (stated, itemized, difference, found) == (official, naive, -lacking, "above_explained")
    assert "memo lines hold" in reason
    assert "in cut-off cents" in reason


def test_no_dollar_of_the_subset_file_counts_again(bulk: Ask) -> None:
    """`itpas2` is a subset of `itoth`: each of its 3,159 records gives way to the same record there."""
    files = bulk("SELECT file_name, count(*), count(*) FILTER (counts) FROM lines GROUP BY 1")
    counted = {Path(name).name: (lines, counting) for name, lines, counting in files}

    assert counted["itpas2.txt"][0] == 3_159
    same = bulk("SELECT count(*) FROM (SELECT record_id FROM lines WHERE counts GROUP BY 1 HAVING count(*) > 1)")
    assert same == [(0,)]


def test_no_memo_of_the_bulk_files_is_money(bulk: Ask) -> None:
    assert bulk(MEMOS) == [(f"{schedule} memo", 0) for schedule in "ABEF"]


def test_electronic_filings_add_up_to_their_own_summaries(real: Path, tmp_path: Path) -> None:
    folder = real / "fec_efilings"
    bad = folder / "fastfec_filing_invalid_version.fec"
    with pytest.raises(InputError, match="version") as refused:
        add_files(tmp_path / "refused", [bad], "fec_efiles")
    assert "\n" not in str(refused.value)
    ask = asked(tmp_path, {"fec_efiles": sorted(path for path in folder.iterdir() if path != bad)})

    unexplained = ask(
        "SELECT filing_id, measure FROM reconciliation WHERE difference_class = 'unexplained' ORDER BY 1, 2"
    )
    # One itemizes for line 15 what its summary has on line 17, another voided checks that its summary leaves out, and
    # the file of a third ends after its cover page and a loan: no line of schedule A or B is in it.
    assert unexplained == [
        ("fec:1238420", "15 offsets to operating expenditures"),
        ("fec:1385191", "17(a)(i) individuals, itemized"),
        ("fec:1385191", "17(c) other political committees"),
        ("fec:1385191", "19(a) loans from the candidate"),
        ("fec:1385191", "28(c) refunds to other committees"),
        ("fec:1527862", "28(a) refunds to individuals"),
    ]
    assert ask("SELECT count(*) FROM rejected") == [(0,)]
    memos = ask(MEMOS)
    assert {("A memo", 0), ("B memo", 0)} <= set(memos)
    assert not any(counting for _schedule, counting in memos)
    ((equal,),) = ask("SELECT count(*) FROM reconciliation WHERE difference_class = 'equal'")
    assert equal > 60


def test_californian_filings_add_up_to_their_own_summaries(real: Path, tmp_path: Path) -> None:
    oakland = real / "ca_netfile_oakland"
    ask = asked(
        tmp_path,
        {
            "ca_cal": sorted((real / "ca_cal_format").glob("*.txt")),
            "ca_netfile_export": [oakland / "efile_BRK_2018.xlsx", *sorted((oakland / "spec_fixtures").rglob("*.csv"))],
        },
    )
    rows = ask("SELECT difference_class, reason FROM reconciliation")

    assert {row for row in rows if row[0] != "equal"} <= {("below", "the schedule is not in these records")}
    # Of sums that are not itemized the ledger's line is made of the total, so that none of those is held against it.
    assert len([row for row in rows if row[0] == "equal"]) > 40
    assert ask("SELECT count(*) FROM reconciliation WHERE measure LIKE '%not itemized'") == [(0,)]
    ((exact,),) = ask("SELECT count(*) FROM conservation WHERE is_exact")
    assert exact >= 10
