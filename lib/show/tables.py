"""Put tables and sentences before a reader: HTML, the whole as CSV beside the page, and computed prose.

Text from a source is data: it is escaped on every way out (HTML, Markdown, CSV).
"""

import hashlib
import html
import io
import os
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd
from IPython.display import Markdown, display
from pandas.api.types import is_float_dtype, is_numeric_dtype

from lib.corpus import DAGGER
from lib.show.downloads import FILES, file_name
from lib.text import IGNORED
from lib.text import display as clean

_UNSEEN = r"[\s\x00-\x1f\x7f-\x9f" + IGNORED + "]*"  # what a spreadsheet may drop before it reads a cell
_SIGN = "[=+\\-@\uff1d\uff0b\uff0d\uff20]"  # wide ones open a formula where Chinese and Japanese are written
_FORMULA = re.compile(f"(?:^|(?<=;)){_UNSEEN}(?={_SIGN})")  # in half of Europe a semicolon parts cells
_PAGE = re.compile(r"https?://[\w.-]+(:\d+)?(/\S*)?")
_UNBROKEN = re.compile(r"\d{4}-\d\d(-\d\d)?|[A-Z]{2}-[A-Z]{2}-\d\w+")  # a date, an id such as EU-FM-05
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+.!|~$<>&:-]|^[%=])")
_TURNED = re.compile("[\u202d\u202e]")  # in a name they turn round what a sentence says after it
PLACE = ["article_id", "start", "end"]
MOST, FIRST = 30, 20  # rows up to which a table is shown whole; rows shown of a longer one
STYLE = (  # JupyterLab sets every cell to the right, by a rule of two classes; the site has these in its style sheet
    "<style>.data.data.data :is(th,td){text-align:left}.data.data.data .n{text-align:right}"
    ".data .u{white-space:nowrap}.data .w{min-width:16em}</style>"
)
DAGGER_NOTE = f"*{DAGGER} Who published this text is inferred or unknown, not verified.*"
NOTHING = "nothing to show in these texts"


def show(
    table: pd.DataFrame, caption: str, digits: int = 2, empty: str = NOTHING, columns: Iterable[str] | None = None
) -> None:
    """Display a table with a caption; the whole of it is a CSV beside the page.

    A table of more than thirty rows shows its first twenty. The plain text, which nbval compares, has a
    digest of the CSV: no row, shown or not, changes without a test that fails. Where `lib.site.run` names a
    folder for files the CSV is written there, and the site offers it under the table.

    Args:
        table: a DataFrame; its index is shown only if it has a name.
        caption: one line, plain text.
        digits: decimals shown; the CSV keeps six significant digits.
        empty: why there may be no row, for the sentence that then stands in the place of the table.
        columns: those in sight, in this order; None is all. The CSV has all of them; where article_id, start and end
            are out of sight, a row still leads to its place in the article.
    """
    if table.index.name is not None:
        table = table.reset_index()
    if table.empty:
        say_nothing(caption, empty)
        return
    told, long, size = write_whole(table, caption), len(table) > MOST, _size(table)
    seen = table if columns is None else table[list(columns)]
    parts = [f"first {FIRST} of {size}"] * long
    parts += [f"{seen.shape[1]} of {table.shape[1]} columns"] * (seen.shape[1] < table.shape[1])
    above = f"{caption} ({', '.join(parts)})" if parts else caption
    hidden = {*PLACE} <= {*table} and not {*PLACE} & {*seen}
    shown = to_html(seen.head(FIRST if long else MOST), above, digits, table[PLACE] if hidden else None)
    display({"text/html": STYLE + shown, "text/plain": told}, raw=True)


def _size(table):
    return f"{len(table):,} row{'' if len(table) == 1 else 's'}"


def write_whole(table: pd.DataFrame, caption: str) -> str:
    """Write a table as CSV where `lib.site.run` says; the plain text that stands for it, with a digest of the whole."""
    csv = to_csv(table)
    told = f"{caption} ({_size(table)}) [table {hashlib.sha256(csv.encode()).hexdigest()[:16]}]"
    if folder := os.environ.get(FILES):
        Path(folder).mkdir(parents=True, exist_ok=True)
        Path(folder, file_name(told)).write_text(csv, encoding="utf-8", newline="")
    return told


def say_nothing(caption: str, why: str = NOTHING) -> None:
    """Display, in the place of a table or figure, that there is none and why."""
    sentence = f"{caption}: {why}."
    display({"text/markdown": f"*{quoted(sentence)}*", "text/plain": sentence}, raw=True)


def to_html(table: pd.DataFrame, caption: str, digits: int = 2, places: pd.DataFrame | None = None) -> str:
    """A table as HTML: caption, scoped headers, numbers to the right (class n), everything escaped.

    Args:
        places: article_id, start, end of each row where no column shows them: an attribute of the row.
    """
    right = [is_numeric_dtype(dtype) or name == "left" for name, dtype in table.dtypes.items()]
    style = "data kwic" if "keyword" in table else "data"
    lines = [f'<table class="{style}"><caption>{html.escape(caption)}</caption>', "<thead><tr>"]
    wide = [not side and table[name].astype(str).str.len().max() > 60 for name, side in zip(table, right, strict=True)]
    heads = zip(table.columns, right, wide, strict=True)
    lines += [_cell("th", name, "col", side, " w" if long else "") for name, side, long in heads]
    lines.append("</tr></thead>\n<tbody>")
    place = [""] * len(table) if places is None else map(_place, *(places[name] for name in PLACE))
    for row, where in zip(table.itertuples(index=False, name=None), place, strict=False):
        sides = zip(row, right, table.columns, strict=True)
        cells = [
            _cell("td", _shown(value, digits), None, side, page=_is_page(name, value)) for value, side, name in sides
        ]
        if first := _shown(row[0], digits):  # an empty cell heads no row
            cells[0] = _cell("th", first, "row", right[0])
        lines.append(f"<tr{where}>{''.join(cells)}</tr>")
    return "\n".join([*lines, "</tbody></table>"])


def _place(article_id, start, end):
    return f' data-place="{html.escape(clean(str(article_id)))} {start} {end}"'


def _cell(tag, value, scope, right, classes="", page=False):
    classes = f"{'n' * right}{' u' * bool(_UNBROKEN.fullmatch(str(value)))}{classes}".strip()
    attributes = (f' scope="{scope}"' if scope else "") + (f' class="{classes}"' if classes else "")
    inside = html.escape(str(value))
    if page:
        host = html.escape(urlsplit(value).netloc.removeprefix("www."))
        inside = f'<a href="{inside}" rel="noopener noreferrer">{host}</a>'
    return f"<{tag}{attributes}>{inside}</{tag}>"


def _is_page(name, value):
    """Is a cell the address of a page to open? Only in a column for addresses, and only over HTTP."""
    return str(name).endswith("_url") and is_page(value)


def is_page(value: object) -> bool:
    """Is a value the address of a page, over HTTP?"""
    return isinstance(value, str) and _PAGE.fullmatch(value) is not None


def _shown(value, digits):
    if isinstance(value, str):
        return clean(value)
    if pd.isna(value):
        return ""
    return f"{value:.{digits}f}" if isinstance(value, float) else str(value)


def to_csv(table: pd.DataFrame) -> str:
    """A table as CSV that no spreadsheet runs: a text that opens like a formula gets an apostrophe."""
    safe = table.rename(columns=harmless)
    for name in safe.columns:
        if not is_numeric_dtype(safe[name].dtype):
            safe[name] = safe[name].map(harmless)
        elif is_float_dtype(safe[name].dtype):
            safe[name] = safe[name].map(lambda value: value + 0.0)  # -0.0 is 0.0
    text = io.StringIO()
    safe.to_csv(text, index=False, float_format="%.6g", lineterminator="\n")
    return text.getvalue()


def harmless(value: object) -> object:
    """A cell as `to_csv` writes it."""
    return _FORMULA.sub(lambda match: f"'{match.group()}", clean(value)) if isinstance(value, str) else value


def say(sentence: str) -> Markdown:
    """A sentence with computed values in it, as Markdown: nbval compares it with the saved one.

    No HTML is read in it.
    """
    return Markdown(sentence.replace("<", "&lt;"))


def quoted(text: str) -> str:
    """Text from a source, safe inside Markdown: nothing in it becomes markup."""
    return _MARKDOWN.sub(r"\\\1", _TURNED.sub("", clean(text)))


def dagger(articles: pd.DataFrame) -> Markdown | None:
    """The note on the sign behind an outlet, where an outlet of the articles carries it."""
    return Markdown(DAGGER_NOTE) if articles["outlet"].str.endswith(DAGGER).any() else None


def percent(share: float, digits: int = 0) -> str:
    """0.283 as "28 %", with a space that does not break."""
    return f"{100 * share:.{digits}f}\u00a0%"


def p_value(p: float) -> str:
    """0.0312 as "p = 0.03"; what is smaller than 0.001 as just that."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.2g}"


def some(names: Iterable, most: int = 10, between: str = ", ") -> str:
    """The names, or the first `most` of them and how many more there are."""
    names = [str(name) for name in names]
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return between.join(names[:most]) + more


def listed(names: Iterable) -> str:
    """a, b and c."""
    names = [str(name) for name in names]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
