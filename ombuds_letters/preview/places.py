"""Where things are in the files of a year: the fields of a record or of year.yaml, and text in a template."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..edition import FRAME, Edition
from ..faults import Place
from ..formats import nodes, yaml_reader

_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


def field_places(text: str, path: str, code: str | None) -> Mapping[str, Place]:
    """Where each field of a YAML file is, {"figures.received.housing": Place(…, 13, 14), …}.

    In a file of several records, of the one with this code.
    """
    documents, _ = yaml_reader.documents(text, path)
    for node in documents:
        values = node.entries if isinstance(node, nodes.Mapping) else {}
        own = values.get("code")
        if code is None or (isinstance(own, nodes.Scalar) and own.text == code):
            return dict(_fields_below("", node))
    return {}


def frame_place(edition: Edition, words: str) -> Place | None:
    """The line of an HTML template that has these words outside comments; letter.html.j2 is searched first."""
    templates = [name for name in sorted(edition.files) if name.endswith(".j2")]
    for path in sorted(templates, key=lambda name: not name.endswith(FRAME)):
        name = path.partition("/")[2]
        text = (edition.file(name) or b"").decode("utf-8", "replace")
        uncommented = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
        for number, line in enumerate(uncommented.splitlines(), 1):
            if words in line:
                return edition.place(name, number)
    return None


def _fields_below(field: str, node: nodes.Node) -> Iterator[tuple[str, Place]]:
    if field:
        yield field, node.place
    if isinstance(node, nodes.Mapping):
        for key, value in node.entries.items():
            yield from _fields_below(f"{field}.{key}" if field else key, value)
    elif isinstance(node, nodes.Sequence):
        for number, item in enumerate(node.items, 0 if field.startswith("facts.") else 1):  # as templates count facts
            yield from _fields_below(f"{field}.{number}", item)
