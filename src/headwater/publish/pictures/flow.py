"""The data of a flow picture, plain enough for any stage to give: names, bands, payments, amounts in cents."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FlowPayment:
    """One payment's cents in a band; days are ISO texts, ``url`` its public page or empty."""

    payment_id: str
    cents: int
    first_day: str
    last_day: str
    url: str = ""

    @property
    def day(self) -> str:
        """The day, or both where it is only known as a range."""
        return self.first_day if self.first_day == self.last_day else f"{self.first_day} to {self.last_day}"


@dataclass(frozen=True, slots=True)
class FlowBand:
    """Money from one node to another; a node is a name and a number that tells its several places apart.

    Where only some ``payments`` are listed, ``further`` says how many are not and ``days`` the first and last of all.
    """

    tail: tuple[str, int]
    head: tuple[str, int]
    cents: int
    low_cents: int
    payments: tuple[FlowPayment, ...]
    further: int = 0
    days: tuple[str, str] | None = None

    @property
    def count(self) -> int:
        """How many payments there are."""
        return len(self.payments) + self.further

    @property
    def first_day(self) -> str:
        """The first possible day of any payment."""
        return self.days[0] if self.days else min(one.first_day for one in self.payments)

    @property
    def last_day(self) -> str:
        """The last possible day of any payment."""
        return self.days[1] if self.days else max(one.last_day for one in self.payments)


@dataclass(frozen=True, slots=True)
class Flow:
    """One answer: who, to whom, the bounds, and the bands of one way in which the most can have arrived."""

    donors: tuple[str, ...]
    targets: tuple[str, ...]
    target_total_cents: int
    low_cents: int
    high_cents: int
    bands: tuple[FlowBand, ...]


def flow_of(data: Mapping[str, Any]) -> Flow:
    """A flow from plain data, as JSON holds it.

    Raises:
        KeyError, TypeError, ValueError: if a field is missing or of another shape.
    """
    bands = tuple(
        FlowBand(
            _node(one["tail"]), _node(one["head"]), int(one["cents"]), int(one["low_cents"]),
            tuple(FlowPayment(**payment) for payment in one["payments"]),
        )
        for one in data["bands"]
    )  # fmt: skip
    total, low, high = (int(data[name]) for name in ("target_total_cents", "low_cents", "high_cents"))
    return Flow(tuple(data["donors"]), tuple(data["targets"]), total, low, high, bands)


def _node(given: Any) -> tuple[str, int]:
    name, number = given
    return str(name), int(number)
