"""Who has been told of in an article so far, and whom a pronoun or a role stands for.

He and she are the person of whom the text tells most at that place, as in Lappin and Leass (1994), without a parser:
whoever speaks, is the subject of a sentence or is named in it has a weight, which fades with each sentence. Whom the
sex does not fit is left out; where a second person is nearly as near, nobody is meant.
"""

import bisect
from typing import NamedTuple

from lib.people.cues import Cues
from lib.people.paragraphs import NAMES, Cue, Paragraph, Speaker, placed
from lib.people.persons import Person
from lib.people.speakers import OBJECTS, PRONOUNS, subject

# Weights of who was asked, who speaks, a subject, whoever else is named, "Lee's".
ASKED, SPEAKS, SUBJECT, NAMED, OWNS = 200, 100, 80, 50, 40
FADE = 0.5  # what is left of a weight a sentence later
FORGOTTEN = 1.5  # a weight below which nobody is remembered
RIVAL = 0.9  # of the nearest: somebody as near as that may be meant as well
THEIR_OWN = 0.4  # factor for whom the words themselves name: few speak of themselves by name
UNMET = 0.3  # factor for a name that spoke and may be a body's
UNKNOWN_SEX, UNSURE = 0.8, 0.7  # factors for whom the pronoun may mean, for all we know
ROLE = 6  # words of a role that may be somebody's
OPENING = 8  # words with which a sentence begins, its subject among them
SEXES = {"he": "man", "she": "woman", "himself": "man", "herself": "woman"}
SAME = {"head of state": "president", "head of government": "prime minister"}
OWN = {"his": "he", "her": "she", "him": "he", "himself": "he", "herself": "she"}


class Told(NamedTuple):
    """Somebody of whom the text told, and how near that is."""

    name: str
    near: float


class Memory:
    """Who was told of and who spoke so far in an article, and who its persons are."""

    def __init__(self, persons: dict[str, Person], cues: Cues):
        self.persons, self.cues = dict(persons), cues
        self.roles_spoke = set()  # roles that spoke, by their last word
        self.told = {}  # {name: weight}
        self.place = (-1, -1)  # paragraph and sentence to which it has read
        self.nobody = set()  # surnames that spoke and of whom the text tells no more
        self.met = set()  # names of whom the text has told
        self.bodies = set()  # of these, what is nobody: a company
        self.last = ""  # who spoke last
        self.acts = None  # the subject of this sentence
        self.subject = False  # has this sentence named somebody as its subject?
        self.heard = []  # the cues of this paragraph
        self.colon = None  # who speaks in the next paragraph

    def hear(self, speaker: Speaker | None):
        """Remember who spoke."""
        if speaker:
            if speaker.how == "group":
                self.roles_spoke.add(speaker.name.lower().split()[-1])
            self.last = speaker.name
            self._tell(speaker.name, SPEAKS)

    def _tell(self, name, weight):
        if name:
            self.told[name] = max(weight, self.told.get(name, 0))

    def enter(self, p: Paragraph, i: int):
        """Come to word i: with each sentence what was told fades."""
        if (p.number, p.sentence[i]) == self.place:
            return
        self.place, self.subject = (p.number, p.sentence[i]), False
        self.acts = subject(p, bisect.bisect_right(p.sentence, p.sentence[i]) - 1, self.cues)
        self.told = {name: FADE * weight for name, weight in self.told.items() if FADE * weight >= FORGOTTEN}

    def _weight(self, name):
        return self.told.get(name, 0)

    def read(self, p: Paragraph, first: int, last: int):
        """Take in the words first to last of a paragraph: whom they name, as subject or otherwise."""
        for i in range(first, last):
            self.enter(p, i)
            if not p.outside[i]:
                continue
            acts = self.acts is None and i - p.first[i] < OPENING and not self.subject
            acts = acts or (self.acts is not None and self.acts.first <= i <= self.acts.first + 1)
            term, mention = p.words[i].term, p.named.get(i)
            if mention and mention.kind in NAMES and mention.name in self.persons:
                self._tell_of(p, i, mention, acts)
            elif mention and mention.kind == "organisation":
                self.bodies.add(mention.name)
                self._tell(mention.name, SUBJECT if acts else NAMED)
            elif term in ("he", "she"):
                self._tell(self._nearest(PRONOUNS[term]), SUBJECT if acts else NAMED)
                self.subject = True
            elif term in OWN:
                self._tell(self._nearest(PRONOUNS[OWN[term]], learn=False), OWNS)
            elif self.acts and self.acts.how == "group" and i == self.acts.first:
                self._tell_role(self.acts.name)

    def _tell_of(self, p, i, mention, acts):
        """A person is named at word i, as subject ("acts") or otherwise."""
        link = i > p.first[i] and p.words[i - 1].term in self.cues.link
        person = self.persons[mention.name]
        new = mention.name not in self.met and bool(person.roles or person.sex)
        topic = new or (acts and not link)
        self._tell(mention.name, OWNS if mention.how == "owner" else SUBJECT if topic else NAMED)
        self.met.add(mention.name)
        self.subject = self.subject or (mention.how != "owner" and not link)

    def _tell_role(self, role):
        """A role or body is the subject: "The young farmer left", "A letter was read"."""
        noun = _head(role.lower().split(), self.cues)
        human = self.cues.human(noun)
        if (human or noun in self.cues.body) and not noun.endswith("s"):
            again = human and role.lower().startswith("the ")
            self._tell(self.holder(role) or ("" if again else role), SUBJECT)

    def resolve(self, p: Paragraph, speaker: Speaker | None, cue: str = "") -> Speaker | None:
        """A speaker under a name, with the place that names her; None where it cannot be told who is meant."""
        if speaker:
            self.enter(p, speaker.first)
        mention = p.opens.get(speaker.first) if speaker and speaker.how == "named" else None
        if mention and mention.kind == "unknown" and mention.first == mention.last and mention.name == speaker.name:
            self.nobody.add(speaker.name)
        known = self._known(p, speaker, frozenset({self.last} if cue in self.cues.reply else ()))
        return placed(p, known) if known else None

    def _known(self, p, speaker, but):
        if speaker is None:
            return None
        if speaker.how == "pronoun":
            name = self._meant(p, speaker, but)
            return speaker._replace(name=name) if name else None
        if speaker.how == "group":
            if writer := self._writer(p, speaker):
                return speaker._replace(name=writer, how="named")
            clause = p.term(speaker.last + 1) in ("who", "whose")  # the moaner, who asked …: nobody told of before
            name = self.holder(speaker.name, loosely=not clause, said=self._named_in(p, speaker))
            known = name in self.persons or name in self.bodies
            return speaker._replace(name=name, how="named" if known else "group") if name else speaker
        if "|" in speaker.name:
            return self._of_two(p, speaker)
        return speaker if speaker.name else None

    def _writer(self, p, speaker):
        """Whose letter or statement speaks: "his letter says"; None of what is nobody's."""
        first, last = p.words[speaker.first].term, p.words[speaker.last].term
        if first not in ("his", "her") or last not in self.cues.body:
            return None
        return self._nearest(PRONOUNS[OWN[first]])

    def _of_two(self, p, speaker):
        """Of persons of one surname the one whom a title fits and who is nearest; None where none was told of."""
        sexes = {self.cues.sexes.get(w.term) for w in p.words[speaker.first : speaker.last]} - {None}
        names = [n for n in speaker.name.split("|") if not sexes or self.persons[n].sex in ("", *sexes)]
        near = max(names, key=self._weight, default=None)
        return speaker._replace(name=near) if near and (self._weight(near) or len(names) == 1) else None

    def holder(self, role: str, loosely: bool = True, said: frozenset = frozenset()) -> str | None:
        """The one person of whom the article says that she or he is this ("the minister"); else the nearest."""
        words = role.lower().split() or [""]
        head = _head(words, self.cues)
        holders = self._holders(words, head)
        if words[0] in ("a", "an"):  # "a judge", of whom the text tells more below: "Judge Ann Lee"
            return holders[0] if len(holders) == 1 and head in self.cues.titles and holders[0] not in self.met else None
        if words[0] not in ("the", "her", "his", "its", "their") or len(words) > ROLE:
            return None
        if holders:
            return holders[0] if len(holders) == 1 else self._nearest("", among=holders)
        return self._told_before(words, head, loosely, said)

    def _told_before(self, words, head, loosely, said):
        """Whom "the worker" may stand for of whom no role is known: who was called so, else the nearest."""
        called = [n for n in self.told if n not in self.persons and len(n.split()) >= len(words)]
        if same := [n for n in called if n.lower().split()[-1] == head]:
            return max(same, key=self._weight)
        if not loosely or words[0] != "the" or len(words) > 4 or head.endswith("s"):
            return None
        generic = head in self.cues.generic
        others = self.cues.titles | self.cues.unnamed | self.roles_spoke | self.cues.body | self.cues.organisation
        if head in others and not generic:
            return None
        bodies = {n for n in self.told if self.is_body(n) and n[0].isupper()} if generic else self.bodies
        name = self._nearest(self.cues.sexes.get(head, ""), said, bodies if generic else self.told.keys() - bodies)
        return name if self.cues.human(head) or self._weight(name) >= FADE * SUBJECT else None

    def is_body(self, name):
        """Is a name or phrase that of no person: "Harbour Agency", "a letter"?"""
        person = self.persons.get(name)
        if person:
            return not (person.sure or person.roles or person.sex)
        return name in self.bodies or _head(name.lower().split(), self.cues) in self.cues.body

    def _holders(self, words, head):
        """Persons of whom the article says the whole of a role, else its noun."""
        whole = SAME.get(" ".join(words[1:]), " ".join(words[1:]))
        exact = [p.name for p in self.persons.values() if whole in p.roles]
        if exact or head not in self.cues.titles:
            return exact or [p.name for p in self.persons.values() if head in p.roles]
        return [p.name for p in self.persons.values() if any(head.startswith(r) for r in p.roles & self.cues.titles)]

    def _meant(self, p, speaker, but):
        """Whom a pronoun that speaks stands for: nobody who is named in the words or told them."""
        if speaker.name in ("they", "it"):
            fits = (
                self.is_body if speaker.name == "it" else lambda n: n not in self.persons and not is_one(n, self.cues)
            )
            return max(filter(fits, self.told), key=self._weight, default=None)
        return self._nearest(PRONOUNS[speaker.name], but=but | self._named_in(p, speaker))

    def _named_in(self, p, speaker):
        """Persons named in the quotations of a speaker's sentence, or to whom the words are told."""
        here, last = p.sentence[speaker.first], speaker.last
        first, end = p.first[last], bisect.bisect_right(p.sentence, here)
        return frozenset(p.named[k].name for k in range(first, end) if k in p.named and not p.outside[k])

    def _nearest(self, sex, but=frozenset(), among=None, learn=True):
        """The one of whom the text tells most, of those whom the sex fits; None where two are as near."""
        names = [n for n in self.told if among is None or n in among]
        told = [Told(n, self._weight(n) * self._fits(n, sex) * (THEIR_OWN if n in but else 1)) for n in names]
        told = sorted((t for t in told if t.near >= FORGOTTEN), key=lambda t: (-t.near, t.name))
        if not told or (len(told) > 1 and told[1].near > RIVAL * told[0].near):
            return None
        if learn and sex and (len(told) < 2 or told[1].near < told[0].near / 2):
            self._learn(told[0].name, sex)
        return told[0].name

    def _fits(self, name, sex):
        """How well somebody fits a pronoun, from 0 to 1."""
        person = self.persons.get(name)
        if name in self.bodies:
            return 0 if sex else 1
        if person is None and name in self.nobody:
            return UNMET
        if person is None:
            words = name.lower().split()
            own = next((self.cues.sexes[w] for w in words if w in self.cues.sexes), "")
            head = _head(words, self.cues)
            if not is_one(name, self.cues) or not (self.cues.human(head) or head in self.cues.alone):
                return 0
            return 1 if own == sex or not sex else 0 if own else UNKNOWN_SEX
        if person.place or (sex and person.sex not in ("", sex)):
            return 0
        sure = person.sure or person.roles or person.sex
        return min(1 if person.sex or not sex else UNKNOWN_SEX, 1 if sure else UNSURE)

    def ask(self, p: Paragraph, cue: Cue):
        """Who was asked answers: "A reporter asked him who … “…,” he said."""
        if cue.term not in ("asked", "asks"):
            return
        term, mention = p.term(cue.last + 1), p.named.get(cue.last + 1)
        asker = frozenset({cue.speaker.name} if cue.speaker else ())
        if term in OBJECTS and term != "them":
            name = self._nearest(PRONOUNS[OBJECTS[term]], but=asker)
        else:
            name = mention.name if mention and mention.name in self.persons else None
        self._tell(name, ASKED)

    def hint(self, p: Paragraph, cue: Cue):
        """Ann Lee said she …: the pronoun that opens a clause is mostly the speaker's."""
        words = [w.term for w in p.words[cue.last + 1 : cue.last + 4] if w.term != "that"]
        if cue.speaker and cue.speaker.how == "named" and not cue.inverted and words and words[0] in ("he", "she"):
            self._learn(cue.speaker.name, PRONOUNS[words[0]])

    def _learn(self, name, sex):
        person = self.persons.get(name)
        if person and not person.sex:
            self.persons[name] = person._replace(sex=sex)


def learn_sexes(read: list[Paragraph], persons: dict[str, Person]) -> dict[str, Person]:
    """Persons with the sex that pronouns tell, where they agree.

    "Mara Lee said (that) she …" and "Mara Lee went. She …" tell it, "herself" in a sentence that names one person.
    """
    votes = {}
    for p in read:
        lone = None  # who alone was named in the sentence before, as its subject
        for words in _sentences(p):
            named = [p.named[i] for i in words if i in p.named and p.named[i].name in persons]
            alone = len({mention.name for mention in named}) == 1
            opens = not named and words[0] == p.first[words[0]]
            told = [_of_clause(p, named[0])] if alone else [p.words[words[0]].term] if opens else []
            told += [p.words[i].term for i in words if alone and p.words[i].term.endswith("self")]
            who = named[0].name if alone else lone
            for sex in (SEXES[term] for term in told if who and term in SEXES):
                votes.setdefault(who, []).append(sex)
            subject = alone and named[0].how == "named" and named[0].first - words[0] < 3
            lone = named[0].name if subject else None
    return {n: p._replace(sex=_agreed(votes[n])) if not p.sex and n in votes else p for n, p in persons.items()}


def _of_clause(p, mention):
    """The pronoun that opens the clause of which a person is said to say or think: "Lee said (that) she"; "" if none.

    None of "Lee is tired, he thinks".
    """
    for k in range(mention.last + 1, min(mention.last + 4, len(p.words))):
        if p.gap(k) != " ":
            return ""
        if p.words[k].term in ("he", "she"):
            return p.words[k].term if k > mention.last + 1 else ""
    return ""


def _agreed(sexes):
    return sexes[0] if len(set(sexes)) == 1 else ""


def _sentences(p):
    """The words outside of quotations, sentence by sentence."""
    out = {}
    for i in range(len(p.words)):
        if p.outside[i]:
            out.setdefault(p.sentence[i], []).append(i)
    return out.values()


def _head(words, cues):
    """The noun of a role: "secretary" of "the general secretary of the union"."""
    return next((w for w, after in zip(words, [*words[1:], "of"], strict=True) if after in cues.link), "")


def is_one(role: str, cues: Cues) -> bool:
    """Is a role one person's? "a diplomat", not "residents"."""
    words = role.lower().replace("’", "'").split()
    one = words[0] in ("a", "an", "the", "one", "her", "his", "my", "its") or "'s" in words[0]
    return one and not _head(words, cues).endswith("s")
