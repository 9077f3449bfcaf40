"""A case's payments ready to be traced: entities as numbers, targets by class, one expansion for every question."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from headwater.base.errors import CaseError
from headwater.trace.case_columns import SortedIds, Tables, Who, checked_ends, days_of, is_one_of, who_of
from headwater.trace.case_returns import after_returns
from headwater.trace.ledger import NOBODY, BoolArray, IndexArray, IntArray, Ledger, check_fits
from headwater.trace.problem import Book, Problem, book_of
from headwater.trace.question import question_between

TARGET_CLASSES = ("gifts", "expenditures_for", "expenditures_against")
_HALF = 1 << 31


@dataclass(frozen=True, slots=True)
class Target:
    """One candidate or committee: the numbers of its own entities, and the rows of its payments by class."""

    nodes: tuple[int, ...]
    payments: Mapping[str, IndexArray]


@dataclass(frozen=True, slots=True, eq=False)
class _Groups:
    """Rows by entity: those of entity e are ``rows[begins[e]:begins[e + 1]]``, in order."""

    begins: IntArray
    rows: IndexArray

    def of(self, entities: Iterable[int]) -> IndexArray:
        """The rows of some entities, each once, in order."""
        found = [self.rows[self.begins[one] : self.begins[one + 1]] for one in entities]
        return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int32)


@dataclass(frozen=True, eq=False)
class CaseBook:
    """The payments of a case between entities, in the order of their ids, what was returned taken off.

    ``is_gift`` marks money and in-kind gifts; ``about`` is whom an independent expenditure is about, -1 elsewhere, and
    ``is_for`` whether it is for them.
    """

    who: Who
    book: Book
    is_gift: BoolArray
    about: IndexArray
    is_for: BoolArray

    @property
    def ids(self) -> SortedIds:
        """The payments' ids."""
        ids = self.book.ledger.ids
        if not isinstance(ids, SortedIds):
            raise TypeError("the ids of a case's book are sorted")
        return ids

    @cached_property
    def occurs(self) -> BoolArray:
        """Mask of the entities that any payment names."""
        ledger, mask = self.book.ledger, np.zeros(len(self.who.ids), dtype=np.bool_)
        for side in (ledger.payer, ledger.payee, ledger.earmarked_for[ledger.earmarked_for != NOBODY]):
            mask[side] = True
        return mask

    @cached_property
    def _gifts_to(self) -> _Groups:
        """Gifts by who receives them, earmarked ones by the named payee: a conduit holds nothing."""
        ledger = self.book.ledger
        gifts = np.flatnonzero(self.is_gift).astype(np.int32)
        named = ledger.earmarked_for[gifts]
        return _grouped(np.where(named != NOBODY, named, ledger.payee[gifts]), gifts, len(self.who.ids))

    @cached_property
    def _spent_on(self) -> dict[str, _Groups]:
        spent = {"for": (self.about != NOBODY) & self.is_for, "against": (self.about != NOBODY) & ~self.is_for}
        rows = {stance: np.flatnonzero(mask).astype(np.int32) for stance, mask in spent.items()}
        return {stance: _grouped(self.about[some], some, len(self.who.ids)) for stance, some in rows.items()}

    def target(self, entity_id: str) -> Target:
        """The target of a candidate (gifts to its committees; expenditures apart) or of any other receiver."""
        entities = (entity_id, *self.who.own_committees.get(entity_id, ()))
        nodes = tuple(dict.fromkeys(self.who.number[one] for one in entities))
        found = {f"expenditures_{stance}": groups.of(nodes) for stance, groups in self._spent_on.items()}
        return Target(nodes, {"gifts": self._gifts_to.of(nodes), **found})

    def problem(self, donors: Iterable[int], nodes: Iterable[int], rows: IndexArray) -> Problem:
        """The question how much of some payments is money of the donors.

        Args:
            donors: numbers of the donor set.
            nodes: numbers of the target's own entities.
            rows: the target's payments.

        Raises:
            CaseError: if an entity is donor and target.
        """
        given, wanted = self.mask(donors), self.mask(nodes)
        if both := np.flatnonzero(given & wanted).tolist():
            name = self.who.labels[both[0]]
            raise CaseError(f"{name!r} is named as donor and as target; it can only be one of them")
        chosen = np.zeros(len(self.is_gift), dtype=np.bool_)
        chosen[rows] = True
        return Problem(self.book, question_between(self.book.transfers, given, wanted, chosen))

    def mask(self, numbers: Iterable[int]) -> BoolArray:
        """Mask of some entities."""
        mask = np.zeros(len(self.who.ids), dtype=np.bool_)
        mask[list(numbers)] = True
        return mask

    def downstream(self, start: BoolArray) -> BoolArray:
        """Whom money of some entities could reach if dates did not matter, themselves included."""
        payer, payee = self._ways
        return _reached(start, payer, payee)

    def upstream(self, start: BoolArray) -> BoolArray:
        """Whose money could reach some entities if dates did not matter, themselves included."""
        payer, payee = self._ways
        return _reached(start, payee, payer)

    @cached_property
    def _ways(self) -> tuple[IntArray, IntArray]:
        """Who pays whom, each pair once."""
        ledger, wide = self.book.ledger, np.int64(len(self.who.ids))
        named = np.flatnonzero(ledger.earmarked_for != NOBODY)
        payer = np.concatenate([ledger.payer, ledger.payer[named]]).astype(np.int64)
        pairs = np.unique(payer * wide + np.concatenate([ledger.payee, ledger.earmarked_for[named]]))
        return pairs // wide, pairs % wide


def case_book(tables: Tables) -> CaseBook:
    """Joins payments to who is who.

    Args:
        tables: as `case_columns.read_tables` gives them.

    Raises:
        CaseError: if a payment names a party that is nobody, or all money together is too much to trace exactly.
    """
    who, listed = who_of(tables), _in_order(tables["payments"])
    ids = pc.cast(listed["payment_id"], pa.string()).combine_chunks()
    payer, payee = (checked_ends(who.numbers_of(listed[f"{one}_party_id"]), ids) for one in ("payer", "payee"))
    days = days_of(listed["date_from"]), days_of(listed["date_to"])
    given = listed["cents"].to_numpy().astype(np.int64)
    cents = after_returns((payer, payee), days, given, is_one_of(listed["kind"], "return"))
    kept = np.flatnonzero(cents > 0)
    check_fits([_HALF * int((cents[kept] // _HALF).sum()), int((cents[kept] % _HALF).sum())])
    ledger = Ledger(
        names=who.labels,
        ids=SortedIds(ids.take(pa.array(kept))),
        payer=payer[kept],
        payee=payee[kept],
        day_from=days[0][kept],
        day_to=days[1][kept],
        cents=cents[kept],
        earmarked_for=who.numbers_of(listed["earmarked_for_party_id"])[kept],
    )
    spent = is_one_of(listed["kind"], "independent_expenditure") & is_one_of(listed["stance"], "for", "against")
    return CaseBook(
        who=who,
        book=book_of(ledger),
        is_gift=is_one_of(listed["kind"], "monetary", "in_kind")[kept],
        about=np.where(spent, who.numbers_of(listed["about_party_id"]), NOBODY).astype(np.int32)[kept],
        is_for=is_one_of(listed["stance"], "for")[kept],
    )


def candidates_of(book: CaseBook) -> list[str]:
    """The entity ids of all candidates, sorted."""
    return sorted(set(book.who.tables["candidacies"]["candidate_entity_id"].to_pylist()))


def _in_order(payments: pa.Table) -> pa.Table:
    """The payments by id, shorter ones first."""
    sized = payments.append_column("_size", pc.utf8_length(payments["payment_id"]))
    return sized.sort_by([("_size", "ascending"), ("payment_id", "ascending")])


def _grouped(keys: IndexArray, rows: IndexArray, count: int) -> _Groups:
    order = np.lexsort((rows, keys))
    begins = np.searchsorted(keys[order], np.arange(count + 1))
    return _Groups(begins, rows[order])


def _reached(start: BoolArray, tail: IntArray, head: IntArray) -> BoolArray:
    seen = start.copy()
    while len(new := head[seen[tail] & ~seen[head]]):
        seen[new] = True
    return seen
