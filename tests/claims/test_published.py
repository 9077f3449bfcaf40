"""What others take up: ClaimReview and memo say what the verdict says, whatever text is in a claim."""

import json
from datetime import date

from headwater.claims.published import claim_review, memo, reviewed
from headwater.claims.tables import Claim, ClaimFact, Verdict

CLAIM = Claim(
    "X1", "Most voted for *it* <script>", "A speaker", "A paper, 2030", "ab" * 32, "3", "share", "percent",
    "more than 50 percent", "Votes over members.", "SELECT 1", "120-180, 200-210",
)  # fmt: skip
VERDICT = Verdict("X1", "contradicted", 48.0, 48.0, 48.0, "48 percent.", "", date(2030, 1, 2), "supported")
FACTS = [
    ClaimFact("X1", "ayes", 12.0, None, "votes", "A county", "Minutes", "https://example.org/a"),
    ClaimFact("X1", "sat_on", None, date(2030, 1, 1), "date", "", "the article, line 3", "javascript:alert(1)"),
]


def test_a_claim_review_names_claim_speaker_place_and_verdict() -> None:
    # the members that schema.org/ClaimReview and schema.org/Claim define; offsets as RFC 5147 writes them
    review = json.loads(claim_review("A case", reviewed([CLAIM], [VERDICT], FACTS)))["@graph"][0]
    assert review["@type"] == "ClaimReview"
    assert review["claimReviewed"] == CLAIM.statement
    assert review["reviewRating"]["alternateName"] == "contradicted"
    assert review["itemReviewed"]["author"]["name"] == "A speaker"
    assert review["itemReviewed"]["appearance"]["identifier"] == f"urn:sha256:{'ab' * 32}#char=120,180"
    assert review["datePublished"] == "2030-01-02"
    assert [one["name"] for one in review["citation"]] == ["A county, Minutes", "the article, line 3"]


def test_the_memo_has_every_claim_with_its_facts_and_no_markup_of_others() -> None:
    text = memo("A case", reviewed([CLAIM], [VERDICT], FACTS))
    assert "### X1: contradicted" in text
    assert "Most voted for \\*it\\* \\<script\\>" in text
    assert "- ayes: 12 votes; A county, Minutes <https://example.org/a>" in text
    assert "javascript" not in text
    assert "This verdict stands since 2030-01-02." in text
    assert "The verdict accepted before it: supported." in text
    assert "| contradicted | 1 |" in text


def test_lone_surrogates_do_no_harm() -> None:
    odd = Verdict("X1", "not checkable", None, None, None, "why \ud800", "")
    assert "\\ud800" in claim_review("A case", reviewed([CLAIM], [odd], []))
