"""Read an executed notebook for the site: code folded, alt text where myst-nb looks for it, and under the figure; a
table's rows lead
to their places in the articles, and a link under it to its CSV.

    python -m lib.site.dressing notebooks/00-overview.ipynb .github/overview.png     # the README's picture
"""

import base64
import html
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import nbformat

from lib.show.downloads import TOLD, file_name
from lib.show.tables import STYLE, quoted
from lib.site.explorer import address
from lib.site.reading import page

_HEAD = re.compile(r'<th scope="col"[^>]*>(.*?)</th>')
_ROW = re.compile(
    r'<tr(?: data-place="([^"]*)")?><t[hd].*?</tr>', re.DOTALL
)  # the row of the heads is broken over lines
_CELL = re.compile(r"(<t[hd][^>]*>)(.*?)(</t[hd]>)", re.DOTALL)
_NOTEBOOK = re.compile(r"\]\(((?:\.\./)?(?:[0-9]{2}-|appendix/)[\w-]+)\.ipynb")  # a link to one of the notebooks
QUOTING = ("surface", "keyword", "quote", "alias", "opening", "text")  # columns that a reader would click
PLACES = [
    (f"article_{a}", f"start{x}", f"end{x}", [f"{name}{x}" for name in QUOTING]) for a, x in (("a", "_a"), ("b", "_b"))
]
WORDS = {"term", "word"}  # columns whose words somebody would look up
PLACES = [("article_id", "start", "end", list(QUOTING)), *PLACES]
PLACES.append(("article_id", "speaker_start", "speaker_end", ["speaker"]))  # where who speaks is named


def dress(source: str, pages: Iterable[str] = ()) -> nbformat.NotebookNode:
    """The notebook in `source` (JSON text), dressed for the site; myst-nb calls this for each page.

    Args:
        pages: names of the pages of articles (lib.site.reading.page) that the site has.
    """
    notebook = nbformat.reads(source, as_version=4)
    notebook.cells = _gathered(notebook.cells)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            alt = output.get("metadata", {}).get("image/png", {}).get("alt")
            if alt:
                cell.metadata["mystnb"] = {"image": {"alt": alt}, "figure": {"caption": quoted(alt)}}
            data = output.get("data", {})
            if "text/markdown" in data:  # Sphinx resolves links of a page's own text alone
                data["text/markdown"] = _NOTEBOOK.sub(r"](\1.html", data["text/markdown"])
            if "text/html" in data and TOLD.fullmatch(data["text/plain"]):
                table = with_places(data["text/html"].removeprefix(STYLE), set(pages))
                table = with_words(table) if pages else table
                data["text/html"] = with_download(table, data["text/plain"])
    return notebook


def _gathered(cells):
    """The code of each section in one folded cell at its end: on the site people read, and open one fold to check."""
    gathered, sources = [], []
    for cell in [*cells, None]:
        heading = cell is None or (cell.cell_type == "markdown" and cell.source.startswith("#"))
        told = cell is None or any(map(_has_picture_or_table, gathered))  # a finding comes before the first fold
        if heading and sources and told:
            code = nbformat.v4.new_code_cell("\n\n".join(sources), id=f"code-{len(gathered)}")
            code.metadata["tags"] = ["hide-input"]
            gathered.append(code)
            sources = []
        if cell is not None and cell.cell_type == "code":
            sources.append(cell.source)
            cell.metadata["tags"] = [*cell.metadata.get("tags", []), "remove-input"]
        if cell is not None and (cell.cell_type == "markdown" or cell.outputs):
            gathered.append(cell)
    return gathered


def _has_picture_or_table(cell):
    return any({"image/png", "text/html"} & {*output.get("data", {})} for output in cell.get("outputs", []))


def with_download(table: str, told: str) -> str:
    """A table in a box that scrolls by itself, with a link under it to its CSV, which lies in tables/.

    Args:
        told: its plain text.
    """
    caption, rows, _ = TOLD.fullmatch(told).groups()
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{html.escape(caption)}">{table}</div>'
        f'<p class="download"><a download href="tables/{file_name(told)}">'
        f"Download this table (CSV, {rows} row{'' if rows == '1' else 's'})</a></p>"
    )


def with_places(table: str, pages: set[str]) -> str:
    """The table of lib.show.tables.to_html; rows with article_id, start, end (or article_a, start_a, end_a ...), in
    sight or not, lead there, and the speaker of a row with speaker_start and speaker_end to where she is named.
    """
    heads = [html.unescape(head) for head in _HEAD.findall(table)]
    keys = [key for key in PLACES if {*key[:3]} <= {*heads}]

    def linked(row):
        cells = [list(cell) for cell in _CELL.findall(row.group())]
        found = [([html.unescape(cells[heads.index(n)][1]) for n in names], names, q) for *names, q in keys]
        if row.group(1):
            found.append((html.unescape(row.group(1)).rsplit(" ", 2), ["", "", ""], QUOTING))
        for (article, start, end), names, quoting in found:
            if page(article) not in pages or not (start.isdecimal() and end.isdecimal()):
                continue
            address = html.escape(f"articles/{page(article)}.html#c{start}-{end}")
            label = html.escape(f"{article}, characters {start} to {end}: show in the article")
            quotes = [name for name in quoting if name in heads][:1]
            for cell in (cells[heads.index(name)] for name in (names[1], *quotes) if name):
                told = f' aria-label="{label}"' if cell[1] == start else ""
                cell[1] = f'<a class="place" href="{address}"{told}>{cell[1]}</a>' if cell[1] else ""
        return f"<tr>{''.join(part for cell in cells for part in cell)}</tr>"

    return _ROW.sub(linked, table) if pages and (keys or "<tr data-place=" in table) else table


def with_words(table: str) -> str:
    """The table of lib.show.tables.to_html; words in a column for them lead to the word explorer."""
    heads = [html.unescape(head) for head in _HEAD.findall(table)]

    def linked(row):
        cells = [list(cell) for cell in _CELL.findall(row.group())]
        if 'scope="col"' in row.group():
            return row.group()
        for head, cell in zip(heads, cells, strict=False):
            if head in WORDS and cell[1] and "<" not in cell[1]:
                cell[1] = f'<a class="place" href="words.html{address(html.unescape(cell[1]))}">{cell[1]}</a>'
        opened = row.group()[: row.group().index(">") + 1]
        return f"{opened}{''.join(part for cell in cells for part in cell)}</tr>"

    return _ROW.sub(linked, table) if {*heads} & WORDS else table


def findings(source: str) -> list[str]:
    """What an executed notebook (JSON text) found: its Markdown results that begin with a headline in bold and lead
    to another notebook.
    """
    cells = nbformat.reads(source, as_version=4).cells
    said = ["".join(o.get("data", {}).get("text/markdown", "")) for cell in cells for o in cell.get("outputs", [])]
    return [text for text in said if text.startswith("**") and ".ipynb)" in text]


def picture(path: str | Path) -> bytes:
    """The first figure of an executed notebook, as the bytes of a PNG."""
    outputs = [output for cell in nbformat.read(path, as_version=4).cells for output in cell.get("outputs", [])]
    return base64.b64decode(next(o["data"]["image/png"] for o in outputs if "image/png" in o.get("data", {})))


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(picture(sys.argv[1]))
