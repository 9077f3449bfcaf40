"""Texts in the bytes of returns, compiled: signs that are written as entities, and the texts of many fields in one."""

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from numba import njit

from headwater.sources.irs_990.states import Numbers

_AND = ord("&")
_SIGNS = np.array([list(text.ljust(6, b"\0")) for text in (b"&amp;", b"&lt;", b"&gt;", b"&quot;", b"&apos;")], np.uint8)
SIGN_LENGTHS, _MEANT = np.array([5, 4, 4, 6, 6]), np.frombuffer(b"&<>\"'", np.uint8)
_UNCOUNTED: dict[str, Any] = {"cache": True, "_nrt": False}
F = TypeVar("F", bound=Callable[..., Any])


def uncounted(function: F) -> F:
    """Compiles what makes no arrays and is called by what holds them all.

    To count who holds which array would take three quarters of the time of what is called for each tag.
    """
    compiled: F = njit(**_UNCOUNTED)(function)
    return compiled


@njit(cache=True)
def joined(letters: Numbers, spans: Numbers, fields: Numbers, separator: Numbers) -> tuple[Numbers, Numbers]:
    """The letters of the texts of some fields in one, without those that are empty, and where those of each row end."""
    ends = np.zeros(len(spans) + 1, np.int64)
    most = 0
    for row in range(len(spans)):
        for field in fields:
            most += spans[row, field, 1] - spans[row, field, 0] + len(separator)
    made = np.empty(most, np.uint8)
    for row in range(len(spans)):
        at = ends[row]
        for field in fields:
            begin, end = spans[row, field]
            if begin < end and at > ends[row]:
                at = _copied(separator, made, at)
            at = _copied(letters[begin:end], made, at)
        ends[row + 1] = at
    return made[: ends[-1]], ends


@uncounted
def sign_at(letters: Numbers, at: int) -> int:
    """Which of the five signs is written here; -1 if none is."""
    for sign in range(len(SIGN_LENGTHS)):
        length = 0
        while length < SIGN_LENGTHS[sign] and letters[at + length] == _SIGNS[sign, length]:
            length += 1
        if length == SIGN_LENGTHS[sign]:
            return sign
    return -1


@uncounted
def _copied(text: Numbers, made: Numbers, to: int) -> int:
    """Copies a text with the signs that are meant, and gives the place behind."""
    at = 0
    while at < len(text):
        made[to] = text[at]
        if text[at] == _AND:
            sign = sign_at(text, at)
            made[to] = _MEANT[sign]
            at += SIGN_LENGTHS[sign] - 1
        at, to = at + 1, to + 1
    return to
