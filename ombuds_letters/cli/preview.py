"""`preview`: the letters in the browser, up to date."""

from __future__ import annotations

import os
import sys
import threading
import webbrowser

import click

from ..storage.workspace import Workspace


def _has_windows() -> bool:
    """False where a browser could only be one that runs in the terminal."""
    shown = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    return sys.platform != "linux" or any(os.environ.get(name) for name in shown)


@click.command("preview", short_help="Show the letters in the browser, updated at each save.")
@click.argument("year")
@click.argument("name", required=False)
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="The port; default: a free one.")
@click.option(
    "--editor",
    "template",
    metavar="ADDRESS",
    default="",
    help='What opens a file in your editor, such as "vscode://file/{path}:{line}:{column}"; pages then have links to it.',
)
@click.option("--no-open", is_flag=True, help="Print the address, but don't open the browser.")
@click.pass_obj
def command(workspace: Workspace, year: str, name: str | None, port: int, template: str, no_open: bool) -> None:
    """Shows the letters of YEAR in the browser, or the one to NAME: a name, a code or a part of a file's name.

    Pages change on their own when a record or the words are saved. Nothing is written. Ctrl-C stops it.
    """
    from .. import preview
    from ..preview.editor import Editor

    try:
        editor = Editor(template)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--editor") from None

    def listening(address: str) -> None:
        click.echo(f"{address}  (Ctrl-C stops it)")
        if not no_open and _has_windows():
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    preview.serve(workspace, year, name=name, port=port, editor=editor, listening=listening)
