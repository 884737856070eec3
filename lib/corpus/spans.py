"""Articles to tables of spans: paragraphs, sentences, tokens.

`start, end` in every table are spans of `articles.text` (see lib.text). Every table also carries `outlet`, so
that it can be grouped without a join.
"""

from collections import defaultdict, namedtuple
from collections.abc import Iterator
from functools import cache

import pandas as pd

from lib import text as _text
from lib.corpus.curated import read_furniture, read_variants
from lib.corpus.kept import once_a_build

PARAGRAPHS = ["article_id", "outlet", "paragraph_id", "start", "end", "kind", "text"]
SENTENCES = ["article_id", "outlet", "paragraph_id", "sentence_id", "start", "end", "text"]
TOKENS = ["article_id", "outlet", "paragraph_id", "sentence_id", "start", "end", "token", "term"]
_WHOLE = ("start", "end", "paragraph_id", "sentence_id", "core_start", "core_end", "speaker_start", "speaker_end")
_WHOLE += ("cue_start", "cue_end", "n_tokens", "start_a", "end_a", "start_b", "end_b", "group")
_REAL = ("value_low", "value_high", "sure", "low_a", "high_a", "low_b", "high_b")


@once_a_build
def paragraphs(articles: pd.DataFrame) -> pd.DataFrame:
    """One row a block of an article, in reading order.

    Args:
        articles: a table as `load` makes it; columns article_id, outlet, text are used.
    Returns:
        article_id, outlet, paragraph_id (from 1 in each article), start, end, kind (one
        of lib.text.KINDS), text. Analyses read the kinds lead and body: see `running`.
    Raises:
        ValueError: see `checked`.

    Example:
        >>> from lib import corpus
        >>> blocks = corpus.paragraphs(corpus.load("data/example"))
        >>> blocks[["paragraph_id", "kind", "start", "end"]].head(2).values.tolist()
        [[1, 'headline', 0, 34], [2, 'lead', 36, 175]]
    """
    articles, shapes = checked(articles), read_furniture(articles.attrs.get("folder"))
    rows = [
        (article.article_id, article.outlet, number, start, end, kind, article.text[start:end])
        for article in row_by_row(articles)
        for number, (start, end, kind) in enumerate(_text.blocks(article.text, shapes), 1)
    ]
    return table_of(rows, PARAGRAPHS, articles)


def running(paragraphs: pd.DataFrame) -> pd.DataFrame:
    """The paragraphs of running text (lead and body), the default of every analysis.

    Example:
        >>> from lib import corpus
        >>> blocks = corpus.paragraphs(corpus.load("data/example"))
        >>> len(blocks), len(corpus.running(blocks))
        (60, 46)
    """
    return paragraphs[paragraphs["kind"].isin(_text.RUNNING)].reset_index(drop=True)


def set_aside(paragraphs: pd.DataFrame) -> pd.DataFrame:
    """All that running text leaves out, footnote marks included.

    Returns:
        article_id, outlet, paragraph_id, start, end, kind (footnote mark for "[3]"), text.
    """
    body = running(paragraphs)
    marks = [
        (p.article_id, p.outlet, p.paragraph_id, p.start + m.start(), p.start + m.end(), "footnote mark", m.group())
        for p in row_by_row(body)
        for m in _text.NOTE_MARK.finditer(p.text)
    ]
    rest = paragraphs[~paragraphs["kind"].isin(_text.RUNNING)]
    return pd.concat([rest, table_of(marks, PARAGRAPHS, paragraphs)], ignore_index=True) if marks else rest


@once_a_build
def sentences(paragraphs: pd.DataFrame) -> pd.DataFrame:
    """One row a sentence: article_id, outlet, paragraph_id, sentence_id (from 1 in each article), start, end, text.

    Example:
        >>> from lib import corpus
        >>> text = corpus.sentences(corpus.running(corpus.paragraphs(corpus.load("data/example"))))
        >>> text.loc[1, "text"]
        'Mayor Henrik Sollander has opened the sports hall for up to 300 people.'
    """
    rows, number, last = [], 0, None
    for p in row_by_row(paragraphs):
        number = number if p.article_id == last else 0
        last = p.article_id
        for start, end in _text.sentences(p.text):
            number += 1
            span = (p.start + start, p.start + end)
            rows.append((p.article_id, p.outlet, p.paragraph_id, number, *span, p.text[start:end]))
    return table_of(rows, SENTENCES, paragraphs)


@once_a_build
def tokens(sentences: pd.DataFrame, variants: dict[str, str] | None = None) -> pd.DataFrame:
    """One row a token, as it stands and as it is counted.

    Args:
        sentences: a table as `sentences` makes it.
        variants: {spelling: standard spelling}; None for the corpus's own (`read_variants`),
            {} for none.
    Returns:
        article_id, outlet, paragraph_id, sentence_id, start, end, token (as it stands),
        term (as it is counted; see lib.text.term; "" for an address, which is no word: see `word_tokens`).

    Example:
        >>> from lib import corpus
        >>> text = corpus.sentences(corpus.running(corpus.paragraphs(corpus.load("data/example"))))
        >>> corpus.tokens(text)[["token", "term"]].iloc[6:9].values.tolist()
        [['140', '140'], ['firefighters', 'firefighters'], ['12', '12']]
    """
    if variants is None:
        variants = read_variants(sentences.attrs.get("folder"))
    blocks, terms, rows = defaultdict(list), {}, []
    for s in row_by_row(sentences):
        blocks[s.article_id, s.paragraph_id].append(s.text)
    loud = {block: _text.is_all_caps(" ".join(own)) for block, own in blocks.items()}
    for s in row_by_row(sentences):
        fold = loud[s.article_id, s.paragraph_id]
        for start, end in _text.tokens(s.text):
            token = s.text[start:end]
            if (token, fold) not in terms:
                terms[token, fold] = _text.term(token, variants, fold)
            span = (s.start + start, s.start + end)
            rows.append((s.article_id, s.outlet, s.paragraph_id, s.sentence_id, *span, token, terms[token, fold]))
    return table_of(rows, TOKENS, sentences)


def word_tokens(tokens: pd.DataFrame) -> pd.DataFrame:
    """The tokens that are words or numbers: all but addresses (of pages or mail, @handles), whose term is ""."""
    no_words = (tokens["term"] == "") | tokens["term"].isna()  # "" is missing in a table read back from CSV
    return tokens[~no_words] if no_words.any() else tokens


def checked(articles: pd.DataFrame) -> pd.DataFrame:
    """Articles that `load` need not have made: where no outlet is stated it is the article_id, as there.

    Raises:
        ValueError: a column is missing, an article has no article_id, one of another or no text; which one is said.
    """
    for column in ("article_id", "text"):
        if column not in articles:
            raise ValueError(f"articles without the column {column}; there are {', '.join(map(str, articles))}")
    for number, (article_id, text) in enumerate(zip(articles["article_id"], articles["text"], strict=True), 1):
        if not isinstance(text, str) or pd.isna(article_id):
            raise ValueError(f"article {number}, {article_id}: its text is {text!r:.40}; both must be there, as text")
    ids = articles["article_id"]
    if not ids.is_unique:
        raise ValueError(f"several articles have the article_id {ids[ids.duplicated()].iloc[0]}; give each its own")
    outlets = articles.get("outlet", ids)
    return articles.assign(outlet=outlets.where(outlets.notna(), ids))


def table_of(rows: list[tuple], columns: list[str], parent: pd.DataFrame | None = None) -> pd.DataFrame:
    """Rows as a table with the attrs of the one they come from; an empty one has the types of a full one, too."""
    table = pd.DataFrame(rows, columns=columns)
    if not rows:
        kinds = {name: "int64" if name in _WHOLE else "float64" if name in _REAL else "str" for name in columns}
        table = table.astype(kinds)
    table.attrs = dict(parent.attrs) if parent is not None else {}
    return table


def row_by_row(table: pd.DataFrame, stretch: int = 20_000) -> Iterator[tuple]:
    """The rows as named tuples, without the index; table.itertuples looks up each text, which takes five times that."""
    make = _row(tuple(table.columns))._make
    for at in range(0, len(table), stretch):
        part = table.iloc[at : at + stretch]
        yield from map(make, zip(*(part[name].tolist() for name in part), strict=True))


@cache
def _row(names):
    return namedtuple("Row", names, rename=True)


def touching(rows: pd.DataFrame, others: pd.DataFrame) -> pd.Series:
    """Which rows (article_id, start, end) share a character with one of the others? A mask, one value a row."""
    place = ["article_id", "start", "end"]
    pairs = rows[place].assign(row=rows.index).merge(others[place], on="article_id", suffixes=("", "_other"))
    found = pairs.loc[(pairs["start"] < pairs["end_other"]) & (pairs["end"] > pairs["start_other"]), "row"]
    return pd.Series(rows.index.isin(found), index=rows.index)
