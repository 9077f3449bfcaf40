"""What a stated total and the sum of the lines for it differ by: its class, and in words why, to the cent."""

import ibis

NOT_OF_IT = "refunded"
"""Why a line that names a total is none of it: the agency states the total before refunds."""
_TWO_PAGES = "two pages of the publisher state different totals"


def classed(rows: ibis.Table) -> ibis.Table:
    """Stated totals beside their sums, with the class of the difference and its reason.

    A filing states what its own lines add up to; an agency's total is first held against all that is itemized.

    Args:
        rows: as `reconciling.reconciliation` joins them.
    """
    stated, ledger = rows.cents, rows.ledger_cents
    other = ibis.cases(
        (rows.lowest == rows.highest, ibis.null("int64")), (stated == rows.lowest, rows.highest), else_=rows.lowest
    )
    is_own = rows.filing_id != ""
    # Memo lines may undo others, so that all that is itemized can be less than what counts.
    held = ibis.ifelse(is_own, ledger, ibis.greatest(ledger, rows.itemized_cents))
    is_met = (held == stated) | ~is_own & (rows.itemized_cents == stated)
    # Where the source holds schedules one by one, a schedule without any line is one that these records lack.
    is_absent = is_own & (rows.line_count == 0) & rows.whole_filing.isnull()
    must_be_met = is_own & rows.itemizes & ~is_absent
    # Totals of refunds and offsets are negative; where nothing is stated any line is more than that.
    is_below = ibis.ifelse(stated < 0, held > stated, (held < stated) & ~(is_own & (stated == 0)))
    difference_class = ibis.cases(
        (is_met, "equal"),
        (is_below & must_be_met, "unexplained"),
        (is_below, "below"),
        (~is_own & (ledger <= stated), "above_explained"),
        else_="unexplained",
    )
    is_split = ~is_own & (rows.itemized_cents != ledger)
    reason = ibis.cases(
        (is_met & (ledger == stated), ""),
        (is_met | (difference_class == "above_explained"), _in_parts(rows)),
        (is_below & is_absent, "the schedule is not in these records"),
        (is_below & must_be_met, "the form itemizes each dollar: lines are missing or were rejected"),
        (is_below & _is_cut(rows), "the source cuts off the cents of each line"),
        (is_below & is_split, _in_parts(rows)),
        (is_below, "the source does not itemize the rest"),
        else_="the lines add up to more than is stated",
    )
    both = ibis.ifelse(reason == "", _TWO_PAGES, ibis.literal(f"{_TWO_PAGES}; ").concat(reason))
    return rows.mutate(
        stated_cents=stated, difference_cents=ledger - stated, difference_class=difference_class,
        reason=ibis.ifelse(other.notnull(), both, reason), other_stated_cents=other,
    ).drop("cents")  # fmt: skip


def parts(doubtful_cents: ibis.Value, doubtful: ibis.Value) -> ibis.Value:
    """What lines hold of which it is not sure that they are part of a total, with why."""
    return dollars(doubtful_cents).concat(" (", doubtful, ")")


def dollars(cents: ibis.Value) -> ibis.Value:
    """Cents as dollars, as sentences have them."""
    whole = (cents.abs() // 100).cast("string").concat(".", (cents.abs() % 100).cast("string").lpad(2, "0"))
    return ibis.ifelse(cents < 0, ibis.literal("-").concat(whole), whole)


def _is_cut(rows: ibis.Table) -> ibis.Value:
    """Whether cut-off cents can be all that is lacking: of n lines, at most n times 99 cents."""
    # A filing's own lines have its cents: extracts of an agency cut them off.
    is_whole = (rows.ledger_cents % 100 == 0) & (rows.cents % 100 != 0) & (rows.filing_id == "")
    return is_whole & ((rows.cents - rows.ledger_cents).abs() < 100 * rows.line_count)


def _in_parts(rows: ibis.Table) -> ibis.Value:
    """What an agency's total and the ledger differ by, part by part, in words and dollars."""
    memo = ibis.literal("memo lines hold ").concat(dollars(rows.memo_cents), "; ")
    doubt = ibis.literal("lines that may stand elsewhere hold ").concat(rows.doubtful, "; ")
    lack = rows.cents - rows.ledger_cents
    is_less = rows.itemized_cents < rows.cents
    rest = ibis.cases(
        (is_less, dollars(rows.cents - rows.itemized_cents).concat(" of what is stated are not itemized")),
        (lack == 0, ""),
        (rows.itemized_cents == rows.cents, "all of it is what is stated"),
        (_is_cut(rows), ibis.literal("the other lines lack ").concat(dollars(lack), " in cut-off cents")),
        (lack < 0, ibis.literal("the other lines are ").concat(dollars(-lack), " above what is stated")),
        else_=ibis.literal("the other lines are ").concat(dollars(lack), " below what is stated"),
    )
    whole = ibis.literal("of ").concat(
        dollars(rows.itemized_cents),
        " itemized, ",
        ibis.ifelse(rows.memo_cents != 0, memo, ""),
        ibis.ifelse(rows.doubtful != "", doubt, ""),
        rest,
    )
    return whole.re_replace("; $", "")
