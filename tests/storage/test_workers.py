"""Work that is shared with other processes."""

import os
import time
from functools import partial

import pytest

from ombuds_letters.storage.workers import Workers, workers


def whose(factor: int):
    return partial(_times, factor)


def _times(factor: int, number: int) -> tuple[int, int]:
    time.sleep(0.001)  # else another process could have done all before this one asks
    return factor * number, os.getpid()


def test_without_other_processes_all_work_is_done_here():
    alone = Workers(None)

    assert alone.begin(os.getpid)() == os.getpid()
    assert list(alone.mapped(whose, (3,), (1, 2), chunk=1)) == [(3, os.getpid()), (6, os.getpid())]


@pytest.mark.slow
def test_results_keep_their_order_and_what_no_other_process_has_begun_is_done_here():
    with workers(1) as others:
        there = others.begin(os.getpid)
        done = list(others.mapped(whose, (3,), range(500), chunk=2))

    assert [number for number, _ in done] == [3 * number for number in range(500)]
    assert os.getpid() in {process for _, process in done} <= {there(), os.getpid()}
    assert there() != os.getpid()


@pytest.mark.slow
def test_another_process_does_the_work_as_it_was_when_it_was_begun():
    numbers = {}
    with workers(1) as others:
        begun = []
        for number in range(200):  # while the pool packs in a thread of its own
            numbers[number] = number
            begun.append(others.begin(partial(len, numbers)))
        found = [each() for each in begun]

    assert found == list(range(1, 201))
