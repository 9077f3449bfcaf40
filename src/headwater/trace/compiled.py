"""Loops over arrays, compiled where there is much to do: short input runs the same Python as it stands.

A loop is an ordinary function over arrays and whole numbers, so both ways are one text and give the same results.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import Any

from headwater.base import machine_code
from headwater.base.ids import stable_id

ENOUGH = 30_000  # array entries from which loading compiled code pays off, measured on two cores


def run(loop: Callable[..., Any], *arguments: Any) -> Any:
    """What a loop returns for these arguments; arrays that it changes are changed.

    Args:
        loop: a function of one of the modules in ``loops``.
        arguments: contiguous arrays, whole numbers, truth values, or tuples of these; the same types on every call.
    """
    if machine_code.longest(arguments) >= ENOUGH:
        return compiled(loop)(*arguments)
    return machine_code.as_it_stands(loop, *arguments)


@cache
def compiled(loop: FunctionType) -> Callable[..., Any]:
    """The machine code of a loop and of the functions of its module that it calls."""
    return machine_code.compiled(loop, _text_of_loops())


@cache
def _text_of_loops() -> str:
    folder = Path(__file__).parent / "loops"
    return stable_id("L", "nogil", *(path.read_text("utf-8") for path in sorted(folder.glob("*.py"))))
