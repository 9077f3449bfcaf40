"""The file of independent expenditures (CSV with a header): the lines of 24- and 48-hour notices, amended ones too.

The Commission's description of the file says so; no column gives the form, and people who are no committee give the
same notices on Form 5.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from headwater.sources._fec.identity import CANDIDATE
from headwater.sources._reading.delimited import read_each
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import NO_IDENTITY, Counted, Identity, Record, blank_line, party
from headwater.sources._tables.filings import Filing
from headwater.sources._tables.rejected import Rejected
from headwater.sources.fec_bulk.layouts import NAME
from headwater.sources.fec_bulk.lines import FILING, IMAGE_URL

FIRST_COLUMN = "cand_id,"
_IGNORED = (
    "ele_type", "can_office_state", "can_office_dis", "can_office", "cand_pty_aff", "agg_amo", "fec_election_yr",
)  # fmt: skip
COLUMNS = (
    "cand_id", "cand_name", "spe_id", "spe_nam", "exp_amo", "exp_date", "sup_opp", "pur", "pay", "file_num",
    "amndt_ind", "tran_id", "image_num", "receipt_dat", "dissem_dt", "prev_file_num", *_IGNORED,
)  # fmt: skip
_STANCE = {"S": "for", "SUP": "for", "O": "against", "OPP": "against"}
# The Commission gives ids that begin with C to committees, with other letters to people who spend on their own.
_SPENDER = r"C[0-9]{8}"
_AMENDED = re.compile(r"A[0-9]*|N|T")


def read_spending(raw: RawFile) -> Iterator[Record]:
    """The lines of one file of independent expenditures."""
    count, alike = 0, Counter[str]()
    for row, fields, fault in read_each(raw, COLUMNS):
        count += 1
        if fault:
            yield Rejected(NAME, raw.sha256, raw.name, row, "", fault, "")
            continue
        take = Take(fields)
        try:
            yield from _line(raw, row, take, alike)
        except FieldError as error:
            yield Rejected(NAME, raw.sha256, raw.name, row, error.field, error.reason, take.shown)
    yield Counted(count)


def _line(raw: RawFile, row: int, take: Take, alike: Counter[str]) -> list[Record]:
    spender = party(take.filled("spe_nam"), _kind(take), Identity("fec", take.filled("spe_id")))
    vendor = party(take.text("pay"), "unknown")
    about_id = take.text("cand_id")
    topic = Identity("fec", about_id) if re.fullmatch(CANDIDATE, about_id, re.ASCII) else NO_IDENTITY
    about = party(take.filled("cand_name"), "candidate", topic)
    spent, shown, received = (_day(take, field) for field in ("exp_date", "dissem_dt", "receipt_dat"))
    if spent is None and shown is None:
        raise FieldError("exp_date", "neither the day of the expenditure nor of dissemination is given")
    number, image = take.filled("file_num"), take.text("image_num")
    line = replace(
        blank_line(raw, NAME, row, spent or shown or date.min, (NAME, _record(take, alike))),
        filing_id=f"{FILING}{number}",
        filer_party_id=spender.party_id,
        form="24",
        schedule="E",
        report_number=_amendment(take),
        report_date=received,
        shown_date=shown,
        transaction_id=take.text("tran_id"),
        cents=take.cents("exp_amo"),
        kind="independent_expenditure",
        side="payer",
        payer_party_id=spender.party_id,
        payee_party_id=vendor.party_id,
        about_party_id=about.party_id,
        stance=take.choice("sup_opp", _STANCE),
        description=take.text("pur"),
        url=IMAGE_URL + image if image else "",
    )
    amends = _amends(take.text("prev_file_num"), number)
    take.ignore(*_IGNORED)
    take.done()
    filing = Filing(
        line.filing_id, NAME, spender.party_id, number, line.form, line.report_number, received, None, None, "E", "",
        amends,
    )  # fmt: skip
    return [spender, vendor, about, line, filing]


def _record(take: Take, alike: Counter[str]) -> str:
    """What a row is known by in every file that holds it: the file is published anew each day, and numbers no rows.

    A filing may give several of its transactions one id: by place alone one would be taken for another wherever a
    file has them in another order, or not all.

    Args:
        take: the row's fields.
        alike: how many rows of this file were known by the same before; it is counted up.
    """
    by = [take.text(field) for field in ("file_num", "tran_id", "cand_id")]
    by += [str(take.cents("exp_amo")), *(str(_day(take, field) or "") for field in ("exp_date", "dissem_dt"))]
    told = by if take.text("tran_id") else [*by, take.text("pay")]
    known = "|".join((*told, take.choice("sup_opp", _STANCE)))
    alike[known] += 1
    return f"{known}|{alike[known]}"


def _kind(take: Take) -> str:
    return "committee" if re.fullmatch(_SPENDER, take.filled("spe_id"), re.ASCII) else "unknown"


def _amendment(take: Take) -> int:
    """The number of the amendment: N is none, A1 the first; A alone counts as the first."""
    text = take.text("amndt_ind")
    if not _AMENDED.fullmatch(text) or not text.isascii():
        raise FieldError("amndt_ind", f"{text[:20]!r} is no known amendment indicator")
    return int(text[1:] or 1) if text.startswith("A") else 0


def _amends(before: str, number: str) -> str:
    """The filing that one amends; an original names itself."""
    return before.lstrip("0") if before.isdecimal() and before.isascii() and before != number else ""


def _day(take: Take, field: str) -> date | None:
    """A day written 31-OCT-20 or 10/31/2020; nothing where the cell is empty."""
    text = take.text(field)
    if not text:
        return None
    for written in ("%d-%b-%y", "%m/%d/%Y"):
        try:
            return datetime.strptime(text, written).date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            continue
    raise FieldError(field, f"{text[:40]!r} is neither DD-MON-YY nor MM/DD/YYYY")
