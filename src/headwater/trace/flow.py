"""A largest flow of one colour over an expanded ledger, and the cut that proves it."""

from functools import cached_property

import numpy as np

from headwater.trace.arcs import Numbers
from headwater.trace.compiled import run
from headwater.trace.expansion import Expansion
from headwater.trace.ledger import BoolArray, IndexArray, IntArray
from headwater.trace.loops.first_ways import first_ways
from headwater.trace.loops.push import settle
from headwater.trace.loops.residual import Web, still_reached


class Flow:
    """A largest flow of one colour in cents.

    How much it is is known at once; what flows where is settled when it is first asked for: on each transfer between
    accounts, carried on from each phase, started at each phase, and paid by each phase to the target.
    """

    def __init__(self, expansion: Expansion, ends: tuple[IntArray, IntArray], room: IntArray, *, back: bool) -> None:
        """Finds it.

        Args:
            expansion: the ledger in time.
            ends: cents that may start at each phase, and those that each may pay to the target.
            room: cents that each arc can take; it is kept and changed.
            back: search from the target back, else from where it starts.
        """
        self._expansion, self._back = expansion, back
        arcs = expansion.arcs
        self._given, takes = reversed(ends) if back else ends
        self._web: Web = arcs.begins, arcs.to, arcs.back, room[arcs.back] if back else room
        self._stuck, self._takes, self._left = self._given.copy(), takes, takes.copy()
        count = expansion.count
        walk = _list(count), _list(count), _list(count)
        first = run(first_ways, self._web, (self._stuck, self._left), _places(self._given), walk)
        rest = run(settle, self._web, (self._stuck, self._left), _places(takes), self._work())
        self.total = int(first + rest)

    @property
    def moved(self) -> IntArray:
        """Cents on each transfer."""
        arcs = self._expansion.arcs
        return self._on(arcs.of_move[arcs.moves], arcs.moves, self._expansion.transfers.count)

    @property
    def carried(self) -> IntArray:
        """Cents carried on from each phase."""
        arcs = self._expansion.arcs
        return self._on(arcs.of_carry, arcs.carries, self._expansion.count)

    @property
    def started(self) -> IntArray:
        """Cents that start at each phase."""
        return self._takes - self._left if self._back else self._settled[0]

    @property
    def ended(self) -> IntArray:
        """Cents that each phase pays to the target."""
        return self._settled[0] if self._back else self._takes - self._left

    @cached_property
    def cut(self) -> tuple[BoolArray, bool]:
        """The cut that proves the flow largest: its phases, and whether more money could still reach them.

        Otherwise more could reach the target from them. Of both kinds the smaller.
        """
        near, count = self._reached(self._web, self._given > self._settled[0])
        if self._back or count == 0:
            return near, not self._back
        begins, to, back, left = self._web
        far, other = self._reached((begins, to, back, left[back]), self._left > 0)
        return (near, True) if count <= other else (far, False)

    @cached_property
    def _settled(self) -> tuple[IntArray, IntArray]:
        """Of what was given what arrives, and what each arc can still take.

        The rest got stuck and goes back where it came from, as all of it can.
        """
        sent = self._given.copy()
        run(settle, self._web, (self._stuck, sent), _places(sent), self._work())
        return sent, self._web[3]

    def _on(self, arcs: IndexArray, which: Numbers, size: int) -> IntArray:
        flows = np.zeros(size, dtype=np.int64)
        left = self._settled[1]
        flows[which] = left[arcs if self._back else self._expansion.arcs.back[arcs]]
        return flows

    def _reached(self, web: Web, ready: BoolArray) -> tuple[BoolArray, int]:
        seen, waiting = np.zeros(self._expansion.count, dtype=np.bool_), _list(self._expansion.count)
        return seen, run(still_reached, web, np.flatnonzero(ready).astype(np.int32), (seen, waiting))

    def _work(self) -> tuple[object, ...]:
        count = self._expansion.count
        rows = _list(count), _list(count + 2)
        return (_list(count), _list(count)), _list(count), rows


def _places(cents: IntArray) -> IndexArray:
    return np.flatnonzero(cents).astype(np.int32)


def _list(length: int) -> IndexArray:
    return np.zeros(length, dtype=np.int32)
