"""Which table of the export a file is, told by its header."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from headwater.base.errors import InputError
from headwater.sources._reading.raw import RawFile

_STREET = re.compile(r"(.*_)?(ADR|ADDRESS)\d?")
_PRIVATE = re.compile(r"(.*_)?(ADR\d?|PHON|PHONE|FAX|EMAIL|EMAIL_ADR|BANK_\w+|ACCOUNT_NO|ACCT_\w+)")


@dataclass(frozen=True, slots=True)
class TableShape:
    """One table: its columns in the order of the file at hand, those that no one may see, and why none is read."""

    name: str
    columns: tuple[str, ...]
    private: tuple[str, ...]
    why_not: str


def shape_of(raw: RawFile, header: str) -> TableShape:
    """The table whose columns a header has; columns of streets, which older exports have, may stand between them.

    Raises:
        InputError: if it is none of the export's tables.
    """
    columns = tuple(name.strip() for name in header.split("\t"))
    known = _known().get(tuple(name for name in columns if not _STREET.fullmatch(name)))
    if known is None:
        raise InputError(raw.name, "the header is none of the tables of the Cal-Access export", line=1)
    name, why_not = known
    return TableShape(name, columns, tuple(column for column in columns if _PRIVATE.fullmatch(column)), why_not)


@cache
def _known() -> dict[tuple[str, ...], tuple[str, str]]:
    """Columns without streets → name of the table, and why it is not read."""
    data = tomllib.loads(Path(__file__).with_name("tables.toml").read_text("utf-8"))
    return {
        tuple(column for column in entry["columns"].split() if not _STREET.fullmatch(column)): (
            name,
            entry.get("why_not", ""),
        )
        for name, entry in data.items()
    }
