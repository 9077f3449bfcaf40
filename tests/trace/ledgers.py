"""Small ledgers for tests: one written by hand, random ones with cycles, same-day chains and shortfalls."""

from random import Random

from headwater.trace.ledger import Payment

Row = tuple[int, int, str, str, int]  # day from, day to, payer, payee, cents


def payments_of(rows: list[Row]) -> list[Payment]:
    return [
        Payment(f"p{number}", day_from, day_to, payer, payee, cents)
        for number, (day_from, day_to, payer, payee, cents) in enumerate(rows, start=1)
    ]


def in_steps(*steps: tuple[str, str, int]) -> list[Row]:
    """Each payment on a later day."""
    return [(day, day, *step) for day, step in enumerate(steps, start=1)]


VECTOR_1 = in_steps(
    ("Paul", "A", 1000), ("Michael", "A", 1000), ("A", "X", 1000), ("Karen", "A", 1000), ("A", "Y", 1000)
)  # fmt: skip
VECTOR_2 = in_steps(
    ("O1", "PAC1", 4000), ("D", "PAC1", 10000), ("PAC1", "PAC2", 6000), ("O2", "PAC2", 3000),
    ("PAC2", "X", 5000), ("PAC1", "Y", 5000), ("D", "PAC2", 2500), ("PAC2", "X", 4000),
)  # fmt: skip

_YEAR = (738_886, 739_282)  # 2024-01-01 to 2025-01-31
ONE_PERIOD: list[Row] = [
    (*_YEAR, "Tool Makers", "Bay Committee", 10_000_000),
    (*_YEAR, "Orchard Group", "Bay Committee", 1_000_000),
    (*_YEAR, "River Partners", "Bay Committee", 1_000_000),
    (*_YEAR, "Bay Committee", "Printers for the Race", 9_738_282),
    (*_YEAR, "Bay Committee", "Other PAC", 1_661_718),
    (*_YEAR, "Bay Committee", "Book Keepers", 600_000),
]


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - the same ledgers on every run are the point


def random_rows(random: Random, *, longest_range: int = 0) -> list[Row]:
    """Up to fourteen payments among two donors, two other sources, four accounts, a target and a vendor."""
    accounts = ["A1", "A2", "A3", "A4"][: random.randint(1, 4)]
    payers = ["D1", "D2", "S1", "S2", *accounts * 3, "T"]
    payees = ["T", "T", "V", "D1", *accounts * 3]
    last_day = random.randint(1, 5)
    rows: list[Row] = []
    for _ in range(random.randint(2, 14)):
        day = random.randint(1, last_day)
        until = day + (random.randint(0, longest_range) if random.random() < 0.5 else 0)
        rows.append((day, until, random.choice(payers), random.choice(payees), random.randint(1, 30)))
    used = {name for row in rows for name in row[2:4]}
    rows.extend((1, 1, name, "V", 1) for name in ("D1", "D2") if name not in used)
    if "T" not in used:
        rows.append((1, 1, "S1", "T", 1))
    return rows
