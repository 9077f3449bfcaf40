"""What a run of the rules holds: read beside the run as it stood, while rows are taken away and tables replaced."""

from pathlib import Path

import ibis

from headwater.ledger.holding import FEW, Holding


def test_what_is_read_beside_stands_as_it_stood(tmp_path: Path) -> None:
    connection = ibis.duckdb.connect()
    connection.raw_sql(f"SET temp_directory = '{tmp_path / 'spill'}'")
    held = Holding(connection, FEW + 1)
    held.table("every", "SELECT range AS place FROM range(9)")
    held.table("gone", "SELECT range AS place FROM range(4)")
    reader = held.beside()
    assert reader is not None

    held.remove("standing", "every", "gone")
    held.table("gone", "SELECT 8 AS place")
    beside = [reader.execute(f"SELECT count(*) FROM {name}").fetchone() for name in ("every", "gone")]
    own = [connection.raw_sql(f"SELECT count(*) FROM {name}").fetchone() for name in ("every", "gone")]
    reader.close()
    held.close()

    assert (beside, own) == ([(9,), (4,)], [(5,), (1,)])
    assert not list(tmp_path.iterdir())


def test_what_lies_in_memory_is_read_by_its_own_connection_alone() -> None:
    assert Holding(ibis.duckdb.connect(), FEW).beside() is None
