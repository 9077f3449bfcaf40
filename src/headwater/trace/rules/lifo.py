"""The rule `lifo`: each account pays out its newest receipt first; lots keep their origin through hops."""

from headwater.trace.lots import coloured_by_lots
from headwater.trace.problem import Problem


def lifo(problem: Problem) -> int:
    """Cents of the target that are the donor set's, newest receipts first (as in California Gov. Code 84222)."""
    return coloured_by_lots(problem, newest_first=True)
