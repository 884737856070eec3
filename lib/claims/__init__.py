"""Quantities: every number that an outlet states, normalised; what is no quantity, set aside.

In: articles. Out: tables of quantities, of numbers set aside, of pairs across outlets, of verdicts by the record.
In the order of imports: units, lexemes, numbers (digits and words to values), hedges, measure (what is counted), amounts (a
number with its unit), rules and asides (what is no quantity), wording (what is measured, in words), grammar (the quantity),
here (the tables), relations (what a value allows), aspects and features (of a pair), blocking (which pairs), context (of other
claims), weights (how likely), pairing, record.
"""

import bisect

from lib import text as _text
from lib.claims import grammar as _grammar
from lib.claims.pairing import align, claim_matrix, groups
from lib.claims.relations import interval
from lib.claims.wording import clip as _clip
from lib.corpus.curated import read_furniture
from lib.corpus.kept import once_a_build
from lib.corpus.spans import checked as _checked
from lib.corpus.spans import table_of as _table_of
from lib.measures.claim_figures import claim_rates, implied_rates
from lib.measures.scores import score

COLUMNS = [
    *("article_id", "start", "end", "surface", "core_start", "core_end", "value_low", "value_high", "unit", "kind"),
    *("hedge", "hedge_text", "per", "counted", "measure", "outlet", "sentence_id", "sentence"),
]
LONGEST = 1_000  # characters of a sentence that a claim carries; of a longer one it carries a passage
ASIDES = ["article_id", "start", "end", "surface", "kind", "outlet", "sentence_id", "sentence"]


def extract(articles):
    """Every stated quantity.

    Args:
        articles: a table as corpus.load makes it; columns article_id, text (and outlet).
            Paragraphs of every kind are read.
    Returns:
        One row a quantity, in reading order: COLUMNS. start, end: its surface (hedge,
        currency, number, scale, unit); core_start, core_end: its number; value_low,
        value_high: as stated, in `unit`; counted: the noun, for counts; measure: the words
        around the number, which is "…"; sentence: as it stands, to be read with lib.text.display; of one longer than
        LONGEST, the passage around the quantity (see `_passage`).

    Example:
        >>> from lib import claims, corpus
        >>> found = claims.extract(corpus.load("data/example"))
        >>> found[["surface", "value_low", "unit", "hedge"]].iloc[[0, 4]].values.tolist()
        [['140', 140.0, 'count', 'none'], ['More than €450,000', 450000.0, 'EUR', 'above']]
    """
    return _tables(articles)[0]


def set_aside(articles):
    """Every number that states no quantity, with its kind: year, date, ordinal, name, footnote ... (ASIDES).

    Example:
        >>> from lib import claims, corpus
        >>> claims.set_aside(corpus.load("data/example"))[["surface", "kind"]].head(3).values.tolist()
        [['first', 'ordinal'], ['second', 'ordinal'], ['1931', 'year']]
    """
    return _tables(articles)[1]


@once_a_build
def _tables(articles):
    claims, others = [], []
    folder = articles.attrs.get("folder")
    tables, shapes = _grammar.read_tables(folder), read_furniture(folder)
    articles, mended = _checked(articles), "layout" in articles
    for article_id, outlet, text in articles[["article_id", "outlet", "text"]].itertuples(index=False):
        whole = text if mended else _text.repair(text)[0]
        number, lower = 0, whole.lower()
        for start, end, kind in _text.blocks(whole, shapes):
            block = whole[start:end]
            plain, at = _plain(block)
            bounds = _text.sentences(block)
            starts = [a for a, _ in bounds]
            passages = {}  # rows of one passage share the string
            for item in _grammar.quantities(plain, kind, tables, lower):
                a, b = at(item.start), at(item.end - 1) + 1
                s = max(0, bisect.bisect_right(starts, a) - 1)
                low, high = _passage(*bounds[s], a)
                sentence = passages.setdefault((low, high), text[start + low : start + high])
                line = number + s + 1, sentence
                place = (article_id, start + a, start + b, text[start + a : start + b])
                if item.aside:
                    others.append((*place, item.aside, outlet, *line))
                    continue
                core = (start + at(item.core_start), start + at(item.core_end - 1) + 1)
                measure = _clip(sentence, a - low, b - low)
                values = (item.low, item.high, item.unit, item.kind, item.hedge, item.hedge_text, item.per)
                claims.append((*place, *core, *values, item.counted, measure, outlet, *line))
            number += len(bounds)
    return _table_of(claims, COLUMNS, articles), _table_of(others, ASIDES, articles)


def _passage(low, high, place, step=200, margin=100):
    """What of the sentence [low, high) a row carries that begins at a place in the block: (its start, its end).

    Every row carries one: if a sentence of 200,000 characters with 100,000 numbers stood in
    each of them, the table would hold 20 GB. So a long one is cut at every `step`, and a row
    carries the stretch it begins in with `margin` characters on either side.
    """
    if high - low <= LONGEST:
        return low, high
    cut = low + max(0, place - low) // step * step
    return max(low, cut - margin), min(high, cut + step + margin)


def _plain(block):
    """The block without word joiners, and the way from its places to those of the block."""
    if _text.JOINER not in block:
        return block, int
    kept = [i for i, c in enumerate(block) if c != _text.JOINER]
    return "".join(block[i] for i in kept), kept.__getitem__
