"""Invented people in their households: names, homes, moves, marriages, work; the truth behind all records."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from bench.matching.words import CODAS, ENDINGS, MEN, ONSETS, STATES, TRADES, VOWELS, WOMEN

Ints = NDArray[np.int64]
DAYS = 3_650
SURNAMES, PLACES, CITIES, FIRMS = 60_000, 9_000, 2_500, 60_000
RECORDS_EACH, PEOPLE_EACH = 3.0, 1.75
GIVEN = (*WOMEN, *MEN)

ALONE, COUPLE, SAME_NAME, GROWN_CHILD = range(4)
HOUSEHOLDS = (0.46, 0.40, 0.02, 0.12)


@dataclass(frozen=True, slots=True)
class People:
    """Columns of equal length; a day is one of ``DAYS``, and ``DAYS`` itself where nothing changes."""

    household: Ints
    given: Ints
    middle: Ints
    surname: Ints
    new_surname: Ints
    married_on: Ints
    generation: Ints
    place: Ints
    new_place: Ints
    moved_on: Ints
    firm: Ints
    new_firm: Ints
    changed_on: Ints
    trade: Ints
    uses_nickname: NDArray[np.bool_]


def people(count: int, random: Generator) -> People:
    """About as many people as asked for, whole households at a time."""
    kind = random.choice(4, int(count / PEOPLE_EACH) + 1, p=HOUSEHOLDS)
    size = np.where(kind == ALONE, 1, np.where(kind == GROWN_CHILD, 3, 2))
    household = np.repeat(np.arange(len(kind)), size)
    number = np.arange(len(household)) - np.repeat(np.cumsum(size) - size, size)
    kinds, total = kind[household], len(household)
    first_is_man = random.random(len(kind)) < 0.5
    man = (
        first_is_man[household]
        ^ ((number == 1) & (kinds != SAME_NAME))
        ^ ((number == 2) & (random.random(total) < 0.5))
    )
    given = _ranked(random, len(MEN), total, 0.75) + np.where(man, len(WOMEN), 0)
    surname = _ranked(random, SURNAMES, len(kind), 0.72)[household]
    own = (number == 1) & (kinds != SAME_NAME) & (random.random(total) < 0.2)
    surname = np.where(own, _ranked(random, SURNAMES, total, 0.72), surname)
    middle = random.integers(0, len(GIVEN), total)
    generation = np.zeros(total, np.int64)
    father = np.flatnonzero((kinds == SAME_NAME) & (number == 0))
    given[father + 1] = given[father]
    middle[father + 1] = np.where(random.random(len(father)) < 0.6, middle[father], middle[father + 1])
    generation[father], generation[father + 1] = 1, 2
    place = _ranked(random, PLACES, len(kind), 0.45)[household]
    near = place // 4 * 4 + random.integers(0, 4, total)
    new_place = np.where(random.random(total) < 0.5, near, _ranked(random, PLACES, total, 0.45))
    weds = ~man & (random.random(total) < 0.05)
    return People(
        household=household,
        given=given,
        middle=np.where(random.random(total) < 0.85, middle, -1),
        surname=surname,
        new_surname=np.where(weds, _ranked(random, SURNAMES, total, 0.72), surname),
        married_on=_someday(random, weds),
        generation=generation,
        place=place,
        new_place=new_place,
        moved_on=_someday(random, random.random(total) < 0.14),
        firm=_ranked(random, FIRMS, total, 0.5),
        new_firm=_ranked(random, FIRMS, total, 0.5),
        changed_on=_someday(random, random.random(total) < 0.18),
        trade=random.integers(-8, 28, total),
        uses_nickname=random.random(total) < 0.3,
    )


@cache
def surnames() -> tuple[str, ...]:
    """Surnames put together from syllables, no two alike, the same on every run."""
    random = np.random.default_rng(11)
    found: dict[str, None] = {}
    while len(found) < SURNAMES:
        onset, vowel, coda, ending = (words[random.integers(len(words))] for words in (ONSETS, VOWELS, CODAS, ENDINGS))
        found.setdefault(onset + vowel + coda + (ending if random.random() < 0.8 else vowel[0]))
        if random.random() < 0.7:
            found.setdefault(onset + vowel + coda + ONSETS[random.integers(len(ONSETS))][0] + vowel[0] + ending)
    return tuple(found)[:SURNAMES]


@cache
def firms() -> tuple[str, ...]:
    """Employers' full names."""
    random = np.random.default_rng(12)
    words = surnames()
    named = []
    for _ in range(FIRMS):
        first, second = (words[random.integers(SURNAMES)].title() for _ in range(2))
        owner = (
            first if random.random() < 0.6 else f"{first} & {second}" if random.random() < 0.5 else f"{first} {second}"
        )
        named.append(f"{owner} {TRADES[random.integers(len(TRADES))]}")
    return tuple(named)


@cache
def places() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """City, state and ZIP code of each place; four codes in a row lie in one city."""
    random = np.random.default_rng(13)
    words = surnames()
    city_of = np.arange(PLACES) // 4
    cities = [
        words[random.integers(SURNAMES)] + ("", " city", " springs", "ville")[random.integers(4)] for _ in range(CITIES)
    ]
    states = [STATES[int(city) * len(STATES) // CITIES] for city in range(CITIES)]
    codes = 10_000 + np.arange(PLACES) * 9 + city_of % 5
    return (
        tuple(cities[city].upper() for city in city_of),
        tuple(states[city] for city in city_of),
        tuple(str(code) for code in codes),
    )


def _ranked(random: Generator, words: int, count: int, steep: float) -> Ints:
    """Ranks drawn with a weight that falls with a power of the rank."""
    weight = 1 / (np.arange(words) + 8.0) ** steep
    edges = np.cumsum(weight / weight.sum())
    return np.minimum(np.searchsorted(edges, random.random(count)), words - 1).astype(np.int64)


def _someday(random: Generator, chosen: NDArray[np.bool_]) -> Ints:
    return np.where(chosen, random.integers(0, DAYS, len(chosen)), DAYS)
