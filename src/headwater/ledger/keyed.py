"""Columns that parties bring to a table: the key of each role's party, and its name for comparison."""

import ibis


def with_key(rows: ibis.Table, keys: ibis.Table, role: str) -> ibis.Table:
    """The rows with the key of the party in one role beside them."""
    return _with(rows, keys, role, key=f"{role}_key")


def with_name(rows: ibis.Table, keys: ibis.Table, role: str) -> ibis.Table:
    """The rows with the number of the name of the party in one role beside them (`numbers.numbered`)."""
    return _with(rows, keys, role, name=f"{role}_name")


def with_side(rows: ibis.Table, keys: ibis.Table, role: str) -> ibis.Table:
    """The rows with both beside them, and whether nobody is named: one join takes half the memory of two."""
    columns = ("key", "name", "is_unnamed")
    return _with(rows, keys, role, **{column: f"{role}_{column}" for column in columns})


def with_known_key(rows: ibis.Table, keys: ibis.Table, role: str) -> ibis.Table:
    """The rows with the key beside them, and whether an agency gave it."""
    return _with(rows, keys, role, key=f"{role}_key", is_known=f"{role}_is_known")


def _with(rows: ibis.Table, keys: ibis.Table, role: str, **columns: str) -> ibis.Table:
    named = keys.select(**{f"{role}_party_id": "party_id"}, **{new: own for own, new in columns.items()})
    return rows.left_join(named, f"{role}_party_id").drop(f"{role}_party_id_right")
