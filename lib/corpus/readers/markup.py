"""HTML to lines: what a reader of a page sees, a paragraph a line. Nothing is run and nothing is fetched."""

import html
import re
from itertools import pairwise
from typing import NamedTuple

from lib.corpus.readers.parts import CONTROL, Line, Unreadable, count_words, short

_PICTURE = re.compile(r"data:[\w.+/-]{1,80};base64,[A-Za-z0-9+/=]+")  # inside a saved page
_UNSEEN = {"script", "style", "noscript", "template", "title", "svg", "iframe", "object", "textarea", "select"}
_AROUND = {"nav", "footer", "aside", "form", "button", "menu", "dialog"}  # menus, not what a page is about
_INLINE = set(
    "a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd label mark q s samp small span strike strong sub"
    " sup text time tt u var wbr".split()
)
_CELL = _INLINE | set("p div li ul ol h1 h2 h3 h4 h5 h6 blockquote table td tr figure section article".split())
_TAG = re.compile(rf"</(?:{'|'.join(sorted(_CELL))})>|<br\s?/?>|<p>", re.IGNORECASE)  # a cell of HTML has one
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,10}[0-9]{0,2});")
_HEADINGS = {"h1", "h2", "h3", "h4"}
_WHOLE, _TEASER = 40, 8  # words of an article on a page of many, of its teaser
LARGEST = 100_000_000  # characters of a page


class Page(NamedTuple):
    """A web page as lines."""

    lines: list[Line]
    n_words: int  # outside of menus and links
    n_articles: int  # elements <article> with a paragraph of text each, or headings that are links before one


def clean(page: str) -> str:
    """A page without pictures written into it and without control characters."""
    return CONTROL.sub(" ", _PICTURE.sub("", page.lstrip("\ufeff")))


def lines_of(page: str) -> Page:
    """A page as lines.

    Raises:
        Unreadable: the parser gave up.
    """
    from lxml import etree
    from lxml import html as lxml_html

    if len(page) > LARGEST:
        raise Unreadable(f"it is a web page of {len(page):,} characters; save its text as .txt")
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml_html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
        walk = _Walk()
        for event, element in etree.iterwalk(root, events=("start", "end")):
            (walk.opens if event == "start" else walk.closes)(element)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Unreadable(f"its HTML broke the parser ({short(error)}); save its text as .txt") from error
    return Page(walk.lines, walk.n_words, max(walk.n_articles, walk.linked()))


class _Walk:
    """What stands on the page, element by element."""

    def __init__(self):
        self.lines, self.n_words, self.n_articles = [], 0, 0
        self._text, self._styles, self._blocks = [], [], []  # of the line under way; blocks that are open
        self._unseen, self._around, self._links, self._pre = 0, 0, 0, 0
        self._articles = []  # words before each open <article>
        self._head, self._heads = [0, 0], []  # letters (all, in links) from a heading on; words before each linked one

    def opens(self, element):
        tag = element.tag
        if _is_unseen(element):
            self._unseen += 1
            return
        if self._unseen:
            return
        style = element.get("class") or ""
        if tag in _INLINE:
            self._styles += [style] if style else []
            self._links += tag == "a"
        else:
            self._flush()
            self._blocks.append(f"{style} {tag}" if tag[0] == "h" and tag[1:].isdigit() else style)
            self._around += _is_around(element)
            self._pre += tag == "pre"
            if tag == "article":
                self._articles.append(self.n_words)
            if tag in _HEADINGS:
                self._head = [0, 0]
        self._add(element.text)

    def closes(self, element):
        tag = element.tag
        if _is_unseen(element):
            self._unseen -= 1
        elif self._unseen:
            return
        elif tag in _INLINE:
            self._links -= tag == "a"
        else:
            self._flush()
            self._blocks.pop()
            self._around -= _is_around(element)
            self._pre -= tag == "pre"
            if tag in _HEADINGS and not self._around and 2 * self._head[1] > self._head[0]:
                self._heads.append(self.n_words)
            if tag == "article" and self.n_words - self._articles.pop() >= _WHOLE and not self._articles:
                self.n_articles += 1
        if not self._unseen:
            self._add(element.tail)

    def _add(self, text):
        if not text:
            return
        if not self._around and not self._links:
            self.n_words += count_words(text)
        size = len(text.strip())
        self._head = [self._head[0] + size, self._head[1] + size * (self._links > 0)]
        if self._pre:
            *whole, text = text.split("\n")
            for line in whole:
                self._text.append(line)
                self._flush()
        self._text.append(text)

    def _flush(self):
        """End the line under way."""
        text = "".join(self._text)
        text = text.rstrip() if self._pre else " ".join(text.split())
        if text or self._pre:
            own = next((block for block in reversed(self._blocks) if block), "")
            self.lines.append(Line(text, " ".join([own, *self._styles]).strip()))
        self._text, self._styles = [], []

    def linked(self):
        """How many headings lead to a page of their own, with an article or the teaser of one below each."""
        sizes = [b - a for a, b in pairwise([*self._heads, self.n_words])]
        teasers = [size for size in sizes if size >= _TEASER]
        short = len(teasers) >= 8 and 2 * sum(teasers) > self.n_words
        return len(teasers) if short else sum(size >= _WHOLE for size in sizes)


def _is_around(element):
    """A menu, or what readers of the page wrote below it."""
    named = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return element.tag in _AROUND or "comment" in named


def _is_unseen(element):
    hidden = (
        element.get("hidden") is not None or "display:none" in (element.get("style") or "").replace(" ", "").lower()
    )
    return element.tag in _UNSEEN or hidden


def of_cell(text: str) -> tuple[str, bool]:
    """The text of a table's cell, and whether it was HTML: tags gone, a paragraph a line, entities read."""
    if _TAG.search(text):
        lines = [line.text for line in lines_of(clean(text)).lines if line.text]
        return "\n\n".join(lines), True
    plain = html.unescape(text) if _ENTITY.search(text) else text
    return plain, plain != text
