"""Word (.docx) and OpenDocument (.odt): paragraphs, with tables, footnotes and running heads apart."""

import re
from typing import TYPE_CHECKING, NamedTuple

from lib.corpus.readers import archive
from lib.corpus.readers.parts import Aside, Line, Unreadable, count_words, short

if TYPE_CHECKING:  # lxml is imported where a file asks for it
    from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_SIGNS = {  # elements that are a sign
    f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}softHyphen": "\u00ad",
    f"{_TEXT}tab": "\t", f"{_TEXT}s": " ", f"{_TEXT}line-break": "\n", f"{_TEXT}soft-hyphen": "\u00ad",
}  # fmt: skip
_SKIPPED = {  # what was struck out, what is said twice, remarks in the margin
    *(f"{_W}{name}" for name in ("del", "moveFrom", "pPrChange", "rPrChange")),
    f"{_MC}Fallback", f"{_OFFICE}annotation", f"{_TEXT}tracked-changes", f"{_TEXT}table-of-content-source",
}  # fmt: skip
_PARAGRAPHS = {f"{_W}p", f"{_TEXT}p", f"{_TEXT}h"}
_TABLES = {f"{_W}tbl", f"{_TABLE}table"}
_ROWS = {f"{_W}tr", f"{_TABLE}table-row"}
_CELLS = {f"{_W}tc", f"{_TABLE}table-cell"}
_LONG = 40  # words of a cell that make its table a page's layout


class Pages(NamedTuple):
    """A document as lines."""

    lines: list[Line]
    aside: list[Aside]
    notes: list[str]


def docx(raw: bytes) -> Pages:
    """A Word file. Raises Unreadable."""
    packed = archive.opened(raw, "Word file")
    main = archive.unpacked(packed, "word/document.xml", "Word file")
    if not main:
        raise Unreadable("it is no Word file, though its name ends so; save it as .docx")
    foot = {}
    for name in ("footnotes", "endnotes"):
        if content := archive.unpacked(packed, f"word/{name}.xml", "Word file"):
            foot[name] = _foot(content, f"{_W}{name[:-1]}")
    walk = _Walk(foot)
    walk.through(main)
    heads = [name for name in packed.namelist() if re.fullmatch(r"word/(?:header|footer)[0-9]{0,3}\.xml", name)]
    aside = list(walk.aside)
    for name in sorted(heads)[:30]:
        inner = _Walk({})
        inner.through(archive.unpacked(packed, name, "Word file"))
        aside += [Aside("page header", line.text) for line in inner.lines]
    return Pages(walk.lines + walk.notes, list(dict.fromkeys(aside)), [])


def odt(raw: bytes) -> Pages:
    """An OpenDocument text. Raises Unreadable."""
    packed = archive.opened(raw, "OpenDocument file")
    main = archive.unpacked(packed, "content.xml", "OpenDocument file")
    if not main:
        raise Unreadable("it is no OpenDocument text, though its name ends so; save it as .docx or .odt")
    walk = _Walk({}, mixed=True)
    walk.through(main)
    return Pages(walk.lines + walk.notes, walk.aside, [])


def parsed(content: bytes, what: str) -> "etree._Element":
    """The root of an XML part; entities are not resolved, nothing is fetched."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable(f"its {what} is broken ({short(error)}); save it anew") from error
    if root.getroottree().docinfo.doctype:  # entities, of which some would be lost and some are traps
        raise Unreadable(f"its {what} declares entities, as none does that an office program wrote; save it anew")
    return root


def _foot(content, tag):
    """{id: text} of footnotes, without those that only draw a line."""
    found = {}
    for note in parsed(content, "Word file").iter(tag):
        if note.get(f"{_W}type") is None:
            inner = _Walk({})
            inner.walk(note)
            found[note.get(f"{_W}id")] = " ".join(line.text for line in inner.lines)
    return found


class _Walk:
    """Paragraph by paragraph, without recursion."""

    def __init__(self, foot, mixed=False):
        self._mixed = mixed  # text stands between elements, not in elements of its own
        self.lines, self.notes, self.aside = [], [], []
        self._foot, self._open, self._styles, self._skip = foot, [], [], 0
        self._tables, self._note = [], []  # rows of open tables; how deep each open footnote stands

    def through(self, content):
        if content:
            self.walk(parsed(content, "text"))

    def walk(self, root):
        from lxml import etree

        for event, element in etree.iterwalk(root, events=("start", "end")):
            (self._opens if event == "start" else self._closes)(element)
        if not any(line.text for line in self.lines):  # all of it stands in tables
            self.lines = [Line(text) for a in self.aside if a.kind == "table" for text in a.text.split("\n")]
            self.aside = [a for a in self.aside if a.kind != "table"]

    def _opens(self, element):
        tag = element.tag
        if tag in _SKIPPED:
            self._skip += 1
        if self._skip:
            return
        if tag in _PARAGRAPHS:
            self._open.append([])
            self._styles.append("")
        elif tag == f"{_W}pStyle" and self._styles:
            self._styles[-1] = element.get(f"{_W}val") or ""
        elif tag in _TABLES:
            self._tables.append([])
        elif tag in _ROWS and self._tables:
            self._tables[-1].append([])
        elif tag in _CELLS and self._tables and self._tables[-1]:
            self._tables[-1][-1].append([])
        elif tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
            self._refer(self._foot.get("footnotes" if "foot" in tag else "endnotes", {}).get(element.get(f"{_W}id")))
        if tag == f"{_TEXT}note":
            self._note.append(len(self._open))
        if tag in _SIGNS:
            self._add(_SIGNS[tag])
        if self._mixed or tag == f"{_W}t":
            self._add(element.text)

    def _closes(self, element):
        tag = element.tag
        if tag in _SKIPPED:
            self._skip -= 1
        elif not self._skip:
            if tag in _PARAGRAPHS:
                self._end_paragraph("".join(self._open.pop()), self._styles.pop())
            elif tag in _TABLES:
                self._end_table(self._tables.pop())
            elif tag == f"{_TEXT}note":
                self._note.pop()
        if self._mixed:
            self._add(element.tail)

    def _add(self, text):
        if text and self._open and not self._skip:
            if self._note and len(self._open) <= self._note[-1]:
                return  # the number of a footnote
            self._open[-1].append(text)

    def _refer(self, note):
        if note:
            self._add(self._noted(note))

    def _noted(self, note):
        """The mark of a footnote, which is put behind the text."""
        mark = f"[{len(self.notes) + 1}]"
        self.notes.append(Line(f"{mark} {note}"))
        return mark

    def _end_paragraph(self, text, style):
        pieces = [Line(piece.strip(), style) for piece in text.split("\n")]
        pieces = [line for line in pieces if line.text] or [Line("")]
        if self._note:
            mark = self._noted(" ".join(line.text for line in pieces))
            if self._open:
                self._open[self._note[-1] - 1].append(mark)
        else:
            self._put(pieces)

    def _put(self, lines):
        """Lines go to the open cell of a table, else to the document."""
        cells = self._tables[-1][-1] if self._tables and self._tables[-1] else []
        if cells:
            cells[-1] += lines
        else:
            self.lines += lines

    def _end_table(self, rows):
        cells = [cell for row in rows for cell in row]
        long = any(count_words(line.text) >= _LONG for cell in cells for line in cell)
        if long or any(sum(bool(line.text) for line in cell) > 3 for cell in cells):  # the layout of a page
            self._put([line for cell in cells for line in cell])
            return
        shown = [" | ".join(" ".join(line.text for line in cell if line.text) for cell in row) for row in rows]
        text = "\n".join(row for row in shown if row.strip(" |"))
        if text:
            self.aside.append(Aside("table", text))
