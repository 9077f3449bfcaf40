"""Checks a certificate with plain arithmetic: no solver, no arrays, nothing of the program that wrote it.

A flow shows that a bound is reached; a cut shows that nothing goes beyond it (docs/methods/tracing.md).
"""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from headwater.base.errors import CaseError, InputError

SCHEMA = "headwater.certificate/1"


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment of a certificate, cents above zero; days are ordinals."""

    id: str
    leaves: int
    arrives: int
    payer: str
    payee: str
    cents: int
    counts: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """One bound's proof; ``own`` says whether its flow is the donors' money or all other."""

    own: bool
    donors: frozenset[str]
    targets: frozenset[str]
    data: dict[str, Any]
    payments: tuple[Paid, ...]

    @property
    def total(self) -> int:
        """Cents of all payments that count."""
        return sum(paid.cents for paid in self.payments if paid.counts)

    @property
    def most(self) -> int:
        """The flow that the bound stands for."""
        return int(self.data["cents"]) if self.own else self.total - int(self.data["cents"])


def verify(path: Path) -> tuple[int, int]:
    """Checks a certificate file; gives low and high in cents.

    Raises:
        InputError: if the file is no certificate.
        CaseError: saying which proof fails and where.
    """
    try:
        data = json.loads(path.read_bytes())
        proofs = {name: _proof(data, name) for name in ("high", "low")}
    except OSError as error:
        raise InputError(path.name, error.strerror or "cannot be opened") from None
    except RecursionError:
        raise InputError(path.name, "not a certificate: it is nested too deeply") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(path.name, f"not a certificate: {error}") from None
    if data.get("digest") != digest_of(data):
        raise CaseError(f"{path.name}: the certificate was changed after it was written")
    for name, proof in proofs.items():
        for failed in (_check_payments(proof), _check_flow(proof), _check_cut(proof)):
            if failed:
                raise CaseError(f"{path.name}: the proof of {name} fails: {failed}")
    if failed := _check_both(data, proofs):
        raise CaseError(f"{path.name}: {failed}")
    return int(data["low"]["cents"]), int(data["high"]["cents"])


def _check_both(data: dict[str, Any], proofs: dict[str, Proof]) -> str:
    if not data["exact"]:
        return "these bounds are outer ones; a certificate proves bounds that are reached"
    if proofs["high"].total != proofs["low"].total:
        return "the two proofs are not about the same target"
    if data["low"]["cents"] > data["high"]["cents"]:
        return "the least is more than the most"
    # A range's day may differ: each bound has its own.
    told = {paid.id: (paid.cents, paid.counts) for paid in proofs["high"].payments}
    for paid in proofs["low"].payments:
        if told.get(paid.id, (paid.cents, paid.counts)) != (paid.cents, paid.counts):
            return f"the two proofs do not say the same of payment {paid.id}"
    return ""


def digest_of(data: dict[str, Any]) -> str:
    """SHA-256 of a certificate without its digest, as JSON with sorted keys and no spaces."""
    content = {key: value for key, value in data.items() if key != "digest"}
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _proof(data: dict[str, Any], name: str) -> Proof:
    if data["schema"] != SCHEMA:
        raise ValueError(f"schema is {data['schema']!r}, not {SCHEMA}")
    payments = tuple(Paid(*row) for row in data[name]["payments"])
    proof = data[name]
    for key in ("cents", "accounts", "plain", "flow", "anew", "opening", "cut", "inside"):
        if key not in proof:
            raise KeyError(key)
    whole = [proof["cents"], *proof["accounts"].values(), *proof["opening"].values()]
    whole += [one for pair in (*proof["flow"], *proof["anew"]) for one in _pair(pair)]
    whole += [one for paid in payments for one in (paid.leaves, paid.arrives, paid.cents)]
    whole += [day for days in proof["inside"].values() for day in days]
    words = [data["exact"], *(paid.counts for paid in payments)]
    if any(type(one) is not int for one in whole) or any(type(one) is not bool for one in words):
        raise ValueError("a day, a number or an amount is no whole number, or a truth value is none")
    return Proof(name == "high", frozenset(data["donors"]), frozenset(data["target_nodes"]), data[name], payments)


def _pair(given: list[Any]) -> list[Any]:
    if len(given) != 2:
        raise ValueError("a flow is a number of a payment and cents")
    return given


def _check_payments(proof: Proof) -> str:
    accounts = proof.data["accounts"]
    if proof.donors & set(accounts) or proof.targets & set(accounts):
        return "a donor or target is listed as an account"
    if len({paid.id for paid in proof.payments}) < len(proof.payments):
        return "a payment stands twice"
    if any(paid.cents <= 0 or paid.arrives < paid.leaves for paid in proof.payments if _inner(proof, paid)):
        return "a payment is not above zero or arrives before it leaves"
    for name, ends in _balances(proof).items():
        if min(ends.values(), default=0) < 0:
            return f"{name} pays what it does not hold"
    return ""


def _inner(proof: Proof, paid: Paid) -> bool:
    return paid.payer in proof.data["accounts"] and paid.payee in proof.data["accounts"]


def _events(proof: Proof, amounts: dict[int, int] | None) -> dict[str, dict[int, int]]:
    """What each account's days add: all payments, or the amounts that flow on them."""
    found: dict[str, dict[int, int]] = {name: defaultdict(int) for name in proof.data["accounts"]}
    for number, paid in enumerate(proof.payments):
        cents = paid.cents if amounts is None else amounts.get(number, 0)
        own = paid.payer == paid.payee
        if paid.payer in found and (not own or paid.counts):
            found[paid.payer][paid.leaves] -= cents
        # What a target payment brings starts anew there: it is no part of a flow that came with it.
        if paid.payee in found and not own and (amounts is None or not paid.counts):
            found[paid.payee][paid.arrives] += cents
    return found


def _balances(proof: Proof) -> dict[str, dict[int, int]]:
    ends: dict[str, dict[int, int]] = {}
    for name, days in _events(proof, None).items():
        balance, ends[name] = int(proof.data["accounts"][name]), {}
        for day in sorted(days):
            balance += days[day]
            ends[name][day] = balance
    return ends


def _check_flow(proof: Proof) -> str:
    amounts = {int(number): int(cents) for number, cents in proof.data["flow"]}
    anew = {int(number): int(cents) for number, cents in proof.data["anew"]}
    for number, cents in amounts.items():
        if not (0 <= number < len(proof.payments) and 0 < cents <= proof.payments[number].cents):
            return f"payment {number} holds {cents} cents"
        if not _may_start(proof, proof.payments[number].payer):
            return f"payment {proof.payments[number].id} cannot hold such money"
    if proof.own and (anew or proof.data["opening"]):
        return "donors' money starts in an account"
    if sum(cents for number, cents in amounts.items() if proof.payments[number].counts) != proof.most:
        return "the flow is not as large as the bound says"
    days = _events(proof, amounts)
    for number, cents in anew.items():
        paid = proof.payments[number]
        if not (paid.counts and 0 < cents <= paid.cents and paid.payee in days):
            return f"payment {paid.id} starts nothing anew"
        days[paid.payee][paid.arrives] += cents
    return _check_held(proof, days)


def _check_held(proof: Proof, days: dict[str, dict[int, int]]) -> str:
    for name, ends in _balances(proof).items():
        held = int(proof.data["opening"].get(name, 0))
        if not 0 <= held <= int(proof.data["accounts"][name]):
            return f"{name} opens with more than it had"
        for day in sorted(ends):
            held += days[name][day]
            if not 0 <= held <= ends[day]:
                return f"{name} holds {held} of {ends[day]} cents at the end of day {day}"
        if held:
            return f"{name} keeps {held} cents that should have flowed on"
    return ""


def _may_start(proof: Proof, payer: str) -> bool:
    if payer in proof.data["accounts"]:
        return True
    return payer in proof.donors if proof.own else payer in proof.targets or payer in proof.data["plain"]


def _check_cut(proof: Proof) -> str:
    inside = {name: set(days) for name, days in proof.data["inside"].items()}
    width = _crossing_from(proof, inside) if proof.data["cut"] == "from" else _crossing_to(proof, inside)
    return "" if width == proof.most else f"the cut lets {width} cents through, not {proof.most}"


def _crossing_from(proof: Proof, inside: dict[str, set[int]]) -> int:
    """All that can leave the donors' side: payments, and balances carried to a day outside."""
    width = 0
    for paid in proof.payments:
        own = paid.payer in proof.donors or paid.leaves in inside.get(paid.payer, ())
        stays = paid.arrives in inside.get(paid.payee, ()) or paid.payee in proof.donors
        lost = paid.payee in proof.data["plain"] or paid.payee in proof.targets
        if own and (paid.counts or not (stays or lost)):
            width += paid.cents
    for name, ends in _balances(proof).items():
        days = sorted(ends)
        for day, following in pairwise(days):
            if day in inside.get(name, ()) and following not in inside.get(name, ()):
                width += ends[day]
    return width


def _crossing_to(proof: Proof, inside: dict[str, set[int]]) -> int:
    """All that can reach the target's side: payments, balances carried to a day inside, what starts there."""
    width = 0
    for paid in proof.payments:
        within = paid.leaves in inside.get(paid.payer, ())
        reaches = paid.arrives in inside.get(paid.payee, ()) and paid.payer != paid.payee
        if (paid.counts or reaches) and not within and not _is_other_colour(proof, paid.payer):
            width += paid.cents
        # What counts has arrived; what it puts into an account starts there anew, as other money.
        if paid.counts and reaches and not proof.own:
            width += paid.cents
    for name, ends in _balances(proof).items():
        before = 0 if proof.own else int(proof.data["accounts"][name])
        was = False
        for day in sorted(ends):
            now = day in inside.get(name, ())
            width += before if now and not was else 0
            before, was = ends[day], now
    return width


def _is_other_colour(proof: Proof, payer: str) -> bool:
    if payer in proof.donors:
        return not proof.own
    return proof.own and (payer in proof.data["plain"] or payer in proof.targets)
