"""On official records: one committee under two agencies' numbers is offered with its evidence, not merged."""

from contextlib import chdir
from pathlib import Path

import pytest

from headwater.base.build import build
from headwater.base.case import read_case
from headwater.base.new_case import new_case
from headwater.base.warehouse import Warehouse
from headwater.run import STAGES
from headwater.sources.add import add_files

UP_TO_REVIEW = STAGES[: [stage.name for stage in STAGES].index("entities.review") + 1]


@pytest.mark.real
def test_real_justice_pac_is_offered_and_not_merged(real: Path, tmp_path: Path) -> None:
    with chdir(tmp_path):
        case, home = read_case(new_case("invented").resolve()), tmp_path / "home"
    add_files(home, [real / "ca_sacramento_netfile" / "schedule-c-2018.json"], "ca_netfile")
    add_files(home, [real / "fec_bulk_2020_at_2019-03" / "cm.txt"], "fec_bulk")
    build(UP_TO_REVIEW, case, home)
    offers = Warehouse(home).connect().table("review_offers")
    rows = offers.filter((offers.left == "fec:C00632554") & (offers.right == "fppc:1404289")).to_pyarrow().to_pylist()

    assert [(row["origin"], row["is_joined"]) for row in rows] in ([("link", False)], [("match", False)])
    assert rows[0]["left_entity_id"] != rows[0]["right_entity_id"]
    assert '"field": "name"' in rows[0]["evidence"]
