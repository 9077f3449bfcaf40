"""Why a line does not count: each rule takes the lines that still count and names those that give way.

Order matters: a line read twice goes first, then amended reports, then lines itemized again, then what a conduit
passed on, then notices that a periodic report covers, then other agencies, then the other side of a transfer
(TRACING §5).
"""

from collections.abc import Callable
from typing import NamedTuple

import ibis
from ibis import _

from headwater.ledger import (
    agencies,
    conduits,
    in_step,
    new_york,
    outlets,
    own_accounts,
    schedules,
    sides,
    told_otherwise,
)
from headwater.ledger.again import (
    amended,
    amended_notice,
    amended_notice_elsewhere,
    amended_notice_of_other_day,
    amended_transaction,
    filed_elsewhere,
    itemized_again,
    itemized_in_overlap,
    read_again,
)
from headwater.ledger.apportioned import apportioned
from headwater.ledger.book import CA_FORMS, Book, is_notice
from headwater.ledger.giving_way import giving_way
from headwater.ledger.numbers import NONE


class Rule(NamedTuple):
    """One rule: which of the standing lines give way; one that repeats runs until it finds none.

    Rules of one ``family`` pair lines one to one between them: a partner that one has found is taken for the next.
    ``needs``: what must hold of some of all lines, or the rule can find nothing.
    """

    family: str
    give_way: Callable[[ibis.Table, Book], ibis.Table]
    repeats: bool = False
    needs: Callable[[ibis.Table], ibis.Value] | None = None


def nothing_paid(lines: ibis.Table, _book: Book) -> ibis.Table:
    """Lines of no amount."""
    return giving_way(lines.filter(_.cents == 0), ibis.literal("the amount is zero"))


def memo(lines: ibis.Table, _book: Book) -> ibis.Table:
    """Memo lines: detail of another line, no money of their own (TRACING §5, FEC 2)."""
    memos = lines.filter(lines.schedule.endswith(" memo") & ~conduits.is_forwarding(lines))
    return giving_way(memos, ibis.literal("a memo: detail of another line"))


def held_by_categories(lines: ibis.Table, _book: Book) -> ibis.Table:
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
    return giving_way(held, ibis.literal("the page's categories of expenditure hold this money"))


def noticed(lines: ibis.Table, book: Book) -> ibis.Table:
    """Lines of a notice of which a day, of paying or of showing, lies in days that the filer's periodic reports cover.

    Never by amount: a notice may hold an estimate (TRACING §5, FEC 5). A notice with a range of days is covered where
    the report holds any of them.
    """
    notices = lines.filter(is_notice(lines))
    covering = book.covered.rename(covering_filer="filer_key", covering_side="side", covering_kind="kind")
    held = notices.join(
        covering,
        [
            notices.filer_key == covering.covering_filer,
            (covering.covering_side == "") | (notices.side == covering.covering_side),
            (covering.covering_kind == "")
            | (notices.kind == covering.covering_kind)
            | (notices.kind == "unclassified")
            # A notice of what was given does not say whether in money or in kind.
            | ((notices.kind == "contribution_made") & (covering.covering_kind == "in_kind"))
            # New York's periodic reports call an independent expenditure what all others are: an expenditure.
            | ((notices.record_source == "ny_boe") & (notices.side == "payer")),
            ((notices.date_to >= covering.covering_from) & (notices.date_from <= covering.covering_thru))
            | notices.shown_date.between(covering.covering_from, covering.covering_thru).fill_null(False),
        ],
    )
    return giving_way(held, ibis.literal("the periodic report that covers the day has it")).distinct()


def _two_sources(lines: ibis.Table) -> ibis.Value:
    return lines.record_source.nunique() > 1


def _bulk_bare(lines: ibis.Table) -> ibis.Value:
    return ((lines.record_source == "fec_bulk") & (lines.transaction_id == NONE)).any() & _two_sources(lines)


def _two_outlets(lines: ibis.Table) -> ibis.Value:
    return _two_sources(lines) | ((lines.report_code == "").nunique() > 1)


def _schedule_d(lines: ibis.Table) -> ibis.Value:
    return (lines.schedule == "D").any()


def _allocated(lines: ibis.Table) -> ibis.Value:
    return (lines.schedule == own_accounts.ALLOCATED).any() & own_accounts.paid_by_states(lines).any()


def _forwarding(lines: ibis.Table) -> ibis.Value:
    return conduits.is_forwarding(lines).any()


def _earmark(lines: ibis.Table) -> ibis.Value:
    return lines.schedule.endswith(" earmark").any()


def _lent(lines: ibis.Table) -> ibis.Value:
    return (lines.record_source.isin(sides.NO_LOANS_MADE) & (lines.side == "payer")).any()


def _sums(lines: ibis.Table) -> ibis.Value:
    return lines.is_sum.any()


def _notice(lines: ibis.Table) -> ibis.Value:
    return is_notice(lines).any()


def _range(lines: ibis.Table) -> ibis.Value:
    return (lines.first_day < lines.last_day).any()


def _cents(lines: ibis.Table) -> ibis.Value:
    return (lines.cents % 100 != 0).any()


def _californian(lines: ibis.Table) -> ibis.Value:
    return lines.form.isin(CA_FORMS).any()


def _slate(lines: ibis.Table) -> ibis.Value:
    return (lines.form == "401").any()


def _negative(lines: ibis.Table) -> ibis.Value:
    return (lines.cents < 0).any()


RULES = (
    Rule("read again", read_again),
    Rule("filed elsewhere", filed_elsewhere, needs=_two_outlets),
    Rule("nothing paid", nothing_paid),
    Rule("memo", memo),
    Rule("amended", amended),
    Rule("amended notice", amended_notice),
    Rule("amended notice", amended_notice_of_other_day, needs=_two_sources),
    Rule("amended notice", amended_notice_elsewhere, needs=_two_sources),
    Rule("amended transaction", amended_transaction),
    Rule("itemized again", itemized_again),
    Rule("overlapping", outlets.itemized_in_other_file, needs=_californian),
    Rule("overlapping", itemized_in_overlap),
    Rule("details", new_york.bought_with, needs=new_york.of_board),
    Rule("categories", held_by_categories, needs=_sums),
    Rule("sides", outlets.slates_paid_for, repeats=True, needs=_slate),
    Rule("schedules", schedules.gifts_on_d, repeats=True, needs=_schedule_d),
    Rule("schedules", schedules.gifts_to_payee_on_d, repeats=True, needs=_schedule_d),
    Rule("schedules", schedules.gifts_to_number_on_d, repeats=True, needs=_schedule_d),
    Rule("schedules", schedules.spending_on_e, repeats=True, needs=_schedule_d),
    Rule("schedules", schedules.spending_to_payee_on_e, repeats=True, needs=_schedule_d),
    Rule("schedules", schedules.gifts_summed_on_d, needs=_schedule_d),
    Rule("schedules", schedules.gifts_to_candidates_on_d, needs=_schedule_d),
    Rule("schedules", schedules.spending_summed_on_d, needs=_schedule_d),
    Rule("schedules", schedules.spending_of_amount_on_e, needs=_schedule_d),
    Rule("schedules", schedules.expenditures_billed, repeats=True, needs=_schedule_d),
    Rule("schedules", schedules.billed_to_the_cent, repeats=True, needs=_schedule_d),
    Rule("schedules", apportioned, needs=_schedule_d),
    Rule("conduit out", sides.conduits_out_days),
    Rule("conduit out", in_step.conduits_out_in_step),
    Rule("conduit out", sides.conduits_out, repeats=True),
    Rule("conduit from", conduits.from_conduits, repeats=True, needs=_forwarding),
    Rule("conduit onward", conduits.onward, repeats=True, needs=_forwarding),
    Rule("conduit in", conduits.onward_named, repeats=True, needs=_forwarding),
    Rule("conduit in", sides.conduits_named_days),
    Rule("conduit in", in_step.conduits_named_in_step),
    Rule("conduit in", sides.conduits_named, repeats=True),
    Rule("conduit in", sides.conduits_in_days),
    Rule("conduit in", in_step.conduits_in_in_step),
    Rule("conduit in", sides.conduits_in, repeats=True),
    Rule("conduit before", conduits.before_named, repeats=True, needs=_earmark),
    Rule("forwarded", conduits.forwarded, needs=_forwarding),
    Rule("notice", sides.notices_days, needs=_notice),
    Rule("notice", sides.notices_near, repeats=True, needs=_notice),
    Rule("notice", sides.notices_shown, repeats=True, needs=_notice),
    Rule("notice", sides.notices_supplemented, repeats=True, needs=_notice),
    Rule("notice", sides.notices_untold, needs=_notice),
    Rule("notice", sides.notices_again, needs=_notice),
    Rule("noticed", noticed, needs=_notice),
    Rule("elsewhere", sides.elsewhere_days, needs=_two_sources),
    Rule("elsewhere", sides.elsewhere, repeats=True, needs=_two_sources),
    Rule("elsewhere", sides.elsewhere_cut, needs=_bulk_bare),
    Rule("elsewhere", sides.elsewhere_untold, needs=_two_sources),
    Rule("one transaction", outlets.transaction_elsewhere, needs=_californian),
    Rule("one transaction", outlets.transaction_a_day_off, needs=_californian),
    Rule("one topic", outlets.expenditures_elsewhere, needs=_schedule_d),
    Rule("elsewhere", outlets.gifts_elsewhere, needs=_schedule_d),
    Rule("notice", outlets.gifts_on_two_notices, needs=_notice),
    Rule("agencies", agencies.returns_elsewhere, repeats=True, needs=agencies.of_tax_agency),
    Rule("agencies", agencies.reports_elsewhere, repeats=True, needs=agencies.of_tax_agency),
    Rule("candidates", told_otherwise.sides_of_candidates, needs=_californian),
    Rule("sides", sides.sides_days),
    Rule("sides", in_step.sides_in_step),
    Rule("sides", sides.sides_near, repeats=True),
    Rule("sides", sides.sides_apart, repeats=True),
    Rule("sides", told_otherwise.sides_cut, repeats=True, needs=_cents),
    Rule("sides", sides.sides_called_otherwise, repeats=True),
    Rule("sides", outlets.slates_paid_for_late, repeats=True, needs=_notice),
    Rule("sides", sides.sides_lent, repeats=True, needs=_lent),
    Rule("sides", told_otherwise.itemized_by_day),
    Rule("sides", told_otherwise.itemized_by_filing, needs=_californian),
    Rule("sides", told_otherwise.listed_by_payer),
    Rule("sides", told_otherwise.summed, needs=_range),
    Rule("sides", told_otherwise.returned, repeats=True, needs=_negative),
    Rule("sides", sides.sides_called_otherwise_apart),
    Rule("sides", agencies.sides_across, repeats=True, needs=agencies.some_known_to_two),
    Rule("sides", agencies.sides_across_apart, repeats=True, needs=agencies.some_known_to_two),
    Rule("sides", agencies.summed_across, needs=agencies.some_known_to_two),
    Rule("namesakes", told_otherwise.sides_of_namesakes, repeats=True, needs=_californian),
    Rule("one name", new_york.sides_of_one_name, repeats=True, needs=new_york.of_board),
    Rule("sides", sides.sides_far),
    Rule("sides", sides.sides_differ),
    Rule("bought in kind", new_york.bought_in_kind, needs=new_york.of_board),
    Rule("own accounts", own_accounts.known, needs=_allocated),
    Rule("own accounts", own_accounts.known_whole, needs=_allocated),
    Rule("own accounts", own_accounts.named, needs=_allocated),
    Rule("own accounts", own_accounts.named_whole, needs=_allocated),
)
