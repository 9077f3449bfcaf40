"""The time-expanded ledger: a node per account and day, and what each account can carry to its next day."""

from dataclasses import dataclass

import numpy as np

from headwater.base.errors import CaseError
from headwater.trace.ledger import IntArray, check_fits
from headwater.trace.moves import Moves
from headwater.trace.placement import Placement, is_common_day, placements_of

MAX_HUB_ARCS = 50_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Nodes 0 … n-1 are an account on a day, sorted by account and day; hubs (ranges of days) follow them.

    ``account`` and ``carry`` (cents at the day's end) have one entry per account-day; ``first_node`` and
    ``opening`` (cents of other money) one per account. ``tail`` and ``head`` give each move's node, -1 where it
    does not leave or reach an account. ``hub_tail`` → ``hub_head`` tie the hubs to the days of their range.
    ``placed`` are the days on which the rules let ranged payments stand; ``exact`` says that the bounds are
    reached by one placement of all ranged payments.
    """

    account: IntArray
    carry: IntArray
    first_node: IntArray
    opening: IntArray
    tail: IntArray
    head: IntArray
    hub_tail: IntArray
    hub_head: IntArray
    count: int
    placed: Placement
    exact: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Days:
    account: IntArray
    keys: IntArray
    first: IntArray
    start: int
    span: int

    def node(self, account: IntArray, day: IntArray) -> IntArray:
        return np.searchsorted(self.keys, account * self.span + (day - self.start))


def network_of(moves: Moves, reported: IntArray) -> Network:
    """The time-expanded network of a question's moves.

    Args:
        moves: what each payment moves.
        reported: reported opening cash of each account in cents, -1 where none is.

    Raises:
        CaseError: if the sums could overflow int64, or date ranges tie too many days together.
    """
    days = _days_of(moves)
    tries = placements_of(moves)
    nets = [_balances(moves, days, placement) for placement in tries]
    needs = [_least_opening(net, days) for net in nets]
    # The last try lets every account have its own best placement; the others are placements of the whole ledger.
    *real, best = needs
    least = best if any(np.array_equal(best, need) for need in real) else min(real, key=lambda need: int(need.sum()))
    opening = np.maximum(least, reported)
    check_fits([int(moves.cents.sum()), *opening.tolist()])
    placed = next(tried for tried, need in zip(tries, real, strict=False) if bool((need <= opening).all()))
    carry = nets[-1] + opening[days.account]
    tail, head, hub_tail, hub_head, count = _join(moves, days)
    return Network(
        days.account, carry, days.first, opening, tail, head, hub_tail, hub_head, count, placed, is_common_day(moves)
    )


def _days_of(moves: Moves) -> _Days:
    pays, gets = moves.source >= 0, moves.dest >= 0
    account = np.concatenate([moves.source[pays], moves.source[pays], moves.dest[gets], moves.dest[gets]])
    day = np.concatenate([moves.out_from[pays], moves.out_to[pays], moves.in_from[gets], moves.in_to[gets]])
    start = int(day.min()) if len(day) else 0
    span = int(day.max()) - start + 1 if len(day) else 1
    keys = np.unique(account * span + (day - start))
    owner = keys // span
    return _Days(owner, keys, np.searchsorted(owner, np.arange(len(moves.accounts))), start, span)


def _balances(moves: Moves, days: _Days, placement: Placement) -> IntArray:
    pays, gets = moves.source >= 0, moves.dest >= 0
    net = np.zeros(len(days.keys), dtype=np.int64)
    np.add.at(net, days.node(moves.dest[gets], placement.in_day[gets]), moves.cents[gets])
    np.subtract.at(net, days.node(moves.source[pays], placement.out_day[pays]), moves.cents[pays])
    running = np.cumsum(net)
    before = running[days.first] - net[days.first]
    return running - before[days.account]


def _least_opening(balances: IntArray, days: _Days) -> IntArray:
    if not len(balances):
        return np.zeros(0, dtype=np.int64)
    return np.maximum(0, -np.minimum.reduceat(balances, days.first))


def _join(moves: Moves, days: _Days) -> tuple[IntArray, IntArray, IntArray, IntArray, int]:
    count = len(days.keys)
    tail, out_tail, out_head, count = _attach(days, (moves.source, moves.out_from, moves.out_to), count)
    head, in_head, in_tail, count = _attach(days, (moves.dest, moves.in_from, moves.in_to), count)
    return tail, head, np.concatenate([out_tail, in_tail]), np.concatenate([out_head, in_head]), count


def _attach(
    days: _Days, ends: tuple[IntArray, IntArray, IntArray], count: int
) -> tuple[IntArray, IntArray, IntArray, int]:
    """The node of each move's end, the (day node, hub) pairs of ranged ends, and the number of nodes so far."""
    account, begins, finishes = ends
    node = np.full(len(account), -1, dtype=np.int64)
    on_day = (account >= 0) & (begins == finishes)
    node[on_day] = days.node(account[on_day], begins[on_day])
    ranged = (account >= 0) & (begins < finishes)
    hubs, which = np.unique(np.stack([account[ranged], begins[ranged], finishes[ranged]]), axis=1, return_inverse=True)
    node[ranged] = count + which.reshape(-1)
    low, high = days.node(hubs[0], hubs[1]), days.node(hubs[0], hubs[2])
    widths = high - low + 1
    if int(widths.sum()) > MAX_HUB_ARCS:
        raise CaseError(f"date ranges tie {int(widths.sum())} account-days together; at most {MAX_HUB_ARCS} can be")
    starts = np.repeat(low - np.concatenate([[0], np.cumsum(widths)[:-1]])[: len(widths)], widths)
    day_nodes = starts + np.arange(int(widths.sum()))
    hub_nodes = np.repeat(count + np.arange(len(widths)), widths)
    return node, day_nodes, hub_nodes, count + len(widths)
