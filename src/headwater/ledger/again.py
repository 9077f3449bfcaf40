"""Rules for lines that say again what another line says: read twice, amended, itemized again."""

from typing import Any

import ibis
from ibis import _

from headwater.ledger.book import CA_NOTICES, NOTICE_CODES, Book, is_notice
from headwater.ledger.giving_way import COLUMNS, READ_AGAIN, WHY_FILED, giving_way
from headwater.ledger.numbers import NONE, no_line
from headwater.ledger.recurring import recurring

_SAME_REPORT_DAYS, _REDATED_DAYS = 200, 7
_ROUNDED = "fec_bulk"
_RENUMBERED = "460"
_STATEMENT = "9"
"""Forms of which the rules see every line."""
_REPORT = ("record_source", "filing_id", "filer_key", "report_number", "report_date")
_PERIOD = ("form", "period_from", "period_thru")


def read_again(lines: ibis.Table, _book: Book) -> ibis.Table:
    """The same record of the same publisher read from a second file; the publisher's own file counts."""
    by_record = ibis.window(
        group_by="line_id", order_by=[(_.source != _.record_source).cast("int64"), _.file_sha256, _.row]
    )
    ranked = recurring(lines, "line_id").mutate(
        rank=ibis.row_number().over(by_record), first_cents=_.cents.first().over(by_record)
    )
    again = ranked.filter(_.rank > 0)
    differs = again.cents != again.first_cents
    other = f"{READ_AGAIN} with another amount; the publisher's own file counts"
    why = ibis.ifelse(differs, other, f"{READ_AGAIN}, read again")
    doubt = ibis.ifelse(differs, "a fact that was carried over differs from the publisher's record", "")
    return giving_way(again, why, _.line_id, doubt)


def filed_elsewhere(lines: ibis.Table, _book: Book) -> ibis.Table:
    """A transaction of one filing that two of the agency's outlets hold: the filing itself counts, not the extract.

    Bulk files round to dollars and leave lines out (TRACING §5, FEC 6); the filing itself is the one whose period
    is known, or of which no bulk file is the source. Of two extracts the one that says which periodic report it is
    counts: the other may stand on a notice or not. Of a notice the one with cents does, which does not say it.
    """
    named = recurring(lines.filter((_.transaction_id != NONE) & (_.filing_id != "")), "filing_id", "transaction_id")
    is_bulk = named.record_source == _ROUNDED
    named = named.mutate(
        is_bulk=is_bulk,
        is_cut=is_bulk & named.report_code.isin(NOTICE_CODES),
        outlet=_.record_source.concat(ibis.ifelse(_.report_code == "", "", " by report")),
    )
    same = ibis.window(group_by=["filing_id", "transaction_id", "side"])
    own = ibis.window(
        group_by=["filing_id", "transaction_id", "side"],
        order_by=[
            *(test.cast("int64") for test in (~_.tells_period, _.is_bulk, _.is_cut, _.report_code == "")),
            _.outlet,
            _.line_id,
        ],
    )
    ranked = named.mutate(
        outlets=_.outlet.nunique().over(same),
        best=_.outlet.first().over(own),
        best_line=_.line_id.first().over(own),
    )
    other = ranked.filter((_.outlets > 1) & (_.outlet != _.best))
    return giving_way(other, ibis.literal(WHY_FILED), _.best_line)


def amended(lines: ibis.Table, book: Book) -> ibis.Table:
    """Lines of a report that a larger report number (then a later day) of the same filer and period replaces."""
    named = {name: f"old_{name}" for name in (*_REPORT, *_PERIOD)}
    # Its period and what it is named by may lead to two later reports: the line gives way once.
    by = {new: name for name, new in named.items()}
    gone, kept = book.superseded.filter(_.keeps == ""), book.superseded.filter(_.keeps != "")
    old = gone.group_by(**by, old_schedule="schedule").aggregate(last_number=_.last_number.max())
    lines = lines.anti_join(kept.select("filing_id", part="keeps").distinct(), ["filing_id", "part"])
    alike = {name: lines[name].identical_to(old[new]) for name, new in named.items()}
    # A filing without a number is known by its form and period; another outlet of the agency numbers reports anew.
    is_numbered = lines.filing_id != ""
    is_elsewhere = is_numbered & ~alike["record_source"]
    told = ("record_source", "report_number", "report_date")
    replaced = lines.join(
        old,
        [
            alike["filing_id"],
            alike["filer_key"],
            (old.old_schedule == "") | (lines.schedule.split(" ")[0] == old.old_schedule),
            *(is_elsewhere | alike[name] for name in told),
            *(is_numbered | alike[name] for name in _PERIOD),
        ],
    )
    once = replaced.group_by(*COLUMNS[:3]).aggregate(last_number=_.last_number.max())
    why = "superseded by report " + once.last_number.cast("string") + " of the same period"
    return giving_way(once, why)


def amended_notice(lines: ibis.Table, _book: Book) -> ibis.Table:
    """Lines of a notice that the same transaction of a larger report number replaces.

    California's filers number the transactions of each notice anew, so that there the parties must be equal as well.
    Where a federal filing names the one that it amends, it replaces that one (`amended`), and of others only those
    whose own numbers are not known. A Californian amendment has its notice's number (`amended`); of notices of another
    number it replaces what has the day and the topic as well.
    """
    notices = lines.filter(is_notice(lines) & (_.transaction_id != NONE))
    is_fec = ~notices.form.isin(CA_NOTICES)
    marked = notices.mutate(
        payer=ibis.ifelse(is_fec, NONE, notices.payer_key), payee=ibis.ifelse(is_fec, NONE, notices.payee_key)
    )
    of_notice = ["record_source", "filer_key", "form", "transaction_id", "payer", "payee"]
    is_known = marked.is_numbered & marked.form.isin(CA_NOTICES)
    unnamed = ibis.ifelse(marked.names_amended | is_known, 0, marked.report_number)
    numbered = marked.mutate(is_known=is_known, unnamed=unnamed)
    last: dict[str, ibis.Value] = {}
    alike = ("first_day", "about_name")
    for head, number, more in (
        ("any", "report_number", ()),
        ("bare", "unnamed", ()),
        ("alike", "report_number", alike),
    ):
        same = ibis.window(group_by=[*of_notice, *more], order_by=[_[number].desc(), _.first_day, _.line_id])
        last |= {f"{head}_number": _[number].first().over(same), f"{head}_day": _.first_day.first().over(same)}
    ranked = numbered.mutate(**last)
    is_alike = ranked.is_known & (ranked.alike_number > ranked.bare_number)
    last_number = ibis.cases(
        (is_alike, ranked.alike_number), (ranked.is_numbered, ranked.bare_number), else_=ranked.any_number
    )
    last_day = ibis.cases((is_alike, ranked.first_day), (ranked.is_numbered, ranked.bare_day), else_=ranked.any_day)
    why = "superseded by report " + last_number.cast("string") + " of the same notice"
    is_near = (ranked.first_day - last_day).abs() <= _SAME_REPORT_DAYS
    return giving_way(ranked.mutate(why=why).filter((ranked.report_number < last_number) & is_near), _.why)


def amended_notice_elsewhere(lines: ibis.Table, _book: Book) -> ibis.Table:
    """Lines of a Californian notice that a larger report number in another outlet replaces.

    Outlets number notices each in its own way, so that transaction, day, parties and topic must be equal; where the
    last one has no topic here, as in Cal-Access, the one topic that the others have is its own.
    """
    of_notice = ("filer_key", "form", "transaction_id", "first_day", "payer_key", "payee_key")
    notices = lines.filter(lines.form.isin(CA_NOTICES) & (_.transaction_id != NONE))
    told = notices.mutate(topic=notices.about_name.nullif(NONE), outlet=_.record_source)
    same = ibis.window(group_by=of_notice)
    newest = ibis.window(group_by=of_notice, order_by=[_.report_number.desc(), _.line_id])
    ranked = told.mutate(
        last_number=_.report_number.first().over(newest),
        last_outlet=_.outlet.first().over(newest),
        last_line=_.line_id.first().over(newest),
        last_topic=_.about_name.first().over(newest).nullif(NONE),
        one_topic=(_.topic.min().over(same) == _.topic.max().over(same)),
    )
    is_older = (ranked.report_number < ranked.last_number) & (ranked.outlet != ranked.last_outlet)
    older = ranked.filter(is_older & ranked.one_topic.fill_null(True))
    why = "superseded by report " + older.last_number.cast("string") + " of the same notice"
    # What the last one is about stands on the one before.
    same_as = ibis.ifelse(older.last_topic.isnull() & older.topic.notnull(), older.last_line, no_line())
    return giving_way(older, why, same_as)


def amended_notice_of_other_day(lines: ibis.Table, _book: Book) -> ibis.Table:
    """A late contribution of which a larger report number in other outlets alone states another day within a week.

    Transaction, parties and amount are equal, and no third day nor an unamended notice of the later day is here; it
    stands in doubt. Of several of the first day as many are the same as an outlet has of the other; what was filed
    after the amendment is another notice.
    """
    of_notice = ("filer_key", "form", "transaction_id", "payer_key", "payee_key", "cents")
    named = recurring(lines.filter((_.form == "497") & (_.transaction_id != NONE)), *of_notice)
    newest = ibis.window(group_by=of_notice, order_by=[_.report_number.desc(), _.line_id])
    first = {"last_number": _.report_number, "other_day": _.first_day, "last_line": _.line_id}
    first |= {"last_date": _.report_date}
    told = named.mutate(**{name: column.first().over(newest) for name, column in first.items()})
    told = told.mutate(is_last=told.first_day == told.other_day, gap_days=(told.first_day - told.other_day).abs())
    own = ibis.window(group_by=[*of_notice, "record_source", "first_day"], order_by=_.line_id)
    told = told.mutate(ordinal=ibis.row_number().over(own))
    both = told.group_by(of_notice).aggregate(
        days=_.first_day.nunique(),
        outlets=_.record_source.nunique(),
        after=_.record_source.nunique(where=_.is_last),
        before=_.record_source.nunique(where=~_.is_last),
        least=_.report_number.min(where=_.is_last),
        most=_.report_number.max(where=~_.is_last),
        times=_.ordinal.max(where=_.is_last),
    )
    two = both.filter((_.days == 2) & (_.outlets == _.after + _.before) & (_.least > _.most))
    early = told.filter(~_.is_last & (_.gap_days <= _REDATED_DAYS)).inner_join(two, list(of_notice))
    is_after = (early.last_date >= early.report_date).fill_null(True)
    older = early.filter((early.ordinal <= early.times) & is_after)
    why = "superseded by report " + older.last_number.cast("string") + " of the same notice"
    said = ibis.literal("another outlet's amendment states a day ").concat(older.gap_days.cast("string"), " days apart")
    return giving_way(older, why, _.last_line, said)


def amended_transaction(lines: ibis.Table, _book: Book) -> ibis.Table:
    """A transaction that a later, amending filing of the same report holds again, in an extract without periods.

    A transaction id is unique within a committee and a chain of amendments alone (TRACING §5, FEC 4): the report's code
    and the nearness of the days tell the chain. The filing with the largest number is the last; it replaces earlier
    ones of other outlets too.
    """
    is_coded = (_.transaction_id != NONE) & (_.report_code != "")
    coded = recurring(lines.filter(is_coded), "filer_key", "report_code", "transaction_id")
    coded = coded.mutate(
        year=coded.date_from.year(),
        chained=ibis.ifelse(coded.names_amended & is_notice(coded), 0, coded.report_number),
        agency=ibis.ifelse(coded.filing_id == "", coded.record_source, coded.filing_id.split(":")[0]),
    )
    same = ibis.window(
        group_by=["agency", "filer_key", "report_code", "transaction_id", "year"],
        order_by=[_.chained.desc(), _.filing_id.length().desc(), _.filing_id.desc(), _.line_id],
    )
    ranked = coded.mutate(
        last_number=_.chained.first().over(same),
        last_filing=_.filing_id.first().over(same),
        last_day=_.first_day.first().over(same),
        last_tells=_.tells_period.first().over(same),
    )
    own, last = ranked.filing_id, ranked.last_filing
    is_before = (own.length() < last.length()) | ((own.length() == last.length()) & (own < last))
    older = ranked.filter(
        (ranked.last_number > 0)
        & (own != last)
        & ~(ranked.tells_period & ranked.last_tells)
        & (is_before | ~(ranked.tells_period | ranked.last_tells))
        & ((ranked.first_day - ranked.last_day).abs() <= _SAME_REPORT_DAYS)
    )
    return giving_way(older, ibis.literal("superseded by an amendment of the same report"))


def itemized_again(lines: ibis.Table, _book: Book) -> ibis.Table:
    """Lines equal on transaction, day, amount and names in two reports of one filer; the newest report counts."""
    same = ibis.window(
        group_by=[
            "record_source", "filer_key", "form", "schedule", "transaction_id", "date_from", "cents", "payer_again",
            "payee_again", "kind", "stance", "about_name", "conduit_key",
        ],
        order_by=[_.report_date.desc(nulls_first=False), _.report_number.desc(), _.filing_id, _.line_id],
    )  # fmt: skip
    named = recurring(lines.filter(_.transaction_id != NONE), "transaction_id", "cents", "date_from").mutate(
        # A person who moved is the same giver in both reports; a filer may have changed its name between them.
        payer_again=ibis.ifelse(_.payer_key == _.filer_key, _.filer_key, _.payer_name),
        payee_again=ibis.ifelse(_.payee_key == _.filer_key, _.filer_key, _.payee_name),
    )
    ranked = named.mutate(
        rank=ibis.row_number().over(same),
        best_line=_.line_id.first().over(same),
        best_filing=_.filing_id.first().over(same),
        best_source=_.source.first().over(same),
    )
    # Two equal lines of one filing are two payments, unless the filing was read in two forms.
    again = ranked.filter((_.rank > 0) & ((_.filing_id != _.best_filing) | (_.source != _.best_source)))
    return giving_way(again, ibis.literal("itemized again in a newer report"), _.best_line)


def may_overlap(lines: Any) -> Any:
    """Whether no id of the filer's may tell that a line stands in another report, too."""
    is_new = (lines.transaction_id == NONE) | (lines.form == _RENUMBERED) | _is_donation(lines)
    return is_new & ~lines.is_sum


def _is_donation(lines: Any) -> Any:
    """What a statement of electioneering lists anew: all donors since the year before (52 U.S.C. 30104(f)(2)(F))."""
    return (lines.form == _STATEMENT) & (lines.schedule == "A")


def itemized_in_overlap(lines: ibis.Table, _book: Book) -> ibis.Table:
    """Lines that two reports of overlapping periods hold without the filer's own ids, or with new ones.

    Equal day, amount, names and kind; as many of one report as of the other are the same (TRACING §6: overlapping
    reports both counted), and the newest counts. A Californian filer's last report may number all its lines anew.
    """
    is_inside = (_.date_from >= _.period_from) & (_.date_to <= _.period_thru) & (_.date_from == _.date_to)
    bare = lines.filter(may_overlap(lines) & ~is_notice(lines) & (is_inside | _is_donation(lines)))
    alike = ("record_source", "filer_key", "form", "schedule", "date_from", "cents", "payer_name", "payee_name", "kind")
    own = ibis.window(group_by=[*alike, "filing_id"], order_by=_.line_id)
    named = recurring(bare, "filer_key", "cents", "date_from").mutate(ordinal=ibis.row_number().over(own))
    same = ibis.window(
        group_by=[*alike, "ordinal"],
        order_by=[_.report_date.desc(nulls_first=False), _.report_number.desc(), _.filing_id.desc(), _.line_id],
    )
    ranked = named.mutate(best_line=_.line_id.first().over(same), best_filing=_.filing_id.first().over(same))
    again = ranked.filter((_.filing_id != "") & (_.filing_id != _.best_filing))
    return giving_way(again, ibis.literal("itemized again in a newer report of overlapping days"), _.best_line)
