"""Columns in which few values recur: each value is looked at once, and each row holds its place among them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from headwater.base.machine_code import late

T = TypeVar("T")
U = TypeVar("U")
Places = npt.NDArray[np.int32]
Holds = npt.NDArray[np.bool_]
_MOST_LISTED = 1 << 22


@dataclass(frozen=True, slots=True)
class Coded(Generic[T]):
    """The distinct values of a column, in the order in which they come, and each row's place among them."""

    values: list[T]
    places: Places

    def of(self, say: Callable[[T], U]) -> "Coded[U]":
        """The column of what is said of each value."""
        said = [say(value) for value in self.values]
        numbers: dict[U, int] = {}
        lookup = np.array([numbers.setdefault(value, len(numbers)) for value in said], np.int32)
        return Coded(list(numbers), self.places if len(numbers) == len(said) else lookup[self.places])

    def array(self, say: Callable[[T], Any], kind: npt.DTypeLike) -> npt.NDArray[Any]:
        """What is said of each row's value, as numbers."""
        return np.array([say(value) for value in self.values], kind)[self.places]

    def where(self, holds: Holds, other: T) -> "Coded[T]":
        """The same column with another value where something does not hold."""
        if holds.all():
            return self
        places = np.where(holds, self.places, np.int32(len(self.values)))
        return _of([*self.values, other], places).of(_itself)

    def replaced(self, rows: npt.NDArray[np.intp], values: Sequence[T]) -> "Coded[T]":
        """The same column with other values in some rows."""
        numbers = {value: place for place, value in enumerate(self.values)}
        places = self.places.copy()
        places[rows] = [numbers.setdefault(value, len(numbers)) for value in values]
        return _of(list(numbers), places)

    def at(self, rows: npt.NDArray[Any]) -> "Coded[T]":
        """The column in some rows."""
        return _of(self.values, self.places[rows])

    def firsts(self) -> npt.NDArray[np.int64]:
        """The first row of each value."""
        return _firsts(self.places, len(self.values))


def same(value: T, rows: int) -> Coded[T]:
    """A column of one value."""
    return Coded([value] if rows else [], np.zeros(rows, np.int32))


def combined(one: Coded[T], other: Coded[U]) -> Coded[tuple[T, U]]:
    """The pairs of values that two columns have in the same rows."""
    size = len(other.values)
    codes = one.places.astype(np.int64) * size + other.places
    if len(one.values) * size > _MOST_LISTED:
        met, codes = np.unique(codes, return_inverse=True)
    else:
        met = np.arange(len(one.values) * size)
    order, places = _dense(codes, len(met))
    pairs = met[order].tolist()
    return Coded([(one.values[pair // size], other.values[pair % size]) for pair in pairs], places)


def text(column: Coded[str]) -> pa.DictionaryArray:
    """The column in Arrow, each text said once."""
    return pa.DictionaryArray.from_arrays(pa.array(column.places), pa.array(column.values, pa.string()))


def _of(values: list[T], codes: npt.NDArray[Any]) -> Coded[T]:
    order, places = _dense(codes, len(values))
    return Coded([values[place] for place in order.tolist()], places)


@late()
def _dense(codes: npt.NDArray[Any], size: int) -> tuple[npt.NDArray[np.int64], Places]:
    """The codes that occur, in the order in which they come, and each row's place among them."""
    order, count = np.empty(size, np.int64), 0
    lookup = np.full(size, -1, np.int32)
    places = np.empty(len(codes), np.int32)
    for row in range(len(codes)):
        code = codes[row]
        if lookup[code] < 0:
            order[count], lookup[code], count = code, count, count + 1
        places[row] = lookup[code]
    return order[:count], places


def _firsts(codes: npt.NDArray[Any], size: int) -> npt.NDArray[np.int64]:
    """The first row of each code; the number of rows where it has none."""
    firsts = np.full(size, len(codes), np.int64)
    np.minimum.at(firsts, codes, np.arange(len(codes)))
    return firsts


def _itself(value: T) -> T:
    return value
