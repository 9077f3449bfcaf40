"""Form 497, the notice of a late contribution: which rows were received and which were made.

The form has two parts, contributions received (1) and made (2), and NetFile's JSON does not say of which part a
row is. What is in the row settles it for most. Of two rows that mirror one another, in whatever files, one settles the
other; a row that nothing settles is rejected.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from headwater.sources._cal.fields import committee_number
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Record
from headwater.sources._reading.waiting import as_waiting
from headwater.sources._tables.lines import Line
from headwater.sources._tables.waiting import NoticedSide
from headwater.sources.ca_netfile.named import (
    common_line,
    contributor,
    filer_of,
    filing,
    filing_id,
    leave_out,
)

RECEIVED, MADE = "payee", "payer"
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


class NoSideError(FieldError):
    """A late contribution that does not tell whether it was received or made."""


def notice_line(raw: RawFile, row: int, take: Take) -> list[Record]:
    """One late contribution of form 497.

    First the row's id tells its side, then an occupation or employer, which only part 1 of the form asks for.

    Raises:
        NoSideError: if the row does not tell its side.
        FieldError: for a field that cannot be read.
    """
    side = _own_side(take)
    if not side:
        raise NoSideError("transactionId", _NO_SIDE)
    found = _sided(raw, side, row, take)
    return [*found, *_noticed(take, found, side)]


def either_side(raw: RawFile, row: int, fields: tuple[Mapping[str, Any], Iterable[str]]) -> list[Record]:
    """What waits of a row that does not tell its side: it as received and as made, until its mirror is known.

    Args:
        raw: the file.
        row: its number.
        fields: its fields, and which of them are private.
    """
    try:
        both = [_sided(raw, side, row, Take(*fields)) for side in (RECEIVED, MADE)]
    except FieldError:
        return []
    noticed = _noticed(Take(*fields), both[0], "")
    return [*as_waiting(record for one in both for record in one), *noticed] if noticed else []


def _sided(raw: RawFile, side: str, row: int, take: Take) -> list[Record]:
    filer, other = filer_of(take), contributor(take)
    line = replace(common_line(raw, row, take), form="497", filer_party_id=filer.party_id, side=side)
    if side == RECEIVED:
        kind = _match(_KINDS, line.transaction_id) or "unclassified"
        line = replace(
            line,
            schedule="P1",
            kind=kind,
            payer_party_id=other.party_id,
            payee_party_id=filer.party_id,
            description=_NOT_SAID if kind == "unclassified" else "",
        )
    else:
        line = replace(
            line,
            schedule="P2",
            kind="contribution_made",
            payer_party_id=filer.party_id,
            payee_party_id=other.party_id,
        )
    line = replace(line, filing_id=filing_id(take, line))
    leave_out(take)
    return [filer, other, line, filing(line, "")]


def _noticed(take: Take, found: Iterable[Record], side: str) -> list[Record]:
    """What a row says of a contribution between two committees, which the other one's row may mirror.

    ``Pending`` is no number: any committee may have it.
    """
    filer, other = (committee_number(take.text(name)).identifier for name in ("fppcId", "contributorCommitteeId"))
    (line,) = (record for record in found if isinstance(record, Line))
    return [NoticedSide(line.line_id, filer, other, line.cents, line.date_from, side)] if filer and other else []


def _own_side(take: Take) -> str:
    side = _match(_PREFIXES, take.text("transactionId"))
    works = take.text("contributorOccupation") or take.text("contributorEmployer")
    if works and side == MADE:
        return ""
    return side or (RECEIVED if works else "")


def _match(known: Iterable[tuple[re.Pattern[str], str]], text: str) -> str:
    return next((meaning for shape, meaning in known if shape.fullmatch(text)), "")
