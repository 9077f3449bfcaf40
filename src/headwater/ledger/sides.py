"""Rules for lines of different filers that tell of one payment: conduits, notices, other agencies, both sides."""

import ibis
from ibis import _

from headwater.ledger.book import Book, is_notice, is_of_nobody_named
from headwater.ledger.giving_way import WHY_ELSEWHERE, WHY_FILED, WHY_RECIPIENT, WHY_SIDE, giving_way
from headwater.ledger.numbers import NONE
from headwater.ledger.pairing import Sides, nearest, only, same_days

NEAR_DAYS, FLAGGED_DAYS, FAR_DAYS = 7, 45, 120
CONDUIT_DAYS, FORWARDING_DAYS, UNNAMED_DAYS = 60, 10, 30
"""A conduit must pass on within ten days (11 CFR 102.8); a recipient that does not name it is believed a month."""
NOTICE_DAYS, LATE_DAYS, PAID_DAYS = 1, 10, 184
TRANSFER = ("payer_key", "payee_key", "cents", "money_class")
SPENT = ("filer_key", "side", "cents")
_TOPIC = ("topic", "topic_stance")
NO_LOANS_MADE = ("ny_boe", "irs_527")
"""Sources whose forms have no schedule of loans made."""
_PAID = ("contribution_made", "monetary", "in_kind", "loan", "spending")
_RECEIVED = ("monetary", "in_kind", "unclassified", "loan", "spending")


def conduits_out_days(lines: ibis.Table, book: Book) -> ibis.Table:
    """What a conduit reports as passed on, where it reports the same day that it came in."""
    return passed_on(same_days(conduit(lines, book)))


def conduits_out(lines: ibis.Table, book: Book) -> ibis.Table:
    """What a conduit reports as passed on some days after it came in."""
    return passed_on(nearest(conduit(lines, book), CONDUIT_DAYS))


def conduits_named_days(lines: ibis.Table, book: Book) -> ibis.Table:
    """A conduit's record of a gift that the recipient itemizes on the same day as come through this conduit."""
    return itemized(same_days(earmarked(lines, book, "conduit_key")))


def conduits_named(lines: ibis.Table, book: Book) -> ibis.Table:
    """A conduit's record of a gift that the recipient itemizes some days later as come through this conduit."""
    return itemized(nearest(earmarked(lines, book, "conduit_key"), CONDUIT_DAYS))


def conduits_in_days(lines: ibis.Table, book: Book) -> ibis.Table:
    """A conduit's record of a gift that the recipient itemizes on the same day (TRACING §5, FEC 15I, 15T, 24I, 24T)."""
    return itemized(same_days(earmarked(lines, book)))


def conduits_in(lines: ibis.Table, book: Book) -> ibis.Table:
    """A conduit's record of a gift that the recipient itemizes some days later, without the conduit's number."""
    return itemized_unnamed(nearest(earmarked(lines, book), UNNAMED_DAYS))


def notices_days(lines: ibis.Table, book: Book) -> ibis.Table:
    """A notice with the same day, amount and name as a line of the filer's periodic report."""
    return _repeated(same_days(_notices(lines, book)))


def notices_near(lines: ibis.Table, book: Book) -> ibis.Table:
    """The same a day apart, as happens at the end of a period."""
    return _repeated(nearest(_notices(lines, book), NOTICE_DAYS))


def notices_shown(lines: ibis.Table, book: Book) -> ibis.Table:
    """A notice that a periodic report has as paid on another day, about the same day of showing.

    What was shown at the end of a period may be paid, and reported, in the next.
    """
    notices = _notices(lines.filter(_.shown_date.notnull()), book)
    return _repeated(nearest(notices._replace(on=(*notices.on, "shown_date")), PAID_DAYS))


def notices_supplemented(lines: ibis.Table, book: Book) -> ibis.Table:
    """A notice of an independent expenditure (form 496) that the filer's supplemental report (form 465) has again.

    Both are notices to a report on form 460, which many who spend independently never file.
    """
    told = on_a_topic(lines).filter(_.kind == "independent_expenditure")
    on = (*SPENT, *_TOPIC)
    pairs = nearest(Sides(told.filter(_.form == "496"), told.filter(_.form == "465"), on, book.taken), NOTICE_DAYS)
    return _repeated(pairs)


def notices_untold(lines: ibis.Table, book: Book) -> ibis.Table:
    """A notice of an independent expenditure that the periodic report has without saying for whom or what it was.

    The payment is about what the notice says.
    """
    spent = lines.filter((_.kind == "independent_expenditure") & ~_.is_sum)
    told, notice = spent.about_name.fill_null(NONE) != NONE, is_notice(spent)
    pairs = only(Sides(spent.filter(notice & told), spent.filter(~notice & ~told), SPENT, book.taken), NOTICE_DAYS)
    return _repeated(pairs)


def notices_again(lines: ibis.Table, book: Book) -> ibis.Table:
    """A notice of a file that does not tell its reports' codes, which a filing of weeks later holds again in it.

    Notices are due within two days of what they tell: what came later is a periodic report, or a late notice of
    another payment; so the payment stands in doubt.
    """
    told = on_a_topic(lines).filter((_.form == "24") & (_.report_code == "") & (_.report_number == 0))
    told = told.filter(told.report_date.notnull())
    known = ibis.greatest(told.date_to, ibis.coalesce(told.shown_date, told.date_to))
    is_late = told.report_date.delta(known, unit="day") > LATE_DAYS
    on = (*SPENT, *_TOPIC, "payee_name")
    pairs = same_days(Sides(told.filter(~is_late), told.filter(is_late), on, book.taken))
    said = ibis.literal("two filings of one file of notices hold it, weeks apart")
    return giving_way(pairs, ibis.literal("a later filing of the same filer itemizes it again"), _.other_line, said)


def elsewhere_days(lines: ibis.Table, book: Book) -> ibis.Table:
    """A line that another agency's records hold too: equal side, payer, payee and amount on equal days."""
    return _elsewhere(same_days(_outlets(lines, book, "first_day", "last_day")))


def elsewhere(lines: ibis.Table, book: Book) -> ibis.Table:
    """The same where the days that both allow overlap."""
    return _elsewhere(nearest(_outlets(lines, book), 0))


def elsewhere_cut(lines: ibis.Table, book: Book) -> ibis.Table:
    """A line of the FEC's bulk files without a transaction's number where the filing itself has one with cents.

    Of years ago the bulk files give no numbers of transactions, and they cut off cents.
    """
    named = lines.filter((_.payer_key != NONE) & (_.payee_key != NONE) & ~_.schedule.endswith(" earmark"))
    told = named.mutate(dollars=ibis.ifelse(_.cents < 0, -1, 1) * (_.cents.abs() // 100))
    bulk = told.filter((_.record_source == "fec_bulk") & (_.transaction_id == NONE) & (_.cents % 100 == 0))
    own = told.filter((_.record_source == "fec_efiles") & (_.cents % 100 != 0))
    on = ("side", "payer_key", "payee_key", "money_class", "dollars")
    return giving_way(same_days(Sides(bulk, own, on, book.taken)), ibis.literal(WHY_FILED), _.other_line)


def elsewhere_untold(lines: ibis.Table, book: Book) -> ibis.Table:
    """An independent expenditure without a topic, where another outlet's record has one of the filer's day with it.

    Cal-Access has what a notice is about on the cover alone. What the same outlet has is another one.
    """
    spent = lines.filter((_.kind == "independent_expenditure") & is_of_nobody_named(lines))
    untold, told = (spent.filter((_.about_name.fill_null(NONE) != NONE) == is_told) for is_told in (False, True))
    outlets = untold.select(outlet="record_source").distinct().view()
    others = told.cross_join(outlets).filter(_.record_source != _.outlet)
    return _elsewhere(same_days(Sides(untold.mutate(outlet=_.record_source), others, (*SPENT, "outlet"), book.taken)))


def sides_days(lines: ibis.Table, book: Book) -> ibis.Table:
    """The payer's line of a transfer that the payee reports too, by payer, payee and amount on equal days."""
    return _two_sided(same_days(transfer(lines, book, TRANSFER)))


def sides_near(lines: ibis.Table, book: Book) -> ibis.Table:
    """The same within a week: what is left after equal days, the nearest with the nearest."""
    return _two_sided(nearest(transfer(lines, book, TRANSFER), NEAR_DAYS))


def sides_apart(lines: ibis.Table, book: Book) -> ibis.Table:
    """The same within 45 days; in doubt where the payee reports equal payments more than once."""
    sides = transfer(lines, book, TRANSFER)
    of_payment = sides.right.view().group_by(*TRANSFER).aggregate(times=_.count()).filter(_.times > 1)
    often = sides.right.view().semi_join(of_payment, TRANSFER).select(often="line_id")
    pairs = nearest(sides, FLAGGED_DAYS).left_join(often, [("other_line", "often")])
    said = "equal payments recur; the two sides state days " + pairs.gap_days.cast("string") + " days apart"
    return _two_sided(pairs, ibis.ifelse(pairs.often.notnull(), said, ""))


def sides_called_otherwise(lines: ibis.Table, book: Book) -> ibis.Table:
    """What the payer calls an expenditure and the payee a gift, of the same amount within a week.

    Federal committees report gifts to committees of a state or county among other disbursements, and schedule B of
    Form 8872 tells gifts and purchases not apart.
    """
    return _two_sided(nearest(_spent_for(lines, book, _.money_class == "spending", "gift"), NEAR_DAYS))


def sides_lent(lines: ibis.Table, book: Book) -> ibis.Table:
    """What the payer, having no schedule of loans made, calls spent or given, and the payee a loan, within a week."""
    spent = (_.money_class != "loan") & _.record_source.isin(NO_LOANS_MADE)
    return _two_sided(nearest(_spent_for(lines, book, spent, "loan"), NEAR_DAYS))


def sides_called_otherwise_apart(lines: ibis.Table, book: Book) -> ibis.Table:
    """What one calls an expenditure and the other a gift within 45 days, where neither has another partner; in doubt.

    So are the refunds of such payments called, too.
    """
    pairs = only(_spent_for(lines, book, _.money_class == "spending", "gift"), FLAGGED_DAYS)
    days = pairs.gap_days.cast("string")
    said = ibis.literal("the payer calls it an expenditure; the two sides state days ").concat(days, " days apart")
    return _two_sided(pairs, said)


def _spent_for(lines: ibis.Table, book: Book, spent: ibis.Deferred, what: str) -> Sides:
    money = transfer(lines, book, ("payer_key", "payee_key", "cents"))
    return money._replace(left=money.left.filter(spent), right=money.right.filter(_.money_class == what))


def sides_far(lines: ibis.Table, book: Book) -> ibis.Table:
    """The same within four months, where neither line has another partner; it stands in doubt."""
    pairs = only(transfer(lines, book, TRANSFER), FAR_DAYS)
    said = ibis.literal("the two sides state days ").concat(pairs.gap_days.cast("string"), " days apart")
    return _two_sided(pairs, said)


def sides_differ(lines: ibis.Table, book: Book) -> ibis.Table:
    """Both sides of a transfer within a week, amounts at most a quarter apart, where neither has another such partner.

    The payee's amount counts; the payment stands in doubt.
    """
    low, high = ibis.least(_.amount, _.other_amount), ibis.greatest(_.amount, _.other_amount)
    near = only(
        transfer(lines, book, ("payer_key", "payee_key", "money_class")), NEAR_DAYS, (low > 0) & (4 * high <= 5 * low)
    )
    said = ibis.literal("the payer states ").concat(
        near.amount.cast("string"), " cents, the payee ", near.other_amount.cast("string")
    )
    return _two_sided(near, said)


def conduit(lines: ibis.Table, book: Book) -> Sides:
    """What a conduit passed on against what it took in."""
    out, came = lines.filter(_.schedule == "B earmark"), lines.filter(_.schedule == "A earmark")
    return Sides(out, came, ("filer_key", "payer_name", "earmarked_for_key", "cents"), book.taken)


def passed_on(pairs: ibis.Table) -> ibis.Table:
    """The conduit's records of passing on give way to those of taking in."""
    return giving_way(pairs, ibis.literal("the same conduit reports it as received"), _.other_line)


def earmarked(lines: ibis.Table, book: Book, *by: str) -> Sides:
    """Conduits' records against what recipients itemize: by the conduit that they name, or where none is by number."""
    passed = lines.filter(_.schedule.endswith(" earmark")).mutate(recipient=_.earmarked_for_key)
    own = lines.filter((_.side == "payee") & ~_.schedule.endswith(" earmark")).mutate(recipient=_.payee_key)
    if not by:
        own = own.filter(~_.conduit_is_known)
    return Sides(passed.mutate(conduit_key=_.filer_key), own, ("recipient", "payer_name", "cents", *by), book.taken)


def itemized(pairs: ibis.Table, doubt: ibis.Value | None = None) -> ibis.Table:
    """The conduits' records give way to those of the recipients."""
    return giving_way(pairs, ibis.literal(WHY_RECIPIENT), _.other_line, doubt)


def itemized_unnamed(pairs: ibis.Table) -> ibis.Table:
    """The same where the recipient names no such conduit: in doubt if it took longer than a conduit may take."""
    said = "the recipient itemizes it " + pairs.gap_days.cast("string") + " days apart and names no such conduit"
    return itemized(pairs, ibis.ifelse(pairs.gap_days > FORWARDING_DAYS, said, ""))


def _notices(lines: ibis.Table, book: Book) -> Sides:
    named = on_a_topic(lines).filter(~_.is_sum)
    notice = is_notice(named)
    return Sides(named.filter(notice), named.filter(~notice), (*SPENT, *_TOPIC), book.taken)


def on_a_topic(lines: ibis.Table) -> ibis.Table:
    """Lines with what a notice and the line that repeats it both name, where they name it.

    For or against whom was spent (``topic`` and ``topic_stance``), or the other party.
    """
    is_spent = lines.kind == "independent_expenditure"
    told = lines.mutate(
        topic=ibis.ifelse(is_spent, lines.about_name, lines.other_name),
        topic_stance=ibis.ifelse(is_spent, lines.stance, ""),
    )
    return told.filter((_.topic != NONE) | (_.topic_stance != ""))


def _repeated(pairs: ibis.Table) -> ibis.Table:
    return giving_way(pairs, ibis.literal("a periodic report of the same filer itemizes it"), _.other_line)


def _outlets(lines: ibis.Table, book: Book, *days: str) -> Sides:
    """Lines of every source against those of the first source in the alphabet that holds such a line (on such days)."""
    on = ("side", *TRANSFER, *_TOPIC)
    named = lines.filter((_.payer_key != NONE) & (_.payee_key != NONE) & ~_.schedule.endswith(" earmark"))
    # Of nobody named as paid the topic alone tells two expenditures of a day apart.
    is_told = is_of_nobody_named(named) & (named.kind == "independent_expenditure")
    named = named.mutate(
        topic=ibis.ifelse(is_told, named.about_name.fill_null(NONE), NONE),
        topic_stance=ibis.ifelse(is_told, named.stance, ""),
    )
    ranked = named.mutate(first_source=_.record_source.min().over(group_by=[*on, *days]))
    is_first = ranked.record_source == ranked.first_source
    return Sides(ranked.filter(~is_first), ranked.filter(is_first), on, book.taken)


def _elsewhere(pairs: ibis.Table) -> ibis.Table:
    return giving_way(pairs, ibis.literal(WHY_ELSEWHERE), _.other_line)


def transfer(lines: ibis.Table, book: Book, on: tuple[str, ...]) -> Sides:
    """What payers report of payments between named parties, against what payees do."""
    money = lines.filter(~_.schedule.endswith(" earmark") & (_.payer_key != NONE) & (_.payee_key != NONE))
    paid = money.filter((_.side == "payer") & _.kind.isin(_PAID))
    return Sides(paid, money.filter((_.side == "payee") & _.kind.isin(_RECEIVED)), on, book.taken)


def _two_sided(pairs: ibis.Table, doubt: ibis.Value | None = None) -> ibis.Table:
    return giving_way(pairs, ibis.literal(WHY_SIDE), _.other_line, doubt)
