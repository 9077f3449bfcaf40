"""Which of the Commission's bulk files a file is: by its lines, and by its name where they do not tell."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from headwater.base.errors import InputError
from headwater.sources._fec.identity import CANDIDATE, COMMITTEE
from headwater.sources._reading.raw import RawFile
from headwater.sources.fec_bulk import layouts

_SUB_ID, _DAY = r"[0-9]{19}", r"[0-9]{2}/[0-9]{2}/[0-9]{4}"


class Kind(NamedTuple):
    """One bulk file: its columns, and the shapes of those that no shifted line has in their places."""

    name: str
    columns: Sequence[str]
    shapes: Mapping[str, str]

    def holds(self, line: bytes) -> bool:
        """Whether a line is one of this kind."""
        if line.count(b"|") + 1 != len(self.columns):
            return False
        named = dict(zip(self.columns, line.decode("latin-1").split("|"), strict=True))
        return all(re.fullmatch(shape, named[column]) for column, shape in self.shapes.items())


KINDS = (
    Kind("itcont or itoth", layouts.ITEMIZED, {"CMTE_ID": COMMITTEE, "SUB_ID": _SUB_ID}),
    Kind("itpas2", layouts.CANDIDATE_ITEMIZED, {"CMTE_ID": COMMITTEE, "CAND_ID": CANDIDATE, "SUB_ID": _SUB_ID}),
    Kind("oppexp", layouts.OPERATING, {"CMTE_ID": COMMITTEE, "SUB_ID": _SUB_ID, "END": ""}),
    Kind("cm", layouts.COMMITTEES, {"CMTE_ID": COMMITTEE}),
    Kind("cn", layouts.CANDIDATES, {"CAND_ID": CANDIDATE}),
    Kind("ccl", layouts.LINKS, {"CAND_ID": CANDIDATE, "CMTE_ID": COMMITTEE}),
    Kind("weball or webl", layouts.CANDIDATE_TOTALS, {"CAND_ID": CANDIDATE, "CVG_END_DT": f"(?:{_DAY})?"}),
    Kind("webk", layouts.COMMITTEE_TOTALS, {"CMTE_ID": COMMITTEE, "CVG_END_DT": f"(?:{_DAY})?"}),
)  # fmt: skip
# indiv20.zip holds itcont.txt, and a folder of itcont_2020_… by date.
_NAMED = {
    "itcont": "itcont or itoth", "indiv": "itcont or itoth", "itoth": "itcont or itoth", "oth": "itcont or itoth",
    "itpas2": "itpas2", "pas2": "itpas2", "oppexp": "oppexp", "cm": "cm", "cn": "cn", "ccl": "ccl",
    "weball": "weball or webl", "webl": "weball or webl", "webk": "webk",
}  # fmt: skip
_FEW = 20
"""Fewer than one line in so many of a neighbouring kind are broken ones; files put together have more."""
_OFFICIAL = re.compile(rf"({'|'.join(_NAMED)})(?:[0-9]{{2}}|[0-9]{{4}})?(?:_[0-9_]+)?\.txt")


def kind_of(raw: RawFile, lines: Sequence[bytes]) -> Kind:
    """What a file is.

    A line counts for a kind whose ids and days stand in their places. With a separator too many or too few it counts
    for none, or for a neighbouring kind of which there are few lines. Where no line is whole, the number of fields of
    most lines tells; where two are equal, the name.

    Args:
        raw: the file.
        lines: those at its head.

    Raises:
        InputError: if lines of two kinds are mixed, the name says another kind than the lines, or they are of none.
    """
    found = {kind.name: [line for line in lines if kind.holds(line)] for kind in KINDS}
    named = named_kind(raw.name)
    whole = _unbroken(found, named)
    if len(whole) > 1:
        said = " and ".join(f"{len(found[kind.name]):,} lines of {kind.name}" for kind in whole)
        raise InputError(raw.name, f"two kinds of bulk file in one: {said} at its head; part them")
    kind = whole[0] if whole else _by_fields(raw, lines, named)
    if named and named is not kind:
        fields = len(kind.columns)
        reason = f"its name is that of {named.name}, its lines have the {fields} fields of {kind.name}: which is it?"
        raise InputError(raw.name, reason)
    return kind


def _unbroken(found: Mapping[str, Sequence[bytes]], named: Kind | None) -> list[Kind]:
    """The kinds that lines are of, but those whose few lines may be broken ones of the kind that most are of.

    A lost separator makes of a line of itpas2 one of itoth, a stray one of a line of oppexp one of webk. A name that
    says what most lines are lets fewer than half be such; else it is one in so many. So few may be cut off, too: a line
    of itcont with its first fields alone is as one of cm.
    """
    met = [kind for kind in KINDS if found[kind.name]]
    most = max(met, key=lambda kind: len(found[kind.name]), default=None)
    if most is None:
        return met
    of_most = len(found[most.name])

    def may_be_broken(kind: Kind) -> bool:
        more = len(kind.columns) - len(most.columns)
        if abs(more) == 1 and most is named:
            return len(found[kind.name]) < of_most
        return (more < 0 or more == 1) and len(found[kind.name]) < of_most / _FEW

    return [kind for kind in met if not may_be_broken(kind)]


def named_kind(name: str) -> Kind | None:
    """The kind that a file's name says, as the Commission names its files; nothing for any other name."""
    found = _OFFICIAL.fullmatch(PurePosixPath(name).name.lower())
    return next((kind for kind in KINDS if found and kind.name == _NAMED[found.group(1)]), None)


def _by_fields(raw: RawFile, lines: Sequence[bytes], named: Kind | None) -> Kind:
    counts = Counter(line.count(b"|") + 1 for line in lines)
    most = max(counts.values())
    usual = sorted(count for count, times in counts.items() if times == most)
    likely = [kind for kind in KINDS if len(kind.columns) in usual]
    if named in likely:
        return named
    if not likely or len(usual) > 1:
        many = " or ".join(map(str, usual[:4]))
        raise InputError(raw.name, f"most lines have {many} fields, as in none of the Commission's bulk files")
    first = next(line for line in lines if line.count(b"|") + 1 == usual[0])
    by_first = [kind for kind in likely if kind.columns[0].startswith("CMTE" if first.startswith(b"C") else "CAND")]
    return (by_first or likely)[0]
