"""Worker processes: forked from what this one has loaded where that is safe, else started anew."""

import os
import subprocess
import sys
import textwrap

import pytest
from workspaces import ROOT

pytestmark = pytest.mark.slow


def said(program, *args):
    """What a program prints that has been written for a process of its own: this one has threads when tests share cores."""
    words = [sys.executable, "-W", "error", "-c", textwrap.dedent(program), *map(str, args)]
    done = subprocess.run(
        words, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stderr == ""
    return done.stdout.split()


def test_workers_have_what_their_process_had_loaded():
    program = """
        import sys
        from ombuds_letters.storage import processes

        def has(name):
            return name in sys.modules

        if __name__ == "__main__":
            import colorsys  # after the start
            with processes.pool(2, sys.stdout.write, ("begun\\n",)) as pool:
                print(pool.submit(has, "colorsys").result())
    """

    assert sorted(said(program)) == ["True", "begun", "begun"]


def test_workers_of_a_process_with_threads_are_started_anew():
    program = """
        import colorsys, sys, threading
        from ombuds_letters.storage import processes

        if __name__ == "__main__":
            end = threading.Event()
            threading.Thread(target=end.wait).start()
            with processes.pool(1, int, ()) as pool:
                print(pool.submit(eval, "'colorsys' in __import__('sys').modules").result())
            end.set()
    """

    assert said(program) == ["False"]


def test_a_lock_ends_with_its_block_while_workers_that_were_forked_within_it_go_on(tmp_path):
    program = """
        import sys
        from pathlib import Path
        from ombuds_letters.storage import lock, processes

        if __name__ == "__main__":
            path = Path(sys.argv[1])
            with lock.exclusive(path, "another build"):
                pool = processes.pool(1, int, ())
                print(pool.submit(int, "1").result())
            with lock.exclusive(path, "another build"):
                print(pool.submit(int, "2").result())
            pool.shutdown()
    """

    assert said(program, tmp_path) == ["1", "2"]
