"""Where each character of a page's texts is."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from typing import Any

import pypdfium2.raw as pdfium

from .page_content import LINE_END_HYPHEN, Box

CharacterBoxes = Mapping[int, tuple[tuple[str, Box], ...]]  # the characters of each text, by the text's `order`


def boxes_of_page(page: Any, textpage: Any) -> CharacterBoxes:
    """The characters of every text of a page that PDFium has open, each with a box as high as its line.

    Characters that PDFium adds where it sees a space or the end of a line belong to no text, and are left out.
    """
    objects = range(pdfium.FPDFPage_CountObjects(page))
    orders = {_address(pdfium.FPDFPage_GetObject(page, order)): order for order in objects}
    found: dict[int, list[tuple[str, Box]]] = {}
    bounds = pdfium.FS_RECTF()
    for index in range(max(0, pdfium.FPDFText_CountChars(textpage))):
        order = orders.get(_address(pdfium.FPDFText_GetTextObject(textpage, index)))
        if order is not None and pdfium.FPDFText_GetLooseCharBox(textpage, index, bounds):
            character = chr(pdfium.FPDFText_GetUnicode(textpage, index)).translate(LINE_END_HYPHEN)
            box = Box(bounds.left, bounds.bottom, bounds.right, bounds.top)
            found.setdefault(order, []).append((character, box))
    return {order: tuple(characters) for order, characters in found.items()}


def _address(pointer: Any) -> int | None:
    return ctypes.cast(pointer, ctypes.c_void_p).value
