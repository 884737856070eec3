"""What may leave: executed notebooks and the CSV of their tables, cut to the words that a published site shows.

Tables list sentences, contexts and openings; together they would hold nearly the whole of an article. So a run of
RUN or more words that an article holds, and of which this site does not show every word, is left out: of a table
with places in articles the whole row, elsewhere the words. What the prose of a notebook quotes is shown, and counts
as such on the article's page. Two texts are held against each other word by word, letters and digits alone.
"""

import csv
import html
import io
import re
from collections.abc import Iterable
from pathlib import Path

import nbformat
import pandas as pd

from lib.show.downloads import TOLD, file_name
from lib.show.tables import quoted
from lib.site.marks import is_shown, union
from lib.text import JOINER

RUN = 8  # words; fewer of them in a row are anybody's
CUT = "[…]"
_WIDE = "\u2e80-\u9fff\uac00-\ud7af"  # where words are not parted each letter is taken for one
_WORD = re.compile(f"[{_WIDE}]|[^\\W_{_WIDE}](?:{JOINER}*[^\\W_{_WIDE}])*")
_TAG = re.compile(r"(<[^>]*>)")
_VALUE = re.compile(r'(?<==")[^"]*(?=")')
_BODY = re.compile(r"(?<=<tbody>).*?(?=</tbody>)", re.DOTALL)
_ROW = re.compile(r"\n?<tr\b.*?</tr>", re.DOTALL)


def _words(text: str) -> list[tuple[int, int, str]]:
    """The words of a text: (start, end, as compared)."""
    return [(m.start(), m.end(), m.group().replace(JOINER, "").casefold()) for m in _WORD.finditer(text)]


def _runs(text):
    """(first word, its hash with those after it) of each run of RUN words, and the words."""
    found = _words(text)
    told = [word for *_, word in found]
    return ((i, hash(tuple(told[i : i + RUN]))) for i in range(len(told) - RUN + 1)), found


def share(text: str, spans: list[tuple[int, int]] | None) -> float:
    """Which share of the words of a text lies in the spans; None is all of it."""
    found = _words(text)
    if spans is None or not found:
        return 1.0
    return sum(is_shown({"": spans}, "", start, end) for start, end, _ in found) / len(found)


def hidden(articles: pd.DataFrame, shown: dict[str, list[tuple[int, int]]]) -> set[int]:
    """The runs of words of the articles that are nowhere shown whole, as hashes that hold within one process.

    Args:
        articles: article_id, text.
        shown: {article_id: spans}, as lib.site.marks.publishable makes them.
    """
    held, seen = set(), set()
    for article, text in zip(articles["article_id"], articles["text"], strict=True):
        runs, found = _runs(text)
        fine = [is_shown(shown, article, start, end) for start, end, _ in found]
        for i, run in runs:
            (seen if all(fine[i : i + RUN]) else held).add(run)
    return held - seen


def with_prose(
    articles: pd.DataFrame, shown: dict[str, list[tuple[int, int]]], prose: Iterable[str]
) -> dict[str, list[tuple[int, int]]]:
    """`shown` and what the prose quotes: each run of RUN or more words, at every place where an article holds it."""
    quotes = {run for text in prose for _, run in _runs(text)[0]}
    more = {name: list(spans) for name, spans in shown.items()}
    for article, text in zip(articles["article_id"], articles["text"], strict=True) if quotes else ():
        runs, found = _runs(text)
        spans = [(found[i][0], found[i + RUN - 1][1]) for i, run in runs if run in quotes]
        more[article] = union([*more.get(article, []), *spans])
    return more


def prose(notebook: nbformat.NotebookNode) -> list[str]:
    """What somebody wrote in a notebook: text, code, sentences with computed values, descriptions of figures."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    said = [cell.source for cell in notebook.cells]
    said += [output.get("data", {}).get("text/markdown", "") for output in outputs]
    return said + [str(about.get("alt", "")) for o in outputs for about in o.get("metadata", {}).values() if about]


# -- Cutting --------------------------------------------------------------------------


def _holds(text, runs):
    return any(run in runs for _, run in _runs(text)[0])


def cut(parts: list[str], runs: set[int]) -> list[str]:
    """The parts of a text without the runs in them, which may go from one part to the next."""
    found, whole = _runs(" ".join(parts))[0], " ".join(parts)
    left = union([(i, i + RUN) for i, run in found if run in runs])
    if not left:
        return parts
    at, own, out = _words(whole), 0, []
    gone = [(at[i][0], at[j - 1][1]) for i, j in left]
    for part in parts:
        kept, last = [], own
        for start, end in ((max(a, own), min(b, own + len(part))) for a, b in gone):
            if start < end:
                kept += [whole[last:start], CUT]
                last = end
        out.append("".join([*kept, whole[last : own + len(part)]]))
        own += len(part) + 1
    return out


def cut_html(page: str, runs: set[int]) -> str:
    """HTML whose text, and whose attributes each by itself, hold none of the runs."""
    parts = _TAG.split(page)
    parts[::2] = [html.escape(part, quote=False) for part in cut([html.unescape(p) for p in parts[::2]], runs)]

    def value(found):
        return html.escape(cut([html.unescape(found.group())], runs)[0])

    parts[1::2] = [_VALUE.sub(value, tag) for tag in parts[1::2]]
    return "".join(parts)


def cut_csv(table: str, runs: set[int]) -> tuple[str, bool, int]:
    """A table as CSV without what may not be shown: (CSV, whether rows were left out for it, rows that remain)."""
    head, *rows = csv.reader(io.StringIO(table))
    placed = any(name.startswith("start") for name in head)
    rows = [row for row in rows if not _holds(" ".join(row), runs)] if placed else [cut(row, runs) for row in rows]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([head, *rows])
    return text.getvalue(), placed, len(rows)


def _cut_table(data, left, runs):
    """The output of a table."""
    caption, size, digest = TOLD.fullmatch(data["text/plain"]).groups()
    placed, n = left.get(file_name(data["text/plain"]), (False, 0))
    rows = _ROW.findall((_BODY.search(data["text/html"]) or [""])[0])
    kept = [row for row in rows if not (placed and _holds(html.unescape(_TAG.sub(" ", row)), runs))]
    if not n or (rows and not kept):
        sentence = f"{caption}: left out here, where the sentences that its rows list are not quoted."
        return {"text/markdown": f"*{quoted(sentence)}*", "text/plain": sentence}
    page = data["text/html"]
    if placed and n < int(size.replace(",", "")):
        told = f"; {n:,} of {size} rows here, those whose sentences this site quotes</caption>"
        page = _BODY.sub(lambda _: "".join(kept), page, count=1).replace("</caption>", told, 1)
    size = f"{n:,} row{'' if n == 1 else 's'}"
    return {"text/html": cut_html(page, runs), "text/plain": f"{caption} ({size}) [table {digest}]"}


def cut_files(folder: Path, runs: set[int]) -> dict[str, tuple[bool, int]]:
    """Cut every CSV and SVG in `folder`: {name of a CSV: (whether it leaves out rows, not words; how many remain)}."""
    left = {}
    for path in sorted(folder.glob("*.svg")):
        path.write_text(cut_html(path.read_text(encoding="utf-8"), runs), encoding="utf-8", newline="")
    for path in sorted(folder.glob("*.csv")):
        text, *left[path.name] = cut_csv(path.read_text(encoding="utf-8"), runs)
        path.write_text(text, encoding="utf-8", newline="")
    return left


def cut_notebook(
    notebook: nbformat.NotebookNode, left: dict[str, tuple[bool, int]], runs: set[int]
) -> nbformat.NotebookNode:
    """An executed notebook whose outputs hold none of the runs. Its prose stays as it is (`with_prose`).

    Args:
        left: of the CSV of its tables, as `cut_files` gives it.
    """
    for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
        data = output.get("data", {})
        if "text/html" in data and TOLD.fullmatch(data.get("text/plain", "")):
            output.data = _cut_table(data, left, runs)
            continue
        for kind in {*data} - {"text/markdown"}:
            if kind in ("text/html", "image/svg+xml"):
                data[kind] = cut_html(data[kind], runs)
            elif kind.startswith("text/"):
                data[kind] = cut([data[kind]], runs)[0]
        if "text" in output:
            output.text = cut([output.text], runs)[0]
    return notebook
