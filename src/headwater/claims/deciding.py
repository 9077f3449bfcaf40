"""From a claim and the records to a verdict: the statement's range against what its queries answer."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from ibis.backends.duckdb import Backend

from headwater.base.errors import ClaimError
from headwater.claims.answering import answer, reads_own_facts
from headwater.claims.reading import ClaimFile
from headwater.claims.stated import CLOSE, CONTRADICTED, SUPPORTED, UNDETERMINED, Interval, judge, text_of
from headwater.claims.tables import VERDICTS, Verdict

_OPEN = "not determinable from these records"
_DEPENDS = "depends on the definition"
_NOT_CHECKABLE = "not checkable"
_SETTLED = {"supported", "close", "contradicted", "internally inconsistent", "superseded"}
_WORDS = {SUPPORTED: "supported", CLOSE: "close", CONTRADICTED: "contradicted", UNDETERMINED: _OPEN}
Judged = Sequence[tuple[str, Interval]]
"""What each reading of a claim came to, in order, with the interval behind it."""


def decide(claim: ClaimFile, connection: Backend) -> Verdict:
    """The verdict on one claim.

    Args:
        claim: the claim as its file gives it.
        connection: the public views, as ``headwater.base.views.open_public`` opens them.

    Raises:
        ClaimError: if a query of the claim cannot be answered; names the file.
    """
    if claim.stated is None:
        return _verdict(claim, _NOT_CHECKABLE, Interval(None, None), claim.note or "Nothing that could be counted.")
    judged: list[tuple[str, Interval]] = []
    for reading in claim.readings:
        interval = answer(claim, reading, connection)
        judged.append((judge(claim.stated, interval), interval))
    word = _BY_RULE[claim.rule](judged)
    return _verdict(claim, word, _shown(claim, judged), _explained(claim, word, judged))


def _compare(judged: Judged) -> str:
    return _WORDS[judged[0][0]]


def _own_parts(judged: Judged) -> str:
    return "internally inconsistent" if judged[0][0] == CONTRADICTED else _WORDS[judged[0][0]]


def _by_readings(judged: Judged) -> str:
    found = {word for word, _interval in judged}
    if CONTRADICTED in found and found & {SUPPORTED, CLOSE}:
        return _DEPENDS
    if UNDETERMINED in found:
        return _OPEN
    return _WORDS[next(word for word in (CONTRADICTED, CLOSE, SUPPORTED) if word in found)]


def _by_latest(judged: Judged) -> str:
    *earlier, (now, _interval) = judged
    before = {word for word, _interval in earlier}
    if now != CONTRADICTED:
        return _WORDS[now]
    if before & {SUPPORTED, CLOSE}:
        return "superseded"
    return _OPEN if UNDETERMINED in before else "contradicted"


def _by_each(judged: Judged) -> str:
    """What is said of each of several places fails with the first that contradicts it, whatever the others are."""
    found = {word for word, _interval in judged}
    return _WORDS[next(word for word in (CONTRADICTED, UNDETERMINED, CLOSE, SUPPORTED) if word in found)]


_BY_RULE: dict[str, Callable[[Judged], str]] = {
    "compare": _compare,
    "own parts": _own_parts,
    "readings": _by_readings,
    "latest": _by_latest,
    "each": _by_each,
}


def _shown(claim: ClaimFile, judged: Judged) -> Interval:
    if claim.rule == "latest":
        return judged[-1][1]
    lows, highs = [found.low for _w, found in judged], [found.high for _w, found in judged]
    low = None if None in lows else min(low for low in lows if low is not None)
    return Interval(low, None if None in highs else max(high for high in highs if high is not None))


def _explained(claim: ClaimFile, word: str, judged: Judged) -> str:
    stated = "" if claim.stated is None else claim.stated.text(claim.unit)
    said = [f"Stated: {stated}."]
    if len(judged) == 1:
        said.append(f"{_giver(claim)} {text_of(judged[0][1], claim.unit)}.")
    for reading, (found, interval) in zip(claim.readings, judged, strict=True):
        if reading.name:
            said.append(f"{reading.name}: {text_of(interval, claim.unit)} ({_WORDS[found]}).")
    if word == "internally inconsistent":
        said.append("The statement does not follow from them.")
    if word == "close":
        said.append("Equal once the printed rounding is allowed for.")
    return " ".join([*said, claim.note]).strip()


def _giver(claim: ClaimFile) -> str:
    if claim.rule == "own parts":
        return "Its own parts give"
    is_own = bool(claim.facts) and all(fact.line is not None for fact in claim.facts)
    if is_own and all(reads_own_facts(reading.query) for reading in claim.readings):
        return "The article's own numbers give"
    return "These records give"


def _verdict(claim: ClaimFile, word: str, found: Interval, explanation: str) -> Verdict:
    if word not in VERDICTS:
        raise ClaimError(f"{claim.path}: unknown verdict {word!r}")
    return Verdict(
        claim_id=claim.id,
        verdict=word,
        value=_float(found.value),
        low=_float(found.low),
        high=_float(found.high),
        explanation=explanation,
        needs="" if word in _SETTLED else claim.needs,
    )


def _float(number: Fraction | None) -> float | None:
    return None if number is None else float(f"{float(number):.12g}")
