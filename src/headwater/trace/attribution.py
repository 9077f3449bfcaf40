"""Whose money a transfer between a candidate's own committees is: by law the newest gifts' first, up to a limit.

California Gov. Code 85306 and 2 CCR 18536: transferred money is attributed to its donors, last in, first out, and with
their other gifts to the receiving committee no donor's attributed gifts may exceed its limit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attributed:
    """Cents by donor, in the order in which they gave; ``left_cents`` of the transfer have no donor they may be."""

    by_donor: Mapping[str, int]
    left_cents: int


def attribute_transfer(
    gifts: Sequence[tuple[str, int]], transfer_cents: int, limit_cents: int, given_cents: Mapping[str, int]
) -> Attributed:
    """Attributes a transfer to the donors of the paying committee's money.

    Args:
        gifts: donor and cents of the gifts that are still there, oldest first.
        transfer_cents: what is transferred.
        limit_cents: the most that one donor may give to the receiving committee.
        given_cents: what donors have already given to it; 0 for those not named.
    """
    left = transfer_cents
    room = {donor: max(0, limit_cents - given_cents.get(donor, 0)) for donor, _ in gifts}
    found = dict.fromkeys(room, 0)
    for donor, cents in reversed(gifts):
        part = min(left, cents, room[donor])
        found[donor] += part
        room[donor] -= part
        left -= part
    return Attributed({donor: cents for donor, cents in found.items() if cents}, left)
