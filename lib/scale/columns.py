"""Texts to counts in columns: what lib.text and lib.measures.terms do, for many articles at once.

Most texts have a paragraph a line, and most words are plain: for these a few columnar
operations do the work of lib.text. Whatever might be read otherwise is found by tests that
err on the safe side, and goes through lib.text itself. So the numbers are those of lib.text.
"""

import re

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute

from lib import corpus as _corpus
from lib import text as _text
from lib.corpus.curated import read_furniture
from lib.text.characters import SPACE
from lib.text.kinds import CLOSED, stands_alone
from lib.text.repairs import is_cut

_BLANKS = " \t\u2060\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u2028\u2029]")  # control characters, line breaks other than \n
_MAY_GO_ON = (  # a line that may begin with a small letter
    "^(?:[a-z]|[^\x00-\x7f\u201c\u2018\u2022\u2013\u2014\u2026])"
)
_MAY_BEGIN_APART = (  # with a label or a dateline
    "^(?:Lead|Standfirst|Summary|Intro):"
    "|^[A-Z\u00c0-\u00de][^,]{2,40},.(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*[.]?.[0-9]"
    "|^[A-Z\u00c0-\u00de]{4}.{0,110}[-\u2013\u2014]"
)
_MAY_END_APART = '[.!?\u201d"][^A-Za-z0-9]+(?:[A-Z]{2,8}|\u25a0|Enditem)$'  # with initials
_MAY_BE_NUMBER = "^[^A-Za-z]*(?:[Pp]age)?[^A-Za-z]*(?:[0-9]{1,4}|[ivxl]{1,5})"  # of a page, on a short line
_PLAIN_WORD = (
    "^[\"'(\\[\u201c\u2018\u00ab]*([A-Za-z]|[A-Za-z]?[a-z]+)"
    "(?:['\u2019]s)?[\"')\\].,:;!?\u201d\u2019\u00bb\u2026\u2014]* ?$"
)
_INNER_CAPITALS = re.compile(r".[A-Z]\.[A-Z]\.", re.DOTALL)  # “U.S.: a sentence may end after the quote and U.
_FOLDED = "\n"  # before each word of a line in capitals; no line holds it


def mend(text: str, layout: str, mended: bool) -> str:
    """A text repaired as corpus.load does it, unless it is."""
    return text if mended else _text.repair(text, layout or _text.judge_layout(text))[0]


def term_cells(
    texts: pl.Series,
    layouts: pl.Series,
    groups: np.ndarray,
    mended: bool,
    kinds: list[str] | None,
    variants: dict[str, str],
    folder: str | None = None,
) -> tuple[dict, tuple[np.ndarray, np.ndarray]]:
    """How often each term stands in each paragraph.

    Args:
        texts, layouts: polars Series; a layout is "" where it is to be judged.
        groups: of each text, as ascending whole numbers (the texts of a group stand together).
        mended: are the texts repaired?
        kinds: kinds of paragraphs to count, None for all.
        variants: {spelling: standard spelling}.
        folder: the corpus, which may bring a furniture.csv; it matters where `kinds` are asked for.
    Returns:
        (rows, (article, sizes)): rows is a row per group and term (two where lib.text itself counted
        some texts of the group), columns of an Arrow table: group, term, freq, n_paragraphs, n_articles, size
        (tokens of the paragraphs with the term); and of each of these paragraphs ns
        (occurrences) and sizes (tokens). article, sizes: of every paragraph, as arrays.
    """
    matrix, terms, article = _matrix(texts, layouts, mended, kinds, variants, folder)
    n, place, sizes = matrix.data, matrix.indices, matrix.sum(axis=1)
    new_row = np.zeros(len(n), dtype=bool)  # another term, or another group
    new_row[matrix.indptr[:-1][np.diff(matrix.indptr) > 0]] = True
    new_article = new_row.copy()
    new_row[1:] |= _differ(groups[article][place])
    new_article[1:] |= _differ(article[place])
    starts = np.flatnonzero(new_row)
    offsets = pa.array(np.append(starts, len(n)), pa.int32())
    size = _small(sizes)[place]

    def total(values):
        return np.add.reduceat(values, starts, dtype=np.int64) if len(starts) else np.zeros(0, dtype=np.int64)

    rows = {
        "group": groups[article[place[starts]]],
        "term": terms.take(pa.array(np.searchsorted(matrix.indptr, starts, side="right") - 1)),
        "freq": total(n),
        "n_paragraphs": np.diff(np.append(starts, len(n))),
        "n_articles": total(new_article | new_row),
        "size": total(size),
        "ns": pa.ListArray.from_arrays(offsets, pa.array(_small(n))),
        "sizes": pa.ListArray.from_arrays(offsets, pa.array(size)),
    }
    return rows, (article, sizes)


def _small(values):
    """Whole numbers in as few bytes as they need."""
    return values.astype(np.min_scalar_type(values.max(initial=0)))


def _differ(values):
    return values[1:] != values[:-1]


def _matrix(texts, layouts, mended, kinds, variants, folder):
    """Paragraphs x terms.

    Returns:
        (matrix, terms, article): matrix holds the occurrences by columns, paragraphs ascending in each;
        terms (Arrow) names its columns; article is the number of the text of each paragraph, ascending too but
        for those of the texts that lib.text itself counted, which stand last.
    """
    from scipy import sparse

    lines = _lines(texts, layouts, mended, kinds, folder)
    article, part = (lines[name].to_numpy().astype(np.int32) for name in ("article", "part"))
    new = np.append(True, _differ(part) | _differ(article))[: len(part)]
    article = article[new]
    chunks, bounds = _chunks(lines["line"])
    bounds = np.append(bounds[:-1][new], bounds[-1])  # the first piece of each paragraph
    # Arrow's own pool gives its pages back and asks for them again, which takes longer than to count
    chunks = pa.compute.dictionary_encode(chunks, memory_pool=pa.system_memory_pool())
    code = chunks.indices.to_numpy(zero_copy_only=False)
    terms, lengths, starts, unsure = _spell(chunks.dictionary, variants)

    def paragraph_of(pieces):
        return np.searchsorted(bounds, pieces, side="right") - 1

    again = np.unique(article[paragraph_of(np.flatnonzero(unsure[code]))]) if unsure.any() else ()
    rest = _slowly(texts, layouts, mended, kinds, variants, folder, again)
    terms = pa.concat_arrays([terms, pa.array(rest["term"].tolist(), pa.large_string())]).dictionary_encode()
    term, terms = terms.indices.to_numpy(zero_copy_only=False), terms.dictionary
    none = np.int32(len(terms))  # a column for pieces without a term, and for those that are counted below
    term = np.append(term, none)
    first = np.where(lengths > 0, term[starts], none)[code]
    more = np.flatnonzero((lengths > 1)[code]) if (lengths > 1).any() else np.zeros(0, dtype=np.int64)
    if len(again):
        counted_below = np.isin(article, again)
        first[np.repeat(counted_below, np.diff(bounds))] = none
        more = more[~counted_below[paragraph_of(more)]]
    numbers, where = pd.factorize(pd.MultiIndex.from_frame(rest[["article_id", "paragraph_id"]]))
    further = [(len(article) + numbers, term[len(term) - 1 - len(rest) : -1])]
    for k in range(1, int(lengths.max(initial=0))):
        more = more[lengths[code[more]] > k]
        further.append((paragraph_of(more), term[starts[code[more]] + k]))
    article = np.append(article, where.get_level_values(0).to_numpy(dtype=np.int32))
    shape = len(article), len(terms) + 1
    bounds = np.append(bounds, np.full(len(where), bounds[-1])).astype(np.int32)
    matrix = sparse.csr_array((np.ones(len(first), dtype=np.int32), first, bounds), shape).tocsc()
    matrix.sum_duplicates()
    place, term = map(np.concatenate, zip(*further, strict=True))
    if len(place):
        ones = np.ones(len(place), dtype=np.int32)
        matrix = matrix + sparse.coo_array((ones, (place, term)), shape).tocsc()
    some = matrix.indptr[-2]  # the rest stands in the column `none`
    return (
        sparse.csc_array((matrix.data[:some], matrix.indices[:some], matrix.indptr[:-1]), (shape[0], none)),
        terms,
        article,
    )


def _chunks(lines):
    """The lines cut after each blank, and the first piece of each, with the number of all; the text itself is not
    copied.
    """
    lines = lines.to_arrow()
    _, ends, letters = lines.buffers()
    ends = np.frombuffer(ends, dtype=np.int64)[lines.offset : lines.offset + len(lines) + 1]
    begins = np.empty(ends[-1] + 1 - ends[0], dtype=bool)
    np.equal(np.frombuffer(letters, dtype=np.uint8)[ends[0] : ends[-1]], ord(" "), out=begins[1:])
    begins[ends - ends[0]] = True
    begins = np.flatnonzero(begins)
    bounds = np.searchsorted(begins, ends - ends[0])
    begins += ends[0]
    if ends[-1] < 2**31:
        chunks = pa.StringArray.from_buffers(len(begins) - 1, pa.py_buffer(begins.astype(np.int32)), letters)
    else:
        chunks = pa.LargeStringArray.from_buffers(len(begins) - 1, pa.py_buffer(begins), letters)
    return chunks, bounds


def _slowly(texts, layouts, mended, kinds, variants, folder, articles):
    """The tokens of some articles (by number), as lib.corpus makes them."""
    rows = [(int(i), "", mend(texts[int(i)], layouts[int(i)], mended)) for i in articles]
    table = pd.DataFrame(rows, columns=["article_id", "outlet", "text"])
    table.attrs["folder"] = folder
    paragraphs = _corpus.paragraphs(table)
    if kinds is not None:
        paragraphs = paragraphs[paragraphs["kind"].isin(kinds)]
    if paragraphs.empty:
        return pd.DataFrame({"article_id": [], "paragraph_id": [], "term": []})
    return _corpus.word_tokens(_corpus.tokens(_corpus.sentences(paragraphs), variants))


def _spell(chunks, variants):
    """The terms in each distinct piece of text between two blanks.

    Returns:
        (terms, lengths, starts, unsure): piece i holds lengths[i] terms from terms[starts[i]]
        on; unsure marks the pieces that lib.text might read otherwise where they stand.
    """
    chunks = pl.Series(chunks)
    plain = chunks.str.extract(_PLAIN_WORD, 1).str.to_lowercase()
    plain = plain.replace(variants) if variants else plain
    is_plain = plain.is_not_null().to_numpy()
    found = [_terms_of(chunk, variants) for chunk in chunks.filter(plain.is_null())]
    lengths, unsure = is_plain.astype(np.int32), np.zeros(len(chunks), dtype=bool)
    lengths[~is_plain] = [len(terms or ()) for terms in found]
    unsure[~is_plain] = [terms is None for terms in found]
    starts = np.empty(len(chunks), dtype=np.int32)
    starts[is_plain] = np.arange(is_plain.sum())
    starts[~is_plain] = is_plain.sum() + np.cumsum(lengths[~is_plain]) - lengths[~is_plain]
    spelt = pa.array([term for terms in found for term in terms or ()], pa.large_string())
    return pa.concat_arrays([plain.drop_nulls().to_arrow().cast(pa.large_string()), spelt]), lengths, starts, unsure


def _terms_of(chunk, variants):
    """The terms of a piece of text without a blank; None if they may depend on what stands around it."""
    fold = chunk.startswith(_FOLDED)
    chunk = chunk[fold:]
    if len(chunk) > 1000 or _ODD.search(chunk) or _INNER_CAPITALS.search(chunk):
        return None
    if not chunk.isascii():
        spaced = SPACE.sub(" ", chunk)
        if _text.repair(chunk, "lines")[0] != spaced:
            return None
        chunk = spaced
    terms = (_text.term(chunk[start:end], variants, fold) for start, end in _text.tokens(chunk))
    return [term for term in terms if term]  # an address is no word


def _lines(texts, layouts, mended, kinds, folder):
    """The paragraphs: article and part (their numbers), line (a part may have several)."""
    schema = {"article": pl.UInt32, "part": pl.Int32, "line": pl.String}
    if kinds is None:
        lines, cut, repaired = _plain_lines(texts, layouts, mended)
    else:
        lines, cut, repaired = pl.DataFrame(schema=schema), range(len(texts)), range(len(texts))
    rows, shapes = [], read_furniture(folder)
    for i in cut:
        sound = i not in repaired and not _ODD.search(texts[i])
        text = mend(texts[i], layouts[i], mended or sound)
        spans = (
            _text.block_spans(text) if kinds is None else [b[:2] for b in _text.blocks(text, shapes) if b.kind in kinds]
        )
        rows += [(i, -n, text[start:end]) for n, (start, end) in enumerate(spans)]
    if rows:
        lines = pl.concat([lines, pl.DataFrame(rows, schema, orient="row")]).sort("article", maintain_order=True)
    capitals = [
        (i, _FOLDED + line.replace(" ", " " + _FOLDED))
        for i, line in (
            lines.with_row_index().filter(~pl.col("line").str.contains("[a-z]")).select("index", "line").rows()
        )
        if _text.is_all_caps(line)
    ]
    if not capitals:
        return lines
    i, marked = zip(*capitals, strict=True)
    return lines.with_columns(line=lines["line"].scatter(list(i), list(marked)))


def _plain_lines(texts, layouts, mended):
    """The paragraphs of the texts that stand a paragraph a line.

    Returns:
        (lines, cut, repaired): lines as in `_lines`; cut: the articles that lib.text must
        cut into paragraphs; repaired: those among them that it must repair before.
    """
    if texts.str.contains("\r", literal=True).any():
        texts = texts.str.replace_all("\r\n", "\n", literal=True)
    here, line, last = pl.col("article"), pl.col("line"), pl.col("line").str.tail(100)
    lines = pl.DataFrame({"line": texts.str.split("\n")}).with_row_index("article").explode("line")
    lines = lines.with_columns(line.str.strip_chars(_BLANKS), raw=line.str.strip_chars(" \t\u2060"))
    lines = lines.filter(line != "").with_row_index("i")
    lines = lines.with_columns(
        open=~pl.col("raw").str.tail(100).str.contains(CLOSED.pattern) & (here.shift(-1) == here).fill_null(False),
        next=line.shift(-1),
        cut=line.str.head(160).str.contains(_MAY_BEGIN_APART) | last.str.contains(_MAY_END_APART),
        number=(line.str.len_bytes() < 60) & line.str.contains(_MAY_BE_NUMBER),
    )
    may_join = pl.col("open") & (pl.col("next").str.contains(_MAY_GO_ON) | last.str.contains("[-\u2010]$"))
    asked = lines.filter(may_join & (not mended)).select("i", "line", "next")
    joined, unsure = np.zeros(len(lines) + 1, dtype=bool), np.zeros(len(lines), dtype=bool)
    for i, one, other in asked.rows():
        joined[i + 1], unsure[i] = _joins(one, other)
    lines = lines.with_columns(joined=joined[:-1], unsure=unsure, part=np.cumsum(~joined[:-1]).astype(np.int32))
    lines = lines.with_columns(asked=pl.col("i").is_in(asked["i"].implode()))
    facts = lines.group_by("article").agg(
        pl.col("cut").any(),
        unsure=pl.col("unsure").any()
        | (pl.col("raw") != line).any()  # an unusual blank at an end may be half of a garbled character
        | (pl.col("asked").any() & pl.col("number").any())
        | (pl.col("joined").any() & pl.col("cut").any()),
        # lib.text.judge_layout, as far as the ends of the lines or their lengths alone decide
        lines=(2 * pl.col("open").sum() < pl.len()) | (pl.col("raw").str.len_chars().median() > 161),
    )
    layout = layouts[facts["article"]]
    sure = ~facts["unsure"] & ((layout != "wrapped") & (facts["lines"] | (layout == "lines")) | mended)
    repaired = facts.filter(~sure)["article"]
    cut = facts.filter(~sure | facts["cut"])["article"].sort()
    return lines.filter(~here.is_in(cut.implode())).select("article", "part", "line"), cut.to_list(), set(repaired)


def _joins(one, other):
    """Are two lines one paragraph, by lib.text? (joined, must lib.text itself mend the place where they meet?)"""
    one, other = SPACE.sub(" ", one), SPACE.sub(" ", other)
    if stands_alone(one) or stands_alone(other) or not is_cut(one, other, False, 0):
        return False, False
    in_capitals = not all(re.search("[a-z]", line) for line in (one, other))
    return True, one[-1] in "-\u2010\u2011\u2013\u00ad" or in_capitals
