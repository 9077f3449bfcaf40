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
    """Money from one node to another; a node is a name and a number that tells its several places apart."""

    tail: tuple[str, int]
    head: tuple[str, int]
    cents: int
    low_cents: int
    payments: tuple[FlowPayment, ...]


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
