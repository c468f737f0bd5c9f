"""Signed letters: valid by pyHanko, by poppler's pdfsig and by this program, and no changed one is."""

from __future__ import annotations

import datetime
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from io import BytesIO
from pathlib import Path

import certificates
import debian_packages
import page
import pikepdf
import pytest
from asn1crypto import cms, core, tsp
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.timestamps import DummyTimeStamper
from workspaces import ROOT, copied, release, run_command

from ombuds_letters.faults import Faults
from ombuds_letters.pages import read
from ombuds_letters.release import signature, signature_check
from ombuds_letters.storage.workspace import Workspace

pytestmark = pytest.mark.slow

UX = "annual-review-letter-2018-ux-county-council.pdf"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return certificates.office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def proved(readable):
    """A letter as it was proved."""
    return (readable.output("2018") / UX).read_bytes()


@pytest.fixture(scope="module")
def signed(office, proved):
    """The same letter, signed."""
    ((_, content),) = signature.load(office, certificates.PASSPHRASE.encode()).signed({UX: proved})
    return content


@pytest.fixture(scope="module")
def poppler(tmp_path_factory):
    """The environment in which `pdfsig` is found."""
    return debian_packages.environment(debian_packages.unpacked("poppler-utils", tmp_path_factory.mktemp("poppler")))


def pdfsig(content, folder, environment):
    path = folder / "letter.pdf"
    path.write_bytes(content)
    return subprocess.run(["pdfsig", "-nocert", path], env=environment, capture_output=True, text=True).stdout


def test_a_signed_letter_begins_with_the_very_bytes_that_were_proved(signed, proved):
    assert signed.startswith(proved)
    assert 5_000 < len(signed) - len(proved) < 12_000


def whole(each):
    """A PDF object with all that is in it."""
    raw = each.read_raw_bytes() if isinstance(each, pikepdf.Stream) else b""
    return each.unparse(resolved=True), raw


def test_a_signature_adds_nothing_but_itself(signed, proved):
    with pikepdf.open(BytesIO(proved)) as before, pikepdf.open(BytesIO(signed)) as after:
        old = {each.objgen for each in before.objects if each is not None}
        added = [each for each in after.objects if hasattr(each, "objgen") and each.objgen not in old]
        changed = [
            number
            for number, _ in sorted(old)
            if whole(before.get_object(number, 0)) != whole(after.get_object(number, 0))
        ]
        catalog, first = after.Root.objgen[0], after.pages[0].objgen[0]

        assert set(changed) == {catalog, first}
        assert after.docinfo == before.docinfo
        assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        assert {str(each.get("/Type", each.get("/FT", ""))) for each in added if isinstance(each, pikepdf.Dictionary)} <= {
            "/Sig", "/Annot", "",
        }  # fmt: skip
        assert set(after.Root.keys()) - set(before.Root.keys()) == {"/AcroForm", "/Extensions", "/Perms"}


@pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A])
def test_a_signed_letter_is_still_accessible_and_archivable(signed, profile):
    assert page.validate_pdf_bytes(signed, profile=profile).failures == []


def test_a_signed_letter_looks_and_reads_as_it_did(signed, proved):
    before, after = read(proved), read(signed)

    assert [each.text for each in after.pages] == [each.text for each in before.pages]
    assert after.tables() == before.tables()
    assert after.info.attachments == before.info.attachments


def test_three_programs_agree_that_a_signed_letter_is_valid(signed, office, tmp_path, poppler):
    found = signature_check.check(signed, certificates.root_path(office))
    (embedded,) = PdfFileReader(BytesIO(signed)).embedded_signatures
    said = pdfsig(signed, tmp_path, poppler)

    assert found.unchanged
    assert found.trusted
    assert found.certificate.subject == "Specimen Ombudsman, Letters Office"
    assert embedded.docmdp_level.name == "NO_CHANGES"
    assert str(embedded.sig_object["/SubFilter"]) == "/ETSI.CAdES.detached"
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "Signer Certificate Common Name: Letters Office" in said


def bit(at):
    def flip(content, proved):
        position = at if at >= 0 else len(content) + at
        return content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :]

    return flip


def resaved(content, proved):
    written = BytesIO()
    with pikepdf.open(BytesIO(content)) as letter:
        letter.save(written)
    return written.getvalue()


def appended(content, proved):
    writer = IncrementalPdfFileWriter(BytesIO(content))
    writer.root["/Extra"] = writer.add_object(generic.DictionaryObject())
    writer.update_root()
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def other_letter_below_the_signature(content, proved):
    return proved.replace(b"/Title", b"/Tytle", 1) + content[len(proved) :]


def range_shortened(content, proved):
    found = re.search(rb"/ByteRange \[\s*0 (\d+) (\d+) (\d+)", content)
    shorter = str(int(found[3]) - 10).rjust(len(found[3])).encode()
    return content[: found.start(3)] + shorter + content[found.end(3) :]


def in_the_gap(change):
    """Changes what the signature doesn't cover: its own string between angle brackets."""

    def changed(content, proved):
        found = re.search(rb"/ByteRange \[\s*0 (\d+) (\d+)", content)
        start, end = int(found[1]), int(found[2])
        gap = change(content[start:end])
        assert len(gap) == end - start
        return content[:start] + gap + content[end:]

    return changed


def with_an_attribute(kind, value):
    """Adds something to the signature that it doesn't sign, in the room that is kept for it."""

    def change(gap):
        info = cms.ContentInfo.load(bytes.fromhex(gap[1:-1].decode()))
        signer = info["content"]["signer_infos"][0]
        kept = signer["unsigned_attrs"]
        others = [] if isinstance(kept, core.Void) else list(kept)
        more = cms.CMSAttribute({"type": kind, "values": [value]})
        signer["unsigned_attrs"] = cms.CMSAttributes([*others, more])
        return b"<%b>" % info.dump(force=True).hex().encode().ljust(len(gap) - 2, b"0")

    return change


def with_a_revocation_list(gap):
    info = cms.ContentInfo.load(bytes.fromhex(gap[1:-1].decode()))
    other = cms.OtherRevocationInfoFormat(
        {"other_rev_info_format": "1.2.3", "other_rev_info": core.OctetString(b"hidden")}
    )
    info["content"]["crls"] = cms.RevocationInfoChoices([cms.RevocationInfoChoice("other", other)])
    return b"<%b>" % info.dump(force=True).hex().encode().ljust(len(gap) - 2, b"0")


def other_case(gap):
    """One of the digits from "A" to "F" in small, which is the same number."""
    at = re.search(rb"[A-F]", gap).start()
    return gap[:at] + gap[at : at + 1].lower() + gap[at + 1 :]


HIDDEN_PART = core.OctetString(b"hidden")
HIDDEN = {
    "digits in the zeros after the signature": lambda gap: gap[:-60] + b"ab" + gap[-58:],
    "the last digit": lambda gap: gap[:-2] + b"1>",
    "spaces in the zeros": lambda gap: gap[:-60] + b"  " + gap[-58:],
    "a comment in the zeros": lambda gap: gap[:-60] + b"%hidden\n" + gap[-52:],
    "a string that ends earlier": lambda gap: gap[:-60] + b">" + b" " * 59,
    "a string that ends earlier, and another one": lambda gap: gap[:-60] + b">/A<" + gap[-56:],
    "a digit in the other case": other_case,
    "an attribute that is not signed": with_an_attribute("1.2.3.4", HIDDEN_PART),
    "a time stamp that is none": with_an_attribute(
        "signature_time_stamp_token", cms.ContentInfo({"content_type": "data", "content": HIDDEN_PART})
    ),
    "a list of withdrawn certificates": with_a_revocation_list,
}

CHANGES = {
    "a bit of the first page": bit(20_000),
    "a bit of the file's head": bit(12),
    "a bit of the signature": bit(-3_000),
    "a bit of the last trailer": bit(-40),
    "a byte more at the end": lambda content, proved: content + b"\n",
    "a byte less at the end": lambda content, proved: content[:-2],
    "saved anew": resaved,
    "an update appended": appended,
    "another letter below the signature": other_letter_below_the_signature,
    "less of it signed": range_shortened,
    "its signature taken away": lambda content, proved: proved,
}


@pytest.mark.parametrize("what", CHANGES)
def test_no_changed_letter_is_valid_by_this_program_nor_by_pdfsig(what, signed, proved, tmp_path, poppler):
    content = CHANGES[what](signed, proved)
    found = signature_check.check(content)
    said = pdfsig(content, tmp_path, poppler)

    assert content != signed
    assert found is None or not found.unchanged
    assert not ("Signature is Valid." in said and "Total document signed" in said)


@pytest.mark.parametrize("what", HIDDEN)
def test_nothing_can_be_hidden_in_the_room_that_is_kept_for_a_signature(what, signed, proved):
    content = in_the_gap(HIDDEN[what])(signed, proved)
    found = signature_check.check(content)

    assert content != signed
    assert not found.unchanged
    assert found.problem in (
        "it was changed after it was signed",
        "something was added after it was signed",
        "its signature can't be read",
    )


def test_a_letter_signed_by_somebody_else_is_not_trusted(proved, office, tmp_path):
    other = certificates.office(tmp_path, "Letters Office")  # the same name
    ((_, content),) = signature.load(other, certificates.PASSPHRASE.encode()).signed({UX: proved})

    found = signature_check.check(content, certificates.root_path(office))

    assert found.certificate.subject == "Specimen Ombudsman, Letters Office"
    assert found.trusted is False


def test_elliptic_keys_sign_too(proved, tmp_path):
    office = certificates.office(tmp_path, elliptic=True)
    ((_, content),) = signature.load(office, certificates.PASSPHRASE.encode()).signed({UX: proved})

    assert signature_check.check(content, certificates.root_path(office)).trusted


@pytest.mark.parametrize(
    ("settings", "passphrase", "said"),
    [
        ({}, "wrong", "can't be opened: the passphrase is wrong"),
        ({}, "", "can't be opened: the passphrase is wrong"),
        ({"days": (-30, -1)}, certificates.PASSPHRASE, "and not today; get a new one"),
        ({"days": (1, 30)}, certificates.PASSPHRASE, "and not today; get a new one"),
        ({"signs": False}, certificates.PASSPHRASE, 'is for "other uses of its key", not for signing documents'),
        ({"purpose": certificates.SERVER}, certificates.PASSPHRASE, 'is for "serverAuth", not for signing documents'),
    ],
)
def test_a_certificate_that_can_not_sign_is_refused_with_the_reason(tmp_path, settings, passphrase, said):
    path = certificates.office(tmp_path, **settings)

    with pytest.raises(Faults) as caught:
        signature.load(path, passphrase.encode())

    assert said in str(caught.value)


def test_a_file_that_is_no_certificate_is_refused(tmp_path):
    (tmp_path / "office.p12").write_bytes(b"hello")

    with pytest.raises(Faults, match=r"it is not a PKCS #12 file"):
        signature.load(tmp_path / "office.p12", b"")


class _Service(http.server.BaseHTTPRequestHandler):
    """A time-stamping service on loopback."""

    stamper: DummyTimeStamper

    def do_POST(self):
        asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        answer = self.stamper.request_tsa_response(asked).dump()
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *words):
        pass


@pytest.fixture
def time_stamping(tmp_path):
    """The address of a time-stamping service."""
    path = certificates.office(tmp_path, "Time Office")
    key = signers.SimpleSigner.load_pkcs12(path, passphrase=certificates.PASSPHRASE.encode())
    _Service.stamper = DummyTimeStamper(key.signing_cert, key.signing_key)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Service)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_time_stamping_service_confirms_the_time(proved, office, time_stamping):
    signer = signature.load(office, certificates.PASSPHRASE.encode(), time_stamping)
    ((_, content),) = signer.signed({UX: proved})
    found = signature_check.check(content)

    assert found.unchanged
    assert found.timestamp[:4].isdecimal()


@pytest.mark.parametrize("year", [2010, 2049])
def test_a_time_stamp_of_another_day_stops_the_release(proved, office, time_stamping, monkeypatch, year):
    key = _Service.stamper
    wrong = datetime.datetime(year, 1, 1, tzinfo=datetime.UTC)
    monkeypatch.setattr(_Service, "stamper", DummyTimeStamper(key.tsa_cert, key.tsa_key, fixed_dt=wrong))
    signer = signature.load(office, certificates.PASSPHRASE.encode(), time_stamping)

    with pytest.raises(Faults, match=rf"gives no time \(its time is {year}-01-01 00:00, and this computer's \d+"):
        dict(signer.signed({UX: proved}))


def test_a_time_stamping_service_that_does_not_answer_stops_the_release(proved, office):
    signer = signature.load(office, certificates.PASSPHRASE.encode(), "http://127.0.0.1:9")

    with pytest.raises(Faults, match=r'the time-stamping service "http://127\.0\.0\.1:9" gives no time'):
        dict(signer.signed({UX: proved}))


@pytest.fixture(scope="module")
def issued_signed(readable, office, tmp_path_factory):
    """Six letters, issued with signatures."""
    folder = tmp_path_factory.mktemp("signed")
    workspace = copied(readable, folder / "w")
    (folder / "passphrase").write_text(f"{certificates.PASSPHRASE}\n")
    release(workspace, "--certificate", office, "--passphrase-file", folder / "passphrase")
    return workspace


def verify(folder, *words):
    done = run_command("verify", *words, cwd=folder)
    return done.returncode, done.stdout + done.stderr


def test_an_issue_signed_by_the_office_is_verified_in_an_empty_folder(issued_signed, office, tmp_path):
    at = issued_signed.output("2018") / "issued" / "1"
    for name in (UX, "SHA256SUMS"):
        shutil.copy(at / name, tmp_path / name)

    code, said = verify(tmp_path, UX, "--against", "SHA256SUMS", "--trust", certificates.root_path(office))

    assert code == 0, said
    lines = said.splitlines()
    assert re.fullmatch(
        rf'{UX}: is signed by "Specimen Ombudsman, Letters Office" on \d+ \w+ \d+ at \d\d:\d\d; nothing was changed since',
        lines[0],
    )
    assert lines[1].endswith("it leads to the certificate that you trust")
    assert lines[2].startswith(
        f'{UX}: says that it is "SPECIMEN – a made-up authority: Annual Review letter 2018: Ux County'
    )
    assert (
        "is listed: Annual Review letter 2018, Local Government and Social Care Ombudsman: issue 1, released on "
        in lines[3]
    )
    assert "Complaints and enquiries received" in lines
    assert re.search(r"^ *\d+  Housing$", said, re.MULTILINE)


def test_checksums_that_windows_or_a_mail_program_wrote_anew_are_read(issued_signed, tmp_path):
    at = issued_signed.output("2018") / "issued" / "1"
    lines = (at / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    (tmp_path / "SHA256SUMS").write_bytes(b"\xef\xbb\xbf" + "\r\n".join([*lines, ""]).encode())

    code, said = verify(tmp_path, at / UX, "--against", "SHA256SUMS")

    assert code == 0, said
    assert (
        "is listed: Annual Review letter 2018, Local Government and Social Care Ombudsman: issue 1, released on "
        in said
    )


def test_a_signature_of_somebody_unknown_proves_nothing_by_itself(issued_signed, office, tmp_path):
    shutil.copy(issued_signed.output("2018") / "issued" / "1" / UX, tmp_path / UX)

    code, said = verify(tmp_path, UX)
    trusted = verify(tmp_path, UX, "--trust", certificates.root_path(office))

    assert code == 1
    assert re.search(
        r"is signed on .* by a signer that is not known, whose certificate says "
        r'"Specimen Ombudsman, Letters Office"; nothing was changed since',
        said,
    )
    assert "anybody can make one with this name" in said
    assert trusted[0] == 0


@pytest.mark.parametrize(
    ("how", "code", "said"),
    [
        (lambda content: content, 0, "as it was issued"),
        (
            lambda content: resaved(content, b""),
            1,
            "is not the file that was issued; its figures still agree with the letter to Ux County",
        ),
        (
            lambda content: content + b"\n% stamped\n",
            1,
            "is not the file that was issued: something was added at the end of the letter to Ux",
        ),
        (lambda content: content[: content.index(b"%%EOF") + 6], 1, "without the signature that it was issued with"),
    ],
)
def test_what_was_done_to_a_letter_is_told_as_what_it_is(issued_signed, tmp_path, how, code, said):
    at = issued_signed.output("2018") / "issued" / "1"
    (tmp_path / "held.pdf").write_bytes(how((at / UX).read_bytes()))

    found, printed = verify(issued_signed.root, tmp_path / "held.pdf")

    assert said in printed
    assert found == code or "without the signature" in said


def merged(folder, *names, stamp=False):
    """Letters put into one file after an agenda, as a council's software does; its pages have no tags."""
    with pikepdf.new() as pack:
        pack.add_blank_page(page_size=(595, 842))
        for name in names:
            content = (folder / name).read_bytes()
            with pikepdf.open(BytesIO(content[: content.index(b"%%EOF") + 6])) as letter:
                pack.pages.extend(letter.pages)
        if stamp:
            for each in pack.pages:
                text = b"BT /F1 12 Tf 20 20 Td (Agenda Item 7) Tj ET"
                each.contents_add(pikepdf.Stream(pack, text))
                font = pikepdf.Dictionary(
                    Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
                )
                each.add_resource(font, pikepdf.Name.Font, pikepdf.Name.F1)
        written = BytesIO()
        pack.save(written)
    return written.getvalue()


@pytest.mark.parametrize("stamp", [False, True])
def test_letters_in_an_agenda_pack_are_recognised_by_their_figures(issued_signed, tmp_path, stamp):
    at = issued_signed.output("2018") / "issued" / "1"
    twr = "annual-review-letter-2018-twrwenden-council.pdf"
    (tmp_path / "pack.pdf").write_bytes(merged(at, UX, twr, stamp=stamp))

    code, said = verify(tmp_path, "pack.pdf", "--against", at / "SHA256SUMS")

    assert code == 1
    for name in ("Ux County Council", "Tŵrwenden Council"):
        assert (
            f"is not the file that issue 1 released; its figures still agree with the letter to {name}, issue 1 of 2018"
            in said
        )
    assert said.count("still agree") == 2


def test_a_letter_with_another_figure_is_told_with_the_figure(issued_signed, tmp_path):
    other = Workspace(tmp_path / "w")
    shutil.copytree(issued_signed.root, other.root)
    path = other.data("2018") / "authorities" / "ux-county-council.yaml"
    text = path.read_text(encoding="utf-8")
    was = int(re.search(r"by_authority: (\d+)", text)[1])
    path.write_text(text.replace(f"by_authority: {was}", f"by_authority: {was + 40}"), encoding="utf-8")
    rules = run_command("build", "2018", "--only", "ux", cwd=other.root)
    assert rules.returncode == 0, rules.stderr
    shutil.copy(other.output("2018") / UX, tmp_path / "held.pdf")

    code, said = verify(issued_signed.root, tmp_path / "held.pdf")

    assert code == 1
    assert "and its figures are not those of the letter to Ux County Council" in said
    assert f"Satisfactorily by Authority before LGO Involvement: {was} as issued, {was + 40} here" in said


def test_an_unsigned_letter_proves_nothing_by_itself(issued, tmp_path):
    shutil.copy(issued.output("2018") / "issued" / "1" / UX, tmp_path / UX)

    code, said = verify(tmp_path, UX)

    assert code == 1
    assert f"{UX}: is not signed: nothing in it proves who made it, or that it was not changed" in said
    assert "give --against SHA256SUMS" in said


def test_a_file_that_is_no_pdf_is_no_letter(tmp_path):
    (tmp_path / "x.pdf").write_bytes(b"hello")

    code, said = verify(tmp_path, "x.pdf")

    assert code == 1
    assert "x.pdf: can't be opened: it is no PDF, or a damaged one; it is no letter" in said


def test_a_file_that_is_no_certificate_is_not_trusted(issued_signed, tmp_path):
    (tmp_path / "root.pem").write_bytes(b"hello")
    at = issued_signed.output("2018") / "issued" / "1" / UX

    assert "root.pem: is not a certificate" in verify(Path(tmp_path), at, "--trust", tmp_path / "root.pem")[1]


def test_without_pyhanko_signing_says_what_to_install_and_verifying_what_it_can_not(issued_signed, office, tmp_path):
    at = issued_signed.output("2018") / "issued" / "1"
    (tmp_path / "passphrase").write_text(certificates.PASSPHRASE)
    script = "import sys; sys.modules['pyhanko'] = None; from ombuds_letters.cli import main; main()"
    signing = ["release", "2018", "--by", "Ann", "--certificate", office, "--passphrase-file", tmp_path / "passphrase"]

    said = [
        subprocess.run(
            [sys.executable, "-c", script, *words],
            cwd=issued_signed.root,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
        )
        for words in (signing, ["verify", at / UX, "--against", at / "SHA256SUMS"])
    ]

    assert [each.returncode for each in said] == [1, 1]
    assert "which is not installed; install it with: pip install 'ombuds-letters[signing]'" in said[0].stderr
    assert "is signed, but this needs" in said[1].stdout
    assert "as it was issued" in said[1].stdout
