"""What a registration says of a committee, made comparable: equal treasurers and addresses give equal digests.

Names of treasurers and streets are dropped here. A digest says that two committees have the same, and no more; it is no
secret to those who know the name, so it is shown nowhere either.
"""

from datetime import date
from typing import NamedTuple

from headwater.base.ids import normal_name, stable_id
from headwater.sources._reading.fields import zip5
from headwater.sources._reading.raw import RawFile
from headwater.sources._tables.registrations import Registration

_TITLES = (
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "hon",
    "rev",
    "prof",
    "esq",
    "cpa",
    "md",
    "phd",
    "jr",
    "sr",
    "ii",
    "iii",
    "iv",
)
# The commonest abbreviations of the Postal Service's Publication 28.
_SHORT = {
    "avenue": "ave", "av": "ave", "boulevard": "blvd", "drive": "dr", "floor": "fl", "highway": "hwy", "lane": "ln",
    "parkway": "pkwy", "place": "pl", "plaza": "plz", "road": "rd", "square": "sq", "street": "st", "suite": "ste",
    "apartment": "apt", "room": "rm", "north": "n", "south": "s", "east": "e", "west": "w", "northwest": "nw",
    "northeast": "ne", "southwest": "sw", "southeast": "se", "unit": "", "number": "", "no": "",
}  # fmt: skip


class Stated(NamedTuple):
    """What a registration states: its treasurer as ``First Last`` or ``Last, First``, its street, ZIP code and days."""

    treasurer: str
    street: str = ""
    zip_code: str = ""
    opened: date | None = None
    closed: date | None = None


def registered(raw: RawFile, source: str, row: int, filer_party_id: str, stated: Stated) -> Registration:
    """A registration as a record.

    Args:
        raw: the file.
        source: the source whose reader reads it.
        row: the row in the file, from 1.
        filer_party_id: the committee.
        stated: what it states.
    """
    hashes = treasurer_hash(stated.treasurer), address_hash(stated.street, stated.zip_code)
    return Registration(source, raw.sha256, raw.name, row, filer_party_id, *hashes, stated.opened, stated.closed)


def treasurer_hash(name: str) -> str:
    """A digest of first and last name; empty unless there are both."""
    before, comma, after = name.partition(",")
    words = normal_name(f"{after} {before}" if comma else before).split()
    words = [word for word in words if word not in _TITLES and len(word) > 1]
    return stable_id("T", words[0], words[-1]) if len(words) > 1 else ""


def address_hash(street: str, code: str) -> str:
    """A digest of a street and ZIP code; empty unless there are both."""
    words = [_SHORT.get(word, word) for word in normal_name(street).replace("p o box", "po box").split()]
    kept = " ".join(word for word in words if word)
    return stable_id("A", kept, zip5(code)) if kept and zip5(code) else ""
