"""What the site's SQLite file holds: the columns of the public views that pages read, and the site's own tables."""

VIEW_COLUMNS: dict[str, tuple[str, ...]] = {
    "payments": (
        "payment_id", "date_from", "date_to", "cents", "kind", "payer_entity_id", "payer", "payee_entity_id",
        "payee", "about_entity_id", "about", "stance", "is_sum", "line_count", "filing_id", "source", "url",
    ),
    "lines": (
        "line_id", "source", "file_name", "row", "record_source", "record_id", "filing_id", "filer_entity_id",
        "filer", "form", "schedule", "report_number", "transaction_id", "date_from", "date_to", "cents", "kind",
        "side", "payer_entity_id", "payer", "payee_entity_id", "payee", "about_entity_id", "about", "stance",
        "publisher", "url", "payment_id", "counts", "why_not",
    ),
    "filings": (
        "filing_id", "source", "number", "filer_entity_id", "filer", "form", "report_number", "report_date",
        "period_from", "period_thru", "schedules", "url",
    ),
    "entities": ("entity_id", "name", "kind", "party_count"),
    "identifiers": ("entity_id", "scheme", "identifier"),
    "reconciliation": (
        "whose_entity_id", "whose", "filer_number", "measure", "page", "source", "filing_id", "election_date",
        "period_from", "period_thru", "stated_cents", "itemized_cents", "ledger_cents", "difference_cents",
        "difference_class", "reason", "other_stated_cents", "file_name", "url",
    ),
    "conservation": (
        "whose_entity_id", "whose", "period_from", "period_thru", "in_cents", "out_cents", "opening_cents",
        "is_opening_reported", "closing_cents", "unknown_cents", "unlisted_in_cents",
        "unlisted_out_cents", "is_exact",
    ),
    "coverage": (
        "source", "filer_entity_id", "filer", "form", "schedule", "year", "month", "state", "line_count", "cents",
    ),
    "rejected": ("source", "file_name", "row", "field", "reason"),
    "contests": ("contest_id", "division", "place", "office", "election_date", "stage", "candidate_count"),
    "candidacies": ("contest_id", "candidate", "candidate_entity_id", "committees", "party", "elected"),
    "results": (
        "contest_id", "candidate", "publisher", "votes", "denominator", "denominator_kind", "count_status", "as_of",
        "share", "margin_votes", "margin_share", "rank", "source", "file_name", "row", "url",
    ),
    "ticket_tops": (
        "division", "year", "democratic_votes", "republican_votes", "total_votes", "source", "file_name", "row",
    ),
    "terms": (
        "term_id", "division", "place", "office", "person", "start_date", "start_kind", "end_date", "end_kind",
        "publisher", "url", "file_name", "row",
    ),
    "traces": (
        "donor_set", "target_entity_id", "target_class", "target_total_cents", "direct_cents", "low_cents",
        "high_cents", "pro_rata_cents", "is_exact",
    ),
    "linking_rules": ("rule", "version", "title", "author", "text", "origin", "file", "defaults"),
    "linking_texts": ("rule", "version", "part", "position", "name", "subject", "words", "text"),
    "linking_levels": (
        "link_id", "rule", "version", "level", "thresholds", "donor_set", "subject", "whose_entity_id", "whose",
        "target_class", "arm", "via_entity_id", "via", "cents", "low_cents", "high_cents", "is_above_high",
    ),
    "linking_payments": ("link_id", "role", "payment_id"),
    "linking_counts": (
        "rule", "version", "level", "donor_set", "point", "thresholds", "varied", "varied_value", "subject_count",
        "reached_cents",
    ),
    "linking_overlaps": (
        "rule", "version", "level", "whose_entity_id", "whose", "target_class", "set_count", "donor_sets", "sum_cents",
        "once_cents", "shared_cents",
    ),
    "claims": (
        "claim_id", "statement", "speaker", "publication", "article", "article_lines", "kind", "unit", "stated",
        "definition", "query", "article_span", "denominator", "time_window",
    ),
    "claim_facts": ("claim_id", "fact", "value", "day", "unit", "publisher", "document", "url"),
    "verdicts": ("claim_id", "verdict", "value", "low", "high", "explanation", "needs", "since", "was"),
    "sources": ("source", "title", "publisher", "licence", "terms", "url", "holds"),
    "source_files": (
        "source", "file_sha256", "file_name", "bytes", "rows_read", "rows_kept", "rows_ignored", "rows_rejected",
        "expected_rows",
    ),
}  # fmt: skip
"""Public view -> its columns here; the names and meanings are those of ``headwater query``."""

NOT_RULES = (
    "donor_set",
    "target_entity_id",
    "target_class",
    "target_total_cents",
    "direct_cents",
    "low_cents",
    "high_cents",
)
"""The columns of ``traces`` that come before its rules."""

OWN_TABLES = {
    "site_case": ("title", "question", "slug", "threshold_cents", "edition", "pages"),
    "site_views": ("name", "row_means", "row_count"),
    "site_donor_sets": ("donor_set", "name"),
    "site_members": ("donor_set", "identifier", "entity_id"),
    "site_gaps": ("division", "years", "words", "contests"),
    "site_corrections": ("words",),
    "site_names": ("entity_id", "name", "kind", "scheme", "identifier", "why"),
    "site_committees": ("contest_id", "candidate", "entity_id", "identifier"),
    "site_pages": ("address", "kind", "key"),
    "site_search": ("name", "body"),
    "site_pictures": ("address", "kind", "key"),
}
"""What pages need beside the public views; nothing in them is a number that a page shows without a citation."""

INDEXES = (
    ("payments", "payment_id"),
    ("payments", "payer_entity_id"),
    ("payments", "payee_entity_id"),
    ("payments", "about_entity_id"),
    ("lines", "payment_id, date_to"),
    ("lines", "source"),
    ("filings", "filing_id"),
    ("entities", "entity_id"),
    ("identifiers", "entity_id"),
    ("identifiers", "identifier"),
    ("reconciliation", "whose_entity_id"),
    ("conservation", "whose_entity_id"),
    ("contests", "contest_id"),
    ("candidacies", "contest_id"),
    ("candidacies", "candidate_entity_id"),
    ("results", "contest_id"),
    ("ticket_tops", "division"),
    ("terms", "division"),
    ("traces", "target_entity_id"),
    ("linking_levels", "rule"),
    ("linking_payments", "link_id"),
    ("linking_counts", "rule"),
    ("claims", "claim_id"),
    ("claim_facts", "claim_id"),
    ("verdicts", "claim_id"),
    ("source_files", "source"),
    ("rejected", "source"),
    ("site_names", "entity_id"),
    ("site_members", "entity_id"),
    ("site_committees", "contest_id"),
    ("site_committees", "entity_id"),
    ("site_pages", "address"),
    ("site_search", "name"),
    ("site_pictures", "address"),
)
