"""Schedules D and E of one filing hold the same money: which row of D is which payment of E.

Schedule E itemizes what was paid, schedule D says of such payments whom they were about. A payment counts once, with
what schedule D says of it. Contributions in kind (IKD) are no cash and stand on D alone.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from headwater.base.money import parse_cents

Row = Mapping[str, str]
_Key = Callable[[Row], tuple[str, ...]]
_TWINS = {"IND": "IND", "MON": "CTB"}
_MARKED, _DIGITS = re.compile(r"DD[0-9]+", re.ASCII), re.compile(r"[0-9]+", re.ASCII)
_ABOUT = (
    "CAND_NAML", "CAND_NAMF", "CAND_NAMT", "CAND_NAMS", "OFFICE_CD", "OFFIC_DSCR", "JURIS_CD", "JURIS_DSCR", "DIST_NO",
    "OFF_S_H_CD", "BAL_NAME", "BAL_NUM", "BAL_JURIS", "SUP_OPP_CD",
)  # fmt: skip
NEEDED = frozenset(
    (*_ABOUT, "FILING_ID", "AMEND_ID", "FORM_TYPE", "TRAN_ID", "EXPN_CODE", "EXPN_DATE", "MEMO_CODE", "AMOUNT",
     "PAYEE_NAML", "PAYEE_NAMF", "CMTE_ID", "XREF_MATCH")
)  # fmt: skip
"""The columns that tie rows."""
WHY_UNCLEAR = "the same money as a payment of schedule E of this filing, and the rows do not tell which"


@dataclass(frozen=True, slots=True)
class Ties:
    """What becomes of a filing's rows of schedule D; rows are known by their number in the file."""

    about: dict[int, dict[str, str]] = field(default_factory=dict)
    """For a row of schedule E what schedule D says of it."""
    same: set[int] = field(default_factory=set)
    """Rows of schedule D whose money is a row of schedule E."""
    unclear: set[int] = field(default_factory=set)
    """Rows of schedule D that could be one of several payments of schedule E."""


def tie(rows: Mapping[int, Row]) -> Ties:
    """Ties the rows of schedule D of one filing to its payments of schedule E, one to one.

    First by the transaction's id and amount (XREF_MATCH says that both schedules have one id; some programs write a D
    before it on schedule D), then by payee and amount, a gift also by the payee's number, as many rows of each.
    Independent expenditures, whose payee schedule D does not name, then by amount where just one row of each has it.
    Then one row of D is tied to all that E pays its payee, or all that is left on E, where they add up to it. A row of
    D that is left over stands alone if it is more than all payments of its kind that are left on E, or if the id that
    it says E to have is none of those there, which are ids of the same make.
    """
    ties = Ties()
    for code, twin in _TWINS.items():
        keys = (_by_transaction, _by_payee, _by_amount if code == "IND" else _by_number)
        paid = _coded(rows, "E", twin)
        makes = {_make(row["TRAN_ID"]) for row in paid.values()}
        _tie_code(ties, _coded(rows, "D", code), paid, keys)
        ties.unclear.difference_update({at for at in ties.unclear if _is_elsewhere(rows[at], makes)})
    ties.unclear.difference_update(_apportioned(rows, ties))
    return ties


def _tie_code(ties: Ties, left: dict[int, Row], paid: dict[int, Row], keys: Sequence[_Key]) -> None:
    for key in keys:
        for at, other in _pairs(left, paid, key):
            _tied(ties, at, left.pop(at), {other: paid.pop(other)})
    for at, parts in _summed(left, paid):
        _tied(ties, at, left.pop(at), {other: paid.pop(other) for other in parts})
    unmatched = sum(_cents(row) for row in paid.values())
    ties.unclear.update(at for at, row in left.items() if 0 < _cents(row) <= unmatched)


def _apportioned(rows: Mapping[int, Row], ties: Ties) -> set[int]:
    """Rows of D that are the parts of one payment of E, for several candidates or measures: which, the ledger finds.

    All of a day that are left, or all that are left, add up to one row of E, or to all that E calls such expenditures.
    """
    parts = {at: row for at, row in _coded(rows, "D", "IND").items() if at not in ties.same}
    paid = {at: row for at, row in rows.items() if row["FORM_TYPE"] == "E" and not row["MEMO_CODE"]}
    paid = {at: row for at, row in paid.items() if at not in ties.about}
    if not all(row["TRAN_ID"] for row in (*parts.values(), *paid.values())):
        return set()
    amounts = Counter(map(_cents, paid.values()))
    groups = [*_by_key(parts, lambda row: (row["EXPN_DATE"],)).values(), list(parts)]
    sums = [(group, sum(_cents(parts[at]) for at in group)) for group in groups if len(group) > 1]
    found = {at for group, total in sums if total > 0 and amounts[total] == 1 for at in group}
    together = sum(map(_cents, _coded(paid, "E", "IND").values()))
    return found | (set(parts) if 0 < together == sum(map(_cents, parts.values())) else set())


def _is_elsewhere(row: Row, makes: set[str]) -> bool:
    """Whether a row of D names a transaction of another schedule that is none of E's, whose ids are made alike."""
    own = _own_id(row)
    return row["XREF_MATCH"].strip() == "X" and bool(own) and makes == {_make(own)}


def _own_id(row: Row) -> str:
    """The id that the transaction has on both schedules, without the D that some programs write before it on D."""
    said = row["TRAN_ID"]
    is_marked = row["FORM_TYPE"] == "D" and row["XREF_MATCH"].strip() == "X" and _MARKED.fullmatch(said)
    return said[1:] if is_marked else said


def _make(transaction: str) -> str:
    """How an id is made: letters, with one 9 for each row of digits."""
    return _DIGITS.sub("9", transaction)


def _tied(ties: Ties, at: int, row: Row, paid: Mapping[int, Row]) -> None:
    """Notes that the money of a row of schedule D is that of some of schedule E."""
    ties.same.add(at)
    for other, payment in paid.items():
        days = () if payment["EXPN_DATE"] else ("EXPN_DATE",)
        ties.about[other] = {name: row[name] for name in (*_ABOUT, *days) if row[name]}


def _summed(left: dict[int, Row], paid: dict[int, Row]) -> list[tuple[int, list[int]]]:
    """Rows of D that two or more rows of E add up to: all of the payee's, or all that are left for the one row."""
    ours, theirs = _by_key(left, _payee), _by_key(paid, _payee)
    found = [(mine[0], theirs[one]) for one, mine in ours.items() if len(mine) == 1 and one[0] and one in theirs]
    whole = [(at, list(paid)) for at in left] if len(left) == 1 else []
    told = {
        at: parts
        for at, parts in (*whole, *found)
        if len(parts) > 1 and 0 < _cents(left[at]) == sum(_cents(paid[part]) for part in parts)
    }
    return sorted(told.items())


def _pairs(left: dict[int, Row], paid: dict[int, Row], key: _Key) -> list[tuple[int, int]]:
    """Rows of both sides with the same key: as many of each, in order; by amount alone just one of each."""
    ours, theirs = _by_key(left, key), _by_key(paid, key)
    found: list[tuple[int, int]] = []
    for one, mine in ours.items():
        other = theirs.get(one, [])
        if one[0] and len(mine) == len(other) and (len(one) > 1 or len(mine) == 1):
            found += zip(mine, other, strict=True)
    return found


def _by_transaction(row: Row) -> tuple[str, ...]:
    return _own_id(row), _amount(row)


def _payee(row: Row) -> tuple[str, ...]:
    return row["PAYEE_NAML"].upper(), row["PAYEE_NAMF"].upper()


def _by_payee(row: Row) -> tuple[str, ...]:
    return row["PAYEE_NAML"].upper(), row["PAYEE_NAMF"].upper(), _amount(row)


def _by_number(row: Row) -> tuple[str, ...]:
    return row["CMTE_ID"].strip(), _amount(row)


def _by_amount(row: Row) -> tuple[str, ...]:
    return (_amount(row),)


def _by_key(rows: dict[int, Row], key: _Key) -> dict[tuple[str, ...], list[int]]:
    found: dict[tuple[str, ...], list[int]] = {}
    for at, row in rows.items():
        found.setdefault(key(row), []).append(at)
    return found


def _coded(rows: Mapping[int, Row], form_type: str, code: str) -> dict[int, Row]:
    return {
        at: row
        for at, row in rows.items()
        if (row["FORM_TYPE"], row["EXPN_CODE"].strip()) == (form_type, code) and not row["MEMO_CODE"]
    }


def _amount(row: Row) -> str:
    return str(_cents(row) or row["AMOUNT"])


def _cents(row: Row) -> int:
    try:
        return parse_cents(row["AMOUNT"])
    except ValueError:
        # The row is rejected for its amount when its turn comes; until then it is equal to no other.
        return 0
