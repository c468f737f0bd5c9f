"""Letters made through executors of others: the same bytes, whatever dies, and a clear line where the executor ends."""

from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import pytest
from dying_workers import whoever_makes_dies
from workspaces import SIX, chosen_specimens, pdfs

from ombuds_letters import batch
from ombuds_letters.faults import Faults

pytestmark = pytest.mark.slow

FATAL = "annual-review-letter-2018-ux-county-council.pdf"


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
    """Runs everything at once, on another disk: no path of a parcel leads anywhere. `sent` is what was sent whole."""

    def __init__(self, change=lambda made: made):
        self._change = change
        self.sent = []

    def submit(self, fn, /, *args, **kwargs):
        *parcels, orders = args
        self.sent += [each.sha256 for each in parcels if each and each.content]
        moved = [each and replace(each, path="/nowhere") for each in parcels]
        made = fn(*moved, orders)
        done = Future()
        done.set_result(self._change(made) if isinstance(made, tuple) else made)
        return done


class Ended(Executor):
    def submit(self, fn, /, *args, **kwargs):
        raise BrokenExecutor("the last of its workers is gone")


def test_threads_make_the_same_letters_one_at_a_time(workspace, built):
    with ThreadPoolExecutor(3) as threads:
        batch.build(workspace, "2018", executor=threads)

        assert threads.submit(pow, 2, 3).result() == 8
    assert same(workspace, built)


def test_a_worker_on_another_disk_is_sent_what_it_can_not_read(workspace, built):
    elsewhere = Elsewhere()

    batch.build(workspace, "2018", executor=elsewhere, pressing=False)

    assert len(set(elsewhere.sent)) == 1
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


def test_an_executor_that_ends_is_reported_and_the_next_build_makes_the_letters(workspace, built):
    with pytest.raises(Faults) as caught:
        batch.build(workspace, "2018", executor=Ended())

    assert str(caught.value) == (
        'what makes the letters has ended ("the last of its workers is gone"); start it again, and build again: letters that '
        "are finished are kept"
    )
    assert pdfs(workspace.output("2018")) == {}

    batch.build(workspace, "2018", jobs=1)

    assert same(workspace, built)


def test_a_pool_that_forks_does_not_hang_though_letters_were_proved_here_before(workspace, built):
    with ProcessPoolExecutor(2, get_context("fork")) as pool:
        batch.build(workspace, "2018", executor=pool)
        again = batch.build(workspace, "2018", executor=pool)

        assert pool.submit(pow, 2, 3).result() == 8
    assert again.written == ()
    assert same(workspace, built)


def test_letters_are_made_again_though_a_pool_ends_with_the_first_process_that_dies(workspace, built):
    staging = workspace.output("2018").with_name(".2018.staging")

    with (
        ProcessPoolExecutor(2, get_context("spawn")) as pool,
        whoever_makes_dies(staging, FATAL, times=1) as kills,
    ):
        batch.build(workspace, "2018", executor=pool)

    assert kills == [FATAL]
    assert same(workspace, built)


def test_a_letter_that_ends_a_given_pool_twice_is_named_and_fails_alone(workspace, built):
    staging = workspace.output("2018").with_name(".2018.staging")

    with (
        ProcessPoolExecutor(2, get_context("spawn")) as pool,
        whoever_makes_dies(staging, FATAL, times=2) as kills,
    ):
        made = batch.build(workspace, "2018", executor=pool, keep_going=True)

    assert kills == [FATAL, FATAL]
    assert made.failed == (FATAL,)
    assert [str(each).partition(": name: ")[2] for each in made.faults] == [
        "its letter can't be made: the process that made it died twice; try it alone with --only 'Ux County Council'"
    ]
    others = {name: content for name, content in pdfs(built.output("2018")).items() if name != FATAL}
    assert pdfs(workspace.output("2018")) == others
