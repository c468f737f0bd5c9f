"""The command `ombuds-letters`, one module per command. Only this package prints, asks and sets exit codes.

Exit codes: 0 done; 1 something a person can put right; 2 a wrong command line.
"""

from __future__ import annotations

import errno
import gc
import importlib
import keyword
import os
import sys
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import Any

import click

from .. import __version__
from ..faults import Faults, Place, Remedy
from ..storage.workspace import Workspace

# Every command, in the order of a year's work, as `--help` lists them.
HEADINGS = {
    "At any time": ("status",),
    "Figures in": (
        "new-year",
        "register",
        "template",
        "mapping",
        "import",
        "schema",
        "cases",
        "check",
        "questions",
        "answers",
    ),
    "Letters": ("preview", "build", "accept", "diff"),
    "Before signing": ("verify", "pack", "seen"),
    "Issued": ("release", "correct", "send", "print"),
    "Published": ("publish",),
    "After": ("export",),
    "To try things out": ("specimen",),
}
COMMANDS = tuple(chain.from_iterable(HEADINGS.values()))


class _Commands(click.Group):
    """Imports the module of a command when the command is needed, so that no command waits for what others import."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name.replace("-", "_")
        command: click.Command = importlib.import_module(f".{module}", __name__).command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Faults as error:
            from . import report

            report.print_faults(ctx.obj, error.found)
            ctx.exit(1)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        width = max(map(len, COMMANDS))  # the lines below all headings begin in the same column
        for heading, names in HEADINGS.items():
            commands = [(name, self.get_command(ctx, name)) for name in names]
            with formatter.section(heading):
                formatter.write_dl([(name.ljust(width), each.short_help or "") for name, each in commands if each])


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="the current folder",
    help="The folder with data, templates and output.",
)
@click.version_option(__version__, prog_name="ombuds-letters", help="Show the version.")
@click.pass_context
def group(context: click.Context, workspace: Path) -> None:
    """Makes an ombudsman's annual review letters from records and templates.

    The commands are in the order of a year's work. `ombuds-letters COMMAND --help` says more about one.
    """
    context.obj = Workspace(workspace)


def main() -> None:
    """The entry point of the command."""
    _open_streams()
    gc.set_threshold(20_000, 10, 10)  # Python's 700 takes 2 % of a build, 5 % of one that lays out each letter
    try:
        code = group.main(prog_name="ombuds-letters", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("stopped; nothing more was put in place", err=True)
        sys.exit(1)
    except click.ClickException as error:  # a wrong command line: 2
        error.show()
        sys.exit(error.exit_code)
    except OSError as error:
        _report(error)
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


def _open_streams() -> None:
    """Opens what the caller closed, and has a terminal that lacks a character show its number instead: "\\u0175"."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest free number: the next file must not be taken for a stream
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, "w" if number else "r", encoding="utf-8", closefd=False))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _report(error: OSError) -> None:
    """Reports a file or folder that can't be used, wherever it was met.

    Raises: OSError, where it is about no file: that is a bug.
    """
    if error.errno == errno.EPIPE:  # whoever read the output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return
    name = error.filename2 or error.filename
    if name is None and error.errno != errno.ENOSPC:
        raise error
    from ..formats.yaml_reader import UNREADABLE
    from ..storage import os_errors
    from ..storage.os_errors import UNWRITABLE
    from . import report

    here = Workspace(Path())
    path = os.fsdecode(name) if isinstance(name, str | bytes) else "the output"
    if name is None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that nothing is tried again at the end
        problem = f"can't be written ({error.strerror}): {os_errors.REMEDIES[error.errno]}"
        report.print_faults(here, [UNWRITABLE(Place(path), problem=Remedy(problem))])
        return
    report.print_faults(here, [UNREADABLE(Place(path), reason=error.strerror or str(error))])
