"""Cards: a statement that is wrong beside the record, or two claims that contradict one another; each can be cited.

A card has an address of its own on its page, made of names in the table, so that it stays what it is when others come
before it. What comes from a source is escaped.
"""

import hashlib
import html
import re
from typing import NamedTuple

import numpy as np
import pandas as pd
from IPython.display import display

from lib.claims.units import amount
from lib.show import tables
from lib.text import display as clean

FIRST, MOST = 3, 30  # cards in sight, the others are under a fold; cards at most, the CSV has the whole
STYLE = (  # for JupyterLab; the site has a style sheet
    "<style>.facts{list-style:none;padding:0;max-width:44em}"
    ".facts>li{border:1px solid #999;border-left-width:5px;border-radius:4px;padding:.3em 1em;margin:.8em 0}</style>"
)
_DOUBLE = re.compile('[“"]([^“”"]*)[”"]')  # a quotation within one
OVERTAKEN = "overtaken"  # the kind of a card of two numbers between which days lie
_ID = re.compile(r'<li class="fact" id="([\w-]+)"')


def show(table: pd.DataFrame, caption: str, empty: str = tables.NOTHING) -> None:
    """Display a card for each row; the whole table is a CSV beside the page, as that of `tables.show` is.

    Args:
        table: statements that are wrong (the columns of lib.measures.statements.read_statements, outlet, and
            `thing`, what they are about), or claims in conflict (lib.claims.record.in_conflict).
        caption: one line, plain text.
        empty: why there may be no row, for the sentence that then stands in the place of the cards.
    """
    if table.empty:
        tables.say_nothing(caption, empty)
        return
    above = f"{caption} (first {MOST} of {len(table):,})" if len(table) > MOST else caption
    made = [_conflict(row) if "article_b" in table else _statement(row) for row in table.head(MOST).itertuples()]
    display({"text/html": STYLE + _to_html(made, above), "text/plain": tables.write_whole(table, caption)}, raw=True)


def _to_html(made: list[str], caption: str) -> str:
    """Cards (list items) under a caption, those beyond the first few under a fold."""
    lists = [f'<ul class="facts">\n{"".join(part)}</ul>' for part in (made[:FIRST], made[FIRST:]) if part]
    if len(lists) > 1:
        more = len(made) - FIRST
        lists[1] = (
            f'<details class="more"><summary>{more} more card{"s" * (more > 1)}</summary>\n{lists[1]}\n</details>'
        )
    return f'<div class="cards"><p class="caption">{html.escape(caption)}</p>\n{"".join(lists)}</div>'


def address(kind: str, *names: object) -> str:
    """The anchor of a card: letters, digits and hyphens; names that hold others are told apart by a digest."""
    told = "-".join([kind, *(str(name) for name in names)])
    slug = re.sub("[^a-z0-9]+", "-", told.lower()).strip("-")
    return slug if slug == told else f"{slug}-{hashlib.sha256(told.encode()).hexdigest()[:8]}"


def ids(shown: str) -> list[str]:
    """The addresses of the cards in HTML that `show` made."""
    return _ID.findall(shown)


def _text(value):
    return html.escape(clean(str(value)))


def _quote(words, article_id, start, end):
    """Words of an article, the site makes them a link to their place; marks in them as inside a quotation."""
    words = _DOUBLE.sub(r"‘\1’", clean(words))
    return f'<q data-place="{_text(article_id)} {start} {end}">{_text(words)}</q>'


class _Side(NamedTuple):
    """One of two claims in conflict, by the columns of lib.claims.record.in_conflict."""

    outlet: str
    date: str
    sentence: str
    article: str
    start: int
    end: int
    surface: str
    low: float
    high: float


def _statement(row):
    page = f"{_text(row.source)}, {_text(row.source_kind)}"
    if tables.is_page(row.source_url):
        page = f'<a href="{html.escape(row.source_url)}" rel="noopener noreferrer">{_text(row.source)}</a>'
        page += f" ({_text(row.source_kind)}; confidence: {_text(row.confidence)})"
    note = f"<dt>Note</dt><dd>{_text(row.note)}</dd>" if row.note else ""
    return _card(
        address("wrong", row.statement_id),
        f"{row.thing} ({row.outlet})",
        f"Wrong in a {row.wrong}. {row.in_short}",
        f"<dt>{_text(row.outlet)} writes</dt><dd>{_quote(row.quote, row.article_id, row.start, row.end)}</dd>"
        f"<dt>The record</dt><dd>{_text(row.record)}</dd><dt>Page</dt><dd>{page}</dd>{note}",
    )


def conflict_address(row: tuple) -> str:
    """The anchor of the card of a row of lib.claims.record.in_conflict; OVERTAKEN begins it where days lie between."""
    kind = OVERTAKEN if row.days else "conflict"
    return address(kind, row.article_a, row.start_a, row.article_b, row.start_b)


def _conflict(row):
    sides = [_Side(*(getattr(row, f"{name}_{side}") for name in _Side._fields)) for side in "ab"]
    heads = [f"{s.outlet} writes{f' on {s.date}' if s.date else ''}" for s in sides]
    said = [
        f"<dt>{_text(head)}</dt><dd>{_quote(s.sentence, s.article, s.start, s.end)}</dd>"
        for head, s in zip(heads, sides, strict=True)
    ]
    allowed = "; ".join(f"{s.surface} allows {_allowed(s.low, s.high)}" for s in sides)
    others = f" In {row.others} more pair{'s' * (row.others > 1)} they differ, too." if row.others else ""
    unit = "" if row.unit == "count" else f" ({row.unit.replace('_', ' ')})"
    doubt = "Both cannot be so, if both speak of the same thing."
    if row.days:
        doubt = f"The two are {row.days:,} day{'s' * (row.days > 1)} apart: the number may have changed."
    stated = " or ".join(s.surface for s in sides)
    thing = row.measure.replace("…", stated, 1)  # the clip has … where the number stood
    return _card(
        conflict_address(row),
        f"{thing} ({', '.join(s.outlet for s in sides)})",
        f"{thing if stated in thing else stated}? {doubt}",
        f"{''.join(said)}<dt>Why</dt><dd>{_text(allowed + unit)}. No value fits both.{others}</dd>",
    )


def _allowed(low, high):
    most = f"to {amount(high, 6, ',')}" if np.isfinite(high) else "and more"
    return f"{amount(low, 6, ',')} {most}"


def _card(anchor, title, verdict, rest):
    """A list item under a heading; its title is what to call it, and a link to itself what to cite."""
    return (
        f'<li class="fact" id="{anchor}"><p class="verdict" role="heading" aria-level="3">'
        f"<strong>{_text(verdict)}</strong></p>\n<dl>{rest}</dl>\n"
        f'<p class="cite">To cite: “{_text(title)}”, in <cite>One summit, five accounts</cite>, '
        f'<a href="#{anchor}" aria-label="Address of the card {_text(title)}">address of this card</a></p></li>\n'
    )
