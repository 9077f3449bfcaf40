"""Geometry of the small pictures: bars on a scale of 1,000 units, drawn by the templates as inline SVG."""

from dataclasses import dataclass

SCALE = 1000


@dataclass(frozen=True, slots=True)
class BoundsBar:
    """A bounds bar in units of `SCALE`: how far the least reaches, how much more the most, and the two marks."""

    low: int
    more: int
    direct: int
    pro_rata: int


def bounds_bar(total: int, direct: int, low: int, high: int, pro_rata: int) -> BoundsBar | None:
    """The bar on a scale from nothing to the target's total; None where there is no total.

    All five are cents; the total is that of all the target's payments.
    """
    if total <= 0:
        return None
    return BoundsBar(_at(low, total), _at(high, total) - _at(low, total), _at(direct, total), _at(pro_rata, total))


def width_of(part: float | None, whole: float | None) -> int:
    """The width of a plain bar; nothing is drawn for nothing."""
    if not part or not whole or whole <= 0 or part < 0:
        return 0
    return max(2, min(SCALE, round(SCALE * part / whole)))


def _at(cents: int, total: int) -> int:
    return max(0, min(SCALE, cents * SCALE // total))
