"""Loops for the rule pro_rata, in pairs of floats: the second holds what rounding took off the first.

A pair keeps about 106 binary places (Dekker 1971). Each step is a mean of two shares, so errors add up and never grow:
after 2**24 steps a share is known to better than 2**-76.
"""

from headwater.trace.ledger import FloatArray, IndexArray, IntArray

Pairs = tuple[FloatArray, FloatArray]
_SPLIT = 134217729.0  # 2**27 + 1: halves the digits of a float
TARGET = -1


def product(left: float, right: float) -> tuple[float, float]:
    """The exact product of two floats."""
    high = left * right
    shifted = _SPLIT * left
    left_high = shifted - (shifted - left)
    shifted = _SPLIT * right
    right_high = shifted - (shifted - right)
    left_low, right_low = left - left_high, right - right_high
    low = ((left_high * right_high - high) + left_high * right_low + left_low * right_high) + left_low * right_low
    return high, low


def total(left: float, right: float) -> tuple[float, float]:
    """The exact sum of two floats."""
    high = left + right
    part = high - left
    return high, (left - (high - part)) + (right - part)


def toward(high: float, low: float, goal: tuple[float, float], part: tuple[float, float]) -> tuple[float, float]:
    """A pair moved by a part of its way to a goal."""
    way, rest = total(goal[0], -high)
    rest += goal[1] - low
    step, error = product(part[0], way)
    error += part[0] * rest + part[1] * way
    moved, lost = total(high, step)
    lost += low + error
    result = moved + lost
    return result, lost - (result - moved)


def parts_paid(source: IndexArray, dest: IndexArray, cents: IntArray, balance: IntArray, parts: Pairs) -> None:
    """What part of its payer's balance each step takes; ``balance`` begins as the opening balances."""
    high, low = parts
    for step in range(len(source)):
        account = source[step]
        if account >= 0:
            high[step], low[step] = ratio(cents[step], balance[account])
            balance[account] -= cents[step]
        if dest[step] >= 0:
            balance[dest[step]] += cents[step]


def ratio(cents: int, balance: int) -> tuple[float, float]:
    """Cents by a balance, as a pair."""
    if cents == balance:
        return 1.0, 0.0
    above, above_rest = pair_of(cents)
    below, below_rest = pair_of(balance)
    high = above / below
    back, error = product(high, below)
    low = (((above - back) - error) + above_rest - high * below_rest) / below
    result = high + low
    return result, low - (result - high)


def pair_of(cents: int) -> tuple[float, float]:
    """Whole cents below 2**62, as a pair."""
    high = float(cents >> 31) * 2147483648.0
    return total(high, float(cents & 2147483647))


def shares_back(source: IndexArray, dest: IndexArray, parts: Pairs, held: Pairs, reaches: Pairs) -> None:
    """Backwards: what part of a cent that an account holds before each step reaches the target.

    Args:
        source: of each step.
        dest: of each step.
        parts: from ``parts_paid``.
        held: zeros for each account; becomes the share of its opening balance.
        reaches: becomes the share of each step's cents.
    """
    high, low = held
    for back in range(len(source)):
        step = len(source) - 1 - back
        goal = (0.0, 0.0)
        if dest[step] == TARGET:
            goal = (1.0, 0.0)
        elif dest[step] >= 0:
            goal = (high[dest[step]], low[dest[step]])
        reaches[0][step], reaches[1][step] = goal
        account = source[step]
        if account >= 0:
            part = (parts[0][step], parts[1][step])
            if part[0] == 1.0 and part[1] == 0.0:
                high[account], low[account] = goal
            else:
                high[account], low[account] = toward(high[account], low[account], goal, part)


def shares_on(
    steps: tuple[IndexArray, IndexArray, IntArray, IndexArray], parts: Pairs, held: Pairs, carried: Pairs
) -> None:
    """Forwards: how many cents of each step started at an origin that is marked.

    Args:
        steps: source, destination, cents, and 1 where what comes from outside is marked, 0 elsewhere.
        parts: from ``parts_paid``.
        held: marked cents in each account, zeros at first.
        carried: becomes the marked cents of each step.
    """
    source, dest, cents, marked = steps
    high, low = held
    for step in range(len(source)):
        account = source[step]
        amount = (0.0, 0.0)
        if account < 0 and marked[step] == 1:
            amount = pair_of(cents[step])
        elif account >= 0 and parts[0][step] == 1.0:
            amount = (high[account], low[account])
            high[account], low[account] = 0.0, 0.0
        elif account >= 0:
            before = (high[account], low[account])
            high[account], low[account] = toward(before[0], before[1], (0.0, 0.0), (parts[0][step], parts[1][step]))
            amount = (before[0] - high[account], before[1] - low[account])
        carried[0][step], carried[1][step] = amount
        if dest[step] >= 0:
            more, rest = total(high[dest[step]], amount[0])
            rest += low[dest[step]] + amount[1]
            high[dest[step]] = more + rest
            low[dest[step]] = rest - (high[dest[step]] - more)


def sums_by(origin: IndexArray, cents: IntArray, shares: Pairs, sums: Pairs) -> None:
    """Sums of cents times their share by origin; origins below 0 are left out."""
    for step in range(len(origin)):
        number = origin[step]
        if number < 0:
            continue
        above, below = pair_of(cents[step])
        high, low = product(above, shares[0][step])
        low += above * shares[1][step] + below * shares[0][step]
        more, rest = total(sums[0][number], high)
        rest += sums[1][number] + low
        sums[0][number] = more + rest
        sums[1][number] = rest - (sums[0][number] - more)
