"""Who has spoken in an article so far, and whom a pronoun or a role stands for."""

import bisect

from lib.people.paragraphs import NAMES, Paragraph, Speaker, placed
from lib.people.speakers import PRONOUNS


class Memory:
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

    def resolve(self, p: Paragraph, speaker: Speaker | None) -> Speaker | None:
        """A speaker under a name, with the place that names her; None where it cannot be told who is meant."""
        known = self._known(p, speaker)
        return placed(p, known) if known else None

    def _known(self, p, speaker):
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
                if self.focus and self.focus[-1] not in self.persons and not is_one(self.focus[-1])
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
            for m in (
                p.opens[k] for k in range(first, bisect.bisect_right(p.sentence, p.sentence[first])) if k in p.opens
            )
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
            else is_one(name) and name.lower().split()[-1] not in self.cues.bodies
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


def is_one(role: str) -> bool:
    """Is a role one person's? "a diplomat", not "residents"."""
    words = role.lower().split()
    return (
        words[0] in ("a", "an", "the", "one", "another", "her", "his", "my", "its")
        or "’s" in words[0]
        or "'s" in words[0]
    ) and not words[-1].endswith("s")
