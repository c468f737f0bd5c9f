"""What the server knows stays up to date with the disk, also when the worker process is lost."""

import asyncio
import os
import signal

import pytest
from workspaces import edit, specimens

from ombuds_letters.letter.time_limit import TEMPLATE_ENDLESS
from ombuds_letters.preview import Server
from ombuds_letters.preview.state import State
from ombuds_letters.preview.web import application
from ombuds_letters.preview.worker_process import ProcessEnded, WorkerProcess

pytestmark = pytest.mark.slow


async def made(state, name):
    """A letter once it was made, within ten seconds."""
    for _ in range(200):
        found = await state.letter(name)
        if found.message is not None:
            return found
        await asyncio.sleep(0.05)
    raise AssertionError(f"{name} is not made")


def test_after_the_process_is_lost_while_drawing_every_letter_is_made_again(tmp_path):
    workspace = specimens(tmp_path, 3)

    async def run():
        worker = WorkerProcess(workspace, "2018")
        state = State(worker)
        following = asyncio.create_task(state.follow())
        try:
            first, second = [row.name for row in (await state.ready()).rows][:2]
            (page, *_) = (await made(state, first)).message.pages
            following.cancel()
            await worker.ask("scan")  # whatever it was asked before is done
            os.kill(worker._process.pid, signal.SIGKILL)

            assert await state.picture(first, 1, page.digest, 800) is None
            following = asyncio.create_task(state.follow())
            assert (await made(state, second)).row.ready
            assert await state.picture(first, 1, page.digest, 800)
        finally:
            worker.end()
            following.cancel()

    asyncio.run(run())


def test_a_fault_from_before_the_newest_save_stops_no_letter(tmp_path):
    workspace = specimens(tmp_path, 3)
    words = workspace.templates("2018") / "letter.md"
    whole = words.read_text(encoding="utf-8")

    async def run():
        worker = WorkerProcess(workspace, "2018")
        state = State(worker)
        loops = "".join(f"{{% for {letter} in facts.web.interpreting %}}" for letter in "abcdefgh") + "{% endfor %}" * 8
        edit(words, "Yours sincerely,", f"{loops}\n\nYours sincerely,")
        following = asyncio.create_task(state.follow())
        try:
            name = (await state.ready()).rows[0].name
            following.cancel()
            words.write_text(whole, encoding="utf-8")
            state.saved()
            while (found := await state.letter(name)).scan < 0:  # it is still being made, from the scan before
                pass
            assert [each.kind for each in found.faults] == [TEMPLATE_ENDLESS]
            assert not state.stuck

            following = asyncio.create_task(state.follow())
            assert not (await made(state, name)).faults
        finally:
            worker.end()
            following.cancel()

    asyncio.run(run())


@pytest.mark.timeout(30)  # a deadlock would last for ever
def test_ctrl_c_may_come_while_a_request_is_being_submitted(tmp_path):
    async def run():
        worker = WorkerProcess(specimens(tmp_path, 3), "2018")
        stopping = asyncio.Event()
        server = Server(application(State(worker), stopping), worker, stopping)
        with worker._thread._shutdown_lock:  # which is held while a request is being submitted
            server.handle_exit(signal.SIGINT, None)
        async with asyncio.timeout(10):
            await stopping.wait()
        with pytest.raises(ProcessEnded):
            await worker.ask("scan")

    asyncio.run(run())


def test_every_request_that_still_waits_at_the_end_gets_an_error(tmp_path):
    workspace = specimens(tmp_path, 3)

    async def run():
        worker = WorkerProcess(workspace, "2018")
        asked = [asyncio.create_task(worker.ask("scan")) for _ in range(5000)]
        while worker._process is None:  # the first has begun; so many wait that not all are answered before the end
            await asyncio.sleep(0.001)
        worker.end()
        asked.append(asyncio.create_task(worker.ask("scan")))
        async with asyncio.timeout(10):
            return await asyncio.gather(*asked, return_exceptions=True)

    answers = asyncio.run(run())

    answered = sum(not isinstance(each, ProcessEnded) for each in answers)  # while this thread waited for its turn
    assert answered < 1000
    assert {type(each) for each in answers[answered:]} == {ProcessEnded}
