"""The office: what the server knows stays true to the disk, also when the process that makes letters is lost."""

import asyncio
import os
import signal

import pytest
from workspaces import edit, specimens

from ombuds_letters.letter.time_limit import TEMPLATE_ENDLESS
from ombuds_letters.preview import Server
from ombuds_letters.preview.state import State
from ombuds_letters.preview.web import application
from ombuds_letters.preview.worker_process import Lost, WorkerProcess


async def shown(office, name):
    """A letter once it is there, within some seconds."""
    for _ in range(200):
        found = await office.letter(name)
        if found.shown is not None:
            return found
        await asyncio.sleep(0.05)
    raise AssertionError(f"{name} is not shown")


def test_after_the_process_is_lost_over_a_picture_every_letter_is_made_again(tmp_path):
    workspace = specimens(tmp_path, 12)

    async def day():
        clerk = WorkerProcess(workspace, "2018")
        office = State(clerk)
        following = asyncio.create_task(office.follow())
        try:
            first, second = [row.name for row in (await office.ready()).rows][:2]
            (sheet, *_) = (await shown(office, first)).shown.sheets
            os.kill(clerk._process.pid, signal.SIGKILL)

            assert await office.picture(first, 1, sheet.looks, 800) is None
            assert (await shown(office, second)).row.sound
            assert await office.picture(first, 1, sheet.looks, 800)
        finally:
            clerk.end()
            following.cancel()

    asyncio.run(day())


def test_what_a_desk_says_that_has_not_seen_the_newest_save_stops_no_letter(tmp_path):
    workspace = specimens(tmp_path, 3)
    words = workspace.templates("2018") / "letter.md"
    whole = words.read_text(encoding="utf-8")

    async def day():
        clerk = WorkerProcess(workspace, "2018")
        office = State(clerk)
        loops = "".join(f"{{% for {letter} in facts.web.interpreting %}}" for letter in "abcdefgh") + "{% endfor %}" * 8
        edit(words, "Yours sincerely,", f"{loops}\n\nYours sincerely,")
        following = asyncio.create_task(office.follow())
        try:
            name = (await office.ready()).rows[0].name
            following.cancel()
            words.write_text(whole, encoding="utf-8")
            office.saved()
            found = await office.letter(name)  # before anyone has looked at the disk again
            assert [each.kind for each in found.faults] == [TEMPLATE_ENDLESS]
            assert not office.stuck

            following = asyncio.create_task(office.follow())
            assert not (await shown(office, name)).faults
        finally:
            clerk.end()
            following.cancel()

    asyncio.run(day())


@pytest.mark.timeout(30)  # a server that waits for itself would wait for ever
def test_ctrl_c_may_come_while_something_is_being_asked_for(tmp_path):
    async def day():
        clerk = WorkerProcess(specimens(tmp_path, 3), "2018")
        stopping = asyncio.Event()
        server = Server(application(State(clerk), stopping), clerk, stopping)
        with clerk._thread._shutdown_lock:  # as it is held while a request is being handed over
            server.handle_exit(signal.SIGINT, None)
        async with asyncio.timeout(10):
            await stopping.wait()
        with pytest.raises(Lost):
            await clerk.ask("look")

    asyncio.run(day())


def test_whoever_still_waits_at_the_end_is_told_and_not_cut_off(tmp_path):
    workspace = specimens(tmp_path, 3)

    async def day():
        clerk = WorkerProcess(workspace, "2018")
        asked = [asyncio.create_task(clerk.ask("look")) for _ in range(5000)]
        while clerk._process is None:  # the first is begun; so many wait that not all are told before the end
            await asyncio.sleep(0.001)
        clerk.end()
        asked.append(asyncio.create_task(clerk.ask("look")))
        async with asyncio.timeout(10):
            return await asyncio.gather(*asked, return_exceptions=True)

    assert [type(each) for each in asyncio.run(day())] == [Lost] * 5001
