"""Rules for what one Californian filer tells on several forms, or several outlets hold, each in its own writing."""

from typing import Any

import ibis
from ibis import _

from headwater.ledger.again import may_overlap
from headwater.ledger.book import CA_FORMS, CA_REPORTS, Book
from headwater.ledger.giving_way import WHY_OUTLET, WHY_SPENT, giving_way
from headwater.ledger.numbers import NONE, NUMBER
from headwater.ledger.pairing import HELD, Sides, nearest, same_days
from headwater.ledger.recurring import recurring
from headwater.ledger.sides import NEAR_DAYS

_LATE_GIFTS, _LATE_SPENDING = "497", "496"
_LATE = (_LATE_GIFTS, _LATE_SPENDING)
_BY_TOPIC = "465"
WHY_FILE = "itemized again in another file of its publisher"
_SLATES, _LATE_SLATES = "401", "498"
_REPORT = ("filer_key", "form", "report_number")
ONE_TRANSACTION = (*_REPORT, "schedule", "side", "transaction_id", "cents")
"""What a transaction of one Californian report has in all outlets, however they write its parties."""
ON_ONE_TOPIC = (*_REPORT, "cents", "about_name", "stance")
"""What an independent expenditure has on schedules D and E of one report, in all outlets."""


def has_one_number(lines: Any) -> Any:
    """Whether a transaction's id tells a line of a Californian report, in any outlet: those of notices recur.

    What a report does not itemize is one line of each schedule, without an id.
    """
    is_named = (lines.transaction_id != NONE) & lines.form.isin((*CA_REPORTS, *_LATE))
    return ibis.ifelse(lines.is_sum, lines.form.isin(CA_REPORTS), is_named)


def is_spent_on_a_topic(lines: Any) -> Any:
    """Whether a line of schedule D or E is an independent expenditure that says whom or what it is about."""
    is_spent = (lines.side == "payer") & (lines.kind == "independent_expenditure")
    return is_spent & lines.schedule.isin(("D", "E")) & (lines.about_name != NONE)


def itemized_in_other_file(lines: ibis.Table, _book: Book) -> ibis.Table:
    """Lines that two files hold of one Californian report, of which one gives no transactions' ids.

    Equal days, amount, names, topic and kind; as many of one file as of the other are the same. Where neither gives ids
    it is in doubt: of one file that was cut in two they would be two.
    """
    bare = lines.filter(may_overlap(lines) & _.form.isin(CA_REPORTS) & (_.filing_id != ""))
    # Where schedules D and E are read together, E says what D does.
    is_told = (bare.schedule != "E") & bare.about_name.notnull()
    bare = bare.mutate(topic=ibis.ifelse(is_told, bare.about_name, NONE), sided=ibis.ifelse(is_told, bare.stance, ""))
    said = ("filing_id", "schedule", "side", "kind", "date_from", "date_to", "cents", "payer_name", "payee_name")
    alike = (*said, "topic", "sided")
    own = ibis.window(group_by=[*alike, "file_sha256"], order_by=_.line_id)
    named = recurring(bare, "filing_id", "cents", "date_from").mutate(
        ordinal=ibis.row_number().over(own), is_bare=(_.transaction_id == NONE).cast("int64")
    )
    same = ibis.window(group_by=[*alike, "ordinal"], order_by=[_.is_bare, _.file_sha256, _.line_id])
    best = ("line_id", "file_sha256", "is_bare")
    ranked = named.mutate(**{f"best_{name}": _[name].first().over(same) for name in best})
    again = ranked.filter((_.transaction_id == NONE) & (_.file_sha256 != _.best_file_sha256))
    doubt = ibis.ifelse(again.best_is_bare == 1, "neither of two files of the report gives the transaction's id", "")
    return giving_way(again, ibis.literal(WHY_FILE), _.best_line_id, doubt)


def transaction_elsewhere(lines: ibis.Table, _book: Book) -> ibis.Table:
    """A transaction of one Californian report that another outlet writes with another name or place of its party.

    NetFile's JSON has no suffixes of names, and some outlets leave out where people live, which keeps namesakes apart.
    Report, transaction, days and amount are equal; of a notice, whose numbers begin anew, the name, or whom it is
    about, is as well.
    """
    again = _told_again(lines)
    is_same_day = (again.first_day <= again.best_last_day) & (again.best_first_day <= again.last_day)
    return _given_way(again.filter(is_same_day))


def transaction_a_day_off(lines: ibis.Table, _book: Book) -> ibis.Table:
    """The same of a party that both name alike, where one outlet has the day before or after; in doubt.

    Outlets give days as moments, and midnight here is another day elsewhere; what one outlet has of two days is two.
    """
    again = _told_again(lines, "other_name")
    is_other = (again.record_source != again.best_record_source) | (again.source != again.best_source)
    days = ibis.greatest(again.first_day - again.best_last_day, again.best_first_day - again.last_day)
    return _given_way(again.filter(is_other & (days == 1)), ibis.literal("two outlets state days 1 day apart"))


def _told_again(lines: ibis.Table, *also: str) -> ibis.Table:
    """Transactions of Californian reports beside the first outlet's (``best_…``), equal in these columns, too.

    Of notices, and of forms for each candidate, a filer files several of a day, with numbers that recur: each outlet's
    first is the other's first.
    """
    is_late = lines.form.isin(_LATE)
    is_spent = lines.kind == "independent_expenditure"
    named = ibis.ifelse(is_spent, lines.about_name.fill_null(NONE), lines.other_name)
    outlet = lines.record_source.concat(" ", lines.source)
    told = lines.filter(has_one_number(lines) & (_.filing_id != "")).mutate(
        told_from=ibis.ifelse(is_late, lines.report_date, lines.period_from),
        told_thru=ibis.ifelse(is_late, lines.report_date, lines.period_thru),
        told_name=ibis.ifelse(is_late, named, ibis.literal(NONE, NUMBER)),
        told_stance=ibis.ifelse(is_late & is_spent, lines.stance, ""),
        told_in=ibis.ifelse(is_late | (lines.form == _BY_TOPIC), outlet, lines.filing_id),
    )
    known = told.filter(_.told_from.notnull() & _.told_thru.notnull())
    alike = (*ONE_TRANSACTION, "kind", "told_from", "told_thru", "told_name", "told_stance", *also)
    own = ibis.window(group_by=[*alike, "told_in"], order_by=[_.first_day, _.line_id])
    named = recurring(known, "transaction_id", "cents").mutate(ordinal=ibis.row_number().over(own))
    same = ibis.window(group_by=[*alike, "ordinal"], order_by=[_.filing_id, _.line_id])
    best = ("line_id", "told_in", "record_source", "source", "first_day", "last_day")
    ranked = named.mutate(**{f"best_{name}": _[name].first().over(same) for name in best})
    return ranked.filter(_.told_in != _.best_told_in)


def _given_way(again: ibis.Table, doubt: ibis.Value | None = None) -> ibis.Table:
    is_of_outlet = again.record_source == again.best_record_source
    why = ibis.ifelse(is_of_outlet, WHY_FILE, WHY_OUTLET)
    return giving_way(again, why, _.best_line_id, doubt)


def expenditures_elsewhere(lines: ibis.Table, _book: Book) -> ibis.Table:
    """An independent expenditure on schedule D of one outlet that E of another has in the same report.

    Where an outlet's schedules are read together schedule E counts, about what D says; where they are two files, D.
    """
    spent = lines.filter(is_spent_on_a_topic(lines) & lines.form.isin(CA_REPORTS) & _.period_from.notnull())
    return _on_schedule_e(spent, (*ON_ONE_TOPIC, "period_from", "period_thru"))


def gifts_elsewhere(lines: ibis.Table, _book: Book) -> ibis.Table:
    """A gift on schedule D of one file that E of another has in the same report: E of its own has given way to that."""
    given = lines.filter((_.side == "payer") & (_.kind == "contribution_made") & _.schedule.isin(("D", "E")))
    told = given.filter(_.form.isin(CA_REPORTS) & _.period_from.notnull() & (_.payee_key != NONE))
    return _on_schedule_e(told, (*_REPORT, "cents", "payee_key", "period_from", "period_thru"))


def _on_schedule_e(lines: ibis.Table, alike: tuple[str, ...]) -> ibis.Table:
    """Lines of D that give way to those of E of another filing, equal in these columns: the first to the first."""
    own = ibis.window(group_by=[*alike, "schedule", "filing_id"], order_by=[_.first_day, _.line_id])
    numbered = lines.mutate(ordinal=ibis.row_number().over(own))
    on_e = numbered.filter(_.schedule == "E").view()
    on_e = on_e.select(*alike, "ordinal", other_filing="filing_id", paid="line_id", begins="first_day", ends="last_day")
    pairs = numbered.filter(_.schedule == "D").inner_join(on_e, [*alike, "ordinal"])
    near = pairs.filter((_.filing_id != _.other_filing) & (_.first_day <= _.ends) & (_.begins <= _.last_day))
    told = near.group_by(*HELD, "record_source").aggregate(other_line=_.paid.min())
    return giving_way(told, ibis.literal(WHY_OUTLET), _.other_line)


def gifts_on_two_notices(lines: ibis.Table, book: Book) -> ibis.Table:
    """A gift that a committee tells with what it spent (form 496, part 3), and as a late one (form 497), too."""
    named = lines.filter((_.side == "payee") & (_.other_name != NONE) & ~_.is_sum)
    with_spending = named.filter((_.form == _LATE_SPENDING) & (_.schedule == "P3"))
    late = named.filter(_.form == _LATE_GIFTS)
    pairs = same_days(Sides(with_spending, late, ("filer_key", "cents", "other_name"), book.taken))
    return giving_way(pairs, ibis.literal("a notice of late contributions of the same filer has it"), _.other_line)


def slates_paid_for(lines: ibis.Table, book: Book) -> ibis.Table:
    """What a slate mailer organisation was paid, and the payer reports as an independent expenditure within a week.

    The payer's line says whom it was about, or gives way to its schedule D, which does.
    """
    return _of_slates(lines, book, _SLATES)


def slates_paid_for_late(lines: ibis.Table, book: Book) -> ibis.Table:
    """The same of a notice of a late payment that no report of the organisation has."""
    return _of_slates(lines, book, _LATE_SLATES)


def _of_slates(lines: ibis.Table, book: Book, form: str) -> ibis.Table:
    ours = lines.filter((_.form == form) & (_.side == "payee") & (_.kind == "spending") & ~_.is_sum)
    theirs = lines.filter(_.form.isin(CA_FORMS) & (_.side == "payer") & (_.kind == "independent_expenditure"))
    pairs = nearest(Sides(ours, theirs, ("payer_key", "payee_key", "cents"), book.taken), NEAR_DAYS)
    return giving_way(pairs, ibis.literal(WHY_SPENT), _.other_line)
