"""Messages: addresses as servers take them, headers that nothing can break out of, words as text and HTML, paper."""

from __future__ import annotations

import datetime
import email
import email.policy
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workspaces import EDITION, copied, edit, run_command, sevenoaks

from ombuds_letters import pages
from ombuds_letters.dispatch import addresses, message
from ombuds_letters.dispatch.message import Envelope
from ombuds_letters.edition import load_edition
from ombuds_letters.faults import Faults
from ombuds_letters.letter.covering import CoveringMessage, CoveringWords, plain
from ombuds_letters.records.contacts import Contact
from ombuds_letters.records.roster import load_roster
from ombuds_letters.storage.workspace import Workspace

NOW = datetime.datetime(2018, 7, 18, 9, 0, tzinfo=datetime.UTC)
COVERING = CoveringMessage("Annual Review letter 2018", "Dear Ann,\n", "<!DOCTYPE html>\n<p>Dear Ann,</p>\n")


@pytest.mark.parametrize(
    ("typed", "mailbox"),
    [
        ("ann@council.example", "ann@council.example"),
        ("Ann.O'Neil+lg@Council.Example", "Ann.O'Neil+lg@council.example"),
        ("rat@stadt-köln.example", "rat@xn--stadt-kln-67a.example"),
        ("cyngor@ŷnys.example", "cyngor@xn--nys-i2a.example"),
    ],
)
def test_an_address_is_one_mailbox_with_its_domain_in_ascii(typed, mailbox):
    found = addresses.mailbox(typed)

    assert found == mailbox


@pytest.mark.parametrize(
    "typed",
    ["", "ann", "@council.example", "ann@", "ann@localhost", "ann@@council.example", "a b@council.example", "ann@council.example\r\nBcc: x@y.example", "ann@-council.example", "ann@council..example", "<ann@council.example>", "ann@council.example,bob@council.example", "ännchen@council.example", f"{'a' * 250}@council.example"],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(addresses.NotAnAddress):
        addresses.mailbox(typed)


def sent(name="Ann Other", *, covering=COVERING, pdf=b"%PDF-1.7", draft=False):
    envelope = Envelope(
        addresses.with_name("The Ombudsman", "office@example.org"),
        (addresses.with_name(name, "ann@council.example"),),
        (addresses.with_name("", "clerk@council.example"),),
    )
    return message.written(envelope, covering, "letter.pdf", pdf, "<1@example.org>", NOW, draft=draft)


def read(content):
    return email.message_from_bytes(content, policy=email.policy.default)


@pytest.mark.parametrize("name", ["Ann Other", "Other, Ann", "Siân Ŵyn-Ŷale", 'The "Old" Office', "A" * 300, "a@b.example", "Ann\r\nBcc: x@y.example", "=?utf-8?q?x?=", "（）"])  # fmt: skip
def test_a_name_in_a_header_is_a_name_whatever_is_in_it(name):
    found = read(sent(name))

    (addressee,) = found["To"].addresses
    assert addressee.addr_spec == "ann@council.example"
    assert addressee.display_name == " ".join(name.split()) or name.startswith("=?")
    assert found["Bcc"] is None
    assert [each.addr_spec for each in found["Cc"].addresses] == ["clerk@council.example"]


@given(st.text(max_size=80), st.text(max_size=200), st.binary(max_size=300))
def test_no_name_subject_or_file_breaks_out_of_its_place(name, subject, pdf):
    covering = CoveringMessage(
        " ".join("".join(each if each.isprintable() else " " for each in subject).split()) or "x", "t\n", "<p>t</p>"
    )
    content = sent(name, covering=covering, pdf=pdf)
    found = read(content)

    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert [each.addr_spec for each in found["To"].addresses] == ["ann@council.example"]
    assert set(found.keys()) == {"From", "To", "Cc", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"}
    assert [part.get_content() for part in found.iter_attachments()] == [pdf]


@given(st.binary(max_size=400).map(lambda content: content.replace(b"\r", b"").replace(b"\0", b"")))
def test_a_message_on_the_line_ends_with_a_dot_and_has_no_other_end(content):
    line = message.on_the_line(content)
    body = line.removesuffix(b".\r\n")

    assert line.endswith(b"\r\n.\r\n") or line == b".\r\n"
    assert b"\r\n.\r\n" not in b"\r\n" + body
    unstuffed = re.sub(rb"(?m)^\.\.", b".", body)
    assert unstuffed.replace(b"\r\n", b"\n").removesuffix(b"\n") == content.removesuffix(b"\n")


def test_the_same_message_has_the_same_bytes():
    assert sent() == sent()


def test_a_draft_is_marked_as_unsent():
    assert read(sent(draft=True))["X-Unsent"] == "1"
    assert read(sent())["X-Unsent"] is None


def test_a_message_id_is_made_from_issue_authority_and_digest():
    first = message.message_id("2018", 1, "E07000111", "9f" * 32, 1, "example.org")

    assert first == "<2018.1.e07000111.9f9f9f9f9f9f9f9f@example.org>"
    assert message.message_id("2018", 1, "E07000111", "9f" * 32, 2, "example.org") == first.replace("@", ".2@")
    assert len({first, *(message.message_id(*each, 1, "example.org") for each in (("2018", 2, "E07000111", "9f" * 32), ("2018", 1, "E07000112", "9f" * 32), ("2018", 1, "E07000111", "9e" * 32)))}) == 4  # fmt: skip


# Covering words


def covering(workspace, now=NOW, **contact):
    edition = load_edition(workspace, "2018")
    (job,) = load_roster(workspace, edition).letter_jobs
    values = {"name": "", "salutation": "", **contact}
    addressee = Contact(
        "E07000111", values["name"], "Chief Executive", values["salutation"], "", (), "", job.contact.place
    )
    return CoveringWords(edition, now).message(job.record, addressee)


def test_the_covering_words_say_the_same_as_text_and_as_html(tmp_path):
    found = covering(sevenoaks(tmp_path), name="Pav Ramewal")
    paragraphs = [" ".join(each.split()) for each in found.text.split("\n\n")]

    assert found.subject == "Annual Review letter 2018: Sevenoaks District Council"
    assert paragraphs[0] == "Dear Pav Ramewal,"
    assert paragraphs[2].startswith("We publish all letters on 25 July 2018. Until 00:01 on that day")
    assert [" ".join(each.split()) for each in re.findall(r"<p>(.*?)</p>", found.html, re.DOTALL)] == paragraphs
    assert "data-line" not in found.html


def test_the_embargo_is_mentioned_until_it_is_over(tmp_path):
    after = EDITION.publication + datetime.timedelta(seconds=1)

    assert "We publish all letters" not in covering(sevenoaks(tmp_path), after).text


def test_markup_in_values_is_text(tmp_path):
    workspace = sevenoaks(tmp_path)
    edit(
        workspace.data("2018") / "authorities" / "sevenoaks.yaml",
        "Sevenoaks District Council",
        "Sevenoaks & Weald Council",
    )
    found = covering(workspace)

    assert found.subject.endswith("Sevenoaks & Weald Council")
    assert "for Sevenoaks & Weald Council," in found.text
    assert "for Sevenoaks &amp; Weald Council," in found.html


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("# {{ letter.title }}", "{{ letter.title }}", "templates/2018/covering.md: has no heading; begin it with one"),
        ("Yours sincerely,", "# Kind **regards**,", 'templates/2018/covering.md:26: has a second heading of one #, "Kind regards,"; write ## …, as the first'),
        ("# {{ letter.title }}\n", "# {{ letter.title }}\n\n# {{ authority.name }}\n", 'covering.md:5: has a second heading of one #, "Sevenoaks District Council"'),
        ("{{ contact.salutation }}\n", "{{ contact.salutatoin }}\n", 'covering.md:6: uses "contact.salutatoin", which nothing provides; did you mean "contact.salutation"?'),
        ("{% endif %}\nYours", "Yours", "covering.md"),
        ("Yours sincerely,", "*Yours*,", "has slanted text"),
        ("Yours sincerely,", "{{ contact.body }}", "prints a value that is not there"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_covering_words_is_reported_at_its_line(tmp_path, old, new, said):
    workspace = sevenoaks(tmp_path)
    edit(workspace.templates("2018") / "covering.md", old, new)

    with pytest.raises(Faults) as caught:
        covering(workspace)

    assert said in str(caught.value)


def test_the_covering_words_are_no_part_of_the_letter(tmp_path):
    workspace = sevenoaks(tmp_path)
    before = load_edition(workspace, "2018").digest()
    edit(workspace.templates("2018") / "covering.md", "Yours sincerely,", "Kind regards,")

    assert load_edition(workspace, "2018").digest() == before


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>One\ntwo.</p>\n<p>Three &amp; four.</p>", "One two.\n\nThree & four.\n"),
        ("<ul><li>a</li>\n<li>b</li></ul>", "- a\n\n- b\n"),
        ('<ol start="3"><li>a</li><li><p>b</p></li></ol>', "3. a\n\n4. b\n"),
        ("<p>a<br>\nb</p>", "a\nb\n"),
        ('<p>See <a href="https://x.example">x.example</a>.</p>', "See x.example.\n"),
    ],
)
def test_html_as_plain_text(body, text):
    assert plain(body) == text


# Paper


@pytest.fixture
def issue(issued, tmp_path, monkeypatch):
    monkeypatch.chdir(copied(issued, tmp_path / "w").root)
    return Workspace(Path())


def printed(*words):
    done = run_command("print", "2018", "post.pdf", *words, cwd=Path())
    return done.returncode, done.stdout + done.stderr


@pytest.mark.slow
def test_each_letter_begins_on_a_right_hand_page(issue):
    code, said = printed()
    document = pages.read(Path("post.pdf").read_bytes())
    first_pages = [number for number, each in enumerate(document.pages, 1) if "Dear" in each.text]

    assert code == 0
    assert (
        said == f"post.pdf: 6 letters, {len(document.pages)} pages; for paper only: it has no tags and no signature\n"
    )
    assert len(first_pages) == 6
    assert all(number % 2 for number in first_pages)
    assert not document.info.tagged


@pytest.mark.slow
def test_a_cover_has_the_postal_address(issue):
    contacts = issue.data("2018") / "contacts.csv"
    head, *rows = contacts.read_text(encoding="utf-8").splitlines()
    contacts.write_text(
        "\n".join([f"{head},address", *(f'{row},"1 High Street; Oldtown; AB1 2CD"' for row in rows)]), encoding="utf-8"
    )

    code, said = printed("--covers")
    document = pages.read(Path("post.pdf").read_bytes())

    assert code == 0, said
    assert len(document.pages) % 2 == 0
    assert [line for line in document.pages[0].text.splitlines() if "SPECIMEN" not in line][-3:] == [
        "1 High Street",
        "Oldtown",
        "AB1 2CD",
    ]
    assert "Dear" in document.pages[2].text


def addressed(issue, address, number=0):
    """Gives all contacts a postal address, and one of them another."""
    contacts = issue.data("2018") / "contacts.csv"
    head, *rows = contacts.read_text(encoding="utf-8").splitlines()
    addresses = ["1 High Street; Oldtown; AB1 2CD"] * len(rows)
    addresses[number] = address
    written = (f'{row},"{each}"' for row, each in zip(rows, addresses, strict=True))
    contacts.write_text("\n".join([f"{head},address", *written]), encoding="utf-8")


@pytest.mark.slow
def test_every_address_is_in_the_same_place_within_the_window(issue):
    long = "The Old Town Hall and Municipal Offices of the Former Borough, North Wing, Second Floor, Room 214"
    addressed(issue, f"{long}; Oldtown")
    code, said = printed("--covers")
    document = pages.read(Path("post.pdf").read_bytes())
    covers = [each.content.texts for each in document.pages if "Oldtown" in each.text]
    points = 72 / 25.4

    assert code == 0, said
    assert len(covers) == 6
    tops = {max(run.box.top for run in texts) for texts in covers}
    assert max(tops) - min(tops) < 4  # points: capitals with an accent are higher
    for run in (run for texts in covers for run in texts):
        assert 20 * points < run.box.left < run.box.right < 116 * points
        assert 40 * points < 842 - run.box.top < 842 - run.box.bottom < 90 * points


@pytest.mark.slow
def test_an_address_that_is_longer_than_the_window_is_reported_with_its_contact(issue):
    addressed(issue, "; ".join(f"Line {number}" for number in range(50)), number=2)
    code, said = printed("--covers")
    row = issue.data("2018").joinpath("contacts.csv").read_text(encoding="utf-8").splitlines()[3]
    path = next(path for path in issue.data("2018").glob("authorities/*") if row.split(",")[0] in path.read_text())
    name = re.search(r'^name: "?(.*?)"?$', path.read_text(encoding="utf-8"), re.MULTILINE)[1]

    assert code == 1
    assert said == (
        f'data/2018/contacts.csv:4:1: address: is longer than the window of an envelope shows for "{name}", 90 mm by 45 mm, '
        "with name, title and body; write fewer or shorter lines\n"
    )
    assert not Path("post.pdf").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (
            "Li Xu",
            "Somebody New",
            'the name was "Li Xu" when it was released, and is "Somebody New" now; the letter has',
        ),
        (",Li Xu,Chief Executive,", ",Li Xu,Director,", 'the title was "Chief Executive" when it was released'),
    ],
)
def test_a_contact_that_changed_since_the_release_is_asked_about_before_it_is_printed(
    issue, monkeypatch, before, after, says
):
    edit(issue.data("2018") / "contacts.csv", before, after)
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    code, said = printed()
    there = Path("post.pdf").exists()
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    again, _ = printed()

    assert (code, there, again) == (1, False, 0)
    assert f"Ux County Council: {says}" in said
    assert "Print for the contacts as they are now?" in said
    assert "nothing was printed" in said


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["output/2018/issued/1", "output/2018", "output/2018/draft"])
def test_nothing_is_printed_over_a_letter_or_among_them(issue, folder):
    path = f"{folder}/annual-review-letter-2018-ux-county-council.pdf"
    Path(path).parent.mkdir(exist_ok=True)
    before = {each: each.read_bytes() for each in Path(folder).glob("*.pdf")}
    done = run_command("print", "2018", path, cwd=Path())

    assert (done.returncode, done.stderr) == (
        1,
        f"{path}: is in the folder of the letters, which nothing else is written to; choose another\n",
    )
    assert {each: each.read_bytes() for each in Path(folder).glob("*.pdf")} == before


@pytest.mark.slow
def test_a_folder_that_is_not_there_is_reported_by_its_name(issue):
    done = run_command("print", "2018", "prnt/post.pdf", cwd=Path())

    assert (done.returncode, done.stderr) == (
        1,
        "prnt/post.pdf: can't be written: there is no such folder; make it, or choose another\n",
    )


@pytest.mark.slow
def test_a_letter_without_a_postal_address_has_no_cover(issue):
    code, said = printed("--covers")

    assert code == 1
    assert 'data/2018/contacts.csv:2:1: address: has no postal address for "' in said
    assert not Path("post.pdf").exists()


@pytest.mark.slow
def test_only_those_without_an_email_address_are_printed_if_asked(issue):
    assert printed("--no-email") == (0, "every authority has an e-mail address: nothing to print\n")
    edit(issue.data("2018") / "contacts.csv", "chief.executive@ux-county-council.example", "")

    assert printed("--no-email")[1].startswith("post.pdf: 1 letter, ")


@pytest.mark.slow
def test_an_address_that_is_kept_by_hand_survives_an_import(issue):
    contacts = issue.data("2018") / "contacts.csv"
    text = contacts.read_text(encoding="utf-8").splitlines()
    contacts.write_text(
        "\n".join([f"{text[0]},address", f'{text[1]},"1 High Street"', *(f"{row}," for row in text[2:])]),
        encoding="utf-8",
    )
    code = re.search(r"SPECIMEN\d+", text[2])[0]
    Path("people.csv").write_text(f"Code,Name,Title\n{code},Zoe New,Chief Executive\n", encoding="utf-8")
    run_command("mapping", "2018", "people.csv", cwd=Path())
    done = run_command("import", "2018", "people.csv", "--prefer", "sheet", cwd=Path())

    assert done.returncode == 0, done.stderr
    assert "Zoe New" in contacts.read_text(encoding="utf-8")
    assert "1 High Street" in contacts.read_text(encoding="utf-8")
