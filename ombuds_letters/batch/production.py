"""The letters of a build on their way into the staging folder: filled into formes or laid out, and proved if that is asked."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from ..press import FEWEST, Forme, LaidOutAlone, OnPrinted, Press, Run
from ..proof import Proof, Verifier
from ..records.roster import LetterJob
from . import machine_facts
from .executors import AHEAD, ProcessPools, WorkerSource
from .task_runner import HereRunner, Task, TaskRunner
from .workers import FailedLetter, Instructions, Made, Maker, Order, Staged

# In filled letters with their proof, some 17 ms each: what a layout costs, and what a worker process must save to be worth
# its start. While this process has a forme to make, it can't do anything else.
_LAYOUT = 10
_WORTH_WORKERS = 45
_WORTH_WORKERS_MEANWHILE = 20
_IN_A_ROW = 8  # letters filled and proved for one message to a worker
_MEANWHILE = 1  # letters that a worker lays out and sees whole while the first forme is made


@dataclass(slots=True)
class Production:
    """`results` makes each letter; then `reasons` says by file why a letter had to be laid out alone.

    `rare` has those of the reasons that are the same however letters are made. With `pressing=False` every letter is laid
    out; `jobs` is how many processes may work, unless there is another `source` of workers. `on_printed` is called with what
    each letter prints. With a `verifier` letters are proved, those in `thorough` by everything that there is.
    """

    press: Press
    staging: Path
    draft: bool
    jobs: int
    pressing: bool
    on_printed: OnPrinted
    verifier: Verifier | None = None
    thorough: frozenset[str] = frozenset()
    source: WorkerSource | None = None
    reasons: dict[str, str] = field(default_factory=dict)
    rare: Mapping[str, str] = field(default_factory=dict)

    def laid_out_alone(self, made: Collection[str]) -> Counter[str]:
        """By reason, how many of the letters that were made, by file, were laid out alone."""
        return Counter(reason for file, reason in self.reasons.items() if file in made)

    def results(
        self, letter_jobs: Sequence[LetterJob], finished: Collection[str] = ()
    ) -> Iterator[Proof | Staged | FailedLetter]:
        """Each letter, in the order in which they are finished; those of the files that are `finished` are left out.

        Raises: Faults, of the style sheet, or of the workers.
        """
        run = self.press.run(letter_jobs, self.on_printed, draft=self.draft)
        failed = {job.file for job, _ in run.failed}
        yield from (FailedLetter(job, faults) for job, faults in run.failed)
        many = len(letter_jobs) >= FEWEST  # fewer are always laid out alone
        if many:
            self.rare = {each.job.file: each.reason for each in run.alone}
            self.reasons |= self.rare if self.pressing else {}
        wanted = [job for job in letter_jobs if job.file not in finished and job.file not in failed]
        alone = [each.job for each in run.alone if each.job.file not in finished] if self.pressing else wanted
        source = self._source(len(alone), len(wanted), filling=run.can_fill)
        if source and self.pressing and self.verifier is not None:
            seen_whole = self.thorough - {job.file for job in alone}
            ahead = (job for job in wanted if job.file in seen_whole)
            alone += islice(ahead, max(0, _MEANWHILE * source.at_once // AHEAD - len(alone)))
            finished = {*finished, *(job.file for job in alone)}
        with self._runner(source) as runner:
            laid_out = (Task((self._order(job),)) for job in alone)
            self.press.load()
            runner.begin(islice(laid_out, source.at_once if source else None))  # they begin while a forme is made here
            self.press.check()
            if self.pressing and self.verifier is not None:
                filling = (len(wanted) - len(alone)) / _IN_A_ROW
                runner.begin(_mixed(self._filling(run, finished), laid_out, len(alone) / max(1, filling)))
            elif self.pressing:
                for made in self._filled(run, finished, runner):
                    yield made.letter
            runner.begin(laid_out)
            for made in runner.results():
                if made.laid_out and many:
                    self.reasons[made.letter.job.file] = made.laid_out
                yield made.letter

    def _filling(self, run: Run, finished: Container[str]) -> Iterator[Task]:
        """Tasks for workers that fill letters and prove them; a forme is made when its first letter is asked for."""
        for group, forme in run.formes(finished):
            letters = zip(group.letter_jobs, group.values, strict=True)
            unfinished = ((job, values) for job, values in letters if job.file not in finished)
            if isinstance(forme, Forme):
                orders = (self._order(job, values) for job, values in unfinished)
                while row := tuple(islice(orders, _IN_A_ROW)):
                    yield Task(row, forme)
            else:
                self.reasons |= {job.file: forme for job in group.letter_jobs}
                yield from (Task((self._order(job),)) for job, _ in unfinished)

    def _filled(self, run: Run, finished: Container[str], runner: TaskRunner | HereRunner) -> Iterator[Made]:
        """Letters filled in this process, which takes a millisecond each; what doesn't fit its forme goes to the workers."""
        for job, result in run.filled(finished):
            if isinstance(result, LaidOutAlone):
                self.reasons[job.file] = result.reason
                runner.begin([Task((self._order(job),))])
            else:
                (self.staging / job.file).write_bytes(result.content)
                yield Made(Staged(job, result.pages, len(result.content), result.sha256))
            yield from runner.ready()

    def _order(self, job: LetterJob, values: tuple[str, ...] | None = None) -> Order:
        return Order(job, values, thorough=job.file in self.thorough)

    def _runner(self, source: WorkerSource | None) -> TaskRunner | HereRunner:
        """What has letters made: workers, or this process."""
        edition, proving = self.press.edition, (self.verifier, self.draft)
        if source is None:
            here = Instructions(edition, *proving, self.staging.as_posix())
            return HereRunner(Maker(here, self.press))
        folder = self.staging.resolve() / f"made-{secrets.token_hex(16)}"
        folder.mkdir()
        facts = machine_facts.facts(edition) if self.source is not None else None
        return TaskRunner(source, Instructions(edition, *proving, folder.as_posix(), facts), self.staging)

    def _source(self, alone: int, wanted: int, *, filling: bool) -> WorkerSource | None:
        """Where letters are made: None for this process, which is sooner for few letters."""
        if self.source is not None or self.jobs == 1:
            return self.source
        effort = alone * _LAYOUT + (wanted if self.verifier is not None else 0)
        filling = filling and self.pressing
        if effort < (_WORTH_WORKERS_MEANWHILE if filling else _WORTH_WORKERS):
            return None
        return ProcessPools(min(self.jobs, max(1, effort // _WORTH_WORKERS_MEANWHILE)))


def _mixed(tasks: Iterable[Task], others: Iterator[Task], share: float) -> Iterator[Task]:
    """Tasks, with so many of the others for each, so that the time left can be told from the time that was taken."""
    due = 0.0
    for task in tasks:
        yield task
        due += share
        yield from islice(others, int(due))
        due -= int(due)
