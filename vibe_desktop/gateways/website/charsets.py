"""Which characters the bytes of a page stand for."""

import codecs
import re

_META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.\-]+)", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_AS_BROWSERS_DO = {"iso8859-1": "cp1252", "ascii": "cp1252", "shift_jis": "cp932", "gb2312": "gbk"}
"""Python's name to what browsers take it for (encoding.spec.whatwg.org, "Names and labels")."""
_LOOKED_AT = 4096
_DOCUMENTS = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a packed file"),
    (b"\x1f\x8b", "a packed file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
_FEED = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL)
_NO_TEXT = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
"""Control characters that no text has; ESC begins a shift in ISO-2022-JP."""
_MOST_CONTROLS = 1 / 100


def not_a_page(body: bytes) -> str:
    """What the bytes are when they are no page, whatever their label says; "" for a page.

    Returns:
        Words for a sentence: "a PDF file", "a news feed", "data that is no text".
    """
    for mark, words in _DOCUMENTS:
        if body.startswith(mark):
            return words
    if _FEED.match(body[:_LOOKED_AT]):
        return "a news feed"
    if body.startswith(tuple(mark for mark, _ in _BOMS)):
        return ""
    looked_at = body[:_LOOKED_AT]
    controls = len(looked_at) - len(looked_at.translate(None, _NO_TEXT))
    return "data that is no text" if controls > len(looked_at) * _MOST_CONTROLS else ""


def decode(body: bytes, header_charset: str = "") -> str:
    """The text of a page. Never fails.

    Goes by the byte order mark, then the HTTP header, then `<meta>`, then UTF-8, then a guess. A
    declared charset that does not fit the bytes is not believed.
    """
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(charset, errors="replace")
    declared = [header_charset]
    if match := _META.search(body[:_LOOKED_AT]):
        declared.append(match[1].decode("ascii"))
    for name in (*declared, "utf-8"):
        charset = _python_name(name)
        if charset:
            try:
                return body.decode(charset)
            except UnicodeDecodeError:
                continue
    if charset := _python_name(declared[0] or declared[-1]):
        # A single broken byte is likelier than a wrong declaration.
        text = body.decode(charset, errors="replace")
        if text.count("\ufffd") <= len(text) // 200:
            return text
    return _guess(body)


def _python_name(name: str) -> str:
    try:
        found = codecs.lookup(name.strip()).name if name.strip() else ""
    except LookupError:
        return ""
    # A page that declares UTF-16 in readable ASCII is not UTF-16.
    found = "utf-8" if found.startswith("utf-16") else found
    return _AS_BROWSERS_DO.get(found, found)


def _guess(body: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(body[:100_000]).best()
    return body.decode(best.encoding if best else "cp1252", errors="replace")
