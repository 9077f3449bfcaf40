"""Public views that are tables as they stand: the name of each, and what a row of it is."""

AS_THEY_STAND = {
    "contests": "One election for one office in one place, at one stage.",
    "candidacies": "One name on the ballot of one contest.",
    "results": "One name's votes in one publisher's count.",
    "ticket_tops": "One county's votes for president in one year.",
    "terms": "One stretch of one person in one office.",
    "tenure_events": "One beginning or end of a term.",
    "traces": "The least and the most of one target's money that can be one donor set's, and what each rule gives.",
    "trace_rules": "What one named rule gives for one row of traces.",
    "trace_bands": "Payments between the same two along one way in which the most can have arrived.",
    "trace_steps": (
        "One payment on one path of the same way; dates never go back along a path. The largest paths are listed."
    ),
    "linking_rules": "One version of a written definition that ties a donor set to others.",
    "linking_texts": "One level or threshold of a linking rule, in words.",
    "linking_payments": "One payment that one row of a linking rule counts.",
    "linking_counts": "How many a linking rule ties to a donor set, at one choice of its thresholds.",
    "jurisdictions": "One prosecutor's jurisdiction as a law names it.",
    "jurisdiction_counties": "One county of one prosecutor's jurisdiction.",
    "jurisdiction_coverage": (
        "One state: whether its prosecutors' jurisdictions are known; a county without one is unknown, not none."
    ),
    "place_names": "A name that sentences use for a prosecutor's jurisdiction, and a jurisdiction that is meant by it.",
    "contest_votes": (
        "One name's votes in one count of one contest: a publisher's own sum, or one file's rows of one level summed."
    ),
    "county_votes": "One name's votes in one county in one count.",
    "count_checks": (
        "One name's votes in one publisher's file by county (or district) against the sum of its rows one level below."
    ),
    "contest_issues": (
        "One thing that is wrong or remarkable in a count, and the correction that answers it where there is one."
    ),
    "correction_uses": "One correction of the case and what it was applied to.",
    "margins": "One count of one contest: who leads, who is second, and by how much.",
    "ticket_gaps": "One name in one count against one party's candidate for president in the same counties.",
    "voter_bounds": (
        "Between how many and how many of a party's voters for president chose one name, in one county or all."
    ),
    "timeline": "One dated thing in an office-holder's tenure: an event, or the beginning or end of a term.",
    "term_spans": (
        "One term with the days on which the person held the office for sure, and those on which it may have been so."
    ),
    "recall_petitions": "One recall petition: what the law asked for, what was handed in, and what was found.",
    "set_definitions": "One definition of a word such as linked or defeated: a text, and the query that decides.",
    "scoreboard": "One count of one set under one definition as of one day.",
    "set_members": "One member of one set as of one day, with the rows that make it one.",
    "recall_statements": "One publisher's statement on a recall petition beside the figure that stands.",
    "measure_results": "One ballot measure in one county or state, as one publisher counts it.",
    "nonprofit_totals": "One figure of a nonprofit's year, stated or computed from those that are.",
    "match_models": "How the keys of one kind were matched: the model with its parameters and its estimated errors.",
    "claims": "One published statement, with its definition and the query that decides it.",
    "claim_facts": "One fact that a statement's query uses, with its document.",
    "verdicts": "What the records say of one published statement.",
    "sources": "One publisher's data set, with its licence and terms.",
    "source_files": "One raw file, with how many of its rows were read.",
    "left_out": (
        "The rows of one raw file that its reader left out by name for one reason: they hold no money of their own."
    ),
}
