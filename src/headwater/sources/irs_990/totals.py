"""Totals that a return states about itself, to reconcile its grants against."""

from collections.abc import Iterator

from headwater.base.money import parse_cents
from headwater.sources._reading.fields import FieldError
from headwater.sources._reading.raw import RawFile
from headwater.sources._tables.totals import StatedTotal
from headwater.sources.irs_990.found import Return
from headwater.sources.irs_990.header import NAME, Header
from headwater.sources.irs_990.stated import STATED, Stated


def totals(raw: RawFile, header: Header, found: Return) -> Iterator[StatedTotal]:
    """The totals that the return's form states; a line left empty states none.

    Raises:
        FieldError: if the form itself is missing, or a total is stated twice or is no amount.
    """
    texts = found.stated.get(header.document)
    if texts is None:
        raise FieldError(f"ReturnData/{header.document}", "is missing: the return has no form")
    for stated in STATED[header.document]:
        for path in stated.paths:
            value = _one_of(path, texts[path]) if path in texts else ""
            if value:
                yield _total(raw, header, stated, _cents(path, value))
                break


def _one_of(path: str, texts: list[str]) -> str:
    """The only text there is, however often it is said; empty if there is none."""
    if len(texts) == 1:
        return texts[0]
    values = {text for text in texts if text}
    if len(values) > 1:
        raise FieldError(path, "is stated more than once")
    return min(values, default="")


def _cents(path: str, text: str) -> int:
    try:
        return parse_cents(text)
    except ValueError as error:
        raise FieldError(path, str(error)) from error


def _total(raw: RawFile, header: Header, stated: Stated, cents: int) -> StatedTotal:
    return StatedTotal(
        source=NAME,
        file_sha256=raw.sha256,
        file_name=raw.name,
        row=1,
        party_id=header.filer_party_id,
        measure=stated.measure,
        page=stated.page,
        election_date=None,
        period_from=header.begins,
        period_thru=header.ends,
        cents=cents,
        filing_id=header.filing_id,
        itemizes=stated.itemizes,
        url="",
    )
