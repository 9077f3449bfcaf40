"""Spellings of one candidate: only ever within one place, by written rules; never across places, never to a donor."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

from rapidfuzz.distance import DamerauLevenshtein

from headwater.base.ids import normal_name
from headwater.entities.matching.evidence import stated
from headwater.entities.matching.names import GENERATIONS
from headwater.entities.matching.preparing import forms_of
from headwater.entities.matching.tables import MatchPair

MOST_IN_ONE_PLACE = 400
"""Names of one place that are compared; a place with more is compared only within the same family name."""


LONG_ENOUGH, CUT_SHORT = 5, 3
"""Letters from which on one slip leaves a name the same name, and from which on a name can be cut short."""


@dataclass(slots=True)
class Candidate:
    """One name on ballots of one place: its key, and its votes by contest where they are counted."""

    key: str
    name: str
    division: str
    votes: dict[str, int] = field(default_factory=dict)


def same_candidates(candidates: Iterable[Candidate]) -> list[MatchPair]:
    """Pairs of one place that are one candidate, or may be."""
    places: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in sorted(candidates, key=lambda one: one.key):
        place = candidate.division.lower()
        many = len(places[place]) >= MOST_IN_ONE_PLACE
        places[place + "\x1f" + _parts(candidate.name)[1] if many else place].append(candidate)
    found = [_pair(one, other) for group in places.values() for one, other in combinations(group, 2)]
    return sorted((pair for pair in found if pair), key=lambda pair: (pair.left_key, pair.right_key))


def repaired(name: str) -> str:
    """A name whose UTF-8 bytes were once read as Windows-1252, set right; any other as it is."""
    for encoding in ("cp1252", "latin-1"):
        try:
            return name.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return name


def _parts(name: str) -> tuple[str, str, tuple[str, ...], str]:
    """Given name, family name, what stands between them, and the generation."""
    before, comma, after = repaired(name).partition(",")
    turned = f"{after} {before}" if comma and normal_name(after) not in GENERATIONS else f"{before} {after}"
    words = [word for word in normal_name(turned).split() if word]
    generation = next((GENERATIONS[word] for word in words if word in GENERATIONS), "")
    words = [word for word in words if word not in GENERATIONS] or words
    return (words[0], words[-1], tuple(words[1:-1]), generation) if words else ("", "", (), "")


def _pair(one: Candidate, other: Candidate) -> MatchPair | None:
    said = _said(one, other)
    if said is None:
        return None
    both = sorted(set(one.votes) & set(other.votes))
    items = [("name", one.name, other.name, 0.0), ("place", one.division, other.division, 0.0)]
    items += [(f"votes, {contest}", str(one.votes[contest]), str(other.votes[contest]), 0.0) for contest in both]
    return stated("candidate", (one.key, other.key), said, items)


def _said(one: Candidate, other: Candidate) -> tuple[str, float, str] | None:
    """The decision on two names of one place, its probability and its reason; None where nothing is alike."""
    given, family, middle, generation = _parts(one.name)
    given_2, family_2, middle_2, generation_2 = _parts(other.name)
    slips = DamerauLevenshtein.distance(family, family_2, score_cutoff=2)
    if not family or not family_2 or slips > 2:
        return None
    contests = set(one.votes) & set(other.votes)
    same_votes = any(one.votes[contest] == other.votes[contest] > 0 for contest in contests)
    is_initial = (len(given) == 1 or len(given_2) == 1) and given[:1] == given_2[:1]
    is_form = _is_form(given, given_2)
    is_like = (is_form or is_initial) and not _differ(middle, middle_2)
    is_long = min(len(family), len(family_2)) >= LONG_ENOUGH
    rules = (
        (generation != generation_2 and bool(generation and generation_2), ("apart", 0.01, "different generation")),
        (
            (given, family, middle) == (given_2, family_2, middle_2),
            ("merge", 0.99, "one spelling, written differently"),
        ),
        (same_votes and slips <= 1 and given[:1] == given_2[:1], ("merge", 0.99, "the same votes, and names alike")),
        (bool(contests) and not same_votes, ("review", 0.5, "names alike, with different votes in one contest")),
        (slips == 0 and is_form and is_like, ("merge", 0.97, "the same family name, and forms of one given name")),
        (slips == 1 and given == given_2 and is_like and is_long, ("merge", 0.95, "one slip in the family name")),
        (True, ("review", 0.5, "names alike")),
    )
    said = next(said for holds, said in rules if holds)
    return said if is_like or said[0] == "merge" else None


def _is_form(given: str, given_2: str) -> bool:
    """Whether two given names are forms of one: equal, a known short form, cut short, or one slip apart."""
    short, long = sorted((given, given_2), key=len)
    is_slip = len(short) >= LONG_ENOUGH and DamerauLevenshtein.distance(given, given_2, score_cutoff=1) <= 1
    is_cut = len(short) >= CUT_SHORT and long.startswith(short)
    return is_cut or is_slip or bool(set(forms_of(given)) & set(forms_of(given_2)))


def _differ(middle: tuple[str, ...], middle_2: tuple[str, ...]) -> bool:
    """Whether both names have a middle part and it begins differently."""
    return bool(middle) and bool(middle_2) and middle[0][0] != middle_2[0][0]
