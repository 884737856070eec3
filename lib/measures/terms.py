"""Count terms and put them side by side: rates, dispersion, TF-IDF, KWIC, barcodes.

Tables of tokens and counts in, tables out. A *token* is an occurrence, a *type* a distinct
one, a *term* what is counted (a word in its standard form, or a phrase of such words).
Of an empty table an empty one is made, with its columns.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from fnmatch import translate
from itertools import groupby
from operator import attrgetter
from typing import Any

import numpy as np
import pandas as pd

from lib import corpus as _corpus
from lib import text as _text

COUNTS = ["term", "freq", "n_paragraphs", "n_articles", "per_1000", "dp"]
MATCHES = ["article_id", "outlet", "paragraph_id", "sentence_id", "start", "end", "term", "position"]
PRIORS = (50, 500, 5000)  # pseudo-tokens: a smaller and a larger number beside that of `keyness`
_LAST = re.compile(r"(?<=\s)\S+$")
_ACRONYM = 4  # letters: a longer word in capitals is hardly one
KWIC = ["left", "keyword", "right", "article_id", "outlet", "paragraph_id", "start", "end"]


def lines(table: pd.DataFrame) -> Iterator[tuple[tuple, list]]:
    """((article_id, sentence_id), its rows as named tuples) of each sentence: of tokens, or of what was found in them.

    Args:
        table: in reading order.
    """
    place = attrgetter("article_id", "sentence_id")
    return ((key, list(own)) for key, own in groupby(_corpus.row_by_row(table), place))


def matching(tokens: pd.DataFrame, patterns: Iterable[tuple[str, Any]]) -> Iterator[tuple]:
    """Every place where the words of a pattern stand in a row, in reading order.

    Args:
        tokens: a table as corpus.tokens makes it, in reading order.
        patterns: (words parted by spaces, * for any letters; whose pattern it is).
    Yields:
        (rows of the sentence as named tuples, their terms, first, behind the last, whose pattern it is); of a place in
        the order of the patterns.
    """
    parted = [([re.compile(translate(word)) for word in pattern.split()], whose) for pattern, whose in patterns]
    opening = {term: [row for row in parted if row[0][0].match(term)] for term in tokens["term"].unique()}
    for _, places in lines(tokens):
        words = [place.term for place in places]
        for i, word in enumerate(words):
            for parts, whose in opening[word]:
                end = i + len(parts)
                if end <= len(words) and all(p.match(w) for p, w in zip(parts, words[i:end], strict=True)):
                    yield places, words, i, end, whose


def in_order(**orders: Iterable) -> Callable[[pd.Series], pd.Series]:
    """A key for sort_values: values of the columns named stand in the order given, those of others by themselves."""
    places = {column: {name: i for i, name in enumerate(names)} for column, names in orders.items()}
    return lambda column: column.map(places[column.name]) if column.name in places else column


def counts(tokens: pd.DataFrame, by: str = "outlet") -> pd.DataFrame:
    """How often each group uses each term, and how evenly.

    Args:
        tokens: columns article_id, paragraph_id, term and `by`. Pass all tokens and drop
            stop words from the result, or the rates rise with the length of the stop list.
            Addresses, which have no term, are not counted.
        by: the column whose values are compared.
    Returns:
        One row per group and term; groups in order of appearance, frequent terms first:
        `by`, term, freq (tokens), n_paragraphs, n_articles, per_1000 (tokens of the
        group), dp (deviation of proportions over the group's paragraphs: 0 spread as
        evenly as the text itself, towards 1 all in one short paragraph).
    Source: DP: Gries 2008, doi:10.1075/ijcl.13.4.02gri.

    Example:
        >>> from lib import corpus, terms
        >>> text = corpus.sentences(corpus.running(corpus.paragraphs(corpus.load("data/example"))))
        >>> found = terms.counts(corpus.tokens(text))
        >>> found.loc[found["term"] == "tram", ["outlet", "freq", "n_articles"]].head(2).values.tolist()
        [['City Hall Bulletin', 3, 2], ['Lindmoor Courier', 1, 1]]
    """
    tokens = _corpus.word_tokens(tokens).reset_index(drop=True)
    part = [name for name in ("article_id", "paragraph_id") if name != by]
    cells = tokens.groupby([by, *part, "term"], sort=False).size().rename("n").reset_index()
    sizes = tokens.groupby([by, *part], sort=False).size().rename("part_size").reset_index()
    cells = cells.merge(sizes, on=[by, *part])
    freq = cells.groupby([by, "term"], sort=False)["n"].transform("sum")
    expected = cells["part_size"] / cells.groupby(by, sort=False)["n"].transform("sum")
    # Parts without the term add their whole expected share: 1 minus the shares seen here.
    cells["gap"] = (cells["n"] / freq - expected).abs() - expected
    table = cells.groupby([by, "term"], sort=False).agg(
        freq=("n", "sum"), n_paragraphs=("n", "size"), n_articles=("article_id", "nunique"), gap=("gap", "sum")
    )
    table = table.reset_index()
    table["per_1000"] = 1000 * table["freq"] / table.groupby(by, sort=False)["freq"].transform("sum")
    table["dp"] = ((table["gap"] + 1) / 2).clip(0, 1)
    order = {"ascending": [True, False, True], "key": in_order(**{by: tokens[by].unique()})}
    return table.sort_values([by, "freq", "term"], ignore_index=True, **order)[[by, *COUNTS]]


def content(counts: pd.DataFrame, stopwords: Collection[str]) -> pd.DataFrame:
    """The rows whose term is neither on the stop list nor a number (numbers are claims, not words)."""
    return counts[~counts["term"].isin(stopwords) & ~counts["term"].str[0].str.isdigit()].reset_index(drop=True)


def rates(counts: pd.DataFrame, terms: Iterable[str], by: str = "outlet") -> pd.DataFrame:
    """Tokens per 1,000 of the given terms: one row a term (in the order given), one column a group."""
    wide = counts.pivot(index="term", columns=by, values="per_1000")
    return wide.reindex(index=list(terms), columns=list(counts[by].unique())).fillna(0.0)


def most_widespread(tokens: pd.DataFrame, stopwords: Collection[str]) -> str:
    """The content term that most articles use (of several the most frequent, then the first by name), or "word"."""
    table = content(counts(tokens.assign(all="all"), by="all"), stopwords)
    first = table.sort_values(["n_articles", "freq", "term"], ascending=[False, False, True])["term"].head(1)
    return next(iter(first), "word")


def typical(tokens: pd.DataFrame, stopwords: Collection[str], n: int = 10) -> pd.DataFrame:
    """The words by which each outlet differs most from the others taken together.

    Content terms with the largest z of the weighted log-odds (`keyness`) that the outlet writes in two paragraphs, and,
    where it has several articles, in three of them, so that no single story makes them.

    Args:
        tokens: as corpus.tokens makes them.
    Returns:
        outlet, words (at most n, the most typical first, parted by commas); no row for one outlet.
    """
    table, rows = counts(tokens), []
    articles = tokens.groupby("outlet", sort=False)["article_id"].nunique()
    for outlet in articles.index if len(articles) > 1 else ():
        own = table[(table["outlet"] == outlet) & (table["n_paragraphs"] >= 2)]
        own = content(own[own["n_articles"] >= min(3, articles[outlet])], stopwords)
        found = keyness(table, outlet).query("z > 0")
        rows.append((outlet, ", ".join(found.loc[found["term"].isin(set(own["term"])), "term"].head(n))))
    return pd.DataFrame(rows, columns=["outlet", "words"])


def tf_idf(counts: pd.DataFrame, by: str = "outlet") -> pd.DataFrame:
    """Terms that are frequent in one group and absent from others.

    per_1000 x ln(N / n), where n of the N groups use the term: what all use scores 0.

    Args:
        counts: a table as `counts` makes it.
    Returns:
        The rows of `counts` with n_groups and tf_idf, highest first within each group.
    Source: Spärck Jones 1972, doi:10.1108/eb026526.
    """
    n_groups = counts.groupby("term")[by].transform("nunique")
    score = counts["per_1000"] * np.log(counts[by].nunique() / n_groups)
    order = {"ascending": [True, False, True], "key": in_order(**{by: counts[by].unique()})}
    table = counts.assign(n_groups=n_groups, tf_idf=score)
    return table.sort_values([by, "tf_idf", "term"], ignore_index=True, **order)


def keyness(
    counts: pd.DataFrame,
    target: str | Iterable[str],
    reference: str | Iterable[str] | None = None,
    prior: float = 500,
    by: str = "outlet",
) -> pd.DataFrame:
    """How much more a target uses each term than a reference does; from counts alone.

    Args:
        counts: columns `by`, term, freq (a table as `counts` makes it, of any size).
            The rates are of the tokens that it holds, so drop stop words afterwards.
        target, reference: a value of `by` or a list of them; reference None means all others.
        prior: pseudo-tokens in all, spread by the frequencies of target and reference
            together (Dirichlet). Spread so, it pulls every rate of a side towards the
            pooled one by the same share, n / (n + prior): it keeps an absent term finite
            but does not tell 7:0 from 70:0. That is what z is for.
    Returns:
        One row per term of either side, highest z first: term, freq, freq_rest, log_odds
        (weighted, natural log), z (log_odds over its standard error), g2 (four cells,
        unsigned), log_ratio (base 2; a frequency of 0 counts as 0.5). No row where no other
        value is left for the reference.
    Raises:
        ValueError: a value is not in `by`, no target or an empty reference is given, both share a value, or prior <= 0.
    Note:
        z and g2 treat tokens as independent. Words come in passages, so both overstate:
        lib.measures.resample says what survives when the paragraph is the unit.
    Source: log-odds: Monroe, Colaresi & Quinn 2008, doi:10.1093/pan/mpn018 (eq. 16, 22).
        G2: Dunning 1993. Log ratio: Hardie 2014.

    Example:
        >>> from lib import corpus, terms
        >>> text = corpus.sentences(corpus.running(corpus.paragraphs(corpus.load("data/example"))))
        >>> found = terms.keyness(terms.counts(corpus.tokens(text)), "Radio Sael")
        >>> found[["term", "freq", "freq_rest"]].head(2).values.tolist()
        [['spoke', 3, 0], ['had', 5, 4]]
    """
    target, reference = sides(counts[by].unique(), target, reference) if len(counts) else ([], [])
    if prior <= 0:
        raise ValueError(f"prior is {prior}; it is a number of pseudo-tokens above 0")
    compared = counts[counts[by].isin([*target, *reference])]
    codes, names = pd.factorize(compared["term"])
    ours, freq = compared[by].isin(target).to_numpy(), compared["freq"].to_numpy(dtype=float)
    left = np.bincount(codes[ours], freq[ours], len(names))
    right = np.bincount(codes[~ours], freq[~ours], len(names))
    n_left, n_right = left.sum(), right.sum()
    pseudo = prior * (left + right) / (n_left + n_right)
    odds, z = log_odds(left, n_left, right, n_right, pseudo, prior)
    share = np.maximum(left, 0.5) / n_left, np.maximum(right, 0.5) / max(n_right, 1)  # 0: no reference, no row
    columns = {
        "term": names,
        "freq": left.astype(int),
        "freq_rest": right.astype(int),
        "log_odds": odds,
        "z": z,
        "g2": _g2(left, n_left, right, n_right),
        "log_ratio": np.log2(share[0] / share[1]),
    }
    table = pd.DataFrame(columns).head(len(names) if reference else 0)
    return table.sort_values(["z", "term"], ascending=[False, True], ignore_index=True)


def ranks(counts: pd.DataFrame, among: Collection[str]) -> pd.DataFrame:
    """Where the leading terms of each outlet, five by z, stand under priors of another size.

    Args:
        counts: a table as `counts` makes it, stop words included.
        among: the terms that are ranked.
    Returns:
        outlet, term, and a rank (1 leads) for each of PRIORS: "prior 50", "prior 500" (by which they lead) ...
    """
    rows = []
    for outlet in counts["outlet"].unique():
        orders = [keyness(counts, outlet, prior=size)["term"] for size in PRIORS]
        orders = [[term for term in order if term in among] for order in orders]
        rows += [(outlet, term, *(order.index(term) + 1 for order in orders)) for term in orders[1][:5]]
    return pd.DataFrame(rows, columns=["outlet", "term", *(f"prior {size}" for size in PRIORS)])


def sides(
    names: Iterable[str], target: str | Iterable[str], reference: str | Iterable[str] | None = None
) -> tuple[list[str], list[str]]:
    """target and reference as lists of known names; None is all the others, of which there may be none.

    Raises:
        ValueError: a name is not among `names`, no target or an empty reference is given, or both share a name.
    """
    target = [target] if isinstance(target, str) else list(target)
    others = [name for name in names if name not in target]
    rest = reference is None
    reference = others if rest else [reference] if isinstance(reference, str) else list(reference)
    unknown = sorted({*target, *reference} - set(names))
    if unknown:
        raise ValueError(f"{', '.join(unknown)} is not among {', '.join(map(str, names))}")
    if not target or not (reference or rest) or set(target) & set(reference):
        raise ValueError(f"target {target} and reference {reference} must both be given and share nothing")
    return target, reference


def log_odds(
    left: np.ndarray, n_left: np.ndarray, right: np.ndarray, n_right: np.ndarray, pseudo: np.ndarray, prior: float
) -> tuple[np.ndarray, np.ndarray]:
    """Weighted log-odds and z, of any one shape; `pseudo` is one value a term, `prior` the sum over all terms.

    NaN for a term that neither side has.
    """
    a, b = left + pseudo, right + pseudo
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = np.log(a / (n_left + prior - a)) - np.log(b / (n_right + prior - b))
        return odds, odds / np.sqrt(1 / a + 1 / b)


def _g2(left, n_left, right, n_right):
    cells = np.stack([left, right, n_left - left, n_right - right])
    rows, columns = np.array([n_left, n_right]), np.array([left + right, n_left + n_right - left - right])
    expected = (columns[:, None, :] * rows[None, :, None]).reshape(4, -1) / rows.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(cells > 0, cells * np.log(cells / expected), 0.0)
    return np.maximum(2 * parts.sum(axis=0), 0)


def sizes(tokens: pd.DataFrame, by: str = "outlet") -> pd.DataFrame:
    """Per group: paragraphs, sentences, tokens, types, sentence_length (median, in tokens)."""
    tokens = _corpus.word_tokens(tokens)
    numbers = {part: tokens.groupby(["article_id", f"{part}_id"]).ngroup() for part in ("paragraph", "sentence")}
    keyed = tokens.assign(**numbers)
    table = keyed.groupby(by, sort=False).agg(
        paragraphs=("paragraph", "nunique"),
        sentences=("sentence", "nunique"),
        tokens=("term", "size"),
        types=("term", "nunique"),
    )
    lengths = keyed.groupby([by, "sentence"], sort=False).size()
    table["sentence_length"] = lengths.groupby(level=0, sort=False).median()
    return table.reset_index()


def ngrams(tokens: pd.DataFrame, n: int, stopwords: Collection[str] = ()) -> pd.DataFrame:
    """Tokens table whose terms are runs of n terms within a sentence, none on the stop list and none a number."""
    runs, line = tokens.copy(), tokens.groupby(["article_id", "sentence_id"], sort=False)
    kept = pd.Series(True, index=tokens.index)
    for i in range(n):
        term = line["term"].shift(-i)
        kept &= term.notna() & ~term.isin(["", *stopwords]) & ~term.str.fullmatch("[0-9].*", na=False)
        runs["end"] = line["end"].shift(-i)
        runs["term"] = runs["term"] + " " + term if i else term
    return runs[kept].astype({"end": int}).reset_index(drop=True)


def find(tokens: pd.DataFrame, term: str) -> pd.DataFrame:
    """Every occurrence of a term, or of a phrase within one sentence.

    Args:
        tokens: a table as corpus.tokens makes it, in reading order.
        term: one or more terms as they are counted, parted by spaces ("shared future").
    Returns:
        article_id, outlet, paragraph_id, sentence_id, start, end (from the first token to
        the last), term, position (share of the article's tokens that stand before it).
    Raises:
        ValueError: the term is empty.
    """
    words = term.split()
    if not words:
        raise ValueError("term is empty; give a word or a phrase")
    line, article = tokens.groupby(["article_id", "sentence_id"], sort=False), tokens.groupby("article_id")["term"]
    hit = np.logical_and.reduce([line["term"].shift(-i) == word for i, word in enumerate(words)])
    ends, position = line["end"].shift(1 - len(words)), article.cumcount() / article.transform("size")
    found = tokens[hit].assign(end=ends[hit].astype(int), term=term, position=position[hit])
    return found[MATCHES].reset_index(drop=True)


def barcode(tokens: pd.DataFrame, terms: Iterable[str]) -> pd.DataFrame:
    """Where each term stands in each article: the rows of `find` for all of `terms`."""
    found = [find(tokens, term) for term in terms]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=MATCHES)


def kwic(tokens: pd.DataFrame, articles: pd.DataFrame, term: str, width: int = 45) -> pd.DataFrame:
    """Keyword in context: each occurrence with `width` characters of its paragraph on either side.

    Args:
        term: a word or a phrase, as it is counted or as one writes it: "Trade" is found as
            trade, "Shared Future" as shared future, "U.S." as US, which stays apart from us.
    Returns:
        left, keyword, right, article_id, outlet, paragraph_id, start, end;
        text[start:end] of the article is the keyword as it stands.
    """
    known = set(tokens["term"])
    found = find(tokens, " ".join(_counted_as(word, known) for word in term.split()))
    return in_line(found, articles, width)[KWIC]


def in_line(rows: pd.DataFrame, articles: pd.DataFrame, reach: int = 36) -> pd.DataFrame:
    """Rows that have a place (article_id, start, end) with the words around it on its line.

    Args:
        reach: characters to either side, at most: a word that they would cut is left out.
    Returns:
        left, keyword, right, then the columns of `rows`.
    """
    texts, sides = dict(zip(articles["article_id"], articles["text"], strict=True)), []
    for row in rows.itertuples():
        text = texts[row.article_id]
        left = "".join(text[max(0, row.start - reach - 1) : row.start].splitlines()[-1:])
        right = "".join(text[row.end : row.end + reach + 1].splitlines()[:1])
        sides.append((_whole_words(left[::-1], reach)[::-1], text[row.start : row.end], _whole_words(right, reach)))
    found = pd.DataFrame(sides, columns=["left", "keyword", "right"], index=rows.index)
    return pd.concat([found, rows], axis=1)


def _whole_words(text, reach):
    """As much of a text as `reach` characters hold without cutting a word; text without a space is cut."""
    cut = text[reach : reach + 1].isalnum() and not text[reach - 1].isspace()
    return _LAST.sub("", text[:reach]) if cut else text[:reach]


def _counted_as(word, known):
    """The term that a word as written is counted under; a long word in capitals is none of the acronyms (TRADE is
    trade).
    """
    forms = (word, _text.term(word), *([_text.term(word, fold=True)] if len(word) > _ACRONYM else []))
    return next((form for form in forms if form in known), forms[1])
