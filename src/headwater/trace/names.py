"""Names as people type them: cleaned, compared, and looked up with the nearest ones when nothing fits."""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable

from rapidfuzz import process

from headwater.base.errors import AmbiguousNameError, UnknownNameError

NEAREST = 3
# What cut and paste from pages leaves in a cell: soft hyphens, zero-width spaces, marks of direction. Joiners and
# overrides of direction are kept, since they change what is seen.
_UNSEEN = dict.fromkeys([0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF])


def clean_name(text: str) -> str:
    """A name in Unicode NFC, without unseen characters or space around it and with single spaces inside."""
    seen = text if text.isascii() else unicodedata.normalize("NFC", text.translate(_UNSEEN))
    return " ".join(seen.split())


def find_names(names: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    """The known names that the given ones point at, in order, each once.

    A name is taken as it is written; if nobody is called that, upper and lower case are not told apart.

    Raises:
        UnknownNameError: if nothing fits; the three nearest names are suggested.
        AmbiguousNameError: if several known names differ from it in case only.
    """
    exact = set(known)
    folded: dict[str, list[str]] = defaultdict(list)
    found: dict[str, None] = {}
    for name in map(clean_name, names):
        if name in exact:
            found[name] = None
            continue
        if not folded:
            for one in known:
                folded[one.casefold()].append(one)
        alike = folded.get(name.casefold(), [])
        if len(alike) > 1:
            raise AmbiguousNameError(name, sorted(alike))
        if not alike:
            raise UnknownNameError(name, _nearest(name, folded))
        found[alike[0]] = None
    return tuple(found)


def _nearest(name: str, folded: dict[str, list[str]]) -> list[str]:
    close = process.extract(name.casefold(), folded.keys(), limit=NEAREST)
    return [folded[match][0] for match, _, _ in close]
