"""Ledgers to measure on: of any size, the same on every run, with circles, same-day chains and shortfalls."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from random import Random

from headwater.trace.ledger import Payment

FIRST_DAY = date(2020, 1, 1).toordinal()
WORDS = (
    "Alder",
    "Basalt",
    "Cedar",
    "Delta",
    "Ember",
    "Fjord",
    "Granite",
    "Harbor",
    "Juniper",
    "Lagoon",
    "Mesa",
    "Reed",
)
VENDORS = ("Print Shop", "Mail House", "Media Buyer")


@dataclass(frozen=True, slots=True)
class Shape:
    """How many payments, sources that only pay, accounts that pass money on, campaigns, days and regions there are.

    Sources, accounts and campaigns are dealt to the regions in turn; a region needs three accounts.
    """

    payments: int
    sources: int
    accounts: int
    campaigns: int
    days: int
    regions: int = 1

    @property
    def source_names(self) -> tuple[str, ...]:
        """The names that only pay; the first occurs in every ledger."""
        return _names("Fund", self.sources)

    @property
    def account_names(self) -> tuple[str, ...]:
        """The names whose money mixes."""
        return _names("Committee", self.accounts)

    @property
    def campaign_names(self) -> tuple[str, ...]:
        """The targets; the first occurs in every ledger, in the region of the first source."""
        return _names("Campaign", self.campaigns)


def shape_of(payments: int, regions: int = 1) -> Shape:
    """The shape that is measured: a hundred payments an account, a campaign for five accounts, two years of days."""
    accounts = max(3 * regions, payments // 100)
    return Shape(
        payments=payments,
        sources=max(2, regions, payments // 50),
        accounts=accounts,
        campaigns=max(2, regions, accounts // 5),
        days=max(2, min(731, payments // 4)),
        regions=regions,
    )


def payments_of(shape: Shape, seed: int) -> list[Payment]:
    """Payments in the order in which they are made.

    Sources give to accounts, accounts to each other, to campaigns and to vendors. One event in ten is a chain of
    payments on one day, one in ten a circle on one day. One payment in twenty is more than its account holds. One
    event in fifty takes its names from all regions, the others from one.
    """
    till = _Till(shape, Random(seed))
    till.pay_along((shape.source_names[0], shape.account_names[0], shape.campaign_names[0]))
    kinds = (till.gift, till.transfer, till.spending, till.chain, till.circle)
    while len(till.made) < shape.payments:
        (event,) = till.random.choices(kinds, weights=(35, 20, 25, 10, 10))
        till.pay_along(event(till.place()))
    return till.made[: shape.payments]


@dataclass(frozen=True, slots=True)
class _Place:
    """The names that one event is drawn from."""

    sources: Sequence[str]
    accounts: Sequence[str]
    campaigns: Sequence[str]


class _Till:
    """Makes payments one after the other and knows what each account holds."""

    def __init__(self, shape: Shape, random: Random) -> None:
        self.shape, self.random = shape, random
        names = (shape.source_names, shape.account_names, shape.campaign_names)
        self.everywhere = _Place(*names)
        self.regions = [_Place(*(kind[n :: shape.regions] for kind in names)) for n in range(shape.regions)]
        self.held = dict.fromkeys(shape.account_names, 0)
        self.made: list[Payment] = []

    def place(self) -> _Place:
        """Where the next event happens."""
        return self.everywhere if self.random.random() < 0.02 else self.random.choice(self.regions)

    def gift(self, place: _Place) -> Sequence[str]:
        """A source to an account."""
        return self.random.choice(place.sources), self.random.choice(place.accounts)

    def transfer(self, place: _Place) -> Sequence[str]:
        """An account to another."""
        return self.random.sample(place.accounts, 2)

    def spending(self, place: _Place) -> Sequence[str]:
        """An account to a campaign or a vendor."""
        return self.random.choice(place.accounts), self.random.choice((*place.campaigns, *VENDORS))

    def chain(self, place: _Place) -> Sequence[str]:
        """A source through three accounts to a campaign."""
        between = self.random.sample(place.accounts, 3)
        return self.random.choice(place.sources), *between, self.random.choice(place.campaigns)

    def circle(self, place: _Place) -> Sequence[str]:
        """Three accounts round to the first."""
        around = self.random.sample(place.accounts, 3)
        return *around, around[0]

    def pay_along(self, names: Sequence[str]) -> None:
        """Pays from each name to the next, all on the day that it is by now; who holds nothing pays nothing."""
        day = FIRST_DAY + len(self.made) * self.shape.days // self.shape.payments
        for payer, payee in pairwise(names):
            cents = self.random.randint(1, 10 ** self.random.randint(3, 7))
            if payer in self.held:
                too_much = self.random.randint(1, 100_000) if self.random.random() < 0.05 else 0
                cents = min(cents, max(0, self.held[payer])) + too_much
                self.held[payer] -= cents
            if payee in self.held:
                self.held[payee] += cents
            if cents:
                self.made.append(Payment(f"p{len(self.made) + 1}", day, day, payer, payee, cents))


def _names(kind: str, count: int) -> tuple[str, ...]:
    return tuple(f"{WORDS[number % len(WORDS)]} {kind} {number + 1}" for number in range(count))
