"""Read an executed notebook for the site: code folded, a figure with its title, its files and how to cite it; a
table's rows lead
to their places in the articles, and a link under it to its CSV.

    python -m lib.site.dressing notebooks/00-overview.ipynb .github/overview.png     # the README's picture
"""

import html
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import nbformat

from lib.show import cards
from lib.show.downloads import TOLD, file_name
from lib.show.tables import STYLE, column_head, from_csv, quoted, to_html
from lib.site import figures, front
from lib.site.citing import citation
from lib.site.explorer import word_address
from lib.site.reading import page
from lib.site.scripts import assignment

_LEADS = re.compile(r'<(t[hd])([^>]*) data-place="([^"]*)"([^>]*)>(.*?)</\1>', re.DOTALL)  # a cell with a place
_HEAD = re.compile(r'<th scope="col"[^>]*>(.*?)</th>')
_QUOTE = re.compile(r'<q data-place="([^"]*) (\d+) (\d+)">(.*?)</q>', re.DOTALL)  # words of an article on a card
_CITE = re.compile(r'<p class="cite">To cite: “([^”]*)”.*?<a href="#([a-z0-9-]+)".*?</p>', re.DOTALL)
_ROW = re.compile(r"<tr>.*</tr>")  # the row of the heads is broken over lines
_CELL = re.compile(r"(<t[hd]\b[^>]*>)(.*?)(?=</t[hd]>)")
_DIGITS = re.compile(r'<table class="[^"]*\bpart" data-digits="([0-9]+)">')
_FOLD = re.compile(r'<table class="[^"]*\bfold\b')  # a table that opens from its caption
_PLAIN_VALUE = re.compile(r'="([\w#./:-]+)"(?=[ >])')
_NOTEBOOK = re.compile(r"\]\(((?:\.\./)?(?:[0-9]{2}-|appendix/)[\w-]+)\.ipynb")  # a link to one of the notebooks
_LEFT_OUT = re.compile("; [0-9,]+ of [0-9,]+ rows here, [^<]*(?=</caption>)")  # what lib.site.quoting says
_ANCHOR = re.compile(r' id="(c[0-9]+-[0-9]+)"')

WORDS = {"term", "word"}  # heads of columns whose words somebody would look up
ARTICLES = {"article", "first article", "second article"}  # heads of columns that say which article
TITLES = "accounts.json"  # beside the executed notebooks: what pages call each article
KEYS = {"statement_id", "reference_id", "against"}  # columns that join tables; the CSV has them
WHOLE = 1000  # rows of a table that the page itself can show; the others are in the CSV


def places_held(folder: Path) -> list[str]:
    """The places that the pages of articles in a site's sources hold: avim.html#c31-38."""
    pages = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("articles/*.md"))}
    return [f"{name}.html#{place}" for name, page in pages.items() for place in _ANCHOR.findall(page)]


def titles_of(folder: Path) -> dict[str, str]:
    """{article_id: what the pages of a site's sources call it}"""
    return json.loads(Path(folder, TITLES).read_text(encoding="utf-8"))


def dress(
    source: str,
    places: Iterable[str] = (),
    files: str = "",
    folder: str = "",
    corpus: str = "",
    titles: dict[str, str] | None = None,
) -> nbformat.NotebookNode:
    """The notebook in `source` (JSON text), dressed for the site; myst-nb calls this for each page.

    Args:
        places: where rows of tables may lead (`places_held`).
        files: the folder of the files of figures; a figure that has none stands as the one picture of its notebook.
        folder: of the tables' CSV; beside that of a table shown in part a script with its whole is written.
        corpus: the name of the reader's own corpus that the figures show; "" for the five articles.
        titles: what stands for an article's short name in tables (`titles_of`).
    """
    notebook, known, titles = nbformat.reads(source, as_version=4), set(places), titles or {}
    notebook.cells = _gathered(notebook.cells)
    anchor, under = figures.anchors(), ""
    for cell in notebook.cells:
        under = (cell.cell_type == "markdown" and figures.heading(cell.source)) or under
        for output in cell.get("outputs", []):
            alt = output.get("metadata", {}).get("image/png", {}).get("alt")
            if alt and files:
                about = output.metadata["image/png"]
                placed = figures.framed(output.data["text/plain"], about, Path(files), anchor(under), corpus)
                if placed:
                    output.data, alt = nbformat.from_dict({"text/html": placed, "text/plain": alt}), ""
            if alt:
                cell.metadata["mystnb"] = {"image": {"alt": alt}, "figure": {"caption": quoted(alt)}}
            data = output.get("data", {})
            if "text/markdown" in data:  # Sphinx resolves links of a page's own text alone
                data["text/markdown"] = _NOTEBOOK.sub(r"](\1.html", data["text/markdown"])
            if "text/html" in data and TOLD.fullmatch(data["text/plain"]):
                shown = data["text/html"].removeprefix(STYLE).removeprefix(cards.STYLE)
                linked = with_quotes(_linked(shown, known, titles), known, corpus)
                more = _put_whole(shown, data, folder, known, titles)
                data["text/html"] = with_download(linked, data["text/plain"], more)
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


def _linked(table, places, titles):
    """A table with the articles by their names, led to its places and, where there are articles, to its words; of class
    outlets where these stand side by side, so that none of them is left to a button.
    """
    if len({*map(html.unescape, _HEAD.findall(table))} & {*titles.values()}) > 1:
        table = table.replace('<table class="data', '<table class="data outlets', 1)
    table = with_places(with_titles(table, titles), places)
    return with_words(table) if places else table


def _put_whole(table, data, folder, places, titles):
    """Write the whole of a table that is shown in part beside its CSV; is there one?"""
    csv = Path(folder, file_name(data["text/plain"]))
    if not (folder and _DIGITS.search(table) and csv.is_file()):
        return False
    page = _linked(whole(table, data["text/plain"], csv.read_text(encoding="utf-8")), places, titles)
    script = assignment(f"(window.wholeTables||={{}})[{json.dumps(csv.stem)}]", _packed(page))
    csv.with_suffix(".js").write_text(script, encoding="utf-8")
    return True


def _packed(table):
    """A table in a third less: end tags and quotation marks that HTML does without. In its text these are entities."""
    return _PLAIN_VALUE.sub(r"=\1", re.sub(r"</t[hdr]>\n?| title=\"[^\"]*\"", "", table))


def whole(table: str, told: str, csv: str) -> str:
    """The whole of a table as HTML, of its CSV: the columns in sight first; at most WHOLE rows.

    Args:
        table: what is shown of it.
        told: its plain text.
    """
    rows, heads = from_csv(csv), [html.unescape(head) for head in _HEAD.findall(table)]
    place = {name: heads.index(column_head(name)) for name in rows if column_head(name) in heads}
    caption, size, _ = TOLD.fullmatch(told).groups()
    more = f" (first {WHOLE:,} of {size} rows)" if len(rows) > WHOLE else ""
    more += "".join(_LEFT_OUT.findall(table))
    named = {"article_id", *KEYS} if "outlet" in rows else KEYS  # say nothing to who reads
    names = sorted(
        (name for name in rows if name in place or name not in named), key=lambda n: place.get(n, len(heads))
    )
    return to_html(rows.head(WHOLE), caption + more, int(_DIGITS.search(table)[1]), names)


def with_download(table: str, told: str, more: bool = False) -> str:
    """A table in a box that scrolls by itself, with a link under it to its CSV, which lies in tables/; in a fold if it
    is to be looked up.

    Args:
        told: its plain text.
        more: is there a script beside the CSV, with the whole of it?
    """
    caption, rows, _ = TOLD.fullmatch(told).groups()
    box = f'<div class="scroll" role="region" aria-label="{html.escape(caption)}">{table}</div>'
    label = f"Download this table (CSV, {rows} row{'' if rows == '1' else 's'})"
    shown = (
        f"{box if table.startswith('<table') else table}"
        f'<p class="download{" more" * more}"><a download href="tables/{file_name(told)}" '
        f'aria-label="{label}: {html.escape(caption)}">{label}</a></p>'
    )
    if not _FOLD.match(table):
        return shown
    return f'<details class="fold"><summary><span>{html.escape(caption)}</span></summary>{shown}</details>'


def with_places(table: str, places: set[str]) -> str:
    """The table of lib.show.tables.to_html; a cell with a place leads there, if it is one of `places_held`."""

    def linked(cell):
        tag, before, place, after, inside = cell.groups()
        address = _address(*html.unescape(place).rsplit(" ", 2), places)
        if address and inside:
            inside = f'<a class="place" href="{address}" title="Show in the article">{inside}</a>'
        return f"<{tag}{before}{after}>{inside}</{tag}>"

    return _LEADS.sub(linked, table) if places else table


def with_words(table: str) -> str:
    """The table of lib.show.tables.to_html; words in a column for them lead to the word explorer."""
    return _changed(
        table, WORDS, lambda word: f'<a class="word" href="words.html{word_address(html.unescape(word))}">{word}</a>'
    )


def with_titles(table: str, titles: dict[str, str]) -> str:
    """The table of lib.show.tables.to_html; an article is called what its page is (`titles_of`)."""
    return _changed(table, ARTICLES, lambda name: html.escape(titles.get(html.unescape(name), html.unescape(name))))


def _changed(table, columns, change):
    """A table with the plain texts under some heads changed."""
    heads = [html.unescape(head) for head in _HEAD.findall(table)]

    def changed(row):
        names = iter(heads)

        def cell(found):
            opening, inside = found.groups()
            return opening + (change(inside) if next(names, "") in columns and inside and "<" not in inside else inside)

        return _CELL.sub(cell, row.group())

    return _ROW.sub(changed, table) if {*heads} & columns else table


def with_quotes(shown: str, places: set[str], corpus: str = "") -> str:
    """The cards of lib.show.cards; the words quoted on one lead to their place in the article, and it is cited as a
    figure is.

    Args:
        corpus: the name of the reader's own corpus that they are of; "" for the five articles.
    """

    def linked(found):
        article, start, end, words = found.groups()
        address = _address(html.unescape(article), start, end, places)
        return f'<q><a class="place" href="{address}">{words}</a></q>' if address else f"<q>{words}</q>"

    def cited(found):
        of = f"card of the corpus {corpus}" if corpus else "card"
        title = html.unescape(found[1])
        line = html.escape(citation(f"{title} [{of}]", f"{figures.PAGE}#{found[2]}"))
        name = html.escape(title)  # what was cut for the public has bare quotation marks in its text
        link = f'<a href="#{found[2]}" aria-label="Link to this card: {name}">Link to this card</a>'
        head = f'<summary aria-label="How to cite: {name}">How to cite</summary>'
        button = f'<button type="button" class="print" aria-label="Print this card: {name}">Print this card</button>'
        return f'<details class="cite">{head}<p>{line} {link} {button}</p></details>'

    return _CITE.sub(cited, _QUOTE.sub(linked, shown))


def _address(article, start, end, places):
    place = f"{page(article)}.html#c{start}-{end}"
    return html.escape(f"articles/{place}") if place in places else ""


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(next(front.figures(Path(sys.argv[1]))).picture)
