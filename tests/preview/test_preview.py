"""The preview over HTTP, as a process of its own: what its pages say, what it rejects, how it ends."""

from __future__ import annotations

import html
import os
import re
import shutil
import signal
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import ExitStack
from functools import partial

import pytest
from preview_process import Preview, page_text, record
from websockets.exceptions import ConnectionClosed, InvalidStatus
from workspaces import copied, edit, left_over, pdfs, ready, run_command

pytestmark = pytest.mark.slow  # a preview takes three seconds to start

UX = "ux-county-council"
FILE = f"annual-review-letter-2018-{UX}.pdf"


@pytest.fixture(scope="module")
def preview(built):
    """A preview of that workspace."""
    with Preview(built) as running:
        yield running


@pytest.fixture
def workspace(built, tmp_path):
    """A copy of the six letters and their workspace, whose folder may be changed."""
    return copied(built, tmp_path / "w")


@pytest.fixture
def changing(workspace):
    """A preview of the copy."""
    with Preview(workspace) as running:
        yield running


def names(page):
    """The letters that a list links to, in its order."""
    return re.findall(r'<th scope="row"><a href="/([a-z0-9-]+)(?:\?[^"]*)?"[^>]*>', page)


def spoil(workspace, figure):
    """Writes another figure into the line "other", and returns the line's number."""
    path = record(workspace, UX)
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines) if text.startswith("    other: "))
    lines[line] = f"    other: {figure}"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return line + 1


def test_the_pdf_is_byte_for_byte_what_build_wrote(preview, built):
    written = pdfs(built.output("2018"))

    rows = names(preview.get("/").text)
    for row in rows:
        preview.until(f"/{row}", f'href="/{row}.pdf"')  # a busy machine takes a moment for each
    shown = {row: preview.get(f"/{row}.pdf") for row in rows}

    assert {f"annual-review-letter-2018-{name}.pdf": answer.content for name, answer in shown.items()} == written
    assert shown[UX].headers["content-disposition"] == f'inline; filename="{FILE}"'


def test_the_pdf_is_what_a_new_press_makes_after_words_style_and_figures_were_edited(changing, workspace):
    for path, old, new, said in (
        (workspace.templates("2018") / "letter.md", "Yours sincerely,", "Yours faithfully,", "Yours faithfully,"),
        (
            workspace.templates("2018") / "letter.css",
            "td { font-size: 12pt }",
            "td { font-size: 9pt }",
            'font-size="9.0"',
        ),
        (workspace.data("2018") / "year.yaml", "letter_date: 2018-07-18", "letter_date: 2018-07-19", "19 July 2018"),
        (record(workspace, UX), "name: Ux County Council", "name: Ux County Council  # a note", "19 July 2018"),
    ):
        edit(path, old, new)
        changing.until(f"/{UX}", said)
        press, letter_jobs = ready(workspace)
        job = next(each for each in letter_jobs if each.file == FILE)

        deadline = time.monotonic() + 30  # the text may have been there before
        while changing.get(f"/{UX}.pdf").content != (wanted := press.letter(job).content):
            assert time.monotonic() < deadline
            time.sleep(0.1)

        assert changing.get(f"/{UX}.pdf").content == wanted


def test_the_list_has_every_authority_with_its_most_telling_figures(preview, built):
    page = preview.get("/").text

    rows = re.findall(r"<tr>\n<th scope=\"row\">.*?</tr>", page, re.DOTALL)

    assert len(rows) == 6
    assert re.findall(r'<th scope="col".*?><a .*?>(.*?)</a>', page) == [
        "Authority", "Code", "Kind", "Complaints and enquiries received", "Upheld", "Uphold Rate", "State",
    ]  # fmt: skip
    ux = next(page_text(row) for row in rows if "Ux County Council" in row)
    assert re.fullmatch(r"Ux County Council SPECIMEN\d+ County Council \d+ \d+ \d+% ready( .*)?", ux), ux


def test_the_list_without_a_script_is_filtered_and_sorted_by_the_server(preview):
    assert names(preview.get("/?q=UX%20county").text) == [UX]
    assert names(preview.get("/?q=nobody").text) == []
    first = [
        int(cell)
        for cell in re.findall(
            r'</td>\n<td class="number" data-label="Complaints and enquiries received">(\d+)</td>',
            preview.get("/?sort=3").text,
        )
    ]
    assert len(first) == 6
    assert first == sorted(first)
    assert names(preview.get("/?sort=-0").text) == [*reversed(names(preview.get("/?sort=0").text))]


def test_a_letters_page_has_its_text_its_neighbours_its_pdf_and_its_files(preview):
    job = names(preview.get("/").text)
    name = job[2]

    page = preview.get(f"/{name}").text

    assert f'<a rel="prev" href="/{job[1]}"' in page
    assert f'<a rel="next" href="/{job[3]}"' in page
    assert f'<a href="/{name}.pdf">' in page
    assert f"<code>data/2018/authorities/{name}.yaml</code>" in page
    assert "<code>templates/2018/letter.md</code>" in page
    assert "In providing these statistics, I would stress that the volume of complaints does not" in page_text(page)
    assert re.findall(r'<figure id="page-(\d)" class="(\w+) now"', page)[-1][1] == "landscape"


def test_a_pages_pictures_are_png_in_several_widths(preview):
    page = preview.get(f"/{UX}").text
    addresses = re.findall(rf"(/{UX}/1/[0-9a-f]+\.png\?width=\d+)", page)

    answer = preview.get(addresses[1])

    assert [int(each.partition("=")[2]) for each in addresses] == [1600, 800, 1200, 1600, 2400, 3200]
    assert (answer.status, answer.headers["content-type"]) == (200, "image/png")
    assert int.from_bytes(answer.content[16:20], "big") == 800


@pytest.mark.parametrize("width", ["801", "", "100000", "-1", "²"])
def test_a_picture_of_another_width_is_not_made(preview, width):
    page = preview.get(f"/{UX}").text
    address = re.search(rf"/{UX}/1/[0-9a-f]+\.png", page)[0]

    assert preview.get(f"{address}?width={width.encode().hex() if width == '²' else width}").status == 404


def test_a_picture_of_an_earlier_state_of_the_page_is_not_served(preview):
    preview.get(f"/{UX}")

    assert preview.get(f"/{UX}/1/0123456789abcdef.png?width=800").status == 404
    assert preview.get(f"/{UX}/9/0123456789abcdef.png?width=800").status == 404


def test_a_total_is_explained_with_its_sum_its_line_and_its_page(preview, built):
    figures = re.findall(r"^ {4}(\w+): (\d+)$", record(built, UX).read_text(), re.MULTILINE)
    total = dict(figures[:10])["total"]

    said = page_text(preview.get(f"/{UX}?about=figures.received.total").text)

    assert f"Complaints and enquiries received: Total {total} " in said
    assert re.search(
        rf"{total} = \d+ \w.* It comes from the record: {total} data/2018/authorities/{UX}\.yaml:\d+:12 ", said
    )
    assert "It is printed page 3 , under “Total” in “Complaints and enquiries received”" in said


def test_a_figure_that_was_imported_is_explained_by_its_cell(changing, workspace):
    code = re.search(r"^code: (\S+)", record(workspace, UX).read_text(encoding="utf-8"), re.MULTILINE)[1]
    (workspace.data("2018") / "sources.yaml").write_text(
        f"""sources:
  1:
    file: "received <1>.xlsx"
    sha256: "{"0" * 64}"
    sheet: "2017-18"
    who: "Ann Other"
    when: "2018-05-02T10:00:00+01:00"
figures:
  "{code}":
    received.housing: 3, source 1, cell H112, kept 5
""",
        encoding="utf-8",
    )

    said = page_text(changing.until(f"/{UX}?about=figures.received.housing", "H112"))

    assert (
        "the spreadsheet that Ann Other imported on 2018-05-02: 3, over which 5 was kept by hand "
        'received &lt;1&gt;.xlsx, sheet "2017-18", cell H112 '
    ) in said


def test_a_rate_is_explained_by_its_counts(preview):
    said = page_text(preview.get(f"/{UX}?about=figures.decided.uphold_rate").text)

    assert re.search(
        r"\d+ Upheld of \d+ Detailed Investigations: \d+%, halves up \d+ = .*Not Upheld.* It is printed", said
    )


def test_a_paragraph_is_explained_by_its_line_and_by_the_values_filled_in(preview, built):
    lines = built.templates("2018").joinpath("letter.md").read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if text.startswith("I write to you"))

    said = page_text(preview.get(f"/{UX}?about=letter.md:{line}").text)

    assert "The first paragraph of “Annual Review letter 2018”" in said
    assert f"the words templates/2018/letter.md:{line} " in said
    assert re.search(r"Year end \(facts\.year_end\): 31 March 2018 data/2018/year\.yaml:\d+:13 ", said)


def test_a_paragraph_of_included_words_is_explained_by_its_line_there_and_not_by_one_of_the_letter(changing, workspace):
    templates = workspace.templates("2018")
    edit(templates / "letter.md", "{{ passages }}", '{% include "part.md" %}\n\n{{ passages }}')
    (templates / "part.md").write_text("{# A part. #}\n\n\n\nWe also wrote.\n", encoding="utf-8")

    changing.until(f"/{UX}", "We also wrote.")
    said = page_text(changing.get(f"/{UX}?about=part.md:5").text)

    assert "the words templates/2018/part.md:5 " in said
    assert 'aria-label="Line 5 of part.md"' in changing.get(f"/{UX}").text
    assert "about=letter.md:5" not in changing.get(f"/{UX}").text


def test_a_field_is_found_at_every_place_where_it_is_printed(preview):
    said = page_text(preview.get(f"/{UX}?about=authority.name").text)

    assert (
        "It is printed page 1 , the line “Ux County Council” page 3 , the heading “Local Authority Report: …”" in said
    )


def test_an_unknown_key_is_reported(preview):
    said = preview.get(f"/{UX}?about=%3Cb%3E").text

    assert "This letter has nothing called <code>&lt;b&gt;</code>." in said


def test_a_name_that_no_letter_has_is_not_found(preview):
    answer = preview.get("/nobody")

    assert (answer.status, page_text(answer.text).endswith('Nothing to show no letter is for "nobody"')) == (404, True)


def test_an_address_like_an_authoritys_name_says_whose_letter_may_be_meant(preview):
    answer = preview.get("/uxx-county-council")

    said = 'no letter is for "uxx-county-council"; did you mean "Ux County Council"?'
    assert (answer.status, page_text(answer.text).endswith(said)) == (404, True)


ADDRESSES = [
    "/",
    f"/{UX}",
    f"/{UX}.pdf",
    "/_style.css",
    "/_script.js",
    "/_icon.svg",
    "/nobody",
    f"/{UX}/1/0.png?width=800",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_response_has_the_security_headers(preview, address):
    headers = preview.get(address).headers

    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"] == (
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; font-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("address", ["/", f"/{UX}", f"/{UX}?about=figures.received.total"])
def test_pages_have_no_inline_script_or_style_and_no_foreign_address(preview, address):
    page = preview.get(address).text

    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
    assert re.findall(r"<script[^>]*>", page) == ['<script src="/_script.js" defer>']
    assert [
        each for each in re.findall(r'(?:src|href|action)="([^"]*)"', page) if not re.match(r"/(?!/)|#", each)
    ] == []


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.168.0.1"])
def test_a_foreign_host_is_rejected(preview, address, host):
    answer = preview.get(address, Host=host)

    assert (answer.status, answer.text) == (400, "Invalid host header")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("address", ["/", f"/{UX}", f"/{UX}.pdf"])
def test_only_get_is_allowed(preview, method, address):
    assert preview.get(address, method=method).status == 405


def test_a_socket_from_a_foreign_page_is_rejected(preview):
    with pytest.raises(InvalidStatus) as refused:
        preview.socket(origin="http://evil.example")

    assert refused.value.response.status_code == 403


@pytest.mark.parametrize(
    "path", ["/..%2f..%2fetc%2fpasswd", "/%2e%2e/x", "/_style.css%00", "/frame.html.j2", "/_worker.py"]
)
def test_no_other_file_is_served(preview, path):
    assert preview.get(path).status == 404


def test_a_council_named_like_a_script_is_escaped(workspace):
    edit(record(workspace, UX), "name: Ux County Council", "name: <script>alert(1)</script> & Co")
    with Preview(workspace) as running:
        listed = running.get("/").text
        page = running.get("/script-alert1-script-and-co").text

    for each in (listed, page):
        assert "<script>alert" not in each
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Co" in each


def test_viewing_letters_writes_nothing(workspace):
    def traces():
        return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in workspace.root.rglob("*")}

    before = traces()
    with Preview(workspace) as running:
        for address in ADDRESSES:
            running.get(address)

    assert traces() == before


def test_a_save_makes_open_pages_reload(changing, workspace):
    changing.get(f"/{UX}")
    with changing.socket(UX) as socket, changing.socket() as listing:
        spoil(workspace, "12345")
        assert socket.recv(timeout=20) == "changed"
        assert listing.recv(timeout=20) == "changed"

    changing.until(f"/{UX}", "1 fault: no letter can be made")


def test_a_save_of_the_words_behind_a_symbolic_link_is_shown(workspace, tmp_path):
    words = workspace.templates("2018") / "letter.md"
    shared = tmp_path / "shared" / "letter.md"
    shared.parent.mkdir()
    shutil.move(words, shared)
    words.symlink_to(shared)
    with Preview(workspace) as running:
        running.get(f"/{UX}")
        edit(shared, "Yours sincerely,", "Yours faithfully,")

        running.until(f"/{UX}", "Yours faithfully,")


def test_a_broken_record_is_shown_with_its_fault_and_its_lines_above_the_last_good_letter(changing, workspace):
    good = changing.get(f"/{UX}").text
    whole = record(workspace, UX).read_text(encoding="utf-8")
    line = spoil(workspace, "four")

    page = changing.until(f"/{UX}", "1 fault: no letter can be made")

    assert (
        'figures.received.other: is "four"; write a whole number, 0 or more, in digits only '
        f"data/2018/authorities/{UX}.yaml:{line}:12"
    ) in page_text(page)
    assert f'{line} › </span><span class="text">    other: <mark>four</mark>\n</span>' in page
    assert '<div id="pages" class="old">' in page
    assert re.findall(r"<figure.*?>", page) == re.findall(r"<figure.*?>", good)
    assert changing.get(f"/{UX}.pdf").status == 409
    assert "1 fault: nothing can be built until it is fixed" in page_text(changing.get("/").text)

    record(workspace, UX).write_text(whole, encoding="utf-8")

    changing.until(f"/{UX}", '<div id="pages" class="">')


def test_a_half_saved_record_keeps_its_row_and_its_page(changing, workspace):
    changing.get(f"/{UX}")
    whole = record(workspace, UX).read_text()
    record(workspace, UX).write_text(whole[: whole.index("figures:")] + 'kind: "')

    changing.until(f"/{UX}", "a quotation that starts here is not closed; close it")

    assert UX in names(changing.get("/").text)
    changing.until("/", "Letters that can&#39;t be made are left out.")


def test_a_deleted_record_and_a_deleted_folder_are_reported_and_may_come_back(changing, workspace):
    changing.get(f"/{UX}")
    kept = record(workspace, UX).read_bytes()
    record(workspace, UX).unlink()

    changing.until(f"/{UX}", "isn&#39;t there; put the file back, or check the year and the folder")

    shutil.move(workspace.root / "data", workspace.root / "away")
    changing.until("/", "isn&#39;t there")
    shutil.move(workspace.root / "away", workspace.root / "data")
    record(workspace, UX).write_bytes(kept)

    changing.until(f"/{UX}", '<div id="pages" class="">')


def test_a_template_that_never_ends_is_stopped_and_reported_with_its_line(workspace):
    with Preview(workspace) as running:
        running.get(f"/{UX}")
        words = workspace.templates("2018") / "letter.md"
        whole = words.read_text(encoding="utf-8")
        line = 1 + whole.splitlines().index("Yours sincerely,")
        loops = "".join(f"{{% for {letter} in facts.web.interpreting %}}" for letter in "abcdefgh") + "{% endfor %}" * 8
        edit(words, "Yours sincerely,", f"{loops}\n\nYours sincerely,")

        page = running.until(f"/{UX}", "takes more than", within=60)

        assert f"templates/2018/letter.md:{line}" in page_text(page)
        every = running.get("/").text
        assert len(names(every)) == 6
        assert "takes more than" in every
        assert every.count("stopped by a fault elsewhere") == 6
        words.write_text(whole, encoding="utf-8")
        running.until(f"/{UX}", '<div id="pages" class="">')
        assert "stopped by a fault elsewhere" not in running.get("/").text


def test_an_endless_template_that_is_undone_before_it_is_reported_leaves_no_trace(changing, workspace):
    changing.get(f"/{UX}")
    words = workspace.templates("2018") / "letter.md"
    whole = words.read_text(encoding="utf-8")
    loops = "".join(f"{{% for {letter} in facts.web.interpreting %}}" for letter in "abcdefgh") + "{% endfor %}" * 8
    with changing.socket(UX):
        for after in (0.3, 0.5, 0.7, 0.9):
            words.write_text(whole.replace("Yours sincerely,", f"{loops}\n\nYours sincerely,"), encoding="utf-8")
            time.sleep(after)
            words.write_text(whole.replace("Yours sincerely,", f"Yours, undone {after},"), encoding="utf-8")

            # a reported fault shows the lines of the file as they are now, so they don't show that it has gone
            end = time.monotonic() + 20
            while "takes more than" in (page := changing.get(f"/{UX}").text) or f"Yours, undone {after}," not in page:
                assert time.monotonic() < end, page_text(page)[:3000]
                time.sleep(0.05)
            for _ in range(15):  # nor is it reported afterwards
                assert "stopped by a fault elsewhere" not in changing.get("/").text
                time.sleep(0.1)


def test_a_template_that_never_ends_is_reported_on_the_list_though_no_letter_is_open(workspace):
    with Preview(workspace) as running, running.socket("") as listing:
        running.get("/")
        loops = "".join(f"{{% for {letter} in facts.web.interpreting %}}" for letter in "abcdefgh") + "{% endfor %}" * 8
        edit(workspace.templates("2018") / "letter.md", "Yours sincerely,", f"{loops}\n\nYours sincerely,")

        running.until("/", "takes more than", within=60)

        assert listing.recv(timeout=20) == "changed"


def test_a_figure_in_a_sentence_is_found_there_and_not_where_another_has_the_same_number(changing, workspace):
    sentence = "Of these {{ figures.received.housing }} were about housing."
    edit(workspace.templates("2018") / "letter.md", "Yours sincerely,", f"{sentence}\n\nYours sincerely,")
    text = record(workspace, UX).read_text(encoding="utf-8")
    housing = re.search(r"housing: (\d+)", text)[1]
    edit(
        record(workspace, UX), re.search(r"    planning: \d+", text)[0], f"    planning: {housing}"
    )  # and a wrong total
    parts = re.findall(
        r": (\d+)", record(workspace, UX).read_text("utf-8").partition("received:")[2].partition("total:")[0]
    )
    edit(record(workspace, UX), re.search(r"    total: \d+", text)[0], f"    total: {sum(map(int, parts))}")

    changing.until(f"/{UX}", "were about housing")
    asked = [page_text(changing.get(f"/{UX}?about=figures.received.{each}").text) for each in ("housing", "planning")]

    where = [each.partition("It is printed")[2].partition("What would change")[0] for each in asked]
    assert "page 2" in where[0]
    assert "page 3" in where[0]
    assert "page 2" not in where[1]
    assert "page 3" in where[1]


def test_letters_that_cant_be_made_are_not_counted_as_unchanged(changing, workspace):
    spoil(workspace, "four")

    page = changing.until(f"/{UX}", "1 fault: no letter can be made")

    assert "In this letter" not in page
    changing.until("/", "1 letter can&#39;t be made now, and is left out.")


def test_twenty_pages_are_all_up_to_date_after_a_hundred_saves_in_a_second(changing, workspace):
    tabs = names(changing.get("/").text)
    for name in tabs:
        changing.get(f"/{name}")
    words = workspace.templates("2018") / "letter.md"
    whole = words.read_text(encoding="utf-8")
    with ExitStack() as open_:
        sockets = [open_.enter_context(changing.socket(tabs[number % len(tabs)])) for number in range(20)]
        for number in range(100):
            words.write_text(whole.replace("Yours sincerely,", f"Yours, for the {number}th time,"), encoding="utf-8")
            assert number % 25 or changing.get("/").status == 200
            time.sleep(0.008)

        for name in tabs:
            changing.until(f"/{name}", "Yours, for the 99th time,", within=40)
        assert {socket.recv(timeout=20) for socket in sockets} == {"changed"}


def test_ctrl_c_ends_it_at_once_with_pages_open_and_leaves_no_process(workspace):
    with Preview(workspace) as running, ExitStack() as open_:
        running.get(f"/{UX}")
        sockets = [open_.enter_context(running.socket(UX)) for _ in range(8)]
        started = time.monotonic()
        os.killpg(running.process.pid, signal.SIGINT)
        code = running.process.wait(timeout=20)
        took = time.monotonic() - started
        for socket in sockets:
            with pytest.raises(ConnectionClosed):
                list(iter(partial(socket.recv, timeout=10), None))  # what was on its way comes first

    assert code == 0
    assert took < 3  # a server that waited for its sockets would wait for ever
    assert left_over(running.process.pid) == []


def test_ctrl_c_while_many_pictures_are_being_drawn_is_as_clean(built):
    with Preview(built) as running, ThreadPoolExecutor(30) as asking:
        pages = [running.get(f"/{name}").text for name in names(running.get("/").text)[:8]]
        pictures = [each for page in pages for each in re.findall(r'/[^"\s]+\.png\?width=\d+', page)]
        answers = [asking.submit(running.get, each) for each in dict.fromkeys(pictures)]
        wait(answers, return_when=FIRST_COMPLETED)
        os.killpg(running.process.pid, signal.SIGINT)
        assert running.process.wait(timeout=20) == 0  # any output to stderr fails this test
        statuses = {answer.result().status for answer in answers if answer.exception() is None}

    assert statuses <= {200, 404}


def test_a_name_selects_the_letter_that_is_opened(built):
    with Preview(built, "ux county") as running:
        assert running.page == UX
    with Preview(built, "council") as running:
        assert running.page == "?q=council"


def test_an_unknown_name_and_an_unknown_year_are_reported(built):
    nobody = run_command("--workspace", built.root, "preview", "2018", "uxx county council", "--no-open")
    never = run_command("--workspace", built.root, "preview", "1999", "--no-open")

    assert (nobody.returncode, nobody.stdout) == (1, "")
    assert nobody.stderr == 'no letter is for "uxx county council"; did you mean "Ux County Council"?\n'
    assert (never.returncode, 'has no edition "1999"' in never.stderr) == (1, True)


def test_a_port_that_is_in_use_is_reported(preview, built):
    port = preview.host.partition(":")[2]

    done = run_command("--workspace", built.root, "preview", "2018", "--no-open", "--port", port)

    assert done.returncode == 1
    assert done.stderr == f"port {port} can't be used (Address already in use); choose another, or leave out --port\n"


def test_the_letter_of_a_deleted_record_is_named(changing, workspace):
    record(workspace, UX).unlink()

    changing.until("/", "The letter to Ux County Council is in output/2018, but no record asks for it.")


def test_open_questions_are_a_state_of_the_list_and_are_read_beside_the_letter(changing, workspace):
    contacts = workspace.data("2018") / "contacts.csv"
    text = contacts.read_text(encoding="utf-8")
    address, other = (re.search(rf"{code},.*?,([^,]+@[^,]+),", text)[1] for code in ("SPECIMEN00011", "SPECIMEN00007"))
    contacts.write_text(text.replace(address, other), encoding="utf-8")  # one address for two authorities

    listed = changing.until("/?state=questions", "1 question")

    assert UX in names(listed)
    assert re.search(
        r'href="/\?state=questions" data-soft aria-current="true">Questions <span class="count">\d+<', listed
    )
    said = page_text(changing.until(f"/{UX}", "1 open question"))
    assert other in said.partition("1 open question")[2]


def test_every_field_that_can_be_copied_prints_its_value_in_the_words(changing, workspace):
    page = changing.until(f"/{UX}", "Fields for the words")
    fields = re.findall(r"<dt><code>(.*?)</code>.*?</dt><dd>(.*?)</dd>", page.partition('id="fields"')[2])
    copied = {html.unescape(field): html.unescape(value) for field, value in fields if value != "(empty here)"}
    lines = [f"Field {number} is {field} here." for number, field in enumerate(copied)]
    edit(workspace.templates("2018") / "letter.md", "Yours sincerely,", "\n\n".join([*lines, "Yours sincerely,"]))

    said = page_text(changing.until(f"/{UX}", f"Field {len(copied) - 1} is"))

    assert {"{{ authority.name }}", "{{ figures.received.total }}", "{{ facts.year_end | long_date }}"} <= {*copied}
    missing = [
        value
        for number, value in enumerate(copied.values())
        if f"Field {number} is {value} here.".replace("-", "–") not in html.unescape(said).replace("-", "–")
    ]
    assert missing == []


def test_the_year_begins_with_where_it_stands(changing):
    said = page_text(changing.until("/", "Where the year stands"))

    assert "ombuds-letters pack 2018 signing.html" in changing.until("/", "signing.html")
    assert "Where the year stands" in said
