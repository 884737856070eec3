"""Topics: what the paragraphs are about, and which of these topics would come back.

How many come back is a simulation of some three thousand fits: `tests.calibration` records it for the five
articles in data/topic_curves.csv. Topics of another corpus are reading aids, of which nothing of the kind is said.

A topic model always answers. So each is fitted again and again (other starts, other
paragraphs), and once more on corpora whose words were shuffled: only what comes back more
often than there is a topic. Units are paragraphs; counts in, tables out. Of too little text nothing:
an empty matrix, and empty tables with their columns.
"""

import hashlib
import warnings
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from scipy.special import stdtrit

from lib.corpus import read_table
from lib.measures import resample as _resample
from lib.measures import terms as _terms
from lib.text import opening

MODELS = ("nmf", "lda")
TOP = 10  # terms that stand for a topic
STABLE = 1 / 3  # Jaccard of two lists of ten that share five terms
LEAST = 12  # paragraphs below which nothing can be resampled
TOO_FEW = f"topics need at least {LEAST} paragraphs and {2 * TOP} terms that two of them share"
PLAN = {"ks": list(range(3, 13)), "starts": 20, "resamples": 50}  # what is tried on the five articles
SHUFFLES = {"nmf": 9, "lda": 3}  # shuffled corpora; an LDA costs several times as much
MANY = 12  # topics at most for a corpus of which no number was tried
MOST = 2_000  # paragraphs; of more, as many are taken, evenly spaced
LARGE = 1_500  # paragraphs from which the mini-batch models are used
ITERATIONS = {"nmf": 1000, "lda": 6}  # at most; with 40 of LDA its stability on the seeds moves by 0.04 at most
BATCH, UPDATES = 1024, {"nmf": 80, "lda": 12}  # of the mini-batch models: paragraphs a batch, batches in all
CURVE = ["model", "k", "corpus", "starts", "resamples", "npmi", "npmi_left_out", "explained"]
UNITS = ["article_id", "paragraph_id", "outlet", "n_tokens"]
MIXED = "mixed"  # a paragraph of which no topic has half
OUTLINE = ["outlet", "article_id", "paragraph", "topic", "share", "opening", "start", "end"]
LEADING = ["topic", "article_id", "outlet", "paragraph_id", "start", "end", "carries", "share", "text"]


class Matrix(NamedTuple):
    """counts (paragraph x term), terms (sorted), units (article_id, paragraph_id, outlet, n_tokens)."""

    counts: csr_matrix
    terms: list[str]
    units: pd.DataFrame


class Fit(NamedTuple):
    """shares (paragraph x topic, rows sum to 1 or are 0), weights (topic x term), explained (of the matrix, 0 to 1)."""

    shares: np.ndarray
    weights: np.ndarray
    explained: float


def paragraph_terms(tokens: pd.DataFrame, stopwords: Iterable[str] = (), least: int = 2) -> Matrix:
    """The paragraph-term matrix: content terms that stand in at least `least` paragraphs.

    Args:
        tokens: columns article_id, outlet, paragraph_id, term.
    Returns:
        Matrix, paragraphs sorted by article and place, whatever the order of the articles; of more than MOST
        as many, evenly spaced; of fewer than LEAST, or of fewer terms than two topics show, none.
    """
    from sklearn.feature_extraction.text import CountVectorizer  # here: scikit-learn starts slowly

    keys = ["article_id", "paragraph_id"]
    number = tokens.groupby(keys).ngroup()
    if tokens.empty or number.max() < LEAST - 1:
        return _nothing()
    if number.max() >= MOST:
        tokens = tokens[number.isin(np.linspace(0, number.max(), MOST).astype(int))]
    grouped = tokens.sort_values(keys, kind="stable").groupby([*keys, "outlet"])["term"]
    lists = grouped.agg(list)
    counted = _terms.content(_terms.counts(tokens.assign(all="all"), by="all"), stopwords)
    kept = sorted(counted.loc[counted["n_paragraphs"] >= least, "term"])
    if len(kept) < 2 * TOP:
        return _nothing()
    counter = CountVectorizer(analyzer=list, vocabulary=kept)
    units = lists.index.to_frame(index=False)
    return Matrix(counter.transform(lists), kept, units.assign(n_tokens=lists.map(len).to_numpy()))


def _nothing():
    """The matrix of too little text."""
    return Matrix(csr_matrix((0, 0)), [], pd.DataFrame(columns=UNITS).astype({"n_tokens": int}))


def how_many(n: int) -> int:
    """How many topics are shown as reading aids of `n` paragraphs: the square root of half of them, 2 to 12.

    Source: a rule of thumb for clusters, Mardia, Kent & Bibby 1979, p. 365.
    """
    return int(min(MANY, max(2, round((n / 2) ** 0.5))))


def fit(counts: csr_matrix, k: int, model: str = "nmf", start: int | None = None) -> Fit:
    """Fit `k` topics.

    Args:
        counts: paragraph x term. model: "nmf" (on TF-IDF) or "lda" (on counts).
        start: seed of a random start; None for the reference: a start computed from the
            matrix (NNDSVDa) for nmf, seed 0 for lda.
    Returns:
        Fit, largest topic first; of an empty matrix no topic.
    Source: NMF: Lee & Seung 1999, doi:10.1038/44565; NNDSVD: Boutsidis & Gallopoulos 2008; LDA: Blei,
        Ng & Jordan 2003; variational: Hoffman, Blei & Bach 2010. All as in scikit-learn.
    """
    if not counts.shape[0]:
        return Fit(np.empty((0, 0)), np.empty((0, counts.shape[1])), np.nan)
    data, engine = _engine(counts, k, model, start)
    mixed = _quietly(engine.fit_transform, data)
    weights = _weights(engine, model)
    scale = mixed * _lengths(counts)[:, None] if model == "lda" else mixed
    mass = mixed * weights.sum(axis=1)
    whole = mass.sum(axis=1, keepdims=True)
    shares = np.divide(mass, whole, out=np.zeros_like(mass), where=whole > 0)
    size = np.round(_lengths(counts) @ shares, 6)
    order = np.lexsort([np.arange(k), -size])
    return Fit(shares[:, order], weights[order], _explained(data, scale, weights))


def _lengths(counts):
    """Tokens of each paragraph that the model sees."""
    return np.asarray(counts.sum(axis=1), dtype=float).ravel()


def _again(counts, k, model, start):
    """The top terms of one more fit, without what only the reference needs."""
    data, engine = _engine(counts, k, model, start)
    _quietly(engine.fit, data)
    return top(_weights(engine, model))


def _engine(counts, k, model, start):
    from sklearn.decomposition import NMF, LatentDirichletAllocation, MiniBatchNMF
    from sklearn.feature_extraction.text import TfidfTransformer

    large = counts.shape[0] >= LARGE
    options = {"n_components": k, "max_iter": ITERATIONS[model], "random_state": start or 0}
    if large:
        options["max_iter"] = max(2, UPDATES[model] * BATCH // counts.shape[0])
    if model == "lda":
        method = {"learning_method": "online", "batch_size": BATCH} if large else {"learning_method": "batch"}
        return counts, LatentDirichletAllocation(
            **options, **method, mean_change_tol=0.01, max_doc_update_iter=10 if large else 20
        )
    options |= {"init": "nndsvda" if start is None else "random"}
    data = TfidfTransformer().fit_transform(counts)  # small and dense is faster
    return (data, MiniBatchNMF(**options)) if large else (data.toarray(), NMF(**options))


def _quietly(run, data):
    """A start that has not settled shows up as instability, which is what is measured: no warning."""
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return run(data)


def _weights(engine, model):
    weights = engine.components_
    return weights / weights.sum(axis=1, keepdims=True) if model == "lda" else weights


def _explained(data, scale, weights):
    """Share of the squared entries that the product of both parts reproduces, without building the product."""
    total = float((data.multiply(data) if hasattr(data, "multiply") else data * data).sum())
    cross = np.sum((data @ weights.T) * scale)
    own = np.sum((scale.T @ scale) * (weights @ weights.T))
    return float(1 - (total - 2 * cross + own) / total)


def top(weights: np.ndarray, n: int = TOP) -> list[np.ndarray]:
    """Column numbers of each topic's first `n` terms; ties (to six digits) go by name, as the terms are sorted."""
    return [np.argsort(-np.round(row / row.max(), 6), kind="stable")[:n] for row in weights]


def jaccard(one: Sequence[Iterable], other: Sequence[Iterable]) -> tuple[np.ndarray, np.ndarray]:
    """Overlap of each list of `one` with its partner in `other`: matched one to one for the largest sum.

    Returns:
        (values, partners): one a list of `one`; NaN and -1 where `other` has too few.
    Source: stability by matched lists: Greene, O'Callaghan & Cunningham 2014,
        doi:10.1007/978-3-662-44848-9_32; matching: Kuhn 1955 (scipy).
    """
    from scipy.optimize import linear_sum_assignment

    sets, others = [frozenset(x) for x in one], [frozenset(x) for x in other]
    shared = np.array([[len(a & b) / len(a | b) for b in others] for a in sets])
    rows, columns = linear_sum_assignment(-shared)
    values, partners = np.full(len(sets), np.nan), np.full(len(sets), -1)
    values[rows], partners[rows] = shared[rows, columns], columns
    return values, partners


def npmi(lists: Iterable[Sequence[int]], counts: csr_matrix) -> np.ndarray:
    """Coherence of each topic: mean normalised pointwise mutual information of its pairs of terms.

    A paragraph either has a term or not. 1: always together, 0: as chance has it, -1: never.
    Pairs of which a term stands in none of these paragraphs are left out; NaN if all are.

    Source: Bouma 2009; Aletras & Stevenson 2013; with paragraphs as windows.
    """
    values, n = [], counts.shape[0]
    used = sorted({term for terms in lists for term in terms})
    here = (counts[:, used] > 0).toarray().astype(float)
    for terms in lists:
        own = here[:, np.searchsorted(used, terms)]
        both = own.T @ own / n
        alone = both.diagonal()
        a, b = np.triu_indices(len(terms), 1)
        a, b = (index[(alone[a] > 0) & (alone[b] > 0)] for index in (a, b))
        joint = both[a, b]
        with np.errstate(divide="ignore", invalid="ignore"):
            pairs = np.log(joint / (alone[a] * alone[b])) / -np.log(joint)
        pairs = np.where(joint == 0, -1.0, np.where(joint == 1, 1.0, pairs))
        values.append(pairs.mean() if len(pairs) else np.nan)
    return np.array(values)


def shuffled(counts: csr_matrix, seed: int) -> csr_matrix:
    """The same paragraph lengths and the same words, dealt anew: a corpus without topics."""
    counts = counts.tocsr()
    words = np.repeat(counts.indices, counts.data.astype(int))
    lengths = np.asarray(counts.sum(axis=1)).ravel().astype(int)
    np.random.default_rng([seed, 1]).shuffle(words)
    rows = np.repeat(np.arange(len(lengths)), lengths)
    return csr_matrix((np.ones(len(words), dtype=counts.dtype), (rows, words)), shape=counts.shape)


def repeat(
    counts: csr_matrix, k: int, model: str, starts: int, resamples: int, seed: int = 0
) -> tuple[Fit, np.ndarray, np.ndarray, np.ndarray]:
    """Fit the reference, then again from other starts and on other paragraphs.

    Returns:
        (reference, by_start, by_resample, left_out): the reference Fit; Jaccard of each of
        its topics with its partner (runs x topics), from random starts and on paragraphs
        drawn with replacement, each from a start of its own; mean NPMI of each resample's
        topics on the paragraphs that were not drawn.
    """
    reference = fit(counts, k, model)
    lists, n = top(reference.weights), counts.shape[0]
    rng = np.random.default_rng([seed, k])
    by_start = [jaccard(lists, _again(counts, k, model, i + 1))[0] for i in range(starts)]
    by_resample, left_out = [], []
    for i in range(resamples):
        drawn = rng.integers(0, n, n)
        others = np.setdiff1d(np.arange(n), drawn)
        # An LDA that begins with the reference's random numbers comes back for that alone.
        again = _again(counts[drawn], k, model, None if model == "nmf" else 1000 + i)
        by_resample.append(jaccard(lists, again)[0])
        left_out.append(np.nanmean(npmi(again, counts[others])))
    return reference, np.array(by_start), np.array(by_resample), np.array(left_out)


def curve(
    m: Matrix,
    ks: Iterable[int],
    model: str,
    starts: int,
    resamples: int,
    shuffles: int,
    seed: int = 0,
    jobs: int | None = None,
) -> pd.DataFrame:
    """Every figure of one model at each number of topics, on the text and on shuffled corpora.

    Args:
        m: Matrix. ks: numbers of topics. shuffles: shuffled corpora; each gets a few of
            the starts and resamples, so its figures vary more than the text's and the
            limits taken from them are on the safe side.
        jobs: processes; None for one a core. The numbers do not depend on it.
    Returns:
        model, k, corpus ("text" or "shuffled 1" ...), starts, resamples (mean Jaccard),
        npmi (on all paragraphs), npmi_left_out, explained.
    """
    from joblib import Parallel, delayed

    corpora = [("text", m.counts, starts, resamples)]
    fewer = (max(2, starts // 6), max(2, resamples // 6)) if model == "nmf" else (2, 4)
    corpora += [(f"shuffled {i + 1}", shuffled(m.counts, seed + i), *fewer) for i in range(shuffles)]
    work = [(k, *corpus) for k in ks for corpus in corpora]
    rows = Parallel(n_jobs=jobs or -1)(delayed(_figures)(model, seed, *task) for task in work)
    return pd.DataFrame(rows, columns=CURVE)


def _figures(model, seed, k, name, counts, starts, resamples):
    reference, by_start, by_resample, left_out = repeat(counts, k, model, starts, resamples, seed)
    coherence = npmi(top(reference.weights), counts).mean()
    figures = [by_start.mean(), by_resample.mean(), coherence, np.nanmean(left_out), reference.explained]
    return (model, k, name, *np.round(figures, 6))


def digest(m: Matrix) -> str:
    """What the recorded curves rest on: a hash of the matrix, of what is tried on it and of how it is fitted."""
    counts = m.counts.tocsr()
    given = [m.terms, counts.indptr.tolist(), counts.indices.tolist(), counts.data.tolist()]
    return hashlib.sha256(repr([*given, PLAN, SHUFFLES, TOP, ITERATIONS]).encode()).hexdigest()[:16]


def record(m: Matrix) -> pd.DataFrame:
    """All curves of both models by PLAN, with the digest of what they rest on; minutes."""
    ks, *repeats = PLAN.values()
    curves = [curve(m, ks, model, *repeats, SHUFFLES[model]) for model in MODELS]
    return pd.concat(curves, ignore_index=True).assign(inputs=digest(m))


def read_curves(m: Matrix) -> pd.DataFrame:
    """topic_curves.csv: what `record` gave for these very articles (columns CURVE).

    Raises:
        ValueError: it was recorded for other texts or another plan.
    """
    curves = read_table("topic_curves.csv", (*CURVE, "inputs"))
    if set(curves["inputs"]) != {digest(m)}:
        raise ValueError(
            "data/topic_curves.csv was recorded for other texts or settings; record it anew: python -m"
            " tests.calibration --write"
        )
    numbers = [name for name in CURVE if name not in ("model", "corpus")]
    return curves[CURVE].astype(dict.fromkeys(numbers, float) | {"k": int})


def choose(curves: pd.DataFrame) -> tuple[pd.DataFrame, str, int, str]:
    """Which model and how many topics, if any, by a stated rule.

    Every figure of the text is set against those of the shuffled corpora.

    1. A model is *above chance* if its stability over resamples, averaged over all k, is
       higher than one more shuffled corpus would reach in 99 % of cases (Student's
       prediction bound from those at hand; one look a model, whatever the number of k).
    2. Within such a model k is *clear* if its stability over resamples is above all
       shuffled corpora at that k, and its stability over starts not below their mean (on
       few topics nmf comes back from any start on shuffled words too).
    3. k is *stable* if it is clear and both stabilities reach a third (two lists of ten
       then share five terms), and that over resamples lies a third of the way or more from
       the shuffled mean to 1: of few words any come back.
    4. Of the stable ones (or else of the clear ones, or else of all of the first model)
       the smallest k is shown whose left-out coherence exceeds that of shuffled words by
       as much as the best one's, less what shuffled corpora differ by.

    Args:
        curves: rows of `curve`, of one model or more.
    Returns:
        (table, model, k, verdict): table has model, k, starts, resamples, npmi_left_out,
        over_... for each (the excess over the shuffled mean), most_resamples (the highest
        shuffled value), above_chance (of the model), clear, stable; verdict is "stable",
        "above chance" or "none".
    """
    tables = []
    for model, own in curves.groupby("model", sort=False):
        text, noise = own[own["corpus"] == "text"].set_index("k"), own[own["corpus"] != "text"]
        table = text[["starts", "resamples", "npmi_left_out"]].copy()
        middle = noise.groupby("k")[["starts", "resamples", "npmi_left_out"]].mean()
        table[[f"over_{kind}" for kind in middle]] = table - middle
        table["most_resamples"] = noise.groupby("k")["resamples"].max()
        chance = noise.groupby("corpus")["resamples"].mean()
        spread = stdtrit(len(chance) - 1, 0.99) * chance.std() * np.sqrt(1 + 1 / len(chance))
        table["above_chance"] = text["resamples"].mean() > chance.mean() + spread
        clear = table["above_chance"] & (table["resamples"] > table["most_resamples"]) & (table["over_starts"] >= 0)
        table["clear"] = clear
        reach = table[["starts", "resamples"]].min(axis=1) >= STABLE
        table["stable"] = clear & reach & (table["over_resamples"] >= STABLE * (1 - middle["resamples"]))
        table["slack"] = (noise["npmi_left_out"] - noise["k"].map(middle["npmi_left_out"])).max()
        tables.append(table.round(6).reset_index().assign(model=model))
    table = pd.concat(tables, ignore_index=True)
    table = table[["model", "k", *table.columns.drop(["model", "k"])]]
    first = table["model"] == table["model"].iloc[0]
    steps = {"stable": table["stable"], "above chance": table["clear"], "none": first}
    verdict = next(step for step, mask in steps.items() if mask.any())
    open_ = table[steps[verdict]]
    best = open_.loc[open_["over_npmi_left_out"].idxmax()]
    enough = open_["over_npmi_left_out"] >= best["over_npmi_left_out"] - best["slack"]
    shown = open_[enough & (open_["model"] == best["model"])].sort_values("k").iloc[0]
    return table.drop(columns="slack"), shown["model"], int(shown["k"]), verdict


def read_labels(path: str | Path | None = None) -> dict[frozenset, str]:
    """topic_labels.csv (of the corpus folder `path`, else ours): {frozenset of a topic's top terms: our label}."""
    table = read_table("topic_labels.csv", ("terms", "label"), path)
    return {frozenset(row.terms.split("; ")): row.label for row in table.itertuples()}


def describe(m: Matrix, reference: Fit, labels: dict[frozenset, str] | None = None) -> pd.DataFrame:
    """One row a topic: topic ("T1" is the largest), label ("" if these terms have none), terms, percent.

    Args:
        reference: a Fit.
        labels: as `read_labels` makes them; a label holds for just these terms.
    Returns:
        topic, label, terms (with weights relative to the first), percent (of the tokens that the model sees).
    """
    tokens = _lengths(m.counts)
    percent = 100 * (tokens @ reference.shares) / tokens.sum()
    rows = []
    for i, columns in enumerate(top(reference.weights)):
        names, weights = [m.terms[c] for c in columns], reference.weights[i][columns]
        told = ", ".join(f"{name} {w:.2f}" for name, w in zip(names, weights / weights[0], strict=True))
        rows.append((f"T{i + 1}", (labels or {}).get(frozenset(names), ""), told, percent[i]))
    return pd.DataFrame(rows, columns=["topic", "label", "terms", "percent"])


def names(m: Matrix, reference: Fit, labels: dict[frozenset, str] | None = None, n: int = 4) -> list[str]:
    """What each topic is called: our label for its terms, else the first `n` of these."""
    told = []
    for columns in top(reference.weights):
        terms = [m.terms[c] for c in columns]
        told.append((labels or {}).get(frozenset(terms)) or ", ".join(terms[:n]))
    return told


def outline(m: Matrix, reference: Fit, paragraphs: pd.DataFrame, called: Sequence[str]) -> pd.DataFrame:
    """Each article's paragraphs in their order, each with its topic and its opening words: a table of contents.

    Args:
        paragraphs: those of running text. called: the topics' names, as `names` gives them.
    Returns:
        outlet, article_id, paragraph (its number), topic (MIXED where none has half of it; "" where it has none of
        the terms, or was not taken), share (of the largest, %), opening (54 characters at most), start, end; no row
        where there are no topics.
    """
    if not reference.shares.size:
        return pd.DataFrame(columns=OUTLINE)
    keys = ["article_id", "paragraph_id"]
    largest, share = reference.shares.argmax(axis=1), reference.shares.max(axis=1)
    topic = np.where(share >= 0.5, np.array(called, dtype=object)[largest], np.where(share > 0, MIXED, ""))
    table = paragraphs.merge(m.units[keys].assign(topic=topic, share=100 * share), on=keys, how="left")
    table["topic"] = table["topic"].fillna("")
    table["opening"] = [opening(text, 54) for text in table["text"]]
    return table.rename(columns={"paragraph_id": "paragraph"})[OUTLINE]


def same_topic(m: Matrix, k: int, model: str = "nmf", resamples: int = 50, seed: int = 0) -> pd.DataFrame:
    """How many paragraphs have the same leading topic again when the model is fitted on other paragraphs.

    Each resample draws paragraphs with replacement; its topics are matched to the reference's by their top terms.
    The same is done on SHUFFLES shuffled corpora, with a sixth of the resamples each.

    Returns:
        corpus ("text" or "shuffled 1" ...), percent (of the paragraphs drawn, mean over resamples).
    """
    corpora = {"text": m.counts} | {f"shuffled {i + 1}": shuffled(m.counts, seed + i) for i in range(SHUFFLES[model])}
    rows = []
    for name, counts in corpora.items():
        reference, n = fit(counts, k, model), counts.shape[0]
        lists, leading = top(reference.weights), reference.shares.argmax(axis=1)
        rng, kept = np.random.default_rng([seed, k]), []
        for i in range(resamples if name == "text" else max(2, resamples // 6)):
            drawn = rng.integers(0, n, n)
            again = fit(counts[drawn], k, model, None if model == "nmf" else 1000 + i)
            partner = jaccard(lists, top(again.weights))[1]
            kept.append((partner[leading[drawn]] == again.shares.argmax(axis=1)).mean())
        rows.append((name, 100 * float(np.mean(kept))))
    return pd.DataFrame(rows, columns=["corpus", "percent"])


def words_back(curves: pd.DataFrame, model: str) -> pd.DataFrame:
    """How many of a topic's ten words come back on other paragraphs, by number of topics.

    Two lists of n terms with a Jaccard index J share 2nJ/(1 + J): for means of J that is an approximation.

    Args:
        curves: rows of `curve`.
    Returns:
        index k; value (the text), low, high (the lowest and highest shuffled corpus).
    """
    own = curves[curves["model"] == model]
    words = 2 * TOP * own["resamples"] / (1 + own["resamples"])
    noise = words[own["corpus"] != "text"].groupby(own["k"]).agg(["min", "max"])
    text = words[own["corpus"] == "text"].groupby(own["k"]).first()
    return pd.DataFrame({"value": text, "low": noise["min"], "high": noise["max"]})


def stability(by_start: np.ndarray, by_resample: np.ndarray) -> pd.DataFrame:
    """How far each topic comes back.

    Args:
        by_start, by_resample: as `repeat` returns them.
    Returns:
        topic, starts, resamples (mean Jaccard), low, high (the middle 80 % of the resamples),
        recurs (share of resamples with a Jaccard of a third or more), reaches_a_third (both means do).
    """
    starts, resamples = by_start.mean(axis=0), by_resample.mean(axis=0)
    low, high = np.quantile(by_resample, [0.1, 0.9], axis=0)
    table = pd.DataFrame({"starts": starts, "resamples": resamples, "low": low, "high": high})
    table["recurs"] = (by_resample >= STABLE).mean(axis=0)
    table["reaches_a_third"] = np.minimum(starts, resamples) >= STABLE
    table.insert(0, "topic", [f"T{i + 1}" for i in table.index])
    return table


def common(m: Matrix, reference: Fit, n: int = 3 * TOP) -> float:
    """Which part of the topics' top terms is among the `n` commonest terms of the matrix (0 to 1)."""
    commonest = np.argsort(-np.asarray(m.counts.sum(axis=0)).ravel(), kind="stable")[:n]
    return float(np.isin(np.concatenate(top(reference.weights)), commonest).mean())


def leading(m: Matrix, reference: Fit, paragraphs: pd.DataFrame, n: int = 3) -> pd.DataFrame:
    """The paragraphs that carry most of each topic, those of the first topic first.

    Returns:
        topic, article_id, outlet, paragraph_id, start, end, carries (% of the topic), share (of the topic in it, %),
        text.
    """
    if not reference.shares.size:
        return pd.DataFrame(columns=LEADING)
    mass = reference.shares * _lengths(m.counts)[:, None]
    rows = []
    for i in range(mass.shape[1]):
        first = np.argsort(-np.round(mass[:, i], 6), kind="stable")[:n]
        own = m.units.iloc[first][["article_id", "outlet", "paragraph_id"]]
        carries, share = 100 * mass[first, i] / mass[:, i].sum(), 100 * reference.shares[first, i]
        rows.append(own.assign(topic=f"T{i + 1}", carries=carries, share=share))
    table = pd.concat(rows).merge(
        paragraphs[["article_id", "paragraph_id", "start", "end", "text"]], on=["article_id", "paragraph_id"]
    )
    return table[LEADING].reset_index(drop=True)


def by_outlet(m: Matrix, reference: Fit) -> pd.DataFrame:
    """How much of each outlet's tokens (those in the matrix) each topic has.

    Returns:
        outlet, topic, percent, low, high (widened paragraph bootstrap).
    """
    if not reference.shares.size:
        return pd.DataFrame(columns=["outlet", "topic", "percent", "low", "high"])
    sizes = _lengths(m.counts)
    names = [f"T{i + 1}" for i in range(reference.shares.shape[1])]
    outlet, article = (m.units[name].to_numpy(object) for name in ("outlet", "article_id"))
    u = _resample.Units(reference.shares * sizes[:, None], sizes, names, outlet, article)
    return _resample.percent_intervals(u, "topic").drop(columns="freq")


def outlet_bound(m: Matrix, reference: Fit, n: int = 1_999, seed: int = 0) -> pd.DataFrame:
    """How far each topic belongs to one outlet.

    Outlets count alike, whatever their length: the leading outlet's share of a topic is its
    percentage over the sum of all outlets' percentages. Dealing the paragraphs anew among
    the outlets shows what share would lead by chance.

    Returns:
        topic, outlet (the leading one), bound (%), chance (the highest that 95 % of deals
        stay under), p (one-sided), outlets (how many give it a tenth of the even share or more), p_adj
        (Benjamini-Hochberg over the topics); no row for one outlet.
    """
    sizes = _lengths(m.counts)
    names, codes = np.unique(m.units["outlet"].to_numpy(str), return_inverse=True)
    if len(names) < 2:
        return pd.DataFrame(columns=["topic", "outlet", "bound", "chance", "p", "outlets", "p_adj"])
    member, mass = np.eye(len(names))[codes], reference.shares * sizes[:, None]

    def parts(member):
        rate = (member.T @ mass) / (member.T @ sizes)[:, None]
        return rate / rate.sum(axis=0)

    seen, rng = parts(member), np.random.default_rng(seed)
    deals = np.array([parts(member[rng.permutation(len(sizes))]).max(axis=0) for _ in range(n)])
    lead = seen.argmax(axis=0)
    p = (1 + (deals >= seen.max(axis=0) - 1e-9).sum(axis=0)) / (1 + n)
    return pd.DataFrame(
        {
            "topic": [f"T{i + 1}" for i in range(seen.shape[1])],
            "outlet": names[lead],
            "bound": 100 * seen.max(axis=0),
            "chance": 100 * np.quantile(deals, 0.95, axis=0),
            "p": p,
            "outlets": (seen >= 0.1 / len(names)).sum(axis=0),
            "p_adj": _resample.false_discovery(p),
        }
    )


def partners(
    m: Matrix, reference: Fit, other: tuple[Matrix, Fit], rename: Callable[[str], str] = lambda term: term
) -> pd.DataFrame:
    """How much of each topic another fit finds, matched one to one.

    Args:
        other: (Matrix, Fit) of another model, stop list or form of the terms.
        rename: turns a term of `m` into the other's form (a stemmer, say).
    Returns:
        topic, partner ("" if none is left), jaccard, shared (the terms both have).
    """
    theirs, fitted = other
    lists = [[rename(m.terms[c]) for c in columns] for columns in top(reference.weights)]
    others = [[theirs.terms[c] for c in columns] for columns in top(fitted.weights)]
    rows = []
    for i, (value, partner) in enumerate(zip(*jaccard(lists, others), strict=True)):
        shared = [] if partner < 0 else [term for term in dict.fromkeys(lists[i]) if term in others[partner]]
        rows.append((f"T{i + 1}", f"T{partner + 1}" if partner >= 0 else "", value, ", ".join(shared)))
    return pd.DataFrame(rows, columns=["topic", "partner", "jaccard", "shared"])
