"""Money: whole cents in int64, parsed exactly, never a float."""

import re
from dataclasses import dataclass
from decimal import Decimal

MAX_CENTS = 2**62
_MOST_DIGITS = 16
_DOLLARS = re.compile(r"(-?)(\d+)(?:\.(\d{1,2}))?")


def parse_cents(text: str) -> int:
    """Cents of a dollar amount such as ``667052.01`` or ``-500``.

    Args:
        text: digits with an optional minus sign and at most two decimals; no sign of grouping or currency.

    Raises:
        ValueError: with the reason, if the text is anything else or does not fit 63 bits.
    """
    if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS:
        # Most forms know whole dollars alone.
        return int(text) * 100
    found = _DOLLARS.fullmatch(text.strip()) if text.isascii() else None
    if found is None:
        raise ValueError(_why_not(text))
    sign, whole, decimals = found.groups()
    if len(whole.lstrip("0")) > 16:
        raise ValueError(f"amount {text.strip()[:40]!r} is too large")
    cents = int(whole) * 100 + int((decimals or "").ljust(2, "0"))
    return -cents if sign else cents


def cents_of_number(value: int | Decimal) -> int:
    """Cents of a JSON number read exactly (``parse_float=Decimal``).

    Raises:
        ValueError: if the number has a fraction of a cent, is not finite, or does not fit 63 bits.
    """
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError(f"amount {value} is not a number")
    if Decimal(value).adjusted() > _MOST_DIGITS or abs(Decimal(value)) >= MAX_CENTS // 100:
        raise ValueError(f"amount {str(value)[:40]} is too large")
    dollars = Decimal(value)
    if dollars != dollars.quantize(Decimal("0.01")):
        raise ValueError(f"amount {value} has a fraction of a cent")
    return int(dollars.scaleb(2))


def format_cents(cents: int) -> str:
    """Dollars with grouping and two decimals: ``$667,052.01``, ``−$500.00``."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'−' if cents < 0 else ''}${whole:,}.{rest:02d}"


def plain_dollars(cents: int) -> str:
    """Dollars as a bare decimal for files: ``667052.01``, ``-500.00``."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{rest:02d}"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most, in cents, that a figure can be; both ends belong to it."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"bounds are upside down: {self.low} > {self.high}")

    def holds(self, cents: int) -> bool:
        """Whether a figure lies inside."""
        return self.low <= cents <= self.high


def _why_not(text: str) -> str:
    shown = text.strip()[:40]
    if not shown:
        return "the amount is empty"
    if re.fullmatch(r"-?\d+\.\d{3,}", shown):
        return f"amount {shown!r} has more than two decimals"
    return f"amount {shown!r} is not dollars with at most two decimals, such as 1250.00"
