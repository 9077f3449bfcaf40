"""Letters looked for eight at a time, compiled: in a number of 64 bits one operation looks at all of them.

The first sign of a kind stands at the lowest of the high bits that are left; higher ones may be false. Whoever looks
makes sure that such a sign comes, and that seven more bytes stand behind it.
"""

import numpy as np

from headwater.sources.irs_990.compiling import compiled, uncounted
from headwater.sources.irs_990.states import WORD, Numbers

_ONES, _HIGHS = np.uint64(0x0101010101010101), np.uint64(0x8080808080808080)
_OPENS, _ANDS, _CLOSES, _SPACES = (_ONES * np.uint64(sign) for sign in b"<&> ")
_FROM_A, _TO_Z, _FROM_0, _TO_9 = (_ONES * np.uint64(128 - sign) for sign in b"a{0:")
_PLACES, _LOW, _TOP, _ONE = (np.uint64(number) for number in (0x0001020304050607, 7, 56, 1))

ASCII, OTHERS, NULS = range(3)
"""What letters are: all of ASCII, some others too, or with a NUL among them."""


@compiled
def kinds_of_letters(letters: Numbers, words: Numbers, places: Numbers) -> Numbers:
    """What the letters between each two places are."""
    found = np.zeros(len(places), np.int64)
    for number in range(len(places)):
        begin, end = places[number]
        highs, nuls = np.uint64(0), np.uint64(0)
        whole = (end - begin) // WORD
        for place in range(whole):
            word = np.uint64(words[begin + WORD * place])
            highs |= word
            nuls |= (word - _ONES) & ~word
        for at in range(begin + WORD * whole, end):
            highs |= np.uint64(letters[at])
            nuls |= _HIGHS if letters[at] == 0 else np.uint64(0)
        found[number] = NULS if nuls & _HIGHS else OTHERS if highs & _HIGHS else ASCII
    return found


@uncounted
def next_tag(words: Numbers, at: int) -> int:
    """Where the next tag begins, or a NUL stands."""
    while True:
        word = np.uint64(words[at])
        opens = word ^ _OPENS
        found = (((opens - _ONES) & ~opens) | ((word - _ONES) & ~word)) & _HIGHS
        if found:
            return at + _first(found)
        at += WORD


@uncounted
def behind_name(words: Numbers, at: int) -> int:
    """The place of the first sign that is neither a letter of ASCII nor a digit."""
    while True:
        word = np.uint64(words[at])
        bare = word & ~_HIGHS
        small = bare | _SPACES
        is_in = ((small + _FROM_A) & ~(small + _TO_Z)) | ((bare + _FROM_0) & ~(bare + _TO_9))
        found = (~is_in | word) & _HIGHS
        if found:
            return at + _first(found)
        at += WORD


@uncounted
def behind_simple(words: Numbers, at: int) -> int:
    """The place of the first sign that begins or ends a tag, stands for another, or is no letter of ASCII."""
    while True:
        word = np.uint64(words[at])
        opens, ands, closes = word ^ _OPENS, word ^ _ANDS, word ^ _CLOSES
        found = ((opens - _ONES) & ~opens) | ((ands - _ONES) & ~ands) | ((closes - _ONES) & ~closes)
        found = (found | ((word - _SPACES) & ~word) | word) & _HIGHS
        if found:
            return at + _first(found)
        at += WORD


@uncounted
def first_sign(word: int) -> int:
    """The place of the first of eight letters that begins what stands for another sign; behind them if none does."""
    ands = np.uint64(word) ^ _ANDS
    found = (ands - _ONES) & ~ands & _HIGHS
    return _first(found) if found else WORD


@uncounted
def _first(found: np.uint64) -> int:
    """The place of the first of eight letters whose highest bit is set."""
    # Not `int`: of a number without a sign it gives one, and with one that has a sign a fraction.
    place = np.int64((((found & (~found + _ONE)) >> _LOW) * _PLACES) >> _TOP)
    return int(place)
