"""A case's verdicts as others take them up: ClaimReview JSON-LD, and a memo in Markdown that can be sent as a reply."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from headwater.base.counting_words import beside
from headwater.claims.stated import Interval, text_of
from headwater.claims.tables import VERDICTS, Claim, ClaimFact, Verdict

_GROUPED_FROM = 10_000
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|])")
_NOTE = (
    "Statements are paraphrased; each is found by the SHA-256 of its article's text and the characters given. "
    "A verdict is the answer of the claim's own query to the records and facts named below it, and is no statement "
    "on anyone's motives. Statements that these records cannot decide are listed as such: that is no finding "
    "against them."
)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One claim with its verdict and the facts that its queries use."""

    claim: Claim
    verdict: Verdict
    facts: tuple[ClaimFact, ...]


def reviewed(claims: Sequence[Claim], verdicts: Sequence[Verdict], facts: Sequence[ClaimFact]) -> list[Reviewed]:
    """Claims with what belongs to each, in the order of their ids."""
    verdict_of = {verdict.claim_id: verdict for verdict in verdicts}
    grouped: dict[str, list[ClaimFact]] = {}
    for fact in facts:
        grouped.setdefault(fact.claim_id, []).append(fact)
    return [
        Reviewed(claim, verdict_of[claim.claim_id], tuple(grouped.get(claim.claim_id, ())))
        for claim in sorted(claims, key=lambda claim: claim.claim_id)
    ]


def claim_review(title: str, found: Sequence[Reviewed]) -> str:
    """The verdicts as schema.org ClaimReview in JSON-LD, one object a claim.

    The rating has words and no number: eight verdicts lie on no scale, and not determinable is not half true.
    """
    graph = [_one_review(title, one) for one in found]
    return json.dumps({"@context": "https://schema.org", "@graph": graph}, indent=1, ensure_ascii=True) + "\n"


def memo(title: str, found: Sequence[Reviewed]) -> str:
    """A memo on every claim, grouped by publication: what was stated, what was found, on which facts, what is open."""
    counts = {word: sum(one.verdict.verdict == word for one in found) for word in VERDICTS}
    said = [f"# {_plain(title)}: what the records say of {len(found)} published statements", "", _NOTE, ""]
    said += ["| verdict | statements |", "|---|---:|"]
    said += [f"| {word} | {count} |" for word, count in counts.items() if count]
    publications: dict[str, list[Reviewed]] = {}
    for one in found:
        publications.setdefault(one.claim.publication, []).append(one)
    for publication, members in sorted(publications.items()):
        said += ["", f"## {_plain(publication)}"]
        for one in members:
            said += ["", *_section(one)]
    said += ["", "## Reply", "", "Corrections and replies are dated and shown beside the claim that they concern.", ""]
    return "\n".join(said)


def _one_review(title: str, one: Reviewed) -> dict[str, Any]:
    claim, verdict = one.claim, one.verdict
    review: dict[str, Any] = {
        "@type": "ClaimReview",
        "identifier": claim.claim_id,
        "author": {"@type": "Organization", "name": f"Headwater: {title}"},
        "claimReviewed": claim.statement,
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Thing", "name": claim.speaker},
            "appearance": {
                "@type": "CreativeWork",
                "name": claim.publication,
                "identifier": f"urn:sha256:{claim.article}{_fragment(claim)}",
            },
        },
        "reviewRating": {
            "@type": "Rating",
            "alternateName": verdict.verdict,
            "ratingExplanation": verdict.explanation,
        },
        "reviewBody": " ".join(filter(None, (claim.definition.split("\n")[0], _needs(verdict)))),
        "citation": [_citation(fact) for fact in one.facts],
    }
    if verdict.since is not None:
        review["datePublished"] = verdict.since.isoformat()
    return review


def _fragment(claim: Claim) -> str:
    """The first stretch of characters in the form of RFC 5147, which counts them from 0."""
    start, _, end = claim.article_span.split(", ")[0].partition("-")
    return f"#char={start},{end}" if end else ""


def _citation(fact: ClaimFact) -> Mapping[str, str]:
    cited = {"@type": "CreativeWork", "name": ", ".join(filter(None, (fact.publisher, fact.document)))}
    return {**cited, "url": fact.url} if fact.url else cited


def _section(one: Reviewed) -> list[str]:
    claim, verdict = one.claim, one.verdict
    value = _computed(verdict, claim.unit)
    where = f"characters {claim.article_span}" if claim.article_span else f"lines {claim.article_lines}"
    said = [f"### {_plain(claim.claim_id)}: {verdict.verdict}", "", f"**Stated** by {_plain(claim.speaker)}:"]
    said[-1] += f" {_plain(claim.statement)} (article {claim.article[:16]}…, {where})"
    said += ["", f"**Found:** {_plain(verdict.explanation)}"]
    said += ["", f"**Counted:** {_plain(claim.definition)}"]
    said += ["", f"**Computed:** {_plain(value)}"] if value else []
    said += [""] if one.facts else []
    said += [f"- {_fact_text(fact)}" for fact in one.facts]
    said += ["", f"**What would settle it:** {_plain(verdict.needs)}"] if verdict.needs else []
    said += ["", f"This verdict stands since {verdict.since}."] if verdict.since else []
    if verdict.was:
        said += ["", f"The verdict accepted before it: {verdict.was}."]
    return said


def _computed(verdict: Verdict, unit: str) -> str:
    low, high = (None if end is None else Fraction(repr(end)) for end in (verdict.low, verdict.high))
    return "" if low is None and high is None else text_of(Interval(low, high), unit)


def _fact_text(fact: ClaimFact) -> str:
    value = str(fact.day) if fact.value is None else _number(fact.value)
    where = ", ".join(filter(None, (fact.publisher, fact.document)))
    address = f" <{fact.url}>" if fact.url.startswith(("https://", "http://")) and ">" not in fact.url else ""
    return f"{_plain(fact.fact.replace('_', ' '))}: {value} {_plain(_fact_unit(fact))}; {_plain(where)}{address}"


def _number(value: float) -> str:
    """A fact's number as it stands, grouped from five digits on: years stay whole."""
    return f"{value:,.12g}" if abs(value) >= _GROUPED_FROM else f"{value:.12g}"


def _fact_unit(fact: ClaimFact) -> str:
    return fact.unit if fact.value is None else beside(fact.unit, fact.value)


def _needs(verdict: Verdict) -> str:
    return f"What would settle it: {verdict.needs}" if verdict.needs else ""


def _plain(text: str) -> str:
    """Text of others as Markdown shows it: one line, no markup of its own."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
