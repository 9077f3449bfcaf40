"""The rule `fifo`: each account pays out its oldest receipt first; lots keep their origin through hops."""

from headwater.trace.lots import coloured_by_lots
from headwater.trace.problem import Problem


def fifo(problem: Problem) -> int:
    """Cents of the target that are the donor set's, oldest receipts first (Clayton's Case, 1816)."""
    return coloured_by_lots(problem, newest_first=False)
