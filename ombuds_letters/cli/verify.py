"""`verify`: finished letters read back and compared with their records."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from .. import files
from ..faults import Place, Unknown
from ..storage.workspace import Workspace
from ..text import english
from . import report
from .param_types import EXISTING_FILE, EXISTING_FOLDER


@click.command("verify", short_help="Read finished letters back and compare them with their records.")
@click.argument("what", metavar="YEAR|FILE.pdf")
@click.option("--in", "folder", type=EXISTING_FOLDER, metavar="DIR", help="Read a copy of output/YEAR.")
@click.option(
    "--every", is_flag=True, help="Look at every page and validate PDF/UA and PDF/A for every letter, not for a sample."
)
@click.option("--explain", is_flag=True, help="With FILE.pdf: list each figure with the place where it was read.")
@click.option("--all", "each", is_flag=True, help="List each fault, even the same one in many letters.")
@click.option(
    "--against", "sums", type=EXISTING_FILE, metavar="SHA256SUMS", help="With FILE.pdf: the digests of an issue."
)
@click.option(
    "--trust",
    type=EXISTING_FILE,
    metavar="CERT.pem",
    help="With FILE.pdf: the certificate that its signer's must lead to.",
)
@click.pass_obj
def command(
    workspace: Workspace,
    what: str,
    folder: Path | None,
    every: bool,
    explain: bool,
    each: bool,
    sums: Path | None,
    trust: Path | None,
) -> None:
    """Reads the letters of YEAR, or the one in FILE.pdf, and reports whether each says what its record says.

    A letter is sound, altered (it is not the file that was made, or that its record makes, or it says something else), stale
    (its figures, words or facts have changed since it was made), missing, or unknown. The exit code is 1 unless all are sound.
    Each letter is made again and compared byte for byte; one that was made of something else can only be read.

    FILE.pdf may be any file that somebody holds, and no workspace is needed for it: who signed it, whether it was changed
    since, whose letter it says it is, which issue it is, and its figures.
    """
    if what.lower().endswith(".pdf"):
        if folder or every:
            raise click.UsageError("--in and --every go with a YEAR")
        if not explain and (code := _held(workspace, Path(what), sums, trust)) is not None:
            sys.exit(code)
        sys.exit(_file(workspace, Path(what), explain=explain))
    if sums or trust:
        raise click.UsageError("--against and --trust go with one letter: name its FILE.pdf")
    if explain:
        raise click.UsageError("--explain goes with one letter: name its FILE.pdf")
    sys.exit(_year(workspace, what, folder, every=every, each=each))


def _year(workspace: Workspace, year: str, folder: Path | None, *, every: bool, each: bool) -> int:
    from ..release import archive
    from ..signing import audit, context

    letters = audit.folder(context.read(workspace, year), folder or workspace.output(year), every=every)
    report.print_faults(workspace, [fault for letter in letters for fault in letter.faults], each=each)
    for letter in letters:
        if letter.state is not audit.Verdict.SOUND:
            click.echo(f"{letter.file}: {audit.in_words(letter)}")
    counts = Counter(letter.state for letter in letters)
    click.echo(
        ", ".join(
            f"{counts[state]:,} {state}" for state in audit.Verdict if counts[state] or state is audit.Verdict.SOUND
        )
    )
    if only_read := sum(letter.only_read for letter in letters):
        click.echo(
            f"{english.counted(only_read, 'letter')} could only be read: what it was made from or with has changed since"
        )
    archive.read(workspace, year)  # a broken chain of the log, or a change in what was issued, is a fault of the year
    if len(letters) != counts[audit.Verdict.SOUND]:
        return 1
    report.print_next(workspace, "pack", year, "signing.html")
    return 0


def _held(workspace: Workspace, path: Path, sums: Path | None, trust: Path | None) -> int | None:
    """Reports a file that somebody holds; None for a letter that was made here and is in output/YEAR, or not issued yet."""
    from ..release import verification
    from . import verification_report

    _must_be_file(path)
    issues = verification.of_workspace(workspace)
    made_here = path.resolve().parent in [workspace.output(year).resolve() for year in workspace.years()]
    somebodys = bool(issues) or b"/ByteRange" in files.read(path, files.LOG)
    if not (sums or trust) and workspace.years() and (made_here or not somebodys):
        return None
    examined = verification.examine(path, issues=issues, sums=sums, trust=trust)
    for line in verification_report.lines(path, examined):
        click.echo(line)
    return 0 if verification_report.is_good(examined) else 1


def _file(workspace: Workspace, path: Path, *, explain: bool) -> int:
    from .. import pages
    from ..proof import explain as explanation
    from ..signing import audit, context

    _must_be_file(path)
    single = audit.single([context.read(workspace, year) for year in reversed(workspace.years())], path)
    report.print_faults(workspace, single.faults, each=True)
    record = single.job.record
    misnamed = bool(single.named) and single.named != record.name
    if misnamed:
        click.echo(
            f"{path.as_posix()}: has the file name of the letter to {single.named}, but is the letter to {record.name}",
            err=True,
        )
    elif not single.named:
        click.echo(f"{path.as_posix()}: was made as {single.job.file}")
    if single.proof is not None:
        if explain:
            heights = {
                number: page.height for number, page in enumerate(pages.read(files.read(path, files.LARGE)).pages, 1)
            }
            click.echo(explanation.page(single.proof, heights))
        elif not misnamed:
            what = "draft of the letter" if single.proof.draft else "letter"
            click.echo(f"{path.as_posix()}: sound, the {what} to {record.name}")
    return 1 if misnamed or single.proof is None else 0


def _must_be_file(path: Path) -> None:
    """Raises: Faults, where nothing has that name, or something that is no file, such as a named pipe; OSError."""
    from ..formats.yaml_reader import MISSING_FILE
    from ..release.verification import VERIFY_NOT_PDF

    place = Place(path.as_posix())
    try:
        files.must_be_file(path, files.LOG)
    except FileNotFoundError:
        raise Unknown([MISSING_FILE(place)]) from None
    except (files.NotAFile, files.TooLarge) as error:
        raise Unknown([VERIFY_NOT_PDF(place, problem=error.strerror)]) from None
