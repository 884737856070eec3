"""Tokens and the terms under which they are counted.

One pattern for Python's re, nltk, scikit-learn and polars: no look-around, no \\w.
An address (of a page or of mail, a @handle) is one token and no word: it has a place, and its term is "".
"""

import functools
import re
import string
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
_LABEL = f"[{LETTERS}0-9](?:[{LETTERS}0-9-]{{0,62}})"  # of a domain; bounded, so that hostile text is read once
_NAMES = f"(?:{_LABEL}\\.)"
_IN_PATH = f"[{LETTERS}{COMBINING}{IGNORED}0-9._~:/?#@!$&()*+,;=%|-]"
_REST = f"(?:{_IN_PATH}*[{LETTERS}{COMBINING}0-9/_~#&=%$+-])"  # not the stop or bracket of the sentence around it
# Endings by which a domain is known without a path: no word of English, even where a blank is missing before it.
# What goes on in small letters (example.community) is taken along, since no look-ahead may tell where an ending ends.
_ENDINGS = "com|org|net|gov|edu|info|biz|int"
_COUNTRIES = "cn|kz|uz|kg|tj|tm|ru|eu|uk|de|fr|jp|kr|ua|az|pk|mn|hk|tw|tv"
ADDRESS = (
    r"(?:"
    rf"[A-Za-z][A-Za-z0-9+-]{{1,9}}://{_REST}?"  # https://...
    rf"|[Ww]{{3}}\.[{LETTERS}0-9]{_REST}?"  # www....
    rf"|[{LETTERS}0-9][{LETTERS}0-9._%+-]{{0,63}}@{_NAMES}{{1,6}}[A-Za-z]{{2,24}}"  # mail
    rf"|@[A-Za-z_][A-Za-z0-9_]*(?:@{_NAMES}{{1,6}}[A-Za-z]{{2,24}})?"  # @handle, @handle@server
    rf"|{_NAMES}{{1,6}}[a-z]{{2,24}}(?::[0-9]{{1,5}})?/{_REST}?"  # example.news/a-page
    rf"|{_NAMES}{{0,5}}(?:{_NAMES}(?:(?:{_ENDINGS})[a-z]*|(?:{_ENDINGS.upper()})[A-Z]*)"  # example.com
    rf"|[{LETTERS}0-9][{LETTERS}0-9-]{{1,62}}\.(?:{_COUNTRIES})[a-z]*)(?:[?#]{_REST}?)?"  # example.kz
    r")"
)
TOKEN = (
    rf"{ADDRESS}(?:[{APOSTROPHES}]s)?"
    r"|[A-Z]{1,3}\$"  # US$ is a currency, not a country
    rf"|{_WORD}(?:[{APOSTROPHES}{HYPHENS}][{COMBINING}{IGNORED}]*{_WORD})*"
    r"|[0-9]+(?:[.,][0-9]+)*(?:st|nd|rd|th|s)?"
)
_token = re.compile(TOKEN)
_address = re.compile(f"{ADDRESS}(?:[{APOSTROPHES}]s)?")
_MAY_BE_ADDRESS = re.compile(rf"@|://|\.[{LETTERS}]{{2}}|[Ww\uff37\uff57]{{3}}\.")
# Ligatures and full-width forms count as their letters; the text keeps them, and its length.
_LIGATURES = {0xFB00 + i: letters for i, letters in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))}
_WIDE = {0xFEE0 + ord(sign): sign for sign in "+-" + string.ascii_letters + string.digits}
_wide = re.compile("[\uff0b\uff0d\uff10-\uff5a]")
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
    """Spans of the tokens, addresses among them. A footnote mark ("[3]") is none, nor is any part of a `data:` address.

    Full-width letters and digits are read as their ASCII ones.
    """
    blanked = _NO_WORDS.sub(lambda match: " " * len(match.group()), _narrow(text))
    return [match.span() for match in _token.finditer(blanked)]


def _narrow(text):
    return text if text.isascii() or not _wide.search(text) else text.translate(_WIDE)


def is_address(token: str) -> bool:
    """Is a token the address of a page or of mail, or a @handle?"""
    return bool(_MAY_BE_ADDRESS.search(token) and _address.fullmatch(_narrow(token)))


def without_addresses(text: str) -> str:
    """The text, as long as before, with a letter in the place of each sign of an address: it ends no sentence."""
    if not _MAY_BE_ADDRESS.search(text):
        return text
    return _token.sub(lambda m: "x" * len(m.group()) if is_address(m.group()) else m.group(), _narrow(text))


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
    compound in its standard spelling; ligatures and full-width forms as their letters. An address is no word: "".

    Args:
        token: as it stands in the text.
        variants: {spelling: standard spelling}, both in small letters.
        fold: True for a token from a line all in capitals.
    """
    if is_address(token):
        return ""
    word = unicodedata.normalize("NFC", without_ignored(_narrow(token).translate(_LIGATURES)))
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


@functools.lru_cache(maxsize=50_000)
def _folded(token):
    return term(token, fold=True)


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
    known = sum(_folded(word) in stopwords for word in words)
    if len(words) >= 50 and 5 * known < len(words):
        return f"{known / len(words):.0%} of its words are on the stop list"
    return ""
