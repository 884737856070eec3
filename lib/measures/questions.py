"""Few questions on words, fixed beforehand, in the place of a test of every word.

A table says which words are asked about and why (word_questions.csv; a corpus may bring its own). Each question gets
one test: do the outlets use its words evenly? Passages of like length are dealt among them, and Holm pays for the
number of questions. Beside it stand the plain rates and, for each outlet, how far it is from the others, with an
interval.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from lib import corpus as _corpus
from lib.measures import frames as _frames
from lib.measures import resample as _resample
from lib.measures import terms as _terms

QUESTIONS = ("question", "patterns")
OCCURRENCES = ["question", "article_id", "outlet", "paragraph_id", "sentence_id", "start", "end", "pattern"]
ANSWERS = ["question", "freq", "n_outlets", "p", "p_holm", "outlet", "log_odds", "low", "high"]
RATES = ["question", "outlet", "freq", "n_paragraphs", "per_1000", "log_odds", "z", "low", "high"]
PRIOR = 500  # pseudo-tokens, as in terms.keyness


def read_questions(path: str | Path | None = None) -> pd.DataFrame:
    """word_questions.csv: question, patterns (as in frames.csv: terms and phrases, * for any ending, parted by ;),
    reason, source; a corpus's own may lack the last two.
    """
    table = _corpus.read_table("word_questions.csv", QUESTIONS, path)
    return table.assign(**{name: "" for name in ("reason", "source") if name not in table})


def uses(tokens: pd.DataFrame, questions: pd.DataFrame) -> pd.DataFrame:
    """Every place where a question's words occur; where two of its patterns overlap, the first and longest counts.

    Args:
        tokens: a table as corpus.tokens makes it, in reading order.
        questions: a table as `read_questions` makes it.
    Returns:
        question, article_id, outlet, paragraph_id, sentence_id, start, end, pattern; in the order of the questions,
        then of the text.
    """
    found = _frames.match(tokens, questions.rename(columns={"question": "frame"})).rename(columns={"frame": "question"})
    order = _terms.in_order(question=questions["question"], article_id=tokens["article_id"].unique())
    places = {"question": True, "article_id": True, "start": True, "end": False}
    found = found.sort_values([*places], ascending=[*places.values()], key=order)
    kept, last = [], ("", "", 0)
    for row in found.itertuples():
        apart = (row.question, row.article_id) != last[:2] or row.start >= last[2]
        kept.append(apart)
        last = (row.question, row.article_id, row.end) if apart else last
    return found.loc[np.array(kept, dtype=bool), OCCURRENCES].reset_index(drop=True)


def question_rates(tokens: pd.DataFrame, questions: pd.DataFrame, seed: int = 0) -> pd.DataFrame:
    """How often each outlet uses each question's words, and how far that is from the others.

    Returns:
        One row a question and outlet: question, outlet, freq, n_paragraphs, per_1000 (tokens of the outlet), log_odds
        and z against all other outlets (weighted, as in terms.keyness; a phrase is one token), low, high (widened 95 %
        bootstrap over paragraphs). The last four are NaN for a single outlet, and for words that nobody uses.
    """
    names, outlets = list(questions["question"]), list(tokens["outlet"].unique())
    u = _resample.place_units(tokens, uses(tokens, questions), "question", names)
    draws = _resample.affordable(2000, u, len(outlets))
    pseudo = PRIOR * u.counts.sum(axis=0) / max(1, u.sizes.sum())
    tables = []
    for outlet in outlets:
        own = u.outlet == outlet
        freq, size = u.counts[own].sum(axis=0), u.sizes[own].sum()
        table = pd.DataFrame({"question": names, "outlet": outlet, "freq": freq.astype(int)})
        table["n_paragraphs"] = (u.counts[own] > 0).sum(axis=0)
        table["per_1000"] = 1000 * freq / size
        table["log_odds"], table["z"] = np.nan, np.nan
        if len(outlets) > 1:
            rest, n_rest = u.counts[~own].sum(axis=0), u.sizes[~own].sum()
            table["log_odds"], table["z"] = _terms.log_odds(freq, size, rest, n_rest, pseudo, PRIOR)
        table["low"], table["high"] = _resample.intervals(u, outlet, prior=PRIOR, n=draws, seed=seed)
        tables.append(table)
    if not tables:
        return pd.DataFrame(columns=RATES)
    order = _terms.in_order(question=names)
    return pd.concat(tables).sort_values("question", key=order, kind="stable", ignore_index=True)


def answers(
    tokens: pd.DataFrame,
    questions: pd.DataFrame,
    length: int | None = _resample.PASSAGE,
    n: int = 19_999,
    seed: int = 0,
) -> pd.DataFrame:
    """One test a question: are its words spread over the outlets as evenly as if passages were dealt among them?

    Args:
        length: tokens that make a passage; neighbouring paragraphs are joined, so that outlets with short and with long
            paragraphs can be exchanged.
        n: deals; of a large corpus fewer (lib.measures.resample.omnibus).
    Returns:
        One row a question, in their order: question, freq, n_outlets (that use its words), p (G2 over the outlets,
        passages permuted), p_holm (over all questions of the table, those whose words nobody uses too), and the outlet
        that is farthest from the others (largest |z|; "" where nobody uses them) with its log_odds, low, high as in
        `question_rates`. No row for fewer than two outlets.
    Source: Holm 1979, Scandinavian Journal of Statistics 6, 65-70.
    """
    names = list(questions["question"])
    if tokens["outlet"].nunique() < 2 or not names:
        return pd.DataFrame(columns=ANSWERS)
    p, _ = _resample.omnibus(_resample.place_units(tokens, uses(tokens, questions), "question", names, length), n, seed)
    table = question_rates(tokens, questions, seed=seed)
    grouped = table.groupby("question", sort=False)
    found = grouped.agg(freq=("freq", "sum"), n_outlets=("freq", lambda freq: (freq > 0).sum())).reindex(names)
    farthest = table.assign(size=table["z"].abs()).sort_values(["size", "outlet"], ascending=[False, True])
    farthest = farthest.drop_duplicates("question").set_index("question")[["outlet", "log_odds", "low", "high"]]
    found = found.assign(p=p, p_holm=_resample.holm(p)).join(farthest)
    found["outlet"] = found["outlet"].mask(found["freq"] == 0, "")
    return found.rename_axis("question").reset_index()[ANSWERS]
