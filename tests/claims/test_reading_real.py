"""Reading the four articles behind the claims: what is proposed against the claims that people found in them."""

import hashlib
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest

from headwater.claims.article.proposing import Read, read_article
from headwater.claims.article.quantities import Quantity
from headwater.claims.article.sentences import sentences_in
from headwater.claims.reading import ClaimFile, read_claims

CASE = Path(__file__).resolve().parents[2] / "cases" / "prosecutors"
MOSTLY = 0.8


@dataclass(frozen=True, slots=True)
class Measured:
    """How reading did: claims and how many lie in proposed sentences; sentences proposed and how many hold a claim."""

    claims: int
    found: int
    sentences: int
    proposed: int
    right: int
    quantities: int
    quantities_in_claims: int
    printed: int
    printed_found: int


@pytest.fixture(scope="module")
def articles(real: Path) -> dict[str, str]:
    paths = sorted((real.parent / "claims" / "articles").glob("*.txt"))
    return {hashlib.sha256(path.read_bytes()).hexdigest(): path.read_text("utf-8") for path in paths}


def measured(articles: dict[str, str]) -> Measured:
    """The same counts for any set of articles and claims."""
    claims = [claim for claim in read_claims(CASE) if "-" not in claim.id]
    reads = {sha: read_article(text) for sha, text in articles.items()}
    found = [claim for claim in claims if all(_covered(reads[p.article], p.span) >= MOSTLY for p in claim.places)]
    spans = {sha: [s for c in claims for p in c.places if p.article == sha for s in p.span] for sha in articles}
    proposed = {(sha, one.start, one.end) for sha, read in reads.items() for one in read.proposals}
    right = [one for one in proposed if any(_meet(one[1:], span) for span in spans[one[0]])]
    quantities = [(sha, q) for sha, read in reads.items() for one in read.proposals if (q := one.quantity)]
    held = [one for one in quantities if any(_meet((one[1].start, one[1].end), span) for span in spans[one[0]])]
    printed = [claim for claim in claims if _printed(claim, articles)]
    parsed = [claim for claim in printed if _parsed(claim, reads)]
    return Measured(
        len(claims), len(found), sum(len(sentences_in(text)) for text in articles.values()), len(proposed), len(right),
        len(quantities), len(held), len(printed), len(parsed),
    )  # fmt: skip


def _covered(read: Read, spans: tuple[tuple[int, int], ...]) -> float:
    said = {at for start, end in spans for at in range(start, end)}
    return len(said & {at for one in read.proposals for at in range(one.start, one.end)}) / len(said)


def _meet(one: tuple[int, ...], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _printed(claim: ClaimFile, articles: dict[str, str]) -> bool:
    """Whether the stated number stands in the claim's characters in figures, as printed."""
    said = " ".join(articles[place.article][start:end] for place in claim.places for start, end in place.span)
    if claim.stated is None or claim.stated.value <= 1:
        return False
    value = claim.stated.value
    form = f"{int(value):,}" if value.denominator == 1 else f"{float(value):g}"
    unit = claim.unit.split()[0]
    sign = {"percent": "%", "percentage": "%"}.get(unit, "")
    return any(f"{form}{after}" in said for after in (sign, " percent", " points", f" {unit}") if after) or (
        value >= 10 and f" {form} " in f" {said} "
    )


def _parsed(claim: ClaimFile, reads: dict[str, Read]) -> bool:
    """Whether a quantity in the claim's characters has the stated number, in the claim's scale."""
    value = claim.stated.value if claim.stated else Fraction(0)
    scale = {"million": 10**6, "billion": 10**9}.get(claim.unit.split()[0], 1)
    return any(
        quantity.value == value * scale
        for place in claim.places
        for quantity in _of(reads[place.article])
        if any(_meet((quantity.start, quantity.end), span) for span in place.span)
    )


def _of(read: Read) -> list[Quantity]:
    return [one.quantity for one in read.proposals if one.quantity is not None]


@pytest.mark.real
def test_most_claims_are_proposed_and_most_proposals_are_claims(articles: dict[str, str]) -> None:
    # people found 150 claims in these pages; the rules are general, so a few may be missed, and a few too many found
    found = measured(articles)
    print(found)
    assert found.claims == 150
    assert found.found / found.claims >= 0.9
    assert found.right / found.proposed >= 0.8
    assert found.quantities_in_claims / found.quantities >= 0.9
    assert found.printed >= 25
    assert found.printed_found / found.printed >= 0.9


@pytest.mark.real
def test_the_pages_own_furniture_is_left_out(articles: dict[str, str]) -> None:
    sentences = [one.text for text in articles.values() for one in sentences_in(text)]
    assert not [one for one in sentences if "You Might Like" in one or "listen to" in one or "can be reached" in one]
