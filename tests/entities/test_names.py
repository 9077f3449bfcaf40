"""What entities are called: on sample rows of official formats, where filers are often known by a number alone."""

from contextlib import chdir
from pathlib import Path

import pytest

from headwater.base.build import build
from headwater.base.case import read_case
from headwater.base.new_case import new_case
from headwater.base.warehouse import Warehouse
from headwater.run import STAGES
from headwater.sources.add import add_files

SAMPLES = Path(__file__).resolve().parents[2] / "src" / "headwater" / "sources"
UP_TO_ENTITIES = STAGES[: [stage.name for stage in STAGES].index("entities") + 1]


def payees(folder: Path, source: str) -> set[tuple[str, str]]:
    """Names of payees and the identifiers of these entities, of all payments of a source's sample."""
    with chdir(folder):
        case, home = read_case(new_case("invented").resolve()), folder / "home"
    add_files(home, sorted(path for path in (SAMPLES / source / "sample").iterdir() if path.is_file()), source)
    build(UP_TO_ENTITIES, case, home)
    tables = Warehouse(home).connect()
    whose = (
        tables.table("payments")
        .select(party_id="payee_party_id")
        .inner_join(tables.table("party_entities"), "party_id")
    )
    named = whose.inner_join(tables.table("entities"), "entity_id").left_join(tables.table("identifiers"), "entity_id")
    rows = named.select("name", "scheme", "identifier").to_pyarrow().to_pylist()
    return {(row["name"], f"{row['scheme']}:{row['identifier']}") for row in rows}


def test_a_filer_known_by_its_filings_number_has_the_name_on_the_cover(tmp_path: Path) -> None:
    """The sample's cover of filing 900001 names the filer; its receipts have the filing's number alone."""
    found = payees(tmp_path, "ca_calaccess")

    assert "Sample Civic Fund" in {name for name, _number in found}
    assert not {name for name, _number in found if name.startswith("Filer of Cal-Access filing 900001")}


@pytest.mark.parametrize("source", ["fec_bulk"])
def test_a_committee_known_by_its_number_alone_is_never_called_by_nothing(tmp_path: Path, source: str) -> None:
    found = payees(tmp_path, source)

    assert found
    assert "" not in {name for name, _number in found}
