"""Tokens and the terms under which they are counted.

One pattern for Python's re, nltk, scikit-learn and polars: no look-around, no \\w.
"""

import re
import unicodedata

from lib.text.characters import APOSTROPHES, COMBINING, HYPHENS, IGNORED, LETTERS, without_ignored

_LETTER = f"[{LETTERS}]"
_INNER = f"[{LETTERS}{COMBINING}{IGNORED}]"
_WORD = (
    r"(?:(?:[A-Z]\.){2,}"  # U.S.
    rf"|[A-Z]+[{HYPHENS}]?[0-9]+(?:\+(?:[0-9]+|{_LETTER}{_INNER}*))*"  # G7, C5+1, C5+Japan, COP-28
    r"|[A-Z]+(?:\+[A-Z]+[0-9]*)+"  # C+C5
    rf"|{_LETTER}{_INNER}*)"
)
TOKEN = (
    r"[A-Z]{1,3}\$"  # US$ is a currency, not a country
    rf"|{_WORD}(?:[{APOSTROPHES}{HYPHENS}][{COMBINING}{IGNORED}]*{_WORD})*"
    r"|[0-9]+(?:[.,][0-9]+)*(?:st|nd|rd|th|s)?"
)
_token = re.compile(TOKEN)
_apostrophe = re.compile(f"[{APOSTROPHES}]")
_hyphen = re.compile(f"[{HYPHENS}]")
_thousands = re.compile(r",(?=[0-9]{3}(?![0-9]))")
_numbered = re.compile(r"(?<![A-Z])([A-Z]+)-([0-9]+)")  # from the first capital: a run of them is read once
_acronym = re.compile(r"[A-Z][A-Z0-9+]+")
NOTE_MARK = re.compile(r"\[[0-9]{1,3}\]")
# A file written out as an address: no words, and its digits count nothing.
DATA_ADDRESS = re.compile(
    r"data:(?:[A-Za-z]{1,20}/[A-Za-z0-9.+-]{1,80}(?:;[A-Za-z0-9.=+-]{1,80}){0,5}|;base64),[^\s<>\"\u201d')]+"
)
_NO_WORDS = re.compile(f"{NOTE_MARK.pattern}|{DATA_ADDRESS.pattern}")


def tokens(text: str) -> list[tuple[int, int]]:
    """Spans of the tokens. A footnote mark ("[3]") is not a token, nor is any part of a `data:` address."""
    blanked = _NO_WORDS.sub(lambda match: " " * len(match.group()), text)
    return [match.span() for match in _token.finditer(blanked)]


def is_all_caps(line: str) -> bool:
    """A line without one small letter, of two words or a long one: its capitals say nothing."""
    if line.upper() != line or line.lower() == line:
        return False
    words = _token.findall(line)
    return len(words) > 1 or any(len(word) > 5 for word in words)


def term(token: str, variants: dict[str, str] | None = None, fold: bool = False) -> str:
    """The form under which a token is counted.

    Small letters, but acronyms keep their capitals (US is not us; U.S. is US); any
    apostrophe and any dash alike; a possessive 's dropped; 3,000 as 3000; each part of a
    compound in its standard spelling.

    Args:
        token: as it stands in the text.
        variants: {spelling: standard spelling}, both in small letters.
        fold: True for a token from a line all in capitals.
    """
    word = unicodedata.normalize("NFC", without_ignored(token))
    word = _hyphen.sub("-", _apostrophe.sub("'", word))
    if word.endswith("$"):
        return word
    if word[:1].isdigit():
        return _thousands.sub("", word)
    if word.endswith(("'s", "'S")):
        word = word[:-2]
    bare = _numbered.sub(r"\1\2", word.replace(".", ""))  # G-7 is G7
    if _acronym.fullmatch(bare) and not fold:
        return bare
    parts = bare.lower().split("-")
    return "-".join((variants or {}).get(part, part) for part in parts)


def foreign(text: str, stopwords: set[str]) -> str:
    """Why a text is plainly not in the language of the stop list; "" where it is, or is too short to say.

    Args:
        text: a repaired text; its first 100,000 characters are looked at.
        stopwords: the stop list, whose words make up a third to a half of running English.
    """
    words = [text[start:end] for start, end in tokens(text[:100_000])]
    letters = [char for word in words for char in word if char.isalpha()]
    other = sum(not char.isascii() and ord(char) > 0x24F for char in letters)
    if len(letters) >= 20 and 2 * other > len(letters):
        name = unicodedata.name(next(char for char in letters if ord(char) > 0x24F)).split()[0].capitalize()
        return f"{other / len(letters):.0%} of its letters are not Latin ({name})"
    words = [word for word in words if word[0].isalpha()]
    known = sum(term(word, fold=True) in stopwords for word in words)
    if len(words) >= 50 and 5 * known < len(words):
        return f"{known / len(words):.0%} of its words are on the stop list"
    return ""
