"""Verbs and phrases of saying, and the name that touches each: before it, behind it, over an apposition."""

import bisect
import re

from lib.people.cues import Cues
from lib.people.paragraphs import NAMES, Cue, Paragraph, Speaker, surface
from lib.people.runs import ARTICLES

PRONOUNS = {"he": "man", "she": "woman", "they": "", "it": ""}
OBJECTS = {"him": "he", "her": "she", "them": "they"}  # according to her
LIMIT = 30  # words from a speaker to the cue, over an apposition


def cues_of(p: Paragraph, cues: Cues) -> list[Cue]:
    """The verbs and phrases of saying in a paragraph, outside of quotations, with their speakers unresolved."""
    found = []
    for i, word in enumerate(p.words):
        if not p.outside[i]:
            continue
        for phrase in cues.before.get(word.term, ()):
            if tuple(w.term for w in p.words[i : i + len(phrase)]) == phrase:
                speaker = following_speaker(p, i + len(phrase), cues)
                found += [Cue(i, i + len(phrase) - 1, " ".join(phrase), "before", speaker, True)] if speaker else []
        verb = word.token.islower() and _is_verb(p, i, cues)
        if verb and not _to_be(p, i, cues):
            found.append(_verb(p, i, found, cues))
        elif verb and (by := _by(p, i, cues)):
            found.append(by)
    return found


def _is_verb(p, i, cues):
    """Is a word a verb of saying, by itself or by its place?"""
    word, after = p.words[i], p.term(i + 1)
    following = after if after and p.outside[i + 1] else ""
    if following in cues.verbs and word.term not in cues.say:
        return False  # Central Asian states signaled
    if following in ("of", "by") or (word.term.startswith("point") and following != "out"):
        return False  # pledges of help; matters highlighted by Ann Lee; some pointed advice
    if (word.term == "shot" and following not in ("", "back")) or (
        word.term == "estimates" and p.term(i + 2) in cues.finite
    ):
        return False  # the army shot down a drone; official estimates that were wrong
    noun = word.term.endswith("s") and p.term(i - 1) in (cues.link | cues.determiner) - cues.alone
    if noun and p.outside[i - 1] and not p.gap(i).strip():
        return False  # after calls for calm; their claims
    if word.term in ("put", "puts"):
        return following == "it" and "as" in (p.term(k) for k in range(max(0, i - 4), i))  # As Ann Lee put it, “…”
    bare = word.term in cues.that and after not in cues.opener
    return (word.term in cues.verbs and not bare) or (word.token.isalpha() and _placed(p, i, cues))


def _placed(p, i, cues):
    """Is a word a verb of saying by its place: “…,” he preached; “…?” ran the notice?"""
    word, first = p.words[i].term, i
    while first and p.outside[first - 1] and i - first < 4:
        first -= 1
    if not first or p.outside[first - 1] or p.sentence[first] != p.sentence[first - 1]:
        return False
    if word in cues.no_verbs or word.endswith("ly") or any("," in p.gap(k) for k in range(first + 1, i + 1)):
        return False
    start, end = p.passages[bisect.bisect_right(p.passages, p.starts[first], key=lambda q: q.end) - 1][:2]
    edges = p.text[end - 2 : end + 1].replace(p.text[end - 1], "")
    if set(edges).isdisjoint(",?!\u2026"):
        return False
    if first == i:
        whole = p.text[start + 1].isupper() and word.endswith("s")  # “It is late,” thinks Ann Lee
        return (whole or word.endswith(("ed", "t"))) and following_speaker(p, i + 1, cues) is not None
    return p.words[i - 1].term in PRONOUNS or (i - 1 in p.mentions and p.mentions[i - 1].kind == "person")


def _to_be(p, i, cues):
    """Is a verb one of what is to come, is not, or is done to somebody: "will say", "was told"?"""
    k = i - 1
    while k >= 0 and p.outside[k] and (p.term(k) in cues.adverb or p.term(k).endswith("ly")):
        k -= 1
    used = k > 0 and p.words[k].term == "to" and p.words[k - 1].term == "used"
    return k >= 0 and p.outside[k] and p.words[k].term in cues.to_come and p.sentence[k] == p.sentence[i] and not used


def _by(p, i, cues):
    """The cue of words given in the passive: "was called “a gift” by Ann Lee"."""
    here = _where(p, "by", range(i + 1, min(i + LIMIT, len(p.words))), p.sentence[i])
    speaker = following_speaker(p, here[0] + 1, cues) if here and p.words[i].term in cues.quote else None
    return Cue(i, i, p.words[i].term, "quote", speaker, False) if speaker else None


def _where(p, term, places, sentence):
    """Where a word stands outside of quotations, of some places and in a sentence."""
    return [k for k in places if p.words[k].term == term and p.sentence[k] == sentence and p.outside[k]]


def _verb(p, i, before, cues):
    """A verb of saying with its speaker: before it, behind it where it is inverted, or that of the verb before."""
    term, kind = p.words[i].term, _kind(p, i, cues)
    passage_next = i + 1 < len(p.words) and not p.outside[i + 1]
    if kind == "quote" and passage_next and (by := _by(p, i, cues)):
        return by  # an idea deemed “promising” by Ann Lee
    if i and not p.outside[i - 1]:
        following = following_speaker(p, i + 1, cues)
        if following or not (term.endswith("ing") or "," in p.gap(i)[:-1][-2:]):
            return Cue(i, i, term, kind, following, True)
    acts = subject(p, i, cues) if term.endswith("ing") and "," in p.gap(i) else None  # Ann Lee met the men, saying …
    speaker = acts or _preceding(p, _as_saying(p, i, cues), cues)
    if speaker:
        return Cue(i, i, term, kind, speaker, False)
    after = following_speaker(p, i + 1, cues) if "," in p.gap(i) and not term.endswith("ing") else None
    if after and after.how == "named":
        return Cue(i, i, term, kind, after, True)
    if shared := _shared(p, i, before, cues):
        return Cue(i, i, term, kind, shared, False, shared=True)
    return _by(p, i, cues) or Cue(i, i, term, kind, None, False)


def _as_saying(p, i, cues):
    """Where "is quoted (by the paper) as saying" begins that ends with word i; else i."""
    if p.term(i) != "saying" or p.term(i - 1) != "as":
        return i
    k = next((k for k in range(i - 2, max(0, i - 10), -1) if p.term(k) in ("quoted", "cited", "reported")), i)
    while k < i and p.term(k - 1) in cues.to_come | cues.helper:
        k -= 1
    return k


def _kind(p, i, cues):
    """The kind of a verb of saying in cues.csv; "called on" is an act."""
    term, on = p.words[i].term, p.term(i + 1)
    if term in ("called", "calls") and on in ("on", "for"):
        return "act"
    return next((kind for kind in ("say", "clause", "that", "act", "quote") if term in getattr(cues, kind)), "quote")


def _shared(p, i, before, cues):
    """The speaker of the verb before, where this one is joined to it: "and added that …", ", adding that …"; else the
    subject of the sentence: "Ann Lee met the men, saying …".
    """
    joined = p.term(i - 1) in ("and", "but", "then", "also") or "," in p.gap(i) or p.words[i].term.endswith("ing")
    if not i or not joined:
        return None
    same = [c for c in before[-8:] if p.sentence[c.first] == p.sentence[i] and c.speaker]
    return same[-1].speaker if same else subject(p, i, cues)


def subject(p: Paragraph, i: int, cues: Cues) -> Speaker | None:
    """Who acts in the sentence of word i, before it, over adverbs and phrases with a comma: "In May, Ann Lee …"."""
    k = p.first[i]
    while k < i:
        comma = next((c for c in range(k + 1, i) if p.outside[c] and set(p.gap(c)) & {",", ":"}), i)
        k += p.term(k) in cues.adverb
        aside = (
            not p.outside[k]
            or (comma < i and ":" in p.gap(comma))  # One treaty: the men signed …
            or p.term(k) in (cues.link | cues.stop) - cues.determiner
            or p.term(k).endswith(("ing", "ly"))
        )
        speaker = None if aside else _speaker_at(p, k, cues)
        if speaker or (not aside and comma - k > 1):  # However, Ann Lee …
            clause = speaker and "which" in (p.term(n) for n in range(speaker.last + 1, i))  # a treaty, which affirmed
            return speaker if speaker and speaker.last < i and not clause else None
        k = comma
    return None


def _preceding(p, i, cues):
    """The speaker right before word i, over adverbs and an aside between commas or brackets."""
    here, j = p.sentence[i], i - 1
    while j >= 0 and _skipped(p, j, cues) and "," not in p.gap(j + 1):
        j -= 1
    if j < 0 or p.sentence[j] != here or (p.words[j].term in cues.to_come and p.outside[j]):
        return None
    between = p.gap(j + 1)
    if not between.strip():
        return _ending(p, j, cues) if p.outside[j] else None
    if not set(between) & set(",)\u2013\u2014-"):
        return None
    for k in range(j, max(0, j - LIMIT), -1):
        if p.sentence[k - 1] != here:
            return None
        if p.outside[k - 1] and set(p.gap(k)) & set(",(\u2013\u2014") and (speaker := _ending(p, k - 1, cues)):
            inside = p.mentions.get(j)  # the minister, Ann Lee, said; the mediator, retired judge Ann Lee, said
            between = p.words[k : inside.first] if inside else []
            plain = inside and not any(w.term in cues.link or w.term.endswith("ing") for w in between)
            if speaker.how == "group" and plain and inside.kind in NAMES and inside.first - k <= 4:
                return Speaker(inside.first, inside.last, inside.name, "named")
            return speaker
    return None


def _skipped(p, j, cues):
    """Is a word one between a speaker and the verb: "has", "quietly", "on Tuesday"?"""
    day = p.words[j].token in cues.days or (p.words[j].term == "on" and p.words[j + 1].token in cues.days)
    return day or p.words[j].term in cues.adverb or p.words[j].term in cues.helper or p.words[j].term.endswith("ly")


def _ending(p, j, cues):
    """The speaker whose words end with word j: a name, a pronoun, a role."""
    mention = p.mentions.get(j)
    small = mention and mention.first and (mention.kind != "person" or " " not in mention.name)
    first = _body(p, j, cues) if small else -1
    start = first if first >= 0 else mention.first if small and mention.kind != "person" else 0
    if start > 1 and p.outside[start - 1]:
        link = start - 1 - (p.term(start - 1) == "the")
        if p.term(link) in cues.link and link != p.first[link]:  # Ann Lee of the Harbour Agency
            holder = p.mentions.get(link - 1)
            mention, first = (holder if holder and holder.kind in NAMES else None), -1
    if first >= 0:
        return Speaker(first, j, surface(p, first, j), "group")
    if mention:
        before = mention.first - 1
        the = p.term(before) in ARTICLES and p.sentence[before] == p.sentence[j]
        return Speaker(mention.first - the, mention.last, mention.name, "named")
    term = re.sub(r"['’]d$", "", p.words[j].term)  # that he'd described
    if term in PRONOUNS:
        return Speaker(j, j, term, "pronoun")
    return _role(p, j, cues)


def _heads(p, i, cues):
    """Is word i the head of a body's longer name: the Ministry of Health, the General Administration of Customs?"""
    word = p.words[i]
    known = word.term in cues.body or word.token.lower() in cues.organisation
    return known and word.token[0].isupper() and p.term(i + 1) in cues.within and not p.gap(i + 1).strip()


def _body(p, j, cues):
    """Where the longer name of a body begins that ends with word j: "Ministry for Labour and Social Affairs"; or -1."""
    i = j
    while i > 0 and j - i < LIMIT and (p.words[i].token[0].isupper() or p.term(i) == "and") and not p.gap(i).strip():
        i -= 1
    if i in (0, j) or not _heads(p, i - 1, cues):
        return -1
    first = i - 1
    while first and not p.gap(first).strip() and p.words[first - 1].token.istitle() and p.outside[first - 1]:
        if p.term(first - 1) in cues.determiner:
            break
        first -= 1
    return first


def _role(p, j, cues):
    """A phrase without a name that ends with word j and begins a clause: "the minister", "residents of the town"."""
    i, here = j, p.sentence[j]
    while i >= 0 and j - i <= 12 and p.outside[i] and p.sentence[i] == here:
        term = p.words[i].term
        noun = term in cues.body and p.term(i + 1) in cues.link  # a report by the club
        verb = term in cues.finite or (term in cues.verbs and not noun)
        if term in cues.stop or term in cues.to_come or (verb and i < j):
            break
        if i < j and p.gap(i + 1).strip(" \u2060'’"):
            break
        i -= 1
    first = i + 1
    opening = cues.link | cues.helper | (cues.function - cues.determiner - cues.groups)
    while first <= j and p.words[first].term in opening:
        first += 1
    if first > j and i >= 0 and p.words[i].term in ("who", "which", "that"):
        return None
    clause = p.term(i) == "who" and p.words[i + 1].term.endswith("ed")  # the man who killed a cyclist said …
    if first <= j and not clause and may_speak(p, first, j, cues):
        return Speaker(first, j, surface(p, first, j), "group")
    who = _where(p, "who", range(max(0, j - LIMIT), j), here)
    return _ending(p, who[-1] - 1, cues) if who and who[-1] > 0 and p.words[who[-1] - 1].term != "who" else None


def may_speak(p: Paragraph, first: int, last: int, cues: Cues) -> bool:
    """Do words make a phrase for somebody: with a determiner or possessive, or with a noun for who may speak?"""
    words = p.words[first : last + 1]
    alone = len(words) == 1 and words[0].term in cues.determiner - cues.alone
    if last - first > 10 or alone or words[0].term.isdigit():
        return False
    opens = words[0].term in cues.determiner or words[0].token.endswith(("'s", "’s", "s'", "s’"))
    return opens or any(cues.speaks(w.term) or w.token.lower() in cues.organisation for w in words)


def following_speaker(p: Paragraph, i: int, cues: Cues) -> Speaker | None:
    """The speaker that begins with word i: a name, a pronoun, a role, or the name that a role leads to."""
    if i >= len(p.words) or not p.outside[i] or p.gap(i).strip() or p.sentence[i] != p.sentence[i - 1]:
        return None
    return _speaker_at(p, i, cues)


def _speaker_at(p, i, cues):
    """The speaker that begins with word i, wherever it stands."""
    if pronoun := _pronoun(p, i):
        return Speaker(i, i, pronoun, "pronoun")
    k = i
    while k < len(p.words) and k - i <= 10 and p.outside[k] and p.sentence[k] == p.sentence[i]:
        mention = p.opens.get(k)
        link = k - 1 - (k > i and p.words[k - 1].term == "the")
        if k > i and (p.gap(k).strip(" \u2060'’") if mention else _breaks(p, k, cues)):
            break
        longer = mention and _describes(p, mention, cues)
        if mention and not longer and (k == i or link < i or p.words[link].term not in cues.within):
            return Speaker(mention.first, mention.last, mention.name, "named")
        k = mention.last + 1 if mention else k + 1
    return _of_phrase(p, i, k, cues) if k > i else None


def _describes(p, mention, cues):
    """Does a name describe who speaks: the Ministry of Health, the Labour spokesman, Channel Nine presenter Ann Lee?"""
    if " " not in mention.name and _heads(p, mention.last, cues):
        return True
    k = mention.last + 1
    person = k < len(p.words) and p.words[k].token.islower() and cues.human(p.words[k].term)
    return person and not p.gap(k).strip() and mention.kind != "person"


def _of_phrase(p, i, k, cues):
    """The speaker of a phrase from word i to word k: the name set behind it by a comma, else who it is itself."""
    behind = p.opens.get(k)
    apposed = behind and behind.kind in NAMES and p.gap(k).strip() == ","
    if apposed and not _opens_clause(p, behind.last + 1, cues):
        return Speaker(behind.first, behind.last, behind.name, "named")
    return Speaker(i, k - 1, surface(p, i, k - 1), "group") if may_speak(p, i, k - 1, cues) else None


def _opens_clause(p, k, cues):
    """Does a clause begin with the name before word k: "according to two men, Ann Lee had left"?"""
    goes_on = k < len(p.words) and p.sentence[k] == p.sentence[k - 1] and not p.gap(k).strip()
    return goes_on and p.words[k].term not in cues.link | cues.stop


def _pronoun(p, i):
    """The pronoun that word i is, as a subject: "according to her" is she; "" for none ("her mother")."""
    term = p.words[i].term
    ends = i + 1 == len(p.words) or p.sentence[i + 1] != p.sentence[i] or "," in p.gap(i + 1)
    return term if term in PRONOUNS else OBJECTS.get(term, "") if ends else ""


def _breaks(p, k, cues):
    """Does a phrase for a speaker end before word k?"""
    acts = p.term(k).endswith("ed") and (cues.human(p.term(k - 1)) or p.term(k - 1) in cues.body)  # the farmer waited
    return acts or bool(p.gap(k).strip(" \u2060'’")) or p.term(k) in cues.ends


def before_colon(p: Paragraph, b: int, cues: Cues) -> Speaker | None:
    """Who is named before a colon: the last person of the sentence, or what it begins with."""
    first = p.first[b]
    while first < b and not p.outside[first]:
        first += 1
    told = [m for k in range(first, b + 1) if (m := p.opens.get(k)) and p.outside[k]]
    named = [m for m in told if m.kind == "person" or (m.kind == "unknown" and m.first == first and m.last > first)]
    if named:
        return Speaker(named[0].first, named[0].last, named[0].name, "named")
    last = next((k for k in range(first, b) if set(p.gap(k + 1)) & set(",(")), b)  # One of them, off the record:
    return Speaker(first, last, surface(p, first, last), "group") if may_speak(p, first, last, cues) else None


def begins(cue: Cue) -> int:
    """The first word of a cue and its speaker."""
    inner = cue.speaker and not cue.shared and cue.speaker.first < cue.first
    return min(cue.first, cue.speaker.first) if inner else cue.first
