"""Letters made by real dask workers on loopback: the same bytes, whatever dies meanwhile."""

import subprocess

import pytest
from dask_cluster import DaskCluster
from workspaces import ROOT, pdfs, specimens

from ombuds_letters import batch
from ombuds_letters.batch import cluster
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


def build(workspace, dask, output, **how):
    with cluster.connected(dask.address) as workers:
        return batch.build(workspace, "2018", executor=workers, output=output, **how)


def same(folder, other):
    return (
        pdfs(folder) == pdfs(other)
        and (folder / "manifest.json").read_bytes() == (other / "manifest.json").read_bytes()
    )


def wait_for_workers(dask, number):
    with cluster.connected(dask.address) as workers:
        workers._client.wait_for_workers(number)


def faults_of(workspace, dask, output):
    with pytest.raises(Faults) as caught:
        build(workspace, dask, output)
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
        if done == 8:
            dask.scheduler.kill()

    with pytest.raises(Faults) as caught:
        build(workspace, dask, output, progress=happens)

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


def test_a_scheduler_without_workers_is_reported(start, workspace, tmp_path):
    dask = start(0)

    assert faults_of(workspace, dask, tmp_path / "out") == [
        f'--scheduler: "{dask.address}" has no workers; start some with: dask worker {dask.address} (letters that are finished are kept)'
    ]
