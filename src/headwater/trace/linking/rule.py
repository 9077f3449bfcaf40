"""What a linking rule is: a written, versioned definition of "X-backed", with thresholds as parameters."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import TypeAlias

from headwater.base.money import format_cents

Value: TypeAlias = int | Decimal | str
"""A parameter's value: cents or a whole number as int, a share as Decimal, a choice as text."""

SUBJECTS = ("entity", "candidate")
UNITS = ("dollars", "share", "years", "count", "choice")
MOST_POINTS = 200


@dataclass(frozen=True, slots=True)
class Parameter:
    """One threshold or choice of a rule: its default, and the values for which all is counted again."""

    name: str
    unit: str
    text: str
    default: Value
    grid: tuple[Value, ...]

    def say(self, value: Value) -> str:
        """A value as tables and pages write it."""
        if self.unit == "dollars":
            return format_cents(int(value)).removesuffix(".00")
        if self.unit == "share":
            return f"{Decimal(value) * 100:f}".rstrip("0").rstrip(".") + "%"
        return str(value)


@dataclass(frozen=True, slots=True)
class Level:
    """One level or reading of a rule, decided by a query or by a named evaluator with fixed settings.

    ``words`` is what may be said of a subject at this level.
    """

    id: str
    subject: str
    words: str
    text: str
    query: str
    evaluator: str
    settings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One linking rule as its file gives it; ``file`` is the name that errors use."""

    id: str
    version: str
    author: str
    title: str
    text: str
    source: str
    file: str
    parameters: tuple[Parameter, ...]
    levels: tuple[Level, ...]

    def points(self) -> list[dict[str, Value]]:
        """Every combination of the parameters' values: the defaults first, then in the order of the grids."""
        names = [parameter.name for parameter in self.parameters]
        usual = self.defaults
        every = (dict(zip(names, values, strict=True)) for values in product(*(p.grid for p in self.parameters)))
        return [usual, *(point for point in every if point != usual)]

    @property
    def defaults(self) -> dict[str, Value]:
        """The parameters at their defaults."""
        return {parameter.name: parameter.default for parameter in self.parameters}

    def say(self, point: Mapping[str, Value]) -> str:
        """A combination in words: ``p = 50%; theta = $5,000``."""
        return "; ".join(f"{one.name} = {one.say(point[one.name])}" for one in self.parameters)


@dataclass(frozen=True, slots=True)
class Link:
    """One donor set tied to one subject at one level, and by which arm.

    ``cents`` is what the level counts: for an entity the donor set's gifts to it, for a candidate the dollars that
    reached it or were spent about it (or the part that the level names). ``low_cents`` and ``high_cents`` bound the
    donor set's part where that was traced. ``reached`` are the payments whose dollars the level counts, ``evidence``
    those that tie the donor set to who made them.
    """

    donor_set: str
    subject: str
    entity_id: str
    target_class: str = ""
    arm: str = ""
    via_entity_id: str = ""
    cents: int = 0
    low_cents: int | None = None
    high_cents: int | None = None
    reached: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
