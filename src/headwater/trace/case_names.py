"""From what a person types to one entity of a case: an identifier, a label, or any name that lines give it."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process

from headwater.base.errors import AmbiguousNameError, UnknownNameError
from headwater.trace.case_columns import Who
from headwater.trace.names import NEAREST, clean_name


def entities_of(names: Iterable[str], who: Who) -> tuple[str, ...]:
    """The entities that the given names or identifiers point at, in order, each once.

    An entity id, an identifier, or what an error lists points at one. A name points at everyone whom any line calls
    so, capital letters or not: where that is more than one, whose money is meant is never guessed.

    Raises:
        UnknownNameError: if nothing fits; the three nearest names are suggested.
        AmbiguousNameError: if more than one entity has the name; each is listed with an id that can be typed instead.
    """
    known = _known(who)
    return tuple(dict.fromkeys(known.entity(clean_name(name)) for name in names))


@lru_cache(maxsize=1)
def _known(who: Who) -> "_Known":
    """Kept for the next question of the same case: to gather all names takes longer than to trace."""
    return _Known(who)


class _Known:
    """Everybody in a case who may be named, by id and by every name."""

    def __init__(self, who: Who) -> None:
        self.who = who
        self.nameable = frozenset(entity for entity, named in zip(who.ids, who.is_named.tolist(), strict=True) if named)
        self.numbers: dict[str, list[str]] = defaultdict(list)
        for number, entity in sorted(who.entity_of.items()):
            if entity in self.nameable:
                self.numbers[entity].append(number)
        self.by_name: dict[str, set[str]] = defaultdict(set)
        for spelled, entities in who.spellings.items():
            self.by_name[spelled.casefold()].update(entities)

    def entity(self, name: str) -> str:
        by_id = self.who.entity_of.get(name, name)
        if by_id in self.nameable:
            return by_id
        found = self.by_name.get(name.casefold(), set())
        if not found:
            before, _, number = name.removesuffix(")").rpartition(" (")
            listed = self.who.entity_of.get(number, number)
            if before and listed in self.nameable and name == self.told_apart(listed):
                return listed
            close = process.extract(name, list(self.who.spellings), limit=NEAREST, processor=str.casefold)
            raise UnknownNameError(name, [match for match, _, _ in close])
        if len(found) > 1:
            raise AmbiguousNameError(name, sorted(self.told_apart(entity) for entity in found))
        return min(found)

    def told_apart(self, entity: str) -> str:
        """The entity's label with an id that points at it alone."""
        number = self.numbers[entity][0] if self.numbers[entity] else entity
        label = self.who.labels[self.who.number[entity]]
        return label if label.endswith(f" ({number})") else f"{label} ({number})"
