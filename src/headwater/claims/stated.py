"""What a claim states, as a range of numbers, and how a computed value or interval compares with it."""

from dataclasses import dataclass
from fractions import Fraction

from headwater.base.counting_words import beside, turned

COMPARISONS = ("=", ">", ">=", "<", "<=", "between", "about")
SUPPORTED, CLOSE, CONTRADICTED, UNDETERMINED = "supported", "close", "contradicted", "undetermined"


@dataclass(frozen=True, slots=True)
class Interval:
    """What the records allow a number to be; a missing end is unknown, both missing is no knowledge at all."""

    low: Fraction | None
    high: Fraction | None

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {shown(self.low)} is above high {shown(self.high)}")

    @property
    def value(self) -> Fraction | None:
        """The number, where it is known exactly."""
        return self.low if self.low is not None and self.low == self.high else None

    @property
    def is_empty_handed(self) -> bool:
        """Whether nothing at all is known."""
        return self.low is None and self.high is None


@dataclass(frozen=True, slots=True)
class Range:
    """A stretch of the number line; a missing end is endless, an open end does not belong to it."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    def holds_all(self, interval: Interval) -> bool:
        """Whether every number that the interval allows lies in the range."""
        if self.low is not None and (interval.low is None or not self._above_low(interval.low)):
            return False
        return self.high is None or (interval.high is not None and self._below_high(interval.high))

    def holds_some(self, interval: Interval) -> bool:
        """Whether any number that the interval allows lies in the range."""
        if self.low is not None and interval.high is not None and not self._above_low(interval.high):
            return False
        return self.high is None or interval.low is None or self._below_high(interval.low)

    def widened(self, by: Fraction) -> "Range":
        """The range with both ends moved out and closed."""
        low = None if self.low is None else self.low - by
        high = None if self.high is None else self.high + by
        return Range(low, high)

    def _above_low(self, number: Fraction) -> bool:
        return self.low is None or number > self.low or (number == self.low and not self.low_open)

    def _below_high(self, number: Fraction) -> bool:
        return self.high is None or number < self.high or (number == self.high and not self.high_open)


_COMPARED = {"=": "", ">": "more than", ">=": "at least", "<": "less than", "<=": "at most"}


@dataclass(frozen=True, slots=True)
class Stated:
    """The stated quantity: a comparison, its number or two, and the step to which it was printed.

    ``tolerance`` belongs to *about*; ``printed_to`` is 1 for a number printed in whole units, 0.1 for one decimal,
    1000 for whole thousands, and null where the number is a plain count.
    """

    comparison: str
    value: Fraction
    high: Fraction | None = None
    tolerance: Fraction | None = None
    printed_to: Fraction | None = None

    @property
    def range(self) -> Range:
        """The numbers that make the statement true as it is put."""
        if self.comparison == "between":
            return Range(self.value, self.high)
        if self.comparison in (">", ">="):
            return Range(self.value, None, low_open=self.comparison == ">")
        if self.comparison in ("<", "<="):
            return Range(None, self.value, high_open=self.comparison == "<")
        slack = self.tolerance or Fraction(0)
        return Range(self.value - slack, self.value + slack)

    def text(self, unit: str) -> str:
        """The quantity as a reader sees it, such as ``more than 50 percent``."""
        if self.comparison == "between" and self.high is not None:
            return f"between {shown(self.value)} and {shown(self.high)} {unit}"
        about = "" if self.tolerance is None else f" (within {shown(self.tolerance)})"
        words = _COMPARED.get(self.comparison, self.comparison)
        return f"{words} {shown(self.value)} {beside(unit, float(self.value))}{about}".lstrip()


def judge(stated: Stated, interval: Interval) -> str:
    """Whether a statement holds for all, for none or for some of what the records allow.

    *Supported*: every number of the interval satisfies the statement. *Close*: every number does once the printed
    rounding is allowed for, half a step to either side. *Contradicted*: no number does, even then. Else undetermined.
    """
    if interval.is_empty_handed:
        return UNDETERMINED
    if stated.range.holds_all(interval):
        return SUPPORTED
    half_step = Fraction(0) if stated.printed_to is None else stated.printed_to / 2
    rounded = stated.range.widened(half_step) if half_step else stated.range
    if rounded.holds_all(interval):
        return CLOSE
    return UNDETERMINED if rounded.holds_some(interval) else CONTRADICTED


def shown(number: Fraction) -> str:
    """A number for reading: at most two decimals, no needless zeros, grouped from five digits on (years stay whole)."""
    size = abs(float(number))
    text = f"{size:,.2f}" if size >= 10_000 else f"{size:.2f}"
    plain = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{'−' if number < 0 and plain != '0' else ''}{plain}"


def text_of(interval: Interval, unit: str) -> str:
    """What the records allow, in words with its unit."""
    if interval.value is not None:
        return turned(shown(interval.value), float(interval.value), unit)
    if interval.is_empty_handed:
        return "nothing"
    if interval.low is None and interval.high is not None:
        return f"at most {shown(interval.high)} {beside(unit, float(interval.high))}"
    if interval.high is None and interval.low is not None:
        return f"at least {shown(interval.low)} {beside(unit, float(interval.low))}"
    return f"between {_end(interval.low)} and {_end(interval.high)} {unit}"


def _end(number: Fraction | None) -> str:
    return "" if number is None else shown(number)
