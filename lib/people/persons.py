"""Who is in an article: every run of capitalised words, resolved to persons and bodies once for the whole article.

No list of names is needed: a person is known by a full name ("Ann Lee", "Dr. Ann M. Lee") and then by its last word
or first; a title tells a name of one word ("Mr Lee"). aliases.csv only says who is who across articles.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from lib.people.cues import Cues
from lib.people.roles import roles_of
from lib.people.runs import ARTICLES, Block, Run, plain, runs_of

_ACCENTS = re.compile("[\u0300-\u036f]")


class Mention(NamedTuple):
    """A place that names somebody: words first to last of a paragraph, the fullest name, the kind, how it is named."""

    first: int
    last: int
    name: str
    kind: str  # person, organisation, country, place, unknown
    how: str  # named, or owner (Lee's)


class Person(NamedTuple):
    """A person of an article: the fullest name, words for what she or he is, "man", "woman" or "" as titles say."""

    name: str
    roles: set
    sex: str
    sure: bool  # is a part of the name used alone?
    place: bool  # does "in" or "at" stand before it, or a noun that it describes behind it?


class Names(NamedTuple):
    """The names of an article: {parts in small letters: name}, and {word: names that it may stand for}."""

    full: dict
    by_word: dict

    def of(self, run: Run) -> list[str]:
        """Whom a run may name: "Lee" and "Ann M. Lee" are Ann Lee; "Lee" of two persons is both."""
        name = run.plain
        if name in self.full:
            return [self.full[name]]
        if len(name) > 1:  # Ann M. Lee, Jay “Thunder” Lee: the same first and last word
            return sorted(set(self.by_word.get(name[0], [])) & set(self.by_word.get(name[-1], [])))
        return list(dict.fromkeys(self.by_word.get(name[0], [])))


def find_persons(
    blocks: Sequence[Block], known: list[dict], cues: Cues
) -> tuple[list[list[Mention]], dict[str, Person]]:
    """The mentions of each paragraph, and the persons of the article.

    Args:
        blocks: the paragraphs of one article.
        known: of each paragraph {(first word, last word): (actor, kind)} as aliases.csv has them.
    Returns:
        (mentions of each paragraph in order, {name: Person}).
    """
    runs = runs_of(blocks, cues)
    roles = [roles_of(blocks[run.paragraph], run.first, run.last, cues) | set(run.titles) for run in runs]
    names = _names(runs, roles, blocks, known, cues)
    persons = _persons(runs, roles, names, blocks, cues)
    found = [[] for _ in blocks]
    for run in runs:
        if mention := _mention(run, known[run.paragraph], names, cues):
            found[run.paragraph].append(mention._replace(kind=_evident(mention, persons)))
    return [_with_known(own, places) for own, places in zip(found, known, strict=True)], persons


def _names(runs, roles, blocks, known, cues):
    """The names by which persons of an article are known: full ones first, then those of one word that a role tells."""
    full = _full_names(runs, blocks, known, cues)
    by_word = defaultdict(list)
    for key, name in full.items():
        for word in dict.fromkeys([*key, key[-1].split("-")[-1]]):
            by_word[word].append(name)
    for run, said in zip(runs, roles, strict=True):
        word = plain(run.parts[0])
        if len(run.parts) == 1 and said and word.lower() not in by_word and not _is_body(run.parts, cues):
            by_word[word.lower()].append(word)
            full[(word.lower(),)] = word
    return Names(full, by_word)


def _full_names(runs, blocks, known, cues):
    """{name in small letters: name} of persons in aliases.csv, and of runs of two words or more that may be persons."""
    named = [name for places in known for name, kind in places.values() if kind == "person"]
    full = {tuple(name.lower().split()): name for name in named}
    for run, behind in zip_longest(runs, runs[1:]):
        name = tuple(map(plain, run.parts))
        loud = all(part.isupper() and len(part) > 1 for part in run.parts)
        if len(name) > 1 and not loud and not _is_body(name, cues) and (run.titles or not _the(run, blocks)):
            full.setdefault(tuple(part.lower() for part in name), " ".join(name))
        if both := _first_of_two(run, behind, blocks, cues):
            full.setdefault(tuple(part.lower() for part in both), " ".join(both))
    by_last, titled = defaultdict(list), {run.plain for run in runs if not cues.sexes.keys().isdisjoint(run.titles)}
    for key in full:
        by_last[key[-1]].append(key)
    return {key: full[_fuller(key, by_last[key[-1]], key in titled, cues)] for key in full}


def _fuller(key, others, titled, cues):
    """The one name of which another is short, else itself: "G. Lee", "van der Lee" of "Gia van der Lee"."""
    if len(key[0]) == 1:
        longer = [k for k in others if len(k[0]) > 1 and k[0][0] == key[0]]
    else:
        surname = titled or key[0] in cues.particle
        longer = [k for k in others if len(k) > len(key) and k[-len(key) :] == key]
        longer = [k for k in longer if len(k[0]) > 1] or longer
        longer = [k for k in longer if surname or (_bare(k[0]) in cues.given and _bare(key[0]) not in cues.given)]
    return longer[0] if len(longer) == 1 else key


def _first_of_two(run, behind, blocks, cues):
    """("Sue", "Lee") of "Sue and Clive Lee": two first names and the surname of both; None of anything else."""
    if behind is None or behind.paragraph != run.paragraph or behind.first != run.last + 2:
        return None
    given = all(part.lower() in cues.given for part in (run.parts[-1], behind.parts[0]))
    joined = blocks[run.paragraph].term(run.last + 1) == "and" and len(run.parts) == 1 and len(behind.parts) == 2
    return (run.parts[0], plain(behind.parts[-1])) if given and joined else None


def _persons(runs, roles, names, blocks, cues):
    """{name: Person}: what every run that names somebody tells of her or him."""
    about, alone, places = defaultdict(set), set(), set()
    for run, said in zip(runs, roles, strict=True):
        named = _meant(run, names, cues)
        places |= set(named) if _like_a_place(run, blocks, cues) else set()
        alone |= {name for name in named if _by_itself(run, name, blocks, cues)}
        if len(named) == 1:
            about[named[0]] |= said
    every = names.full.values()
    return {n: Person(n, about[n], _sex(n, about[n], cues), n in alone, n in places) for n in every}


def _sex(name, roles, cues):
    """man, woman or "": of a person as titles and nouns say, else as the first name does."""
    told = {cues.sexes[word] for word in roles if word in cues.sexes}
    given = {cues.given[part] for part in _bare(name.split()[0]).split("-") if part in cues.given}
    return told.pop() if len(told) == 1 else given.pop() if len(given) == 1 else ""


def _bare(name):
    """A name as given_names.csv has it: "jose" of "José"."""
    return _ACCENTS.sub("", unicodedata.normalize("NFD", name.lower()))


def _by_itself(run, name, blocks, cues):
    """Does the last word of a name stand alone, or a first name that is known?"""
    alone = len(run.parts) == 1 and not _the(run, blocks)
    return alone and (name.lower().split()[-1] == run.plain[0] or run.plain[0] in cues.given)


def _like_a_place(run, blocks, cues):
    """In Wollara; Lee, of Wollara, said; Wollara Comets captain Jess Lee."""
    block = blocks[run.paragraph]
    before, behind = block.term(run.first - 1), block.words[run.last + 1 : run.last + 3]
    describes = len(behind) == 2 and behind[0].token.islower() and behind[1].token[0].isupper()
    aside = before in ("of", "from") and run.first > 1 and "," in block.gap(run.first - 1)
    return before in ("in", "at", "near") or aside or (describes and behind[0].term in cues.titles)


def _the(run, blocks):
    return not run.titles and blocks[run.paragraph].term(run.first - 1) in ARTICLES


def _is_body(name, cues):
    """Is a name one of a body: "Harbour Agency", "NATO"?"""
    told = any(part.lower().rstrip(".") in cues.organisation for part in name)
    return told or all(p.isupper() and len(p) > 1 for p in name)


def _mention(run, known, names, cues):
    """The mention that a run is: of a person, of a body, or of nobody known yet."""
    place = known.get((run.first, run.last)) or next(
        (v for (a, b), v in known.items() if a <= run.first and b >= run.last), None
    )
    if place:
        return Mention(run.first, run.last, *place, "named")
    named = _meant(run, names, cues)
    if run.owns:
        return Mention(run.first, run.last, named[0], "person", "owner") if len(named) == 1 else None
    if named:  # two of one name: the place must tell
        return Mention(run.first, run.last, "|".join(named), "person", "named")
    kind = "organisation" if _is_body(run.parts, cues) else "unknown"
    return Mention(run.first, run.last, " ".join(run.parts), kind, "named")


def _meant(run, names, cues):
    """Whom a run may name, without those whose first name its title does not fit: "Mrs Lee" is not Clive Lee."""
    sexes = {cues.sexes[title] for title in run.titles if title in cues.sexes}
    return [name for name in names.of(run) if len(sexes) != 1 or _sex(name, (), cues) in ("", *sexes)]


def _evident(mention, persons):
    """person, if something besides two capitalised words says so: a title, a role, a first name, the last name used
    alone; place where it is one; else unknown.
    """
    person = persons.get(mention.name)
    if mention.kind != "person" or person is None:
        return mention.kind
    return "place" if person.place else "person" if person.sure or person.roles or person.sex else "unknown"


def _with_known(found, places):
    """The mentions of a paragraph and those that aliases.csv has, which come before names of nobody known."""
    taken = {w for m in found if m.kind != "unknown" for w in range(m.first, m.last + 1)}
    free = [place for place in places if taken.isdisjoint(range(place[0], place[1] + 1))]
    extra = [Mention(*place, *places[place], "named") for place in free]
    covered = {w for m in extra for w in range(m.first, m.last + 1)}
    kept = [m for m in found if m.kind != "unknown" or covered.isdisjoint(range(m.first, m.last + 1))]
    return sorted(kept + extra)
