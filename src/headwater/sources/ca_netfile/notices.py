"""Form 497, the notice of a late contribution: which rows were received and which were made.

The form has two parts, contributions received (1) and made (2), and NetFile's JSON does not say of which part a
row is. Four things that are in the rows settle it for most; a row that none of them settles is rejected.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Record
from headwater.sources.ca_netfile.named import (
    common_line,
    contributor,
    filer_of,
    filing,
    filing_id,
    leave_out,
)

RECEIVED, MADE = "received", "made"
_DAYS_APART = 7
_NO_SIDE = "the row does not say whether this contribution was received or made"
_PREFIXES = (
    # NetFile's own ids: income and its details; payments, expenses and their details. "P1-" and "P2-" are the
    # form's own parts. NON and PAY occur on both sides and settle nothing.
    (re.compile(r"(INC|IDT)\d+"), RECEIVED),
    (re.compile(r"(EXP|EDT|PDT)\d+"), MADE),
    (re.compile(r"P1-\d+"), RECEIVED),
    (re.compile(r"P2-\d+"), MADE),
)
_KINDS = ((re.compile(r"(INC|IDT)\d+"), "monetary"), (re.compile(r"NON\d+"), "in_kind"))
_NOT_SAID = "contribution received; the notice does not say whether in money or in kind"

_Transfer = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Told:
    day: date
    side: str


def sides_of(rows: list[dict[str, Any]]) -> list[str]:
    """For each row ``received``, ``made``, or nothing where the rows do not tell.

    First the row itself: its id, or an occupation or employer, which only part 1 of the form asks for. Then its
    mirror: where the other committee reports the same amount with the filer within seven days and that row's
    side is known, this row is the other side.
    """
    own = [_own_side(fields) for fields in rows]
    told: dict[_Transfer, list[_Told]] = defaultdict(list)
    for fields, side in zip(rows, own, strict=True):
        day = _day(fields)
        if side and day:
            told[_transfer(fields)].append(_Told(day, side))
    return [side or _mirrored(fields, told) for fields, side in zip(rows, own, strict=True)]


def notice_line(raw: RawFile, side: str, row: int, take: Take) -> list[Record]:
    """One late contribution of form 497."""
    if not side:
        raise FieldError("transactionId", _NO_SIDE)
    filer, other = filer_of(take), contributor(take)
    line = replace(common_line(raw, row, take), form="497", filer_party_id=filer.party_id)
    if side == RECEIVED:
        kind = _match(_KINDS, line.transaction_id) or "unclassified"
        line = replace(
            line,
            schedule="P1",
            kind=kind,
            side="payee",
            payer_party_id=other.party_id,
            payee_party_id=filer.party_id,
            description=_NOT_SAID if kind == "unclassified" else "",
        )
    else:
        line = replace(
            line,
            schedule="P2",
            kind="contribution_made",
            side="payer",
            payer_party_id=filer.party_id,
            payee_party_id=other.party_id,
        )
    line = replace(line, filing_id=filing_id(take, line))
    leave_out(take)
    return [filer, other, line, filing(line, "")]


def _own_side(fields: dict[str, Any]) -> str:
    side = _match(_PREFIXES, str(fields["transactionId"]))
    works = str(fields["contributorOccupation"]).strip() or str(fields["contributorEmployer"]).strip()
    if works and side == MADE:
        return ""
    return side or (RECEIVED if works else "")


def _mirrored(fields: dict[str, Any], told: dict[_Transfer, list[_Told]]) -> str:
    filer, other, amount = _transfer(fields)
    day = _day(fields)
    if not filer or not other or day is None:
        return ""
    near = {one.side for one in told.get((other, filer, amount), ()) if abs((one.day - day).days) <= _DAYS_APART}
    if near == {RECEIVED}:
        return MADE
    return RECEIVED if near == {MADE} else ""


def _transfer(fields: dict[str, Any]) -> _Transfer:
    return str(fields["fppcId"]), str(fields["contributorCommitteeId"]), str(fields["amount"])


def _day(fields: dict[str, Any]) -> date | None:
    try:
        return date.fromisoformat(str(fields["date"])[:10])
    except ValueError:
        # The row is rejected for its date when its turn comes; here it only cannot serve as a mirror.
        return None


def _match(known: Iterable[tuple[re.Pattern[str], str]], text: str) -> str:
    return next((meaning for shape, meaning in known if shape.fullmatch(text)), "")
