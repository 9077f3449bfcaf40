"""Rules for both sides of one payment that tell it differently: without cents, by name, as a return, as one sum."""

import ibis
from ibis import _

from headwater.ledger.book import CA_FORMS, Book
from headwater.ledger.giving_way import WHY_PARTS, WHY_RETURN, WHY_SIDE, giving_way
from headwater.ledger.numbers import NONE
from headwater.ledger.pairing import HELD, Sides, narrowed, nearest, only
from headwater.ledger.sides import FLAGGED_DAYS, NEAR_DAYS, TRANSFER, transfer

_GAVE_BACK = ("monetary", "unclassified", "contribution_made", "loan", "spending")
_CASH = ("monetary", "unclassified", "contribution_made", "spending")
_PARTIES = ("payer_key", "payee_key")
_BY_GIVER = ("payer_key", "cents")
_BY_NAME = ("payer_name", "payee_key", "cents", "money_class")


def sides_cut(lines: ibis.Table, book: Book) -> ibis.Table:
    """Both sides of a transfer of which one alone states cents, as the Commission's bulk files leave them out.

    The payee's amount counts; the payment stands in doubt.
    """
    sides = transfer(lines, book, TRANSFER)
    dollars = ibis.ifelse(_.cents < 0, -1, 1) * (_.cents.abs() // 100)
    left = sides.left.mutate(dollars=dollars, is_whole=_.cents % 100 == 0)
    right = sides.right.mutate(dollars=dollars, is_whole=_.cents % 100 != 0)
    on = ("payer_key", "payee_key", "money_class", "dollars", "is_whole")
    pairs = nearest(Sides(left, right, on, book.taken), FLAGGED_DAYS)
    return giving_way(pairs, ibis.literal(WHY_SIDE), _.other_line, ibis.literal("one side states whole dollars alone"))


def returned(lines: ibis.Table, book: Book) -> ibis.Table:
    """What one party reports as a payment, and the other as a negative amount of an earlier one the other way.

    Whoever gave something back may lower its receipts by it while the giver books new money, and the other way round.
    Amounts are equal and days near; beyond a week it stands in doubt.
    """
    # Between accounts of one filer nobody is the other side.
    money = _money(lines).filter(_.payer_key != _.payee_key)
    back = money.filter((_.cents < 0) & _.kind.isin(_GAVE_BACK))
    turned = back.mutate(payer_key=_.payee_key, payee_key=_.payer_key, cents=-_.cents)
    # What the other party has as a payment, too, is no return.
    paid = money.filter((_.cents > 0) & _.kind.isin(_CASH)).anti_join(book.taken, [("line_id", "other_line")])
    pairs = nearest(Sides(paid, turned, (*_PARTIES, "cents", "side"), book.taken), FLAGGED_DAYS)
    said = ibis.literal("the two sides state days ").concat(pairs.gap_days.cast("string"), " days apart")
    return giving_way(pairs, ibis.literal(WHY_RETURN), _.other_line, ibis.ifelse(pairs.gap_days > NEAR_DAYS, said, ""))


def sides_of_candidates(lines: ibis.Table, book: Book) -> ibis.Table:
    """A gift in kind of which the giver's Californian report names the candidate alone, and a committee has it.

    Equal giver and amount within 45 days, where neither has another such partner, and nothing that the giver reports
    names this committee with this amount; it stands in doubt. Of a gift in money schedule E names the payee.
    """
    sides = transfer(lines.filter(_.form.isin(CA_FORMS) & (_.kind == "in_kind") & (_.cents > 0)), book, _BY_GIVER)
    told = sides.left.filter((_.about_name == _.payee_name) & (_.payee_name != NONE))
    own = sides.right.anti_join(sides.left.view(), list(TRANSFER))
    pairs = only(sides._replace(left=told, right=own), FLAGGED_DAYS)
    return giving_way(pairs, ibis.literal(WHY_SIDE), _.other_line, ibis.literal("the payer names the candidate alone"))


def sides_of_namesakes(lines: ibis.Table, book: Book) -> ibis.Table:
    """What a Californian filer reports as paid, and the payee as received from somebody of the filer's name.

    A person who gives much files reports of its own under a number that the payee does not state, and people are not
    equal by name alone. Beyond a week it stands in doubt.
    """
    sides = transfer(lines.filter(_.form.isin(CA_FORMS)), book, _BY_NAME)
    own = sides.left.filter((_.payer_key == _.filer_key) & (_.payer_name != NONE))
    # Who is known by the filer's own number is found by it.
    named = sides.right.anti_join(own.view(), list(TRANSFER))
    pairs = nearest(sides._replace(left=own, right=named), FLAGGED_DAYS)
    said = ibis.literal("the payee does not number the payer; the two sides state days ").concat(
        pairs.gap_days.cast("string"), " days apart"
    )
    return giving_way(pairs, ibis.literal(WHY_SIDE), _.other_line, ibis.ifelse(pairs.gap_days > NEAR_DAYS, said, ""))


def summed(lines: ibis.Table, book: Book) -> ibis.Table:
    """One sum for some stretch of days, as a tax return has, where others hold the single payments of these days.

    All that stands from the same payer to the same payee within these days, in other records or on the other side, and
    is no payment that the same source tells by itself, adds up to it to the cent.
    """
    cash = _money(lines).filter((_.cents > 0) & _.kind.isin(_CASH))
    several = ibis.window(group_by=[*_PARTIES, "side", "record_source"])
    ranged = cash.filter(_.first_day < _.last_day).mutate(alike=_.count().over(several))
    wholes = ranged.filter(_.alike == 1).select(
        *HELD, *_PARTIES, "record_source", "side", "cents", "first_day", "last_day"
    )
    parts = cash.view().select(
        *_PARTIES, part="line_id", part_source="record_source", part_side="side", part_cents="cents",
        begins="first_day", ends="last_day",
    )  # fmt: skip
    within = wholes.inner_join(parts, list(_PARTIES)).filter(
        (_.begins >= _.first_day) & (_.ends <= _.last_day) & (_.part != _.line_id)
        & ((_.part_side != _.side) | (_.part_source != _.record_source))
    )  # fmt: skip
    free = within.anti_join(book.taken, [("part", "other_line"), ("record_source", "by_source")])
    told = free.group_by(*HELD, "record_source", "cents").aggregate(
        first_part=_.part.min(), total=_.part_cents.sum(), parts=_.count()
    )
    return giving_way(told.filter((_.parts > 1) & (_.total == _.cents)), ibis.literal(WHY_PARTS), _.first_part)


def itemized_by_day(lines: ibis.Table, book: Book) -> ibis.Table:
    """A transfer of which the payee itemizes the parts that it was made of, on one day.

    Californian committees of one candidate hand on what their donors gave; the payee lists each donor, the payer one
    sum. Federal committees split what came at once over elections and accounts.
    """
    return _itemized(lines, book, "first_day")


def itemized_by_filing(lines: ibis.Table, book: Book) -> ibis.Table:
    """The same where the payee gives the days of the donors' gifts: all of the payer's in one Californian report."""
    return _itemized(lines.filter(_.form.isin(CA_FORMS)), book, "filing_id")


def listed_by_payer(lines: ibis.Table, book: Book) -> ibis.Table:
    """Several payments of one day that the payee reports as one sum, where nothing else of either adds up so."""
    sides = narrowed(transfer(lines.filter(_.kind.isin(_CASH) & (_.cents > 0)), book, _PARTIES))
    of_day = (*_PARTIES, "record_source", "first_day")
    listed = sides.left.group_by(of_day).aggregate(total=_.cents.sum(), parts=_.count(), ends=_.last_day.max())
    free = sides.right.anti_join(book.taken, [("line_id", "other_line")])
    wholes = free.select(*_PARTIES, total="cents", whole="line_id", begins="first_day", thru="last_day")
    pairs = listed.filter(_.parts > 1).inner_join(wholes.view(), [*_PARTIES, "total"])
    gap = ibis.greatest(pairs.begins - pairs.ends, pairs.first_day - pairs.thru, 0)
    near = pairs.mutate(gap_days=gap).filter(_.gap_days <= FLAGGED_DAYS)
    counted = near.mutate(lists=_.count().over(group_by="whole"), wholes=_.count().over(group_by=of_day))
    told = counted.filter((_.lists == 1) & (_.wholes == 1)).select(*of_day, "gap_days", other_line="whole")
    parts = sides.left.inner_join(told.view(), list(of_day))
    said = ibis.literal("the two sides state days ").concat(parts.gap_days.cast("string"), " days apart")
    doubt = ibis.ifelse(parts.gap_days > NEAR_DAYS, said, "")
    return giving_way(parts, ibis.literal(WHY_SIDE), _.other_line, doubt)


def _itemized(lines: ibis.Table, book: Book, by: str) -> ibis.Table:
    sides = narrowed(transfer(lines.filter(_.kind.isin(_CASH) & (_.cents > 0)), book, _PARTIES))
    free = sides.right.anti_join(book.taken, [("line_id", "other_line")])
    listed = free.group_by(*_PARTIES, by).aggregate(
        first_part=_.line_id.min(),
        total=_.cents.sum(),
        parts=_.count(),
        begins=_.first_day.min(),
        ends=_.last_day.max(),
    )
    whole = sides.left.select(*HELD, *_PARTIES, "record_source", "first_day", "last_day", total="cents")
    pairs = whole.inner_join(listed.filter(_.parts > 1).drop(by).view(), [*_PARTIES, "total"])
    gap = ibis.greatest(pairs.begins - pairs.last_day, pairs.first_day - pairs.ends, 0)
    near = pairs.filter(gap <= FLAGGED_DAYS).mutate(
        lists=_.count().over(group_by="line_id"), wholes=_.count().over(group_by="first_part")
    )
    return giving_way(near.filter((_.lists == 1) & (_.wholes == 1)), ibis.literal(WHY_PARTS), _.first_part)


def _money(lines: ibis.Table) -> ibis.Table:
    return lines.filter(~_.schedule.endswith(" earmark") & (_.payer_key != NONE) & (_.payee_key != NONE))
