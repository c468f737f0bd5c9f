"""What comes after: letters released by two people, and sent."""

from __future__ import annotations

from collections import Counter

from ..dispatch import ledger, planning, recipients
from ..dispatch.ledger import NEEDS_A_PERSON, SendState
from ..edition import Edition
from ..faults import Faults
from ..records import corrections
from ..records.roster import Roster
from ..release import archive, comparison, proposals, stock
from ..release.contents import SHORTEST_DIGEST, changes
from ..release.proposals import Proposal
from ..signing import SEED
from ..storage.workspace import Workspace
from ..text import english
from .step import Step, StepState, stopped


def steps(workspace: Workspace, edition: Edition, roster: Roster, *, ready: bool) -> tuple[Step, ...]:
    """Whether letters are released and sent; `ready` says whether all that comes before a release is done."""
    try:
        released = _released(workspace, edition, roster, ready=ready)
    except Faults as error:  # what was issued is no longer as it was
        return (stopped(workspace, "released", "Released", error.found[0], ("verify", edition.year)),)
    try:
        return released, _sent(workspace, edition)
    except Faults as error:
        return released, stopped(workspace, "sent", "Sent", error.found[0], ("send", edition.year, "--status"))


def _released(workspace: Workspace, edition: Edition, roster: Roster, *, ready: bool) -> Step:
    year = edition.year
    issues = archive.read(workspace, year)
    current = archive.current(issues)
    opened, _ = corrections.read(workspace.data(year))
    waiting = proposals.open_one(workspace, year)
    left = [job for job in roster.letter_jobs if job.record.code not in current]
    open_now = archive.not_issued(opened, current)
    corrected = {current[each.code].letter.authority for each in open_now}
    differing = [each for each in comparison.differing(workspace, year) or () if each not in corrected]
    counts = {
        "issues": len(issues), "issued": len(archive.current_letters(issues)), "not_issued": len(left),
        "corrections_open": len(open_now), "differ": len(differing),
    }  # fmt: skip
    changed = list(changes(waiting.contents, stock.contents(workspace, edition, roster))) if waiting else []
    second = _second(waiting) if waiting and not changed else ()
    command = ("release", year, "--by", "Your Name", *second) if ready else ()
    state = StepState.OPEN if ready else StepState.LATER
    said = []
    if issues:
        last = issues[-1]
        said.append(
            f"{english.counted(counts['issued'], 'letter')} issued; issue {last.number} on {english.long_date(last.day)}, "
            f"by {last.first} and {last.second}"
        )
    if waiting is not None and changed and issues and not left and not open_now:
        said.append(f"what {waiting.who} proposed on {english.day_of(waiting.when)} was taken back")
    elif waiting is not None and changed:
        more = f"; {len(changed) - 1:,} more" if len(changed) > 1 else ""
        said.append(
            f"what {waiting.who} proposed on {english.day_of(waiting.when)} no longer holds ({changed[0]}{more}); the first "
            "person proposes it again"
        )
    elif waiting is not None:
        said.append(f"{waiting.who} proposed a release on {english.day_of(waiting.when)}; a second person releases it")
    elif not issues:
        said.append("not released yet; it takes two people")
    if issues and left:
        said.append(f"{english.counted(len(left), 'letter')} not issued")
    for what, open_ in (
        ("correction", [each for each in open_now if not each.withdrawn]),
        ("withdrawal", [each for each in open_now if each.withdrawn]),
    ):
        if open_:
            said.append(f"{english.counted(len(open_), what)} not issued yet")
    if differing:
        differ = english.counted(len(differing), "letter differs", "letters differ")
        rest = "the one issued, and stays" if len(differing) == 1 else "those issued, and stay"
        said.append(f"{differ} from {rest} as issued")
    if issues and not left and not open_now:
        return Step("released", "Released", StepState.DONE, "; ".join(said), (), counts)
    return Step("released", "Released", state, "; ".join(said), command, counts)


def _second(waiting: Proposal) -> tuple[str, ...]:
    """The words of the second person's act, besides who it is: `("--digest", "1a2b3c4d")`."""
    certificate = ("--certificate", "FILE.p12") if waiting.certificate else ()
    seed = ("--seed", str(waiting.seed)) if waiting.seed != SEED else ()
    return (*certificate, *seed, "--digest", waiting.contents.digest[:SHORTEST_DIGEST])


def _sent(workspace: Workspace, edition: Edition) -> Step:
    year = edition.year
    if not archive.read(workspace, year):
        return Step("sent", "Sent", StepState.LATER, "sent once they are released")
    plan = planning.plan(workspace, year)
    entered_rows = ledger.rows(workspace, year)
    rows = recipients.current_rows(plan, entered_rows)
    withdrawn = len(recipients.withdrawn_rows(plan, entered_rows))
    states = Counter(row.state for row in rows)
    entered = {(row.issue, row.code) for row in rows}
    waiting = sum((each.issue.number, each.letter.code) not in entered for each in plan.letters)
    counts = {str(state): states[state] for state in SendState if states[state]}
    counts |= {"not_begun": waiting, "without_an_address": len(plan.without), "held": len(plan.held)}
    counts |= {"withdrawn_after": withdrawn} if withdrawn else {}
    said = [f"{states[SendState.SENT]:,} sent"]
    said += [f"{count:,} {state}" for state, count in states.items() if state is not SendState.SENT]
    said += [f"{waiting:,} not sent yet"] if waiting else []
    said += [f"{len(plan.without):,} without an address, for paper"] if plan.without else []
    said += [f"{len(plan.held):,} left out until corrected"] if plan.held else []
    said += [f"{withdrawn:,} withdrawn after it was sent"] if withdrawn else []
    says = ", ".join(said)
    if any(states[each] for each in NEEDS_A_PERSON) or states[SendState.DRAFTED]:
        return Step("sent", "Sent", StepState.OPEN, says, ("send", year, "--status"), counts)
    if waiting or any(state is not SendState.SENT for state in states):
        return Step("sent", "Sent", StepState.OPEN, says, ("send", year, "--smtp", "HOST"), counts)
    return Step("sent", "Sent", StepState.LATER if plan.held else StepState.DONE, says, (), counts)
