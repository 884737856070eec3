"""What the text says somebody is: titles, the noun before a name, the apposition behind it, the age."""

import re

from lib.people.cues import Cues
from lib.people.runs import Block

_AGED = re.compile(r",\s+(?:aged\s+)?(\d{1,3})\b(?=[,.;)]|\s+and\b)")  # Ann Lee, 54, …
_PERSON = re.compile(r",\s+(?:\d{1,2}\b|whos?e?\b|aged\b)")  # Ann Lee, 54, …; Ann Lee, who …
_ASIDE = re.compile(r",\s+(?:(?:aged\s+)?\d{1,3},?\s+)?(?:who (?:is|was)\s+)?")
REACH = 7  # words of an apposition: "a retired lighthouse keeper"
SUBJECTS = ("i", "he", "she", "we", "they", "it", "you")


def roles_of(block: Block, first: int, last: int, cues: Cues) -> set[str]:
    """Words for what somebody is whose name is words first to last; "person" for whoever has an age or a "who".

    "farmer Ann Lee, 54, mother of two and chair of the club" is farmer, 54-year-old, mother, chair and person.
    """
    behind = block.words[last].end - block.start
    age, aside = _AGED.match(block.text, behind), _ASIDE.match(block.text, behind)
    found = {f"{age[1]}-year-old"} if age else set()
    found |= {"person"} if _PERSON.match(block.text, behind) else set()
    if aside:
        after = next((k for k in range(last + 1, len(block.words)) if _at(block, k) >= aside.end()), len(block.words))
        found |= role_phrase(block, after, cues)
    return found | _before(block, first, cues)


def _at(block, k):
    return block.words[k].start - block.start


def _before(block, first, cues):
    """The nouns before a name: "farmer Ann Lee", "farmer and poet Ann Lee", "the head of the club, Ann Lee"."""
    if not first:
        return set()
    if block.gap(first) == " " and block.words[first - 1].token.islower() and cues.human(block.term(first - 1)):
        both = block.term(first - 2) == "and" and cues.human(block.term(first - 3))
        return {block.term(first - 1)} | ({block.term(first - 3)} if both else set())
    if block.term(first - 1) in ("is", "was", "be") and block.gap(first) == " ":
        return _subject_of(block, first - 1, cues)
    start = next((k for k in range(first - 1, max(0, first - 5), -1) if block.gap(k).strip(" '’")), max(0, first - 5))
    near = block.words[start:first]
    said = any(w.term in cues.verbs or w.term in cues.finite for w in near)  # Dad said, Ann Lee …
    return {w.term for w in near if cues.human(w.term)} if block.gap(first).strip() == "," and not said else set()


def _subject_of(block, verb, cues):
    """The noun of which a name is told behind "is": "The author of the plan is Ann Lee", "Her baker is Sipho"."""
    found = set()
    for k in range(verb - 1, max(-1, verb - 9), -1):
        found |= {block.term(k)} if cues.human(block.term(k)) else set()
        if block.gap(k).strip() or block.opens(k):
            return found
    return set()


def role_phrase(block: Block, i: int, cues: Cues) -> set[str]:
    """The roles of a phrase that begins with word i: its noun, the whole, the noun behind "and".

    "a retired bus driver of Amber and chair of the club" gives driver, "retired bus driver" and chair.
    """
    stop = next((k for k in range(i, min(i + REACH, len(block.words))) if _ends(block, i, k, cues)), None)
    stop = min(i + REACH, len(block.words)) if stop is None else stop
    named = [w.term for w in block.words[i:stop] if w.term not in cues.determiner]
    if not named or any(t in cues.verbs or t in SUBJECTS or t in cues.finite for t in named[:-1]):
        return set()
    if not cues.human(named[-1]):
        return set()
    return {named[-1], " ".join(named)} | _second(block, stop, cues)


def _ends(block, i, k, cues):
    """Does a phrase that begins with word i end before word k?"""
    punctuated = k > i and bool(block.gap(k).strip(" '’"))
    return punctuated or block.term(k) in cues.link | cues.stop


def _second(block, stop, cues):
    """The noun of a second phrase: "a farmer from Amber and chair of the club" is a chair, too."""
    for k in range(stop, min(stop + REACH, len(block.words) - 1)):
        if block.gap(k).strip(" '’"):
            return set()
        if block.term(k) == "and":
            after = [w.term for w in block.words[k + 1 : k + 4] if w.term not in cues.determiner]
            return {t for t in after[:1] if cues.human(t)}
    return set()
