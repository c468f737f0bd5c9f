"""Which source of workers an executor is."""

from __future__ import annotations

from concurrent.futures import Executor

from .executors import GivenExecutor, WorkerSource


def source_of(executor: Executor | WorkerSource | None) -> WorkerSource | None:
    """A source of workers for what a caller of `build` gives: any executor, also `Client(…).get_executor()` of dask."""
    if not isinstance(executor, Executor):
        return executor
    if type(executor).__module__.partition(".")[0] == "distributed":  # dask is not imported to ask
        from . import cluster

        return cluster.of(executor)
    return GivenExecutor(executor)
