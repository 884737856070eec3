"""Wording that outlets share: passages of five tokens or more, as long as they go.

A suffix array puts equal passages side by side, so the work grows with the length of the
corpus (times its logarithm), not with the number of pairs of places.
"""

import numpy as np
import pandas as pd

from lib import corpus as _corpus

COLUMNS = ["passage", "n_tokens", "n_outlets", "freq", "article_id", "outlet", "paragraph_id", "start", "end", "text"]


def shared(tokens: pd.DataFrame, articles: pd.DataFrame, shortest: int = 5) -> pd.DataFrame:
    """Passages that stand in two or more outlets and cannot grow without losing one of them.

    Args:
        tokens: a table as corpus.tokens makes it, in reading order.
        articles: for the wording as it stands.
        shortest: tokens that a passage must have.
    Returns:
        One row per occurrence; passages in most outlets first, then the longest: passage
        (number from 1), n_tokens, n_outlets, freq (occurrences), article_id, outlet,
        paragraph_id, start, end, text (as it stands). Passages do not cross sentences.
    """
    tokens = _corpus.word_tokens(tokens)
    if tokens.empty:
        return pd.DataFrame(columns=COLUMNS)
    codes, owners, index = _encode(tokens)
    order = _suffix_array(codes)
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    found = []
    for low, high, length, mask in _intervals(codes, order, owners, shortest):
        places = order[low : high + 1]
        if not _grows_left(codes, owners, places, mask):
            found.append((-mask.bit_count(), -length, int(places.min()), places))
    rows, columns = [], [tokens[name].to_numpy() for name in ("article_id", "outlet", "paragraph_id", "start", "end")]
    for number, (outlets, length, _, places) in enumerate(sorted(found, key=lambda f: f[:3]), 1):
        for place in np.sort(places):
            first, last = index[place], index[place - length - 1]  # length is negative: it sorts the longest first
            article, *within, start = (column[first] for column in columns[:4])
            span = (start, columns[4][last])
            wording = texts[article][slice(*span)]
            rows.append((number, -length, -outlets, len(places), article, *within, *span, wording))
    return pd.DataFrame(rows, columns=COLUMNS)


def _encode(tokens):
    """Terms as numbers with a separator of its own before each sentence; of each position the outlet as a bit, and the
    row of its token, -1 at a separator.
    """
    key = tokens[["article_id", "sentence_id"]]
    terms, _ = pd.factorize(tokens["term"], sort=True)
    outlets, _ = pd.factorize(tokens["outlet"], sort=True)
    opens = np.flatnonzero((key != key.shift()).any(axis=1))
    codes = np.insert(terms + len(opens), opens, np.arange(len(opens)))
    owners = np.insert(outlets, opens, -1)
    bits = [0 if owner < 0 else 1 << int(owner) for owner in owners]
    return codes.astype(np.int64), bits, np.insert(np.arange(len(tokens)), opens, -1)


def _suffix_array(codes):
    """Starts of the suffixes in order (prefix doubling)."""
    rank, step = np.unique(codes, return_inverse=True)[1], 1
    while True:
        after = np.full(len(rank), -1)
        after[: -step or None] = rank[step:]
        order = np.lexsort((after, rank))
        differs = (np.diff(rank[order]) != 0) | (np.diff(after[order]) != 0)
        new = np.empty(len(rank), dtype=np.int64)
        new[order] = np.concatenate([[0], np.cumsum(differs)])
        rank, step = new, step * 2
        if rank.max() == len(rank) - 1 or step >= len(rank):
            return order


def _common_prefixes(codes, order):
    """Tokens that each suffix shares with the one before it in order (Kasai et al. 2001)."""
    codes, place = codes.tolist(), np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    order, result, same = order.tolist(), [0] * len(order), 0
    for i, at in enumerate(place.tolist()):
        if at == 0:
            same = 0
            continue
        j = order[at - 1]
        while i + same < len(codes) and j + same < len(codes) and codes[i + same] == codes[j + same]:
            same += 1
        result[at] = same
        same = max(same - 1, 0)
    return result


def _intervals(codes, order, owners, shortest):
    """Runs of suffixes that share a passage which cannot grow to the right and keep its outlets.

    Yields (low, high, length, outlets as bits): order[low..high] begin with the passage.
    """
    prefixes = [*_common_prefixes(codes, order)[1:], 0]
    stack = []  # open runs: [length, low, outlets so far, outlets of the longer runs within]
    for i, length in enumerate(prefixes):
        low, outlets, longer = i, owners[order[i]], set()
        while stack and stack[-1][0] > length:
            run = stack.pop()
            run[2] |= outlets
            run[3] |= longer
            low, outlets, longer = run[1], run[2], {run[2]}
            if run[2] not in run[3] and run[2].bit_count() > 1:
                yield low, i, run[0], run[2]
        if stack and stack[-1][0] == length:
            stack[-1][2] |= outlets
            stack[-1][3] |= longer
        elif length >= shortest:
            stack.append([length, low, outlets, longer])


def _grows_left(codes, owners, places, outlets):
    """Would the passage with the token before it still stand in all its outlets?"""
    before = {}
    for place in places[places > 0].tolist():
        code = int(codes[place - 1])
        before[code] = before.get(code, 0) | owners[place]
    return outlets in before.values()
