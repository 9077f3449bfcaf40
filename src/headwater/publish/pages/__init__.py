"""The page kinds, in the order in which they are written."""

from headwater.publish import addresses
from headwater.publish.page import Page
from headwater.publish.pages import (
    claim,
    contest,
    corrections,
    dossier,
    downloads,
    entity,
    home,
    linking,
    listing,
    methods,
    offices,
    quality,
    search,
    source,
    trace,
)

PAGES = (
    Page("home", "home.html", home.paths, home.context),
    Page("contests", "contests.html", listing.contest_paths, listing.contest_context),
    Page("contest", "contest.html", contest.paths, contest.context),
    Page("entities", "entities.html", listing.entity_paths, listing.entity_context),
    Page("entity", "entity.html", entity.paths, entity.context),
    Page("trace", "trace.html", trace.paths, trace.context),
    Page("contest_dossier", "dossier_contest.html", dossier.contest_paths, dossier.contest_context, addresses.contest),
    Page("entity_dossier", "dossier_entity.html", dossier.entity_paths, dossier.entity_context, addresses.entity),
    Page("offices", "offices.html", offices.paths, offices.context),
    Page("claims", "claims.html", listing.claim_paths, listing.claim_context),
    Page("claim", "claim.html", claim.paths, claim.context),
    Page("search", "search.html", search.paths, search.context),
    Page("sources", "sources.html", listing.source_paths, listing.source_context),
    Page("source", "source.html", source.paths, source.context),
    Page("quality", "quality.html", quality.paths, quality.context),
    Page("corrections", "corrections.html", corrections.paths, corrections.context),
    Page("linking", "linking.html", linking.paths, linking.context),
    Page("downloads", "downloads.html", downloads.paths, downloads.context),
    Page("api", "api.html", downloads.api_paths, downloads.api_context),
    Page("methods", "methods.html", methods.paths, methods.context),
)
