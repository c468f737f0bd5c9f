"""Letters made through executors of others: the same bytes, and a clear line where the executor ends."""

import os
import signal
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import pytest
from workspaces import SIX, chosen_specimens, pdfs

from ombuds_letters import batch
from ombuds_letters.faults import Faults

pytestmark = pytest.mark.slow


@pytest.fixture
def workspace(tmp_path):
    return chosen_specimens(tmp_path / "w", *SIX)


def same(workspace, built):
    return all(
        (workspace.output("2018") / name).read_bytes() == (built.output("2018") / name).read_bytes()
        for name in [*pdfs(built.output("2018")), "manifest.json", "printed.jsonl"]
    )


def made_file(workspace, made):
    """Where a worker put a letter."""
    (path,) = workspace.output("2018").parent.glob(f".2018.staging/made-*/{made[0].letter.job.file}")
    return path


class Elsewhere(Executor):
    """Runs everything at once, but nothing of what it is sent may be a path: its workers have another disk."""

    def __init__(self, change=lambda made: made):
        self._change = change
        self.tasks = 0

    def submit(self, fn, /, *args, **kwargs):
        self.tasks += 1
        assert all(each is None or each.content is not None for each in args[:2])
        done = Future()
        done.set_result(self._change(fn(*args, **kwargs)))
        return done


def test_threads_make_the_same_letters_one_at_a_time(workspace, built):
    with ThreadPoolExecutor(3) as threads:
        batch.build(workspace, "2018", executor=threads)

        assert threads.submit(pow, 2, 3).result() == 8
    assert same(workspace, built)


def test_an_executor_that_shares_no_disk_gets_all_that_it_needs(workspace, built):
    batch.build(workspace, "2018", executor=Elsewhere())

    assert same(workspace, built)


def test_a_letter_that_comes_back_otherwise_once_is_made_again(workspace, built):
    changed = []

    def change(made):
        if not changed:
            file = made_file(workspace, made)
            file.write_bytes(file.read_bytes()[:-1])
            changed.append(file)
        return made

    batch.build(workspace, "2018", executor=Elsewhere(change))

    assert same(workspace, built)


def test_a_letter_that_comes_back_otherwise_twice_has_failed(workspace):
    def change(made):
        file = made_file(workspace, made)
        if "ux-county" in file.name:
            file.write_bytes(file.read_bytes()[:-1])
        return made

    with pytest.raises(Faults) as caught:
        batch.build(workspace, "2018", executor=Elsewhere(change))

    record = workspace.data("2018") / "authorities" / "ux-county-council.yaml"
    assert str(caught.value).startswith(f"{record}:")
    assert str(caught.value).endswith(
        ": name: its letter came back twice with other bytes than were made; check the network, or the disk that the "
        "machines share"
    )
    assert pdfs(workspace.output("2018")) == {}


def test_an_executor_that_breaks_ends_the_build_with_a_line_and_the_next_one_goes_on(workspace, built):
    counts = []

    def progress(done, of):
        counts.append(done)
        if done == 2:
            for process in list(pool._processes.values()):
                os.kill(process.pid, signal.SIGKILL)

    with ProcessPoolExecutor(1, get_context("spawn")) as pool, pytest.raises(Faults) as caught:
        batch.build(workspace, "2018", executor=pool, progress=progress)

    assert str(caught.value).startswith('what makes the letters has ended ("')
    assert str(caught.value).endswith('"); start it again, and build again: letters that are finished are kept')
    assert pdfs(workspace.output("2018")) == {}

    batch.build(workspace, "2018", jobs=1)

    assert same(workspace, built)
