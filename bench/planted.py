"""Planted truth: how many answers known by construction lie inside the bounds. It must be all of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from bench.ledgers import Shape, payments_of
from bench.planting import Wish, plant
from bench.row import Row, WrongAnswerError
from headwater.base.money import Bounds
from headwater.trace.ledger import ledger_of
from headwater.trace.problem import problem_of

LEDGERS = 48


@dataclass(frozen=True, slots=True)
class Asked:
    """One answer: the cents that were planted, and the bounds."""

    truth: int
    bounds: Bounds

    @property
    def is_at_an_end(self) -> bool:
        """Whether narrower bounds would have been found out."""
        return self.truth in (self.bounds.low, self.bounds.high)


def inside_the_bounds(payments: int) -> tuple[Row, ...]:
    """Each source against each campaign in several ledgers of this size, planted by lot and leaning either way."""
    asked = [answer for seed in range(LEDGERS) for answer in _asked(shape_of_few(payments), seed)]
    inside = sum(answer.bounds.holds(answer.truth) for answer in asked)
    if inside < len(asked):
        raise WrongAnswerError(f"{len(asked) - inside} of {len(asked)} planted answers lie outside the bounds")
    at_ends = sum(answer.is_at_an_end for answer in asked)
    measured = f"{inside:,} inside, {at_ends:,} of them at an end of the bounds"
    against = f"{len(asked):,} planted in {LEDGERS} ledgers"
    return (Row("planted answers inside the bounds", measured, against, inside / len(asked), payments),)


def shape_of_few(payments: int) -> Shape:
    """Few sources, so that some of their money must reach a campaign."""
    return Shape(payments, sources=4, accounts=max(3, payments // 50), campaigns=2, days=max(2, payments // 8))


def _asked(shape: Shape, seed: int) -> Iterator[Asked]:
    payments = payments_of(shape, seed)
    payers, payees = {payment.payer for payment in payments}, {payment.payee for payment in payments}
    pairs = product(payers.intersection(shape.source_names), payees.intersection(shape.campaign_names))
    for donor, target in sorted(pairs):
        ledgers = [plant(payments, Wish(donor, target, strength), seed) for strength in (-1, 0, 1)]
        problem = problem_of(ledger_of(payments, ledgers[0].opening_cents), [donor], [target])
        bounds = problem.ranged.bounds
        yield from (Asked(ledger.truth([donor], target), bounds) for ledger in ledgers)
