"""The generated pages of docs/: tables, public views, commands, settings and sources, written from the code itself."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from headwater.base.settings import SETTINGS
from headwater.base.table import Table
from headwater.base.views import VIEWS
from headwater.cli import COMMANDS, loaded
from headwater.run import STAGES

_NOTE = "<!-- Written from the code by `make docs`; a test compares. -->\n"


def pages() -> Mapping[str, str]:
    """The generated pages: file name in docs/ and text."""
    return {"tables.md": _tables(), "commands.md": _commands(), "settings.md": _settings()}


def write(folder: Path) -> None:
    """Writes every generated page."""
    for name, text in pages().items():
        (folder / name).write_text(text, "utf-8")


def _tables() -> str:
    parts = [_NOTE, "# Tables\n\n"]
    parts.append("Stages run in this order; each reads only what an earlier one wrote.\n\n")
    parts.append("| stage | reads | writes |\n|---|---|---|\n")
    parts += [
        f"| {stage.name} | {', '.join(stage.reads) or '–'} | {', '.join(t.name for t in stage.writes)} |\n"
        for stage in STAGES
    ]
    parts.append("\n## Public views\n\n")
    parts.append("`headwater query`, claims and citations read these names. People below a case's threshold have no\n")
    parts.append("name and no entity id in them; raw text of rejected rows stays in the archived file.\n\n")
    parts.append("| view | what a row is |\n|---|---|\n")
    parts += [f"| {view.name} | {view.row} |\n" for view in VIEWS]
    for stage in STAGES:
        parts.append(f"\n## {stage.name}\n")
        for table in stage.writes:
            parts += _table(table)
    return "".join(parts)


def _table(table: Table) -> Iterator[str]:
    yield f"\n### {table.name}\n\n{table.row} Key: {', '.join(table.key)}.\n\n"
    yield "| column | type | what it says |\n|---|---|---|\n"
    for column in table.columns:
        optional = ", may be null" if column.nullable else ""
        yield f"| {column.name} | {column.type}{optional} | {column.doc} |\n"


def _commands() -> str:
    parts = [_NOTE, "# Commands\n\n", "Errors are one line on standard error with exit status 2; nothing is changed.\n"]
    for name in sorted(COMMANDS):
        command = loaded(name)
        parts.append(f"\n## headwater {name}\n\n{command.help}\n\n| argument or option | what it says |\n|---|---|\n")
        for parameter in command.params:
            spelled = (
                " ".join(parameter.opts)
                if parameter.param_type_name == "option"
                else (parameter.metavar or parameter.name or "").upper()
            )
            parts.append(f"| `{spelled}` | {getattr(parameter, 'help', '') or ''} |\n")
    return "".join(parts)


def _settings() -> str:
    parts = [_NOTE, "# Settings\n\nRead from the environment once, in `base/settings.py` and nowhere else.\n\n"]
    parts.append("| variable | default | what it does |\n|---|---|---|\n")
    parts += [f"| `{name}` | {default or '–'} | {what} |\n" for name, default, what in SETTINGS]
    return "".join(parts)


if __name__ == "__main__":
    write(Path(__file__).resolve().parents[2] / "docs")
