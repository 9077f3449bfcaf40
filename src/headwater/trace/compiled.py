"""Loops over arrays, compiled where there is much to do: short input runs the same Python as it stands.

A loop is an ordinary function over arrays and whole numbers, so both ways are one text and give the same results.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np

from headwater.base.ids import stable_id
from headwater.base.machine_code import machine_code

ENOUGH = 30_000  # array entries from which loading compiled code pays off, measured on two cores


def run(loop: Callable[..., Any], *arguments: Any) -> Any:
    """What a loop returns for these arguments; arrays that it changes are changed.

    Args:
        loop: a function of one of the modules in ``loops``.
        arguments: contiguous arrays, whole numbers, truth values, or tuples of these; the same types on every call.
    """
    if _longest(arguments) >= ENOUGH:
        return compiled(loop)(*arguments)
    # Lists are several times as fast to index as arrays are.
    listed = _listed(arguments)
    given = loop(*listed)
    _put_back(arguments, listed)
    return given


def _longest(arguments: tuple[Any, ...]) -> int:
    lengths = (
        _longest(one) if isinstance(one, tuple) else one.size if isinstance(one, np.ndarray) else 0 for one in arguments
    )
    return max(lengths, default=0)


def _listed(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(
        _listed(one) if isinstance(one, tuple) else one.tolist() if isinstance(one, np.ndarray) else one
        for one in arguments
    )


def _put_back(arguments: tuple[Any, ...], listed: tuple[Any, ...]) -> None:
    for one, after in zip(arguments, listed, strict=True):
        if isinstance(one, tuple):
            _put_back(one, after)
        elif isinstance(one, np.ndarray):
            one[:] = after


@cache
def compiled(loop: FunctionType, *, inside: bool = False) -> Callable[..., Any]:
    """The machine code of a loop and of the functions of its module that it calls.

    What is called is written ``inside`` its caller: passing tuples of arrays takes longer than most of these functions.
    """
    called = {
        name: compiled(found, inside=True)
        for name in loop.__code__.co_names
        if isinstance(found := loop.__globals__.get(name), FunctionType)
    }
    bound = FunctionType(loop.__code__, {**loop.__globals__, **called}, loop.__name__, loop.__defaults__)
    bound.__module__ = loop.__module__
    # Loops let other threads of Python run: a reader's question has its rules beside its bounds.
    return machine_code(bound, _text_of_loops(), inline="always" if inside else "never", nogil=True)


@cache
def _text_of_loops() -> str:
    folder = Path(__file__).parent / "loops"
    return stable_id("L", "nogil", *(path.read_text("utf-8") for path in sorted(folder.glob("*.py"))))
