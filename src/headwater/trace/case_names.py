"""From what a person types to one entity of a case: an identifier, a label, or any name that lines give it."""

from collections.abc import Iterable

from rapidfuzz import process

from headwater.base.errors import AmbiguousNameError, UnknownNameError
from headwater.trace.case_book import CaseBook
from headwater.trace.names import NEAREST, clean_name


def entities_of(names: Iterable[str], book: CaseBook) -> tuple[str, ...]:
    """The entities that the given names or identifiers point at, in order, each once.

    Raises:
        UnknownNameError: if nothing fits; the three nearest names are suggested.
        AmbiguousNameError: if more than one entity has the name; their labels are listed.
    """
    return tuple(dict.fromkeys(_entity(clean_name(name), book) for name in names))


def _entity(name: str, book: CaseBook) -> str:
    nameable = {entity for found in book.spellings.values() for entity in found}
    if book.entity_of.get(name) in nameable:
        return book.entity_of[name]
    by_label = [entity for entity in nameable if book.label_of[entity] == name or entity == name]
    if len(by_label) == 1:
        return by_label[0]
    found = set(book.spellings.get(name, ()))
    if not found:
        folded = name.casefold()
        found = {
            entity for spelled, those in book.spellings.items() if spelled.casefold() == folded for entity in those
        }
    if len(found) > 1:
        raise AmbiguousNameError(name, sorted(_told_apart(entity, book) for entity in found))
    if not found:
        close = process.extract(name, list(book.spellings), limit=NEAREST, processor=str.casefold)
        raise UnknownNameError(name, [match for match, _, _ in close])
    return found.pop()


def _told_apart(entity: str, book: CaseBook) -> str:
    number = next((number for number, owner in sorted(book.entity_of.items()) if owner == entity), entity)
    label = book.label_of[entity]
    return label if number in label else f"{label} ({number})"
