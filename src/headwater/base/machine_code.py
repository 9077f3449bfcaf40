"""Machine code of loops, kept on disk where a place for it can be written; elsewhere it is made anew in each run.

A loop is an ordinary function over arrays and numbers, so that it runs as it stands too, and gives the same.
"""

import sys
from collections.abc import Callable
from functools import cache, partial, wraps
from inspect import getfile, unwrap
from pathlib import Path
from threading import Lock
from types import FunctionType
from typing import Any, ParamSpec, TypeVar

import numpy as np

from headwater.base.ids import stable_id

ENOUGH = 1 << 17
"""Array entries from which a loop's machine code is loaded: without it they take some hundredths of a second."""
_OFTEN = 16
# Two threads that begin together would each make it.
_ONE_AT_A_TIME = Lock()
P = ParamSpec("P")
R = TypeVar("R")


def machine_code(loop: Callable[..., Any], text: str, **options: Any) -> Callable[..., Any]:
    """A function of arrays and numbers as machine code.

    Args:
        loop: the function; it is given another name.
        text: follows from all that the code is made of. What is kept is found by it: its maker looks at the file of the
            function alone, so that code which calls a function of old, or holds a number of old, would be taken.
        options: what its maker shall know.
    """
    from numba import njit  # noqa: PLC0415 loading it takes longer than a small question

    loop.__qualname__ = f"{loop.__name__}_{text}"
    try:
        made: Callable[..., Any] = njit(cache=True, **options)(loop)
    except RuntimeError:  # Numba's word for "no place to keep compiled code can be written"
        made = njit(**options)(loop)
    return made


def late(enough: int = ENOUGH, plain: Callable[..., Any] | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Makes machine code of a loop where there is much to do, so that a small case never waits for it.

    Args:
        enough: entries of its longest array from which the code is loaded; it is too when there were often fewer, or
            when any code was loaded already.
        plain: does the same with fewer, of the same arguments; without one the loop itself does.
    """

    def decorated(loop: Callable[P, R]) -> Callable[P, R]:
        done = 0

        @wraps(loop)
        def run(*arguments: P.args, **_: P.kwargs) -> R:
            nonlocal done
            size = longest(arguments)
            done += size
            if size < enough and done < _OFTEN * enough and not is_loaded():
                code = plain or partial(as_it_stands, loop)
            else:
                with _ONE_AT_A_TIME:
                    code = compiled(loop, _text_around(loop))
            given: R = code(*arguments)
            return given

        return run

    return decorated


def is_loaded() -> bool:
    """Whether what makes machine code is loaded in this process: that takes longer than all of a small case."""
    return "numba" in sys.modules


@cache
def compiled(loop: Callable[..., Any], text: str, *, inside: bool = False) -> Callable[..., Any]:
    """The machine code of a loop and of the functions that it calls.

    What is called is written ``inside`` its caller: passing tuples of arrays takes longer than most of these functions.

    Args:
        loop: a function of arrays and numbers; of one that is compiled late, what it runs.
        text: as for `machine_code`.
        inside: whether another one calls it.
    """
    loop = unwrap(loop)
    if not isinstance(loop, FunctionType):
        raise TypeError(f"{loop!r} is no function of Python")
    called = {
        name: compiled(found, text, inside=True)
        for name in loop.__code__.co_names
        if isinstance(found := loop.__globals__.get(name), FunctionType)
    }
    bound = FunctionType(loop.__code__, {**loop.__globals__, **called}, loop.__name__, loop.__defaults__)
    bound.__module__ = loop.__module__
    # Loops let other threads of Python run: a reader's question has its rules beside its bounds.
    return machine_code(bound, text, inline="always" if inside else "never", nogil=True)


def as_it_stands(loop: Callable[..., Any], *arguments: Any) -> Any:
    """What a loop returns as plain Python; arrays that it changes are changed."""
    # Lists are several times as fast to index as arrays are.
    listed = _listed(arguments)
    given = loop(*listed)
    _put_back(arguments, listed)
    return given


def longest(arguments: tuple[Any, ...]) -> int:
    """The entries of the longest array among arguments."""
    lengths = (
        longest(one) if isinstance(one, tuple) else one.size if isinstance(one, np.ndarray) else 0 for one in arguments
    )
    return max(lengths, default=0)


def _listed(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(
        _listed(one)
        if isinstance(one, tuple)
        else one.tolist()
        if isinstance(one, np.ndarray) and one.ndim == 1
        else one
        for one in arguments
    )


def _put_back(arguments: tuple[Any, ...], listed: tuple[Any, ...]) -> None:
    for one, after in zip(arguments, listed, strict=True):
        if isinstance(one, tuple):
            _put_back(one, after)
        elif isinstance(one, np.ndarray) and one is not after and one.flags.writeable:
            one[:] = after


@cache
def _text_around(loop: Callable[..., Any]) -> str:
    folder = Path(getfile(loop)).parent
    return stable_id("L", *(path.read_text("utf-8") for path in sorted(folder.glob("*.py"))))
