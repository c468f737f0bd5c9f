"""PDF objects as bytes: numbers as pydyf writes them, streams that every reader measures right."""

import deflate
import pydyf
from hypothesis import given
from hypothesis import strategies as st

from ombuds_letters.pdf import objects


@given(st.floats(-1e5, 1e5))
def test_a_coordinate_is_written_as_pydyf_writes_it(value):
    assert objects.coordinate(value) == pydyf.Array([value]).data[1:-1]


def test_a_stream_that_compresses_to_a_final_carriage_return_is_not_compressed():
    raw = next(
        text for text in map(bytes, zip(range(256))) if deflate.zlib_compress(text, objects.SMALL).endswith(b"\r")
    )

    written = objects.stream_small(7, raw)

    assert written == b"7 0 obj\n<</Length %d>>\nstream\n%b\nendstream\nendobj\n" % (len(raw), raw)
