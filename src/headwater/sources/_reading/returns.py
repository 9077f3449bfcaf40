"""Returns by precinct and county: what their rows, offices, parties and file names say, in the words of the field."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from headwater.base.dates import parse_date

_OFFICES = (
    (re.compile(r"district attorney general"), "district attorney general"),
    (re.compile(r"attorney general|general prosecutor"), ""),
    (re.compile(r"charter amendment|relating to|appointment|\b(town|city) (solicitor|attorney|prosecutor)"), ""),
    (re.compile(r"criminal dist(rict)? (attorney|atty)"), "criminal district attorney"),
    (
        re.compile(r"(county (and|&) (criminal )?district|district (and|&) county) attorney"),
        "county and district attorney",
    ),
    (re.compile(r"\bdist(rict)? (attorney|atty)|^da$"), "district attorney"),
    (re.compile(r"commonwealth'?s attorney"), "commonwealth's attorney"),
    (re.compile(r"state'?s attorney"), "state's attorney"),
    (re.compile(r"^state attorney"), "state attorney"),
    (re.compile(r"circuit attorney"), "circuit attorney"),
    (re.compile(r"prosecuting attorney|prosecutor"), "prosecuting attorney"),
    (re.compile(r"^(circuit )?solicitor"), "solicitor"),
    (re.compile(r"county attorney"), "county attorney"),
    (re.compile(r"^(u ?s )?president(?! (of|pro|board|council|county|city|judge|commissioner))"), "president"),
)
"""Patterns of offices as filed, the first that fits; an empty name is an office that is none of ours."""

_OF_WRITE_INS = (
    "(?:total|invalid|rejected|miscellaneous|misc|other|"
    "(?:un)?(?:qualified|certified|assigned|resolved|registered|official))"
)
_KINDS = (
    (re.compile(r"((total|number of|times) )?over ?vot(es?|ed)"), "over_votes"),
    (
        re.compile(r"((total|number of|times) )?under ?vot(es?|ed)|(over|under) ?(votes? )?(over|under)( ?votes?)?"),
        "under_votes",
    ),
    (re.compile(rf"({_OF_WRITE_INS} )*write ?ins?( (totals?|votes?|candidates?|misc|{_OF_WRITE_INS}))*"), "write_in"),
    (re.compile(r"scatter(s|ed|ings?)?"), "write_in"),
    (
        re.compile(r"(blanks?|voids?|void blank|blank void|spoiled|invalid|rejected|exhausted)( votes?| ballots?)?"),
        "blank",
    ),
    (re.compile(r"no vote|residual votes?|ballots cast blank|times blank voted"), "blank"),
    (re.compile(r"(total|totals|cast)( votes?)?( cast)?|contest totals?"), "total"),
    (re.compile(r"(total )?ballots( cast)?( total)?|registered voters( total)?|times cast|voter turnout"), "ballots"),
    (re.compile(r"(number of )?precincts( reporting| counted| total)?"), "ballots"),
)
_PARTIES = {
    "d": "DEM", "dem": "DEM", "democrat": "DEM", "democratic": "DEM", "democratic party": "DEM", "dfl": "DEM",
    "r": "REP", "rep": "REP", "republican": "REP", "republican party": "REP", "gop": "REP",
}  # fmt: skip
NOMINATIONS = {"DEM": "Democratic", "REP": "Republican"}
_ORDINAL = re.compile(
    r"\b(\d{1,3}) ?(?:st|nd|rd|th)?\b[ -]*(?:(?:judicial|judical|prosecutorial)[ -]*(?:dist\w*|circuit)?|circuit\b)"
    r"(?:[ -]*(\w+) division)?"
)
_PLAIN_ORDINAL = re.compile(r"\b(?:d|district )?(\d{1,3}) ?(?:st|nd|rd|th)?(?: district)?$")
_UNITS_TOTAL = re.compile(
    r"((grand|county|countywide|cumulative|jurisdiction|precinct|election|district) )?(totals?|cumulative)( votes)?"
    r"|all precincts( total)?"
)
_DOCUMENT = re.compile(r"(\d{8})__([a-z]{2})__(.+)\.csv")
_STAGES = ("runoff", "special", "primary", "general", "recall")
_SPACES = re.compile(r"[\s.,:;_/]+")


@dataclass(frozen=True, slots=True)
class Document:
    """What the name of a file of returns says: ``20201103__tx__general__harris__precinct.csv``."""

    election_date: date
    state: str
    stage: str
    nomination: str
    level: str
    county: str


def document_of(name: str) -> Document | None:
    """What a file's name says by the convention of OpenElections; nothing if it does not follow it.

    Raises:
        ValueError: if the name's day does not exist, or no stage is in it.
    """
    found = _DOCUMENT.fullmatch(name.rsplit("/", 1)[-1].lower())
    if not found:
        return None
    day, state, rest = found.groups()
    parts = rest.split("__")
    stage = next((stage for stage in _STAGES if stage in parts), "")
    if not stage:
        raise ValueError(f"the name {name!r} says no stage of an election ({', '.join(_STAGES)})")
    party = next((party for party in ("democratic", "republican") if party in parts), "")
    is_nomination = "primary" in parts
    level = next((level for level in ("precinct", "county") if level in parts), "")
    left = [part for part in parts if part not in {*_STAGES, "democratic", "republican", "precinct", "county"}]
    iso = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    nomination = party_of(party) if is_nomination else ""
    return Document(
        parse_date(iso), state, stage, nomination or ("?" if is_nomination else ""), level, left[0] if left else ""
    )


def general_day(year: int) -> date:
    """The Tuesday after the first Monday of November (2 U.S.C. 7; California Elections Code 1000 for odd years)."""
    first = date(year, 11, 1)
    return first + timedelta((7 - first.weekday()) % 7 + 1)


@lru_cache(1 << 12)
def office_of(filed: str) -> str:
    """The office that a row names, in the field's words; empty where it is none that is traced here."""
    words = " ".join(_SPACES.sub(" ", filed.lower().replace("’", "'")).split())
    return next((office for pattern, office in _OFFICES if pattern.search(words)), "")


@lru_cache(1 << 12)
def district_of(*filed: str) -> str:
    """The district that a row's district, or else its office, names, as a piece of a division id; empty if none.

    ``83rd Judicial District`` is ``83``, ``007`` is ``7``, ``SUFFOLK DISTRICT`` is ``suffolk``, and ``10TH JUDICIAL
    CIRCUIT - BESSEMER DIVISION`` is ``10_bessemer``.
    """
    for at, text in enumerate(filed):
        words = " ".join(_SPACES.sub(" ", text.lower()).split())
        numbered = _ORDINAL.search(words) or (None if at else _PLAIN_ORDINAL.search(words))
        if numbered:
            number = str(int(numbered.group(1)))
            part = numbered.group(2) if numbered.re is _ORDINAL else None
            return "" if number == "0" else f"{number}_{part}" if part else number
        short = re.search(r"\bd(\d{1,3})$", words)
        if short:
            return str(int(short.group(1)))
        if not at and words.endswith((" district", " circuit")):
            return words.rpartition(" ")[0].removesuffix(" judicial").replace("&", "and").replace(" ", "_")
    return ""


@lru_cache(1 << 12)
def party_of(filed: str) -> str:
    """A party as DEM or REP, however a publisher spells it; as filed, in capitals, where it is neither."""
    words = " ".join(_SPACES.sub(" ", filed.lower()).split())
    return _PARTIES.get(words, words.upper())


def party_in_office(filed: str) -> str:
    """The party that some publishers write at the end or the beginning of a primary's office; empty if none."""
    words = filed.lower().split()
    ends = (words[-1], words[0]) if words else ()
    return next((_PARTIES[word] for word in ends if word in _PARTIES and (len(word) > 1 or word == words[-1])), "")


@lru_cache(1 << 14)
def row_kind_of(candidate: str, unit: str = "") -> str:
    """What a row counts: a candidate, or one of the sums that stand among them."""
    if _UNITS_TOTAL.fullmatch(_bare(unit)):
        return "total_unit"
    words = _bare(candidate)
    return next((kind for pattern, kind in _KINDS if pattern.fullmatch(words)), "candidate")


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text.lower()).split())
