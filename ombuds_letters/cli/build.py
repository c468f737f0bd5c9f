"""`build`: the letters of a year."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..faults import Faults
from ..storage.workspace import Workspace
from ..text import english
from . import report
from .progress import progress_bar

if TYPE_CHECKING:
    from ..batch import Built
    from ..batch.cluster import Cluster


_FILE = click.Path(path_type=Path, dir_okay=False)
_MOST_REASONS = 3  # so many reasons for slow letters are given


@click.command("build", short_help="Make the letters of a year.")
@click.argument("year")
@click.option(
    "--only",
    multiple=True,
    metavar="NAME",
    help="Make only this letter: a name, a code or a part of a file's name. Repeatable.",
)
@click.option("--draft", is_flag=True, help="Make letters that say DRAFT on every page, in output/YEAR/draft.")
@click.option("--keep-going", is_flag=True, help="Put letters without a fault in place, whatever is wrong with others.")
@click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N", help="How many processes to use; default: one per core."
)
@click.option("--scheduler", metavar="ADDRESS", help="Make them with the workers of a dask scheduler: tls://host:8786.")
@click.option("--tls-ca-file", type=_FILE, metavar="FILE", help="Who signs the certificates of the cluster, as PEM.")
@click.option("--tls-cert", type=_FILE, metavar="FILE", help="Your certificate for the scheduler, as PEM.")
@click.option("--tls-key", type=_FILE, metavar="FILE", help="Its key.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Use another folder than output/YEAR.",
)
@click.option("--no-press", is_flag=True, help="Lay out every letter on its own: slower, with the same bytes.")
@click.option("--no-proof", is_flag=True, help="Don't read the letters back. Only with --draft.")
@click.option("--verbose", is_flag=True, help="Say how letters were laid out.")
@click.option("--all", "each", is_flag=True, help="List each fault, even the same one in many records.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How faults are listed.")
@click.pass_obj
def command(
    workspace: Workspace,
    year: str,
    only: tuple[str, ...],
    draft: bool,
    keep_going: bool,
    jobs: int | None,
    scheduler: str | None,
    tls_ca_file: Path | None,
    tls_cert: Path | None,
    tls_key: Path | None,
    output: Path | None,
    no_press: bool,
    no_proof: bool,
    verbose: bool,
    each: bool,
    form: str,
) -> None:
    """Makes the letters of YEAR and puts them in output/YEAR; with any fault, none of them.

    Everything is checked first, and each letter is read back. A letter that is the same as before is left untouched.
    manifest.json in the same folder lists the letters.
    """
    if no_proof and not draft:
        raise click.UsageError("--no-proof goes only with --draft: every final letter is read back")
    if scheduler is None and (tls_ca_file or tls_cert or tls_key):
        raise click.UsageError("--tls-ca-file, --tls-cert and --tls-key go only with --scheduler")
    if scheduler is not None and jobs is not None:
        raise click.UsageError("--jobs is for this computer; with --scheduler its workers count")
    from .. import batch  # WeasyPrint takes half a second to load

    with progress_bar("letters", "reading the edition") as progress:
        try:
            with _workers(scheduler, tls_ca_file, tls_cert, tls_key) as workers:
                built = batch.build(
                    workspace,
                    year,
                    only=only,
                    draft=draft,
                    keep_going=keep_going,
                    jobs=jobs,
                    executor=workers,
                    output=output,
                    proving=not no_proof,
                    pressing=not no_press,
                    progress=progress,
                    doing=progress.doing,
                )
        except Faults as error:
            if form == "json":
                click.echo(report.as_json(workspace, error.found))
            else:
                report.print_faults(workspace, error.found, each=each)
                click.echo("nothing was put in place", err=True)
            sys.exit(1)
    if form == "json":
        click.echo(report.as_json(workspace, built.faults))
    else:
        report.print_faults(workspace, built.faults, each=each)
    click.echo(_closing(built, workspace), err=form == "json")
    for line in report.without_letter(built.edition, built.without_letter):
        click.echo(line, err=form == "json")
    if not draft and output is None and (said := _issued(workspace, year)):
        click.echo(said, err=form == "json")
    if built.laid_out_alone and verbose:
        click.echo(_laid_out_alone(built), err=form == "json")
    if built.faults:
        sys.exit(1)
    if output is None:  # what comes next reads output/YEAR
        _print_next(workspace, year, draft=draft)


def _print_next(workspace: Workspace, year: str, *, draft: bool) -> None:
    if draft:
        report.print_next(workspace, "accept", year, "--by", "Your Name", first="look at the drafts, then: ")
    else:
        report.print_next(workspace, "pack", year, "signing.html")


@contextmanager
def _workers(scheduler: str | None, *tls: Path | None) -> Iterator[Cluster | None]:
    """The cluster of a scheduler; without one None, for processes of this computer."""
    if scheduler is None:
        yield None
        return
    from ..batch import cluster
    from ..batch.scheduler_address import TlsFiles

    with cluster.connected(scheduler, TlsFiles(*tls)) as found:
        yield found


def _closing(built: Built, workspace: Workspace) -> str:
    """`354 letters made, 0 left as they were, 0 failed: output/2018`, with what else happened."""
    made = english.counted(len(built.written), "letter")
    counts = f"{made} made, {len(built.same):,} left as they were, {len(built.failed):,} failed"
    more = [
        (built.removed, "removed"),
        (
            built.foreign_files,
            "PDF that this program did not make left alone ({})".format(", ".join(built.foreign_files[:3])),
        ),
        (
            built.put_away,
            "file of that name that this program did not make moved to {}".format(", ".join(built.put_away[:3])),
        ),
    ]
    parts = [counts, *(f", {len(items):,} {words}" for items, words in more if items)]
    if built.other_print and built.edition is not None:
        size = "ordinary" if built.edition.large_print else "large"
        parts.append(f", {len(built.other_print):,} in {size} print not touched")
    if built.questions:
        asked = english.counted(len(built.questions), "open question")
        command = workspace.command("questions", built.questions[0].year)
        parts.append(f", {asked} ({command} lists them)")
    return "".join([*parts, f": {built.folder.as_posix()}"])


def _issued(workspace: Workspace, year: str) -> str:
    """`3 letters differ from those issued (ombuds-letters diff 2018 --issued says in what)`; "" if none is issued."""
    from ..release import comparison

    differing = comparison.differing(workspace, year)
    if differing is None:
        return ""
    count = english.counted(len(differing), "letter differs", "letters differ")
    command = workspace.command("diff", year, "--issued")
    said = f"{count} from {'the one' if len(differing) == 1 else 'those'} issued"
    return f"{said} ({command} says in what)" if differing else said


def _laid_out_alone(built: Built) -> str:
    """`41 letters were laid out one by one, which is slower but gives the same: few letters have its wording (40); …`."""
    count = english.counted(sum(built.laid_out_alone.values()), "letter was", "letters were")
    most = sorted(built.laid_out_alone.items(), key=lambda item: (-item[1], item[0]))[:_MOST_REASONS]
    reasons = "; ".join(f"{reason} ({number:,})" for reason, number in most)
    return f"{count} laid out one by one, which is slower but gives the same: {reasons}" + (
        "; …" if len(built.laid_out_alone) > _MOST_REASONS else ""
    )
