"""A case's tables as columns: who is who as numbers, and payment ids that are looked up without listing them all."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from headwater.base.errors import CaseError
from headwater.base.unnamed import UNNAMED
from headwater.trace.ledger import NOBODY, BoolArray, IndexArray, IntArray, RowIds
from headwater.trace.names import clean_name

COLUMNS = {
    "payments": ("payment_id", "date_from", "date_to", "cents", "kind", "payer_party_id", "payee_party_id",
                 "about_party_id", "stance", "earmarked_for_party_id"),
    "entities": ("entity_id", "name", "is_named", "kind"),
    "party_entities": ("party_id", "entity_id"),
    "source_parties": ("party_id", "name", "scheme", "identifier"),
    "identifiers": ("entity_id", "scheme", "identifier"),
    "candidacies": ("candidate_entity_id", "committees"),
}  # fmt: skip
"""What a case's book is made of."""
Tables = Mapping[str, pa.Table]
_MANY = 300  # ids from which going through all once is quicker than a search for each
_EPOCH = 719_163  # ordinal of 1970-01-01


def read_tables(read: Callable[[str], ibis.Table]) -> dict[str, pa.Table]:
    """The tables of ``COLUMNS`` in memory, with those columns only."""
    return {name: read(name).select(*columns).to_pyarrow() for name, columns in COLUMNS.items()}


class SortedIds(RowIds):
    """Payment ids in their order (shorter ones first), so that an id's rank is its row; kept as Arrow text."""

    def __init__(self, ids: pa.StringArray) -> None:
        super().__init__(len(ids))
        self.ids = ids

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return tuple(self.ids[index].to_pylist())
        return self.ids[int(index)].as_py()

    def row(self, payment_id: str) -> int:
        """The row of an id, -1 if there is none."""
        low, high, wanted = 0, len(self), (len(payment_id), payment_id)
        while low < high:
            middle = (low + high) // 2
            found = self.ids[middle].as_py()
            if (len(found), found) < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self.ids[low].as_py() == payment_id else NOBODY

    def numbered(self, names: Collection[str]) -> dict[str, int]:
        """The row of each of some ids that there are."""
        if len(names) < _MANY:
            return {name: self.row(name) for name in names}
        wanted = pa.array(names, pa.string())
        found = pc.index_in(self.ids, value_set=wanted)
        rows = np.flatnonzero(found.is_valid().to_numpy(zero_copy_only=False))
        which = found.take(pa.array(rows))
        return dict(zip(wanted.take(which).to_pylist(), rows.tolist(), strict=True))

    def rows(self, chosen: IntArray | IndexArray) -> list[str]:
        """The ids of some rows."""
        found: list[str] = self.ids.take(pa.array(chosen)).to_pylist()
        return found


@dataclass(frozen=True, eq=False)
class Who:
    """The entities of a case in the order of their ids; their numbers are the ledger's.

    ``labels`` are their names, made unique where two share one; ``entity_of`` gives the entity of an identifier.
    """

    ids: tuple[str, ...]
    labels: tuple[str, ...]
    is_named: BoolArray
    kinds: tuple[str, ...]
    entity_of: Mapping[str, str]
    own_committees: Mapping[str, tuple[str, ...]]
    tables: Tables

    @cached_property
    def number(self) -> dict[str, int]:
        """The number of each entity id."""
        return {entity: number for number, entity in enumerate(self.ids)}

    @cached_property
    def spellings(self) -> Mapping[str, tuple[str, ...]]:
        """The entities that may be named, by every name that lines give them."""
        found: dict[str, set[str]] = {}
        for number in np.flatnonzero(self.is_named):
            name = self.tables["entities"]["name"][int(self.place[number])].as_py()
            found.setdefault(clean_name(name), set()).add(self.ids[number])
        parties = self.tables["source_parties"]
        whose = self.numbers_of(parties["party_id"])
        rows = np.flatnonzero((whose >= 0) & self.is_named[whose])
        for row, name in zip(rows, parties["name"].take(pa.array(rows)).to_pylist(), strict=True):
            found.setdefault(clean_name(name), set()).add(self.ids[whose[row]])
        return {name: tuple(sorted(entities)) for name, entities in found.items()}

    @cached_property
    def place(self) -> IntArray:
        """The row of each entity in the table."""
        return _whole(pc.sort_indices(self.tables["entities"]["entity_id"]))

    @cached_property
    def parties(self) -> tuple[pa.Array, IndexArray]:
        """Every party that is somebody, and its entity's number."""
        joins = self.tables["party_entities"]
        numbers = _places(joins["entity_id"], pa.array(self.ids, pa.string()))
        return joins["party_id"].combine_chunks(), numbers

    def numbers_of(self, parties: pa.ChunkedArray) -> IndexArray:
        """The entity's number of each party, -1 for an empty one."""
        known, numbers = self.parties
        at = _places(parties, known)
        if not len(numbers):
            return at
        return np.where(at >= 0, numbers[at], NOBODY).astype(np.int32)


def who_of(tables: Tables) -> Who:
    """Who is who in a case."""
    listed = tables["entities"].sort_by("entity_id")
    ids, names = listed["entity_id"].to_pylist(), listed["name"].to_pylist()
    named = np.asarray(listed["is_named"].to_numpy(zero_copy_only=False), dtype=np.bool_)
    identifiers = tables["identifiers"]
    numbers = [
        f"{scheme}:{identifier}"
        for scheme, identifier in zip(*(identifiers[one].to_pylist() for one in ("scheme", "identifier")), strict=True)
    ]
    entity_of = dict(zip(numbers, identifiers["entity_id"].to_pylist(), strict=True))
    kinds = tuple(listed["kind"].to_pylist())
    own = _own(tables["candidacies"].to_pylist(), entity_of)
    return Who(tuple(ids), tuple(_labels(ids, names, named, entity_of)), named, kinds, entity_of, own, tables)


def days_of(column: pa.ChunkedArray) -> IndexArray:
    """Days as ordinals."""
    found: IndexArray = (_whole(column.cast(pa.int32())) + _EPOCH).astype(np.int32)
    return found


def is_one_of(column: pa.ChunkedArray, *words: str) -> BoolArray:
    """Mask of the rows that hold one of some words."""
    mask = pc.is_in(column, value_set=pa.array(words, pa.string())).to_numpy(zero_copy_only=False)
    return np.asarray(mask, dtype=np.bool_)


def _labels(ids: list[str], names: list[str], named: BoolArray, entity_of: Mapping[str, str]) -> list[str]:
    shared: dict[str, int] = {}
    for name in names:
        shared[name] = shared.get(name, 0) + 1
    first: dict[str, str] = {}
    for number, entity in sorted(entity_of.items()):
        first.setdefault(entity, number)
    labels, unnamed = [], 0
    for entity, name, is_named in zip(ids, names, named.tolist(), strict=True):
        if not is_named:
            unnamed += 1
            labels.append(f"{UNNAMED}, no. {unnamed}")
        else:
            labels.append(name if shared[name] == 1 else f"{name} ({first.get(entity, entity)})")
    return labels


def _own(candidacies: list[dict[str, Any]], entity_of: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    own: dict[str, set[str]] = {}
    for row in candidacies:
        for number in row["committees"].split(";"):
            if number in entity_of:
                own.setdefault(row["candidate_entity_id"], set()).add(entity_of[number])
    return {candidate: tuple(sorted(committees)) for candidate, committees in own.items()}


def _places(column: pa.ChunkedArray, among: pa.Array) -> IndexArray:
    found = pc.fill_null(pc.index_in(column, value_set=among), NOBODY)
    return _whole(found).astype(np.int32)


def _whole(column: pa.ChunkedArray | pa.Array) -> IntArray:
    return np.asarray(column.to_numpy(zero_copy_only=False) if isinstance(column, pa.Array) else column.to_numpy())


def checked_ends(numbers: IndexArray, ids: pa.StringArray) -> IndexArray:
    """The same numbers.

    Raises:
        CaseError: naming the first payment of which one end is nobody.
    """
    if len(numbers) and int(numbers.min()) < 0:
        raise CaseError(f"payment {ids[int(np.argmin(numbers))].as_py()!r} names a party that is nobody")
    return numbers
