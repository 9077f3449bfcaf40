"""Pairs of lines that tell of one payment: one to one, equal days first, then the nearest days.

Each function is a single expression. ``nearest`` pairs only lines that are each other's best partner; run again on
what is left until it finds nothing, it pairs greedily by distance, and each run pairs at least one where one is left.
"""

from collections.abc import Sequence
from typing import NamedTuple

import ibis
from ibis import _

HELD = ("place", "line_id")
"""What a rule names a line by: its place among the lines that the rules see, and its id."""
PAIRED = (*HELD, "record_source", "other_line", "gap_days")


class Sides(NamedTuple):
    """What is paired: lines that give way, lines that stand, and the columns in which they must be equal.

    ``taken``: lines that stand (``other_line``) with the source (``by_source``) that has found its partner there.
    """

    left: ibis.Table
    right: ibis.Table
    on: Sequence[str]
    taken: ibis.Table


def same_days(sides: Sides) -> ibis.Table:
    """Pairs of equal columns and equal days; each source's first line with the first, its second with the second.

    Returns:
        The key of the left line, ``other_line`` and ``gap_days`` (0).
    """
    sides = narrowed(sides)
    one, other = _numbered(sides.left, sides.on).view(), _other(sides).view()
    alike = [one[name] == other[f"other_{name}"] for name in (*sides.on, "first_day", "last_day", "ordinal")]
    return one.join(other, alike).mutate(gap_days=ibis.literal(0, "int64")).select(*PAIRED)


def nearest(sides: Sides, within: int) -> ibis.Table:
    """Pairs of equal columns at most some days apart that are each other's nearest.

    Args:
        sides: what is paired.
        within: days between the two ranges of days, 0 where they overlap.

    Returns:
        The key of the left line, ``other_line`` and ``gap_days``.
    """
    pairs = _free(sides, within)
    ranked = pairs.mutate(
        of_left=ibis.row_number().over(group_by="line_id", order_by=[_.gap_days, _.apart, _.other_line]),
        of_right=ibis.row_number().over(
            group_by=["other_line", "record_source"], order_by=[_.gap_days, _.apart, _.line_id]
        ),
    )
    return ranked.filter((_.of_left == 0) & (_.of_right == 0)).select(*PAIRED)


def only(sides: Sides, within: int, alike: ibis.Deferred | None = None) -> ibis.Table:
    """Pairs of equal columns at most some days apart where neither line has another partner.

    Args:
        sides: what is paired.
        within: days between the two ranges of days.
        alike: what else must hold of a pair by its ``amount`` and ``other_amount``; others are no partners.

    Returns:
        As ``nearest``, and the columns ``amount`` and ``other_amount``.
    """
    pairs = _free(sides, within)
    counted = (pairs if alike is None else pairs.filter(alike)).mutate(
        partners=_.count().over(group_by="line_id"), suitors=_.count().over(group_by="other_line")
    )
    alone = counted.filter((_.partners == 1) & (_.suitors == 1))
    return alone.select(*PAIRED, "amount", "other_amount")


def in_order(sides: Sides, within: int) -> ibis.Table:
    """Pairs of equal columns in the order of their days, where there are as many on both sides, and two at least.

    Each side is numbered by itself: of thousands of equal lines each meets one, not all.

    Args:
        sides: what is paired.
        within: days that no such pair may be apart.

    Returns:
        As ``nearest``.
    """
    sides, alike = narrowed(sides), ("record_source", *sides.on)
    right = sides.right.select(*sides.on, "first_day", "last_day", other_line="line_id")
    right = right.cross_join(sides.left.select("record_source").distinct().view())
    free = right.anti_join(sides.taken, ["other_line", ("record_source", "by_source")])
    one = _in_row(sides.left.select(*HELD, *alike, "first_day", "last_day"), alike, "line_id").view()
    other = _in_row(free, alike, "other_line").rename(other_first_day="first_day", other_last_day="last_day").view()
    pairs = one.join(other, [*alike, "number", "times"]).filter(_.times > 1)
    apart = pairs.mutate(gap_days=_gap(pairs))
    widest = apart.mutate(widest=_.gap_days.max().over(group_by=alike))
    return widest.filter(_.widest <= within).select(*PAIRED)


def _in_row(lines: ibis.Table, alike: Sequence[str], line: str) -> ibis.Table:
    days = ibis.window(group_by=alike, order_by=["first_day", "last_day", line])
    return lines.mutate(number=ibis.row_number().over(days), times=_.count().over(group_by=alike))


def _gap(pairs: ibis.Table) -> ibis.Value:
    gap = ibis.greatest(pairs.first_day - pairs.other_last_day, pairs.other_first_day - pairs.last_day, 0)
    return gap.cast("int64")


def _free(sides: Sides, within: int) -> ibis.Table:
    sides = narrowed(sides)
    one, other = _numbered(sides.left, sides.on).view(), _other(sides).view()
    pairs = one.join(other, [one[name] == other[f"other_{name}"] for name in sides.on])
    near = pairs.mutate(gap_days=_gap(pairs), apart=(_.ordinal - _.other_ordinal).abs())
    taken = sides.taken
    is_taken = [near.other_line == taken.other_line, near.record_source == taken.by_source]
    return near.filter(near.gap_days <= within).anti_join(taken, is_taken)


def narrowed(sides: Sides) -> Sides:
    """The same pairs among fewer lines: what has no equal on the other side is left out before it is numbered."""
    left, right = sides.left.view(), sides.right.view()
    wanted = left.select(*sides.on).distinct()
    right = right.semi_join(wanted, sides.on)
    return sides._replace(left=left.semi_join(right.select(*sides.on).distinct().view(), sides.on), right=right)


def _numbered(lines: ibis.Table, on: Sequence[str]) -> ibis.Table:
    alike = ibis.window(group_by=[*on, "first_day", "last_day", "record_source"], order_by=[_.line_id])
    columns = dict.fromkeys((*HELD, "record_source", *on, "first_day", "last_day"))
    return lines.select(*columns, amount="cents", ordinal=ibis.row_number().over(alike))


def _other(sides: Sides) -> ibis.Table:
    alike = ibis.window(group_by=[*sides.on, "first_day", "last_day"], order_by=[_.line_id])
    named = {f"other_{name}": name for name in (*sides.on, "first_day", "last_day")}
    numbered = sides.right.mutate(ordinal=ibis.row_number().over(alike))
    return numbered.select(other_line="line_id", other_amount="cents", other_ordinal="ordinal", **named)
