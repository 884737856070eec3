"""Plain texts and Markdown: a head (YAML, or lines such as "Title: ...") is read and masked, links lose their targets.

What is masked becomes U+2060, which tokens and `display` drop, so that spans hold in the file; each place is a repair.
"""

import re

from lib.corpus.readers import columns
from lib.corpus.readers.marks import Tables, bare
from lib.corpus.readers.parts import count_words, field, has_words, shown
from lib.text.characters import JOINER
from lib.text.repairs import Repair

HEAD_FIELDS = ("title", "outlet", "author", "date", "url", "section", "page", "length")
_YAML = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\r?\n(.{0,20000}?)\r?\n(?:\1|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_LABEL = re.compile(r"\ufeff?\s{0,8}\**([^\W\d_][^:\n]{0,30}?)\**\s?:\**[ \t]*(.{0,2000}?)\s*$")
_RULES = " \t\r\n\f=*-_#~+"  # what people write between two articles
_FEWEST = 20  # words of an article and its head
_MOST = 16  # lines of such a head
_LINKS = (
    (re.compile(r"!\[[^\[\]\n]{0,500}\]\(([^()\n]{1,2000})\)"), (1,)),  # a picture keeps its brackets: it is a caption
    (
        re.compile(r"(?<!!)(\[)(?!\[)[^\[\]\n]{1,1000}(\]\([^()\n]{0,2000}(?:\([^()\n]{0,500}\)[^()\n]{0,500})?\))"),
        (1, 2),
    ),
    (re.compile(r"(?<!!)(\[\[(?:[^\[\]|\n]{1,300}\|)?)[^\[\]|\n]{1,300}(\]\])"), (1, 2)),
    (re.compile(r"(?m)^\[[^\]\n]{1,80}\]:[ \t]+\S{1,2000}.{0,300}$"), (0,)),
    (re.compile(r"<(?:https?://|mailto:)[^<>\s]{1,2000}>"), (0,)),
)
_SIGNS = (
    (re.compile(r"(\*\*|__|~~)(?=\S)[^*_~\n]{1,500}(?<=\S)(\1)"), (1, 2)),
    (re.compile(r"(?<![\w*])(\*)(?=[^\s*])[^*\n]{1,500}(?<=[^\s*])(\*)(?![\w*])"), (1, 2)),
    (re.compile(r"(?m)^[ \t]{0,3}((?:>[ \t]?){1,9})"), (1,)),
)


def head(text: str, tables: Tables) -> tuple[dict[str, str], list[tuple[int, int, str]]]:
    """What the head of a text says of it, and the places that hold it: (fields, [(start, end, kind)])."""
    yaml = _YAML.match(text)
    if yaml:
        told = _yaml(yaml[2]) if yaml[1] == "---" else _toml(yaml[2])
        if told:
            return _fields(told, tables), [(0, yaml.end(), "head of the file")]
    told, end = _labels(text, tables)
    return (_fields(told, tables), [(0, end, "head of the file")]) if told else ({}, [])


def _yaml(head):
    """The head as {name: value}; names without one are left out. Aliases, which may grow without end, are refused."""
    import yaml

    class Plain(yaml.BaseLoader):  # every value a string: a date stays as it stands
        def compose_node(self, parent, index):
            if self.check_event(yaml.AliasEvent):
                raise yaml.YAMLError
            return super().compose_node(parent, index)

    try:
        told = yaml.load(head, Plain)
    except (yaml.YAMLError, RecursionError, ValueError):
        pairs = (line.partition(":") for line in head.splitlines())
        told = {name.strip(): value.strip(" \t'\"") for name, colon, value in pairs if colon and name[:1].isalpha()}
    if not isinstance(told, dict):
        return {}
    return {str(name): re.sub(r"[\[\]]{2}", "", shown(value)) for name, value in told.items()}


def _toml(head):
    """The same of a head between +++ lines."""
    import tomllib

    try:
        told = tomllib.loads(head)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
    return {name: shown(value) for name, value in told.items() if not isinstance(value, dict)}


def _labels(text, tables):
    """The lines "Title: ..." with which a text opens: ({label: value}, where they end); none where fewer than two."""
    told, end, place, blanks = {}, 0, 0, 0
    for line in text[:8_000].splitlines(keepends=True)[: 2 * _MOST]:
        place += len(line)
        if not line.strip():
            blanks += 1
            if told and blanks > 1:
                break
            continue
        label = _LABEL.match(line)
        known = tables.columns.get(bare(label[1])) if label else None
        more = line[0] == "\t" if not label else told or label[2].isdigit()  # a second line; a label of no use to us
        if more and not known and not blanks:  # of the head, if it goes on below
            continue
        if known == "text" and told and not label[2]:
            end = place
            break
        if known not in HEAD_FIELDS and not (known and told):
            break
        told[label[1]] = label[2]
        end = place
        blanks = 0
    fields = {tables.columns[bare(name)] for name in told}
    return (told, end) if len(fields) > 1 and has_words(text[end:]) else ({}, 0)


def parted(text: str, tables: Tables) -> list[str]:
    """The articles of a text where each opens with such a head, the first line always of one label; else none."""
    told, _ = _labels(text, tables)
    if not told:
        return []
    first = re.compile(rf"(?im)^\ufeff?[ \t]{{0,8}}\**{re.escape(next(iter(told)))}\**\s?:")
    starts = [match.start() for match in first.finditer(text)]
    pieces = [text[a:b].rstrip(_RULES) for a, b in zip(starts, [*starts[1:], None], strict=True)]
    whole = all(_labels(piece, tables)[0] and count_words(piece) >= _FEWEST for piece in pieces)
    return pieces if len(pieces) > 1 and whole else []


def _fields(told, tables):
    """Fields of the article: where two names mean the same, the one whose value fits and which stands higher up."""
    rows = [told]
    taken = columns.roles(told, rows, tables).taken
    fields = {name: field(told[column]) for name, column in taken.items() if name not in ("text", "file", "article_id")}
    addresses = [value for value in told.values() if value.startswith(("https://", "http://"))]
    if addresses and not fields.get("url"):
        fields["url"] = field(addresses[0])
    return {name: value for name, value in fields.items() if value}


def links(text: str) -> list[tuple[int, int, str]]:
    """The places of Markdown that nobody reads: targets of links, brackets and stars around words."""
    places = [
        (*match.span(group), kind)
        for shapes, kind in ((_LINKS, "link"), (_SIGNS, "Markdown"))
        for shape, groups in shapes
        for match in shape.finditer(text)
        for group in groups
        if match.start(group) < match.end(group)
    ]
    return _apart(sorted(places))


def _apart(places):
    """Places that do not overlap: of two the first."""
    found = []
    for place in places:
        if not found or place[0] >= found[-1][1]:
            found.append(place)
    return found


def mask(text: str, places: list[tuple[int, int, str]]) -> tuple[str, tuple[Repair, ...]]:
    """The text with U+2060 at these places, line breaks kept, and a repair for each."""
    pieces, repairs, last = [], [], 0
    for start, end, kind in _apart(sorted(places)):
        was = text[start:end]
        pieces += [text[last:start], re.sub(r"[^\r\n]", JOINER, was)]
        repairs.append(Repair(start, end, kind, was))
        last = end
    return "".join([*pieces, text[last:]]), tuple(repairs)
