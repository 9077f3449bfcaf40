"""Headers of many returns at once: equal to what `header` makes of them one by one."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from headwater.sources.irs_990.columns import Named
from headwater.sources.irs_990.elements import FORMS
from headwater.sources.irs_990.grants import NAMED
from headwater.sources.irs_990.header import OWN, TICKED, Header, day, stamped
from headwater.sources.irs_990.stated import AMENDED, PATHS
from headwater.sources.irs_990.states import ELEMENTS, GRANT_FIELDS, HEADER, Numbers
from headwater.sources.irs_990.texts import is_filled, texts_of

_DOCUMENTS = {document: number for number, document in enumerate(PATHS)}
_WHOLE = np.array([ELEMENTS.fields[document, ""] for document in PATHS])
_TICKS = np.array([[ELEMENTS.fields[document, path] for path in AMENDED] for document in PATHS])
_HERE, _ABROAD = (
    [GRANT_FIELDS[f"{where}/{path}"] for path in paths]
    for where, paths in (("USAddress", ("CityNm", "StateAbbreviationCd")), ("ForeignAddress", ("CityNm", "CountryCd")))
)


def headers_of(letters: Numbers, spans: Numbers, named: Named) -> list[Header | None]:
    """The header of each return; nothing where it is unusual, or the return is of a form without grants.

    Args:
        letters: the returns.
        spans: where the text of each field of each return is.
        named: who is named, the filers first.
    """
    rows = np.arange(len(spans))
    types, *texts = (_texts(letters, spans, [ELEMENTS.fields[HEADER, path]]) for path in OWN)
    forms = [FORMS.get(kind) for kind in types]
    documents = np.array([_DOCUMENTS[form[1]] if form else 0 for form in forms], np.int64)
    ticks = _texts(letters, spans[rows[:, None], _TICKS[documents]], range(len(AMENDED)))
    is_plain = (spans[rows, _WHOLE[documents], 0] >= 0) & _is_plain_filer(spans, named.numbers[: len(spans)])
    filers = zip(named.ids[: len(spans)].to_pylist(), _identifiers(named, len(spans)), strict=True)
    told = zip(is_plain.tolist(), forms, filers, zip(*texts, strict=True), ticks, strict=True)
    return [
        _header(filer, form, said, tick) if is_usual and form and tick in TICKED else None
        for is_usual, form, filer, said, tick in told
    ]


def _texts(letters: Numbers, spans: Numbers, fields: Sequence[int]) -> list[str]:
    told: list[str] = pl.Series(texts_of(letters, spans, fields).arrow()).to_list()
    return told


def _identifiers(named: Named, count: int) -> list[str]:
    told: list[str] = named.parts["identifier"].arrow()[:count].to_pylist()
    return told


def _is_plain_filer(spans: Numbers, numbers: Numbers) -> Numbers:
    """Whether a filer has a name, a number and no more than one address."""
    here, abroad = (sum(is_filled(spans, field) for field in fields) for fields in (_HERE, _ABROAD))
    found: Numbers = (numbers >= 0) & is_filled(spans, GRANT_FIELDS[NAMED[0]]) & ((here == 0) | (abroad == 0))
    return found


def _header(filer: tuple[str, str], form: tuple[str, str], said: tuple[str, ...], tick: str) -> Header | None:
    begins, ends, stamp = said
    try:
        header = Header(*filer, *form, day(begins), day(ends), stamped(stamp), stamp, int(TICKED[tick]))
    except ValueError:
        return None
    return header if header.begins <= header.ends else None
