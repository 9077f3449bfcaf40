"""What each element of a usual return is, by its name and what it stands in: the table that `walk` goes by."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from headwater.sources.irs_990.elements import (
    FOUNDATION,
    GROUPS,
    HOLDERS,
    NAMELESS,
    NEWER,
    PROMISED,
    SCHEDULE,
    SCHEDULE_I,
    WRAPPERS,
)
from headwater.sources.irs_990.grants import KNOWN
from headwater.sources.irs_990.header import READ
from headwater.sources.irs_990.stated import PATHS

ODD, UNREAD, CHECKED, START = range(4)
"""An element that makes its return odd, one that is passed over, one that must be plain, and what stands around all."""
FIELD, IS_LEAF, IS_FILLED, GROUP, STEPS = range(5)
"""What is known of a state: the number of its field, -1 for none; whether it has text and no elements; whether it must
not be empty; which of the kinds of groups it is, -1 for none."""
SLOT, LENGTH, NEXT, LETTERS = range(4)
UNKNOWN = 0
"""What is known of a name: its length, the next name in the same slot, its letters, eight in a number; beside it stands
the first name in a slot. The first is none."""
WORD, _WORDS = 8, 5
MOST_LETTERS = WORD * _WORDS
"""No known name has as many."""
FACTOR, SHIFT = 0x9E3779B97F4A7C15, 54
_SLOTS = 1 << 64 - SHIFT

KINDS = (SCHEDULE_I, FOUNDATION, NAMELESS, PROMISED)
"""The kinds of groups, in their order; the first two are grants."""
GRANTS = 2
_MOST_FIELDS = 128
GRANT_FIELDS = {path: number for number, path in enumerate(sorted(KNOWN[SCHEDULE_I] | KNOWN[FOUNDATION]))}
"""The elements of a grant, by the newer names of those on the way, each with its number."""
ROOT, HEADER, DATA = "Return", "ReturnHeader", "ReturnData"
_FILER = "Filer/"
_FOUNDATION_FORM = "IRS990PF"
_HOLDING = frozenset(name for names in HOLDERS.values() for name in names)

Numbers = npt.NDArray[Any]
Field = tuple[str, str]


class States(NamedTuple):
    """The known names, and what is known of each state, which is also the state that follows it by each name."""

    names: Numbers
    states: Numbers


class Elements:
    """The states of a return's elements.

    ``fields`` are the header's and the forms', each with the part of the return that it is in; an empty path is the
    part itself. A filer's have the numbers of a grantee's, so that both are read alike.
    """

    def __init__(self) -> None:
        self.fields = {(HEADER, path): GRANT_FIELDS[_of_grantee(path)] for path in READ if path.startswith(_FILER)}
        self._free = [number for number in range(_MOST_FIELDS) if number not in self.fields.values()]
        self._steps: dict[tuple[int, str], int] = {}
        self._rows: list[list[int]] = []
        self._others: list[int] = []
        for other in (ODD, UNREAD, CHECKED, ODD):
            self._new(other)
        whole = self._below(START, [ROOT], ODD)
        self._add_header(self._below(whole, [HEADER], UNREAD, self._field(HEADER)))
        data = self._below(whole, [DATA], UNREAD, self._field(DATA))
        groups = {kind: self._group(kind) for kind in KINDS}
        for form, paths in PATHS.items():
            self._add_form(self._below(data, [form], UNREAD, self._field(form)), form, paths)
        schedule = self._below(data, [SCHEDULE], CHECKED)
        part = self._below(schedule, [name for name in HOLDERS[SCHEDULE_I] if name != SCHEDULE], CHECKED)
        for name, kind in GROUPS.items():
            holders = {SCHEDULE_I: (schedule, part), NAMELESS: (schedule,)}.get(kind, self._foundation_holders)
            self._steps |= {(holder, name): groups[kind] for holder in holders}

    def states(self) -> States:
        """The table."""
        listed = sorted({name for _, name in self._steps} | _HOLDING | set(GROUPS))
        names = np.zeros((_SLOTS, LETTERS + _WORDS), np.int64)
        names[:, SLOT] = UNKNOWN
        steps = np.repeat(np.array(self._others)[:, None], len(listed) + 1, axis=1)
        for at, name in enumerate(listed, start=1):
            words = np.frombuffer(name.encode().ljust(MOST_LETTERS, b"\0"), np.int64)
            slot = (int(words[0]) * FACTOR & (1 << 64) - 1) >> SHIFT
            names[at, LENGTH:] = [len(name), names[slot, SLOT], *words]
            names[slot, SLOT] = at
            if name in _HOLDING:
                steps[:, at] = ODD
            elif name in GROUPS:
                steps[steps[:, at] == CHECKED, at] = ODD
        for (state, name), below in self._steps.items():
            steps[state, listed.index(name) + 1] = below
        return States(names, np.hstack([np.array(self._rows), steps]))

    def _add_header(self, header: int) -> None:
        made = {"": header}
        for path in READ:
            for end in range(1, path.count("/") + 2):
                way = "/".join(path.split("/")[:end])
                if way not in made:
                    above, _, name = way.rpartition("/")
                    field = self._field(HEADER, path) if way == path else -1
                    made[way] = self._below(made[above], _spelled(name), CHECKED, field, is_leaf=way == path)

    def _add_form(self, form: int, name: str, paths: Iterable[str]) -> None:
        wrapper = self._below(form, WRAPPERS, CHECKED)
        containers: dict[str, int] = {}
        for path in paths:
            first, _, below = path.partition("/")
            above = form
            if below:
                above = containers.get(first) or containers.setdefault(first, self._below(form, [first], CHECKED))
            self._below(above, [below or first], ODD, self._field(name, path), is_leaf=True)
        if name == _FOUNDATION_FORM:
            missing = [holder for holder in HOLDERS[FOUNDATION] if holder not in containers]
            containers |= {holder: self._below(form, [holder], CHECKED) for holder in missing}
            self._foundation_holders = [containers[holder] for holder in HOLDERS[FOUNDATION]]
        own = {
            key: state for key, state in self._steps.items() if key[0] == form and key[1] not in {*WRAPPERS, *_HOLDING}
        }
        self._steps |= {(wrapper, key): state for (_, key), state in own.items()}

    def _group(self, kind: str) -> int:
        number = KINDS.index(kind)
        group = self._new(ODD if number < GRANTS else CHECKED, group=number)
        made = {"": group}
        for path in sorted(KNOWN.get(kind, ())):
            holder, _, name = path.rpartition("/")
            if holder not in made:
                made[holder] = self._below(group, _spelled(holder), ODD, is_filled=True)
            self._below(made[holder], _spelled(name), ODD, GRANT_FIELDS[path], is_leaf=True)
        return group

    def _field(self, part: str, path: str = "") -> int:
        if (part, path) not in self.fields:
            self.fields[part, path] = self._free.pop(0)
        return self.fields[part, path]

    def _below(self, above: int, names: Sequence[str], other: int, field: int = -1, **told: bool) -> int:
        state = self._new(other, field, **told)
        self._steps |= {(above, name): state for name in names}
        return state

    def _new(
        self, other: int, field: int = -1, *, is_leaf: bool = False, is_filled: bool = False, group: int = -1
    ) -> int:
        self._rows.append([field, is_leaf, is_filled, group])
        self._others.append(ODD if is_leaf else other)
        return len(self._rows) - 1


def _spelled(name: str) -> list[str]:
    """An element's name in each schema version."""
    return [name, *(old for old, new in NEWER.items() if new == name)]


def _of_grantee(path: str) -> str:
    """What says of a grantee what this path says of the filer."""
    below = path.removeprefix(_FILER)
    return {"EIN": "RecipientEIN"}.get(below, below.replace("BusinessName/", "RecipientBusinessName/", 1))


ELEMENTS = Elements()
TABLE = ELEMENTS.states()
FIELDS = 1 + max(*ELEMENTS.fields.values(), *GRANT_FIELDS.values())
"""How many fields a return or a grant has at most."""
