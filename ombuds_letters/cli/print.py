"""`print`: issued letters in one file for a printer."""

from __future__ import annotations

from pathlib import Path

import click

from ..storage.workspace import Workspace
from ..text import english
from . import sending_report


@click.command("print", short_help="Put the issued letters into one file for a printer.")
@click.argument("year")
@click.argument("target", metavar="FILE.pdf", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--covers", is_flag=True, help="Put a sheet with the postal address before each letter.")
@click.option("--no-email", is_flag=True, help="Only the letters of authorities without an e-mail address.")
@click.pass_obj
def command(workspace: Workspace, year: str, target: Path, covers: bool, no_email: bool) -> None:
    """Puts the current issued letters of YEAR into FILE.pdf, each beginning on a right-hand page.

    Those with a correction or withdrawal that is not issued yet are named and left out.

    The file is for paper: it has no tags, so that it can't be read aloud, and no signature. Send letters as they are in
    output/YEAR/issued.
    """
    if target.suffix.lower() != ".pdf":
        raise click.UsageError(f"a PDF is written: name it {target.with_suffix('.pdf').as_posix()}")
    from ..dispatch import paper, planning
    from ..dispatch.recheck import Recheck

    plan = planning.plan(workspace, year)
    sending_report.held(workspace, plan)
    letters = (
        plan.without if no_email else tuple(sorted((*plan.letters, *plan.without), key=lambda each: each.letter.file))
    )
    if not letters:
        click.echo("every authority has an e-mail address: nothing to print" if no_email else "nothing to print")
        return
    sending_report.confirm_printing(plan, letters, covers=covers)
    recheck = Recheck(workspace, plan)
    letters = tuple(filter(recheck.may_leave, letters))
    sending_report.left_out(workspace, plan, recheck.left_out)
    if not letters:
        click.echo("nothing to print")
        return
    pages = paper.write(workspace, plan, letters, target, covers=covers)
    click.echo(
        f"{target.as_posix()}: {english.counted(len(letters), 'letter')}, {english.counted(pages, 'page')}; "
        "for paper only: it has no tags and no signature"
    )
