"""Letters made by real dask workers on loopback: the same bytes, whatever dies meanwhile."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from dask_cluster import DaskCluster
from workspaces import ROOT, pdfs, run_command, specimens

from ombuds_letters import batch
from ombuds_letters.batch import cluster
from ombuds_letters.batch.scheduler_address import TlsFiles
from ombuds_letters.faults import Faults

pytestmark = pytest.mark.slow


@pytest.fixture
def start(tmp_path):
    """`start(3)`: a cluster with so many workers, which ends with the test."""
    started = []

    def new(workers, *tls, **environment):
        started.append(DaskCluster(tmp_path / f"dask{len(started)}", *tls, **environment))
        for _ in range(workers):
            started[-1].add_worker()
        return started[-1]

    yield new
    for each in started:
        each.end()


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """Twenty-four specimens, every tenth with a passage, and their letters as this computer makes them."""
    made = specimens(tmp_path_factory.mktemp("cluster") / "w", 24)
    batch.build(made, "2018")
    return made


def build(workspace, dask, output, tls=None, **how):
    with cluster.connected(dask.address, tls) as workers:
        return batch.build(workspace, "2018", executor=workers, output=output, **how)


def same(folder, other):
    return (
        pdfs(folder) == pdfs(other)
        and (folder / "manifest.json").read_bytes() == (other / "manifest.json").read_bytes()
    )


def wait_for_workers(dask, number, tls=None):
    with cluster.connected(dask.address, tls) as workers:
        workers._client.wait_for_workers(number)


def faults_of(workspace, dask, output, **how):
    with pytest.raises(Faults) as caught:
        build(workspace, dask, output, **how)
    return [str(each) for each in caught.value.found]


def test_354_letters_are_the_same_though_a_worker_is_killed_and_another_starts_late(start, tmp_path):
    workspace = specimens(tmp_path / "w", 354, passages=0.1)
    dask = start(3)
    wait_for_workers(dask, 3)

    def happens(done, of):
        if done == 60:
            dask.workers[1].kill()
        if done == 120:
            dask.add_worker()

    built = build(workspace, dask, tmp_path / "out", progress=happens)
    batch.build(workspace, "2018")

    assert len(built.written) == 354
    assert dask.workers[1].wait(10) == -9
    assert dask.workers[3].poll() is None
    assert same(tmp_path / "out", workspace.output("2018"))


def test_a_scheduler_that_is_killed_leaves_nothing_in_place_and_the_next_build_makes_the_rest(
    start, workspace, tmp_path
):
    dask, output = start(2), tmp_path / "out"
    wait_for_workers(dask, 2)
    counts = []

    def happens(done, of):
        counts.append(done)
        if done == 1:  # seven letters at least are still here: 16 are handed over at most
            dask.scheduler.kill()

    with pytest.raises(Faults) as caught:
        build(workspace, dask, output, progress=happens, pressing=False)

    assert str(caught.value) == (
        f'--scheduler: "{dask.address}" has ended, and nothing was put in place; start it again, and build again: '
        "letters that are finished are kept"
    )
    assert pdfs(output) == {}
    finished = max(counts)
    counts.clear()

    batch.build(workspace, "2018", output=output, progress=lambda done, of: counts.append(done))

    assert len(counts) == 1 + 24 - finished
    assert same(output, workspace.output("2018"))
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".out")) == []


def test_workers_without_a_shared_disk_return_the_letters_themselves(start, workspace, tmp_path):
    office = tmp_path / "office"
    office.mkdir()
    hidden = ["unshare", "--mount", "sh", "-c", f'mount -t tmpfs none {office} && exec "$@"', "sh"]
    if subprocess.run([*hidden, "true"], capture_output=True).returncode:
        pytest.skip("a folder can only be hidden from a process as root, with the right to")
    dask = start(0)
    for _ in range(2):
        dask.add_worker(*hidden)
    wait_for_workers(dask, 2)

    build(workspace, dask, office / "out")

    assert same(office / "out", workspace.output("2018"))


def test_a_worker_with_another_weasyprint_is_refused_by_name(start, workspace, tmp_path):
    other = tmp_path / "other" / "weasyprint-69.0.dist-info"
    other.mkdir(parents=True)
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: weasyprint\nVersion: 69.0\n")
    dask = start(1)
    dask.add_worker(PYTHONPATH=f"{other.parent}:{ROOT}")
    wait_for_workers(dask, 2)

    (line,) = faults_of(workspace, dask, tmp_path / "out")

    assert line.startswith('worker "tcp://127.0.0.1:')
    assert line.endswith(
        '" would make other letters: weasyprint is "69.0", not "70.0"; install there what is installed here'
    )
    assert pdfs(tmp_path / "out") == {}


def test_a_build_without_a_scheduler_loads_no_dask_here_or_in_its_processes(workspace, tmp_path):
    for name in ("dask", "distributed"):
        (tmp_path / f"{name}.py").write_text(f"import pathlib; pathlib.Path({str(tmp_path / 'loaded')!r}).touch()")

    def build_with(*words):
        return subprocess.run(
            [sys.executable, "-m", "ombuds_letters", "--workspace", workspace.root, "build", "2018", "--output",
             tmp_path / "out", *words],
            env={**os.environ, "PYTHONPATH": f"{tmp_path}:{ROOT}"}, capture_output=True, check=False,
        ).returncode  # fmt: skip

    assert build_with("--jobs", "2", "--no-press") == 0
    assert not (tmp_path / "loaded").exists()
    assert same(tmp_path / "out", workspace.output("2018"))
    assert build_with("--scheduler", "tcp://127.0.0.1:1") == 1
    assert (tmp_path / "loaded").exists()


def test_an_executor_that_dask_gave_is_used_as_its_cluster(start, workspace, tmp_path):
    from distributed import Client

    dask = start(2)
    with Client(dask.address, set_as_default=False) as client:
        client.wait_for_workers(2)

        def happens(done, of):
            if done == 6:
                dask.workers[0].kill()

        batch.build(workspace, "2018", executor=client.get_executor(), output=tmp_path / "out", progress=happens)

        assert client.submit(pow, 2, 3).result() == 8
    assert same(tmp_path / "out", workspace.output("2018"))


def test_a_scheduler_without_workers_is_reported(start, workspace, tmp_path):
    dask = start(0)

    assert faults_of(workspace, dask, tmp_path / "out") == [
        f'--scheduler: "{dask.address}" has no workers; start some with: dask worker {dask.address} (letters that are finished are kept)'
    ]


def test_a_worker_without_this_program_is_refused_by_name(start, workspace, tmp_path):
    other = tmp_path / "other" / "ombuds_letters"
    other.mkdir(parents=True)
    (other / "__init__.py").write_text('__version__ = "0.9"\n')
    dask = start(0)
    dask.add_worker(PYTHONPATH=str(other.parent))
    wait_for_workers(dask, 1)

    (line,) = faults_of(workspace, dask, tmp_path / "out")

    assert line.startswith('worker "tcp://127.0.0.1:')
    assert 'it has no ombuds_letters "1.0.0"' in line


def test_a_late_worker_that_would_make_other_letters_ends_the_build_and_nothing_is_put_in_place(
    start, workspace, tmp_path
):
    other = tmp_path / "other" / "weasyprint-69.0.dist-info"
    other.mkdir(parents=True)
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: weasyprint\nVersion: 69.0\n")
    dask = start(1)
    wait_for_workers(dask, 1)

    def happens(done, of):
        if done == 1:  # 15 letters at least are still here: 8 are handed over at most
            dask.add_worker(PYTHONPATH=f"{other.parent}:{ROOT}")
            wait_for_workers(dask, 2)
            dask.workers[0].kill()

    (line,) = faults_of(workspace, dask, tmp_path / "out", progress=happens, pressing=False)

    assert line.startswith('worker "')
    assert line.endswith(': weasyprint is "69.0", not "70.0"; install there what is installed here')
    assert pdfs(tmp_path / "out") == {}


def test_a_letter_that_ends_its_workers_is_named_and_the_others_are_made(start, workspace, tmp_path):
    dask = start(2, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    wait_for_workers(dask, 2)
    file = "annual-review-letter-2018-ux-county-council.pdf"
    done = threading.Event()
    deaths = []

    def kill():
        """Ends all workers whenever one has begun that letter, and starts others.

        The scheduler stands still meanwhile: it would give the next letter to a worker that is about to end.
        """
        while not done.is_set():
            begun = next(tmp_path.glob(f".out.staging/made-*/{file}"), tmp_path / "nothing")
            with contextlib.suppress(FileNotFoundError):
                if not begun.stat().st_size and begun.stat().st_mtime_ns not in deaths:
                    deaths.append(begun.stat().st_mtime_ns)
                    dask.scheduler.send_signal(signal.SIGSTOP)
                    for worker in dask.workers[-2:]:
                        worker.kill()
                        worker.wait()
                    dask.scheduler.send_signal(signal.SIGCONT)
                    dask.add_worker()
                    dask.add_worker()
            time.sleep(0.001)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        built = build(workspace, dask, tmp_path / "out", keep_going=True, pressing=False)
    finally:
        done.set()
        killer.join()

    assert len(deaths) == 2
    assert built.failed == (file,)
    assert [str(each).partition(": name: ")[2] for each in built.faults] == [
        "its letter can't be made: the process that made it died twice; try it alone with --only 'Ux County Council'"
    ]
    there = pdfs(workspace.output("2018"))
    assert pdfs(tmp_path / "out") == {name: content for name, content in there.items() if name != file}


def test_a_task_ends_though_its_worker_dies_before_its_result_is_fetched(start, tmp_path):
    dask = start(1, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    wait_for_workers(dask, 1)
    before = tmp_path / "before"

    def made_and_dies(size):
        """Ends its worker while the result is being fetched, and the next one at once."""
        if before.exists():
            os._exit(1)
        before.touch()
        threading.Timer(0.1, os._exit, [1]).start()
        return bytes(size)

    with cluster.connected(dask.address) as workers:
        future = workers.executor().submit(made_and_dies, 500_000_000)
        dask.workers[0].wait(timeout=60)
        dask.add_worker()

        assert workers.died(future.exception(timeout=60))


@pytest.fixture
def certified(tmp_path):
    """`certified("office")`: certificate and key by an authority, as the options that dask and this program have."""

    def files(name, authority="ca"):
        folder = tmp_path / "tls"
        folder.mkdir(exist_ok=True)
        if not (folder / f"{authority}.pem").exists():
            _openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "9", "-subj", f"/CN=Specimen {authority}",
                     "-keyout", folder / f"{authority}.key", "-out", folder / f"{authority}.pem")  # fmt: skip
        _openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}",
                 "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.csr")  # fmt: skip
        _openssl("x509", "-req", "-in", folder / f"{name}.csr", "-CA", folder / f"{authority}.pem", "-days", "9",
                 "-CAkey", folder / f"{authority}.key", "-CAcreateserial", "-out", folder / f"{name}.pem")  # fmt: skip
        return TlsFiles(folder / f"{authority}.pem", folder / f"{name}.pem", folder / f"{name}.key")

    return files


def _openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


def test_a_cluster_with_certificates_serves_who_has_one_by_its_authority(start, workspace, tmp_path, certified):
    theirs, stranger = certified("cluster"), certified("stranger", "other")
    options = ["--tls-ca-file", theirs.ca_file, "--tls-cert", theirs.cert, "--tls-key", theirs.key]
    dask, ours = start(1, *options), certified("office")
    wait_for_workers(dask, 1, ours)

    done = run_command(
        "--workspace", workspace.root, "build", "2018", "--only", "ux-county", "--output", tmp_path / "out",
        "--scheduler", dask.address, "--tls-ca-file", ours.ca_file, "--tls-cert", ours.cert, "--tls-key", ours.key,
    )  # fmt: skip

    assert dask.address.startswith("tls://")
    assert (done.returncode, done.stderr) == (0, "")
    assert list(pdfs(tmp_path / "out")) == ["annual-review-letter-2018-ux-county-council.pdf"]
    (line,) = faults_of(workspace, dask, tmp_path / "none", tls=stranger)
    assert line.startswith(f'--scheduler: "{dask.address}" can\'t be reached (')
