"""One question made ready for every method: its ledger in time, its bounds, its moves and its order of steps."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from headwater.trace.bounds import Solved, bounds_of
from headwater.trace.expansion import Expansion, accounts_of, expand
from headwater.trace.ledger import BoolArray, IntArray, Ledger
from headwater.trace.moves import Moves, moves_of
from headwater.trace.placement import Placement, on_last_days, tied_transfers, whole_box, widest
from headwater.trace.question import Question, question_of
from headwater.trace.ranges import Ranged, bounds_over_days
from headwater.trace.sequence import Sequence, sequence_of
from headwater.trace.transfers import Transfers, transfers_of


@dataclass(frozen=True, eq=False)
class Book:
    """A ledger made ready for any question: its transfers, and the expansion that questions share."""

    ledger: Ledger
    transfers: Transfers

    @cached_property
    def reported(self) -> IntArray:
        """Reported opening cash of each name in cents, -1 where none is known."""
        cents = np.full(len(self.ledger.names), -1, dtype=np.int64)
        for node, reported in self.ledger.reported:
            cents[node] = reported
        return cents

    @cached_property
    def shared(self) -> Expansion | None:
        """The ledger in time with everybody who pays and receives as an account.

        None where some payment between two such is known by a range of days: then its best day depends on the question.
        """
        accounts = accounts_of(self.transfers, np.zeros(len(self.ledger.names), dtype=np.bool_))
        tied = tied_transfers(self.transfers, accounts)
        if len(tied):
            return None
        placement = widest(self.transfers, tied, whole_box(self.transfers, tied))
        return expand(self.transfers, placement, accounts, self.reported)

    def ranged(self, question: Question) -> Ranged:
        """The bounds of a question.

        Raises:
            CaseError: if the sums could overflow int64.
        """
        if self.shared is None or question.booked(self.transfers) is not None:
            return bounds_over_days(self.transfers, question, self.reported)
        solved = bounds_of(self.shared, question)
        both: tuple[Expansion, Solved] = (self.shared, solved)
        return Ranged(solved.bounds, both, both, exact=True)


@dataclass(frozen=True, eq=False)
class Problem:
    """What the bounds and the rules of one question compute from; each part is made when it is first asked for."""

    book: Book
    question: Question

    @cached_property
    def ranged(self) -> Ranged:
        """The bounds, and the placements that reach them."""
        return self.book.ranged(self.question)

    @cached_property
    def expansion(self) -> Expansion:
        """The ledger in time in which the rules stand: known before the bounds are where all questions share it."""
        book = self.book
        if book.shared is None or self.question.booked(book.transfers) is not None:
            return self.ranged.high[0]
        return book.shared

    @cached_property
    def moves(self) -> Moves:
        """What each transfer moves between donor set, accounts and target."""
        return moves_of(self.book.transfers, self.question)

    @cached_property
    def opening(self) -> IntArray:
        """The opening balance of each account of the moves, in cents."""
        return self.expansion.opening[self.moves.accounts]

    @cached_property
    def sequence(self) -> Sequence:
        """The order in which rules take payments."""
        return sequence_of(self.moves, self.placed, self.opening)

    @cached_property
    def placed(self) -> Placement:
        """Where the rules let ranged payments stand: on their last day, unless that needs more opening balance."""
        transfers, used = self.book.transfers, self.expansion
        if transfers.out_from is transfers.out_to or _same_days(transfers):
            return used.placement
        accounts = accounts_of(transfers, self.question.donors | self.question.targets)
        last = on_last_days(transfers)
        booked = self.question.booked(transfers)
        tried = expand(transfers, last, accounts, np.where(accounts, used.opening, -1), booked)
        fits = bool((tried.opening[accounts] <= used.opening[accounts]).all())
        return last if fits else used.placement

    @property
    def accounts(self) -> BoolArray:
        """Mask of the names whose money mixes."""
        return accounts_of(self.book.transfers, self.question.donors | self.question.targets)


def _same_days(transfers: Transfers) -> bool:
    return bool((transfers.out_from == transfers.out_to).all() and (transfers.in_from == transfers.in_to).all())


def book_of(ledger: Ledger) -> Book:
    """A ledger made ready for any question."""
    return Book(ledger, transfers_of(ledger))


def problem_of(
    ledger: Ledger | Book, donors: Collection[str], targets: Collection[str], payment_ids: Collection[str] | None = None
) -> Problem:
    """A question about a ledger, made ready.

    Args:
        ledger: the payments, or a book of them that serves many questions.
        donors: names of the donor set.
        targets: names of the target's own nodes, whose money starts anew when they pay.
        payment_ids: the target payments; None means every payment to one of ``targets``.

    Raises:
        UnknownNameError: if a donor or target is not in the ledger.
        CaseError: if a name is both donor and target, a target payment is not in the ledger, or sums overflow.
    """
    book = ledger if isinstance(ledger, Book) else book_of(ledger)
    question = question_of(book.ledger, book.transfers, (donors, targets), payment_ids)
    return Problem(book, question)
