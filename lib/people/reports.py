"""The clause that a verb of saying reports: behind it, in front of it, or on both sides."""

import bisect

from lib.people.cues import Cues
from lib.people.paragraphs import Cue, Paragraph
from lib.people.quoted import Said
from lib.people.speakers import PRONOUNS, begins

SHORTENED = ("n't", "'ll", "'d", "'re", "'ve")


def reports(p: Paragraph, cue: Cue, found: list[Cue], i: int, used: set[int], cues: Cues) -> list[Said]:
    """The clause that a cue reports: behind it, in front of it, or on both sides."""
    if cue.kind == "quote":
        return []
    here = p.sentence[cue.first]
    edge = (c for c in found[i + 1 : i + 9] if p.sentence[c.first] == here and c.speaker)
    stop = next((begins(c) for c in edge if c.kind != "quote" or _marked(p, c)), len(p.words))
    last = bisect.bisect_right(p.sentence, here)
    stop = max(min(stop, last), cue.last + 1)
    while stop > cue.last + 1 and p.words[stop - 1].term in ("and", "but", "while", "or"):
        stop -= 1
    start = _opening(p, cue, stop, cue.first in used, cues)
    spans = [(start, stop)] if start is not None and stop - start >= 2 else []
    rest = cue.speaker.last + 1 if cue.inverted else cue.last + 1
    middle = bool(spans) and cue.kind != "before"
    middle = middle and any("," in p.gap(k) for k in range(rest, min(start + 1, rest + 12, len(p.words))))
    if not spans or middle:
        spans += _ahead(p, cue, found[max(0, i - 8) : i], middle, used, cues)
    return [Said(p.words[a].start - p.start, _end(p, z), "reported", cue, cue.speaker) for a, z in spans if a < z]


def says_nothing(p: Paragraph, cue: Cue, cues: Cues) -> bool:
    """Is it silence that a verb reports: "said nothing about the boats", "told reporters little"?"""
    last, end = cue.last + 1, bisect.bisect_right(p.sentence, p.sentence[cue.first])
    for k in range(last, min(last + (3 if cue.term in cues.told else 1), end)):
        if p.words[k].term in cues.silence:
            return k + 1 == end or p.words[k + 1].term in cues.link
    return False


def _marked(p, cue):
    """Does a passage in marks stand in the sentence of a cue?"""
    first, last = p.first[cue.first], min(bisect.bisect_right(p.sentence, p.sentence[cue.first]), cue.last + 60)
    return not all(p.outside[first:last])


def _end(p, z):
    """The end of word z - 1, and of the passage that it closes."""
    at = p.words[z - 1].end - p.start
    k = bisect.bisect_left(p.passages, at, key=lambda q: q.end)
    return p.passages[k].end if k < len(p.passages) and p.passages[k].start < at else at


def _opening(p, cue, stop, used, cues):
    """The first word of the clause behind a cue, or None."""
    if cue.inverted and cue.speaker:
        return _behind_speaker(p, cue, stop, cues)
    i = cue.last + 1
    middle = next((k for k in range(i, min(i + 4, stop)) if _goes_on(p, cue, k, cues)), None)
    if middle is not None:
        return middle
    that = next((k + 1 for k in range(i, min(i + 12, stop)) if p.words[k].term == "that" and p.outside[k]), None)
    i += i < stop and p.words[i].term == "out"  # pointed out
    if i < stop and cue.term in cues.told and p.words[i].term not in cues.opener:
        i = _over_addressee(p, i, stop, cues)
    if i >= stop:
        return None if used else that
    term = p.words[i].term
    if term in cues.opener:
        return i + 1 if term == "that" else i
    return None if used else _without_that(p, cue, i, that, cues)


def _without_that(p, cue, i, that, cues):
    """Where a clause begins that no "that" opens: word i, the word behind a later "that", or None."""
    term = p.words[i].term
    if cue.kind == "act":
        return i
    if term in cues.only or p.words[i].token in cues.days:
        return that or i + 1
    if term == "on" and i + 2 < len(p.words) and p.words[i + 1].token in cues.days and "," not in p.gap(i + 2):
        goes_on = p.words[i + 2].term in cues.determiner or p.words[i + 2].term in PRONOUNS
        return that or (i + 2 if goes_on and any(_is_finite(w, cues) for w in p.words[i + 2 : i + 10]) else None)
    if term in cues.link or term in cues.later:
        return that
    clause = any(_is_finite(w, cues) or w.term.endswith(SHORTENED) for w in p.words[i : i + 8])
    clause = clause and not term.endswith("ing")
    return i if clause or cue.kind == "say" or cue.term in cues.act else None


def _is_finite(word, cues):
    """Is a word finite: "was", "can't", or "it's", whose term is "it"?"""
    return word.term in cues.finite or word.token.lower().replace("’", "'") in cues.finite


def _behind_speaker(p, cue, stop, cues):
    """Where the clause of an inverted cue begins: "According to Ann Lee, it …"; "…, says Ann Lee, is …"."""
    i = cue.speaker.last + 1
    if cue.kind == "before":
        if p.term(i) in cues.link:  # According to a man at the lock, it …
            i = next((k for k in range(i, min(i + 8, stop)) if "," in p.gap(k)), i)
        return i if i < stop and cue.first - p.first[cue.first] <= 1 else None
    return i if i < stop and "," in p.gap(i) and any(w.term in cues.finite for w in p.words[i : i + 2]) else None


def _goes_on(p, cue, k, cues):
    """Does the clause around a cue between commas go on with word k: "The drawing, she told me, was …"?"""
    first = begins(cue)
    parted = "," in p.gap(k) and first > 0 and "," in p.gap(first)
    bare = parted and not any(_is_finite(w, cues) for w in p.words[p.first[first] : first])  # The town, he said, owes …
    return parted and (p.words[k].term in cues.finite or (bare and p.words[k].term.endswith(("s", "ed"))))


def _over_addressee(p, i, stop, cues):
    """The word behind whom somebody is told: "told reporters (that)", "told me", "told Ann Lee"."""
    mention = p.opens.get(i)
    if mention:
        return mention.last + 1
    that = next((k for k in range(i, min(i + 6, stop)) if p.words[k].term in cues.opener), None)
    if that is not None:
        return that
    if p.words[i].term in cues.determiner and i + 2 < stop:
        return i + 2
    return i + 1


def _ahead(p, cue, before, middle, used, cues):
    """The clause in front of a cue, parted by a comma: "The deal was dead, Ann Lee said"."""
    edge, here = begins(cue), p.sentence[cue.first]
    parted = edge > 0 and p.sentence[edge - 1] == here and "," in p.gap(edge)
    told = cue.last + 1 < len(p.words) and p.gap(cue.last + 1).startswith(":")  # asked who it was, she said: “…”
    if not parted or told or (cue.first in used and p.outside[edge - 1]):
        return []
    first = p.first[cue.first]
    same = [c for c in before[-8:] if p.sentence[c.first] == here]
    if same:
        first = max(same[-1].last, same[-1].speaker.last if same[-1].speaker else 0) + 1
        if p.words[first].term in ("that", "and", "but"):
            first += 1
    outside = sum(p.outside[first:edge])
    whole = p.term(first) not in cues.stop - {"and", "but", "that"}  # not: When the price rose, Ann Lee noted …
    finite = any(w.term in cues.finite for w in p.words[first:edge])
    past = (w.term in cues.past or w.term.endswith(("ed", "nd", "ts")) for w in p.words[first + 1 : edge])
    finite = finite or (whole and any(past))
    return [(first, edge)] if outside >= (1 if middle else 3) and (finite or middle) and not same else []
