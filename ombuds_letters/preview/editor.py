"""Links that open a file in a person's own editor; the editor saves, and the preview only looks."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from urllib.parse import quote, urlsplit

from ..faults import Place

_SLOTS = frozenset({"path", "line", "column"})
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*")
_REFUSED = frozenset({"", "javascript", "vbscript", "data", "http", "https", "file", "blob", "about"})  # no editor's


class Editor:
    """An editor by the address that it answers to: `Editor("vscode://file/{path}:{line}").address(place)`."""

    def __init__(self, template: str = "") -> None:
        """Without a template no place has an address.

        Raises: ValueError, with what is wrong, for a template that no editor's address can be made of.
        """
        self._template = template
        if not template:
            return
        example = 'write an address like "vscode://file/{path}:{line}:{column}"'
        try:
            slots = {slot for _, slot, form, how in Formatter().parse(template) if slot is not None}
            plain = all(not form and not how for _, _, form, how in Formatter().parse(template))
        except ValueError:  # a single brace
            raise ValueError(f"it has a brace without its pair; {example}") from None
        if "path" not in slots:
            raise ValueError(f"it has no {{path}}; {example}")
        if not slots <= _SLOTS or not plain:
            raise ValueError(f"only {{path}}, {{line}} and {{column}} are filled in; {example}")
        if any(each.isspace() or not each.isprintable() for each in template):
            raise ValueError(f"it has a space; {example}")
        scheme = urlsplit(template).scheme
        if not _SCHEME.fullmatch(scheme) or scheme in _REFUSED:
            raise ValueError(f"it doesn't begin with an editor's own scheme; {example}")

    def address(self, place: Place) -> str:
        """Where a click on a place leads: an address with the file's whole path, its line and column, as the template says.

        A place without a line or column is the first; "" for what is no text file.
        """
        if not self._template or place.sheet is not None or not place.path:
            return ""
        path = Path(place.path).absolute()
        if not path.is_file():
            return ""
        return self._template.format(path=quote(path.as_posix()), line=place.line or 1, column=place.column or 1)
