"""The check of a case: its verdicts now against the verdicts that were accepted and committed with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from headwater.claims.accepted import Accepted, value_text
from headwater.claims.tables import Verdict


@dataclass(frozen=True, slots=True)
class Change:
    """One claim whose verdict is no longer the accepted one; an empty side means there is none."""

    claim_id: str
    was: str
    now: str
    since: str = ""

    def __str__(self) -> str:
        since = f" (since {self.since})" if self.since else ""
        return f"{self.claim_id}: was {self.was or 'not accepted yet'}{since}, is {self.now or 'gone'}"


def changed(current: Iterable[Verdict], accepted: Mapping[str, Accepted]) -> list[Change]:
    """The claims whose verdict is another than the accepted one, is new, or is gone; sorted by id."""
    now = {verdict.claim_id: verdict.verdict for verdict in current}
    was = {claim_id: row.verdict for claim_id, row in accepted.items()}
    days = {claim_id: row.since.isoformat() for claim_id, row in accepted.items() if row.since is not None}
    return [
        Change(claim_id, was.get(claim_id, ""), now.get(claim_id, ""), days.get(claim_id, ""))
        for claim_id in sorted({*now, *was})
        if was.get(claim_id) != now.get(claim_id)
    ]


def report(verdicts: Iterable[Verdict]) -> list[dict[str, str | float | None]]:
    """The verdicts as ``headwater check --json`` prints them."""
    return [
        {"id": v.claim_id, "verdict": v.verdict, "value": v.value, "low": v.low, "high": v.high, "needs": v.needs}
        for v in verdicts
    ]


def terminal_rows(verdicts: Sequence[Verdict], statements: Mapping[str, str], width: int = 60) -> list[tuple[str, ...]]:
    """The verdicts as rows for the terminal: id, verdict, value and the statement cut to `width` characters."""
    return [(v.claim_id, v.verdict, value_text(v), _cut(statements.get(v.claim_id, ""), width)) for v in verdicts]


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
