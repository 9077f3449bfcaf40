"""The claims stage: every published statement of the case, with the verdict that its query gives."""

from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa

from headwater.base.stage import Inputs
from headwater.base.views import VIEWS, open_public
from headwater.base.warehouse import Warehouse
from headwater.claims.accepted import Accepted, read_accepted
from headwater.claims.deciding import decide
from headwater.claims.facts import Fact
from headwater.claims.listed import read_definitions
from headwater.claims.reading import ClaimFile, read_claims
from headwater.claims.spans import shown
from headwater.claims.tables import CLAIM_FACTS, CLAIMS, VERDICT_TABLE, Claim, ClaimFact, Verdict

WRITES = (CLAIMS, CLAIM_FACTS, VERDICT_TABLE)
READS = tuple(sorted({name for view in VIEWS for name in view.reads} - {table.name for table in WRITES}))
"""Every table behind the public views: any of them may be asked by a claim."""
FILES = ("claims/*.toml", "articles.csv", "definitions.csv", "accepted.csv")


def compute(inputs: Inputs) -> Mapping[str, pa.Table]:
    """The tables ``claims``, ``claim_facts`` and ``verdicts``; a case that has no claims yet gets empty ones.

    Raises:
        ClaimError: if a claim cannot be read or decided; names the file.
    """
    has_claims = any(inputs.case.folder.glob(FILES[0]))
    claims = read_claims(inputs.case.folder) if has_claims else []
    accepted, definitions = read_accepted(inputs.case.folder), read_definitions(inputs.case.folder)
    counted = {name: f"{one.words} ({one.counts}; {one.by}, {one.as_of})" for name, one in definitions.items()}
    connection = open_public(Warehouse(inputs.home))
    try:
        verdicts = []
        for done, claim in enumerate(claims, 1):
            verdicts.append(dated(decide(claim, connection), accepted.get(claim.id)))
            inputs.progress("claims", done, len(claims))
    finally:
        connection.disconnect()
    return {
        "claims": CLAIMS.of_rows(row_of(claim, counted) for claim in claims),
        "claim_facts": CLAIM_FACTS.of_rows(fact for claim in claims for fact in facts_of(claim)),
        "verdicts": VERDICT_TABLE.of_rows(verdicts),
    }


def dated(verdict: Verdict, accepted: Accepted | None) -> Verdict:
    """A verdict with the day since which it is accepted, or with the accepted one that it differs from."""
    if accepted is None:
        return verdict
    if accepted.verdict == verdict.verdict:
        return replace(verdict, since=accepted.since, was=accepted.was)
    return replace(verdict, was=accepted.verdict)


def row_of(claim: ClaimFile, counted: Mapping[str, str]) -> Claim:
    """A claim as a row of the table ``claims``; the definitions of its readings and of its case follow its own."""
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
        definition=_definition(claim, counted),
        query="\n\n".join(
            f"-- {reading.name}\n{reading.query}" if reading.name else reading.query for reading in claim.readings
        ),
        article_span=shown(claim.places[0].span),
        denominator=claim.denominator,
        time_window=claim.window,
        parameters="; ".join(
            f"{reading.name}: {name} = {value}".removeprefix(": ")
            for reading in claim.readings
            for name, value in reading.parameters.items()
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
            document=_document(fact),
            url=fact.url,
        )
        for fact in claim.facts
    ]


def _document(fact: Fact) -> str:
    return fact.document if fact.line is None else f"the {fact.citation}"


def _definition(claim: ClaimFile, counted: Mapping[str, str]) -> str:
    readings = [f"{reading.name}: {reading.definition}" for reading in claim.readings if reading.name]
    named = [f"{name}: {counted[name]}" for name in claim.definitions]
    elsewhere = [f"Also stated: article {p.article}, characters {shown(p.span)}" for p in claim.places[1:] if p.span]
    return "\n".join([claim.definition, *readings, *named, *elsewhere])
