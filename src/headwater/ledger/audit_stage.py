"""The audits of the ledger: reconciliation with stated totals, conservation of each account, coverage."""

from collections.abc import Mapping

import ibis
from ibis import _

from headwater.base.stage import Inputs
from headwater.ledger.audits import CONSERVATION, COVERAGE, RECONCILIATION

READS = ("lines", "payments", "party_keys", "source_totals", "source_parties")
WRITES = (RECONCILIATION, CONSERVATION, COVERAGE)


def compute(inputs: Inputs) -> Mapping[str, ibis.Table]:
    """Reads the ledger and the stated totals; writes the three audits."""
    keys, paid = inputs.read("party_keys"), inputs.read("payments")
    return {
        "reconciliation": reconciliation(
            inputs.read("source_totals"), filed_sums(inputs.read("lines"), keys, inputs.read("source_parties")), keys
        ),
        "conservation": conservation(paid, keys),
        "coverage": coverage(inputs.read("lines")),
    }


def filed_sums(lines: ibis.Table, keys: ibis.Table, parties: ibis.Table) -> ibis.Table:
    """What each filer's own lines add up to, by source and measure.

    Receipts are lines filed by the payee, expenditures lines filed by the payer, whether the payment's amount is
    taken from this side or from the other; amended and repeated lines are left out. Independent expenditures are
    summed once more by what they are for or against.

    Args:
        lines: the table ``lines``.
        keys: the table ``party_keys``.
        parties: the table ``source_parties``.
    """
    own = lines.filter(_.counts | ((_.payment_id != "") & ~_.why_not.startswith("the same record")))
    filed = own.inner_join(keys.select(filer_party_id="party_id", key="key"), "filer_party_id")
    side = ibis.ifelse(filed.side == "payee", "receipts", "expenditures")
    about = filed.filter((_.kind == "independent_expenditure") & (_.about_party_id != "")).inner_join(
        parties.select(about_party_id="party_id", about="name"), "about_party_id"
    )
    topic = "independent expenditures " + about.stance + " " + about.about
    sums = [
        measured.group_by("key", "measure", source=_.record_source).aggregate(ledger_cents=_.cents.sum())
        for measured in (filed.mutate(measure=side), about.mutate(measure=topic))
    ]
    return ibis.union(*sums)


def reconciliation(totals: ibis.Table, sums: ibis.Table, keys: ibis.Table) -> ibis.Table:
    """Each stated total of a measure that ``filed_sums`` gives against the filer's own lines, from the same source.

    A ledger below the stated total is money that the source does not itemize; a ledger above it is
    ``unexplained`` until a rule explains it. Where another page of the source states another total for the same
    thing, it stands beside it.

    Args:
        totals: the table ``source_totals``.
        sums: as ``filed_sums`` gives them.
        keys: the table ``party_keys``.
    """
    summed = totals.measure.isin(("receipts", "expenditures")) | totals.measure.startswith("independent expenditures")
    whose = totals.filter(summed).inner_join(keys.select("party_id", "key"), "party_id")
    same_thing = ibis.window(group_by=["key", "measure", "source", "election_date", "period_from", "period_thru"])
    whose = whose.mutate(lowest=_.cents.min().over(same_thing), highest=_.cents.max().over(same_thing))
    joined = whose.left_join(sums, ["key", "source", "measure"])
    ledger = joined.ledger_cents.fill_null(0)
    gap = ledger - joined.cents
    other = ibis.cases(
        (joined.lowest == joined.highest, ibis.null("int64")),
        (joined.cents == joined.lowest, joined.highest),
        else_=joined.lowest,
    )
    classed = ibis.cases((gap == 0, "equal"), (gap < 0, "below"), else_="unexplained")
    reason = ibis.cases(
        (other.notnull(), "two pages of the publisher state different totals"),
        (joined.ledger_cents.isnull(), "no counted line of this filer is of this kind"),
        (gap < 0, "the source does not itemize the rest"),
        (gap > 0, "the lines add up to more than is stated"),
        else_="",
    )
    return joined.mutate(
        stated_cents=joined.cents, ledger_cents=ledger, difference_cents=gap, difference_class=classed,
        reason=reason, other_stated_cents=other,
    ).select(*RECONCILIATION.names).distinct()  # fmt: skip


def conservation(paid: ibis.Table, keys: ibis.Table) -> ibis.Table:
    """Books of every account: what came in, what went out, the least opening balance that covers each day.

    Independent expenditures leave an account like any payment; in-kind value enters and is used at once, so it
    stands on neither side. No closing balance is reported in the sources read so far, so the books never count
    as exact and what is left is named as unknown.
    """
    cash = paid.filter(_.kind != "in_kind")
    came = cash.select(party_id="payee_party_id", day="date_to", change="cents")
    went = cash.select(party_id="payer_party_id", day="date_to", change=-cash.cents)
    moves = ibis.union(came, went).inner_join(keys.select("party_id", "key"), "party_id")
    days = moves.group_by("key", "day").aggregate(change=_.change.sum())
    running = ibis.window(group_by="key", order_by="day", preceding=None, following=0)
    lowest = days.mutate(balance=_.change.sum().over(running)).group_by("key").aggregate(lowest=_.balance.min())
    sums = moves.group_by("key").aggregate(
        party_id=_.party_id.min(),
        in_cents=ibis.ifelse(_.change > 0, _.change, 0).sum(),
        out_cents=ibis.ifelse(_.change < 0, -_.change, 0).sum(),
    )
    accounts = sums.filter((_.in_cents > 0) & (_.out_cents > 0)).inner_join(lowest, "key")
    opening = ibis.greatest(-accounts.lowest, 0)
    return accounts.mutate(
        opening_cents=opening,
        closing_cents=ibis.null("int64"),
        unknown_cents=opening + accounts.in_cents - accounts.out_cents,
        is_exact=ibis.literal(False),
    ).select(*CONSERVATION.names)


def coverage(lines: ibis.Table) -> ibis.Table:
    """How many lines, and of what sum as filed, each filer, form, schedule and year has."""
    grouped = lines.group_by(
        "filer_party_id", "form", "schedule", source=_.record_source, year=_.date_to.year().cast("int64")
    )
    return grouped.aggregate(line_count=_.count(), cents=_.cents.sum()).select(*COVERAGE.names)
