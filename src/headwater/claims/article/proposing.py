"""Proposes claims from an article: each sentence that states something countable, with what a claim's file needs."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from headwater.claims.article.dated import dates_in, written_between
from headwater.claims.article.quantities import Quantity, quantities_in
from headwater.claims.article.sentences import Sentence, sentences_in

_COMPARISON = re.compile(
    r"\b(?:more|less|fewer|higher|lower|larger|smaller|faster|slower|better|worse|greater)\b.{0,60}\bthan\b|"
    r"\bthe (?:most|least|largest|biggest|highest|lowest|first|only|top)\b|\b\w{3,}est\b (?=\w)|"
    r"\b(?:every|all|none|no|many|most|several|majority|mostly|sizable|half)\b|"
    r"\b(?:rose|risen|rising|fell|fallen|increas\w+|decreas\w+|surg\w+|spik\w+|skyrocket\w+|doubled|tripled|declin\w+)\b",
    re.IGNORECASE,
)
_DEED = re.compile(
    r"\b(?:back(?:s|ed)?|fund(?:s|ed|ing)?|donat\w+|gave|given|giving|contribut\w+|spen[dt]\w*|pledg\w+|paid|financ\w+|"
    r"elect(?:s|ed)|defeat\w*|beat(?:s|ing)?|won|win(?:s|ning)|lost|loses|losing|recall\w*|oust\w*|suspend\w*|impeach\w*|"
    r"resign\w*|appoint\w*|indict\w*|convict\w*|charg(?:ed|es)|arrest\w*|founded|launch\w*|announc\w+|pass(?:ed|es)|"
    r"vot(?:ed|es)|replac\w+|endors\w+|linked|prosecut(?:e|ed|es)|promis\w+|claim(?:s|ed)|according to|"
    r"said|says|tells|told|wrote|"
    r"support(?:s|ed|ing)?|oppos\w+|advocat\w+|adopt\w*|follow(?:s|ed)|blam\w+|accus\w+|seek(?:s|ing)?)\b",
    re.IGNORECASE,
)
_SPEAKERS = (
    re.compile(r"according to (?:a |an |the |its |his |her )?(?P<who>[^,.;”\"]{3,60})", re.IGNORECASE),
    re.compile(r"(?P<who>(?:[A-Z][\w.'’-]+ ?){1,4}),? (?:said|says|claimed|claims|told|tells|wrote|writes|argued)\b"),
)
_MARGIN = re.compile(
    r"\b(?:beat\w*|defeat\w*|lost|loss|won|ahead|behind|margin|lead|led|swept|carried|tossed|trail\w*|thumped|ran)\b",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\b(?:(?:district|county|state[’']?s?|commonwealth[’']s|prosecuting|circuit) attorneys?|"
    r"prosecutors?|solicitors?)\b|"
    r"\bD\.?A\.?(?![a-z])",
    re.IGNORECASE,
)
_NAME_WORDS = 2


@dataclass(frozen=True, slots=True)
class Proposal:
    """One statement that an article may make: where, by whom, of what kind, and its quantity where it has one.

    ``wrong_places`` are cities that the sentence names beside a prosecutor's office and that have none of their own,
    each with the places that do.
    """

    id: str
    line: int
    start: int
    end: int
    kind: str
    speaker: str
    quantity: Quantity | None
    times: tuple[str, ...]
    names: tuple[str, ...]
    wrong_places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """An article as it was read: its hash, its length, the days it was written between, and its proposals."""

    article: str
    characters: int
    lines: int
    written_from: date | None
    written_thru: date | None
    proposals: tuple[Proposal, ...]


def read_article(
    text: str, known: Iterable[str] = (), no_jurisdictions: Mapping[str, tuple[str, ...]] | None = None
) -> Read:
    """Proposes claims from an article's text.

    Args:
        text: the article; characters are counted in it as it stands.
        known: names that the ledger knows; a sentence with one of them is looked at as well.
        no_jurisdictions: names of places without a prosecutor of their own, and the places that have theirs.
    """
    names = {_folded(name): name for name in known if len(name.split()) >= _NAME_WORDS}
    found: list[Proposal] = []
    for sentence in sentences_in(text):
        wrong = _wrong_places(sentence.text, no_jurisdictions or {})
        found += [replace(one, wrong_places=wrong) for one in _of_sentence(sentence, names)]
    numbered = tuple(replace(one, id=f"R{number:03}") for number, one in enumerate(found, 1))
    sha = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return Read(sha, len(text), len(text.splitlines()), *written_between(text), numbered)


def _of_sentence(sentence: Sentence, names: dict[str, str]) -> list[Proposal]:
    """One proposal for each quantity; one for the sentence where it has none but states something all the same."""
    text = sentence.text
    times = tuple(text[one.start : one.end] for one in dates_in(text))
    here = f" {_folded(text)} "
    known = tuple(sorted(name for folded, name in names.items() if f" {folded} " in here))
    base = Proposal("", sentence.line, sentence.start, sentence.end, "relation", _speaker(text), None, times, known)
    quantities = quantities_in(text)
    if quantities:
        return [replace(base, kind=_kind(text, one), quantity=_placed(one, sentence.start)) for one in quantities]
    if _COMPARISON.search(text):
        return [replace(base, kind="comparison")]
    if times:
        return [replace(base, kind="date")]
    return [base] if known or _DEED.search(text) else []


def _wrong_places(text: str, none: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What the sentence calls a prosecutor's place and is none; the county of the same name is another place."""
    if not _OFFICE.search(text):
        return ()
    here = f" {_folded(text)} "
    named = [said for said in none if re.search(rf" {re.escape(said)} (?!(?:county|parish) )", here)]
    longest = [said for said in named if not any(said != other and said in other for other in named)]
    return tuple(f"{said}: {', '.join(none[said])}" for said in longest)


def _placed(quantity: Quantity, start: int) -> Quantity:
    return replace(quantity, start=quantity.start + start, end=quantity.end + start)


def _kind(text: str, quantity: Quantity) -> str:
    if quantity.unit in ("dollars", "$", "£", "€"):
        return "sum"
    if quantity.unit == "percentage points":
        return "margin"
    if quantity.unit.startswith("percent"):
        is_margin = _MARGIN.search(text[max(0, quantity.start - 120) : quantity.start]) and re.search(
            r"\b(?:by|ran)\b|thumped|\d%? behind", text[max(0, quantity.start - 20) : quantity.end + 8]
        )
        return "margin" if is_margin else "share"
    return "date" if quantity.unit in ("years", "decades", "months", "weeks", "days") else "count"


def _speaker(text: str) -> str:
    for form in _SPEAKERS:
        if match := form.search(text):
            return " ".join(match["who"].split())
    return ""


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[a-z0-9]+", "".join(one for one in plain if not unicodedata.combining(one))))
