"""Checks a certificate by plain arithmetic: that both bounds are reached and nothing goes beyond them."""

from pathlib import Path
from typing import Annotated

import typer

from headwater.base.money import format_cents
from headwater.trace.verify import verify as verify_certificate


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A certificate written by `trace --certificate`")],
) -> None:
    low, high = verify_certificate(file)
    print(f"{file.name} holds: at least {format_cents(low)}, at most {format_cents(high)}")
