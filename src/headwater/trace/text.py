"""The answer as a person reads it: plain text, amounts in dollars, every verb an allowed one."""

from collections.abc import Iterator, Sequence

from headwater.base.money import format_cents
from headwater.trace.answer import Answer
from headwater.trace.rules.time_blind import is_impossible

SHOWN_PATHS = 10
SHOWN_OPENINGS = 20
_EVERY = "no less and no more under any accounting that respects dates and balances"


def text_of(answer: Answer) -> str:
    """The text form of an answer, without a newline at its end."""
    return "\n".join(_lines(answer))


def meaning_of(answer: Answer) -> str:
    """One sentence that says what the bounds mean."""
    low, high, total = (
        format_cents(cents) for cents in (answer.bounds.low, answer.bounds.high, answer.target_total_cents)
    )
    donors, targets = _join(answer.donors), _join(answer.targets)
    if answer.bounds.low == answer.bounds.high:
        return (
            f"Of {total} that reached {targets}, {low} is money of {donors}, whatever the order of payments in a day."
        )
    every = f": {_EVERY}" if answer.exact else ""
    return f"Of {total} that reached {targets}, between {low} and {high} can be money of {donors}{every}."


def _lines(answer: Answer) -> Iterator[str]:
    yield f"From     {_join(answer.donors)}"
    yield f"To       {_join(answer.targets)}"
    yield ""
    amounts = {
        "reached the target in all": answer.target_total_cents,
        "paid out by the donor set": answer.donor_supply_cents,
        "paid straight to the target": answer.direct_cents,
        "at least": answer.bounds.low,
        "at most": answer.bounds.high,
        **{_rule(name, cents, answer): cents for name, cents in answer.rules.items()},
    }
    yield from _columns([(label, format_cents(cents)) for label, cents in amounts.items()])
    yield ""
    yield meaning_of(answer)
    if not answer.exact:
        yield "Some payments are known by ranges of days: the true bounds may lie closer together."
    if answer.opening_balances:
        yield ""
        yield "Opening balances, counted as other money:"
        rows = [(f"opening balance of {name}", format_cents(cents)) for name, cents in answer.opening_balances]
        yield from _columns(rows[:SHOWN_OPENINGS])
        yield from _rest(len(rows) - SHOWN_OPENINGS)
    if answer.paths:
        yield ""
        yield "One way in which the most can have arrived (ids of payments):"
        rows = [(" → ".join(path.payments), format_cents(path.cents)) for path in answer.paths]
        yield from _columns(rows[:SHOWN_PATHS])
        yield from _rest(len(rows) - SHOWN_PATHS)


def _rule(name: str, cents: int, answer: Answer) -> str:
    outside = {"time_blind": "impossible here", "owner": "other money too"}
    says = outside.get(name) if is_impossible(cents, answer.bounds) else None
    return f"by rule {name}, {says}" if says else f"by rule {name}"


def _columns(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    wide = max(len(label) for label, _ in rows)
    right = max(len(amount) for _, amount in rows)
    for label, amount in rows:
        yield f"  {label:<{wide}}  {amount:>{right}}"


def _rest(count: int) -> Iterator[str]:
    if count > 0:
        yield f"  … and {count:,} more"


def _join(names: Sequence[str]) -> str:
    return " + ".join(names)
