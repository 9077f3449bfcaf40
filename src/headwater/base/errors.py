"""Every error that a person may see, in one tree; only the command boundary catches it.

HeadwaterError               one clear line, exit status 2, nothing changed
├── InputError               a file that cannot be read: names file, line and field
│   └── RowsError            several of them at once: the first twenty and the count
├── NameLookupError          a name that matches nothing, or more than one entity
│   ├── UnknownNameError     … and the nearest names there are
│   └── AmbiguousNameError   … and the entities that share it
├── CaseError                a case folder that is missing or contradicts itself
├── ClaimError               a claim that cannot be decided as it is written
├── SourceError              a source that is unknown or does not fit the file
└── WarehouseError           the warehouse cannot be read or written
    └── BuildRunningError    another build holds the warehouse
"""

from collections.abc import Sequence

SHOWN_ERRORS = 20


class HeadwaterError(Exception):
    """The root of the tree; its text is one line that a person can act on."""

    exit_status = 2


class InputError(HeadwaterError):
    """A file, line and field that cannot be read, and why."""

    def __init__(self, file: str, reason: str, *, line: int | None = None, field: str | None = None) -> None:
        where = file if line is None else f"{file}, line {line}"
        super().__init__(f"{where}, {field}: {reason}" if field else f"{where}: {reason}")
        self.file, self.line, self.field, self.reason = file, line, field, reason


class RowsError(InputError):
    """Several input errors of one file: the first twenty are listed, all are counted."""

    def __init__(self, file: str, errors: Sequence[InputError]) -> None:
        shown = [str(error) for error in errors[:SHOWN_ERRORS]]
        if len(errors) > SHOWN_ERRORS:
            shown.append(f"… and {len(errors) - SHOWN_ERRORS} more")
        HeadwaterError.__init__(self, "\n".join([*shown, f"{file}: {len(errors)} rows cannot be read"]))
        self.file, self.line, self.field, self.reason = file, None, None, "several rows"
        self.errors = tuple(errors)


class NameLookupError(HeadwaterError):
    """A name given by a person that does not point at exactly one entity."""


class UnknownNameError(NameLookupError):
    """No entity has this name; the nearest ones are suggested."""

    def __init__(self, name: str, nearest: Sequence[str] = ()) -> None:
        hint = f"; nearest: {' · '.join(nearest)}" if nearest else ""
        super().__init__(f"no entity is named {name!r}{hint}")
        self.name = name
        self.nearest = tuple(nearest)


class AmbiguousNameError(NameLookupError):
    """More than one entity has this name; all are listed."""

    def __init__(self, name: str, entities: Sequence[str]) -> None:
        super().__init__(f"{name!r} names {len(entities)} entities, say which: {' · '.join(entities)}")
        self.name = name
        self.entities = tuple(entities)


class CaseError(HeadwaterError):
    """A case folder that is missing, incomplete or contradicts itself."""


class ClaimError(HeadwaterError):
    """A claim that cannot be decided as it is written."""


class SourceError(HeadwaterError):
    """A source that is unknown or does not fit the file it was given."""


class WarehouseError(HeadwaterError):
    """The warehouse cannot be read or written."""


class BuildRunningError(WarehouseError):
    """Another build of the same case holds the warehouse."""
