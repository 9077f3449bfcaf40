"""Why a line does not count: each rule takes the lines that still count and names those that give way.

Order matters: a line read twice goes first, then amended reports, then lines itemized again, then notices that a
periodic report covers, then the other side of a transfer (TRACING §5).
"""

import ibis
from ibis import _

KEY = ("line_id", "file_sha256", "row")
_NOTICES = ("465", "496", "497")


def read_again(lines: ibis.Table) -> ibis.Table:
    """The same record of the same publisher read from a second file; the publisher's own file counts."""
    by_record = ibis.window(
        group_by="line_id", order_by=[(_.source != _.record_source).cast("int64"), _.file_sha256, _.row]
    )
    ranked = lines.mutate(rank=ibis.row_number().over(by_record), first_cents=_.cents.first().over(by_record))
    why = ibis.ifelse(
        _.cents == _.first_cents,
        "the same record, read again",
        "the same record with another amount; the publisher's own file counts",
    )
    return _dropped(ranked.filter(_.rank > 0), why)


def amended(lines: ibis.Table) -> ibis.Table:
    """Lines of a report that a larger report number (then a later day) of the same filer and period replaces."""
    of_report = ibis.window(group_by=["record_source", "filer_key", "form", "period_from", "period_thru"])
    reports = lines.filter(_.period_from.notnull() & _.period_thru.notnull()).mutate(
        last_number=_.report_number.max().over(of_report)
    )
    of_last = ibis.window(
        group_by=["record_source", "filer_key", "form", "period_from", "period_thru", "report_number"]
    )
    dated = reports.mutate(last_date=_.report_date.max().over(of_last))
    older = dated.filter((_.report_number < _.last_number) | (_.report_date < _.last_date))
    why = "superseded by report " + _.last_number.cast("string") + " of the same period"
    return _dropped(older, why)


def amended_notice(lines: ibis.Table) -> ibis.Table:
    """Lines of a notice that the same transaction of a larger report number replaces."""
    of_transaction = ibis.window(
        group_by=["record_source", "filer_key", "form", "transaction_id", "payer_key", "payee_key"]
    )
    notices = lines.filter(_.form.isin(_NOTICES) & (_.transaction_id != "")).mutate(
        last_number=_.report_number.max().over(of_transaction)
    )
    why = "superseded by report " + _.last_number.cast("string") + " of the same notice"
    return _dropped(notices.filter(_.report_number < _.last_number), why)


def itemized_again(lines: ibis.Table) -> ibis.Table:
    """Lines equal on transaction, day, amount and names in two reports of one filer; the newest report counts."""
    same = ibis.window(
        group_by=[
            "record_source", "filer_key", "form", "schedule", "transaction_id", "date_from", "cents",
            "payer_key", "payee_key", "kind", "stance", "about_party_id",
        ],
        order_by=[_.report_date.desc(nulls_first=False), _.report_number.desc(), _.line_id],
    )  # fmt: skip
    ranked = lines.filter(_.transaction_id != "").mutate(rank=ibis.row_number().over(same))
    return _dropped(ranked.filter(_.rank > 0), ibis.literal("itemized again in a newer report"))


def noticed(lines: ibis.Table) -> ibis.Table:
    """Lines of a 465, 496 or 497 whose day lies in a Form 460 of the same filer that itemizes such payments.

    A notice stays where the 460's schedule for it is not in these records: dropping it would lose the money.
    """
    notices = lines.filter(_.form.isin(_NOTICES))
    periodic = (
        lines.filter((_.form == "460") & _.period_from.notnull())
        .select("filer_key", "side", "kind", "period_from", "period_thru")
        .distinct()
        .rename(
            covering_filer="filer_key", covering_side="side", covering_kind="kind",
            covering_from="period_from", covering_thru="period_thru",
        )
    )  # fmt: skip
    covered = notices.join(
        periodic,
        [
            notices.filer_key == periodic.covering_filer,
            notices.side == periodic.covering_side,
            notices.kind == periodic.covering_kind,
            notices.date_from >= periodic.covering_from,
            notices.date_from <= periodic.covering_thru,
        ],
    )
    return _dropped(covered.distinct(on=KEY), ibis.literal("the periodic report that covers the day has it"))


def other_side(lines: ibis.Table) -> ibis.Table:
    """The payer's line of a transfer that the payee reports too, by payer, payee and amount on overlapping days.

    Equal transfers are paired in order of date, one to one.
    """
    paid = _numbered(lines.filter((_.side == "payer") & (_.kind == "contribution_made")))
    received = _numbered(lines.filter((_.side == "payee") & _.kind.isin(("monetary", "in_kind")))).select(
        got_payer="payer_key", got_payee="payee_key", got_cents="cents", got_number="number",
        got_from="date_from", got_to="date_to", got_line="line_id",
    )  # fmt: skip
    pairs = paid.join(
        received,
        [
            paid.payer_key == received.got_payer,
            paid.payee_key == received.got_payee,
            paid.cents == received.got_cents,
            paid.number == received.got_number,
            paid.date_from <= received.got_to,
            paid.date_to >= received.got_from,
        ],
    )
    return _dropped(pairs, ibis.literal("the payee reports the same transfer"), same_as=_.got_line)


def nothing_paid(lines: ibis.Table) -> ibis.Table:
    """Lines of no amount."""
    return _dropped(lines.filter(_.cents == 0), ibis.literal("the amount is zero"))


def memo(lines: ibis.Table) -> ibis.Table:
    """Memo lines: detail of another line, no money of their own (TRACING §5, FEC 2)."""
    return _dropped(lines.filter(_.schedule.endswith(" memo")), ibis.literal("a memo: detail of another line"))


def held_by_categories(lines: ibis.Table) -> ibis.Table:
    """Sums of unknown kind where the same file of the same filer gives its outlays by category as well.

    A page may list a committee's larger outlays by recipient beside its outlays by category: the same money twice.
    Where the list could not be told apart by kind, the categories count.
    """
    classed = (
        lines.filter(_.is_sum & (_.side == "payer") & (_.kind != "unclassified"))
        .select("filer_key", "file_sha256")
        .distinct()
    )
    vague = lines.filter(_.is_sum & (_.side == "payer") & (_.kind == "unclassified"))
    held = vague.semi_join(classed, ["filer_key", "file_sha256"])
    return _dropped(held, ibis.literal("the page's categories of expenditure hold this money"))


RULES = (
    read_again,
    nothing_paid,
    memo,
    amended,
    amended_notice,
    itemized_again,
    held_by_categories,
    noticed,
    other_side,
)


def _numbered(lines: ibis.Table) -> ibis.Table:
    alike = ibis.window(group_by=["payer_key", "payee_key", "cents"], order_by=[_.date_from, _.line_id])
    return lines.mutate(number=ibis.row_number().over(alike))


def _dropped(lines: ibis.Table, why: ibis.Value, same_as: ibis.Value | None = None) -> ibis.Table:
    paired = ibis.literal("") if same_as is None else same_as
    return lines.mutate(why_not=why, same_as=paired).select(*KEY, "why_not", "same_as")
