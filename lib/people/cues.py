"""The words by which speech is known: cues.csv, which a corpus may bring its own of."""

import calendar
import itertools
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from lib.corpus import read_stopwords, read_table

KINDS = ("say", "clause", "that", "quote", "act", "before", "title", "portfolio", "man", "woman", "group", "body")
KINDS += ("generic", "letters", "unnamed", "asker", "organisation", "particle", "post", "reply")
GRAMMAR = ("determiner", "alone", "helper", "adverb", "to come", "finite", "link", "within", "stop", "opener", "told")
GRAMMAR += ("only", "past", "later", "silence", "set off", "ending")  # ours where a corpus’s own table has none


class Cues(NamedTuple):
    """cues.csv by kind, each under its own name or, joined with others, a plural; function words; days."""

    say: frozenset  # verbs that report whatever follows: "said the boats were late"
    clause: frozenset  # verbs that report a clause: "noted that …", "claims it was …"
    that: frozenset  # forms that are verbs of saying only before "that", "whether" …: "officials note that …"
    quote: frozenset  # verbs beside a quotation alone: "joked", "called it"
    act: frozenset  # verbs that report what they name: "stressed the need …"
    post: frozenset  # of these verbs, what brings words without marks: "tweeted: no boats"
    reply: frozenset  # of these verbs, those of somebody else than spoke last: "“Why?” he asked. “…,” she replied"
    before: dict  # phrases in front of a speaker, by their first word: {"according": (("according", "to"),)}
    titles: frozenset
    portfolio: frozenset  # of these, what is nobody's title alone: "foreign", "energy"
    groups: frozenset  # nouns for who may speak without a name
    body: frozenset  # of these, what is no person: "the report", "the council"
    generic: frozenset  # of these, what any body may be called: "the company"
    unnamed: frozenset  # of these, who speaks so as not to be named: "the source"
    asker: frozenset  # labels of a transcript under which several people ask: "REPORTER:"
    organisation: frozenset  # words that make a name one of a body
    letters: frozenset  # behind a name, which are none of it: "Ann Lee KC"
    particle: frozenset  # small words within a name
    sexes: dict  # {title or noun: "man" or "woman"}
    given: dict  # {first name: "man" or "woman"}, of names that are hardly ever the other's
    function: frozenset
    days: frozenset
    endings: tuple  # of nouns for persons: "harpist"
    determiner: frozenset  # "the", "some": a phrase for somebody begins
    alone: frozenset  # of these, who may speak by themselves: "others"
    helper: frozenset  # between a speaker and the verb: "has also said"
    to_come: frozenset  # before a verb that reports nothing: "will say", "was told"
    finite: frozenset  # a clause has one of them, or a verb in -ed
    past: frozenset  # or, behind a subject, one of these: "the price rose"
    link: frozenset  # prepositions: what follows is not who speaks
    within: frozenset  # of these, what may stand within a phrase: "the head of the trust"
    stop: frozenset  # conjunctions and relative pronouns: a phrase ends
    opener: frozenset  # of a reported clause: "that", "whether"
    told: frozenset  # verbs with somebody told before the clause: "told reporters it was late"
    only: frozenset  # may stand between a verb and "that": "said only that"
    adverb: frozenset  # beside a verb of saying, besides those in -ly: "also said"
    later: frozenset  # when something was said, which is not what was said: "said yesterday that"
    silence: frozenset  # behind a verb, what is not said: "said nothing about the boats"
    set_off: frozenset  # before a term in marks: "the “late boats”"
    verbs: frozenset  # all that may stand beside a quotation
    ends: frozenset  # before them a phrase for a speaker ends
    no_verbs: frozenset  # of a sentence's small words, those that are no verb of saying beside a quotation

    def human(self, noun: str) -> bool:
        """Is a noun one for a person: farmer, minister, pensioner, great-gran?"""
        person = noun in self.groups or noun in self.titles or noun in self.sexes or noun.endswith(self.endings)
        return person and noun not in self.body | self.organisation | self.portfolio

    def speaks(self, noun: str) -> bool:
        """Is a noun one for who may speak, or the plural of one?"""
        return noun in self.groups or (noun.endswith("s") and noun[:-1] in self.groups)


def read_cues(path: str | Path | None = None) -> Cues:
    """cues.csv: term, kind (one of KINDS and GRAMMAR), example, not (a near miss).

    Raises:
        ValueError: a row is of no kind.
    """
    table = read_table("cues.csv", ("term", "kind"), path)
    unknown = sorted(set(table["kind"]) - {*KINDS, *GRAMMAR})
    if unknown:
        known = ", ".join((*KINDS, *GRAMMAR))
        raise ValueError(f"cues.csv has the kind {', '.join(unknown)}; kinds are {known}")
    lacking = [kind for kind in GRAMMAR if kind not in set(table["kind"])]
    if lacking:
        ours = read_table("cues.csv", ("term", "kind"), None)
        table = pd.concat([table, ours[ours["kind"].isin(lacking)]])
    by = {kind: frozenset(table.loc[table["kind"] == kind, "term"]) for kind in (*KINDS, *GRAMMAR)}
    names = read_table("given_names.csv", ("name", "sex"), path)
    halting = by["stop"] | by["finite"] | by["helper"]
    phrases = sorted(tuple(phrase.split()) for phrase in by["before"])
    spoken = by["title"] | by["say"] | by["clause"] | by["told"]  # the stop list of keyness holds some of these, too
    return Cues(
        **{kind: by[kind] for kind in by.keys() & {*Cues._fields} - {"before", "body"}},
        before={first: tuple(same) for first, same in itertools.groupby(phrases, key=lambda words: words[0])},
        titles=by["title"] | by["portfolio"],
        body=by["body"] | by["generic"],
        groups=by["group"] | by["body"] | by["unnamed"] | by["generic"],
        sexes={word: kind for kind in ("man", "woman") for word in by[kind]},
        given=dict(zip(names["name"], names["sex"], strict=True)),
        function=frozenset(word.lower() for word in read_stopwords(path)) - {"us"} - spoken,
        days=frozenset([*calendar.day_name, *calendar.month_name[1:], *calendar.day_abbr]),
        endings=tuple(sorted(by["ending"])),
        to_come=by["to come"],
        set_off=by["set off"],
        verbs=by["say"] | by["clause"] | by["that"] | by["quote"] | by["act"],
        ends=halting | by["past"] | by["say"] | by["clause"] | (by["link"] - by["within"]),
        no_verbs=halting | by["link"] | by["determiner"],
    )
