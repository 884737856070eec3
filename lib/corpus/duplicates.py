"""Texts that are the same as an earlier one, to the word or nearly: a reprint counts as two voices unless one says so.

Near-duplicates share most of their passages of `PASSAGE` words (Jaccard). To find them
without comparing each text with each, every text leaves a small sketch (one-permutation
MinHash), and only those are compared whose sketches agree in a band (Broder 1997; Leskovec,
Rajaraman & Ullman, Mining of Massive Datasets, ch. 3): work grows with the words, not with
the square of the texts.
"""

import hashlib
import zlib

import numpy as np

from lib.text import display

PASSAGE = 5  # words
NEAR = 0.6  # share of passages in common, of all that either has
SHORT = 40  # words below which only the very same words count
_BINS, _BAND = 64, 4  # sixteen bands: a pair that shares 0.7 is met in 98 of 100 cases, 1 - (1 - 0.7**4)**16
_BASE = np.uint64(0x9E3779B97F4A7C15)  # an odd number without pattern (2**64 / golden ratio)


def earlier(texts: list[str]) -> list[tuple[int, float] | None]:
    """For each text the first one that it repeats: (its index, share of passages in common), or None.

    Args:
        texts: repaired texts, in order.
    Returns:
        A list as long as `texts`; the share is 1.0 where the words are the same.
    """
    if len(texts) < 2:
        return [None] * len(texts)
    same, bands, kept, found = {}, {}, {}, []
    for number, text in enumerate(texts):
        shown = display(text).casefold()
        key = hashlib.sha256(shown.encode("utf-8", "replace")).digest()
        if key in same:
            found.append((same[key], 1.0))
            continue
        passages = _passages(shown)
        places = _places(passages)
        near = [(_jaccard(passages, kept[other]), -other) for other in {bands[p] for p in places if p in bands}]
        share, other = max(near, default=(0.0, 0))
        if share >= NEAR:
            found.append((-other, share))
            continue
        found.append(None)
        same[key], kept[number] = number, passages
        for place in places:
            bands.setdefault(place, number)
    return found


def _passages(shown):
    """The passages of a text as sorted numbers, each once."""
    words = np.fromiter((zlib.crc32(w.encode("utf-8", "replace")) for w in shown.split()), dtype=np.uint64)
    if len(words) < SHORT:
        return words[:0]
    codes = np.zeros(len(words) - PASSAGE + 1, dtype=np.uint64)
    for i in range(PASSAGE):
        codes = codes * _BASE + words[i : len(words) - PASSAGE + 1 + i] + np.uint64(1)
    return np.unique(codes)


def _places(passages):
    """The bands of the sketch: where a near-duplicate would leave the same."""
    if not len(passages):
        return []
    mixed = passages * _BASE
    sketch = np.full(_BINS, np.iinfo(np.uint64).max, dtype=np.uint64)
    np.minimum.at(sketch, (mixed >> np.uint64(58)).astype(int), mixed & np.uint64(2**58 - 1))
    return [(i, sketch[i : i + _BAND].tobytes()) for i in range(0, _BINS, _BAND)]


def _jaccard(a, b):
    common = len(np.intersect1d(a, b, assume_unique=True))
    return common / (len(a) + len(b) - common)
