"""Rich Text Format: its paragraphs, with running heads and footnotes apart. Nothing embedded is opened."""

import re

from lib.corpus.readers.parts import CONTROL, Aside, Line, Unreadable, sound
from lib.corpus.readers.word import Pages

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})?[ ]?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z'])"
    r"|(?P<brace>[{}])|(?P<break>[\r\n]+)|(?P<text>[^\\{}\r\n]+)|(?P<stray>\\)"
)
_SIGNS = {
    "par": "\n", "sect": "\n", "page": "\n", "line": "\n", "row": "\n", "cell": "\t", "tab": "\t", "emdash": "\u2014",
    "endash": "\u2013", "bullet": "\u2022", "lquote": "\u2018", "rquote": "\u2019", "ldblquote": "\u201c",
    "rdblquote": "\u201d", "emspace": " ", "enspace": " ", "nestcell": "\t", "nestrow": "\n",
}  # fmt: skip
_ESCAPED = {"{": "{", "}": "}", "\\": "\\", "~": "\u00a0", "_": "\u2011", "-": "\u00ad", "\r": "\n", "\n": "\n"}
_HEADS = {"header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"}
_UNSEEN = set(
    "fonttbl colortbl stylesheet info pict object themedata colorschememapping datastore listtable listoverridetable"
    " generator xmlnstbl latentstyles revtbl rsidtbl fldinst bkmkstart bkmkend annotation atnid atnauthor atndate"
    " shpinst nonshppict sp pntext filetbl ftnsep ftnsepc aftnsep aftnsepc tc xe txe nonesttables".split()
)
_SHOWN = {"fldrslt", "shptxt", "footnote"}  # behind \*, and yet to be read
_CHARSETS = {77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5", 161: "cp1253",
             162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
             204: "cp1251", 222: "cp874", 238: "cp1250"}  # fmt: skip
_DEEPEST = 10_000


def rtf(raw: bytes) -> Pages:
    """The lines of an RTF. Raises Unreadable."""
    raw = raw.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not raw.startswith(b"{\\rtf"):
        raise Unreadable("it is no RTF, though its name ends so; save it as .docx or .txt")
    parser = _Parser()
    for match in _TOKEN.finditer(raw.decode("latin-1")):
        parser.take(match)
    parser.flush()
    lines = [Line(line.strip()) for line in CONTROL.sub(" ", sound("".join(parser.out["body"]))).split("\n")]
    heads = " ".join("".join(parser.out["head"]).split())
    notes = [note for note in (" ".join(n.split()) for n in "".join(parser.out["note"]).split("\f")) if note]
    lines += [Line(f"[{i}] {note}") for i, note in enumerate(notes, 1)]
    return Pages(
        lines,
        [Aside("page header", heads)] if heads else [],
        [] if parser.sound and not parser.stack else ["breaks off: its braces do not close; look at its end"],
    )


class _Parser:
    def __init__(self):
        self.out = {"body": [], "head": [], "note": []}
        self.sound, self.n_notes = True, 0
        self.stack, self._where, self._star = [], "body", False
        self._page, self._fonts, self._font = "cp1252", {}, None
        self._skip, self._uc, self._bytes = 0, 1, bytearray()

    def take(self, match):
        kind = match.lastgroup if match.lastgroup != "number" else "word"
        if kind == "byte":
            if self._skip:
                self._skip -= 1
            else:
                self._put(bytes.fromhex(match["byte"]))
            return
        if kind == "break":
            return
        if kind == "text":
            text = match["text"]
            if self._skip:
                text, self._skip = text[self._skip :], max(0, self._skip - len(text))
            self._put(text.encode("latin-1"))
            return
        self.flush()
        if kind == "brace":
            self._brace(match["brace"])
        elif kind == "sign":
            self._sign(match["sign"])
        elif kind == "word":
            self._word(match["word"], int(match["number"]) if match["number"] else None)

    def _put(self, raw):
        if self._where != "none":
            self._bytes += raw

    def _say(self, text):
        if self._where != "none":
            self.out[self._where].append(text)

    def flush(self):
        """Write the bytes under way in the code page of their font."""
        if self._bytes:
            codec = self._fonts.get(self._font) or self._page
            try:
                text = self._bytes.decode(codec, "replace")
            except LookupError:
                text = self._bytes.decode("cp1252", "replace")
            self._say(text)
            self._bytes = bytearray()

    def _brace(self, brace):
        if brace == "{":
            if len(self.stack) >= _DEEPEST:
                raise Unreadable("its RTF is nested without end; save its text as .txt")
            self.stack.append((self._where, self._font, self._uc))
        elif self.stack:
            before = self._where
            self._where, self._font, self._uc = self.stack.pop()
            if before == "note" and self._where != "note":
                self.out["note"].append("\f")
        else:
            self.sound = False
        self._star = False

    def _sign(self, sign):
        self._star = sign == "*"
        self._say(_ESCAPED.get(sign, ""))

    def _word(self, word, number):
        star, self._star = self._star, False
        if word in _UNSEEN or (star and word not in _SHOWN):
            self._where = "none"
        elif word in _HEADS and self._where != "none":
            self._where = "head"
        elif word == "footnote" and self._where == "body":
            self.n_notes += 1
            self._say(f"[{self.n_notes}]")
            self._where = "note"
        elif word == "ansicpg" and number:
            self._page = f"cp{number}" if number != 10000 else "mac_roman"
        elif word == "f":
            self._font = number
        elif word == "fcharset" and number in _CHARSETS:
            self._fonts[self._font] = _CHARSETS[number]
        elif word == "uc":
            self._uc = min(number or 0, 10)
        elif word == "u" and number is not None:
            self._say(chr(number % 65536))
            self._skip = self._uc
        elif word in _SIGNS:
            self._say(_SIGNS[word])
        elif word == "bin":
            raise Unreadable("its RTF holds raw bytes; save it as .docx or .txt")
