"""`accept`: what the templates say becomes the accepted wording, once a person has read what changed."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NoReturn

import click

from ..storage.workspace import Workspace
from ..text import english
from . import report
from .param_types import PersonName

if TYPE_CHECKING:
    from ..signing.acceptance import WordingProposal
    from ..signing.edition_acceptance import EditionProposal


@click.command("accept", short_help="Accept wording, facts, tables and look for the final letters.")
@click.argument("year")
@click.option("--by", "who", required=True, type=PersonName(), metavar="WHO", help="Who has read and accepts it.")
@click.option("--yes", is_flag=True, help="Accept without asking, where WHO has seen the changes elsewhere.")
@click.option("--since", default="", metavar="YEAR|DATE", help="Show what changed since then, not since the last time.")
@click.option("--facts", "parts", multiple=True, flag_value="facts", help="Accept the facts of year.yaml alone.")
@click.option("--form", "parts", multiple=True, flag_value="form", help="Accept the tables of figures.yaml alone.")
@click.option("--files", "parts", multiple=True, flag_value="files", help="Accept fonts and pictures alone.")
@click.option("--look", "parts", multiple=True, flag_value="look", help="Accept the look alone: style, frame, links.")
@click.option("--site", is_flag=True, help="Accept the words of the site, which no letter has.")
@click.pass_obj
def command(
    workspace: Workspace, year: str, who: str, yes: bool, since: str, parts: tuple[str, ...], site: bool
) -> None:
    """Accepts the drafts of YEAR, which `build YEAR --draft` makes and WHO has read: their wording, and the rest of the year.

    Shows what changed in the wording since it was last accepted, in which letters and on which conditions, and asks. "yes"
    writes accepted.yaml and accepted-edition.yaml in templates/YEAR, with which all final letters are compared. The changes of
    the wording are in output/YEAR/wording.html too. The rest is what year.yaml says, the tables, fonts and pictures, and the
    look, shown in output/YEAR/edition.html, pages as pictures; each can be accepted alone. What the site says is accepted by
    --site, before it is published.
    """
    from ..output.folder import DRAFTS
    from ..proof.acceptance.edition_parts import PARTS
    from ..signing import acceptance, context, edition_acceptance

    if since and (site or parts):
        alone = "--site" if site else f"--{parts[0]}"
        raise click.UsageError(f"--since is about the wording, which {alone} doesn't show; leave one of the two out")
    if site:
        _site(workspace, year, who, yes)
        if not parts:
            return
    parts = tuple(dict.fromkeys(parts))
    signing_year = context.read(workspace, year, any_field=True)
    drafts = workspace.output(year) / DRAFTS
    wording = None if parts else acceptance.propose(signing_year, drafts, since)
    edition = edition_acceptance.propose(signing_year, drafts, parts or PARTS, wording.looks if wording else None)
    for line in [*(_lines(wording) if wording else ()), *(_edition_lines(edition) if edition else ())]:
        click.echo(line)
    if wording and wording.same:
        click.echo(f"{year}: the wording is as it was accepted")
    if edition is None or edition.same:
        click.echo(f"{year}: {report.parts_are(parts or PARTS, 'as it was accepted', 'as they were accepted')}")
    differs = any(each is not None and not each.same for each in (wording, edition))
    if differs and not yes and not _agreed(who, "is all of this as the letters should have it?"):
        _not_accepted(workspace, year, who, parts)
    if wording and not wording.same:
        click.echo(f"accepted by {who}: {acceptance.accept(signing_year, wording, who).as_posix()}")
    if edition:
        path = edition_acceptance.accept(signing_year, edition, who)
        if not edition.same:
            click.echo(f"accepted by {who}: {path.as_posix()}")
    if not parts:
        report.print_next(workspace, "build", year)


def _edition_lines(proposal: EditionProposal) -> Iterator[str]:
    if proposal.same:
        return
    yield f"what changed besides the words is shown in {proposal.page.as_posix()}"
    if proposal.before is not None:
        for each in proposal.changes:
            change = f'"{each.before}" is now "{each.now}"'
            if not each.before or not each.now:
                change = f'"{each.now}" is new' if each.now else f'"{each.before}" is gone'
            yield f"{each.part}: {each.name}: {change}"


def _site(workspace: Workspace, year: str, who: str, yes: bool) -> None:
    """Shows how what the site says differs from what was accepted of it, and asks."""
    from ..publication import site_words

    proposal = site_words.propose(workspace, year)
    if not proposal.again:
        click.echo(f"{year}: nobody has accepted the site's words; they are, with what is printed in them and when:")
    for path, changes in groupby(proposal.changes, lambda each: each.place.path):
        click.echo(f"{path}:")
        for each in changes:
            for sign, line in (("-", each.before), ("+", each.now)):
                if line:
                    click.echo(f"  {sign} {line}")
    if proposal.again and not proposal.changes:
        click.echo(f"{year}: the site's words are as they were accepted")
    elif not yes and not _agreed(who, "is all of this what the site should say?"):
        _not_accepted(workspace, year, who, ["site"])
    else:
        site_words.accept(workspace, year, proposal, who)
        click.echo(f"accepted by {who}: {proposal.path.as_posix()}")
    report.print_next(workspace, "publish", year)


def _agreed(who: str, question: str) -> bool:
    try:
        return click.confirm(f"{who}: {question}")
    except (click.Abort, OSError):  # nobody is there to answer
        click.echo()
        return False


def _not_accepted(workspace: Workspace, year: str, who: str, parts: Sequence[str]) -> NoReturn:
    again = workspace.command("accept", year, *(f"--{part}" for part in parts), "--by", who, "--yes")
    click.echo(f"nothing was accepted; to accept it: {again}", err=True)
    sys.exit(1)


def _lines(proposal: WordingProposal) -> Iterator[str]:
    from ..proof.acceptance import change_lines

    places = english.counted(len(proposal.changes), "place differs", "places differ")
    yield f"{places} from {proposal.since}; shown in {proposal.redline.as_posix()}"
    for change in proposal.changes:
        yield from change_lines.lines(change, proposal.letters)
    yield from proposal.layout
    for name, grown in proposal.longer.items():
        yield f"{name} has {english.counted(grown, 'page')} more"
