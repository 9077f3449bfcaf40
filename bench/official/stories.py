"""The stories that made-up bulk files tell: each adds its true payments, and the lines by which they are reported."""

from collections.abc import Callable

import numpy as np
import polars as pl

from bench.official.cast import Numbers
from bench.official.draw import FIRST_DAY, Draw
from bench.official.mix import BLANK, DIRT, LOST, RECOVERABLE

Story = Callable[[Draw, int], None]


def single_gifts(draw: Draw, count: int, dirt: int = 0) -> None:
    """One person, one committee, one line."""
    who, filer = draw.some("donor", count), draw.some("campaign", count)
    day, dollars = draw.days(count), draw.gifts(count)
    paid = draw.pay(count, payer=who, payee=filer, first_day=day, last_day=day, dollars=dollars, dirt=dirt)
    draw.line(count, filer=filer, type="15", who=who, day=day, dollars=dollars, payment=paid, is_best=True, dirt=dirt)


def transfers(draw: Draw, count: int) -> None:
    """A committee gives to a campaign: type 24K in its own report, 18K in the campaign's a few days later."""
    payer, payee = draw.some("pac", count), draw.some("campaign", count)
    _both_sides(draw, ("24K", "18K"), payer, payee)


def affiliated(draw: Draw, count: int) -> None:
    """Committees of one family move money: 24G and 18G."""
    _both_sides(draw, ("24G", "18G"), draw.some("joint", count), draw.some("pac", count))


def repeated_transfers(draw: Draw, count: int) -> None:
    """The same amount between the same two, twice within days: two payments, four lines."""
    payer, payee = draw.some("pac", count), draw.some("campaign", count)
    day, dollars = draw.days(count), draw.amounts(count)
    for late in (0, 3):
        paid_on = day + late
        got_on = paid_on + draw.rng.integers(0, 3, size=count)
        _two_sides(draw, ("24K", "18K"), (payer, payee), (paid_on, got_on), dollars)


def received_first(draw: Draw, count: int) -> None:
    """A transfer that the campaign books a day or two before the committee does."""
    payer, payee = draw.some("pac", count), draw.some("campaign", count)
    got_on = draw.days(count)
    _two_sides(
        draw, ("24K", "18K"), (payer, payee), (got_on + draw.rng.integers(1, 3, count), got_on), draw.amounts(count)
    )


def late_transfers(draw: Draw, count: int) -> None:
    """A transfer whose cheque lay three or four weeks."""
    payer, payee = draw.some("pac", count), draw.some("campaign", count)
    paid_on = draw.days(count)
    got_on = paid_on + draw.rng.integers(18, 31, count)
    _two_sides(draw, ("24K", "18K"), (payer, payee), (paid_on, got_on), draw.amounts(count))


def reused_ids(draw: Draw, count: int) -> None:
    """Two gifts in two reports of one committee under one transaction id: two payments."""
    filer, number = draw.some("campaign", count), draw.transactions(count)
    first = FIRST_DAY + draw.rng.integers(90, size=count)
    for late in (0, 200):
        who, dollars, day = draw.some("donor", count), draw.gifts(count), first + late
        paid = draw.pay(count, payer=who, payee=filer, first_day=day, last_day=day, dollars=dollars)
        draw.line(
            count, filer=filer, type="15", who=who, day=day, dollars=dollars, transaction=number, payment=paid,
            is_best=True,
        )  # fmt: skip


def one_sided(draw: Draw, count: int) -> None:
    """A gift to a campaign that did not itemize it."""
    payer, payee = draw.some("pac", count), draw.some("campaign", count)
    day, dollars = draw.days(count), draw.amounts(count)
    paid = draw.pay(count, payer=payer, payee=payee, first_day=day, last_day=day, dollars=dollars)
    draw.line(
        count, is_other=True, filer=payer, type="24K", who=payee, other=payee, candidate=payee, day=day,
        dollars=dollars, payment=paid, is_best=True,
    )  # fmt: skip


def joint_fundraising(draw: Draw, count: int) -> None:
    """Two gifts to a joint committee, which hands the sum on; the campaign names the givers once more as memo 15J."""
    filer, campaign, last = draw.some("joint", count), draw.some("campaign", count), draw.days(count)
    whole = np.zeros(count, np.int64)
    for _ in range(2):
        who, dollars = draw.some("donor", count), draw.gifts(count)
        day = np.maximum(last - draw.rng.integers(0, 30, size=count), FIRST_DAY)
        paid = draw.pay(count, payer=who, payee=filer, first_day=day, last_day=day, dollars=dollars)
        draw.line(count, filer=filer, type="15", who=who, day=day, dollars=dollars, payment=paid, is_best=True)
        draw.line(
            count, is_other=True, filer=campaign, type="15J", who=who, other=filer, day=day, dollars=dollars,
            is_memo=True,
        )  # fmt: skip
        whole += dollars
    _two_sides(draw, ("24G", "18G"), (filer, campaign), (last, draw.later(last)), whole)


def earmarks(draw: Draw, count: int) -> None:
    """A person gives to a campaign through a conduit: 15E at the campaign, 15T in and 24T out at the conduit."""
    who, filer, conduit = draw.some("donor", count), draw.some("campaign", count), draw.some("conduit", count)
    day, dollars = draw.days(count), draw.gifts(count)
    passed = draw.later(day)
    got = np.minimum(passed + draw.rng.integers(0, 3, size=count), day + draw.mix.days_apart)
    paid = draw.pay(
        count, payer=who, payee=filer, first_day=day, last_day=np.maximum(got, passed), dollars=dollars,
        conduit=conduit,
    )  # fmt: skip
    draw.line(
        count, filer=filer, type="15E", who=who, other=conduit, day=got, dollars=dollars, payment=paid, is_best=True
    )
    for code, when in (("15T", day), ("24T", passed)):
        draw.line(count, filer=conduit, type=code, who=who, other=filer, day=when, dollars=dollars, payment=paid)


def expenditures(draw: Draw, count: int) -> None:
    """An independent expenditure on a notice of 24 or 48 hours, and again in the periodic report."""
    filer, vendor, topic = draw.some("spender", count), draw.some("vendor", count), draw.some("campaign", count)
    day, dollars = draw.days(count), draw.amounts(count, 200_000)
    is_against = draw.is_so(0.4, count)
    code = pl.Series(np.where(is_against, "24A", "24E"))
    paid = draw.pay(
        count, payer=filer, payee=vendor, first_day=day, last_day=day, dollars=dollars, candidate=topic,
        kind="independent_expenditure", stance=pl.Series(np.where(is_against, "against", "for")),
    )  # fmt: skip
    numbers = draw.transactions(count)
    renamed = np.where(draw.is_so(draw.mix.renamed, count), draw.transactions(count), numbers)
    estimate = dollars + np.where(draw.is_so(draw.mix.estimated, count), draw.rng.integers(1, 500, size=count), 0)
    for is_notice, number, amount in ((True, renamed, estimate), (False, numbers, dollars)):
        draw.line(
            count, is_other=True, filer=filer, is_notice=is_notice, type=code, who=vendor, candidate=topic, day=day,
            dollars=amount, transaction=number, payment=paid, is_best=not is_notice,
        )  # fmt: skip


def notices_alone(draw: Draw, count: int) -> None:
    """An independent expenditure of a spender who files notices only."""
    filer, vendor, topic = draw.some("notifier", count), draw.some("vendor", count), draw.some("campaign", count)
    day, dollars = draw.days(count), draw.amounts(count, 50_000)
    paid = draw.pay(
        count, payer=filer, payee=vendor, first_day=day, last_day=day, dollars=dollars, candidate=topic,
        kind="independent_expenditure", stance="for",
    )  # fmt: skip
    draw.line(
        count, is_other=True, filer=filer, is_notice=True, type="24E", who=vendor, candidate=topic, day=day,
        dollars=dollars, payment=paid, is_best=True,
    )  # fmt: skip


def expenditures_with_memo(draw: Draw, count: int) -> None:
    """An independent expenditure, and as memo to whom the vendor passed a part of it."""
    filer, vendor, topic = draw.some("spender", count), draw.some("vendor", count), draw.some("campaign", count)
    day, dollars = draw.days(count), draw.amounts(count, 200_000)
    paid = draw.pay(
        count, payer=filer, payee=vendor, first_day=day, last_day=day, dollars=dollars, candidate=topic,
        kind="independent_expenditure", stance="for",
    )  # fmt: skip
    seen = {"is_other": True, "filer": filer, "type": "24E", "candidate": topic, "day": day}
    draw.line(count, **seen, who=vendor, dollars=dollars, payment=paid, is_best=True)
    draw.line(count, **seen, who=draw.some("vendor", count), dollars=dollars // 2, is_memo=True)


def amendments(draw: Draw, count: int) -> None:
    """A gift with a wrong amount, and the amended report with the right one under the same transaction id."""
    who, filer, day = draw.some("donor", count), draw.some("campaign", count), draw.days(count)
    right, number = draw.gifts(count), draw.transactions(count)
    paid = draw.pay(count, payer=who, payee=filer, first_day=day, last_day=day, dollars=right)
    for is_amendment, dollars in ((False, right + draw.rng.integers(1, 90, size=count)), (True, right)):
        draw.line(
            count, filer=filer, is_amendment=is_amendment, type="15", who=who, day=day, dollars=dollars,
            transaction=number, payment=paid, is_best=is_amendment,
        )  # fmt: skip


def reversals(draw: Draw, count: int) -> None:
    """A gift, and the same amount below zero: the bank did not honour it."""
    _given_back(draw, count, "15", -1)


def refunds(draw: Draw, count: int) -> None:
    """A gift, and its refund as a disbursement."""
    _given_back(draw, count, "22Y", 1)


def twin_gifts(draw: Draw, count: int) -> None:
    """Two gifts equal in all but their transaction id: two payments."""
    who, filer = draw.some("donor", count), draw.some("campaign", count)
    day, dollars = draw.days(count), draw.gifts(count)
    for _ in range(2):
        paid = draw.pay(count, payer=who, payee=filer, first_day=day, last_day=day, dollars=dollars)
        draw.line(count, filer=filer, type="15", who=who, day=day, dollars=dollars, payment=paid, is_best=True)


def partnerships(draw: Draw, count: int) -> None:
    """A partnership's gift, and as memo the shares of two partners."""
    who, filer, day = draw.some("vendor", count), draw.some("campaign", count), draw.days(count)
    half = draw.gifts(count)
    paid = draw.pay(count, payer=who, payee=filer, first_day=day, last_day=day, dollars=2 * half)
    draw.line(count, filer=filer, type="15", who=who, day=day, dollars=2 * half, payment=paid, is_best=True)
    for _ in range(2):
        draw.line(count, filer=filer, type="15", who=draw.some("donor", count), day=day, dollars=half, is_memo=True)


def dirt(draw: Draw, count: int) -> None:
    """Some lines of each kind of dirt; those that are lost stand in both files."""
    for kind in RECOVERABLE:
        single_gifts(draw, count, DIRT.index(kind))
    for kind in (*LOST, BLANK):
        who, filer, day = draw.some("donor", count), draw.some("campaign", count), draw.days(count)
        draw.line(
            count, is_other=draw.is_so(0.3, count), filer=filer, type="15", who=who, day=day,
            dollars=draw.gifts(count), dirt=DIRT.index(kind),
        )  # fmt: skip


TOLD: dict[str, Story] = {
    "gift": single_gifts,
    "transfer": transfers,
    "affiliated": affiliated,
    "repeated transfer": repeated_transfers,
    "received first": received_first,
    "late transfer": late_transfers,
    "reused id": reused_ids,
    "one-sided transfer": one_sided,
    "joint fundraising": joint_fundraising,
    "earmark": earmarks,
    "expenditure": expenditures,
    "notice alone": notices_alone,
    "expenditure with memo": expenditures_with_memo,
    "amendment": amendments,
    "reversal": reversals,
    "refund": refunds,
    "twin gifts": twin_gifts,
    "partnership": partnerships,
    "dirt": dirt,
}
"""Every story by name; a line's and a payment's story is its place here."""


def tell(draw: Draw, lines: int) -> pl.DataFrame:
    """Tells all stories as often as the mix says, and single gifts until there are as many lines as asked for."""
    names = list(TOLD)
    for name, share in draw.mix.stories.items():
        draw.story = names.index(name)
        TOLD[name](draw, int(share * lines))
    draw.story = names.index("dirt")
    dirt(draw, int(draw.mix.dirt * lines))
    left = lines - sum(frame.height for frame in draw.lines)
    if left < 0:
        raise ValueError("the stories take more lines than there are")
    draw.story = names.index("gift")
    single_gifts(draw, left)
    return pl.concat(draw.lines)


def _both_sides(draw: Draw, codes: tuple[str, str], payer: Numbers, payee: Numbers) -> None:
    day = draw.days(len(payer))
    _two_sides(draw, codes, (payer, payee), (day, draw.later(day)), draw.amounts(len(payer)))


def _two_sides(
    draw: Draw,
    codes: tuple[str, str],
    parties: tuple[Numbers, Numbers],
    days: tuple[Numbers, Numbers],
    dollars: Numbers,
) -> None:
    (payer, payee), (paid_on, got_on) = parties, days
    count = len(payer)
    first, last = np.minimum(paid_on, got_on), np.maximum(paid_on, got_on)
    paid = draw.pay(count, payer=payer, payee=payee, first_day=first, last_day=last, dollars=dollars)
    seen = {"is_other": True, "dollars": dollars, "payment": paid}
    begins, ends = draw.cast.roles["campaign"]
    topic = np.where((payee >= begins) & (payee <= ends) & (codes[0] == "24K"), payee, 0)
    draw.line(count, **seen, filer=payer, type=codes[0], who=payee, other=payee, candidate=topic, day=paid_on)
    draw.line(count, **seen, filer=payee, type=codes[1], who=payer, other=payer, day=got_on, is_best=True)


def _given_back(draw: Draw, count: int, code: str, sign: int) -> None:
    who, filer = draw.some("donor", count), draw.some("campaign", count)
    day, dollars = draw.days(count), draw.gifts(count)
    back_on = draw.later(day)
    given = draw.pay(count, payer=who, payee=filer, first_day=day, last_day=day, dollars=dollars)
    back = draw.pay(
        count, payer=filer, payee=who, first_day=back_on, last_day=back_on, dollars=dollars, kind="return",
        is_refund=sign > 0,
    )  # fmt: skip
    draw.line(count, filer=filer, type="15", who=who, day=day, dollars=dollars, payment=given, is_best=True)
    draw.line(count, filer=filer, type=code, who=who, day=back_on, dollars=sign * dollars, payment=back, is_best=True)
