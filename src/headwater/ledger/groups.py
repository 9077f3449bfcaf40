"""Groups of lines that can bear on one another: each is judged by itself, and again only where a line of it changed.

Every rule compares lines that are equal in some columns. Lines that are joined in this way, over any number of steps,
are a group. What becomes of a line follows from its group, and from the reports that replace or cover its own; what
these say of it is part of what is compared.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from ibis import _

from headwater.base.machine_code import late
from headwater.base.parts import STRETCH
from headwater.ledger.again import may_overlap
from headwater.ledger.agencies import ROLES, under_one_key, with_shared_key
from headwater.ledger.book import CA_FORMS, SEEN, is_notice
from headwater.ledger.conduits import is_forwarding
from headwater.ledger.new_york import BOARD
from headwater.ledger.numbers import NONE, hash_of, md5_lower
from headwater.ledger.outlets import ON_ONE_TOPIC, ONE_TRANSACTION, has_one_number, is_spent_on_a_topic
from headwater.ledger.own_accounts import ALLOCATED, paid_by_states
from headwater.ledger.sides import SPENT, TRANSFER

SEEN_LINES = "seen lines"
_BETWEEN, _NOTHING = "\x1f", "\x1e"
_DIGEST = "file_sha256"

Places = npt.NDArray[np.int32]
Marks = npt.NDArray[np.uint64]


class Reach(NamedTuple):
    """The lines that a family of rules may compare: those ``of`` a kind that are equal in the columns ``alike``.

    It may hold more lines together than the rules do, never fewer.
    """

    of: Any
    alike: tuple[str, ...]


_HAS_ID, _IS_PAYERS, _IS_EARMARK = _.transaction_id != NONE, _.side == "payer", _.schedule.endswith(" earmark")


def _of_own_accounts(lines: ibis.Table) -> ibis.Value:
    """Lines of schedule H3, and what was paid to those who filed them: all who were paid by name would be too many."""
    h3 = lines.filter(_.schedule == ALLOCATED).payee_name
    return (lines.schedule == ALLOCATED) | (paid_by_states(lines) & lines.payee_name.isin(h3))


def _noticed(lines: ibis.Table) -> ibis.Value:
    """Lines of notices, and what has the filer, side and amount of one: more would join far more lines."""
    said = hash_of(ibis.struct({name: lines[name] for name in SPENT}))
    return said.isin(lines.filter(is_notice(lines)).select(said=said).said)


def _sent_on(key: str) -> Callable[[ibis.Table], ibis.Value]:
    """What conduits pass on to others, and conduits' records that have one of these in a column."""

    def found(lines: ibis.Table) -> ibis.Value:
        conduits = lines.filter(is_forwarding(lines)).filer_key
        return is_forwarding(lines) | (_IS_EARMARK & lines[key].isin(conduits))

    return found


REACHES: Mapping[str, Reach | None] = {
    "read again": Reach(_.line_id.notnull(), ("line_id",)),
    "filed elsewhere": Reach(_HAS_ID & (_.filing_id != ""), ("filing_id", "transaction_id", "side")),
    "nothing paid": None,
    "memo": None,
    "amended": None,
    "amended notice": Reach(_HAS_ID & is_notice(_), ("filer_key", "form", "transaction_id")),
    "amended transaction": Reach(_HAS_ID & (_.report_code != ""), ("filer_key", "report_code", "transaction_id")),
    "itemized again": Reach(
        _HAS_ID, ("record_source", "filer_key", "form", "schedule", "transaction_id", "date_from", "cents")
    ),
    "overlapping": Reach(may_overlap(_), ("record_source", "filer_key", "form", "schedule", "date_from", "cents")),
    "details": Reach(_HAS_ID & (_.record_source == BOARD), ("filing_id", "transaction_id")),
    "categories": Reach(_.is_sum & _IS_PAYERS, ("filer_key", "file_sha256")),
    # A bill of one report is paid in another of the filer's.
    "schedules": Reach(_HAS_ID & _IS_PAYERS & _.schedule.isin(("D", "E")), ("filer_key", "one_filing")),
    "conduit out": Reach(_IS_EARMARK, ("filer_key", "payer_name", "earmarked_for_key", "cents")),
    "conduit in": Reach(_IS_EARMARK | (_.side == "payee"), ("recipient", "payer_name", "cents")),
    "conduit from": Reach(_sent_on("payer_key"), ("payer_key", "earmarked_for_key")),
    "conduit onward": Reach(_sent_on("filer_key"), ("filer_key", "earmarked_for_key")),
    # What these compare is together by now.
    "conduit before": None,
    "forwarded": None,
    "notice": Reach(_noticed, SPENT),
    "noticed": None,
    "elsewhere": Reach(~_IS_EARMARK, ("side", *TRANSFER)),
    "one transaction": Reach(has_one_number(_), ONE_TRANSACTION),
    "one topic": Reach(is_spent_on_a_topic(_), ON_ONE_TOPIC),
    "candidates": Reach(_.form.isin(CA_FORMS) & (_.kind == "in_kind"), ("payer_key", "cents")),
    # A return may be told as a negative payment one way or as a payment the other way.
    "sides": Reach(~_IS_EARMARK, ("one_key", "other_key")),
    "agencies": Reach(~_.record_source.startswith("fec_"), ("side", *ROLES, "cents")),
    "one name": Reach(_.record_source == BOARD, ("payer_name", "payee_name", "cents")),
    "bought in kind": Reach((_.record_source == BOARD) & _.kind.isin(("in_kind", "spending")), ("payer_key", "cents")),
    "own accounts": Reach(_of_own_accounts, ("payee_name",)),
    "namesakes": Reach(_.form.isin(CA_FORMS), ("payer_name", "payee_key", "cents")),
}
"""What each family of rules compares; nothing where it looks at each line by itself."""
_SHARED = tuple(f"shared_{role}" for role in ROLES)
_ACROSS = ("sides", "agencies")
"""Families that compare organisations which two agencies number by one key."""


class Marked(NamedTuple):
    """Lines by their places, and a number of each: equal where all that was asked of them is."""

    places: Places
    marks: Marks


def marked(lines: ibis.Table, row_wise: Sequence[ibis.Table], alike: ibis.Table) -> dict[str, ibis.Table]:
    """The ``place`` of lines with a ``mark`` that is equal where they are equal in some columns.

    Under `SEEN_LINES` those of all lines, in all columns; under each family's name those that it compares, in the
    columns in which it does.

    Args:
        lines: what the rules see.
        row_wise: what the rules that ask other reports say of these lines.
        alike: the one key of those that two agencies number.
    """
    found = lines
    said: list[str] = []
    for rule in row_wise:
        said.append(f"said_{len(said)}")
        of_line = rule.group_by("place").aggregate(_.why_not.max().name(said[-1]))
        found = found.left_join(of_line, "place").drop("place_right")
    # Which parties two agencies number as one is no column of a line, and a rule goes by it.
    shared = with_shared_key(found, alike, *ROLES)
    steps = {SEEN_LINES: _digested(shared, (*SEEN, *said, *_SHARED))}
    told, across = _with_ends(lines), _with_ends(under_one_key(lines, alike, *ROLES))
    return steps | {
        compared(family): _hashed((across if family in _ACROSS else told).filter(reach.of), reach.alike)
        for family, reach in REACHES.items()
        if reach is not None
    }


def _with_ends(lines: ibis.Table) -> ibis.Table:
    aim = ibis.ifelse(lines.schedule.endswith(" earmark"), lines.earmarked_for_key, lines.payee_key)
    ends = (lines.payer_key, lines.payee_key)
    return lines.mutate(
        recipient=aim,
        one_key=ibis.least(*ends),
        other_key=ibis.greatest(*ends),
        one_filing=ibis.ifelse(lines.form.isin(CA_FORMS), "", lines.filing_id),
    )


def compared(family: str) -> str:
    """The name of the step that marks the lines which a family compares."""
    return f"lines of {family}"


def _hashed(lines: ibis.Table, names: Sequence[str]) -> ibis.Table:
    """One number for some columns of each line; those that differ may share it, which joins some more lines."""
    return lines.select("place", mark=hash_of(ibis.struct({name: lines[name] for name in names})))


def _digested(lines: ibis.Table, names: Sequence[str]) -> ibis.Table:
    """As `_hashed`, with a digest of all texts: the engine's hash is the same for many texts that differ a little.

    Where lines are compared that joins some more of them, which does no harm; here it would hide a change. The hash of
    a file is a digest.
    """
    texts = [name for name in names if lines[name].type().is_string() and name != _DIGEST]
    told = ibis.literal(_BETWEEN).join([lines[name].fill_null(_NOTHING) for name in texts])
    numbers = [name for name in names if name not in (*texts, _DIGEST)]
    # A part of it, lest it be the place in a list that the engine hashes.
    return _hashed(lines.mutate(texts=md5_lower(told), file=lines[_DIGEST].substr(0, 32)), [*numbers, "texts", "file"])


def read_marks(stretches: Iterable[pa.RecordBatch]) -> Marked:
    """What a step of `marked` finds, in arrays that hold no stretch: at once all of it would be there several times."""
    places, marks = [np.empty(0, np.int32)], [np.empty(0, np.uint64)]
    for stretch in stretches:
        places.append(stretch.column("place").to_numpy().astype(np.int32))
        # A copy: what lies in the engine's own memory would hold all columns of the stretch with it.
        marks.append(stretch.column("mark").to_numpy().copy())
    return Marked(np.concatenate(places), np.concatenate(marks))


def groups(count: int, families: Iterable[Marked]) -> Places:
    """The number of the group of each place, from 0 in the order of their least places.

    Args:
        count: how many places there are.
        families: the lines that each family compares, in parts if all that have one mark are in the same.
    """
    numbers = np.arange(count, dtype=np.int32)
    for family in families:
        _join(numbers, *_alike(family))
    order = np.cumsum(numbers == np.arange(count, dtype=np.int32), dtype=np.int32)
    order -= 1
    for begin in range(0, count, STRETCH):
        numbers[begin : begin + STRETCH] = order[numbers[begin : begin + STRETCH]]
    return numbers


def _alike(lines: Marked) -> tuple[Places, Places]:
    """Each line that has the mark of another one, beside the first that has it; first in any order."""
    some = _may_recur(lines.marks)
    places, marks = lines.places[some], lines.marks[some]
    order = np.argsort(marks)
    marks = marks[order]
    again = np.flatnonzero(marks[1:] == marks[:-1]) + 1
    del marks
    begins = np.ones(len(again), np.bool_)
    begins[1:] = again[1:] != again[:-1] + 1
    firsts = np.maximum.accumulate(np.where(begins, again - 1, 0))
    return places[order[again]], places[order[firsts]]


def _may_all(marks: Marks) -> npt.NDArray[np.bool_]:
    return np.ones(len(marks), np.bool_)


@late(plain=_may_all)
def _may_recur(marks: Marks) -> npt.NDArray[np.bool_]:
    """Whether another line may have the same mark: mostly none has, and what need not be sorted takes no time.

    Eight slots for each line; in one that is met twice are equal marks, or two others by accident.
    """
    bits = 10
    while 1 << bits < 8 * len(marks):
        bits += 1
    met, shift = np.zeros((2, 1 << bits - 3), np.uint8), np.uint64(64 - bits)
    for mark in marks:
        slot = mark >> shift
        place, bit = slot >> np.uint64(3), np.uint8(1 << (slot & np.uint64(7)))
        met[1, place] |= met[0, place] & bit
        met[0, place] |= bit
    found = np.empty(len(marks), np.bool_)
    for line in range(len(marks)):
        slot = marks[line] >> shift
        found[line] = met[1, slot >> np.uint64(3)] >> (slot & np.uint64(7)) & 1
    return found


def _join_few(numbers: Places, one: Places, other: Places) -> None:
    while True:
        least = np.minimum(numbers[one], numbers[other])
        before = numbers.copy()
        for ends in (numbers[one], numbers[other]):
            np.minimum.at(numbers, ends, least)
        numbers[:] = numbers[numbers]
        if np.array_equal(before, numbers):
            return


@late(plain=_join_few)
def _join(numbers: Places, one: Places, other: Places) -> None:
    """Makes the number of each place the least that it is joined with, over any number of steps.

    Each is the number of a place that has the number itself, or leads on to it (union by least, halving the way).
    """
    for pair in range(len(one)):
        first, second = one[pair], other[pair]
        while numbers[first] != first:
            numbers[first] = numbers[numbers[first]]
            first = numbers[first]
        while numbers[second] != second:
            numbers[second] = numbers[numbers[second]]
            second = numbers[second]
        numbers[max(first, second)] = min(first, second)
    for place in range(len(numbers)):
        numbers[place] = numbers[numbers[place]]


def signatures(seen: Iterable[pa.RecordBatch], numbers: Places, seed: int) -> npt.NDArray[np.int64]:
    """A number for each group, which follows from the group's lines in any order.

    Args:
        seen: the place and the mark of each line, of all that the rules see of it.
        numbers: the group of each place.
        seed: what else the judgement depends on.
    """
    sums = np.full(numbers.max(initial=-1) + 1, seed, np.uint64)
    for stretch in seen:
        np.add.at(sums, numbers[stretch.column("place").to_numpy()], stretch.column("mark").to_numpy())
    return sums.view(np.int64)
