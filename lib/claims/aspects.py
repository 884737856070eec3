"""What stands by a number of its aspect (killed, exported), and marks it as that of an earlier time or as a part of another."""

import functools

import numpy as np
import pandas as pd
from scipy import sparse

from lib.corpus.curated import rows_added

LAST, EARLIER, PART, OTHER, AHEAD = range(1, 6)  # marks: of last year, of before, a part, of others, to come; 0: none
MARKS = {PART: "part", OTHER: "others", AHEAD: "ahead", EARLIER: "earlier"}


@functools.cache
def pair_aspects() -> pd.Series:
    """The (family, aspect) of each word, or two words, of pair_aspects.csv; some are of several."""
    table = pd.DataFrame(rows_added("pair_aspects.csv", None, ("family", "aspect", "words")))
    told = table.assign(word=table["words"].str.split(r" \| ", regex=True)).explode("word")
    return pd.Series(list(zip(told["family"], told["aspect"], strict=True)), told["word"]).groupby(level=0).agg(list)


def mark_by(aspects: dict[tuple[str, str], float], time: int, compared: bool) -> int:
    """The mark of a number: by its aspects, its time (-1: earlier), and whether another is compared with it ("up from")."""
    told = [mark for mark, name in MARKS.items() if ("mark", name) in aspects]
    return told[0] if told else EARLIER if compared else LAST * (time < 0)


def values_beside(
    claims: pd.DataFrame, marks: np.ndarray, value: np.ndarray, articles: np.ndarray
) -> sparse.csr_matrix:
    """Which values stand by each claim, within two numbers and a sentence, under another mark: its figure of before, a part of it.

    Args:
        claims: in the order of the texts. marks, value, articles: of each its mark, the number of its value, and of its article.
    """
    at, sentence = np.arange(len(claims)), claims["sentence_id"].to_numpy()
    pairs = [(at, np.clip(at + step, 0, max(0, len(at) - 1))) for step in (-2, -1, 1, 2)]
    one, other = (np.concatenate(side) for side in zip(*pairs, strict=True))
    near = (articles[one] == articles[other]) & (np.abs(sentence[one] - sentence[other]) <= 1)
    near &= (marks[other] > 0) & (marks[one] != marks[other])
    shape = (len(at), max(value, default=0) + 1)
    return sparse.csr_matrix((np.ones(near.sum()), (one[near], value[other[near]])), shape=shape).sign()
