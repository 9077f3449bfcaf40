"""The claims stage: every published statement of the case, with the verdict that its query gives."""

from collections.abc import Mapping

import pyarrow as pa

from headwater.base.stage import Inputs
from headwater.base.views import VIEWS, open_public
from headwater.base.warehouse import Warehouse
from headwater.claims.deciding import decide
from headwater.claims.reading import ClaimFile, read_claims
from headwater.claims.tables import CLAIM_FACTS, CLAIMS, VERDICT_TABLE, Claim, ClaimFact

WRITES = (CLAIMS, CLAIM_FACTS, VERDICT_TABLE)
READS = tuple(sorted({name for view in VIEWS for name in view.reads} - {table.name for table in WRITES}))
"""Every table behind the public views: any of them may be asked by a claim."""
FILES = ("claims/*.toml",)


def compute(inputs: Inputs) -> Mapping[str, pa.Table]:
    """The tables ``claims``, ``claim_facts`` and ``verdicts``; a case that has no claims yet gets empty ones.

    Raises:
        ClaimError: if a claim cannot be read or decided; names the file.
    """
    has_claims = any(inputs.case.folder.glob(FILES[0]))
    claims = read_claims(inputs.case.folder) if has_claims else []
    connection = open_public(Warehouse(inputs.home))
    try:
        verdicts = []
        for done, claim in enumerate(claims, 1):
            verdicts.append(decide(claim, connection))
            inputs.progress("claims", done, len(claims))
    finally:
        connection.disconnect()
    return {
        "claims": CLAIMS.of_rows(map(row_of, claims)),
        "claim_facts": CLAIM_FACTS.of_rows(fact for claim in claims for fact in facts_of(claim)),
        "verdicts": VERDICT_TABLE.of_rows(verdicts),
    }


def row_of(claim: ClaimFile) -> Claim:
    """A claim as a row of the table ``claims``; the definition of each reading follows the claim's own."""
    return Claim(
        claim_id=claim.id,
        statement=claim.statement,
        speaker=claim.speaker,
        publication=claim.publication,
        article=claim.article,
        article_lines=claim.lines,
        kind=claim.kind,
        unit=claim.unit,
        stated="" if claim.stated is None else claim.stated.text(claim.unit),
        definition=_definition(claim),
        query="\n\n".join(
            f"-- {reading.name}\n{reading.query}" if reading.name else reading.query for reading in claim.readings
        ),
    )


def facts_of(claim: ClaimFile) -> list[ClaimFact]:
    """A claim's facts as rows of the table ``claim_facts``."""
    return [
        ClaimFact(
            claim_id=claim.id,
            fact=fact.name,
            value=None if fact.value is None else float(fact.value),
            day=fact.day,
            unit=fact.unit,
            publisher=fact.publisher,
            document=f"the article, line {fact.line}" if fact.line is not None else fact.document,
            url=fact.url,
        )
        for fact in claim.facts
    ]


def _definition(claim: ClaimFile) -> str:
    readings = [f"{reading.name}: {reading.definition}" for reading in claim.readings if reading.name]
    return "\n".join([claim.definition, *readings])
