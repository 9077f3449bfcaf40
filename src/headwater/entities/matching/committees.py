"""Committees that may be one: never by name. A number of one agency beside one of another is a question for people.

What speaks for one committee under two numbers is shown: the names, the place, and payments that both sides report with
the same counterparty on the same day and of the same amount.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from headwater.entities.matching.evidence import stated
from headwater.entities.matching.tables import MatchPair

ALIKE = 88.0
"""How alike two names' words are (rapidfuzz, 0 to 100) for a pair to be shown at all."""
LARGEST_BLOCK = 200
_LENGTH_OF_A_NUMBER = 6
_FILLING = frozenset(
    {
        "the",
        "of",
        "for",
        "to",
        "and",
        "a",
        "an",
        "in",
        "on",
        "political",
        "action",
        "committee",
        "pac",
        "fund",
        "inc",
        "id",
    }
    | {"fppc", "fec", "state", "federal", "no", "number"}
)
"""Words that tell no two committees apart."""


@dataclass(frozen=True, slots=True)
class Committee:
    """A committee's key, name as filed, the same in plain words, its identifier (scheme:number) if any, its place."""

    key: str
    name: str
    plain: str
    identifier: str
    place: str

    @property
    def scheme(self) -> str:
        """Who gave its number."""
        return self.identifier.partition(":")[0]


Pair = tuple[str, str]
"""Two committees by their keys, the smaller one first."""


def alike_committees(
    committees: Iterable[Committee], seen_twice: Callable[[Sequence[Pair]], Mapping[Pair, int]]
) -> list[MatchPair]:
    """Pairs of committees that a person should judge, and pairs of much the same name that their numbers keep apart.

    Args:
        committees: each key once.
        seen_twice: of pairs, how many payments both sides report; a pair without one may be missing.
    """
    found: dict[Pair, tuple[Committee, Committee]] = {}
    for one, other in _near(sorted(committees, key=lambda committee: committee.key)):
        if (one.key, other.key) not in found and _is_alike(one, other):
            found[one.key, other.key] = one, other
    counted = seen_twice(sorted(found))
    return [_said(*found[pair], counted.get(pair, 0)) for pair in sorted(found)]


def _near(committees: Sequence[Committee]) -> Iterable[tuple[Committee, Committee]]:
    blocks: dict[str, list[Committee]] = defaultdict(list)
    for committee in committees:
        words = sorted({word for word in committee.plain.split() if word not in _FILLING})
        # Two rare words in common are enough to be compared; the first letters forgive endings.
        for pair in combinations([word[:6] for word in words][:12], 2) if len(words) > 1 else [(w,) for w in words]:
            blocks[" ".join(pair)].append(committee)
    for name in sorted(blocks):
        if 1 < len(blocks[name]) <= LARGEST_BLOCK:
            yield from combinations(blocks[name], 2)


def _is_alike(one: Committee, other: Committee) -> bool:
    same_numbers = _numbers(one.plain) == _numbers(other.plain)
    return same_numbers and fuzz.token_sort_ratio(_bare(one.plain), _bare(other.plain)) >= ALIKE


def _said(one: Committee, other: Committee, seen_twice: int) -> MatchPair:
    items = [
        ("name", one.name, other.name, 0.0),
        ("identifier", one.identifier or None, other.identifier or None, 0.0),
        ("city and state", one.place or None, other.place or None, 0.0),
        ("payments that both report", str(seen_twice), str(seen_twice), 0.0),
    ]
    if one.identifier and other.identifier and one.scheme == other.scheme:
        said = ("apart", 0.01, f"two different numbers of one agency ({one.scheme})")
    elif one.identifier and other.identifier:
        what = "and payments reported from both sides" if seen_twice else "names alone never join them"
        said = ("review", 0.7 if seen_twice else 0.5, f"numbers of two agencies and names alike; {what}")
    else:
        said = ("review", 0.5, "names alike; one has no number, and names alone never join committees")
    return stated("committee", (one.key, other.key), said, items)


def _numbers(plain: str) -> set[str]:
    """The numbers in a name, which tell locals and years apart; a committee's own number in its name is left out."""
    return {word for word in plain.split() if word.isdigit() and len(word) < _LENGTH_OF_A_NUMBER}


def _bare(plain: str) -> str:
    kept = [word for word in plain.split() if word not in _FILLING]
    return " ".join(kept or plain.split())
