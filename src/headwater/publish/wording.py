"""Words and figures as the pages write them: amounts, counts, shares, days and kinds."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from headwater.base.counting_words import turned
from headwater.base.money import format_cents

MINUS = "−"
ABSENT = "not in these records"

KINDS = {
    "monetary": "money",
    "in_kind": "in kind",
    "independent_expenditure": "independent expenditure",
    "contribution_made": "gift, as the giver states it",
    "coordinated_expenditure": "coordinated expenditure",
    "communication_cost": "communication cost",
    "electioneering": "electioneering communication",
    "spending": "spending",
    "loan": "loan",
    "unclassified": "kind not stated",
    "return": "returned",
}
ENTITY_KINDS = {
    "person": "person",
    "candidate": "candidate",
    "committee": "committee",
    "organisation": "organisation",
    "measure": "ballot measure",
    "unnamed": "not itemized in the filing",
    "unknown": "kind not stated",
}
WHY_ONE = {
    "identifier": "same identifier, given by a public body",
    "name": "same name after case and punctuation are set aside",
    "judgement": "a judgement on file in the case",
    "alone": "no other name joined to it",
}
DENOMINATORS = {
    "listed_candidates": "of the votes for the names listed",
    "all_votes_cast": "of all votes cast",
    "ballots": "of all ballots",
    "two_party": "of the votes for the two parties’ names",
}
COUNT_STATUS = {
    "night": "election-night count",
    "partial": "partial count: not a result",
    "certified": "certified count",
    "unknown": "count status not stated",
}
TARGETS = {
    "gifts": "gifts to the candidate’s committees",
    "expenditures_for": "independent expenditures for the candidate",
    "expenditures_against": "independent expenditures against the candidate",
}
RULES = {
    "pro_rata": "pro rata",
    "fifo": "first in, first out",
    "lifo": "last in, first out",
    "time_blind": "time blind",
    "poison": "poison",
}
TERM_STARTS = {"unknown": "how it began is not in these records"}
TERM_ENDS = {
    "term_end": "the term ran out",
    "did_not_run": "did not run again",
    "defeat": "not elected again",
    "recall": "recalled by the voters",
    "suspension": "suspended, which is no removal",
    "resignation": "resigned",
    "other_office": "left for another office",
    "removal": "removed",
    "retirement": "retired",
    "death": "died",
    "unknown": "how it ended is not in these records",
}
DIFFERENCES = {
    "equal": "equal",
    "below": "ledger below the stated total",
    "above_explained": "more is itemized than stated, explained",
    "unexplained": "unexplained",
}


def say(value: float | None, unit: str) -> str:
    """A figure as the pages write it.

    Args:
        value: the figure, whole for cents and counts; None is said in words.
        unit: cents, count, signed, share, points or plain.

    Raises:
        KeyError: if the unit is none of these.
    """
    return ABSENT if value is None else _WRITTEN[unit](value).replace("-", MINUS)


def say_in(value: float | None, unit: str) -> str:
    """A claim's figure in the claim's own unit: ``48 %`` is ``48%``, dollars get their sign."""
    if value is not None and unit == "dollars":
        return format_cents(int(Decimal(repr(value)).quantize(Decimal("0.01")) * 100)).removesuffix(".00")
    text = say(value, "plain")
    if value is None:
        return text
    return f"{text}%" if unit == "percent" else turned(text, value, unit)


def long_day(text: str) -> str:
    """A day in words, such as ``June 5, 2018``, from its ISO form; empty stays empty."""
    if not text:
        return ""
    day = date.fromisoformat(text)
    return f"{day:%B} {day.day}, {day.year}"


def day_range(first: str, last: str) -> str:
    """One ISO day, or two where the day is only known to lie between them."""
    return first if first == last else f"{first} to {last}"


def counted(count: float, one: str, many: str) -> str:
    """A count with its noun, such as ``1 payment``."""
    return f"{say(count, 'count')} {one if count == 1 else many}"


def source_line(case: Mapping[str, Any]) -> str:
    """Where a picture comes from, in one line."""
    return f"Headwater: {case['title']}, edition {case['edition']}"


def target_words(target_class: str, *, is_option: bool) -> str:
    """A target in words; a recall's option is no candidate and has no committees of its own, only some named for it."""
    said = TARGETS.get(target_class, target_class)
    if not is_option:
        return said
    return said.replace("the candidate’s committees", "the side’s committees").replace("the candidate", "the option")


def sentence(text: str) -> str:
    """The same words with a capital first letter."""
    return text[:1].upper() + text[1:]


def _plain(value: float) -> str:
    rounded = Decimal(repr(value)).quantize(Decimal("0.01"))
    return f"{rounded:,.2f}".rstrip("0").rstrip(".")


_WRITTEN: Mapping[str, Callable[[float], str]] = {
    "cents": lambda value: format_cents(int(value)),
    "count": lambda value: f"{int(value):,}",
    "signed": lambda value: f"{int(value):+,}" if value else "0",
    "share": lambda value: f"{100 * value:.1f}%",
    "points": lambda value: f"{100 * value:+.1f} points" if value else "0.0 points",
    "plain": _plain,
}
