"""Words in quotation marks: where they stand, and whether they are speech or only mark a term."""

import re

import pandas as pd

QUOTATIONS = ["article_id", "outlet", "paragraph_id", "start", "end", "text"]
# A straight mark opens after white space or an opening bracket and closes before anything else.
_OPENING = re.compile(r"\u201c|(?<![^\s(\[\u2014\u2013-])\"(?=\S)")


def quotations(paragraphs):
    """Every passage in double quotation marks, the marks included.

    A curly mark is closed by its partner, nested ones by their own; a straight one by the
    next straight one. A quotation does not cross paragraphs; one that is never closed ends
    with its paragraph.

    Args:
        paragraphs: columns article_id, outlet, paragraph_id, start, text.
    Returns:
        article_id, outlet, paragraph_id, start, end, text (outermost quotations only).
    """
    rows = []
    for p in paragraphs.itertuples():
        for start, end in _spans(p.text):
            rows.append((p.article_id, p.outlet, p.paragraph_id, p.start + start, p.start + end, p.text[start:end]))
    return pd.DataFrame(rows, columns=QUOTATIONS)


def _spans(text):
    spans, at = [], 0
    while match := _OPENING.search(text, at):
        start, end = match.start(), None
        if match.group() == '"':
            close = text.find('"', start + 1)
            end = close + 1 if close > 0 else None
        else:
            depth = 0
            for i in range(start, len(text)):
                depth += (text[i] == "\u201c") - (text[i] == "\u201d")
                if depth == 0:
                    end = i + 1
                    break
        spans.append((start, end or len(text)))
        at = spans[-1][1]
    return spans
