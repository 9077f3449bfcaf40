"""Properties of the bounds and of pro_rata that hold for every ledger."""

from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.trace.answer import Answer
from headwater.trace.rules.pro_rata import DONOR_SET, Origin, pro_rata_by_origin
from tests.trace.asking import ask, prepare
from tests.trace.ledgers import Row, random_rows, seeded

SEEDS = st.integers(0, 10**9)
FEW = settings(max_examples=60, deadline=None)
SHARES = ("fifo", "lifo", "pro_rata")


def _numbers(answer: Answer) -> tuple[object, ...]:
    return answer.bounds, answer.direct_cents, answer.target_total_cents, answer.donor_supply_cents


@FEW
@given(SEEDS)
def test_bounds_do_not_fall_when_a_donor_is_added(seed: int) -> None:
    rows = random_rows(seeded(seed), longest_range=seed % 3)
    one, both = ask(rows, ["D1"]), ask(rows, ["D1", "D2"])
    assert one.bounds.high <= both.bounds.high
    assert one.bounds.low <= both.bounds.low


@FEW
@given(SEEDS)
def test_names_do_not_matter(seed: int) -> None:
    rows = random_rows(seeded(seed), longest_range=seed % 3)
    renamed = [(*row[:2], f"{row[2][::-1]} & Co", f"{row[3][::-1]} & Co", row[4]) for row in rows]
    before, after = ask(rows, ["D1"]), ask(renamed, ["1D & Co"], ["T & Co"])
    assert _numbers(before) == _numbers(after)
    assert (before.rules, before.paths) == (after.rules, after.paths)


@FEW
@given(SEEDS)
def test_swapping_two_donors_swaps_their_numbers(seed: int) -> None:
    rows = random_rows(seeded(seed))
    swap = {"D1": "D2", "D2": "D1"}
    swapped = [(*row[:2], swap.get(row[2], row[2]), swap.get(row[3], row[3]), row[4]) for row in rows]
    before, after = ask(rows, ["D1"]), ask(swapped, ["D2"])
    assert _numbers(before) == _numbers(after)
    assert (before.rules, before.paths) == (after.rules, after.paths)


@FEW
@given(SEEDS)
def test_order_of_rows_does_not_matter(seed: int) -> None:
    random = seeded(seed)
    rows = random_rows(random, longest_range=seed % 3)
    assert _numbers(ask(rows, ["D1"])) == _numbers(ask(random.sample(rows, len(rows)), ["D1"]))


@FEW
@given(SEEDS)
def test_splitting_a_payment_on_its_day_does_not_matter(seed: int) -> None:
    random = seeded(seed)
    rows = random_rows(random)
    index = random.randrange(len(rows))
    begins, ends, payer, payee, cents = rows[index]
    parts: list[Row] = [(begins, ends, payer, payee, part) for part in (cents // 3, cents - cents // 3) if part]
    split = [*rows[:index], *parts, *rows[index + 1 :]]
    assert _numbers(ask(rows, ["D1"])) == _numbers(ask(split, ["D1"]))


@FEW
@given(SEEDS)
def test_rules_lie_inside_the_bounds(seed: int) -> None:
    rows = random_rows(seeded(seed), longest_range=seed % 4)
    for donors in (["D1"], ["D1", "D2"]):
        found = ask(rows, donors)
        assert all(found.bounds.holds(found.rules[name]) for name in SHARES)
        assert found.direct_cents <= found.bounds.low
        assert found.bounds.high <= found.rules["poison"] <= found.target_total_cents


@FEW
@given(SEEDS)
def test_shares_of_all_origins_sum_to_the_total(seed: int) -> None:
    rows = random_rows(seeded(seed))
    pure = [row for row in rows if row[3] not in ("D1", "D2")]
    sources = sorted({row[2] for row in pure} - {row[3] for row in pure} - {"T"})
    if not sources or all(row[3] != "T" for row in pure):
        return
    parts = pro_rata_by_origin(prepare(pure, sources[:1]))
    total = ask(pure, sources[:1]).target_total_cents
    assert sum(parts.values()) == total
    rest = sum(cents for origin, cents in parts.items() if not _is_source(origin, pure, sources))
    assert sum(ask(pure, [name]).rules["pro_rata"] for name in sources) + rest == total


def _is_source(origin: Origin, rows: list[Row], sources: list[str]) -> bool:
    names = list(dict.fromkeys(name for row in rows for name in row[2:4]))
    return origin == DONOR_SET or (origin.kind == "payer" and names[origin.number] in sources)
