"""The arcs between the phases of an expanded ledger, shared by every question: its transfers and balances."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from headwater.trace.grouped import grouped_by
from headwater.trace.ledger import NOBODY, IndexArray, IntArray

Numbers = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """Arcs by phase: those of phase p are ``begins[p]`` to ``begins[p + 1]``.

    Each transfer between accounts and each balance carried on is two arcs, one onward and one back; of each arc ``to``
    is the phase it leads to, ``back`` the other one, and ``room`` the cents it can take while nothing flows. ``moves``
    and ``carries`` are the transfers and phases that have arcs; ``of_move`` and ``of_carry`` their onward arcs, the
    former by transfer, NOBODY where there is none. ``outside`` is what reaches each phase from no account, cents.
    """

    begins: IndexArray
    to: IndexArray
    back: IndexArray
    room: IntArray
    moves: Numbers
    carries: Numbers
    of_move: IndexArray
    of_carry: IndexArray
    outside: IntArray


def arcs_between(ends: tuple[IndexArray, IndexArray], cents: IntArray, carry: IntArray, incoming: IntArray) -> Arcs:
    """Writes out the arcs of an expanded ledger.

    Args:
        ends: the phases that each transfer leaves and reaches, below 0 where it does not.
        cents: of each transfer.
        carry: what each phase carries on to the next one.
        incoming: all that reaches each phase.
    """
    tail, head = ends
    count = len(carry)
    moves, carries = np.flatnonzero((tail >= 0) & (head >= 0)), np.flatnonzero(carry > 0)
    tails = np.concatenate((carries.astype(np.int32), tail[moves]))
    heads = np.concatenate((carries.astype(np.int32) + 1, head[moves]))
    grouped = grouped_by(np.concatenate((tails, heads)), count)
    place = np.empty(len(grouped.order), dtype=np.int32)
    place[grouped.order] = np.arange(len(place), dtype=np.int32)
    onward, backward = place[: len(tails)], place[len(tails) :]
    back = np.concatenate((backward, onward))[grouped.order]
    room = np.zeros(len(place), dtype=np.int64)
    room[onward[: len(carries)]] = carry[carries]
    room[onward[len(carries) :]] = cents[moves]
    of_move = np.full(len(tail), NOBODY, dtype=np.int32)
    of_move[moves] = onward[len(carries) :]
    outside = incoming.copy()
    outside[1:] -= carry[:-1]
    np.subtract.at(outside, head[moves], cents[moves])
    to = np.concatenate((heads, tails))[grouped.order]
    return Arcs(grouped.begins, to, back, room, moves, carries, of_move, onward[: len(carries)].copy(), outside)
