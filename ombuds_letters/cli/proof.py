"""`proof`: finished letters read back and held against their records; the wording accepted; the signing prepared."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..faults import Place, Unknown
from ..storage.workspace import Workspace
from ..text import english
from . import report

if TYPE_CHECKING:
    from ..proof.acceptance.conditions import WordingQuestion
    from ..signing.audit import AuditedLetter


@click.command("proof", short_help="Read finished letters back, and hold them against their records.")
@click.argument("what", metavar="YEAR|FILE.pdf")
@click.option(
    "--in",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Read a copy of output/YEAR.",
)
@click.option("--every", is_flag=True, help="Ask the PDF/UA and PDF/A validators about every letter, not a sample.")
@click.option("--explain", is_flag=True, help="With FILE.pdf: each figure with where it was read.")
@click.option("--accept", is_flag=True, help="Accept the wording of the drafts, which you have seen.")
@click.option(
    "--when", "conditions", multiple=True, metavar="N:CONDITION", help="With --accept: the answer to a question."
)
@click.option(
    "--seen", multiple=True, metavar="NAME|LIST.csv", help="Write down that these letters were read. Repeatable."
)
@click.option("--by", "who", metavar="WHO", help="Who accepts, or has read.")
@click.option(
    "--pack", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.html", help="Write the signing pack."
)
@click.option("--seed", type=int, default=1, show_default=True, help="With --pack: picks the random letters.")
@click.option("--all", "each", is_flag=True, help="Tell each fault, also the same one in many letters.")
@click.pass_obj
def command(
    workspace: Workspace,
    what: str,
    folder: Path | None,
    every: bool,
    explain: bool,
    accept: bool,
    conditions: tuple[str, ...],
    seen: tuple[str, ...],
    who: str | None,
    pack: Path | None,
    seed: int,
    each: bool,
) -> None:
    """Reads the letters of YEAR, or one letter, and says of each whether it says what its record says.

    Each is sound, altered (not the file that was made, or one that says something else), stale (made from figures, words
    or facts that have changed since), missing, or unknown. Exit code 1 unless all are sound.
    """
    if what.lower().endswith(".pdf"):
        if folder or accept or seen or pack:
            raise click.UsageError("--in, --accept, --seen and --pack go with a YEAR")
        sys.exit(_single(workspace, Path(what), explain=explain))
    if explain:
        raise click.UsageError("--explain goes with one letter: name its FILE.pdf")
    if (accept or seen) and not who:
        raise click.UsageError("--accept and --seen go with --by WHO")
    if accept:
        sys.exit(_accept(workspace, what, who or "", conditions))
    if seen:
        sys.exit(_seen(workspace, what, seen, who or ""))
    if pack:
        sys.exit(_pack(workspace, what, folder, pack, seed))
    sys.exit(_folder(workspace, what, folder, every=every, each=each))


def _folder(workspace: Workspace, name: str, folder: Path | None, *, every: bool, each: bool) -> int:
    from ..signing import audit, context
    from ..storage import audit_log

    of = context.read(workspace, name)
    found = audit.folder(of, folder or workspace.output(name), every=every)
    for line in report.fault_lines([fault for one in found for fault in one.faults], each=each):
        click.echo(line, err=True)
    for one in found:
        if one.state is not audit.State.SOUND:
            click.echo(f"{one.file}: {_said(one)}")
    counts = Counter(one.state for one in found)
    click.echo(
        ", ".join(f"{counts[state]:,} {state}" for state in audit.State if counts[state] or state is audit.State.SOUND)
    )
    audit_log.read(workspace.data(name))  # a broken chain is told, and is no sound year
    return 0 if len(found) == counts[audit.State.SOUND] else 1


def _said(one: AuditedLetter) -> str:
    """A letter's state in words: "stale: its figures have changed since it was made"."""
    changed = {"figures": "its figures", "words": "its name, contact or passages", "shared": "what all letters share"}
    stale = " and ".join(changed[part] for part in one.stale)
    said = {
        "stale": f"{stale} changed since it was made; build it again",
        "altered": "it is not the letter that was made; build it again",
        "missing": "it is not there; build it",
        "unknown": "no record asks for it",
    }
    return f"{one.state}: {said[one.state]}"


def _single(workspace: Workspace, path: Path, *, explain: bool) -> int:
    from .. import pages
    from ..formats.yaml_reader import MISSING_FILE
    from ..proof import explain as explained
    from ..signing import audit, context

    if not path.is_file():
        raise Unknown([MISSING_FILE(Place(path.as_posix()))])
    single = audit.single([context.read(workspace, name) for name in reversed(workspace.years())], path)
    for line in report.fault_lines(single.faults, each=True):
        click.echo(line, err=True)
    record = single.job.record
    another = bool(single.named) and single.named != record.name
    if another:
        click.echo(
            f"{path.as_posix()}: has the name of the letter to {single.named}, and is the letter to {record.name}",
            err=True,
        )
    elif not single.named:
        click.echo(f"{path.as_posix()}: its file is called {single.job.file} where it was made")
    if single.proof is not None:
        if explain:
            heights = {number: page.height for number, page in enumerate(pages.read(path.read_bytes()).pages, 1)}
            click.echo(explained.page(single.proof, heights))
        elif not another:
            what = "draft of the letter" if single.proof.draft else "letter"
            click.echo(f"{path.as_posix()}: sound, the {what} to {record.name}")
    return 1 if another or single.proof is None else 0


def _accept(workspace: Workspace, name: str, who: str, conditions: Sequence[str]) -> int:
    from ..batch import DRAFTS
    from ..signing import acceptance, context

    answers = {}
    for each in conditions:
        number, _, condition = each.partition(":")
        if not number.isdigit() or not condition:
            raise click.UsageError(
                f'--when is "{each}"; write the question\'s number and the condition, as 1:"contact.name is absent"'
            )
        answers[int(number)] = condition.strip()
    accepted = acceptance.accept(context.read(workspace, name), workspace.output(name) / DRAFTS, who, answers)
    click.echo(f"what differs from the wording accepted before is in {accepted.redline.as_posix()}")
    if accepted.path is None:
        for question in accepted.derived.questions:
            click.echo(_asked(question), err=True)
        return 1
    for text, when in accepted.conditional:
        click.echo(f"only where {' and '.join(map(str, when))}: {text}")
    click.echo(f"accepted by {who}: {accepted.path.as_posix()}")
    return 0


def _asked(question: WordingQuestion) -> str:
    few = ", ".join(question.has[:3]) + (" …" if len(question.has) > 3 else "")
    fits = f" ({'; '.join(question.fits)} would each fit)" if question.fits else ""
    return (
        f"{question.number}: on what condition does a letter have this paragraph, "
        f"as {len(question.has):,} of {question.of:,} do "
        f'({few})? Answer with --when {question.number}:"…"{fits}\n   {question.text}'
    )


def _seen(workspace: Workspace, name: str, names: Sequence[str], who: str) -> int:
    from ..signing import context, read_log

    each = [one for given in names for one in (read_log.listed(Path(given)) if given.endswith(".csv") else (given,))]
    letter_jobs = read_log.record(context.read(workspace, name), each, who)
    click.echo(
        f"{english.counted(len(letter_jobs), 'letter')} read by {who}: {workspace.data(name).as_posix()}/journal.jsonl"
    )
    return 0


def _pack(workspace: Workspace, name: str, folder: Path | None, target: Path, seed: int) -> int:
    from ..signing import context, pack

    of = context.read(workspace, name)
    looked_at = pack.write(of, folder or workspace.output(name), target, seed)
    click.echo(
        f"{target.as_posix()}: {english.counted(len(of.letter_jobs), 'letter')}, {looked_at:,} of them to be looked at"
    )
    return 0
