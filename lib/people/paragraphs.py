"""What the rules of speech look at: a paragraph with its words, passages in marks, sentences and mentions."""

import bisect
import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from lib import corpus
from lib.people.cues import Cues
from lib.people.marks import Passage, passages_of
from lib.people.persons import Person, find_persons
from lib.people.runs import Block, Word

NAMES = ("person", "unknown")  # kinds of mentions that may be somebody's


class Speaker(NamedTuple):
    """Who says something: the words that name her (of a paragraph), the name, and how (named, pronoun, group)."""

    first: int
    last: int
    name: str
    how: str
    place: tuple[int, int] = (-1, -1)  # of those words in the article, once it is known who is meant


class Cue(NamedTuple):
    """A verb or phrase of saying, with who speaks; inverted where the speaker follows it."""

    first: int
    last: int
    term: str
    kind: str
    speaker: Speaker | None
    inverted: bool
    shared: bool = False  # is the speaker that of the verb before: "and added that …"
    lost: bool = False  # does somebody speak of whom cannot be told who it is?


class Paragraph(NamedTuple):
    """What the rules look at: words outside of quotations by number, sentences, mentions."""

    article: tuple
    number: int
    start: int
    text: str
    words: list
    starts: list  # of each word, in the paragraph
    passages: list
    outside: list  # of each word: does it stand outside of all passages?
    sentence: list  # of each word: the number of its sentence, quotations being in one piece
    first: list  # of each word: the first word of its sentence
    mentions: dict  # {last word: Mention}
    opens: dict  # {first word: Mention}
    named: dict  # the same with whoever owns something: Lee's

    gap, term = Block.gap, Block.term


def read_article(
    own: pd.DataFrame, tokens: pd.DataFrame, ends: np.ndarray, mentions: pd.DataFrame | None, cues: Cues
) -> tuple[list[Paragraph], dict[str, Person]]:
    """The paragraphs of an article with their words, passages and mentions; and its persons.

    Args:
        own, tokens, mentions: rows of the article, as `lib.people.voices.speech` takes them.
        ends: where its sentences end.
    """
    words, columns = {}, ("paragraph_id", "start", "end", "token", "term")
    for number, *word in zip(*(tokens[name].tolist() for name in columns), strict=True):
        words.setdefault(number, []).append(Word(*word))
    own = list(corpus.row_by_row(own))
    texts = [Block(p.text, p.start, words.get(p.paragraph_id, [])) for p in own]
    found, persons = find_persons(texts, _known(own, texts, mentions), cues)
    passages, turns, read = passages_of([text for text, _, _ in texts]), _turns(texts), []
    for p, (text, start, these), marks, turn, named in zip(own, texts, passages, turns, found, strict=True):
        starts = [w.start - start for w in these]
        inner = ends[np.searchsorted(ends, start, "right") : np.searchsorted(ends, start + len(text), "right")] - start
        sentence = _sentences(text, starts, inner, turn or marks)
        read.append(
            Paragraph(
                (p.article_id, p.outlet, p.paragraph_id), len(read), start, text, these, starts, turn or marks,
                _outside(starts, turn or marks), sentence, _first_of_each(sentence),
                {m.last: m for m in named if m.how == "named"}, {m.first: m for m in named if m.how == "named"},
                {m.first: m for m in named},
            )
        )  # fmt: skip
    return read, persons


def _outside(starts, passages):
    """Of each word: does it stand outside of all passages?"""
    before = np.searchsorted([q.start for q in passages], starts, "right")
    over = np.searchsorted([q.end for q in passages], starts, "right")
    return list(before == over)


def _sentences(text, starts, ends, passages):
    """The number of each word's sentence. A passage is in one piece; behind “…?” a sentence may go on."""
    opened = np.searchsorted([q.start for q in passages], ends, "left")
    closed = np.searchsorted([q.end for q in passages], ends, "right")
    edges = {q.end for q in passages}
    cuts = [
        end
        for end, a, b in zip(ends, opened, closed, strict=True)
        if a == b and not (end in edges and text[end - 2 : end - 1] in ",?!\u2026\u2014")
    ]
    return list(map(int, np.searchsorted(cuts, starts, "right")))


def _first_of_each(sentence):
    """Of each word: the first word of its sentence."""
    firsts = []
    for i, number in enumerate(sentence):
        firsts.append(firsts[-1] if i and number == sentence[i - 1] else i)
    return firsts


def around(found: list, word: int, most: int = 8) -> tuple[list, list]:
    """Of cues in order (up to `most` each) those before a word and those at it or behind it."""
    at = bisect.bisect_left(found, word, key=lambda cue: cue.first)
    return found[max(0, at - most) : at], found[at : at + most]


def _known(own, texts, mentions):
    """Of each paragraph {(first word, last word): (actor, kind)} for whom aliases.csv knows."""
    known = [{} for _ in texts]
    if mentions is None:
        return known
    number = {p.paragraph_id: i for i, p in enumerate(own)}
    for m in corpus.row_by_row(mentions):
        i = number.get(m.paragraph_id)
        if i is None:
            continue
        first = {w.start: k for k, w in enumerate(texts[i][2])}
        last = {w.end: k for k, w in enumerate(texts[i][2])}
        if m.start in first and m.end in last:
            known[i][first[m.start], last[m.end]] = (m.actor, m.kind)
    return known


_LABEL = re.compile(
    r"([A-Z][A-Z .'\u2019-]{1,40}(?=\s[\u2014\u2013]\s)|(?:[A-Z][A-Za-z]{0,4}\."
    r" )?[A-Z@][^:.!?\u201c\u201d\"]{0,60}|[A-Z]\. [^:.!?]{1,40}|[^:!?]{0,40} [A-Z]\."
    r" [A-Z][\w-]+)(?::|\s[\u2014\u2013])\s+(?=\S)"
)


_TOLD = re.compile(r"[,?!][\u201d\"\u00bb] (?:[a-z]|(?:[A-Z][\w'\u2019-]+ )+sa(?:id|ys)\b)")


def _turns(texts):
    """The turns of a transcript ("LEE: We went.") as passages without marks; [] of a paragraph that is none."""
    labels = [_LABEL.match(text) for text, _, _ in texts]
    names = [match[1] for match in labels if match]
    again = len(names) - len(set(names))
    if len(names) < 3 or not again or sum(map(str.isupper, names)) < 3 > again:
        return [[] for _ in texts]
    last = max(i for i, match in enumerate(labels) if match)
    turns, speaking = [], False
    for i, ((text, _, _), match) in enumerate(zip(texts, labels, strict=True)):
        if match:
            turns.append([Passage(match.end(), len(text.rstrip()), False, False)])
        else:
            told = _TOLD.search(text)  # “…,” he said: by who wrote the talk down
            goes_on = speaking and i < last and text[:1] not in "([" and text.strip() and not told
            turns.append([Passage(0, len(text.rstrip()), True, False)] if goes_on else [])
        speaking = bool(turns[-1]) or (speaking and text[:1] in "([")
    return turns


def word_after(p: Paragraph, at: int) -> int:
    """The number of the first word that begins at a place of the paragraph or behind it."""
    return bisect.bisect_left(p.starts, at)


def surface(p: Paragraph, first: int, last: int) -> str:
    return p.text[p.words[first].start - p.start : p.words[last].end - p.start].replace("\u2060", "")


def placed(p: Paragraph, speaker: Speaker) -> Speaker:
    """A speaker with the place of the words that name her."""
    return speaker._replace(place=(p.words[speaker.first].start, p.words[speaker.last].end))
