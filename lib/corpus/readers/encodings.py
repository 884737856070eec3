"""Bytes to characters: which encoding a file is in, and whether it holds a text at all."""

import codecs
import re
import unicodedata

from lib.corpus.readers.parts import Unreadable

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What charset-normalizer may choose from: what news is written in. Left to its hundred tables it
# puts cp775, of the Baltic, before cp1252 for an English text with one "é".
_LEGACY = ["cp1252", "cp1251", "gb18030", "big5", "cp932", "euc_jp", "cp949", "koi8_r", "cp1250", "cp1253", "cp1256"]
_NAMED = re.compile(r"(?:cp|iso8859|gb|big5|euc|shift_jis|koi8|mac)[\w-]*")
_LATIN = ("iso8859-1", "ascii")  # what pages call cp1252
_HIGH = re.compile(rb"[\x80-\xff]")
# As many of these are no text. A backspace between two characters is: so printers made bold and underlined letters.
_ODD = re.compile("[\x00-\x07\x0e-\x1a\x1c-\x1f\x7f\ufffd]|(?<![^\x00-\x20])\x08|\x08(?![^\x00-\x20])")
SAMPLE = 60_000  # bytes from which a legacy encoding is guessed


def decode(raw: bytes, named: str | None = None) -> tuple[str, str, str]:
    """Bytes as text.

    Args:
        raw: the bytes.
        named: the encoding that the file itself names, if any; taken where the bytes are no UTF-8.
    Returns:
        (text, encoding, note): note says what was guessed or lost, "" if nothing. A byte
        order mark stays in a UTF-8 text, where each span must hold in the file.
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _lenient(raw[len(mark) :], encoding)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        encoding = _wide(raw)
        if encoding or _is_nearly_utf8(raw, error):
            return _lenient(raw, encoding or "utf-8")
    else:
        encoding = _wide(raw) if "\0" in text and _is_odd(text) else None
        return _lenient(raw, encoding) if encoding else (text, "utf-8", "")
    known = _known(named)
    text, encoding, note = _lenient(raw, known or _legacy(raw))
    guess = (
        "" if known else f"is not UTF-8: it was read as {encoding}, which is a guess; look at it, or save it as UTF-8"
    )
    return text, encoding, "; ".join(filter(None, (guess, note)))


def text_of(raw: bytes, named: str | None = None) -> tuple[str, list[str]]:
    """The text of a file without a byte order mark, and what there is to say of it. Raises Unreadable: it is none."""
    text, _, note = decode(raw, named)
    refuse_binary(text)
    return text.removeprefix("\ufeff"), [note] if note else []


def _lenient(raw, encoding):
    text = raw.decode(encoding, "replace")
    lost = text.count("\ufffd") - (raw.count(b"\xef\xbf\xbd") if encoding == "utf-8" else 0)
    note = f"has {lost} broken character(s) for {encoding}, which stand as U+FFFD; look at its end, it may be cut off"
    return text, encoding, note if lost > 0 else ""


def _wide(raw):
    """UTF-16 without a mark, known by its blanks and stops, or None."""
    sample = raw[: SAMPLE // 2 * 2]
    scores = {}
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        odd = sum(unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs") and char not in "\t\n\r\f" for char in text)
        if 50 * (odd + text.count("\ufffd")) <= len(text):
            scores[encoding] = sum(char in " \n\r,.\u3001\u3002\uff0c" for char in text)
    best = max(scores, key=scores.get, default=None)
    return best if best and scores[best] else None


def _is_nearly_utf8(raw, error):
    """Cut off in the middle of a character, or one broken byte among many sound characters?"""
    if error.reason == "unexpected end of data" and len(raw) - error.start < 4:
        return True
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return 10 * broken <= sum(not char.isascii() for char in text) - broken


def _known(named):
    """The codec of that name if it is a legacy one (never punycode or unicode_escape), else None."""
    try:
        name = codecs.lookup(named).name
    except (LookupError, TypeError, ValueError):
        return None
    return "cp1252" if name in _LATIN else name if _NAMED.fullmatch(name) else None


def _legacy(raw):
    """The likeliest of _LEGACY, judged from where the first byte beyond ASCII stands."""
    from charset_normalizer import from_bytes

    start = _HIGH.search(raw).start()
    sample = raw[max(0, start - 1000) : start + SAMPLE]
    if start + SAMPLE < len(raw):  # not in the middle of a character of two bytes
        sample = sample[: max(sample.rfind(b" "), sample.rfind(b"\n")) + 1 or None]
    high = [match.start() for match in _HIGH.finditer(sample)]
    places = set(high)
    alone = sum(place - 1 not in places and place + 1 not in places for place in high)
    if 2 * alone >= len(high):  # é among plain letters: Western, as English texts are
        return "cp1252"
    best = from_bytes(sample, cp_isolation=_LEGACY).best()
    return best.encoding if best else "cp1252"


def refuse_binary(text: str) -> None:
    """Raise Unreadable where characters say that it is no text."""
    if 50 * text.count("\0") > len(text):  # fewer are slips, which lib.text mends like other control characters
        raise Unreadable("it holds NUL bytes, so it is not a text; save it as UTF-8 text")
    if _is_odd(text):
        odd = sum(1 for _ in _ODD.finditer(text))
        raise Unreadable(f"{odd} of its {len(text)} characters are none that a text has; save it as UTF-8 text")


def _is_odd(text):
    """More than one in twenty characters is none that a text has."""
    return 20 * sum(1 for _ in _ODD.finditer(text)) > len(text)
