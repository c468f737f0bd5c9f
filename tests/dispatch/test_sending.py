"""Letters sent: each once, to the right address, with the right file; whatever the server, the line or the program does."""

from __future__ import annotations

import asyncio
import os
import random
import re
import shutil
import signal
import sqlite3
import ssl
import subprocess
import sys
import time
from pathlib import Path

import certificates
import debian_packages
import mail_servers
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from mail_servers import Script
from workspaces import ROOT, copied, edit, release, run_command

from ombuds_letters import batch
from ombuds_letters.dispatch import ledger, planning
from ombuds_letters.dispatch.ledger import SendState
from ombuds_letters.storage import audit_log
from ombuds_letters.storage.workspace import Workspace

pytestmark = pytest.mark.slow

UX, TWR = "chief.executive@ux-county-council.example", "chief.executive@twrwenden-council.example"
UX_FILE = "annual-review-letter-2018-ux-county-council.pdf"


@pytest.fixture
def year(issued, tmp_path, monkeypatch):
    """A copy of six issued letters, as the current folder."""
    monkeypatch.chdir(copied(issued, tmp_path / "w").root)
    return Workspace(Path())


def run(*words, typed=""):
    """A command with what a person types; its exit code and what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "ombuds_letters", *map(str, words)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        input=typed,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


def send(port, typed="6\n", *words):
    return run("send", "2018", "--smtp", f"127.0.0.1:{port}", *words, typed=typed)


def states(workspace):
    """How many recipients are in each state."""
    with sqlite3.connect(workspace.data("2018") / ledger.FILE) as opened:
        rows = opened.execute("SELECT state, count(*) FROM sent GROUP BY state").fetchall()
    opened.close()
    return dict(rows)


def issued_files(workspace):
    return {path.name: path.read_bytes() for path in (workspace.output("2018") / "issued" / "1").glob("*.pdf")}


def test_each_letter_is_received_once_by_the_right_address_with_the_right_file(year):
    script = Script()
    with mail_servers.scripted(script) as port:
        code, said = send(port)
        again = send(port)

    assert code == 0, said
    assert "6 letters of issue 1, embargo until 00:01 on 25 July 2018, which is over; type 6 to send" in said
    assert said.rstrip().endswith("2018: 6 sent")
    assert again == (0, "2018: 6 sent\n")
    expected = issued_files(year)
    contacts = dict(
        re.findall(
            r"^(SPECIMEN\d+),.*?,(chief\.executive@[^,]+),",
            (year.data("2018") / "contacts.csv").read_text(),
            re.MULTILINE,
        )
    )
    assert sorted(each.recipients[0] for each in script.received) == sorted(contacts.values())
    assert {name: content for each in script.received for name, content in each.attachments.items()} == expected
    for each in script.received:
        (name,) = each.attachments
        assert name.removeprefix("annual-review-letter-2018-").removesuffix(".pdf")[:20] in each.recipients[0]


def test_a_message_says_who_it_is_from_what_it_is_and_when_it_may_be_published(year):
    path = year.data("2018") / "year.yaml"
    path.write_text(
        path.read_text().replace("2018-07-25T00:01:00+01:00", "2099-07-25T09:30:00+01:00"), encoding="utf-8"
    )
    script = Script()
    with mail_servers.scripted(script) as port:
        said = send(port, "y\n6\n")[1]  # the first answer: to send what differs from the release
    message = next(each for each in script.received if each.recipients == (UX,)).message
    text, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))

    assert "embargo until 09:30 on 25 July 2099; type 6 to send" in said
    assert str(message["From"]) == "Local Government and Social Care Ombudsman <annual.letters@ombudsman.example>"
    assert str(message["To"]) == f"Li Xu <{UX}>"
    assert str(message["Subject"]) == "SPECIMEN – a made-up authority: Annual Review letter 2018: Ux County Council"
    assert re.fullmatch(r"<2018\.1\.specimen00011\.[0-9a-f]{16}@ombudsman\.example>", str(message["Message-ID"]))
    assert "Until 09:30 on that day the letter is for the authority alone" in " ".join(text.split())
    assert "<p>Dear Li Xu,</p>" in html
    assert "Li Xu" not in (message["Subject"])


def test_nothing_is_sent_unless_the_number_is_typed(year):
    script = Script()
    with mail_servers.scripted(script) as port:
        code, said = send(port, "yes\n")

    assert code == 1
    assert 'that was "yes": nothing was sent' in said
    assert script.received == []


@pytest.mark.parametrize(
    ("rcpt", "data", "received", "found"),
    [
        ({UX: "550 5.1.1 no such user"}, {}, 5, {"sent": 5, "refused": 1}),
        ({UX: "451 4.7.1 greylisted"}, {}, 5, {"sent": 5, "deferred": 1}),
        ({UX: "drop"}, {}, 6, {"sent": 6}),
        ({}, {UX: "451 later"}, 5, {"sent": 5, "deferred": 1}),
        ({}, {UX: "550 5.7.1 too large"}, 5, {"sent": 5, "refused": 1}),
        ({}, {UX: "421 closing"}, 5, {"sent": 5, "deferred": 1}),
        ({}, {UX: "=Accepted for delivery"}, 6, {"sent": 5, "unknown": 1}),
        ({}, {UX: "=199 going on"}, 6, {"sent": 5, "unknown": 1}),
        ({}, {UX: "=354 more"}, 6, {"sent": 5, "unknown": 1}),
        ({UX: "=Recipient taken"}, {}, 6, {"sent": 6}),
        ({}, {UX: "drop before"}, 6, {"sent": 5, "unknown": 1}),
        ({}, {UX: "drop after"}, 6, {"sent": 6}),
        ({}, {UX: "hang"}, 6, {"sent": 5, "unknown": 1}),
    ],
)
def test_what_a_server_says_is_what_the_ledger_says(year, rcpt, data, received, found):
    script = Script(dict(rcpt), dict(data))
    with mail_servers.scripted(script) as port:
        code, said = send(port, "6\n", "--timeout", "2")

    assert states(year) == found, said
    assert len(script.received) == received
    assert code == (1 if {"refused", "unknown"} & set(found) else 0)
    reason = next(iter({**rcpt, **data}.values()))
    assert not reason[:1].isdigit() or reason in said


@pytest.mark.parametrize(
    ("answer", "found", "code"),
    [
        ("451 4.3.1 no room now", {"sent": 5, "deferred": 1}, 0),
        ("554 5.5.1 no valid recipients", {"sent": 5, "refused": 1}, 1),
        ("421 closing", {"sent": 5, "deferred": 1}, 0),
    ],
)
def test_a_server_that_refuses_a_letter_before_its_data_gets_the_others(year, answer, found, code):
    first = min(_addresses(year))
    script = Script(before_data={first: answer})
    with mail_servers.scripted(script) as port:
        ended, said = send(port)

    assert (ended, states(year)) == (code, found), said
    assert f"{first}: {'refused' if 'refused' in found else 'deferred'}: the message: {answer}" in said
    assert sorted(each.recipients[0] for each in script.received) == sorted(set(_addresses(year)) - {first})


def test_what_was_deferred_is_sent_next_time_and_nothing_else(year):
    script = Script({UX: "451 greylisted"}, {TWR: "452 full"})
    with mail_servers.scripted(script) as port:
        send(port)
        code, said = send(port, "2\n")

    assert (code, states(year)) == (0, {"sent": 6}), said
    assert sorted(each.recipients for each in script.received) == sorted({each.recipients for each in script.received})


def test_an_unknown_letter_is_never_sent_again_until_somebody_settles_it(year):
    script = Script({}, {UX: "drop before"})
    with mail_servers.scripted(script) as port:
        send(port)
        assert send(port)[0] == 1
        assert len(script.received) == 6
        code, said = run("send", "2018", "--settle", "ux", "not-sent", "--by", "Ann Other")
        assert (code, said) == (0, "Ux County Council: settled as not-sent\n")
        assert send(port, "1\n")[0] == 0

    assert len([each for each in script.received if each.recipients == (UX,)]) == 2
    assert ("Ann Other", "settled", "not sent") in [
        (each.who, each.what, each.about.get("as")) for each in audit_log.read(year.data("2018"))
    ]


def test_a_server_that_always_drops_the_line_stops_the_run_after_three(year):
    everyone = dict.fromkeys(_addresses(year), "drop before")
    script = Script({}, everyone)
    with mail_servers.scripted(script) as port:
        code, said = send(port)

    assert code == 1
    assert "closed the line 3 times running" in said
    assert states(year) == {"unknown": 3, "waiting": 3}


def _addresses(workspace):
    return re.findall(r"chief\.executive@[^,]+", (workspace.data("2018") / "contacts.csv").read_text(encoding="utf-8"))


def test_a_server_that_is_not_there_is_one_clear_line(year):
    code, said = send(mail_servers.free_port())

    assert code == 1
    assert "the mail server can't be reached: [Errno 111] Connection refused; run the same command again later" in said
    assert states(year) == {"waiting": 6}


def test_copies_go_with_the_same_message_and_each_recipient_has_a_row(year):
    edit(year.data("2018") / "contacts.csv", f"{UX},", f"{UX},link.officer@ux.example; clerk@ux.example")
    script = Script({"clerk@ux.example": "550 gone"})
    with mail_servers.scripted(script) as port:
        code, said = send(port, "y\n6\n")

    message = next(each for each in script.received if UX in each.recipients)
    assert 'the copies was "" when it was released, and is "link.officer@ux.example; clerk@ux.example" now' in said
    assert message.recipients == (UX, "link.officer@ux.example")
    assert str(message.message["Cc"]) == "link.officer@ux.example, clerk@ux.example"
    assert (code, states(year)) == (1, {"sent": 7, "refused": 1})


def test_a_contact_that_changed_since_the_release_is_asked_about(year):
    edit(year.data("2018") / "contacts.csv", UX, "ceo@ux.example")
    script = Script()
    with mail_servers.scripted(script) as port:
        code, said = send(port, "n\n")
        assert (code, script.received) == (1, [])
        assert f'Ux County Council: the address was "{UX}" when it was released, and is "ceo@ux.example" now' in said
        assert send(port, "y\n6\n")[0] == 0

    assert ("ceo@ux.example",) in [each.recipients for each in script.received]
    assert (UX,) not in [each.recipients for each in script.received]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (",Li Xu,Chief Executive,", ",Li Xu,Director,", 'the title was "Chief Executive" when it was released'),
        (
            ",Li Xu,Chief Executive,,",
            ',Li Xu,Chief Executive,"Dear Ms Xu,",',
            'the salutation was "" when it was released, and is "Dear Ms Xu," now; the letter has the salutation as it was',
        ),
    ],
)
def test_so_is_all_else_that_the_message_or_the_letter_says_of_a_contact(year, before, after, said):
    edit(year.data("2018") / "contacts.csv", before, after)
    script = Script()
    with mail_servers.scripted(script) as port:
        code, printed = send(port, "n\n")

    assert (code, script.received) == (1, [])
    assert f"Ux County Council: {said}" in printed


def test_so_is_a_contact_that_was_not_there_at_the_release(year):
    kept = year.data("2018") / "issued" / "1" / "contacts.csv"
    kept.write_text("".join(line for line in kept.read_text().splitlines(keepends=True) if UX not in line))
    with mail_servers.scripted(Script()) as port:
        code, said = send(port, "n\n")

    assert code == 1
    assert f'Ux County Council: the address was "" when it was released, and is "{UX}" now' in said


def test_contacts_of_an_issue_that_are_lost_are_missed(year):
    (year.data("2018") / "issued" / "1" / "contacts.csv").unlink()

    code, said = run("send", "2018", "--status")

    assert (code, said) == (
        1,
        "data/2018/issued/1/contacts.csv: isn't there, but was issued; put it back from a copy\n",
    )


def test_who_waits_for_a_letter_is_always_who_its_contact_names_now(year):
    contacts = year.data("2018") / "contacts.csv"
    script = Script()
    with mail_servers.scripted(script) as port:
        send(port)
        run("send", "2018", "--bounced", "ux", "--why", "no such person")
        assert (
            f"waits to be sent once more, to {UX}: the same"
            in run("send", "2018", "--again", "ux", "--why", "the same")[1]
        )
        edit(contacts, UX, "right@ux.example")
        assert send(port, "y\n1\n")[0] == 0

    assert script.received[-1].recipients == ("right@ux.example",)
    assert states(year) == {"sent": 6, "bounced": 1}


def test_so_is_who_waits_where_a_copy_has_gone_out(year):
    contacts = year.data("2018") / "contacts.csv"
    edit(contacts, f"{UX},", f"{UX},copy@ux.example")
    script = Script({UX: "451 later"})
    with mail_servers.scripted(script) as port:
        send(port, "y\n6\n")
        assert states(year) == {"sent": 6, "deferred": 1}
        edit(contacts, UX, "right@ux.example")
        send(port, "y\n1\n")

    assert script.received[-1].recipients == ("right@ux.example",)
    for each in script.received:
        named = f"{each.message['To']}, {each.message['Cc'] or ''}"
        assert all(recipient in named for recipient in each.recipients)
    assert states(year) == {"sent": 7}


def test_who_has_a_letter_does_not_get_it_again_with_those_who_lack_it(year):
    edit(year.data("2018") / "contacts.csv", f"{UX},", f"{UX},copy@ux.example")
    script = Script({UX: "550 no such user"})
    with mail_servers.scripted(script) as port:
        send(port, "y\n6\n")
        edit(year.data("2018") / "contacts.csv", UX, "right@ux.example")
        said = run("send", "2018", "--again", "ux", "--why", "a new address")[1]
        send(port, "y\n1\n")
        of_all = run("send", "2018", "--again", "ux", "--why", "they lost it")[1]

    assert "Ux County Council: waits to be sent once more, to right@ux.example: a new address" in said
    assert "waits to be sent once more, to right@ux.example and copy@ux.example: they lost it" in of_all
    assert [each.recipients for each in script.received if "ux" in each.recipients[0]] == [
        ("copy@ux.example",),
        ("right@ux.example",),
    ]


@pytest.mark.parametrize(
    ("rcpt", "data", "remedy"),
    [
        ({UX: "550 no such user"}, {}, "correct the address in contacts.csv, then: "),
        ({}, {UX: "552 too large"}, "the server refuses the message and not the address: ask who runs it, then: "),
    ],
)
def test_what_to_do_is_about_what_was_refused(year, rcpt, data, remedy):
    with mail_servers.scripted(Script(rcpt, data)) as port:
        said = send(port)[1]

    assert [line for line in said.splitlines() if "--again" in line] == [
        f"  {remedy}ombuds-letters send 2018 --again NAME --why TEXT"
    ]


@pytest.mark.parametrize(("words", "what"), [((), "correction"), (("--withdraw",), "withdrawal")])
def test_a_letter_that_the_office_calls_wrong_does_not_leave_it(year, tmp_path, words, what):
    run("correct", "2018", "ux", "--reason", "A figure was wrong.", "--by", "Cat Reader", *words)
    script = Script()
    left_out = f'Ux County Council: left out: its {what} is not issued ("A figure was wrong."); issue that: '
    with mail_servers.scripted(script) as port:
        said = send(port, "5\n")[1]
    printed = run("print", "2018", tmp_path / "post.pdf")[1]
    drafts = run("send", "2018", "--eml", tmp_path / "drafts")[1]
    status = run("status", "2018")[1]

    assert sorted(each.recipients for each in script.received if UX in each.recipients) == []
    assert all(left_out in each for each in (said, printed, drafts))
    assert "2018: 5 sent, 1 left out" in said
    assert "post.pdf: 5 letters" in printed
    assert "5 sent, 1 left out until corrected" in status
    assert "send 2018" not in status
    run("correct", "2018", "ux", "--cancel", "--by", "Cat Reader")
    with mail_servers.scripted(script) as port:
        assert "1 letter of issue 1" in send(port, "1\n")[1]


def meanwhile(*acts, port, words=()):
    """A `send` at whose prompt something is done before the number is typed; what it printed."""
    command = [sys.executable, "-m", "ombuds_letters", "send", "2018", "--smtp", f"127.0.0.1:{port}", *words]
    with subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True,
    ) as process:  # fmt: skip
        said = ""
        while not said.endswith("to send: "):
            said += process.stdout.read(1)
        for act in acts:
            act()
        more, _ = process.communicate("6\n", timeout=120)
    assert "Traceback" not in more, more
    return said + more


def corrected(*words, name="ux"):
    code, said = run("correct", "2018", name, "--reason", "A figure was wrong.", "--by", "Cat Reader", *words)
    assert code == 0, said


def issued_anew(year):
    batch.build(year, "2018", jobs=1)
    run("seen", "2018", "ux", "--by", "Cat Reader")
    release(year)


@pytest.mark.parametrize(
    ("act", "anew", "why", "ends"),
    [
        (("--withdraw",), False, 'its withdrawal is not issued ("A figure was wrong.")', "5 sent, 1 left out"),
        ((), False, 'its correction is not issued ("A figure was wrong.")', "5 sent, 1 left out"),
        (("--withdraw",), True, "issue 2 withdrew its letter meanwhile", "5 sent"),
        ((), True, "issue 2 replaced its letter meanwhile; run the same command again", "5 sent"),
    ],
)
def test_a_letter_that_is_called_wrong_while_the_prompt_waits_is_not_sent(year, act, anew, why, ends):
    script = Script()
    with mail_servers.scripted(script) as port:
        said = meanwhile(
            lambda: corrected(*act), lambda: issued_anew(year) if anew else None, port=port,
        )  # fmt: skip

    assert sorted(each.recipients[0] for each in script.received) == sorted(set(_addresses(year)) - {UX})
    assert f"Ux County Council: left out: {why}" in said
    assert said.rstrip().endswith(f"2018: {ends}")


@pytest.mark.parametrize(("before", "now"), [(UX, "somebody@ux.example"), ("Chief Executive", "Director")])
def test_a_letter_whose_contact_is_changed_while_the_prompt_waits_is_asked_about_the_next_time(year, before, now):
    contacts = year.data("2018") / "contacts.csv"

    def changed():
        lines = contacts.read_text(encoding="utf-8").splitlines(keepends=True)
        contacts.write_text(
            "".join(each.replace(before, now) if UX in each else each for each in lines), encoding="utf-8"
        )

    script = Script()
    with mail_servers.scripted(script) as port:
        said = meanwhile(changed, port=port)
        asked = send(port, "n\n")[1]

    assert sorted(each.recipients[0] for each in script.received) == sorted(set(_addresses(year)) - {UX} - {now})
    assert "Ux County Council: left out: its contact was changed meanwhile; run the same command again" in said
    assert "when it was released, and is" in asked


def test_nor_is_one_that_is_called_wrong_while_others_are_on_their_way(year):
    class Slow(Script):
        async def handle_DATA(self, server, session, envelope):  # noqa: N802
            if not self.received:
                corrected("--withdraw")
            return await super().handle_DATA(server, session, envelope)

    script = Slow()
    with mail_servers.scripted(script) as port:
        said = send(port)[1]

    assert sorted(each.recipients[0] for each in script.received) == sorted(set(_addresses(year)) - {UX})
    assert "Ux County Council: left out: its withdrawal is not issued" in said


def test_who_has_a_letter_that_was_withdrawn_since_is_named(year):
    with mail_servers.scripted(Script()) as port:
        send(port)
    corrected("--withdraw")
    release(year)
    code, said = run("send", "2018", "--status")
    status = run("status", "2018")[1]

    assert code == 0
    assert said.splitlines() == [
        f"Ux County Council, {UX}: has the letter of issue 1, which issue 2 withdrew; say so to them",
        "2018: 5 sent, 1 withdrawn after it was sent",
    ]
    assert "5 sent, 1 withdrawn after it was sent" in status


def test_an_address_that_two_authorities_have_since_the_release_is_asked_about(year):
    edit(year.data("2018") / "contacts.csv", UX, TWR)
    with mail_servers.scripted(Script()) as port:
        said = send(port, "n\n")[1]

    assert f'"{TWR}" is now the address of Tŵrwenden Council and Ux County Council' in said


@pytest.mark.parametrize("address", ["a@b@c.example", "a..b@c.example", "a@-.example", "ä@c.example", "a@c..example"])
def test_an_address_that_is_none_is_refused_with_its_place_before_anything_is_sent(year, address):
    edit(year.data("2018") / "contacts.csv", UX, address)

    code, said = run("send", "2018", "--status")

    assert code == 1
    assert f'data/2018/contacts.csv:6:1: email: is "{address}", which is not an e-mail address' in said or (
        f'is "{address}"; write an address as' in said
    )


def test_a_domain_with_accents_goes_over_the_line_in_ascii(year):
    edit(year.data("2018") / "contacts.csv", UX, "rat@ŷstad-köln.example")
    script = Script()
    with mail_servers.scripted(script) as port:
        assert send(port, "y\n6\n")[0] == 0

    assert ("rat@xn--stad-kln-s4a79j.example",) in [each.recipients for each in script.received]


def test_an_authority_without_an_address_is_counted_and_named(year):
    edit(year.data("2018") / "contacts.csv", UX, "")
    with mail_servers.scripted(Script()) as port:
        said = send(port, "5\n")[1]

    assert "5 letters of issue 1, 1 has no address, embargo until" in said
    assert "2018: 5 sent, 1 without an address" in said
    assert (
        "Ux County Council: has no address; print it: ombuds-letters print 2018 FILE.pdf --no-email"
        in run("send", "2018", "--status")[1]
    )


def test_a_trial_goes_to_oneself_alone_and_is_not_written_down(year):
    script = Script()
    with mail_servers.scripted(script) as port:
        code, said = run("send", "2018", "--smtp", f"127.0.0.1:{port}", "--to-me", "me@office.example")

    assert (code, said) == (0, "6 messages sent to me@office.example as a trial; nothing was written down\n")
    assert {each.recipients for each in script.received} == {("me@office.example",)}
    assert all(str(each.message["To"]) == "me@office.example" for each in script.received)
    assert str(script.received[0].message["Subject"]).startswith("[trial] ")
    assert not (year.data("2018") / ledger.FILE).exists()


@pytest.mark.parametrize(
    "script",
    [
        Script({"me@office.example": "550 5.1.1 no such user"}),
        Script(before_data={"me@office.example": "550 5.1.1 no such user"}),
        Script({}, {"me@office.example": "550 5.1.1 no such user"}),
    ],
)
def test_a_trial_that_the_server_refuses_says_what_it_says(year, script):
    with mail_servers.scripted(script) as port:
        code, said = run("send", "2018", "--smtp", f"127.0.0.1:{port}", "--to-me", "me@office.example")

    assert code == 1
    assert (
        'the mail server refuses the trial to "me@office.example": 550 5.1.1 no such user; correct the address' in said
    )


def test_a_letter_that_is_held_is_not_said_to_be_sent_by_the_next_send(year):
    run("send", "2018", "--status")
    corrected()
    code, said = run("send", "2018", "--again", "ux", "--why", "they lost it")

    assert (code, said) == (
        1,
        '"Ux County Council" has no address in contacts.csv, or its letter was withdrawn, or a correction of it is open\n',
    )


def test_drafts_are_not_written_among_what_was_issued(year):
    code, said = run("send", "2018", "--eml", "output/2018/issued/drafts")

    assert code == 1
    assert "output/2018/issued/drafts: is in the folder of the letters, which nothing else is written to" in said
    assert sorted(path.name for path in Path("output/2018/issued").iterdir()) == ["1"]


def test_only_so_many_are_sent_a_minute(year):
    begun = time.monotonic()
    with mail_servers.scripted(Script()) as port:
        send(port, "6\n", "--rate", "300")

    assert time.monotonic() - begun > 5 * 60 / 300


def test_what_came_back_is_sent_once_more_on_purpose_to_the_new_address(year):
    script = Script()
    with mail_servers.scripted(script) as port:
        send(port)
        assert run("send", "2018", "--bounced", "ux", "--why", "mailbox full")[0] == 0
        code, said = run("send", "2018", "--status")
        assert (code, states(year)) == (1, {"sent": 5, "bounced": 1})
        assert f"Ux County Council, {UX}: bounced: mailbox full" in said
        edit(year.data("2018") / "contacts.csv", UX, "ceo@ux.example")
        assert run("send", "2018", "--again", "ux", "--why", "a new address")[0] == 0
        assert send(port, "y\n1\n")[0] == 0

    last = script.received[-1]
    first = next(each for each in script.received if each.recipients == (UX,))
    assert last.recipients == ("ceo@ux.example",)
    assert last.attachments == first.attachments
    assert str(last.message["Message-ID"]) == str(first.message["Message-ID"]).replace("@", ".2@")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("--again", "ux", "--why", "x"),
            'the letter to "Ux County Council" is waiting: it is sent by the next `send` anyway',
        ),
        (("--bounced", "ux", "--why", "x"), 'the letter to "Ux County Council" is waiting, and can\'t have come back'),
        (("--settle", "ux", "sent"), 'the letter to "Ux County Council" is waiting, not unknown or drafted'),
        (("--settle", "nobody", "sent"), 'no letter of the ledger is for "nobody"'),
    ],
)
def test_what_can_not_be_recorded_says_why(year, words, said):
    code, printed = run("send", "2018", *words)

    assert code == 1
    assert said in printed


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--status", "--eml", "x"),
        ("--again", "ux"),
        ("--bounced", "ux", "--why", " "),
        ("--to-me", "a@b.example", "--status"),
        ("--smtp", "a b"),
    ],
)
def test_a_wrong_command_line_exits_with_2(year, words):
    assert run("send", "2018", *words)[0] == 2


def test_nothing_that_is_not_issued_is_sent(readable, tmp_path, monkeypatch):
    monkeypatch.chdir(copied(readable, tmp_path / "w").root)

    code, said = run("send", "2018", "--status")

    assert (code, said) == (1, "nothing of 2018 is issued; release it: ombuds-letters release 2018 --by NAME\n")


def test_after_a_correction_the_current_letter_is_sent_and_not_the_first(year):
    run("correct", "2018", "ux", "--reason", "A figure was wrong.", "--by", "Cat Reader", "--date", "2018-08-01")
    batch.build(year, "2018", jobs=1)
    run("seen", "2018", "ux", "--by", "Cat Reader")
    release(year)
    script = Script()
    with mail_servers.scripted(script) as port:
        said = send(port)[1]

    assert "5 letters of issue 1 and 1 of issue 2" in said
    message = next(each for each in script.received if each.recipients == (UX,))
    assert message.attachments[UX_FILE] == (year.output("2018") / "issued" / "2" / UX_FILE).read_bytes()
    assert "The attached letter replaces the one dated 18 July 2018" in " ".join(
        message.message.get_body(("plain",)).get_content().split()
    )


# Drafts


def test_drafts_are_whole_messages_that_a_mail_program_opens(year):
    code, said = run("send", "2018", "--eml", "drafts")
    found = {path.name: mail_servers.Received((), path.read_bytes()) for path in Path("drafts").iterdir()}

    assert code == 0
    assert "6 drafts written: drafts" in said
    assert len(found) == 6
    draft = found["annual-review-letter-2018-ux-county-council.eml"]
    assert draft.message["X-Unsent"] == "1"
    assert draft.attachments == {UX_FILE: issued_files(year)[UX_FILE]}


def test_what_was_drafted_is_not_sent_too_unless_somebody_says_it_was_not(year):
    run("send", "2018", "--eml", "drafts")
    script = Script()
    with mail_servers.scripted(script) as port:
        assert send(port)[1] == "2018: 0 sent, 6 drafted\n"
        run("send", "2018", "--settle", "ux", "not-sent")
        run("send", "2018", "--settle", "drafted", "sent")
        send(port, "1\n")

    assert [each.recipients for each in script.received] == [(UX,)]
    assert states(year) == {"sent": 6}


def test_a_draft_never_overwrites_another_file(year):
    Path("drafts").mkdir()
    Path("drafts/annual-review-letter-2018-ux-county-council.eml").write_text("mine")

    code, said = run("send", "2018", "--eml", "drafts")

    assert code == 1
    assert "drafts/annual-review-letter-2018-ux-county-council.eml: is there already" in said
    assert states(year) == {"waiting": 6}


# The ledger


def test_a_ledger_that_is_lost_is_missed_and_a_new_one_sends_nothing_by_itself(year):
    script = Script()
    with mail_servers.scripted(script) as port:
        send(port)
        for path in year.data("2018").glob("sent.sqlite*"):
            path.unlink()

        code, said = send(port)
        assert code == 1
        assert "data/2018/sent.sqlite: isn't there, but the audit log says that letters were sent" in said
        assert run("send", "2018", "--lost-ledger")[0] == 1
        assert send(port)[0] == 1

    assert len(script.received) == 6
    assert states(year) == {"unknown": 6}


def test_an_older_copy_of_the_ledger_is_noticed(year):
    script = Script({UX: "451 later"})
    with mail_servers.scripted(script) as port:
        send(port)
        shutil.copy(year.data("2018") / ledger.FILE, "copy")
        send(port, "1\n")
        shutil.copy("copy", year.data("2018") / ledger.FILE)
        code, said = send(port, "1\n")

    assert code == 1
    assert "data/2018/sent.sqlite: is older than the audit log" in said


def test_the_ledger_of_another_year_is_noticed(year):
    run("send", "2018", "--status")
    with sqlite3.connect(year.data("2018") / ledger.FILE) as opened:
        opened.execute("UPDATE about SET value = '2017' WHERE name = 'year'")
    opened.close()

    assert run("send", "2018", "--status") == (
        1,
        'data/2018/sent.sqlite: is the ledger of "2017"; put back that of 2018\n',
    )


def test_a_file_that_is_no_ledger_is_one_clear_line(year):
    (year.data("2018") / ledger.FILE).write_bytes(b"hello, this is no database at all\n" * 10)

    code, said = run("send", "2018", "--status")

    assert code == 1
    assert (
        said
        == "data/2018/sent.sqlite: can't be used (file is not a database); make room, or put the ledger back from a copy\n"
    )


def test_two_senders_at_a_time_are_one(year):
    with ledger.opened(year, "2018"):
        code, said = run("send", "2018", "--eml", "drafts")

    assert code == 1
    assert "data/2018: is in use by another process that sends letters" in said


def test_where_letters_stand_is_said_while_they_are_being_sent(year):
    said = []

    class Asked(Script):
        async def handle_DATA(self, server, session, envelope):  # noqa: N802
            if len(self.received) in (1, 3):
                said.append(await asyncio.to_thread(run, "send", "2018", "--status"))
            return await super().handle_DATA(server, session, envelope)

    with mail_servers.scripted(Asked()) as port:
        code, sent = send(port)

    now = "another process is sending letters; this is where they stand at the moment:\n2018: "
    assert (code, sent.rstrip().endswith("2018: 6 sent")) == (0, True)
    assert said == [
        (0, f"{now}1 sent, 4 waiting, 1 sending\n"),
        (0, f"{now}3 sent, 2 waiting, 1 sending\n"),
    ]


def test_sending_is_on_disk_before_the_data_goes_out(year):
    seen = []

    class Watching(Script):
        async def handle_DATA(self, server, session, envelope):  # noqa: N802
            seen.append(states(year).get("sending"))
            return await super().handle_DATA(server, session, envelope)

    with mail_servers.scripted(Watching()) as port:
        send(port)

    assert seen == [1] * 6


# Encrypted lines


@pytest.fixture
def encrypted(tmp_path):
    """A server that offers STARTTLS with a certificate for localhost, and asks for a user; with its issuer's certificate."""
    path = certificates.office(tmp_path, "localhost", server_name="localhost")
    key, certificate, _ = pkcs12.load_key_and_certificates(path.read_bytes(), certificates.PASSPHRASE.encode())
    (tmp_path / "server.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.pem")
    return context, certificates.root_path(path)


def _let_in(server, session, envelope, mechanism, data):
    from aiosmtpd.smtp import AuthResult

    return AuthResult(success=data.login == b"office" and data.password == b"secret", handled=False)


def test_a_line_is_encrypted_and_the_user_logs_in(year, encrypted, tmp_path):
    context, root = encrypted
    (tmp_path / "password").write_text("secret\n")
    script = Script()
    settings = {"tls_context": context, "require_starttls": True, "authenticator": _let_in, "auth_required": True}
    with mail_servers.scripted(script, **settings) as port:
        words = ("send", "2018", "--smtp", f"localhost:{port}", "--ca", root, "--user", "office")
        code, said = run(*words, "--password-file", tmp_path / "password", typed="6\n")
        assert (code, len(script.received)) == (0, 6), said
        (tmp_path / "password").write_text("wrong\n")
        for row in ("ux",):
            run("send", "2018", "--again", row, "--why", "a trial")
        code, said = run(*words, "--password-file", tmp_path / "password", typed="1\n")

    assert code == 1
    assert 'the mail server refuses the user "office": 535' in said


def test_a_certificate_that_nobody_vouches_for_is_refused(year, encrypted, tmp_path):
    context, _ = encrypted
    other = certificates.root_path(certificates.office(tmp_path, "Other"))
    script = Script()
    with mail_servers.scripted(script, tls_context=context) as port:
        code, said = run("send", "2018", "--smtp", f"localhost:{port}", "--ca", other, typed="6\n")

    assert code == 1
    assert "the mail server's certificate is not valid: unable to get local issuer certificate" in said
    assert script.received == []


def test_a_server_without_starttls_is_refused_where_encryption_is_needed(year, tmp_path):
    root = certificates.root_path(certificates.office(tmp_path))
    with mail_servers.scripted(Script()) as port:
        code, said = run("send", "2018", "--smtp", f"localhost:{port}", "--ca", root, typed="6\n")

    assert code == 1
    assert "the mail server offers no STARTTLS" in said


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("::1", True),
        ("mail.example.org", False),
        ("10.0.0.1", False),
        ("localhost.example.org", False),
    ],
)
def test_only_this_computer_is_spoken_to_unencrypted(host, local):
    from ombuds_letters.dispatch.delivery import MailServer

    assert MailServer(host, 25).is_local is local


def test_the_example_sender_is_refused_beyond_this_computer(year):
    code, said = run("send", "2018", "--smtp", "mail.example.org", typed="6\n")

    assert code == 1
    assert 'data/2018/year.yaml: sender: is "annual.letters@ombudsman.example", which is an example' in said


# A second real server, and a sender that is killed


@pytest.fixture(scope="module")
def postfix(tmp_path_factory):
    folder = tmp_path_factory.mktemp("postfix")
    folder.chmod(0o755)
    return debian_packages.unpacked("postfix", folder)


def test_postfixs_own_sink_receives_the_same(year, postfix, tmp_path):
    with mail_servers.smtp_sink(postfix, tmp_path / "sink") as port:
        code, said = send(port)
    received = mail_servers.sunk(tmp_path / "sink")

    assert code == 0, said
    assert sorted(each.recipients for each in received) == sorted((each,) for each in _addresses(year))
    assert {name: content for each in received for name, content in each.attachments.items()} == issued_files(year)


KILLS = int(os.environ.get("KILLS", "8"))


def test_a_sender_that_is_killed_at_any_time_sends_no_letter_twice_and_loses_none(year):
    chance = random.Random(2018)
    script = Script()
    killed = unknown = settled = 0
    with mail_servers.scripted(script) as port:
        command = [sys.executable, "-m", "ombuds_letters", "send", "2018", "--smtp", f"127.0.0.1:{port}"]
        for _ in range(KILLS):
            waiting = states(year).get("waiting", 0) if (year.data("2018") / ledger.FILE).exists() else 6
            if not waiting:  # begin anew, so that each kill has something to interrupt
                _begin_anew(year)
                script.received.clear()
                waiting, settled = 6, 0
            process = subprocess.Popen(
                command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, text=True,
            )  # fmt: skip
            process.stdin.write(f"{waiting}\n")
            process.stdin.close()
            _wait_until_it_sends(script, year, process)
            time.sleep(chance.random() * 0.05)
            process.send_signal(signal.SIGKILL)
            killed += process.wait() == -signal.SIGKILL
            now = _no_letter_twice_and_none_missing(year, script)
            assert now - settled <= 1  # no more than the one that was on its way
            unknown, settled = unknown + now - settled, now
        _, said = send(port, f"{states(year).get('waiting', 0)}\n")
        _no_letter_twice_and_none_missing(year, script)

    assert killed > KILLS // 3  # else it was not kills that were tried
    assert set(states(year)) <= {"sent", "unknown"}, said
    assert unknown <= killed


def _begin_anew(workspace):
    for path in workspace.data("2018").glob("sent.sqlite*"):
        path.unlink()
    log = workspace.data("2018") / audit_log.FILE
    kept = [
        line
        for line in log.read_text(encoding="utf-8").splitlines(keepends=True)
        if '"began to send"' not in line and '"sent letters"' not in line
    ]
    log.write_text("".join(kept), encoding="utf-8")


def _wait_until_it_sends(script, workspace, process):
    """Waits until the first letter of this run is on its way."""
    before = len(script.received)
    deadline = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < deadline:
        if len(script.received) > before:
            return
        time.sleep(0.001)


def _no_letter_twice_and_none_missing(workspace, script):
    """Every address got its letter at most once, and those that did not get it are waiting or unknown; how many are unknown."""
    with ledger.opened(workspace, "2018") as opened:
        rows = opened.rows()
    by_state = {state: {row.recipient for row in rows if row.state is state} for state in SendState}
    received = [each.recipients[0] for each in script.received]

    assert len(received) == len(set(received))
    assert by_state[SendState.SENT] <= set(received)
    assert set(received) <= by_state[SendState.SENT] | by_state[SendState.UNKNOWN]
    assert by_state[SendState.SENT] | by_state[SendState.UNKNOWN] | by_state[SendState.WAITING] == set(
        _addresses(workspace)
    )
    return len(by_state[SendState.UNKNOWN])


def test_a_plan_has_the_letters_with_and_those_without_an_address(year):
    edit(year.data("2018") / "contacts.csv", UX, "")
    plan = planning.plan(year, "2018")

    assert (len(plan.letters), [each.letter.authority for each in plan.without]) == (5, ["Ux County Council"])
    assert run_command("send", "2018", "--status", cwd=Path()).returncode == 0
