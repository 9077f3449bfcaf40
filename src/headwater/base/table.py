"""How a table is declared: one annotated row class says what a row is, its columns and their units."""

import types
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import pyarrow as pa

from headwater.base.errors import WarehouseError

_ARROW = {str: pa.string(), int: pa.int64(), bool: pa.bool_(), date: pa.date32(), float: pa.float64()}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, Arrow type, whether it may be null, and what it says (with its unit)."""

    name: str
    type: pa.DataType
    nullable: bool
    doc: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what a row is, its key and its columns. Public tables can be queried by name."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(column.name for column in self.columns)

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema; a column that may not be null is marked so."""
        return pa.schema([pa.field(c.name, c.type, nullable=c.nullable) for c in self.columns])

    def of_rows(self, rows: Iterable[Any]) -> pa.Table:
        """An Arrow table of row objects of this table's class."""
        listed = list(rows)
        columns = {name: [getattr(row, name) for row in listed] for name in self.names}
        return pa.table(columns, schema=self.schema)

    def checked(self, found: pa.Table) -> pa.Table:
        """The same rows cast to the declared types, after checking nulls and the key.

        Raises:
            WarehouseError: if a column is missing, null where it may not be, or the key occurs twice.
        """
        cast = self.typed(found)
        if self.key and cast.group_by(list(self.key), use_threads=False).aggregate([]).num_rows != cast.num_rows:
            raise WarehouseError(f"table {self.name}: key {', '.join(self.key)} occurs twice")
        return cast

    def typed(self, found: pa.Table) -> pa.Table:
        """The same rows cast to the declared types, after checking nulls.

        Raises:
            WarehouseError: if a column is missing, or null where it may not be.
        """
        self.has_all(found.column_names)
        try:
            cast = found.select(self.names).cast(self.schema)
        except (pa.ArrowInvalid, ValueError) as error:
            raise WarehouseError(f"table {self.name}: {error}") from error
        for column in self.columns:
            if not column.nullable and cast.column(column.name).null_count:
                raise WarehouseError(f"table {self.name}: {column.name} is null in some rows")
        return cast

    def has_all(self, columns: Iterable[str]) -> None:
        """Checks that each column of the table is among these.

        Raises:
            WarehouseError: naming those that are not.
        """
        missing = set(self.names) - set(columns)
        if missing:
            raise WarehouseError(f"table {self.name} lacks the columns {sorted(missing)}")


def table(name: str, row_class: type, key: tuple[str, ...]) -> Table:
    """Declares a table from a dataclass whose fields are ``Annotated[type, "what it says"]``.

    Args:
        name: the table's name.
        row_class: its docstring says what a row is; ``X | None`` marks a column that may be null.
        key: the columns that identify a row.
    """
    hints = get_type_hints(row_class, include_extras=True)
    columns = tuple(_column(f.name, hints[f.name]) for f in fields(row_class))
    doc = " ".join((row_class.__doc__ or "").split())
    return Table(name, doc, key, columns)


def _column(name: str, hint: Any) -> Column:
    if get_origin(hint) is not Annotated:
        raise WarehouseError(f"column {name} has no description")
    inner, doc = get_args(hint)[:2]
    nullable = get_origin(inner) in (Union, types.UnionType)
    if nullable:
        inner = next(arg for arg in get_args(inner) if arg is not type(None))
    return Column(name, _ARROW[inner], nullable, doc)
