"""The command `ombuds-letters`: one module a command. Only here is anything printed, and an exit code set.

Exit codes: 0 done; 1 something a person can put right; 2 a wrong command line.
"""

from __future__ import annotations

import importlib
import keyword
import sys
from pathlib import Path

import click

from .. import __version__
from ..faults import Faults
from ..storage.workspace import Workspace

COMMANDS = ("answers", "build", "cases", "check", "diff", "export", "import", "preview", "proof", "schema", "specimen")


class _Commands(click.Group):
    """Commands are imported when they are run, so that `--help` and completion don't wait for them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        command: click.Command = importlib.import_module(f".{module}", __name__).command
        return command


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="the current folder",
    help="The folder that holds data, templates and output.",
)
@click.version_option(__version__, prog_name="ombuds-letters")
@click.pass_context
def group(context: click.Context, workspace: Path) -> None:
    """Makes the annual review letters of an ombudsman from records and templates."""
    context.obj = Workspace(workspace)


def main() -> None:
    """The command's entry point."""
    try:
        code = group.main(prog_name="ombuds-letters", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("stopped; nothing more was put in place", err=True)
        sys.exit(1)
    except click.ClickException as error:  # a wrong command line: 2
        error.show()
        sys.exit(error.exit_code)
    except Faults as error:
        from . import report

        report.print_faults(error.found)
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)
