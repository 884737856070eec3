"""What a page says to its readers about itself, by data/furniture.csv: words and shapes, no regular expressions."""

import csv
import functools
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

TABLE = Path(__file__).resolve().parents[2] / "data" / "furniture.csv"
SHAPES = {"line": 120, "paragraph": 400}  # characters that a piece of each shape has at most
_STARS = {  # * ends with the sentence, ** does not; a line that goes on for long is no button
    "line": {"*": "[^.]{0,60}", "**": ".{0,60}"},
    "paragraph": {"*": "[^.]{0,140}", "**": ".{0,200}"},
}
_SPOKEN = re.compile(r"[\"\u201c\u201d]|\b(?:said|says|told)\b")
_SIGNS = re.compile(r"(?:https?://\S+|-30-|#+|\u25a0)\W{0,2}")


def expression(pattern: str, shape: str) -> str:
    """A pattern of the table as a regular expression.

    Args:
        shape: line or paragraph.
        pattern: words, whatever their case; a/b is either word, # a number, * anything within a sentence, ** anything.
            A star that stands alone is whole words, or none where it ends or opens the pattern.
    """
    words, made, stars = pattern.split(), "", _STARS[shape]
    for i, word in enumerate(words):
        first, last = i == 0, i == len(words) - 1
        if word in stars:
            any_words = stars[word]
            made += rf"(?:\W{any_words})?" if last else rf"(?:{any_words}\W)?" if first else rf"\W(?:{any_words}\W)?"
            continue
        made += " " if not first and words[i - 1] not in stars else ""
        made += f"(?:{'|'.join(_word(either, stars) for either in word.split('/'))})"
    return made


def _word(word, stars):
    word = re.escape(word).replace(r"\#", "[0-9]{1,4}")
    return word.replace(r"\*\*", stars["**"]).replace(r"\*", stars["*"])


Shapes = dict[tuple[str, str], re.Pattern]


def compiled(rows: Iterable[Mapping[str, str]]) -> Shapes:
    """{(shape, kind): all its patterns as one} of rows with shape, kind and pattern."""
    made = {}
    for row in rows:
        made.setdefault((row["shape"], row["kind"]), []).append(expression(row["pattern"], row["shape"]))
    return {key: re.compile(rf"(?:{'|'.join(own)})\W{{0,2}}", re.IGNORECASE) for key, own in made.items()}


@functools.cache
def _ours():
    with TABLE.open(newline="", encoding="utf-8") as lines:
        return compiled(csv.DictReader(lines))


def is_line(surface: str, shapes: Shapes | None = None) -> bool:
    """A short line of furniture: a button, a rubric, an address, a rule of signs; two signs may follow.

    Args:
        shapes: as `compiled` makes them; None for those of data/furniture.csv.
    """
    if len(surface) > SHAPES["line"]:
        return False
    return bool(_SIGNS.fullmatch(surface) or (shapes or _ours())["line", "furniture"].fullmatch(surface))


def addressed(surface: str, shapes: Shapes | None = None) -> str | None:
    """The kind (furniture, note) of a paragraph in which a page speaks to its readers or thanks its writers, else None.

    A paragraph in which somebody speaks is none.
    """
    if len(surface) > SHAPES["paragraph"]:
        return None
    said = [
        kind for (shape, kind), own in (shapes or _ours()).items() if shape == "paragraph" and own.fullmatch(surface)
    ]
    return said[0] if said and not _SPOKEN.search(surface) else None
