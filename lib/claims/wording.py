"""What a quantity measures, in the words of its sentence: the clip that stands for a claim, or a group of claims, in a table.

A clip is a stretch of the sentence with "…" in the place of the number: "Ice was … thick at Pell Junction". Nothing is
put into other words, so it may say little but nothing wrong. Of a group that clip is shown whose words the other
sentences share.
"""

import functools
import math
import re
from collections import Counter
from collections.abc import Iterable

import snowballstemmer

from lib.claims.lexemes import WORDS
from lib.corpus.curated import HOME, read_stopwords
from lib.text import display

NUMBER = "…"
REACH = 200  # characters of the sentence that are read on either side of a number
BEFORE, BEHIND = 12, 7  # words of a clip on either side of its number
ENOUGH = 2  # words that carry meaning with which a clip ends where its clause does
USUAL, WORTH = 4, 0.2  # such words of a name; each more or less must be in a fifth of the other sentences
_WORD = re.compile(r"[$€£₩¥]?\d+(?:[.,]\d+)*\w*%?|[^\W_]+(?:[-'’&/⁠‐‑–.]+[^\W_]+)*(?:(?<=s)['’](?=\s))?|[^\w\s⁠]")
_BRACKET = re.compile(r"\s*\([^()]{1,60}\)")  # behind a number it says the number once more
_ENDS, _ASIDES, _PAUSES = ".;!?•|", '()[]{}“”"«»', ",:—–-"
# With how many such words a clip ends before a mark or word, left and right of the number; verbs before "and" share a subject.
_LEFT = dict.fromkeys(_ENDS, 0) | dict.fromkeys(_ASIDES, 1) | dict.fromkeys(_PAUSES, ENOUGH)
_RIGHT = dict.fromkeys([*_ENDS, *_ASIDES, *_PAUSES, "and", "or", "nor"], 0)


@functools.cache
def _empty():
    return frozenset(read_stopwords(HOME / "data")) - {"no", "not"}


_stem = functools.lru_cache(maxsize=20_000)(snowballstemmer.stemmer("english").stemWord)


def _says(word):
    return word[0].isalpha() and word.lower() not in _empty()


def clip(sentence: str, start: int, end: int) -> str:
    """The words around sentence[start:end], a number, with "…" in its place: their clause, or what of it is near.

    It goes on into another clause only where its own has less than ENOUGH words that carry meaning, and begins and ends
    with such a word or a number, so with no preposition. "" where there is none.
    """
    if sentence[max(0, start - 1) : start] == "(" and sentence[end : end + 1] == ")":
        start, end = start - 1, end + 1
    elif bracket := _BRACKET.match(sentence, end):
        end = bracket.end()
    low = max(0, start - REACH)
    glued = sentence[end : end + 1] == "-"  # a 14-member council
    behind = list(_WORD.finditer(sentence, end + glued, min(len(sentence), end + REACH)))
    before = list(_WORD.finditer(sentence, low, start))[::-1][: -1 if low else None]  # the first may be half a word
    right = _taken([m.group() for m in behind], BEHIND, 0, _RIGHT)
    said = sum(_says(m.group()) for m in behind[:right])
    left = _taken([m.group() for m in before], BEFORE, said, _LEFT)
    if not said + left:
        return ""
    told = sentence[before[left - 1].start() : start] if left else ""
    rest = sentence[end : behind[right - 1].end()] if right else ""
    return display(f"{told}{NUMBER}{rest}")


def _taken(words, most, said, stops):
    """How many of the words that lead away from a number its clip takes, where it says `said` already."""
    taken, known = 0, []
    for word in words:
        least = stops.get(word.lower(), ENOUGH if word.lower() in WORDS["new clause"] else math.inf)
        if taken == most or said >= least:
            break
        said, taken = said + _says(word), taken + 1
        known.append(said)
    if stops is _RIGHT and taken == most < len(words):  # it ends before the words that its last preposition opens
        opens = [n for n in range(1, taken) if words[n].lower() in _empty() and known[n - 1] >= ENOUGH]
        taken = opens[-1] if opens else taken
    while taken and not (_says(words[taken - 1]) or words[taken - 1][-1].isdigit()):
        taken -= 1
    return taken


def group_name(told: Iterable[tuple[str, str]]) -> str:
    """The clip that names a group of claims: that whose words most of the other sentences have; of several the shortest.

    Args:
        told: (clip, sentence) of each claim.
    """
    told = sorted({one for one in told if one[0]})
    held = Counter(root for sentence in {sentence for _, sentence in told} for root in _roots(sentence))
    others = max(1, len({sentence for _, sentence in told}) - 1)

    def rank(one):
        own = _roots(one)
        shared = sum(held[root] - 1 for root in own) / others
        return round(WORTH * abs(len(own) - USUAL) - shared, 6), len(one), one

    return min((one for one, _ in told), key=rank, default="")


@functools.lru_cache(maxsize=20_000)  # a sentence is in many pairs
def _roots(text):
    return frozenset(_stem(word.lower()) for word in _WORD.findall(text) if _says(word))
