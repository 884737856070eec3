"""The noun that a number counts."""

from lib.claims.lexemes import WORDS, as_written, glued, joined_by_dash, one_of
from lib.claims.numbers import CARDINALS, MONTHS

_NOT_PLURAL = ("ss", "us", "is", "’s", "'s")


def plural(x):
    """Does the word look like the plural of a noun?"""
    low = x.low
    regular = low.endswith("s") and len(low) > 3 and not low.endswith(_NOT_PLURAL) and low not in WORDS["verbs"]
    return regular or low in WORDS["plurals"] or low.endswith("men")


def counted(t, j, vague=False, one=False, deep=4):
    """The noun counted by the number that ends before lexeme j, with its modifiers: (phrase, next place).

    It runs to the first plural (or the last of several), and stops before verbs,
    prepositions, articles and punctuation. "12 of the 15 members" is read by reading on from
    the second number: `deep` times at most, or "1 of 1 of 1 of ..." would take all memory.
    """
    if not deep:
        return "", j
    word, deep = t[j + 1], deep - 1
    if joined_by_dash(t, j) and word.kind == "w" and word.low not in ("something", "some", "odd"):
        return counted(t, j + 2, deep=deep)[0] if word.low == "strong" else word.text, j + 2  # 14-member, 1,200-page
    if t[j].kind == "n" and word.low == "-" and t[j + 2].kind == "w" and glued(t, j):
        return counted(t, j + 3, deep=deep)[0], j  # two 500-MW wind farms
    if t[j].low == "of":
        if not vague:
            return _of_which(t, j, deep), j
        j += 2 if word.low in one_of("the its their our his her") else 1  # dozens of the boats
    if t[j].low in one_of("more fewer other others such further additional extra") and _noun_follows(t, j + 1):
        j += 1  # three more bodies
    k, last = _noun_phrase(t, j)
    if last is None or one:
        k = _head(t, j, k)
    else:
        k = last
        held = t[k].low == "of" and t[k + 1].kind == "w" and t[k + 1].low not in WORDS["no noun"]
        if held and t[k - 1].low in WORDS["containers"]:
            k = counted(t, k + 1, deep=deep)[1]
    return as_written(t, j, k).rstrip(","), k


def _of_which(t, k, deep):
    """12 of the 15 members: the noun stands after the second number."""
    n, passed = k + 1, one_of("the its their our his her those these all")
    while n < k + 4 and (t[n].low in passed or t[n].low.endswith(("’s", "'s"))):
        n += 1
    if t[n].kind == "n" or t[n].low in CARDINALS:
        return counted(t, n + 1, deep=deep)[0]
    if t[n].low == "them":  # 19 of them police officers
        noun, end = counted(t, n + 1, deep=deep)
        return noun if noun and plural(t[end - 1]) and t[end - 1].low != "ones" else ""
    no_noun = n == k + 1 or t[n].low in WORDS["no noun"] or t[n].low in one_of("year month week day season")
    return "" if no_noun or t[n].kind != "w" else counted(t, n, deep=deep)[0]


def _noun_phrase(t, j):
    """The words from j on that may be a noun with its modifiers: (next place, the place behind its last plural or None)."""
    k, n, last = j, 0, None
    while n < 7 and t[k].kind == "w" and _may_go_on(t[k], n) and not _breaks(t, k, n, last):
        x, k, n = t[k], k + 1, n + 1
        if x.low in ("and", "or"):
            continue
        if x.text[0].isupper() and glued(t, k - 1) and "n" in (t[k].kind, t[k].low == "-" and t[k + 1].kind):
            while glued(t, k - 1) and (t[k].kind in ("n", "w") or t[k].low == "-") and k < j + 12:  # 40 F-16 jets
                k += 1
            last = k if t[k - 1].low == "s" else last  # two F-35s
            continue
        if joined_by_dash(t, k) and t[k + 1].kind == "w":
            k += 2
        follows = t[k + 1].kind == "w" and t[k + 1].low not in WORDS["no noun"]
        if plural(t[k - 1]):
            last = k
        elif t[k].text == "," and last is None and follows and n < 4 and _adjective(x):  # new, fast trains
            k += 1
    return k, last


def _may_go_on(x, n):
    return x.low not in WORDS["no noun"] or (x.low == "or" and n)  # blank or spoiled ballots


def _breaks(t, k, n, last):
    """Does the noun phrase, of n words so far, end before lexeme k?"""
    x, y = t[k], t[k + 1]
    if n and (x.start - t[k - 1].end > 3 or (last is not None and not plural(x))):
        return True
    if x.low in ("and", "or"):
        return not n or y.kind != "w" or y.low in WORDS["no noun"] or y.low in CARDINALS
    if x.low in CARDINALS or (x.low in MONTHS and x.text[0].isupper() and x.low not in ("may", "march")):
        return True
    verb = x.low.endswith("ed") and not n and x.text.islower() and not joined_by_dash(t, k + 1)  # boarded-up
    return verb and not _noun_follows(t, k + 1)


def _noun_follows(t, k):
    """Is there a plural within the next words, before anything that ends a noun phrase?"""
    for n in range(k, k + 3):
        if t[n].kind != "w" or t[n].low in WORDS["no noun"]:
            return False
        if plural(t[n]) and t[n].low not in one_of("losses gains profits charges"):
            return True
    return False


def _adjective(x):
    endings = ("al", "ic", "ive", "ous", "y", "ed", "ing", "an", "able", "less", "ful")
    return x.low.endswith(endings) or x.low in WORDS["adjectives"]


def _head(t, j, k):
    """Without a plural: one noun, with what modifies it ("one analyst", "27 crew"), not the verb after it."""
    at = j
    while at < k and (_adjective(t[at]) and at + 1 < k and not t[at].low.endswith("ed")):
        at += 1
    end = min(k, at + 1)
    if t[end].low in ("than", "of") and (t[at].low.endswith("er") or t[at].low == "ahead"):
        return j  # 16,000 larger than, two ahead of
    return end if t[at].kind == "w" and not t[at].low.endswith(("fell", "ed")) else j
