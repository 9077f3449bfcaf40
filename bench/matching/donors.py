"""Records of donors as filers write them, with the person behind each: the planted truth."""

import numpy as np
import polars as pl
from nicknames import NickNamer
from numpy.random import Generator
from numpy.typing import NDArray

from bench.matching.people import GIVEN, RECORDS_EACH, Ints, People, firms, people, places, surnames
from bench.matching.words import AT_REST, NOBODY, OCCUPATIONS, OWN_WORK, SHORT_FORMS, TITLES

DAYS = 3_650
Texts = NDArray[np.object_]


def donors(records: int, seed: int = 1) -> pl.DataFrame:
    """Invented donors' records, in no order.

    Returns:
        ``record``, ``name``, ``city``, ``state``, ``zip5``, ``employer``, ``occupation``, ``day`` (from 0) and
        ``truth``, the number of the person.
    """
    random = np.random.default_rng(seed)
    there = people(int(records / RECORDS_EACH) + 1, random)
    each = random.geometric(1 / RECORDS_EACH, len(there.given))
    who = np.repeat(np.arange(len(each)), each)
    who = np.resize(who, records) if len(who) < records else who[:records]
    random.shuffle(who)
    day = random.integers(0, DAYS, records)
    place = np.where(day >= there.moved_on[who], there.new_place[who], there.place[who])
    cities, states, codes = (np.array(column, object) for column in places())
    zip5 = _slipped(codes[place], random, 0.006)
    employer, occupation = _work(there, who, day, random)
    return pl.DataFrame(
        {
            "record": np.arange(records),
            "name": _names(there, who, day, random),
            "city": _slipped(cities[place], random, 0.015),
            "state": states[place],
            "zip5": zip5,
            "employer": employer,
            "occupation": occupation,
            "day": day,
            "truth": who,
        },
        schema_overrides=dict.fromkeys(("name", "city", "state", "zip5", "employer", "occupation"), pl.String),
    )


def _names(there: People, who: Ints, day: Ints, random: Generator) -> list[str]:
    count = len(who)
    given = np.array([name.upper() for name in GIVEN], object)[there.given[who]]
    nicked = there.uses_nickname[who] & (random.random(count) < 0.5)
    given = _slipped(np.where(nicked, _nicknames()[there.given[who]], given), random, 0.02)
    wed = day >= there.married_on[who]
    family = np.array([name.upper() for name in surnames()], object)
    family = _slipped(family[np.where(wed, there.new_surname[who], there.surname[who])], random, 0.025)
    middle = np.array(["", *(name.upper() for name in GIVEN)], object)[there.middle[who] + 1]
    style = random.random(count)
    middle = np.where(style < 0.5, "", np.where(style < 0.95, np.array([m[:1] for m in middle], object), middle))
    suffix = _generations(there.generation[who], random)
    title = np.where(random.random(count) < 0.03, np.array(TITLES, object)[random.integers(0, len(TITLES), count)], "")
    turned, dotted, small = random.random(count) < 0.04, random.random(count) < 0.15, random.random(count) < 0.12
    initial_only = random.random(count) < 0.006
    rows = zip(given, family, middle, suffix, title, turned, dotted, small, initial_only, strict=True)
    return [_written(row) for row in rows]


def _written(row: tuple[str, str, str, str, str, bool, bool, bool, bool]) -> str:
    given, family, middle, suffix, title, turned, dotted, small, initial_only = row
    first = given[:1] if initial_only else given
    inner = f"{middle}." if dotted and len(middle) == 1 else middle
    names = [first, family, suffix] if turned and not inner else [first, inner, family, suffix]
    if not turned:
        names = [f"{family},", f"{title}{first}", inner, suffix]
    text = " ".join(name for name in names if name)
    return text.title() if small else text


def _generations(generation: Ints, random: Generator) -> Texts:
    written = np.array([["", "", ""], ["SR", "SR.", "I"], ["JR", "JR.", "II"]], object)
    style = np.minimum(random.geometric(0.6, len(generation)) - 1, 2)
    said = random.random(len(generation)) < np.where(generation == 1, 0.35, 0.75)
    return np.where(said, written[generation, style], "")


def _work(there: People, who: Ints, day: Ints, random: Generator) -> tuple[Texts, Texts]:
    count = len(who)
    firm = np.where(day >= there.changed_on[who], there.new_firm[who], there.firm[who])
    ways = np.array([_ways(name) for name in firms()], object)
    employer = _slipped(ways[firm, np.minimum(random.geometric(0.45, count) - 1, 9)], random, 0.015)
    trade = there.trade[who]
    titles = np.array([(ways * 4)[:4] if len(ways) > 1 else ways * 4 for ways in OCCUPATIONS], object)
    style = np.minimum(random.geometric(0.65, count) - 1, 3)
    occupation = np.array([[t.upper() for t in row] for row in titles], object)[np.maximum(trade, 0), style]
    rests, own = trade < -3, (trade < 0) & (trade >= -3)
    choice = np.minimum(random.geometric(0.7, count) - 1, 3)
    employer = np.where(rests, np.array(AT_REST, object)[choice], employer)
    occupation = np.where(rests, "RETIRED", occupation)
    employer = np.where(own, np.array(OWN_WORK, object)[choice], employer)
    nobody = np.array(NOBODY, object)[random.integers(0, len(NOBODY), count)]
    missing = random.random(count)
    employer = np.where(missing < 0.06, nobody, np.where(missing < 0.09, "", employer))
    return employer, np.where(missing < 0.05, nobody, np.where(missing < 0.08, "", occupation))


def _ways(name: str) -> list[str]:
    """Ten ways in which filers write an employer."""
    short = name
    for long, abbreviated in SHORT_FORMS:
        short = short.replace(long, abbreviated)
    words = name.replace("&", "and").split()
    initials = "".join(word[0] for word in words if word != "and")
    bare = " ".join(name.split()[:-1])
    ways = [name, f"{name} Inc", short, f"{name}, LLC", f"The {name}", name.replace("&", "and"), f"{name} Co."]
    return [way.upper() for way in (*ways, bare, initials, f"{short} Inc.")]


def _nicknames() -> Texts:
    known = NickNamer()
    return np.array(
        [
            min(known.nicknames_of(name) or {name}, key=lambda n: (n[:1] != name[:1], len(n), n)).upper()
            for name in GIVEN
        ],
        object,
    )


def _slipped(texts: Texts, random: Generator, share: float) -> Texts:
    """The same texts, a share of them with one slip of the keys: a letter doubled, lost, wrong or two swapped."""
    out = texts.copy()
    for index in np.flatnonzero(random.random(len(texts)) < share):
        text = str(out[index])
        if len(text) > 2:
            at, kind = int(random.integers(1, len(text) - 1)), int(random.integers(4))
            letter = str(random.integers(10)) if text.isdigit() else chr(65 + int(random.integers(26)))
            middle = (text[at] * 2, "", letter, text[at + 1] + text[at])[kind]
            out[index] = text[:at] + middle + text[at + 1 + (kind == 3) :]
            if text.isdigit():
                out[index] = (out[index] + "0")[:5]
    return out
