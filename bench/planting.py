"""A truth planted into a ledger: every cent is followed from where it starts, by lot wherever money mixes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from random import Random

from headwater.trace.ledger import Payment


@dataclass(frozen=True, slots=True)
class Planted:
    """A ledger of which every cent's way is known.

    ``carried`` says for each payment how many of its cents started at which source or opening balance.
    ``opening_cents`` is the opening cash of the accounts of which the ends of days alone do not tell it.
    """

    payments: tuple[Payment, ...]
    carried: tuple[Mapping[str, int], ...]
    opening_cents: Mapping[str, int]

    def truth(self, donors: Collection[str], target: str) -> int:
        """The donors' cents that reached a target."""
        return sum(
            sum(cents for origin, cents in parts.items() if origin in donors)
            for payment, parts in zip(self.payments, self.carried, strict=True)
            if payment.payee == target
        )


@dataclass(frozen=True, slots=True)
class Wish:
    """A donor's cents go first to the target and to accounts, and last elsewhere (strength 1); the reverse is -1.

    At strength 0 all is by lot.
    """

    donor: str
    target: str
    strength: int


def plant(payments: Sequence[Payment], wish: Wish, seed: int) -> Planted:
    """Follows every cent of some payments, in the order given.

    Each account pays from the origins that it holds, in an order that the wish and then the lot decides. An account's
    opening balance is what it lacks in the order given.

    Args:
        payments: in the order in which they are made, one day after the other; nobody pays itself.
        wish: whose cents should reach whom.
        seed: of the lots.
    """
    draw = Random(seed)
    accounts = {payment.payer for payment in payments} & {payment.payee for payment in payments}
    opening = _needs(payments, accounts)
    at_ends = _needs(_days_as_one(payments), accounts)
    pots = {name: {opening_of(name): cents} if cents else {} for name, cents in opening.items()}
    carried = []
    for payment in payments:
        parts = {payment.payer: payment.cents}
        if payment.payer in accounts:
            pot = pots[payment.payer]
            may_lead_there = payment.payee == wish.target or payment.payee in accounts
            lean = wish.strength if may_lead_there else -wish.strength
            parts = _take(pot, _order(pot, wish.donor, lean, draw), payment.cents)
        if payment.payee in accounts:
            _put(pots[payment.payee], parts)
        carried.append(parts)
    reported = {name: cents for name, cents in opening.items() if cents != at_ends[name]}
    return Planted(tuple(payments), tuple(carried), reported)


def opening_of(account: str) -> str:
    """The origin of the cents that an account held before its first payment."""
    return f"opening balance of {account}"


def _needs(payments: Sequence[Payment], accounts: Collection[str]) -> dict[str, int]:
    """What each account must have held at first so that it never pays what it does not hold."""
    balance = dict.fromkeys(sorted(accounts), 0)
    needs = dict(balance)
    for payment in payments:
        if payment.payer in balance:
            balance[payment.payer] -= payment.cents
            needs[payment.payer] = max(needs[payment.payer], -balance[payment.payer])
        if payment.payee in balance:
            balance[payment.payee] += payment.cents
    return needs


def _days_as_one(payments: Sequence[Payment]) -> list[Payment]:
    """One payment in or out for each account and day: its net; who stands on the other side is nobody."""
    nets: list[Payment] = []
    for day, made in groupby(payments, key=lambda payment: payment.day_from):
        net: dict[str, int] = {}
        for payment in made:
            net[payment.payer] = net.get(payment.payer, 0) - payment.cents
            net[payment.payee] = net.get(payment.payee, 0) + payment.cents
        for name, cents in net.items():
            payer, payee = (name, "") if cents < 0 else ("", name)
            nets.append(Payment("", day, day, payer, payee, abs(cents)))
    return nets


def _order(pot: Mapping[str, int], donor: str, lean: int, draw: Random) -> list[str]:
    return sorted(pot, key=lambda origin: (-lean * (origin == donor), draw.random()))


def _take(pot: dict[str, int], order: Sequence[str], cents: int) -> dict[str, int]:
    taken: dict[str, int] = {}
    for origin in order:
        part = min(cents - sum(taken.values()), pot[origin])
        if part:
            taken[origin] = part
            pot[origin] -= part
        if not pot[origin]:
            del pot[origin]
    return taken


def _put(pot: dict[str, int], parts: Mapping[str, int]) -> None:
    for origin, cents in parts.items():
        pot[origin] = pot.get(origin, 0) + cents
