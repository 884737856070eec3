"""Quotations by their marks: which passages stand between them, in whatever style a text is set.

Where a mark stands says whether it opens or closes: “, ", „, « and ' open after a blank and close before one. So mixed
and mistaken marks ("… ” or ” … “) still end, nested ones stay inside, and an apostrophe (It’s, dockers’, ’90s) closes
nothing.
"""

import re
from typing import NamedTuple

import pandas as pd

from lib import corpus

FAMILIES = {"“": "double", "”": "double", "„": "double", '"': "double", "''": "double", "«": "angle", "»": "angle"}
FAMILIES |= {"‹": "angle", "›": "angle", "‘": "single", "’": "single", "'": "single"}
QUOTATIONS = ["article_id", "outlet", "paragraph_id", "start", "end", "text"]
_SIGN = re.compile("''|[“”„\"«»‹›‘’']")
_BEFORE = re.compile(r"[\s(\[{/\u2014\u2013\u2060-]")  # what may stand before a mark that opens
_BEHIND = re.compile(r"[\s,.;:!?\u2026)\]}/\u2014\u2013\u2060\[-]")  # what may stand behind one that closes
_ELISION = re.compile(r"['’](?:\d\ds?\b|(?:em|til|tis|twas|cause|bout|n|cos|round|fess)\b)", re.IGNORECASE)
_SAID_OPEN = re.compile(r"[,.!?](?= (?:he|she|they|[A-Z][\w-]+) \w+[^.!?]{0,60}[.!?]?\s*$)")  # “…, she said.


class Sign(NamedTuple):
    """A mark in a paragraph, and what its place lets it do."""

    at: int
    end: int
    family: str
    opens: bool
    closes: bool


class Passage(NamedTuple):
    """A quotation: text[start:end] with its marks; `continues` the one of the paragraph before, or `runs_on` into
    the next.
    """

    start: int
    end: int
    continues: bool
    runs_on: bool


def quotations(paragraphs: pd.DataFrame) -> pd.DataFrame:
    """Every passage in quotation marks, the marks included; outermost ones only.

    Args:
        paragraphs: columns article_id, outlet, paragraph_id, start, text, in reading order.
    Returns:
        QUOTATIONS. What runs over several paragraphs is a row in each; what never closes ends with its paragraph.
    """
    rows = []
    for _, own in paragraphs.groupby("article_id", sort=False):
        for p, passages in zip(corpus.row_by_row(own), passages_of(own["text"].tolist()), strict=True):
            place = (p.article_id, p.outlet, p.paragraph_id)
            rows += [(*place, p.start + q.start, p.start + q.end, p.text[q.start : q.end]) for q in passages]
    return pd.DataFrame(rows, columns=QUOTATIONS)


def used(paragraphs: pd.DataFrame) -> pd.DataFrame:
    """Which marks each article sets its quotations in.

    Returns:
        article_id, outlet, marks ("“ ” 9, ‘ ’ 2": the outermost ones, most frequent first; "" for none).
    """
    found = quotations(paragraphs)
    found["marks"] = [f"{_edge(text)} {_edge(text[::-1])}" for text in found["text"]]
    counts = found.groupby("article_id")["marks"].agg(
        lambda m: ", ".join(f"{k} {n}" for k, n in m.value_counts().items())
    )
    articles = paragraphs[["article_id", "outlet"]].drop_duplicates(ignore_index=True)
    return articles.assign(marks=articles["article_id"].map(counts).fillna(""))


def _edge(text):
    return text[:2] if text.startswith("''") else text[:1]


def passages_of(texts: list[str]) -> list[list[Passage]]:
    """The passages in quotation marks of each paragraph of one article."""
    signs = [_signs(text) for text in texts]
    found = []
    for i, text in enumerate(texts):
        follows = signs[i + 1][:1] if i + 1 < len(texts) else []
        opening = (
            follows[0].family if follows and follows[0].opens and not texts[i + 1][: follows[0].at].strip() else ""
        )
        spans = _outermost([*_pairs(text, signs[i], opening), *_singles(text, signs[i], opening)])
        before = found[-1][-1] if found and found[-1] else None
        goes_on = bool(before and before.runs_on and spans and not text[: spans[0][0]].strip())
        found.append([Passage(start, end, goes_on and n == 0, open_) for n, (start, end, open_) in enumerate(spans)])
    return found


def _signs(text):
    signs = []
    for match in _SIGN.finditer(text):
        at, end = match.span()
        before, behind = text[at - 1 : at], text[end : end + 1]
        opens = bool(not before or _BEFORE.match(before) or before in FAMILIES) and bool(behind.strip())
        closes = bool(before.strip()) and bool(
            not behind or _BEHIND.match(behind) or behind in FAMILIES or behind.isdigit()
        )
        if match.group() in "„«‹“‘":
            opens, closes = opens or match.group() not in "“‘", closes and match.group() in "“‘" and not opens
        elif match.group() in "”»›’":
            closes = closes or (match.group() != "’" and not opens) or match.group() in "»›"
            opens = opens and not closes and match.group() == "”"
        signs.append(Sign(at, end, FAMILIES[match.group()], opens, closes))
    return signs


def _pairs(text, signs, opening):
    """Passages in double or angular marks: (start, end, do they run on?)."""
    spans = []
    for family in ("double", "angle"):
        start, depth = None, 0
        for sign in (s for s in signs if s.family == family):
            if start is None:
                start, depth = (sign.at, 1) if sign.opens else (None, 0)
            elif sign.opens and not sign.closes:
                depth += 1
            elif sign.closes:
                depth -= 1
                if depth <= 0:
                    spans.append((start, sign.end, False))
                    start = None
        if start is not None:
            spans.append(_unclosed(text, start, opening == family))
    return spans


def _unclosed(text, start, runs_on):
    said = None if runs_on else _SAID_OPEN.search(text, start)
    return start, said.end() if said else len(text.rstrip()), runs_on


def _singles(text, signs, opening):
    """Passages in single marks, which apostrophes are, too: what closes follows a stop, or no later one does."""
    singles, spans, i = [s for s in signs if s.family == "single"], [], 0
    while i < len(singles):
        sign, closer = singles[i], None
        if sign.opens and not _ELISION.match(text, sign.at):
            closer = _closing(text, singles, i)
            if closer is not None:
                spans.append((sign.at, singles[closer].end, False))
            elif opening == "single" and text[: sign.at].strip()[-1:] in ("", ":", ",", ".", "?", "!"):
                spans.append((sign.at, len(text.rstrip()), True))
                break
        i = closer + 1 if closer is not None else i + 1
    return [span for span in spans if sum(map(str.isalnum, text[span[0] : span[1]])) > 1]


def _closing(text, singles, i):
    """The number of the sign that closes the one at i, or None: the first after a stop before the next that opens,
    else the first.
    """
    loose = None
    for j in range(i + 1, len(singles)):
        sign = singles[j]
        if sign.closes and not sign.opens:
            plural = text[sign.at - 1] in "sS" and text[sign.end : sign.end + 2].strip().isalpha()
            if not plural:
                return j
            loose = j if loose is None else loose
        elif sign.opens:
            break
    return loose


def _outermost(spans):
    kept = []
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept
