"""The tables `claims`, `claim_facts` and `verdicts`: published statements and what the records say of them."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from headwater.base.table import table

VERDICTS = (
    "supported",
    "close",
    "contradicted",
    "internally inconsistent",
    "depends on the definition",
    "superseded",
    "not determinable from these records",
    "not checkable",
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One published statement, in our words, with where it stands."""

    claim_id: Annotated[str, "Id of the claim"]
    statement: Annotated[str, "What is stated, paraphrased"]
    speaker: Annotated[str, "Who states it"]
    publication: Annotated[str, "Where and when it was published"]
    article: Annotated[str, "SHA-256 of the article's text"]
    article_lines: Annotated[str, "Lines of the article that state it"]
    kind: Annotated[str, "count, share, sum, margin, date, identity …"]
    unit: Annotated[str, "Unit of the value: dollars, percent, percentage points, signatures, persons …"]
    stated: Annotated[
        str, "The stated quantity as the claim puts it, with its comparison, such as more than 50 percent"
    ]
    definition: Annotated[str, "What is counted and over what, in words"]
    query: Annotated[str, "The SQL that decides"]
    article_span: Annotated[str, "Characters of the article's text that state it, counted from 0, such as 120-180"] = ""
    denominator: Annotated[str, "What a share or a margin is taken of; empty where nothing is divided"] = ""
    time_window: Annotated[str, "The time that the quantity covers; empty where it covers none"] = ""
    parameters: Annotated[str, "Parameters of the query with the values it is given; empty if it has none"] = ""


@dataclass(frozen=True, slots=True)
class ClaimFact:
    """One number or day that a claim's queries use, with the document that it stands in."""

    claim_id: Annotated[str, "The claim"]
    fact: Annotated[str, "Its name in the claim's queries"]
    value: Annotated[float | None, "The number; null for a day"]
    day: Annotated[date | None, "The day; null for a number"]
    unit: Annotated[str, "Unit of the number, and what it counts"]
    publisher: Annotated[str, "Who states it; empty for the article itself"]
    document: Annotated[str, "Where: the document, or the line of the article"]
    url: Annotated[str, "Public address; empty if none"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the records say of one claim."""

    claim_id: Annotated[str, "The claim"]
    verdict: Annotated[str, "One of the eight verdicts"]
    value: Annotated[float | None, "The computed value; null where only an interval or nothing is known"]
    low: Annotated[float | None, "Least that the records allow"]
    high: Annotated[float | None, "Most that the records allow"]
    explanation: Annotated[str, "Why, in one or two sentences"]
    needs: Annotated[str, "The record that would settle it; empty where it is settled"]
    since: Annotated[date | None, "Day since which people accept this verdict; null where they have not yet"] = None
    was: Annotated[str, "The verdict that was accepted before this one; empty if none"] = ""


CLAIMS = table("claims", Claim, key=("claim_id",))
CLAIM_FACTS = table("claim_facts", ClaimFact, key=("claim_id", "fact"))
VERDICT_TABLE = table("verdicts", Verdict, key=("claim_id",))
