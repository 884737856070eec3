"""Who acts: the subjects of verbs of giving, announcing, welcoming and signing.

No parser: a subject is taken only where it touches its verb (helping verbs and adverbs aside), is carried
on by "and", or stands behind "by"; elsewhere it stays open, and the open ones are counted.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from lib import corpus
from lib.corpus import read_table
from lib.measures.terms import lines

COLUMNS = [
    *("article_id", "outlet", "paragraph_id", "sentence_id", "start", "end"),
    *("verb", "act", "subject", "subject_start", "subject_end"),
]
ACTS = ("give", "announce", "welcome", "sign")
REACH = 6  # words between a passive verb and its "by"
PARTICIPLE = ("ed", "built")


class Verb(NamedTuple):
    """A row of acts.csv in one of its forms."""

    verb: str  # the plain form
    act: str  # one of ACTS


class Words(NamedTuple):
    """acts.csv: the verbs by form, and the small words about a subject's place, by kind."""

    verbs: dict[str, Verb]
    helping: frozenset  # between subject and verb: has, will
    be: frozenset  # make a participle passive: was signed
    between: frozenset  # adverbs between subject and verb: also, jointly
    heads: frozenset  # nouns that carry a name before them: Central Asian countries
    parties: frozenset  # nouns that act without a name: sides, leaders
    which: frozenset  # words before such a noun: both, the six
    inside: frozenset  # a name behind them is not the subject: trade with China
    relative: frozenset  # stand for the name before them: Tokayev, who signed
    days: frozenset  # after "on", between subject and verb: Wang Yi on Monday praised


class Subject(NamedTuple):
    """Who acts: names, and the first and last of its tokens in the sentence."""

    names: tuple[str, ...]
    first: int
    last: int


class Sentence(NamedTuple):
    """A sentence's tokens in small letters, what is between them, and who is named where."""

    words: list[str]
    gaps: list[str]  # gaps[i]: the characters between token i - 1 and token i
    named: dict[int, tuple[int, tuple[str, ...]]]  # {last token of a mention: (its first token, actors)}


def read_acts(path: str | Path | None = None) -> Words:
    """acts.csv: term, kind (give, announce, welcome, sign, or a small word's), forms (of a verb, parted by spaces).

    Raises:
        ValueError: a row is of no kind.
    """
    table = read_table("acts.csv", ("term", "kind", "forms"), path)
    small = Words._fields[1:]
    strange = sorted(set(table["kind"]) - {*ACTS, *small})
    if strange:
        raise ValueError(f"acts.csv: {', '.join(strange)} is no kind; the kinds are {', '.join((*ACTS, *small))}")
    verbs = table[table["kind"].isin(ACTS)]
    by_form = {form: Verb(row.term, row.kind) for row in verbs.itertuples() for form in row.forms.lower().split()}
    return Words(by_form, *(frozenset(table.loc[table["kind"] == kind, "term"]) for kind in small))


def acts(sentences: pd.DataFrame, tokens: pd.DataFrame, mentions: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Every verb of the table used as a verb, and who stands in its subject's place.

    Args:
        sentences, tokens: as corpus.sentences and corpus.tokens make them, in reading order.
        mentions: as actors.mentions makes them.
        words: as `read_acts` makes them.
    Returns:
        article_id, outlet, paragraph_id, sentence_id, start, end (of the verb), verb, act (give, announce,
        welcome, sign), subject (actors parted by "; ", or the words of a party that has no name, "both sides";
        empty where the rule does not know), subject_start, subject_end (-1 where open).
    """
    named, rows = dict(lines(mentions)), []
    texts = {(s.article_id, s.sentence_id): (s.text, s.start) for s in corpus.row_by_row(sentences)}
    for key, places in lines(tokens):
        sentence, before = _sentence(places, named.get(key, ()), *texts[key]), None
        for i, (place, word) in enumerate(zip(places, sentence.words, strict=True)):
            if word not in words.verbs or not _is_verb(sentence, i, words):
                continue
            subject = _agent(sentence, i, i + 1, words) or _subject(sentence, i, before, words)
            if subject is None and not word.endswith(PARTICIPLE):
                continue  # a noun more likely than a verb: "its offer", "security issues"
            before = subject
            span = (places[subject.first].start, places[subject.last].end) if subject else (-1, -1)
            where = (place.article_id, place.outlet, place.paragraph_id, place.sentence_id, place.start, place.end)
            rows.append((*where, *words.verbs[word], "; ".join(subject.names) if subject else "", *span))
    return pd.DataFrame(rows, columns=COLUMNS)


def _sentence(places, mentions, text, offset):
    gaps = [""] + [text[a.end - offset : b.start - offset] for a, b in pairwise(places)]
    first = {place.start: i for i, place in enumerate(places)}
    last = {place.end: i for i, place in enumerate(places)}
    named = {}
    for m in mentions:
        if text[m.start - offset : m.end - offset].lower().endswith(("'s", "’s")):
            continue  # "China's aid" is not China
        at, names = named.get(last[m.end], (first[m.start], ()))
        named[last[m.end]] = (at, (*names, m.actor))
    return Sentence([place.token.lower() for place in places], gaps, named)


def _is_verb(s: Sentence, i: int, words: Words) -> bool:
    """Is the form a verb with a subject of its own? Not in "to sign", "the signed treaty", "of pledges"."""
    return i > 0 and s.words[i - 1] not in words.inside | words.which


def _subject(s: Sentence, i: int, before: Subject | None, words: Words) -> Subject | None:
    passive, j = False, i - 1
    while j > 0 and not _parted(s, j + 1):
        if s.words[j] in words.days and s.words[j - 1] == "on":
            j -= 2
        elif s.words[j] in words.helping | words.be | words.between or s.words[j].endswith("ly"):
            passive = passive or s.words[j] in words.be
            j -= 1
        else:
            break
    if passive:
        return _agent(s, i, i + REACH, words) if s.words[i].endswith(PARTICIPLE) else None
    if _parted(s, j + 1):
        return None
    if s.words[j] == "and":
        return before if s.words[i].endswith(PARTICIPLE) else None  # "signed a treaty and issued a statement"
    return _touching(s, j - 1 if s.words[j] in words.relative and j else j, words)


def _touching(s: Sentence, j: int, words: Words) -> Subject | None:
    """The names that end at token j: a chain joined by "and", or a party without a name."""
    if s.words[j] in words.parties and j not in s.named and j - 1 not in s.named:
        return _party(s, j, words)
    names, last = (), j
    while True:
        end = j - 1 if s.words[j] in words.heads and j - 1 in s.named else j
        if end not in s.named:
            return None
        first, actors = s.named[end]
        names = (*actors, *names)
        while first > 0 and s.words[first - 1] in words.which and not _parted(s, first):
            first -= 1
        j = _joined(s, first, len(names) > len(actors), words)
        if j < 0:
            break
    return None if _inside(s, first, words) else Subject(tuple(dict.fromkeys(names)), first, last)


def _joined(s, first, listed, words):
    """The last token of the name that "and", or within a list a comma, joins to the one from `first` on; -1 if none."""
    j = first - 2 if first > 1 and s.words[first - 1] == "and" else -1
    if j < 0 and listed and s.gaps[first].strip() == ",":
        j = first - 1
    return j if j in s.named or (j > 0 and s.words[j] in words.heads) else -1


def _party(s, j, words):
    first = j
    while first > 0 and s.words[first - 1] in words.which and not _parted(s, first):
        first -= 1
    alone = first == j and first > 0 and not _parted(s, first)  # "few leaders", "town councillors and leaders"
    if alone or _inside(s, first, words):
        return None
    return Subject((" ".join(s.words[first : j + 1]).removeprefix("the "),), first, j)


def _inside(s, first, words):
    return first > 0 and s.words[first - 1] in words.inside and not _parted(s, first)


def _agent(s: Sentence, i: int, reach: int, words: Words) -> Subject | None:
    """Who stands behind "by" after a passive verb, no later than token `reach`, if no comma comes between."""
    for k in range(i + 1, min(reach + 1, len(s.words))):
        if _parted(s, k):
            return None
        if s.words[k] == "by":
            return _behind(s, k + 1, words)
    return None


def _behind(s, k, words):
    """The names or the party from token k on: "by the European Union and Japan"."""
    begins = {first: (last, names) for last, (first, names) in s.named.items()}
    first, names, last = k, (), k
    while k < len(s.words):
        while k < len(s.words) and s.words[k] in words.which and k not in begins:
            k += 1
        if k not in begins:
            break
        last, actors = begins[k]
        names = (*names, *actors)
        last += last + 1 < len(s.words) and s.words[last + 1] in words.heads
        if last + 1 >= len(s.words) or s.words[last + 1] != "and":
            break
        k = last + 2
    if names:
        return Subject(tuple(dict.fromkeys(names)), first, last)
    party = k < len(s.words) and s.words[k] in words.parties
    return Subject((" ".join(s.words[first : k + 1]).removeprefix("the "),), first, k) if party else None


def _parted(s: Sentence, i: int) -> bool:
    """Is there a mark (comma, dash, bracket, quotation mark) before token i?"""
    return i < len(s.gaps) and s.gaps[i].strip() != ""


def by_actor(found: pd.DataFrame, outlets: Sequence[str]) -> pd.DataFrame:
    """How often each subject acts in each outlet: subject, act, one column an outlet, most frequent first.

    Args:
        found: as `acts` makes them; open subjects are left out.
    """
    known = found[found["subject"] != ""]
    table = known.groupby(["subject", "act", "outlet"]).size().unstack(fill_value=0)
    return _most_first(table.reindex(columns=list(outlets), fill_value=0).astype(int))


def _most_first(table):
    order = table.sum(axis=1).sort_values(ascending=False, kind="stable").index
    return table.reindex(order).rename_axis(columns=None).reset_index()


def by_party(found: pd.DataFrame, parties: Mapping[str, str] | None = None) -> pd.DataFrame:
    """How often each subject, or the party it belongs to, does what: subject, one column an act, most frequent first.

    Args:
        found: as `acts` makes them; open subjects are left out.
        parties: {subject: party}, for subjects that are counted as one.
    """
    parties, known = dict(parties or {}), found[found["subject"] != ""]
    subject = known["subject"].map(lambda name: parties.get(name, name))
    return _most_first(pd.crosstab(subject.rename("subject"), known["act"]).reindex(columns=list(ACTS), fill_value=0))
