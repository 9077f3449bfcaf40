"""The stages from filings to pages, in order, each with the tables it reads and writes: read this first.

Nothing reaches back. A stage imports itself and ``base``; stages meet only at tables. The pages are the last
step: they are files, made by :mod:`headwater.publish` from the tables below whenever one of them has changed.
"""

from headwater.base.stage import Stage
from headwater.claims import stage as claims
from headwater.effects import stage as effects
from headwater.entities import family_stage as families
from headwater.entities import match_stage as matching
from headwater.entities import review_stage as doubts
from headwater.entities import stage as entities
from headwater.ledger import audit_stage as audits
from headwater.ledger import stage as ledger
from headwater.outcomes import counts_stage as counts
from headwater.outcomes import facts_stage as facts
from headwater.outcomes import margins_stage as margins
from headwater.outcomes import sets_stage as sets
from headwater.outcomes import stage as outcomes
from headwater.sources import stage as sources
from headwater.trace import merge_stage as merges
from headwater.trace import stage as trace
from headwater.trace.linking import stage as linking

STAGES = (
    # raw files and the case's own facts, read strictly into one shape for all sources
    Stage(
        "sources",
        reads=sources.READS,
        writes=sources.WRITES,
        compute=sources.compute,
        files=sources.CASE_FILES,
        extra_key=sources.extra_key,
        home_files=sources.HOME_FILES,
    ),
    # lines that count, and why the others do not; each physical dollar once
    Stage("ledger", reads=ledger.READS, writes=ledger.WRITES, compute=ledger.compute),
    # the ledger held against the filers' and agencies' own totals
    Stage("ledger.audits", reads=audits.READS, writes=audits.WRITES, compute=audits.compute),
    # returns by precinct and county summed, corrected and held against each other; never added across files
    Stage("outcomes.counts", reads=counts.READS, writes=counts.WRITES, compute=counts.compute, files=counts.FILES),
    # which keys may be one person, firm, committee or candidate, weighed
    Stage("entities.matching", reads=matching.READS, writes=matching.WRITES, compute=matching.compute),
    # who is who, and who may be named
    Stage("entities", reads=entities.READS, writes=entities.WRITES, compute=entities.compute, files=entities.FILES),
    # what a person should be asked about who is who
    Stage("entities.review", reads=doubts.READS, writes=doubts.WRITES, compute=doubts.compute, files=doubts.FILES),
    # committees of like names with what else they share, and the life of each
    Stage("entities.families", families.READS, families.WRITES, families.compute, families.FILES),
    # who ran, who won, who holds the office
    Stage("outcomes", reads=outcomes.READS, writes=outcomes.WRITES, compute=outcomes.compute, files=outcomes.FILES),
    # who held office on a day, recall petitions, ballot measures, nonprofits' years
    Stage("outcomes.facts", reads=facts.READS, writes=facts.WRITES, compute=facts.compute),
    # margins, gaps to the top of the ticket, and bounds on what a party's voters did
    Stage("outcomes.margins", reads=margins.READS, writes=margins.WRITES, compute=margins.compute),
    # what must have, what may have, and what by each rule did reach a candidate
    Stage("trace", reads=trace.READS, writes=trace.WRITES, compute=trace.compute, files=trace.FILES),
    # the same figures with each doubtful merge the other way
    Stage("trace.merges", merges.READS, merges.WRITES, merges.compute, merges.FILES),
    # what written definitions of "X-backed" say, every donor set alike, and how their counts move
    Stage("trace.linking", reads=linking.READS, writes=linking.WRITES, compute=linking.compute, files=linking.FILES),
    # linked, on the ballot, defeated, left office, replaced: each count under each written definition
    Stage(
        "outcomes.sets",
        reads=sets.READS,
        writes=sets.WRITES,
        compute=sets.compute,
        files=sets.FILES,
        extra_key=sets.extra_key,
    ),
    # rates before and after, never said to be an effect
    Stage("effects", reads=effects.READS, writes=effects.WRITES, compute=effects.compute),
    # published statements and what the records say of them
    Stage("claims", reads=claims.READS, writes=claims.WRITES, compute=claims.compute, files=claims.FILES),
)
