"""What a doubtful answer to who is who moves: the figures with it, by hand from the payments."""

from contextlib import chdir
from pathlib import Path

from headwater.base.build import build
from headwater.base.case import read_case
from headwater.base.new_case import new_case
from headwater.base.warehouse import Warehouse
from headwater.run import STAGES

UP_TO_MERGES = STAGES[: [stage.name for stage in STAGES].index("trace.merges") + 1]
SET = '\n[[donor_sets]]\nid = "givers"\nname = "Invented givers"\nmembers = ["fppc:1"]\n'
PAYMENTS = (
    "2020-01-05,Invented Fund,Pat Invented for DA,1000,monetary,fppc:1,fppc:9,,invented,https://example.org/1\n"
    "2020-01-06,Invented Fund PAC,Pat Invented for DA,3000,monetary,sfethics:2,fppc:9,,invented,https://example.org/2\n"
    # one name in two agencies too, and nothing to do with the donor set
    "2020-01-06,Other Money,Nobody At All,5000,monetary,fppc:3,fppc:8,,invented,https://example.org/3\n"
    "2020-01-07,Other Money,Nobody At All,5000,monetary,sfethics:4,fppc:8,,invented,https://example.org/4\n"
)
CONTEST = (
    "ocd-division/country:us/state:ca/county:invented,district attorney,2020-03-03,primary,Pat Invented,,100,yes,,"
    "listed_candidates,certified,,fppc:9,invented,https://example.org/5\n"
)


def test_a_link_that_would_add_to_a_donor_set_is_listed_with_its_dollars(tmp_path: Path) -> None:
    with chdir(tmp_path):
        folder = new_case("invented").resolve()
    for name, rows in (("payments.csv", PAYMENTS), ("contests.csv", CONTEST), ("case.toml", SET)):
        with (folder / name).open("a") as file:
            file.write(rows)
    build(UP_TO_MERGES, read_case(folder), tmp_path / "home")
    connection = Warehouse(tmp_path / "home").connect()
    rows = connection.table("merge_effects").to_pyarrow().to_pylist()
    found = {
        (row["left"], row["right"], row["target_class"], row["figure"]): (row["now_cents"], row["other_cents"])
        for row in rows
    }
    link = ("fppc:1", "sfethics:2")

    assert {key[:2] for key in found} == {link}
    assert found[(*link, "", "given_cents")] == (100_000, 400_000)
    for figure in ("direct_cents", "low_cents", "high_cents", "pro_rata_cents"):
        assert found[(*link, "gifts", figure)] == (100_000, 400_000)
    # the target's own total stays what it is
    assert "target_total_cents" not in {key[3] for key in found}
