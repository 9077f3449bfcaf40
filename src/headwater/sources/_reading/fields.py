"""Taking a row's fields one by one: each is taken, ignored by name, or an error."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from headwater.base.dates import parse_date
from headwater.base.money import cents_of_number, parse_cents

_PACIFIC_MIDNIGHT = re.compile(r"T0[78]:00:00(\.000)?Z")
_ZIP = re.compile(r"(\d{5})(-?\d{4})?")
_DIGITS = 15
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+")
_COUNT = re.compile(rf"\d{{1,{_DIGITS}}}(\.0)?")


class FieldError(ValueError):
    """One field of a row that cannot be read: the row is rejected, or the file refused, with this reason."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}" if field else reason)
        self.field, self.reason = field, reason


class NoDayError(FieldError):
    """A payment without a day, in a file that does not tell which days its filing covers."""


class Take:
    """One row whose fields are taken one by one.

    Private fields are dropped at once: they are never in the text of a rejected row, and a record may hold no more of
    them than a digest (``hidden``).
    """

    def __init__(self, row: Mapping[str, Any], private: Iterable[str] = ()) -> None:
        self._whole = row
        hidden = set(private)
        self._row = {name: value for name, value in row.items() if name not in hidden}
        self._left = set(self._row)

    @property
    def shown(self) -> str:
        """The row without its private fields, as JSON text."""
        return json.dumps(self._row, ensure_ascii=False, default=str)

    def text(self, field: str) -> str:
        """A field that must be there and be text; it may be empty."""
        value = self._value(field)
        if not isinstance(value, str):
            raise FieldError(field, f"{_short(value)} is not text")
        return value.strip()

    def filled(self, field: str) -> str:
        """A field that must be there and not be empty."""
        value = self.text(field)
        if not value:
            raise FieldError(field, "is empty")
        return value

    def optional(self, field: str) -> str:
        """A text field that may be missing; empty then."""
        return self.text(field) if field in self._row else ""

    def hidden(self, *fields: str) -> str:
        """Private text fields in one line, for a digest and nothing else; those that are missing are left out."""
        found = (self._whole.get(field, "") for field in fields)
        return " ".join(value.strip() for value in found if isinstance(value, str) and value.strip())

    def cents(self, field: str) -> int:
        """Dollars, as a JSON number or as text, in cents."""
        value = self._value(field)
        try:
            if isinstance(value, str):
                return parse_cents(value)
            if isinstance(value, int | Decimal) and not isinstance(value, bool):
                return cents_of_number(value)
        except ValueError as error:
            raise FieldError(field, str(error)) from error
        raise FieldError(field, f"{_short(value)} is not an amount")

    def day(self, field: str) -> date:
        """A day, written as such or as Pacific midnight in universal time (``T08:00:00.000Z``)."""
        return _day(field, self.text(field))

    def optional_day(self, field: str) -> date | None:
        """A day that may be missing or empty."""
        value = self.optional(field)
        return _day(field, value) if value else None

    def whole(self, field: str) -> int:
        """A whole number from zero, as a JSON number or as digits."""
        value = self._value(field)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**_DIGITS:
            return value
        if isinstance(value, str) and _COUNT.fullmatch(value.strip()) and value.isascii():
            return int(value.strip().removesuffix(".0"))
        raise FieldError(field, f"{_short(value)} is not a whole number")

    def optional_whole(self, field: str) -> int | None:
        """A whole number from zero that may be missing or empty."""
        if self._row.get(field, "") != "":
            return self.whole(field)
        self._left.discard(field)
        return None

    def choice(self, field: str, known: Mapping[str, str]) -> str:
        """A category, translated; an unknown one is an error, there is no default."""
        value = self.text(field)
        if value not in known:
            raise FieldError(field, f"{_short(value)} is none of {', '.join(repr(name) for name in known)}")
        return known[value]

    def one_of(self, field: str, known: Iterable[str], default: str) -> str:
        """A category that may be missing or empty, and is the default then."""
        value = self.optional(field)
        return self.choice(field, {name: name for name in known}) if value else default

    def ignore(self, *fields: str) -> None:
        """Leaves fields out by name, whether they are there or not."""
        self._left -= set(fields)

    def done(self) -> None:
        """Raises if a field was neither taken nor ignored."""
        if self._left:
            raise FieldError(min(self._left), "unknown field")

    def _value(self, field: str) -> Any:
        self._left.discard(field)
        if field not in self._row:
            raise FieldError(field, "is missing")
        return self._row[field]


def votes_of(field: str, cell: str) -> int | None:
    """A cell of votes, with ``.0`` or not, its thousands grouped or not; none where it is no whole number.

    ``*`` is a count withheld; ``1,2`` is two numbers or a fraction, and no count.

    Raises:
        FieldError: if the number has more digits than any count.
    """
    bare = cell.removesuffix(".0")
    if _GROUPED.fullmatch(bare):
        bare = bare.replace(",", "")
    if not (bare.isdecimal() and bare.isascii()):
        return None
    if len(bare) > _DIGITS:
        raise FieldError(field, f"{_short(cell)} has more than {_DIGITS} digits")
    return int(bare)


def zip5(text: str) -> str:
    """The first five digits of a ZIP code; empty if the text is none."""
    found = _ZIP.fullmatch(text.strip())
    return found.group(1) if found else ""


def _day(field: str, text: str) -> date:
    try:
        return parse_date(_PACIFIC_MIDNIGHT.sub("", text) if len(text) > 10 else text)
    except ValueError as error:
        raise FieldError(field, str(error)) from error


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:59]}…"
