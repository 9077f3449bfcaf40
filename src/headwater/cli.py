"""The command line: one module of `commands` a verb; the only place where errors are caught and told to a person."""

import ast
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from headwater.base.errors import HeadwaterError
from headwater.base.log import start_log
from headwater.base.settings import read_settings

COMMANDS = (
    "new",
    "add",
    "fetch",
    "build",
    "trace",
    "verify",
    "check",
    "read",
    "quote",
    "review",
    "audit",
    "query",
    "serve",
    "export",
    "publish",
)


class Commands(TyperGroup):
    """The commands; one is loaded when it is called, since all of them with their engines take seconds to load."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As click's, with the command itself in place of its line in the list."""
        name, listed, rest = super().resolve_command(ctx, args)
        return name, loaded(name) if name in COMMANDS else listed, rest


@cache
def loaded(name: str) -> Any:
    """A command, ready to run: the function `command` of its module, whose first line is the help."""
    module = import_module(f"headwater.commands.{name}")
    one = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    one.command(name, help=module.__doc__, context_settings=getattr(module, "CONTEXT", None))(module.command)
    return typer.main.get_command(one)


def command_line() -> typer.Typer:
    """All commands, each as its line in the list."""
    line = typer.Typer(
        cls=Commands,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        help="Traces money in elections from its source to the race it ends up in, and shows how sure one can be.",
    )
    for name in COMMANDS:
        line.command(name, help=_first_line(name))(_listed)
    return line


def main() -> None:
    """Runs a command; a known error is one line and exit status 2, nothing else is caught."""
    try:
        start_log(read_settings().log_level)
        command_line()()
    except HeadwaterError as error:
        sys.stderr.write(f"headwater: {error}\n")
        sys.exit(error.exit_status)
    except OSError as error:
        sys.stderr.write(f"headwater: {error.filename or 'system'}: {error.strerror or error}\n")
        sys.exit(HeadwaterError.exit_status)


def _listed() -> None:
    """What stands in the list of commands; never run."""


def _first_line(name: str) -> str:
    """A command's help, read without running its module."""
    path = Path(__file__).parent / "commands" / f"{name}.py"
    return ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""


if __name__ == "__main__":
    main()
