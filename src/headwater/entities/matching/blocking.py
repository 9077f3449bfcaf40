"""Which pairs are compared at all: those that agree on all expressions of a rule, in blocks that are not too large.

A block is as large as the square of its records, so one value that thousands share (a placeholder, a common name) would
cost more than all the rest. Such blocks are left out, counted, and shown as what blocking can never find.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

LARGEST_BLOCK = 120
"""Records of one block at most; fixed beforehand: 7,140 pairs."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """What one blocking rule gave: its expressions, the pairs (those of earlier rules among them), and what it left."""

    rule: tuple[str, ...]
    pairs: int
    blocks_left_out: int
    records_left_out: int


def block(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    rules: Sequence[tuple[str, ...]],
    into: str,
    largest: int = LARGEST_BLOCK,
) -> list[Blocked]:
    """Writes the pairs to compare as a table of Splink's shape: ``match_key``, ``join_key_l`` < ``join_key_r``.

    Args:
        connection: where the table is.
        table: records with ``unique_id``.
        rules: each a tuple of SQL expressions on one record that two records must share; a null never agrees.
        into: the name of the table to write.
        largest: records in one block at most.
    """
    connection.execute(f"CREATE OR REPLACE TABLE {into}_all (match_key VARCHAR, join_key_l BIGINT, join_key_r BIGINT)")
    counted = [_block(connection, table, number, rule, into, largest) for number, rule in enumerate(rules)]
    connection.execute(
        f"CREATE OR REPLACE TABLE {into} AS SELECT min(match_key) AS match_key, join_key_l, join_key_r"
        f" FROM {into}_all GROUP BY join_key_l, join_key_r"
    )
    connection.execute(f"DROP TABLE {into}_all")
    return counted


def _block(
    connection: duckdb.DuckDBPyConnection, table: str, number: int, rule: tuple[str, ...], into: str, largest: int
) -> Blocked:
    present = " AND ".join(f"({expression}) IS NOT NULL" for expression in rule)
    # Two 64-bit hashes side by side: equal keys are equal values for all that can be met in practice.
    values = ", ".join(rule)
    key = f"hash({values}, 1)" if len(rule) > 1 else f"hash({values})"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE keyed AS SELECT unique_id, {key} AS block FROM {table} WHERE {present}"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE blocks AS"
        " SELECT block, count(*) AS size FROM keyed GROUP BY block HAVING size > 1"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE kept AS SELECT unique_id, block FROM keyed"
        f" SEMI JOIN (SELECT block FROM blocks WHERE size <= {largest}) USING (block)"
    )
    connection.execute(
        f"INSERT INTO {into}_all SELECT '{number:02}', l.unique_id, r.unique_id"
        " FROM kept l JOIN kept r ON l.block = r.block AND l.unique_id < r.unique_id"
    )
    sums = "count(*) FILTER (size > ?), coalesce(sum(size) FILTER (size > ?), 0)"
    pairs = "coalesce(sum(size * (size - 1) // 2) FILTER (size <= ?), 0)"
    row = connection.execute(f"SELECT {pairs}, {sums} FROM blocks", [largest] * 3).fetchone() or (0, 0, 0)
    return Blocked(rule, int(row[0]), int(row[1]), int(row[2]))
