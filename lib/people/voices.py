"""Who is given which words: quotations, what they are, reported speech, speakers and cues."""

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.measures.scores import precision_recall
from lib.people.cues import read_cues
from lib.people.marks import Passage, passages_of, quotations
from lib.people.persons import Word, find

__all__ = ["by_speaker", "quotations", "score_quotations", "score_reports", "shares", "speech"]

UNATTRIBUTED = "unattributed"
NAMES = ("person", "unknown")  # kinds of mentions that may be somebody's
SPEECH = [
    *("article_id", "outlet", "paragraph_id", "start", "end", "form", "speaker", "how", "speaker_start"),
    *("speaker_end", "cue", "cue_start", "cue_end", "n_tokens", "text"),
]
PRONOUNS = {"he": "man", "she": "woman", "they": "", "it": ""}
OBJECTS = {"him": "he", "her": "she", "them": "they"}  # according to her
DETERMINERS = frozenset(
    "the a an one two three another some many several most other his her their our my its this that these those"
    " somebody someone".split()
)
HELPERS = frozenset(
    "further used to has have had also then later just still already once even only again since now recently did does".split()
)
TO_COME = frozenset(
    "will would could can may might should must to not never shall be was were been being is are".split()
)
FINITE = frozenset(
    "is are was were be been has have had will would could can may might must should did does do it's that's there's"
    " isn't aren't wasn't weren't won't wouldn't couldn't can't didn't doesn't don't hasn't haven't hadn't it'll"
    " she'd he'd they'd you'd we'd i'd he's she's they're we're you're i'm i've they've".split()
)
LINKS = frozenset(
    "in on at of to about for with by from before after during when while as through over without".split()
)
OPENERS = frozenset("that whether if how why what who when where which".split())
STOPS = frozenset(
    "and but while although because that which who whom whose when where as if after before since".split()
)
SETTING_OFF = frozenset("the their its this these so-called known nicknamed titled book".split())
LIMIT = 30  # words from a speaker to the cue, over an apposition
SHORT = 5  # words that, set off by marks, are a term where no verb of saying is near
AROUND = 2  # words around a quotation from which they are a report


class Speaker(NamedTuple):
    """Who says something: the words that name her (of a paragraph), the name, and how (named, pronoun, group)."""

    first: int
    last: int
    name: str
    how: str


class Cue(NamedTuple):
    """A verb or phrase of saying, with who speaks; inverted where the speaker follows it."""

    first: int
    last: int
    term: str
    kind: str
    speaker: Speaker | None
    inverted: bool
    shared: bool = False  # is the speaker that of the verb before: "and added that …"


class Paragraph(NamedTuple):
    """What the rules look at: words outside of quotations by number, sentences, mentions."""

    article: tuple
    number: int
    start: int
    text: str
    words: list
    passages: list
    outside: list  # of each word: does it stand outside of all passages?
    sentence: list  # of each word: the number of its sentence, quotations being in one piece
    mentions: dict  # {last word: Mention}
    opens: dict  # {first word: Mention}


class Said(NamedTuple):
    """A row to be: a span of the paragraph, its form, and the cue and speaker, None for none."""

    start: int
    end: int
    form: str
    cue: Cue | None
    speaker: Speaker | None


# -- An article -----------------------------------------------------------------------


def speech(
    paragraphs: pd.DataFrame, sentences: pd.DataFrame, tokens: pd.DataFrame, mentions: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Who is given which words: quotations, and reported speech outside them.

    The persons of an article are resolved first (lib.people.persons), its marks are read in whatever style it is set
    (lib.people.marks); a verb of saying takes the name that touches it, over an apposition, never one across another
    clause. "He" and "she" are the subject of the sentence before, in the same paragraph, or who spoke last; where the
    sex that a title shows does not fit, nobody. What no rule reaches is `unattributed`. Of a report that holds a
    quotation the words around it (two or more) are the report, so that no word counts twice.

    Args:
        paragraphs, sentences, tokens: as lib.corpus makes them.
        mentions: named actors, as lib.people.actors.mentions makes them: they say who is who across articles; None
        for none.
    Returns:
        One row a quotation or report: article_id, outlet, paragraph_id, start, end, form
        (direct; term: marks that only set a term off; reported), speaker (the fullest name that the article gives),
        how (named,
        pronoun, group, unattributed, "" for terms), speaker_start, speaker_end (where it is named for these words; -1
        without),
        cue (verb or phrase), cue_start, cue_end (-1 without cue), n_tokens, text.
    """
    cues, rows = read_cues(paragraphs.attrs.get("folder")), []
    by_article = {name: own for name, own in tokens.groupby("article_id", sort=False)}
    ends = {name: own["end"].to_numpy() for name, own in sentences.groupby("article_id", sort=False)}
    named = {} if mentions is None else {name: own for name, own in mentions.groupby("article_id", sort=False)}
    for name, own in paragraphs.groupby("article_id", sort=False):
        mine = by_article.get(name, tokens.iloc[:0])
        read, persons = _read(own, mine, ends.get(name, np.empty(0)), named.get(name), cues)
        found = [(p, said) for p, these in zip(read, _said(read, persons, cues), strict=True) for said in these]
        rows += _rows(found, mine[["start", "end"]].to_numpy())
    return pd.DataFrame(rows, columns=SPEECH)


def _read(own, tokens, ends, mentions, cues):
    """The paragraphs of an article with their words, passages and mentions; and its persons."""
    words = {
        key: [Word(t.start, t.end, t.token, t.term) for t in rows.itertuples()]
        for key, rows in tokens.groupby("paragraph_id")
    }
    texts = [(p.text, p.start, words.get(p.paragraph_id, [])) for p in own.itertuples()]
    found, persons = find(texts, _known(own, texts, mentions), cues)
    passages = passages_of([text for text, _, _ in texts])
    turns = _turns(texts)
    read = []
    for p, (text, start, these), marks, turn, named in zip(
        own.itertuples(), texts, passages, turns, found, strict=True
    ):
        marks = turn or marks
        outside = [not any(q.start <= w.start - start < q.end for q in marks) for w in these]
        inner = [e - start for e in ends if start < e <= start + len(text)]
        cuts = [
            e
            for e in inner
            if not any(q.start < e < q.end or (e == q.end and text[e - 2 : e - 1] in ",?!\u2026\u2014") for q in marks)
        ]
        sentence = list(np.searchsorted(cuts, [w.start - start for w in these], "right"))
        place = (p.article_id, p.outlet, p.paragraph_id)
        read.append(
            Paragraph(
                place,
                len(read),
                start,
                text,
                these,
                marks,
                outside,
                sentence,
                {m.last: m for m in named},
                {m.first: m for m in named},
            )
        )
    return read, persons


def _known(own, texts, mentions):
    """Of each paragraph {(first word, last word): (actor, kind)} for whom aliases.csv knows."""
    known = [{} for _ in texts]
    if mentions is None:
        return known
    number = {p: i for i, p in enumerate(own["paragraph_id"])}
    for m in mentions[mentions["kind"].isin(["person", "country", "organisation"])].itertuples():
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


def _turns(texts):
    """The turns of a transcript ("LEE: We went.") as passages without marks; [] of a paragraph that is none."""
    labels = [_LABEL.match(text) for text, _, _ in texts]
    names = [match[1] for match in labels if match]
    if (
        len(names) < 3
        or len(set(names)) == len(names)
        or sum(name.isupper() for name in names) < 3 > len(names) - len(set(names))
    ):
        return [[] for _ in texts]
    last = max(i for i, match in enumerate(labels) if match)
    turns, speaking = [], False
    for i, ((text, _, _), match) in enumerate(zip(texts, labels, strict=True)):
        if match:
            turns.append([Passage(match.end(), len(text.rstrip()), False, False)])
        else:
            goes_on = speaking and i < last and text[:1] not in "([" and text.strip()
            turns.append([Passage(0, len(text.rstrip()), True, False)] if goes_on else [])
        speaking = bool(turns[-1]) or (speaking and text[:1] in "([")
    return turns


class _Memory:
    """Who has spoken so far in an article, and who its persons are."""

    def __init__(self, persons, cues):
        self.persons, self.cues = dict(persons), cues
        self.spoke = []  # Speakers as they were attributed, last one last
        self.telling = set()  # the sentences of this paragraph in which somebody says something
        self.heard = []  # the cues of this paragraph
        self.here = None  # the subject of a sentence of this paragraph
        self.colon = None  # who speaks in the next paragraph
        self.only = None  # the one person whom the last sentence named, wherever in it
        self.focus = []  # names of whom the text spoke or told, last one last

    def hear(self, speaker):
        """Remember who spoke."""
        if speaker:
            self.spoke.append(speaker)
            self.focus.append(speaker.name)
            self.only = None

    def resolve(self, p, speaker):
        """A speaker under a name: pronouns and roles as those whom they stand for; None where that cannot be told."""
        if speaker is None:
            return None
        if speaker.how == "pronoun":
            name = self._meant(p, speaker)
            return speaker._replace(name=name) if name else None
        if speaker.how == "group":
            name = self.holder(speaker.name)
            return speaker._replace(name=name, how="named") if name else speaker
        if "|" in speaker.name:
            return self._of_two(p, speaker)
        return speaker if speaker.name else None

    def _of_two(self, p, speaker):
        """Of persons of one surname the one whom a title fits and of whom the text told last; None where none was."""
        sexes = {self.cues.sexes.get(w.term) for w in p.words[speaker.first : speaker.last]} - {None}
        names = [n for n in speaker.name.split("|") if not sexes or self.persons[n].sex in ("", *sexes)]
        told = [name for name in self.focus[::-1] if name in names] or (names if len(names) == 1 else [])
        return speaker._replace(name=told[0]) if told else None

    def holder(self, role, loosely=True):
        """The one person of whom the article says that she or he is this ("the minister"); else whom the sentence
        before told of.
        """
        words = role.lower().split() or [""]
        if words[0] not in ("the", "her", "his", "its", "their") or len(words) > 6:
            return None
        whole = " ".join(words[1:])
        head = next(
            (w for i, w in enumerate(words[1:], 1) if i + 1 == len(words) or words[i + 1] in ("of", "for")), words[-1]
        )
        holders = [p.name for p in self.persons.values() if whole in p.roles] or [
            p.name for p in self.persons.values() if head in p.roles
        ]
        if len(holders) > 1:
            holders = [name for name in self.focus[::-1] if name in holders][:1]
        if (
            loosely
            and not holders
            and words[0] == "the"
            and len(words) < 4
            and self.cues.human(head)
            and head not in self.cues.titles
            and not head.endswith("s")
        ):
            known = any(s.how == "group" and s.name.lower().endswith(head) for s in self.spoke)
            return None if known else self.here
        return holders[0] if len(holders) == 1 else None

    def _meant(self, p, speaker):
        """Whom a pronoun stands for: the last of whom the text told, and whom it fits."""
        if speaker.name in ("they", "it"):
            return (
                self.focus[-1]
                if self.focus and self.focus[-1] not in self.persons and not _one(self.focus[-1])
                else None
            )
        return self._last(PRONOUNS[speaker.name])

    def _last(self, sex):
        told = list(dict.fromkeys(self.focus[::-1]))[:4]
        fitting = [name for name in told if self._fits(name, sex)][:1]
        known = [name for name in fitting if name in self.persons and self.persons[name].sex == sex]
        # Over somebody whom the pronoun cannot mean it reaches only to a person whose sex is known.
        sure = known or [name for name in fitting if name == told[0] and name in self.persons]
        other = self.only if self.only and self._fits(self.only, sex) and self.only not in sure else None
        if other and not known:  # “…,” she said behind "Our conductor is Maren Lee."
            sure = [other]
        if sure:
            self._learn(sure[0], sex)
        return sure[0] if sure else None

    def read(self, p, first, last):
        """Take in the sentences of a paragraph that begin at one of the words first to last: who their subjects are."""
        for i in range(first, last):
            begins = i == 0 or p.sentence[i] != p.sentence[i - 1]
            if begins and p.outside[i] and p.sentence[i] not in self.telling:
                subject = self._subject(p, i)
                self.focus += [subject] * bool(subject)
                self.here = subject or self.here
                self.only = self._only(p, i)

    def _subject(self, p, first):
        """With whom a sentence begins, over a title, a role or a phrase; None where it begins with nobody."""
        for i in range(first, min(first + 8, len(p.words))):
            if p.sentence[i] != p.sentence[first] or not p.outside[i]:
                return None
            if p.words[i].term in ("he", "she"):
                return self._last(PRONOUNS[p.words[i].term])
            mention = p.opens.get(i)
            if mention and mention.kind in NAMES and mention.name in self.persons and self._sure(mention.name):
                return mention.name
        return None

    def _only(self, p, first):
        """The one person whom a sentence names anywhere; None of none or several."""
        named = [
            m
            for m in p.opens.values()
            if p.sentence[m.first] == p.sentence[first] and p.outside[m.first] and m.kind in NAMES
        ]
        names = {m.name for m in named if m.name in self.persons and not self.persons[m.name].place}
        return names.pop() if len(names) == 1 else None

    def _sure(self, name):
        """Is a name surely a person's? A title, a role, a first name, or the last name alone elsewhere says so."""
        person = self.persons.get(name)
        return person is not None and (person.sure or bool(person.roles or person.sex)) and not person.place

    def _fits(self, name, sex):
        person = self.persons.get(name)
        return (
            person.sex in ("", sex) and not person.place
            if person
            else _one(name) and name.lower().split()[-1] not in self.cues.bodies
        )

    def hint(self, p, cue):
        """Ann Lee said she …: the pronoun that opens a clause is mostly the speaker's."""
        words = [w.term for w in p.words[cue.last + 1 : cue.last + 4] if w.term != "that"]
        if cue.speaker and cue.speaker.how == "named" and not cue.inverted and words and words[0] in ("he", "she"):
            self._learn(cue.speaker.name, PRONOUNS[words[0]])

    def _learn(self, name, sex):
        person = self.persons.get(name)
        if person and not person.sex:
            self.persons[name] = person._replace(sex=sex)


def _one(role):
    """Is a role one person's? "a diplomat", not "residents"."""
    words = role.lower().split()
    return (
        words[0] in ("a", "an", "the", "one", "another", "her", "his", "my", "its")
        or "’s" in words[0]
        or "'s" in words[0]
    ) and not words[-1].endswith("s")


# -- Who speaks: the name that touches a verb of saying -------------------------------


def _gap(p, i):
    """What stands between word i and the one before."""
    return p.text[p.words[i - 1].end - p.start : p.words[i].start - p.start] if i else ""


def _cues_of(p, cues):
    """The verbs and phrases of saying in a paragraph, outside of quotations, with their speakers unresolved."""
    found = []
    for i, word in enumerate(p.words):
        if not p.outside[i]:
            continue
        for phrase in cues.before:
            if tuple(w.term for w in p.words[i : i + len(phrase)]) == phrase:
                speaker = _following(p, i + len(phrase), cues)
                found += [Cue(i, i + len(phrase) - 1, " ".join(phrase), "before", speaker, True)] if speaker else []
        if (
            i + 1 < len(p.words)
            and p.outside[i + 1]
            and p.words[i + 1].term in cues.verbs
            and word.term not in cues.say
        ):
            continue  # Central Asian states signaled
        bare = word.term in cues.that and not (i + 1 < len(p.words) and p.words[i + 1].term in OPENERS)
        verb = (word.term in cues.verbs and not bare) or (word.token.isalpha() and _placed(p, i))
        if verb and word.token.islower() and not _to_be(p, i):
            found.append(_verb(p, i, found, cues))
        elif verb and word.token.islower() and (by := _by(p, i, cues)):
            found.append(by)
    return found


def _placed(p, i):
    """Is a word a verb of saying by its place: “…,” he preached; “…?” ran the notice?"""
    word = p.words[i].term
    if (
        word in FINITE
        or word in HELPERS
        or word in LINKS
        or word in STOPS
        or word in DETERMINERS
        or word.endswith("ly")
    ):
        return False
    first = i
    while first and p.outside[first - 1] and i - first < 4:
        first -= 1
    ended = any(
        q.end <= p.words[first].start - p.start and p.text[q.end - 2 : q.end - 1] in ",?!\u2026" for q in p.passages
    )
    touching = first and not p.outside[first - 1] and ended and p.sentence[first] == p.sentence[first - 1]
    if not touching or any("," in _gap(p, k) for k in range(first + 1, i + 1)):
        return False
    if first == i:
        return (
            word.endswith(("ed", "t"))
            and i + 1 < len(p.words)
            and (i + 1 in p.opens or p.words[i + 1].term in PRONOUNS)
        )
    return p.words[i - 1].term in PRONOUNS or (i - 1 in p.mentions and p.mentions[i - 1].kind == "person")


def _to_be(p, i):
    """Is a verb one of what is to come, is not, or is done to somebody: "will say", "was told"?"""
    k = i - 1
    while (
        k >= 0
        and p.outside[k]
        and (p.words[k].term in ("yesterday", "today", "also", "then") or p.words[k].term.endswith("ly"))
    ):
        k -= 1
    used = k > 0 and p.words[k].term == "to" and p.words[k - 1].term == "used"
    return k >= 0 and p.words[k].term in TO_COME and p.sentence[k] == p.sentence[i] and not used


def _by(p, i, cues):
    """The cue of words given in the passive: "was called “a gift” by Ann Lee"."""
    here = [
        k
        for k in range(i + 1, len(p.words))
        if p.sentence[k] == p.sentence[i] and p.words[k].term == "by" and p.outside[k]
    ]
    speaker = _following(p, here[0] + 1, cues) if here and p.words[i].term in cues.quote else None
    return Cue(i, i, p.words[i].term, "quote", speaker, False) if speaker else None


def _verb(p, i, before, cues):
    """A verb of saying with its speaker: before it, behind it where it is inverted, or that of the verb before."""
    term = p.words[i].term
    on = p.words[i + 1].term if i + 1 < len(p.words) else ""
    kind = (
        "act"
        if term in ("called", "calls") and on in ("on", "for")
        else next((k for k in ("say", "clause", "that", "act", "quote") if term in getattr(cues, k)), "quote")
    )
    beside = bool(i) and not p.outside[i - 1]
    if kind == "quote" and i + 1 < len(p.words) and not p.outside[i + 1] and (by := _by(p, i, cues)):
        return by  # an idea deemed “promising” by Ann Lee
    following = _following(p, i + 1, cues) if beside else None
    if beside and (
        following
        or not (term.endswith("ing") or p.text[p.words[i].start - p.start - 2 : p.words[i].start - p.start - 1] == ",")
    ):
        return Cue(i, i, term, kind, following, True)
    speaker = _preceding(p, i, cues)
    if speaker is None and i and "," in _gap(p, i) and (after := _following(p, i + 1, cues)) and after.how == "named":
        return Cue(i, i, term, kind, after, True)
    same = [c for c in before if p.sentence[c.first] == p.sentence[i] and c.speaker]
    joined = i and (p.words[i - 1].term in ("and", "but", "then", "also") or "," in _gap(p, i) or term.endswith("ing"))
    if speaker is None and joined:
        speaker = same[-1].speaker if same else _first_of(p, i) if term.endswith("ing") else None
        return Cue(i, i, term, kind, speaker, False, shared=True)
    return Cue(i, i, term, kind, speaker, False) if speaker else _by(p, i, cues) or Cue(i, i, term, kind, None, False)


def _first_of(p, i):
    """The speaker with whom the sentence of word i begins."""
    first = p.sentence.index(p.sentence[i])
    mention = p.opens.get(first)
    if mention and mention.kind != "country":
        return Speaker(mention.first, mention.last, mention.name, "named")
    term = p.words[first].term
    return Speaker(first, first, term, "pronoun") if term in PRONOUNS and first < i else None


def _preceding(p, i, cues):
    """The speaker right before word i, over adverbs and an aside between commas or brackets."""
    here, j = p.sentence[i], i - 1
    while j >= 0 and (p.words[j].term in HELPERS or p.words[j].term.endswith("ly")) and "," not in _gap(p, j + 1):
        j -= 1
    if j < 0 or p.sentence[j] != here or (p.words[j].term in TO_COME and p.outside[j]):
        return None
    gap = _gap(p, j + 1)
    if not gap.strip():
        return _ending(p, j, cues) if p.outside[j] else None
    if not set(gap) & set(",)\u2013\u2014-"):
        return None
    for k in range(j, max(0, j - LIMIT), -1):
        if p.sentence[k - 1] != here:
            return None
        if p.outside[k - 1] and set(_gap(p, k)) & set(",(\u2013\u2014") and (speaker := _ending(p, k - 1, cues)):
            inside = p.mentions.get(j)  # the minister, Ann Lee, said; the mediator, retired judge Ann Lee, said
            plain = inside and all(
                p.words[w].term not in LINKS and not p.words[w].term.endswith("ing") for w in range(k, inside.first)
            )
            if speaker.how == "group" and plain and inside.kind in NAMES and inside.first - k <= 4:
                return Speaker(inside.first, inside.last, inside.name, "named")
            return speaker
    return None


def _ending(p, j, cues):
    """The speaker whose words end with word j: a name, a pronoun, a role."""
    mention = p.mentions.get(j)
    if (
        mention
        and mention.first > 1
        and mention.kind != "person"
        and p.words[mention.first - 1].term in LINKS | {"the"}
    ):
        link = mention.first - 1 - (p.words[mention.first - 1].term == "the")
        if link >= 0 and p.words[link].term in LINKS:
            holder = p.mentions.get(link - 1)
            mention = (
                holder if holder and holder.kind in ("person", "unknown") else None
            )  # Ann Lee of the Harbour Agency
    if mention:
        the = (
            mention.first > 0
            and p.words[mention.first - 1].term in ("the", "a", "an")
            and p.sentence[mention.first - 1] == p.sentence[j]
        )
        return Speaker(mention.first - the, mention.last, mention.name, "named")
    term = p.words[j].term
    if term in PRONOUNS:
        return Speaker(j, j, term, "pronoun")
    return _role(p, j, cues)


def _role(p, j, cues):
    """A phrase without a name that ends with word j and begins a clause: "the minister", "residents of the town"."""
    i, here = j, p.sentence[j]
    while i >= 0 and j - i <= 12 and p.outside[i] and p.sentence[i] == here:
        term = p.words[i].term
        if (term in STOPS or term in FINITE or term in cues.verbs) and i < j:
            break
        if i < j and _gap(p, i + 1).strip(" \u2060'’"):
            break
        i -= 1
    first = i + 1
    while first <= j and p.words[first].term in LINKS | cues.function - DETERMINERS:
        first += 1
    if first > j and i >= 0 and p.words[i].term in ("who", "which", "that"):
        return None
    if first <= j and _may_speak(p, first, j, cues):
        return Speaker(first, j, _surface(p, first, j), "group")
    who = [
        k for k in range(max(0, j - LIMIT), j) if p.words[k].term == "who" and p.sentence[k] == here and p.outside[k]
    ]
    return _ending(p, who[-1] - 1, cues) if who and who[-1] > 0 and p.words[who[-1] - 1].term != "who" else None


def _may_speak(p, first, last, cues):
    """Do words make a phrase for somebody: with a determiner or possessive, or with a noun for who may speak?"""
    words = p.words[first : last + 1]
    if last - first > 10 or any(w.term.isdigit() for w in words[:1]):
        return False
    opens = words[0].term in DETERMINERS or words[0].token.endswith(("'s", "’s", "s'", "s’"))
    return opens or any(w.term in cues.groups or w.token.lower() in cues.organisations for w in words)


def _surface(p, first, last):
    return p.text[p.words[first].start - p.start : p.words[last].end - p.start].replace("\u2060", "")


def _following(p, i, cues):
    """The speaker that begins with word i: a name, a pronoun, a role, or the name that a role leads to."""
    if i >= len(p.words) or not p.outside[i] or _gap(p, i).strip() or p.sentence[i] != p.sentence[i - 1]:
        return None
    if p.words[i].term in PRONOUNS:
        return Speaker(i, i, p.words[i].term, "pronoun")
    ends = i + 1 == len(p.words) or p.sentence[i + 1] != p.sentence[i] or "," in _gap(p, i + 1)
    if p.words[i].term in OBJECTS and ends:
        return Speaker(i, i, OBJECTS[p.words[i].term], "pronoun")
    here, k = p.sentence[i], i
    while k < len(p.words) and k - i <= 10 and p.outside[k] and p.sentence[k] == here:
        mention = p.opens.get(k)
        link = k - 1 - (k > i and p.words[k - 1].term == "the")
        if mention and (k == i or link < i or p.words[link].term not in ("of", "for", "to", "with")):
            return Speaker(mention.first, mention.last, mention.name, "named")
        if mention:
            k = mention.last
        term = p.words[k].term
        if k > i and (
            _gap(p, k).strip(" \u2060'’")
            or term in STOPS
            or term in FINITE
            or (term in LINKS and term not in ("of", "for", "behind", "from", "with"))
        ):
            break
        k += 1
    behind = p.opens.get(k)
    if behind and behind.kind in NAMES and k > i and _gap(p, k).strip() == ",":
        return Speaker(behind.first, behind.last, behind.name, "named")
    return Speaker(i, k - 1, _surface(p, i, k - 1), "group") if k > i and _may_speak(p, i, k - 1, cues) else None


# -- Which words: quotations and reports ----------------------------------------------


def _said(read, persons, cues):
    """What is said in each paragraph of an article."""
    memory, before, out = _Memory(persons, cues), None, []
    for p in read:
        found, at, memory.here = [], 0, memory.focus[-1] if memory.here and memory.here == memory.focus[-1] else None
        heard = _cues_of(p, cues)
        memory.telling = {p.sentence[cue.first] for cue in heard if cue.speaker}
        for cue in heard:
            memory.read(p, at, _begins(cue))
            at = max(at, _begins(cue))
            found.append(cue._replace(speaker=memory.resolve(p, cue.speaker)))
            memory.hint(p, found[-1])
            memory.hear(found[-1].speaker)
        memory.read(p, at, len(p.words))
        memory.heard = found
        rows, used = [], set()
        previous = read[p.number - 1] if p.number else None
        for n, q in enumerate(p.passages):
            said = _quoted(p, q, found, rows, before if n == 0 else None, previous, memory)
            rows.append(said)
            if said.cue and said.form == "direct" and said.cue.first >= _word_after(p, q.end):
                used.add(said.cue.first)
            if said.form == "direct" and said.cue is None and not memory.telling:
                memory.hear(said.speaker)
        rows += _unmarked(p, found, memory)
        rows += [
            report for i, cue in enumerate(found) if cue.speaker for report in _reports(p, cue, found, i, used, cues)
        ]
        memory.colon = _to_come(p, found, memory)
        spoken = [row for row in rows if row.form != "term"]
        before = (p.number, max(spoken, key=lambda row: row.end)) if spoken else before
        out.append(sorted(rows, key=lambda row: (row.start, -row.end)))
    return out


def _word_after(p, at):
    """The number of the first word that begins at a place of the paragraph or behind it."""
    return next((i for i, w in enumerate(p.words) if w.start - p.start >= at), len(p.words))


def _quoted(p, q, found, rows, before, previous, memory):
    """A passage in marks: its form, and the cue and speaker of it."""
    f = _word_after(p, q.end)
    b = _word_after(p, q.start) - 1
    if p.text[q.start] not in "\u201c\u201d\u201e\"'\u2018\u2019\u00ab\u2039":  # a turn of a transcript
        return _turn(p, q, before, memory)
    last = p.sentence[f - 1] if 0 < f <= len(p.words) else -1
    first = p.sentence[b + 1] if b + 1 < len(p.words) else last
    after = [c for c in found if c.first >= f and p.sentence[c.first] == last and all(p.outside[f : c.first])]
    ahead = [c for c in found if c.last <= b and p.sentence[c.first] == first]
    led = bool(ahead) and p.text[: q.start].rstrip()[-1:] == ":"
    cue = (
        (ahead[-1] if led else _beside(p, f, after))
        or (ahead[-1] if ahead else None)
        or next((c for c in after if c.speaker), None)
    )
    if _is_term(p, q, b, cue):
        return Said(q.start, q.end, "term", None, None)
    if cue:
        return Said(q.start, q.end, "direct", cue, cue.speaker)
    return Said(q.start, q.end, "direct", None, _carried(p, q, b, rows, before, previous, memory))


def _beside(p, f, after):
    """The cue right behind a quotation: “…,” said Ann Lee; “…,” the mayor said."""
    for c in [c for c in after if not c.term.endswith("ing")][:1]:
        near = c.first - f <= 1 if c.inverted else c.speaker is not None and 0 <= c.speaker.first - f <= 3
        near = near and all(p.words[k].term not in STOPS | LINKS for k in range(f, c.speaker.first if c.speaker else f))
        if near or (not c.inverted and c.first - f <= 2):
            return c
    return None


def _carried(p, q, b, rows, before, previous, memory):
    """The speaker of a quotation without a cue: of a colon before it, of the quotation before it, of the paragraph
    before.
    """
    ahead = p.text[: q.start].rstrip()
    if ahead.endswith(":") and b >= 0:
        return memory.resolve(p, _before_colon(p, b, memory.cues))
    spoken = [row for row in rows if row.form == "direct"]
    if spoken:
        between = p.sentence[b] - p.sentence[_word_after(p, spoken[-1].start)] if b >= 0 else 0
        return spoken[-1].speaker if between <= 1 else None
    if not ahead and not q.continues and not q.runs_on and (after := _next_sentence(p, q, memory)):
        return after
    if ahead or previous is None:
        return None
    if previous.text.rstrip().endswith(":") and previous.words and previous.outside[-1]:
        said = before[1].cue if before and before[0] == previous.number else None
        return said.speaker if said else memory.colon
    if before is None or before[0] != previous.number:
        return None
    return before[1].speaker if q.continues or not p.text[q.end :].strip(" .") else None


def _next_sentence(p, q, memory):
    """Who says something in the sentence right behind a quotation with which a paragraph begins."""
    f = _word_after(p, q.end)
    if f >= len(p.words) or not p.outside[f]:
        return None
    return next((c.speaker for c in memory.heard if c.speaker and p.sentence[c.first] == p.sentence[f]), None)


def _before_colon(p, b, cues):
    """Who is named before a colon: the last person of the sentence, or what it begins with."""
    first = p.sentence.index(p.sentence[b])
    while first < b and not p.outside[first]:
        first += 1
    named = [m for m in p.opens.values() if first <= m.first <= b and m.kind == "person" and p.outside[m.first]]
    if named:
        return Speaker(named[0].first, named[0].last, named[0].name, "named")
    last = next((k for k in range(first, b) if set(_gap(p, k + 1)) & set(",(")), b)  # One of them, off the record:
    return Speaker(first, last, _surface(p, first, last), "group") if _may_speak(p, first, last, cues) else None


def _to_come(p, found, memory):
    """Whose words follow in the next paragraph, where this one ends with a colon; None where it does not."""
    if not p.text.rstrip().endswith(":") or not p.words or not p.outside[-1]:
        return None
    last = [c.speaker for c in found if p.sentence[c.first] == p.sentence[-1] and c.speaker]
    return last[-1] if last else memory.resolve(p, _before_colon(p, len(p.words) - 1, memory.cues))


def _turn(p, q, before, memory):
    """A turn of a transcript: its label is the speaker."""
    label = p.text[: q.start].rstrip(" :\u2014\u2013")
    if not label:
        return Said(q.start, q.end, "direct", None, before[1].speaker if before else None)
    last = _word_after(p, q.start) - 1
    named = [m for m in p.opens.values() if m.last <= last and m.kind == "person" and m.name]
    words = label.lower().split()
    by_name = (
        [n for n in memory.persons if n.lower().split()[-1:] == words[-1:]] if label.isupper() or len(words) < 3 else []
    )
    name = named[-1].name if named else by_name[0] if len(by_name) == 1 else ""
    name = name or memory.holder(f"the {label.split(',')[0].lower()}", loosely=False) or label.split(",")[0]
    return Said(q.start, q.end, "direct", None, Speaker(0, max(0, last), name, "named"))


def _is_term(p, q, b, cue):
    """Marks that only set a term off, by its words and place: a name, a few words behind "the", or apart from any
    saying.
    """
    inner = p.text[q.start : q.end].strip("\u201c\u201d\u201e\"'\u2018\u2019\u00ab\u00bb\u2039\u203a \u00a0")
    words = inner.split()
    ends = inner[-1:] in ",.?!\u2026\u2014" or (p.text[q.end : q.end + 1] in ",?!" and q.end - q.start > 40)
    capital = [w[0].isupper() for w in words if len(w) > 3]
    named = len(words) > 1 and bool(capital) and 3 * sum(capital) >= 2 * len(capital) and inner[-1:] not in "?!."
    before = p.words[b].term if b >= 0 and p.text[p.words[b].end - p.start : q.start].strip() in ("", "(") else ""
    told = cue is not None and cue.speaker is not None and cue.last <= b  # hailed an “eternal” friendship
    set_off = before in SETTING_OFF or (before in ("a", "an", "as", "his", "her", "my") and not told)
    if named and not (inner[-1:] == "," and cue):
        return True
    if set_off and len(words) <= 8 and inner[-1:] not in "?!":
        return True
    return cue is None and len(words) <= SHORT and not ends and not p.text[: q.start].rstrip().endswith(":")


_POSTED = frozenset("tweeted texted posted emailed wrote replied tweets writes replies".split())


def _unmarked(p, found, memory):
    """Words without marks behind a colon: of a post or text message, or of a name with which the paragraph begins."""
    for at in [m.start() for m in re.finditer(r":\s", p.text)][:1]:
        last = _word_after(p, at) - 1
        if last < 0 or not p.outside[last] or any(q.end > at for q in p.passages) or len(p.text) - at < 8:
            return []
        posted = [
            c
            for c in found
            if c.last <= last and c.term in _POSTED and p.sentence[c.first] == p.sentence[last] and c.speaker
        ]
        opened = p.mentions.get(last)
        if posted:
            cue, speaker = posted[-1], posted[-1].speaker
        elif opened and opened.kind == "person" and opened.first <= 2 and opened.name:
            cue, speaker = None, Speaker(opened.first, opened.last, opened.name, "named")
        else:
            return []
        start = at + len(p.text[at + 1 :]) - len(p.text[at + 1 :].lstrip()) + 1
        return [Said(start, len(p.text.rstrip()), "direct", cue, speaker)]
    return []


def _reports(p, cue, found, i, used, cues):
    """The clause that a cue reports: behind it, in front of it, or on both sides."""
    if cue.kind == "quote":
        return []
    here = p.sentence[cue.first]
    edge = [
        c for c in found[i + 1 :] if p.sentence[c.first] == here and c.speaker and (c.kind != "quote" or _marked(p, c))
    ]
    stop = min([_begins(c) for c in edge[:1]] or [len(p.words)])
    last = next((k for k in range(cue.last + 1, len(p.words)) if p.sentence[k] != here), len(p.words))
    stop = max(min(stop, last), cue.last + 1)
    while stop > cue.last + 1 and p.words[stop - 1].term in ("and", "but", "while", "or"):
        stop -= 1
    start = _opening(p, cue, stop, cue.first in used, cues)
    spans = [(start, stop)] if start is not None and stop - start >= 2 else []
    rest = cue.speaker.last + 1 if cue.inverted else cue.last + 1
    middle = (
        bool(spans)
        and cue.kind != "before"
        and any("," in _gap(p, k) for k in range(rest, start + 1) if k < len(p.words))
    )
    if not spans or middle:
        spans += _ahead(p, cue, found[:i], middle, used)
    return [Said(p.words[a].start - p.start, _end(p, z), "reported", cue, cue.speaker) for a, z in spans if a < z]


def _marked(p, cue):
    """Does a passage in marks stand in the sentence of a cue?"""
    return any(not p.outside[k] for k in range(len(p.words)) if p.sentence[k] == p.sentence[cue.first])


def _end(p, z):
    """The end of word z - 1, and of the passage that it closes."""
    at = p.words[z - 1].end - p.start
    return next((q.end for q in p.passages if q.start < at <= q.end), at)


def _begins(cue):
    """The first word of a cue and its speaker."""
    inner = cue.speaker and not cue.shared and cue.speaker.first < cue.first
    return min(cue.first, cue.speaker.first) if inner else cue.first


def _opening(p, cue, stop, used, cues):
    """The first word of the clause behind a cue, or None."""
    i = cue.last + 1
    if cue.inverted and cue.speaker:
        i = cue.speaker.last + 1
        comma = i < stop and "," in _gap(p, i)
        if cue.kind == "before":
            opens = p.sentence.index(p.sentence[cue.first])
            return i if i < stop and cue.first - opens <= 1 else None
        return i if comma and any(w.term in FINITE for w in p.words[i : i + 2]) else None
    for k in range(i, min(i + 4, stop)):
        if (
            "," in _gap(p, k)
            and k > cue.last
            and _begins(cue)
            and "," in _gap(p, _begins(cue))
            and p.words[k].term in FINITE
        ):
            return k
    that = next((k for k in range(i, min(i + 12, stop)) if p.words[k].term == "that" and p.outside[k]), None)
    i += i < stop and p.words[i].term == "out"  # pointed out
    if i >= stop:
        return None
    term = p.words[i].term
    if term in OPENERS:
        return i + 1 if term == "that" else i
    if cue.term in (
        "told",
        "tells",
        "telling",
        "assured",
        "assures",
        "informed",
        "asked",
        "warned",
        "reminded",
        "asks",
    ):
        i = _over_addressee(p, i, stop)
        term = p.words[i].term if i < stop else ""
        if term in OPENERS:
            return i + 1 if term == "that" else i
    if i >= stop or used:
        return that + 1 if that is not None and not used else None
    if cue.kind == "act":
        return i
    if (
        term in LINKS
        or p.words[i].token in cues.days
        or term in ("later", "afterwards", "yesterday", "today", "again", "only")
    ):
        if term in ("only", "later", "again") or p.words[i].token in cues.days:
            return that + 1 if that is not None else i + 1
        return that + 1 if that is not None else None
    if cue.kind == "say" or cue.term in cues.act:
        return i
    clause = any(w.term in FINITE or w.term.endswith(("n't", "'ll", "'d", "'re", "'ve")) for w in p.words[i : i + 8])
    return i if clause and not p.words[i].term.endswith("ing") else None


def _over_addressee(p, i, stop):
    """The word behind whom somebody is told: "told reporters (that)", "told me", "told Ann Lee"."""
    mention = p.opens.get(i)
    if mention:
        return mention.last + 1
    that = next((k for k in range(i, min(i + 6, stop)) if p.words[k].term in OPENERS), None)
    if that is not None:
        return that
    if p.words[i].term in DETERMINERS and i + 2 < stop:
        return i + 2
    return i + 1


def _ahead(p, cue, before, middle, used):
    """The clause in front of a cue, parted by a comma: "The deal was dead, Ann Lee said"."""
    edge, here = _begins(cue), p.sentence[cue.first]
    if (
        not edge
        or cue.first in used
        or p.sentence[edge - 1] != here
        or "," not in _gap(p, edge)
        or not p.outside[edge - 1]
    ):
        if not (edge and not p.outside[edge - 1] and "," in _gap(p, edge) and p.sentence[edge - 1] == here):
            return []
    first = p.sentence.index(here)
    same = [c for c in before if p.sentence[c.first] == here]
    if same:
        first = max(same[-1].last, same[-1].speaker.last if same[-1].speaker else 0) + 1
        if p.words[first].term in ("that", "and", "but"):
            first += 1
    outside = sum(p.outside[first:edge])
    finite = any(
        w.term in FINITE or (w.term.endswith(("ed", "nd", "ts")) and k) for k, w in enumerate(p.words[first:edge])
    )
    return [(first, edge)] if outside >= (1 if middle else 3) and (finite or middle) and not same else []


# -- Rows -----------------------------------------------------------------------------


def _rows(found, spans):
    """Rows of SPEECH; a report counts the words around the quotations within it."""
    direct = sorted((p.start + s.start, p.start + s.end) for p, s in found if s.form == "direct")
    rows = []
    for p, s in found:
        start, end = p.start + s.start, p.start + s.end
        n = _held(spans, start, end)
        if s.form == "reported":
            inside = [(a, b) for a, b in direct if a < end and b > start]
            if any(a <= start and b >= end for a, b in inside):
                continue
            n -= sum(_held(spans, max(a, start), min(b, end)) for a, b in inside)
            if n < (AROUND if inside else 1):
                continue
        rows.append((*p.article, start, end, s.form, *_named(p, s), *_cue(p, s), n, p.text[s.start : s.end]))
    return rows


def _named(p, s):
    if s.form == "term":
        return "", "", -1, -1
    if s.speaker is None:
        return UNATTRIBUTED, UNATTRIBUTED, -1, -1
    who = s.speaker
    name = re.sub(r"^(?:[Tt]he|[Aa]n?) (?=.)", "", who.name) if who.how == "group" else who.name
    inside = who.last < len(p.words) and who.first >= 0
    place = (p.words[who.first].start, p.words[who.last].end) if inside else (-1, -1)
    return name.replace("\u2060", ""), who.how, *place


def _cue(p, s):
    return (
        (s.cue.term, p.words[s.cue.first].start, p.words[s.cue.last].end)
        if s.cue and s.form != "term"
        else ("", -1, -1)
    )


def _held(spans, start, end):
    """How many tokens of an article stand between two places."""
    return max(0, int(spans[:, 1].searchsorted(end, "right") - spans[:, 0].searchsorted(start)))


def shares(voices, tokens, by="outlet"):
    """Words given to each speaker, and their share of all the words of the outlet.

    Returns:
        `by`, speaker, quotations, reports, direct_words, reported_words, percent (of the
        outlet's tokens); most words first within each outlet.
    """
    rows, size = [], tokens[by].value_counts()
    spoken = voices[(voices["form"] != "term") & voices[by].isin(size.index)]
    for (name, speaker), own in spoken.groupby([by, "speaker"], sort=False):
        direct = own["form"] == "direct"
        words = own["n_tokens"]
        percent = 100 * words.sum() / size[name]
        rows.append((name, speaker, direct.sum(), (~direct).sum(), words[direct].sum(), words[~direct].sum(), percent))
    columns = [by, "speaker", "quotations", "reports", "direct_words", "reported_words", "percent"]
    table = pd.DataFrame(rows, columns=columns)
    order = {name: i for i, name in enumerate(tokens[by].unique())}
    table = table.assign(order=table[by].map(order)).sort_values(
        ["order", "percent", "speaker"], ascending=[True, False, True]
    )
    return table.drop(columns="order").reset_index(drop=True)


def by_speaker(voices: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """The percent of `shares`, for a heat map: one column an outlet.

    Returns:
        One row a speaker (groups and bodies are one), the largest share anywhere first; NaN where none is given.
    """
    speaker = voices["speaker"].where(voices["how"] != "group", "groups and bodies")
    table = shares(voices.assign(speaker=speaker), tokens).pivot(index="speaker", columns="outlet", values="percent")
    order = table.max(axis=1).sort_values(ascending=False, kind="stable").index
    return table.reindex(index=order, columns=tokens["outlet"].unique())


def score_quotations(found, gold):
    """Quotations against a gold standard: of form and of speaker, with the counts.

    Args:
        found: as `speech` makes it; gold: article_id, start, end, form, speaker.
    Returns:
        what (speech told from marked terms, speaker of speech), right, found, gold,
        precision, recall.
    """
    both = found[found["form"] != "reported"].merge(gold, on=["article_id", "start", "end"], suffixes=("", "_gold"))
    direct = both[(both["form"] == "direct") & (both["form_gold"] == "direct")]
    n_found, n_gold = int((found["form"] == "direct").sum()), int((gold["form"] == "direct").sum())
    rows = [
        ("speech told from marked terms", len(direct), n_found, n_gold),
        ("speaker of speech", sum(map(_same, direct["speaker"], direct["speaker_gold"])), n_found, n_gold),
    ]
    return _scored(rows)


def score_reports(found, gold, sentences):
    """Reported speech against a gold standard, sentence by sentence.

    Args:
        found: as `speech` makes it; gold: article_id, start, end (of a sentence that reports speech), speaker.
    Returns:
        what (sentences that report speech, speaker of a report), right, found, gold, precision, recall.
    """
    reports = found[found["form"] == "reported"].drop(columns=["start", "end"])
    held = sentences[["article_id", "start", "end"]].merge(reports, on="article_id")
    held = held[(held["start"] <= held["cue_start"]) & (held["cue_start"] < held["end"])]
    place = ["article_id", "start"]
    ours, theirs = (set(map(tuple, table[place].to_numpy())) for table in (held, gold))
    both = held.merge(gold, on=place, suffixes=("", "_gold"))
    right = both[[_same(a, b) for a, b in zip(both["speaker"], both["speaker_gold"], strict=True)]]
    n = len(right.drop_duplicates([*place, "speaker_gold"]))
    who = len(held.drop_duplicates([*place, "speaker"]))
    rows = [
        ("sentences that report speech", len(ours & theirs), len(ours), len(theirs)),
        ("speaker of a report", n, who, len(gold)),
    ]
    return _scored(rows)


def _same(found, gold):
    """Is it the same speaker: by name, or a role by its noun ("six leaders", "leaders")?"""
    return found == gold or (gold.islower() and found.split()[-1:] == [gold])


def _scored(rows):
    return precision_recall(pd.DataFrame(rows, columns=["what", "right", "found", "gold"])).drop(columns="f1")
