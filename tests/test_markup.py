"""A corpus whose every field, file and folder is markup: in a browser all of it stays text."""

import csv
import functools
import io
import re
import runpy
import threading
import warnings
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from xml.etree import ElementTree

import pytest
from docutils import nodes
from latex2mathml.converter import convert
from markdown_it import MarkdownIt

from lib import corpus
from lib.show import tables
from lib.site import pages, reading
from tests import corpora
from tests.conftest import HOME, run_copies

FOLDER = "<img src=x onerror=alert(1) data-evil=folder> ![x](x) `{raw}` {{ x }}: *y*"
NOTEBOOKS = ("01-sources", "03-framing", "05-claims", "appendix/numbers")
FORMULA = re.compile(r"(?:^|;)[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+@\-\uff1d\uff0b\uff20\uff0d]")
NUMBER = re.compile(r"-?(?:[0-9.]+(?:e[+-]?[0-9]+)?|inf)")
QUERIES = ("alert", "raw", "harbour", "<img src=x onerror=alert(1) data-evil=query>")

# What no page of ours holds: elements that run or fetch something, and what the shapes would become.
FOREIGN = """() => {
  const said = e => e.outerHTML.slice(0, 300), found = [];
  const active = 'iframe, object, embed, base, form[action^="http"], meta[http-equiv], [data-evil], [style*="evil"], [href*="evil.invalid"], [src*="evil.invalid"]';
  for (const e of document.querySelectorAll(active)) found.push(said(e));
  for (const e of document.querySelectorAll('*')) {
    for (const a of e.attributes) {
      if (/^on/i.test(a.name) && /alert/.test(a.value)) found.push(said(e));
      if (/^(href|src|action|xlink:href)$/i.test(a.name) && /^\\s*(javascript:|vbscript:|data:text\\/html)/i.test(a.value)) found.push(said(e));
    }
  }
  for (const s of document.scripts) if (/alert\\(/.test(s.textContent)) found.push(said(s));
  const root = '/etc/passwd';
  if (/root:x?:0:0/.test(document.body.innerText)) found.push(root);
  return [...new Set(found)];
}"""


class Watch:
    """A tab, and all that it did which a page of ours does not do."""

    def __init__(self, browser, ours):
        self.tab, self.ours, self.leaks = browser.new_context().new_page(), ours, []
        self.tab.on("dialog", self._dialog)
        self.tab.on("request", self._request)

    def _dialog(self, dialog):
        self.leaks.append(f"{self._page()}: dialog {dialog.message}")
        dialog.dismiss()

    def _request(self, request):
        if not request.url.startswith((*self.ours, "data:", "about:")):
            self.leaks.append(f"{self._page()}: request {request.url}")

    def _page(self):
        return self.tab.url.rpartition("/")[2][:60]

    def look(self):
        """Note what is foreign in the page as it stands."""
        self.leaks += [f"{self._page()}: element {found}" for found in self.tab.evaluate(FOREIGN)]


@contextmanager
def served(folder):
    """The site as a server gives it: a search fetches the pages it found, which a file may not."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def leaks_of_pages(browser, site):
    watch = Watch(browser, ["file:"])
    for path in sorted(site.rglob("*.html")):
        watch.tab.goto(path.as_uri())
        watch.tab.wait_for_load_state("load")
        watch.look()
    return watch.leaks


def leaks_of_search(browser, site):
    with served(site) as address:
        watch = Watch(browser, [address])
        for query in QUERIES:
            watch.tab.goto(f"{address}/search.html")
            watch.tab.evaluate("q => { location.search = '?' + new URLSearchParams({q}) }", query)
            watch.tab.wait_for_selector(".search-summary:not(:empty)", state="attached")
            watch.tab.wait_for_load_state("networkidle")
            watch.look()
    return watch.leaks


def outputs(notebook):
    return [output.data for cell in notebook.cells for output in cell.get("outputs", []) if "data" in output]


def leaks_of_lab(browser, folder, notebooks, monkeypatch):
    """What JupyterLab shows of outputs that it trusts, their Markdown with all HTML in it; and of lib.site.reading.show."""
    shown = [data for notebook in notebooks for data in outputs(notebook)]
    monkeypatch.setattr("IPython.display.display", lambda bundle, **options: shown.append(bundle))
    articles = corpus.load(folder)
    for article in articles["article_id"][::4]:  # each call looks for the marks of all
        reading.show(article, articles)
    markdown = MarkdownIt("gfm-like", {"linkify": False})
    watch = Watch(browser, ["file:"])
    for data in shown:
        part = data.get("text/html") or markdown.render(data.get("text/markdown", ""))
        watch.tab.set_content(f"<!doctype html><title>x</title>{part}", wait_until="load")
        watch.look()
    return watch.leaks


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """(folder of the corpus, executed notebooks, folder of the site), of a run as a reader starts it."""
    root = tmp_path_factory.mktemp("markup")
    folder = corpora.markup(root / "corpora" / FOLDER)
    notebooks = run_copies(folder, root, *NOTEBOOKS, site=True)
    return folder, notebooks, next((root / "_site").iterdir())


def test_no_page_runs_fetches_or_shows_what_a_corpus_brings(browser, built):
    folder, _, site = built
    assert len(list(site.glob("articles/*.html"))) == 1 + len(_articles(folder))
    assert leaks_of_pages(browser, site) == []


def test_the_search_shows_titles_and_summaries_as_text(browser, built):
    assert leaks_of_search(browser, built[2]) == []


@pytest.mark.filterwarnings("ignore::lib.corpus.CorpusWarning")
def test_jupyterlab_shows_text(browser, built, monkeypatch):
    folder, notebooks, _ = built
    assert leaks_of_lab(browser, folder, notebooks.values(), monkeypatch) == []


def _articles(folder):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", corpus.CorpusWarning)
        return corpus.load(folder)


def _plain(text):
    """Letters and the signs of markup: typography changes quotation marks and dashes."""
    return "".join(re.findall(r"[A-Za-z0-9<>&;=/]", text))


def test_names_read_as_they_were_written(browser, built):
    """Also those with entities in them, which must not be read twice."""
    folder, _, site = built
    tab = browser.new_page()
    tab.goto((site / "index.html").as_uri())
    assert _plain(FOLDER) in _plain(tab.text_content("article h1"))
    for article in _articles(folder).itertuples():
        tab.goto((site / f"articles/{reading.page(article.article_id)}.html").as_uri())
        for place in ("article h1", "#jb-print-docs-body h1", "title"):
            shown = tab.evaluate("place => document.querySelector(place).textContent", place)
            assert _plain(article.outlet) in _plain(shown), place
    tab.close()


def test_the_public_site_holds_quoted_parts_and_rows_lead_to_them(browser, built):
    folder, _, whole = built
    executed = whole.parents[1] / "_build" / whole.name / "notebooks"
    home, site = executed.parent, whole.parents[1] / "_public" / whole.name
    pages.lay_out(_articles(folder), executed, home / "public", True, command="make CORPUS=…")
    pages.build(home, True, site)
    assert re.fullmatch(r"[a-z0-9-]+", site.name) and not (site.parent / "index.html").exists()
    claims = (site / "appendix/numbers.html").read_text(encoding="utf-8")
    links = re.findall(r'href="\.\./articles/([a-z0-9_-]+\.html)#(c\d+-\d+)"', claims)
    assert links
    for page, place in links:
        article = (site / "articles" / page).read_text(encoding="utf-8")
        seen = re.sub("<[^>]+>", "", article)
        assert f'id="{place}"' in article
        assert re.search(r"quotes \d+\u00a0% of its words", seen) and "[…]" in seen and "make CORPUS=…" in seen
    assert leaks_of_pages(browser, site) == []


def test_downloads_are_named_by_us_and_no_cell_is_a_formula(built):
    site = built[2]
    pages = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.html"))
    names = set(re.findall(r'<a download href="(?:\.\./)?tables/([^"]*)"', pages))
    assert names and all(re.fullmatch(r"[a-z0-9-]+\.csv", name) for name in names)
    assert {path.suffix for path in (site / "_sources").rglob("*.*")} == {".md", ".ipynb"}
    written = [path.read_text(encoding="utf-8-sig") for path in sorted(site.glob("tables/*.csv"))]
    assert len(written) == len(names)
    cells = [cell for table in written for row in csv.reader(io.StringIO(table)) for cell in row]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not [cell for cell in cells if FORMULA.search(cell) and not NUMBER.fullmatch(cell)]


def test_figures_of_a_corpus_have_their_files_and_no_drawing_or_table_runs(built):
    site = built[2]
    shown = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.html"))
    names = set(re.findall(r'href="(?:\.\./)?figures/([a-z0-9-]+)\.svg"', shown))
    assert len(names) > 1 and shown.count(f"[figure of the corpus {site.name}]") >= len(names)
    for name in sorted(names):
        assert all((site / f"figures/{name}{end}").is_file() for end in (".png", "-narrow.png", ".csv"))
        drawn = ElementTree.parse(site / f"figures/{name}.svg").iter()
        assert not {element.tag.rpartition("}")[2] for element in drawn} & {"script", "a", "foreignObject", "img"}
        table = csv.reader(io.StringIO((site / f"figures/{name}.csv").read_text(encoding="utf-8-sig")))
        cells = [cell for row in table for cell in row]
        assert cells and not [cell for cell in cells if FORMULA.search(cell) and not NUMBER.fullmatch(cell)]


def test_no_sentence_is_made_of_what_a_corpus_brings(built):
    """Sentences read Markdown, so they are for the five articles: what the copies display is tables, figures and quoted text."""
    cells = [cell for notebook in built[1].values() for cell in notebook.cells if cell.cell_type == "code"]
    assert not [cell.source for cell in cells if re.search(r"\b(say|finding)\(", cell.source)]
    told = [
        data["text/markdown"] for notebook in built[1].values() for data in outputs(notebook) if "text/markdown" in data
    ]
    links = [
        token
        for text in told
        for token in MarkdownIt("commonmark").parseInline(text)[0].children
        if token.type in ("link_open", "image")
    ]
    assert told and not links


@pytest.mark.parametrize("shape", [*corpora.SHAPES.values(), *corpora.SHAPES_MORE.values()])
def test_a_sentence_reads_no_html(shape):
    for text in (f"First is *{shape}*, then {shape}: **{shape}**", f"{shape} leads ([02](02-terms.ipynb)), see `x`."):
        said = tables.say(text).data
        assert "<" not in said
        with_html, without = (MarkdownIt("commonmark", {"html": html}).render(said) for html in (True, False))
        assert with_html == without and "data-evil=NAME>" not in with_html


def test_a_formula_holds_no_element_and_no_address():
    conf = runpy.run_path(str(HOME / "notebooks/conf.py"))
    for written in (r"\text{<script>alert(1)</script>}", r"\href{javascript:alert(1)}{x}", r"a < b > c"):
        shown = conf["_mathml"](nodes.math("", written))
        assert "<script" not in shown and ' href="' not in shown
    assert shown == convert("a < b > c")
