"""Tracing on plain arrays: a ledger of numbered names, and bounds of many pairs that share one expansion."""

from collections.abc import Iterable, Iterator

import numpy as np

from headwater.base.errors import CaseError
from headwater.base.money import Bounds
from headwater.trace.bounds import reached
from headwater.trace.ledger import NOBODY, IndexArray, IntArray, Ledger, RowIds, check_fits
from headwater.trace.moves import DONOR
from headwater.trace.problem import Book, Problem, book_of
from headwater.trace.question import question_between
from headwater.trace.shares import in_whole_cents, parts_of, sums_of, swept_on


def book_of_arrays(payer: IndexArray, payee: IndexArray, days: tuple[IndexArray, IndexArray], cents: IntArray) -> Book:
    """A ledger of arrays of equal length, made ready for any question.

    Args:
        payer: numbers of names, from 0.
        payee: the same for those who receive.
        days: first and last day of each payment, as ordinals.
        cents: above zero.

    Raises:
        CaseError: if an amount is not above zero, a range ends before it begins, or all together reaches 2**62.
    """
    first, last = (np.ascontiguousarray(day, dtype=np.int32) for day in days)
    amounts = np.ascontiguousarray(cents, dtype=np.int64)
    if bool((amounts <= 0).any()) or bool((last < first).any()):
        raise CaseError("an amount is not above zero, or a range of days ends before it begins")
    check_fits([int(amounts.astype(object).sum()) if len(amounts) else 0])
    count = 1 + max(int(payer.max(initial=-1)), int(payee.max(initial=-1)))
    giver, taker = np.ascontiguousarray(payer, dtype=np.int32), np.ascontiguousarray(payee, dtype=np.int32)
    free = np.full(len(amounts), NOBODY, dtype=np.int32)
    names = tuple(str(number) for number in range(count))
    return book_of(Ledger(names, RowIds(len(amounts)), giver, taker, first, last, amounts, free))


def bounds_between(book: Book, donors: Iterable[Iterable[int]], targets: Iterable[Iterable[int]]) -> Iterator[Bounds]:
    """Bounds of every donor set with every target (sets of numbers of names), donor set by donor set."""
    wanted = [_mask(book, target) for target in targets]
    for donor in donors:
        given = _mask(book, donor)
        for target in wanted:
            if bool((given & target).any()):
                raise CaseError("a name is donor and target")
            yield book.ranged(question_between(book.transfers, given, target)).bounds


def bounds_to_all(book: Book, donor_set: Iterable[int]) -> Iterator[tuple[int, Bounds]]:
    """Bounds of one donor set with every name that received from somebody else, each name a target of its own.

    What the set's money can reach in time is found once: whoever it cannot reach gets nothing and is not solved.

    Args:
        book: the ledger.
        donor_set: numbers of names.

    Returns:
        number of the name and bounds, in the order of numbers; the set's own members are left out.
    """
    transfers, donors = book.transfers, _mask(book, donor_set)
    nobody = np.zeros(len(donors), dtype=np.bool_)
    receives, may = nobody.copy(), nobody.copy()
    receives[transfers.payee[transfers.payer != transfers.payee]] = True
    if book.shared is None:
        may[:] = True
    else:
        asked = question_between(transfers, donors, nobody, np.zeros(len(book.ledger.cents), dtype=np.bool_))
        tail = book.shared.tail
        seen = reached(book.shared, asked, ~donors[book.shared.entity])
        paid = np.flatnonzero(tail >= 0)
        may[transfers.payee[paid[seen[tail[paid]]]]] = True
        may[transfers.payee[asked.gifts]] = True
    for number in np.flatnonzero(receives & ~donors).tolist():
        target = nobody.copy()
        target[number] = True
        if may[number]:
            yield number, book.ranged(question_between(transfers, donors, target)).bounds
        else:
            yield number, Bounds(0, 0)


def pro_rata_to_all(book: Book, donor_set: Iterable[int]) -> dict[int, int]:
    """Where a donor set's money is in the end by the rule pro_rata: one sweep forwards for all names at once.

    With one target as the question the rule sweeps backwards (``rules.pro_rata``), for every donor at once; for a name
    that only receives both give the same to a cent: here cents are rounded so that they sum to what the set paid out.

    Args:
        book: the ledger.
        donor_set: numbers of names.

    Returns:
        cents by number of the name: what an account still holds, what anybody else was paid, what came back to members.
    """
    donors = _mask(book, donor_set)
    nobody, nothing = np.zeros_like(donors), np.zeros(book.transfers.count, dtype=np.bool_)
    problem = Problem(book, question_between(book.transfers, donors, nobody, nothing))
    steps, accounts = problem.sequence, problem.moves.accounts
    carried = swept_on(steps, parts_of(steps), (steps.source == DONOR).astype(np.int32))
    # What an earmark passes through holds nothing in the end; the last two stand for whoever is no account.
    names = np.concatenate([accounts, np.full(2 + len(steps.opening) - len(accounts), NOBODY, dtype=np.int32)])
    into = np.where(steps.dest >= 0, names[steps.dest], book.transfers.payee[steps.transfer])
    out_of = np.where(steps.source >= 0, names[steps.source], NOBODY)
    both = tuple(np.concatenate([part, -part]) for part in carried)
    ends = np.concatenate([into, out_of]).astype(np.int32)
    sums = sums_of(ends, np.ones(len(ends), dtype=np.int64), (both[0], both[1]), len(donors))
    cents = in_whole_cents(sums, int(steps.cents[steps.source == DONOR].sum()), list(range(len(donors))))
    return {int(number): int(cents[number]) for number in np.flatnonzero(cents)}


def _mask(book: Book, numbers: Iterable[int]) -> "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]":
    mask = np.zeros(len(book.ledger.names), dtype=np.bool_)
    mask[list(numbers)] = True
    return mask
