"""Which encoding a lead file is in: founders do not know, and their programs do not say."""

import codecs
import re
from pathlib import Path
from typing import Final

from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.work import Work

_HEAD_BYTES: Final = 256 * 1024
_BLOCK_BYTES: Final = 1024 * 1024  # each read gives the interpreter lock away: not too many
_PIECE: Final = 32 * 1024  # the memory of a bigger text is given back to the system each time
_BROKEN: Final = "\N{REPLACEMENT CHARACTER}"

_CONTROLS: Final = tuple(code for code in range(32) if code not in b"\t\n\v\f\r")
_NOT_TEXT: Final = {
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
    b"\x89PNG": "a picture",
    b"SQLite format 3": "a database",
}
# Text that is no table, by how it begins: behind white space, in any case.
_NO_TABLE: Final = (
    (re.compile(rb"<(!doctype html|html|head|table|meta)\b"), "a web page"),
    (re.compile(rb"<\?xml\b"), "an XML file"),
    (re.compile(rb"\{\\rtf"), "a text document (RTF)"),
    (re.compile(rb"\[\s*\{|\{\s*[\"}]"), "a JSON file"),
    (re.compile(rb"begin:vcard\b"), "an address card (vCard)"),
)
# Single-byte encodings that spreadsheets of the last thirty years wrote, and the wide ones of Asia.
_LEGACY: Final = (
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "mac_roman",
    "cp932",
    "gb18030",
    "big5",
    "cp949",
)
# "Wa³êsa": a sign within a word betrays that the text was read with the wrong table.
_symbol_in_word = re.compile(
    r"[^\W\d_][\u0080-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf][^\W\d_]"
).search


def find_encoding(path: Path, work: Work) -> str:
    """The encoding of a text file, found by its first bytes, then by trying UTF-8 on all of it.

    Returns:
        A name Python knows; "utf-8-sig" and "utf-16" when the file says so itself.

    Raises:
        InvalidInput: It is not a text file.
        OSError: It cannot be read.
        Cancelled: The work was cancelled.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        if kind := _kind_of_no_table(head):
            raise InvalidInput(
                f"The file “{path.name}” is {kind}, not a CSV file.",
                next_step="Export your leads as CSV, or open it in your spreadsheet program and "
                "save it as CSV (UTF-8).",
                field="file",
            )
        if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
            return "utf-32"
        if head.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if wide := _utf16_without_mark(head):
            return wide
        if sum(map(head.count, _CONTROLS)) > len(head) // 20:
            raise InvalidInput(
                f"The file “{path.name}” is not a text file.",
                next_step="Export your leads as CSV and choose that file.",
                field="file",
            )
        decoder = codecs.getincrementaldecoder("utf-8")()
        block = head
        try:
            while block:
                work.check()
                for start in range(0, len(block), _PIECE):
                    decoder.decode(block[start : start + _PIECE])
                block = file.read(_BLOCK_BYTES)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return _encoding_beyond_utf8(head + block if block is not head else head)
    return "utf-8"


def _kind_of_no_table(head: bytes) -> str:
    """What a file is that is not a table of text; "" when it may be one."""
    for magic, name in _NOT_TEXT.items():
        if head.startswith(magic):
            return name
    begun = head[:1_000].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    return next((name for begins, name in _NO_TABLE if begins.match(begun)), "")


def _utf16_without_mark(head: bytes) -> str:
    """UTF-16 without its mark, "" when it is not that.

    One byte of each Latin letter, delimiter and line's end is zero, always the same of the two;
    the letters of other scripts have none.
    """
    head = head[: len(head) // 2 * 2]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if even + odd < len(head) / 20 or min(even, odd) > max(even, odd) / 50:
        return ""
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    try:
        codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        return ""
    return encoding


def _encoding_beyond_utf8(sample: bytes) -> str:
    """The encoding of text that is not clean UTF-8.

    UTF-8 with a few broken bytes stays UTF-8. Otherwise cp1252, which most spreadsheets write,
    unless another reading is clearly more like human text.
    """
    as_utf8 = sample.decode("utf-8", errors="replace")
    broken = as_utf8.count(_BROKEN)
    if sum(not c.isascii() for c in as_utf8) > 4 * broken:
        return "utf-8"
    from charset_normalizer import from_bytes  # slow to import, rarely needed

    lines = [line for line in sample.splitlines() if not line.isascii()]
    matches = from_bytes(b"\n".join(lines[:500]), cp_isolation=list(_LEGACY))
    best = matches.best()
    if best is None:
        return "cp1252"
    for match in matches:
        if "cp1252" in match.could_be_from_charset:
            alike = match.chaos <= best.chaos + 0.03 and match.coherence >= best.coherence - 0.05
            if alike and not _symbol_in_word(str(match)):
                return "cp1252"
    others = (match for match in matches if "cp1252" not in match.could_be_from_charset)
    return next((match.encoding for match in others), "cp1252")
