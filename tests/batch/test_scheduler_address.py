"""Which schedulers are used at all: whoever can send to one has anything run."""

import pytest

from ombuds_letters.batch import cluster
from ombuds_letters.batch.scheduler_address import TlsFiles
from ombuds_letters.faults import Faults


def refused(address, tls=None):
    with pytest.raises(Faults) as caught, cluster.connected(address, tls):
        pass
    return str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        "tcp://10.0.0.1:8786",
        "tcp://scheduler:8786",
        "scheduler:8786",
        "tcp://0.0.0.0:8786",
        "tcp://[::]:8786",
        "tcp://localhost.example.org:8786",
        "tcp://127.0.0.1.example.org:8786",
    ],
)
def test_nothing_is_sent_unencrypted_to_another_computer(address):
    host = address.removeprefix("tcp://")

    assert refused(address) == (
        f'--scheduler: is "{address}", which is neither encrypted nor on this computer, so that anybody could send programs '
        f"to run; use tls://{host}"
    )


@pytest.mark.parametrize(
    "address", ["", "host", "ucx://host:1", "tls://host", "tls://host:port", "tcp://me@127.0.0.1:1"]
)
def test_what_is_no_address_is_reported(address):
    assert refused(address) == (
        f'--scheduler: is "{address}", which is not the address of a scheduler; write tls://HOST:8786'
    )


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "127.0.0.2:1", "tcp://localhost:1"])
def test_this_computer_needs_no_certificate(address):
    assert refused(address) == (
        f'--scheduler: "{address}" can\'t be reached (Connection refused); is it running there, and do its certificates and '
        "yours have the same authority?"
    )


def test_without_certificates_there_is_no_tls(monkeypatch):
    assert refused("tls://127.0.0.1:1") == (
        "--scheduler: needs a certificate for tls://; name the files with --tls-ca-file, --tls-cert and --tls-key, or in "
        "dask's configuration"
    )


def test_a_certificate_that_is_missing_or_none_is_reported_at_its_file(tmp_path):
    note = tmp_path / "note.pem"
    note.write_text("not a certificate\n")
    missing = tmp_path / "missing.pem"

    assert refused("tls://127.0.0.1:1", TlsFiles(missing, note, note)) == (
        f"{missing}: can't be used as authority (No such file or directory); name the PEM files of this cluster"
    )
    assert refused("tls://127.0.0.1:1", TlsFiles(note, note, note)) == (
        f"{note}: can't be used as authority (it has no certificate); name the PEM files of this cluster"
    )
