"""The two sites side by side: every link of both is followed, and the articles are rebuilt from all files of the public one."""

import csv
import html
import io
import json
import re
from collections import defaultdict
from html.parser import HTMLParser
from urllib.parse import unquote

import nbformat
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib import corpus
from lib.show import tables
from lib.site import dressing, marks, quoting
from lib.text import JOINER
from tests.conftest import HOME, made

RUN = 8  # words in a row that can be nobody else's


class Page(HTMLParser):
    """The links of a page, its ids, and the text that follows each id."""

    def __init__(self, path):
        super().__init__()
        self.links, self.ids, self.parts, self.length = [], {}, [], 0
        self.feed(path.read_text(encoding="utf-8"))
        self.text = "".join(self.parts)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if "id" in attributes:
            self.ids[attributes["id"]] = self.length
        for name in ("href", "src"):
            if name in attributes:
                self.links.append((attributes[name], attributes.get("class") or ""))

    def handle_data(self, data):
        self.parts.append(data)
        self.length += len(data)


@pytest.fixture(scope="module")
def sites():
    """{name: {path: Page}} of both; each must leave the other as it is."""
    folders = [made(f"{name}/index.html") for name in ("_site", "_public")]
    pages = {folder: [path for path in folder.rglob("*.html") if "_static" not in path.parts] for folder in folders}
    return {folder.name: {path.resolve(): Page(path) for path in sorted(found)} for folder, found in pages.items()}


@pytest.fixture(scope="module")
def texts():
    """{article_id: text} of the five and of the invented articles."""
    both = pd.concat([corpus.load(HOME / "seeds"), corpus.load(HOME / "data/example")])
    return dict(zip(both["article_id"], both["text"], strict=True))


@pytest.mark.parametrize("name", ["_site", "_public"])
def test_every_link_leads_to_what_it_promises(sites, texts, name):
    pages, places = sites[name], 0
    for path, page in pages.items():
        for link, kind in page.links:
            if re.match(r"[a-z]+:", link):
                continue
            file, _, anchor = link.partition("#")
            target = (path.parent / unquote(file.partition("?")[0])).resolve() if file else path
            assert target.exists(), (path, link)
            if not anchor or target.suffix != ".html":
                continue
            if "=" in anchor:  # what a script of the page is asked for
                assert target.stem in ("side-by-side", "words"), (path, link)
                continue
            assert unquote(anchor) in pages[target].ids, (path, link)
            place = re.fullmatch(r"c([0-9]+)-([0-9]+)", anchor) if target.parent.name == "articles" else None
            if place:
                places += 1
                start, end = map(int, place.groups())
                said, at = pages[target].text, pages[target].ids[anchor]
                told = texts[target.stem][start:end].replace(JOINER, "").strip()
                assert said[at:].lstrip().startswith(told), (path, link)
            assert bool(place) == ("place" in kind), (path, link)
    assert places > 200


def test_what_is_lit_is_the_sentence_of_the_place(sites):
    """A place lies in the element that lights up when a link leads there."""
    for name, pages in sites.items():
        page = next(path for path in pages if path.name == "anewz.html" and path.parent.name == "articles")
        parts = page.read_text(encoding="utf-8").split('<span class="s"')
        assert sum(part.count('class="at"') for part in parts[1:]) > 100 and 'class="at"' not in parts[0], name


def test_whole_articles_say_that_they_are_not_for_publication(sites):
    for name, pages in sites.items():
        articles = [path for path in pages if path.parent.name == "articles" and path.stem in RIGHTS]
        assert len(articles) == len(RIGHTS)
        for path in articles:
            page = path.read_text(encoding="utf-8")
            whole = name == "_site"
            assert ("not for publication" in page) == ('<meta name="robots" content="noindex">' in page) == whole
            assert ("[…]" in pages[path].text) != whole


RIGHTS = ["anewz", "avim", "cgtn", "chinadiplomacy", "globaltimes"]


def test_the_workflow_publishes_the_public_site_alone():
    steps = (HOME / ".github/workflows/pages.yml").read_text(encoding="utf-8")
    assert re.findall(r"path: (.*)", steps) == ["_public"] and "make PUBLISH=1" in steps and "_site" not in steps
    assert steps.index("tests/test_public.py") < steps.index("deploy-pages")


# -- Rebuilding the articles ----------------------------------------------------------


def words(text):
    return re.findall(r"[^\W_]+", text.replace(JOINER, "").replace("[…]", " zzcut ").casefold())


def strings(value):
    """The texts in JSON; lines of one text as one."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        yield "".join(value)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def spoken(markup):
    """What HTML shows, and what its attributes hold."""
    yield html.unescape(re.sub(r"<[^>]*>", " ", markup))
    for tag in re.findall(r"<[^>]*>", markup):
        yield from map(html.unescape, re.findall(r'"([^"]*)"', tag))


def read(path):
    """All that a file says."""
    content = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix in (".ipynb", ".json"):
        for text in strings(json.loads(content)):
            yield text
            yield from spoken(text)
    elif path.suffix in (".html", ".md", ".svg", ".xml"):
        yield from spoken(content)
    else:
        yield content


def placed(path, texts):
    """(article, start, end) of what a table quotes together with its place: {article_id, start} and the words."""
    for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))):
        for name, number in row.items():
            kind, _, side = (name or "").rpartition("start")
            article = row.get(f"article{side}" if side else "article_id")
            if "start" in (name or "") and article in texts and (number or "").isdecimal() and kind in ("", *KINDS):
                for value in filter(None, row.values()):
                    if texts[article].startswith(value, int(number)):
                        yield article, int(number), int(number) + len(value)


KINDS = ("speaker_", "cue_", "verb_")


def rebuilt(folder, tables_alone=False):
    """{article_id: share of its words in runs of RUN or more} that one can put together from all files of a folder."""
    texts = corpus.load(HOME / "seeds").set_index("article_id")["text"]
    told, runs = {name: words(text) for name, text in texts.items()}, defaultdict(list)
    for name, own in told.items():
        for i in range(len(own) - RUN + 1):
            runs[tuple(own[i : i + RUN])].append((name, i))
    found = {name: [False] * len(own) for name, own in told.items()}
    for path in sorted(folder.rglob("*.csv" if tables_alone else "*.*")):
        if path.is_file() and path.suffix not in (".png", ".woff2", ".ttf", ".ico", ".inv", ".map"):
            for text in read(path):
                said = words(text)
                for i in range(len(said) - RUN + 1):
                    for name, at in runs.get(tuple(said[i : i + RUN]), ()):
                        found[name][at : at + RUN] = [True] * RUN
    for path in sorted(folder.glob("**/tables/*.csv")):
        for name, start, end in placed(path, texts):
            at = len(words(texts[name][:start]))
            n = len(words(texts[name][start:end]))
            found[name][at : at + n] = [True] * n
    return {name: _in_runs(has) / len(has) for name, has in found.items()}


def _in_runs(has):
    runs = "".join(" x"[known] for known in has).split()
    return sum(len(run) for run in runs if len(run) >= RUN)


def test_no_more_of_an_article_can_be_rebuilt_than_its_page_states(sites):
    public = HOME / "_public"
    index = (public / "articles/index.html").read_text(encoding="utf-8")
    for name, share in rebuilt(public).items():
        page = (public / f"articles/{name}.html").read_text(encoding="utf-8")
        (stated,) = re.findall(r"quotes ([0-9]+)\u00a0% of its words", page)
        assert f"{stated}\u00a0%" in index
        assert int(stated) / 100 - 0.12 < share <= int(stated) / 100 < 0.62, (name, share)


def test_the_measure_sees_what_is_there(sites, executed):
    """Of the site for one's own machine all can be rebuilt, of the tables alone most: that is why they are cut."""
    assert min(rebuilt(HOME / "_site").values()) > 0.99
    assert min(rebuilt(executed / "tables", tables_alone=True).values()) > 0.6


# -- Cutting --------------------------------------------------------------------------

ARTICLES = pd.DataFrame(
    {"article_id": ["a"], "outlet": ["o"], "text": ["a b c d e f g h i j. k l m n o p q r s t u v."]}
)
SHOWN = {"a": [(0, 20)]}


def test_runs_that_are_not_shown_are_cut_and_others_stay():
    runs = quoting.hidden(ARTICLES, SHOWN)
    assert quoting.cut(["A b c d e f g h i j"], runs) == ["A b c d e f g h i j"]
    assert quoting.cut(["Of k l m n o p q."], runs) == ["Of k l m n o p q."], "seven words are anybody's"
    assert quoting.cut(["Of k l m n o p q r, he said."], runs) == ["Of […], he said."]
    assert quoting.cut(["k l m n", "o", "p q r z"], runs) == ["[…]", "[…]", "[…] z"]
    assert quoting.cut_html('<p title="k l m n o p q r">k <b>l</b> m &amp; n o p q r &lt; z</p>', runs) == (
        '<p title="[…]">[…]<b>[…]</b>[…] &lt; z</p>'
    )


@given(
    st.text("abc .\u2060中", max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=3),
    st.data(),
)
def test_no_hidden_run_is_left(text, spans, data):
    articles = pd.DataFrame({"article_id": ["a"], "text": [text]})
    runs = quoting.hidden(articles, {"a": marks.union([(a, a + n) for a, n in spans])})
    parts = data.draw(st.lists(st.sampled_from([text, text[:9], text[9:], "z"]), max_size=4))
    left = quoting.cut(parts, runs)
    assert len(left) == len(parts)
    for piece in re.split(re.escape(quoting.CUT), " ".join(left)):
        assert not any(run in runs for _, run in quoting._runs(piece)[0])
    if not runs:
        assert left == parts


def test_rows_with_a_place_go_and_other_rows_lose_the_words():
    runs = quoting.hidden(ARTICLES, SHOWN)
    rows = [("k l m n", "o p q r", 20, 40), ("a b c d", "e f g h", 0, 16)]
    table = pd.DataFrame(rows, columns=["left", "right", "start", "end"])
    assert quoting.cut_csv(tables.to_csv(table), runs) == ("left,right,start,end\na b c d,e f g h,0,16\n", True, 1)
    bare = tables.to_csv(table[["left", "right"]])
    assert quoting.cut_csv(bare, runs) == ("left,right\n[…],[…]\na b c d,e f g h\n", False, 2)


def test_what_prose_quotes_is_shown():
    more = quoting.with_prose(ARTICLES, SHOWN, ["He wrote: l m n o p q r s.", "And m n."])
    assert more == {"a": [(0, 20), (23, 38)]}
    assert quoting.with_prose(ARTICLES, SHOWN, []) == SHOWN


def test_a_table_says_how_many_rows_are_here_and_a_table_of_none_says_why(monkeypatch, tmp_path):
    shown = []
    monkeypatch.setattr("lib.show.tables.display", lambda data, **options: shown.append(data))
    monkeypatch.setenv("TABLES", str(tmp_path))
    rows = [("k l m n o p q r", 20, 36), ("a b c d e f g h", 0, 16)]
    for some in (rows, rows[:1]):
        tables.show(pd.DataFrame(some, columns=["text", "start", "end"]), f"Sentences {len(some)}")
    outputs = [nbformat.v4.new_output("display_data", data) for data in shown]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=outputs)])
    runs = quoting.hidden(ARTICLES, SHOWN)
    left = quoting.cut_files(tmp_path, runs)
    two, one = (o.data for o in quoting.cut_notebook(book, left, runs).cells[0].outputs)
    assert "1 of 2 rows here" in two["text/html"] and "k l m" not in two["text/html"] and "a b c" in two["text/html"]
    whole = dressing.whole(
        two["text/html"].replace('"data"', '"data part" data-digits="2"'), two["text/plain"], "text\nx\n"
    )
    assert "1 of 2 rows here" in whole, "the whole says it, too"
    assert re.fullmatch(r"Sentences 2 \(1 row\) \[table [0-9a-f]{16}\]", two["text/plain"])
    assert "left out here" in one["text/markdown"] and "text/html" not in one


def test_a_place_is_shown_if_all_of_it_is():
    shown = {"a": [(0, 10), (20, 30)]}
    places = [("a", 0, 10), ("a", 22, 30), ("a", 5, 12), ("a", 12, 14), ("a", 5, 25), ("b", 0, 1)]
    assert [marks.is_shown(shown, *place) for place in places] == [True, True, False, False, False, False]
    assert marks.is_shown(None, "b", 0, 1)
