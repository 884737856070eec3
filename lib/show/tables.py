"""Put tables and sentences before a reader: HTML, the whole as CSV beside the page, and computed prose.

Text from a source is data: it is escaped on every way out (HTML, Markdown, CSV).
"""

import hashlib
import html
import io
import math
import os
import re
from collections.abc import Iterable
from functools import cache
from numbers import Real
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd
from IPython.display import Markdown, display
from pandas.api.types import is_bool_dtype, is_float_dtype, is_numeric_dtype

from lib.corpus import DAGGER, HOME
from lib.show.downloads import FILES, file_name
from lib.text import IGNORED
from lib.text import display as clean

_UNSEEN = r"[\s\x00-\x1f\x7f-\x9f" + IGNORED + "]*"  # what a spreadsheet may drop before it reads a cell
_SIGN = "[=+\\-@\uff1d\uff0b\uff0d\uff20]"  # wide ones open a formula where Chinese and Japanese are written
_FORMULA = re.compile(f"(?:^|(?<=;)){_UNSEEN}(?={_SIGN})")  # in half of Europe a semicolon parts cells
_PAGE = re.compile(r"https?://[\w.-]+(:\d+)?(/\S*)?")
_UNBROKEN = re.compile(r"\d{4}-\d\d(-\d\d)?|[A-Z]{2}-[A-Z]{2}-\d\w+")  # a date, an id such as EU-FM-05
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+.!|~$<>&:-]|^[%=])")
_DECIMAL = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:e[+-][0-9]+)?|-?inf|"  # as pandas writes a number; "" is none
_YEAR = "(?:1[89]|20)[0-9]{2}|"
_EDGE = re.compile("(?:^|_)(?:start|end)(?:_|$)")  # columns that say where in an article something stands
_TURNED = re.compile("[\u202d\u202e]")  # in a name they turn round what a sentence says after it
_SLUGS = {"name": re.compile("_"), "slug": re.compile("[_-]")}  # what stands for a space in a short name
QUOTING = ("surface", "keyword", "quote", "alias", "opening", "text", "sentence")  # columns that a reader would click
PLACES = [  # columns that say where in an article a row stands; whose it is; which of those in sight leads there
    ("article_id", "start", "end", "outlet", *QUOTING, "article_id", "outlet"),
    *(
        (*(f"{name}_{x}" for name in ("article", "start", "end", "outlet", *QUOTING, "article", "outlet")), x)
        for x in "ab"
    ),
    ("article_id", "speaker_start", "speaker_end", "outlet", "speaker"),  # where who speaks is named
]
LABELS = {"stance": "stance.csv", "topic": "statement_topics.csv"}  # columns whose short names have words of their own
OF = ("", "speaker_", "cue_", "core_")  # what has a start and an end
MOST, FIRST = 30, 20  # rows up to which a table is shown whole; rows shown of a longer one
LONG = 60  # characters; a longer text names no row
STYLE = (  # JupyterLab sets every cell to the right, by a rule of two classes; the site has these in its style sheet
    "<style>.data.data.data :is(th,td){text-align:left}.data.data.data .n{text-align:right}"
    ".data .u{white-space:nowrap}.data .w{min-width:16em}</style>"
)
_DARK = (  # itables takes the theme of JupyterLab from here on
    "<script>Object.entries(window).find(([name]) => /^_itables_[0-9]/.test(name))[1]"
    ".then(itables => itables.set_or_remove_dark_class())</script>"
)
DAGGER_NOTE = f"*{DAGGER} Who published this text is inferred or unknown, not verified.*"
NOTHING = "nothing to show in these texts"


def show(
    table: pd.DataFrame,
    caption: str,
    digits: int = 2,
    empty: str = NOTHING,
    columns: Iterable[str] | None = None,
    fold: bool = False,
) -> None:
    """Display a table with a caption; the whole of it is a CSV beside the page.

    A table of more than thirty rows shows its first twenty. The plain text, which nbval compares, has a
    digest of the CSV: no row, shown or not, changes without a test that fails. Where `lib.site.run` names a
    folder for files the CSV is written there, and the site offers it under the table, and on the page itself.

    Args:
        table: a DataFrame; its index is shown only if it has a name.
        caption: one line, plain text.
        digits: decimals shown; the CSV keeps six significant digits.
        empty: why there may be no row, for the sentence that then stands in the place of the table.
        columns: those in sight, in this order; None is all. The CSV has all of them. Places in an article
            (article_id, start, end) stand in no column: they are attributes of the cell that leads there. One that says
            nothing in any row is out of sight.
        fold: to be looked up, not read: the site shows its caption, which opens it.
    """
    if table.index.name is not None:
        table = table.reset_index()
    if table.empty:
        say_nothing(caption, empty)
        return
    told, long = write_whole(table, caption), len(table) > MOST
    seen, rest = _in_sight(table, columns)
    seen = [name for name in seen if name == "left" or not _is_silent(table[name])] or seen
    parts = [f"first {FIRST} of {_size(table)}"] * long
    parts += [f"{len(seen)} of {len(seen) + len(rest)} columns"] * bool(rest)
    above = f"{caption} ({', '.join(parts)})" if parts else caption
    shown = to_html(table.head(FIRST if long else MOST), above, digits, seen, bool(parts), fold)
    display({"text/html": STYLE + shown, "text/plain": told}, raw=True)


def _is_silent(column):
    """Does a column of words say nothing in any row?"""
    return not is_numeric_dtype(column) and bool(column.isin(["", "unknown"]).all())


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


def explore(table: pd.DataFrame) -> None:
    """Display a table that sorts, filters and turns pages, in JupyterLab: for looking, not for saving.

    itables brings all it needs along, so it works offline; that is why its output is large.
    """
    from itables import options, show
    from itables.javascript import generate_init_offline_itables_html

    for part in (generate_init_offline_itables_html(options.dt_bundle), _DARK):  # in this order, which itables turns
        display({"text/html": part, "text/plain": ""}, raw=True)
    show(table.rename(columns=column_head), connected=False)


def say_nothing(caption: str, why: str = NOTHING) -> None:
    """Display, in the place of a table or figure, that there is none and why."""
    sentence = f"{caption}. {why[0].upper()}{why[1:]}."
    display({"text/markdown": f"*{quoted(sentence)}*", "text/plain": sentence}, raw=True)


def to_html(
    table: pd.DataFrame,
    caption: str,
    digits: int = 2,
    columns: Iterable[str] | None = None,
    part: bool = False,
    fold: bool = False,
) -> str:
    """A table as HTML: caption, scoped heads in words, numbers to the right (class n), everything escaped.

    A cell that leads to a place in an article says which: data-place="article_id start end".

    Args:
        columns: those in sight; None for all. None shows where in an article a row stands.
        part: there is more of it, for lib.site.dressing: class part, and its digits. fold: class fold, for the same.
    """
    names, _ = _in_sight(table, columns)
    seen, naming = table[names], _naming(table[names])
    right = [
        name == "left" or (is_numeric_dtype(dtype) and not is_bool_dtype(dtype)) for name, dtype in seen.dtypes.items()
    ]
    style = "data" + " kwic" * ("keyword" in names) + " fold" * fold + " part" * part
    more = f' data-digits="{digits}"' if part else ""
    lines = [f'<table class="{style}"{more}><caption>{html.escape(caption)}</caption>', "<thead><tr>"]
    for name, side in zip(names, right, strict=True):
        wide = not side and bool(seen[name].astype(str).str.len().max() > LONG)
        lines.append(_cell("th", column_head(name), "n" * side + " w" * wide, ' scope="col"'))
    lines.append("</tr></thead>\n<tbody>")
    places, cells = _places(table, names), []
    for name, side in zip(names, right, strict=True):
        shown, order = _texts(seen[name], name, digits)
        where = places.get(name) or [""] * len(shown)
        attributes = [place + by for place, by in zip(where, order, strict=True)]
        pages = [str(name).endswith("_url") and is_page(value) for value in seen[name]]
        row = zip(shown, attributes, pages, strict=True)
        tag = "th" if name == naming else "td"  # an empty cell names nothing
        cells.append([_cell(tag if text else "td", text, "n" * side, more, page) for text, more, page in row])
    lines += [f"<tr>{''.join(row)}</tr>" for row in zip(*cells, strict=True)]
    return "\n".join([*lines, "</tbody></table>"])


def _in_sight(table, columns):
    """(names of the columns in sight, names of the others); what says where in an article a row stands is neither."""
    has = [place for place in PLACES if {*place[:3]} <= {*table}]
    sides = [place[1].removeprefix("speaker_")[5:] for place in has]
    hidden = {f"{of}{edge}{side}" for side in sides for of in OF for edge in ("start", "end")}
    wanted = list(table.columns) if columns is None else list(columns)
    hidden |= {place[0] for place in has if place[3] in wanted}  # the outlet says whose the article is
    seen = [name for name in wanted if name not in hidden]
    return seen, [name for name in table.columns if name not in seen and name not in hidden]


def _places(table, names):
    """{column in sight that leads to a place: its attribute, row by row}"""
    found = {}
    for article, start, end, _, *quoting in PLACES:
        if {article, start, end} <= {*table}:
            targets = [name for name in quoting if name in names] + names[:1] * (start == "start")
            if targets:
                places = zip(table[article], table[start], table[end], strict=True)
                found.setdefault(targets[0], [_place(*place) for place in places])
    return found


def _place(article_id, start, end):
    there = str(start).isdecimal() and str(end).isdecimal()
    return f' data-place="{html.escape(clean(str(article_id)))} {start} {end}"' if there else ""


def _naming(seen):
    """The column that names each row, for those who listen: the first, unless it holds words of a source or more."""
    name = "keyword" if "keyword" in seen else seen.columns[0]
    text = _words().get(name, {}).get("values") == "text" or seen[name].astype(str).str.len().max() > LONG
    return None if text and name != "keyword" else name


def _cell(tag, text, classes="", attributes="", page=False):
    classes += " u" * bool(_UNBROKEN.fullmatch(text))
    scope = ' scope="row"' if tag == "th" and "scope" not in attributes else ""
    named = f' class="{classes.strip()}"' if classes.strip() else ""
    inside = html.escape(text)
    if page:
        host = html.escape(urlsplit(text).netloc.removeprefix("www."))
        inside = f'<a href="{inside}" rel="noopener noreferrer">{host}</a>'
    return f"<{tag}{scope}{attributes}{named}>{inside}</{tag}>"


@cache
def _words():
    table = pd.read_csv(HOME / "data/column_words.csv", dtype=str, keep_default_na=False)
    return table.set_index("column").to_dict("index")


@cache
def _labels():
    """{column: {short name: words}} of the curated tables that have labels."""
    read = {name: pd.read_csv(HOME / "data" / file, dtype=str, keep_default_na=False) for name, file in LABELS.items()}
    return {name: dict(zip(table[name], table["label"], strict=True)) for name, table in read.items()}


def column_head(name: object) -> str:
    """The head of a column in words, with its unit: column_words.csv; a name not in it has spaces for underscores."""
    row = _words().get(name, {"words": clean(str(name)).replace("_", " "), "unit": ""})
    return f"{row['words']} ({row['unit']})" if row["unit"] else row["words"]


def is_page(value: object) -> bool:
    """Is a value the address of a page, over HTTP?"""
    return isinstance(value, str) and _PAGE.fullmatch(value) is not None


def _texts(column, name, digits):
    """A column as it is shown: (texts, an attribute to sort by where a text does not sort as its value)."""
    kind, values = _words().get(name, {}).get("values"), column.tolist()
    numbers = [value for value in values if _is_number(value)]
    digits = 0 if all(value % 1 == 0 for value in numbers) else digits
    labels = _labels().get(name, {})
    texts = [_labelled(value, labels) or _shown(value, kind, digits) for value in values]
    if not any(abs(value) >= 1e6 for value in numbers):
        return texts, [""] * len(texts)
    return texts, [f' data-order="{value if _is_number(value) else ""}"' for value in values]


def _labelled(value, labels):
    """The label of a short name, or those of a list of them; "" if it has none."""
    parts = value.split("; ") if isinstance(value, str) else [value]
    return "; ".join(labels[part] for part in parts) if labels.keys() >= {*parts} else ""


def _is_number(value):
    return isinstance(value, Real) and not isinstance(value, bool) and value == value


def _shown(value, kind, digits):
    if isinstance(value, str):
        return clean(_SLUGS[kind].sub(" ", value) if kind in _SLUGS and " " not in value.replace("; ", "") else value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if pd.isna(value):
        return ""
    if not isinstance(value, Real):
        return str(value)
    return f"{value:.0f}" if kind == "year" else _number(value, digits)


def _number(value, digits):
    """25000000000.0 as 25 billion, where four decimals say it all."""
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        short = round(value / size, 4)
        if size <= abs(value) < math.inf and math.isclose(short * size, value, rel_tol=1e-12):
            return f"{short:,.4f}".rstrip("0").rstrip(".") + f" {word}"
    return f"{value:,.{digits}f}"


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


def from_csv(text: str) -> pd.DataFrame:
    """A table as `to_csv` wrote it. A column of nothing but numbers is one, unless it holds the words of a source."""
    table = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    table = table.map(lambda cell: cell[1:] if cell[:1] == "'" and harmless(cell[1:]) == cell else cell)
    for name in table:
        fits = {shape: table[name].str.fullmatch(shape).all() for shape in (_DECIMAL, _YEAR, "True|False|")}
        if fits["True|False|"]:
            table[name] = table[name].replace({"True": "yes", "False": "no"})
        elif fits[_DECIMAL] and not fits[_YEAR] and not _words().get(name, {}).get("values") and not _EDGE.search(name):
            table[name] = pd.to_numeric(table[name])
    return table


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
