"""The articles, paragraph by paragraph: marks that overlap, hostile texts, and what a published page may hold."""

import re
from html.parser import HTMLParser

import nbformat
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from lib import claims, corpus, text
from lib.measures.statements import read_statements
from lib.people import voices
from lib.show import tables
from lib.site import dressing, marks, reading
from lib.site import pages as pages_of
from tests.conftest import HOME

HOSTILE = "<script>alert(1)</script> ``` & \"x\" onclick='y' [a](javascript:b) | $z$"
VOID = {"input", "br"}


class Reader(HTMLParser):
    """Reads HTML as strictly as it can: every tag closed in order; keeps the paragraphs' text without their numbers."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.open, self.paragraphs, self.ids, self.tags = [], [], [], []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append((tag, attributes))
        self.ids += [attributes["id"]] if "id" in attributes else []
        if tag not in VOID:
            self.open.append((tag, attributes.get("class", "")))
        if tag in ("p", "h2"):
            self.paragraphs.append("")

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        classes = [name for _, name in self.open]
        if "number" not in classes and any(name.startswith("kind-") for name in classes):
            self.paragraphs[-1] += data


def read(page):
    reader = Reader(page)
    return [words.removeprefix(" ") for words in reader.paragraphs], reader


def toy(raw, article_id="a"):
    articles = pd.DataFrame({"article_id": [article_id], "outlet": ["o"], "text": [text.repair(raw)[0]]})
    paragraphs = corpus.paragraphs(articles)
    return articles, paragraphs, corpus.sentences(paragraphs)


def write(articles, folder, public=True, **more):
    """The pages of the articles in the folder articles/ of a site's sources, with no notebooks beside them."""
    found = marks.layers(articles.head(marks.MOST))
    shown = marks.publishable(articles.head(marks.MOST), found) if public else None
    reading.write(marks.Site(articles, folder, found, shown, **more))
    return folder / "articles"


def table(rows):
    return pd.DataFrame(rows, columns=marks.LAYERS)


NOTE = st.sampled_from(["", "Xi", HOSTILE])
PLACE = st.tuples(st.integers(0, 200), st.integers(1, 60), st.sampled_from([*marks.KINDS]), NOTE)


@given(st.text(max_size=200), st.lists(PLACE, max_size=12), st.lists(st.tuples(st.integers(0, 210), st.integers(0, 9))))
def test_without_its_tags_a_page_is_the_text(raw, places, linked):
    _, paragraphs, sentences = toy(raw)
    found = table([("a", start, start + length, layer, note) for start, length, layer, note in places])
    anchors = {(start, start + length) for start, length in linked}
    page = reading.render("a", paragraphs, sentences, found, anchors=anchors)
    words, reader = read(page)
    assert words == [p.replace(text.JOINER, "") for p in paragraphs["text"]]
    assert len(set(reader.ids)) == len(reader.ids)
    if len(paragraphs):
        assert {f"c{a}-{b}" for a, b in anchors} <= set(reader.ids)


@given(
    st.text(max_size=200), st.lists(PLACE, max_size=12), st.lists(st.tuples(st.integers(0, 200), st.integers(1, 40)))
)
def test_what_may_not_be_shown_is_not_there(raw, places, spans):
    _, paragraphs, sentences = toy(raw)
    found = table([("a", start, start + length, layer, note) for start, length, layer, note in places])
    shown = marks.union([(a, a + n) for a, n in spans])
    words, _ = read(reading.render("a", paragraphs, sentences, found, shown))
    for p, said in zip(paragraphs.itertuples(), words, strict=True):
        kept = "".join(c for i, c in enumerate(p.text, p.start) if any(a <= i < b for a, b in shown))
        squeezed = ["".join(s.replace(reading.CUT, "").split()) for s in (said, kept.replace(text.JOINER, ""))]
        assert squeezed[0] == squeezed[1] or reading.CUT in p.text


def test_marks_that_overlap_are_cut_at_each_edge():
    _, paragraphs, sentences = toy("One two three four.")
    found = table([("a", 0, 7, "quotation", "Xi"), ("a", 4, 13, "passage", "1"), ("a", 4, 7, "quantity", "2")])
    page = reading.render("a", paragraphs, sentences, found)
    assert re.findall(r'class="m (\w+)"[^>]*>(?:<[^>]*>)*(one|two|three)', page, re.IGNORECASE)
    _, reader = read(page)
    assert [a["data-label"] for tag, a in reader.tags if "data-label" in a] == ["Xi", "2", "1"]
    assert {a["href"] for tag, a in reader.tags if "data-label" in a} == {
        "../03-framing.html",
        "../05-claims.html",
        "../02-terms.html",
    }


def test_a_verdict_is_a_sign_and_its_words_are_at_hand():
    _, paragraphs, sentences = toy("One two three, four.")
    _, reader = read(
        reading.render(
            "a", paragraphs, sentences, table([("a", 0, 13, "statement", "record: contradicted (fact): no")])
        )
    )
    (label,) = [a for _, a in reader.tags if "data-label" in a]
    assert label["data-label"] == "✗" and label["data-told"] == "record: contradicted (fact): no"
    assert label["data-told"] in label["aria-label"]


def test_nothing_in_a_text_or_a_note_becomes_markup():
    raw = f"He said {HOSTILE} and left. Then {HOSTILE}."
    _, paragraphs, sentences = toy(raw, HOSTILE)
    found = table([(HOSTILE, 3, 40, layer, HOSTILE) for layer in marks.KINDS])
    _, reader = read(reading.render(HOSTILE, paragraphs, sentences, found))
    assert {tag for tag, _ in reader.tags} == {
        "div",
        "fieldset",
        "legend",
        "ul",
        "li",
        "label",
        "input",
        "span",
        "details",
        "summary",
        "a",
        "p",
    }
    assert not any(name.startswith("on") for _, attributes in reader.tags for name in attributes)
    assert all(a.get("href", "#p").startswith(("#p", "../0", "../appendix/official")) for _, a in reader.tags)


def test_hostile_articles_make_pages_of_their_own(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text(
        f"They signed 3 papers. {HOSTILE}\n\n```\n\n# No title\n\nSay 4 things.\n", encoding="utf-8"
    )
    (folder / "b.txt").write_text("Nothing is counted here.\n", encoding="utf-8")
    rows = [("a.txt", "../../x <b>", HOSTILE, HOSTILE), ("b.txt", "../../X <b>", "B", "")]
    sources = pd.DataFrame(rows, columns=["file", "article_id", "outlet", "title"])
    sources.to_csv(folder / "sources.csv", index=False)
    with pytest.warns(corpus.CorpusWarning):
        articles = corpus.load(folder)
    for public in (True, False):
        folder = write(articles, tmp_path / f"site-{public}", public)
        pages = sorted(path.name for path in folder.iterdir())
        assert len({name.lower() for name in pages}) == 3 and all(re.fullmatch(r"[a-z0-9_-]+\.md", n) for n in pages)
        for name in pages:
            content = (folder / name).read_text(encoding="utf-8")
            above, _, below = content.partition("```{raw} html")
            assert "<script" not in MarkdownIt().render(above) and "<script" not in below
            assert 'href="javascript' not in MarkdownIt().render(above) + below
            assert name == "index.md" or below.count("```") == 1
        assert ("Nothing is counted here" in "".join(p.read_text() for p in folder.iterdir())) != public


@pytest.mark.parametrize("name", ["anewz", "index", "A", "a", "a/b", "a b", "..", "", "é", "ｅ", "x" * 300, "x" * 301])
def test_names_of_pages(name):
    names = {
        reading.page(n) for n in ("anewz", "index", "A", "a", "a/b", "a b", "..", "", "é", "ｅ", "x" * 300, "x" * 301)
    }
    assert len({n.lower() for n in names}) == 12 and "index" not in names
    assert re.fullmatch(r"[a-z0-9_-]{1,80}", reading.page(name))
    assert reading.page("anewz") == "anewz"


# -- The five articles ----------------------------------------------------------------


@pytest.fixture(scope="module")
def found(seeds):
    return marks.layers(seeds[0])


@pytest.fixture(scope="module")
def pages(seeds, found, tmp_path_factory):
    """The published pages: {article_id: Markdown}, and the index under ""."""
    folder = write(seeds[0], tmp_path_factory.mktemp("site"))
    return {path.stem.replace("index", ""): path.read_text(encoding="utf-8") for path in folder.iterdir()}


def test_every_layer_is_filled_and_its_spans_hold(seeds, found):
    articles, lengths = seeds[0], seeds[0].set_index("article_id")["text"].str.len()
    assert set(found["layer"]) == set(marks.KINDS)
    assert (found["start"] < found["end"]).all() and (found["end"] <= found["article_id"].map(lengths)).all()
    assert (found["layer"] == "quantity").sum() == len(claims.extract(articles))
    notes = set(found.loc[found["layer"] == "quantity", "note"])
    assert {"30 percent, above", "100 billion USD, below", "12 cooperation documents"} <= notes


def test_a_number_that_another_outlet_contradicts_says_so_and_leads_to_its_card(tmp_path):
    articles = corpus.load(HOME / "data/example")
    found = marks.layers(articles)
    odd = found[found["note"].str.contains(marks.CONFLICT)]
    assert set(odd["article_id"]) == {"tram-bulletin", "tram-railroad", "tram-wire"}
    assert (odd["card"] == "conflict-tram-bulletin-426-tram-wire-630").all()
    paragraphs = corpus.paragraphs(articles)
    page = reading.render("tram-wire", paragraphs, corpus.sentences(paragraphs), found)
    (label,) = re.findall(r'<a class="label quantity conflict" href="([^"]+)" aria-label="([^"]+)"', page)
    assert label[0] == "../05-claims.html#conflict-tram-bulletin-426-tram-wire-630"
    assert "26 vehicles; in conflict with 24 (City Hall Bulletin)" in label[1]
    assert (pages_of._with_cards(found, tmp_path)["card"] == "").all(), "no page has that card"


def allowed(seeds):
    """What a published page may hold, computed anew: {article_id: positions}."""
    articles, paragraphs, _, _ = seeds
    lines, ok = corpus.sentences(paragraphs), {name: set() for name in articles["article_id"]}
    for claim in claims.extract(articles).itertuples():
        own = lines[(lines["article_id"] == claim.article_id) & (lines["start"] <= claim.start)].iloc[-1]
        ok[claim.article_id].update(range(own["start"], max(own["end"], claim.end)))
    for row in claims.set_aside(articles).itertuples():
        ok[row.article_id].update(range(row.start - marks.AROUND, row.end + marks.AROUND))
    words = [read_statements(), voices.quotations(corpus.running(paragraphs))]
    words += [seeds_passages(seeds), marks.official_wording(articles, seeds[3])]
    for row in pd.concat(words).itertuples():
        ok[row.article_id].update(range(row.start, row.end))
    return ok


def seeds_passages(seeds):
    from lib.measures import reuse

    return reuse.shared(seeds[3], seeds[0])


def test_a_published_page_holds_nothing_but_what_is_quoted(seeds, found, pages):
    """Every run of words between two cuts stands in the article at places that may be shown."""
    articles, paragraphs, _, _ = seeds
    ok, lines = allowed(seeds), corpus.sentences(paragraphs)
    for article in articles.itertuples():
        page = pages[article.article_id]
        words, _ = read(page[page.index("<div") : page.rindex("</div>") + 6])
        own = paragraphs[paragraphs["article_id"] == article.article_id]
        whole = set()
        for p, said in zip(own.itertuples(), words, strict=True):
            kept = [i for i in range(p.start, p.end) if article.text[i] != text.JOINER]
            plain, at = "".join(article.text[i] for i in kept), 0
            fine = [article.text[i].isspace() or i in ok[article.article_id] for i in kept]
            for run in filter(None, (part.strip() for part in said.split(reading.CUT))):
                at = plain.index(run, at)
                while not all(fine[at : at + len(run)]):  # the same words may stand earlier, unquoted
                    at = plain.index(run, at + 1)
                whole |= {*kept[at : at + len(run)]}
                at += len(run)
        held = lines[lines["article_id"] == article.article_id]
        left = [s.text for s in held.itertuples() if not set(range(s.start, s.end)) & ok[article.article_id]]
        assert left and not any(text.display(s) in " ".join(words) for s in left if len(s) > 20)
        (told,) = re.findall(r"quotes (\d+)\u00a0% of its words", page)
        assert abs(100 * len(whole) / len(article.text.strip()) - int(told)) < 3 and int(told) < 65
        assert f"| {told}\u00a0% |" in pages[""]


def test_no_whole_article_leaves_through_attributes(seeds, pages):
    """Titles, labels and the list of the articles hold notes, not text."""
    for article in seeds[0].itertuples():
        _, reader = read(pages[article.article_id].split("```{raw} html")[1].rpartition("```")[0])
        assert max(len(value) for _, a in reader.tags for value in a.values() if value) < 250


def test_at_home_a_page_holds_everything_and_says_that_it_is_not_for_publication(seeds, tmp_path):
    content = (write(seeds[0], tmp_path, public=False) / "cgtn.md").read_text(encoding="utf-8")
    words, _ = read(content.split("```{raw} html")[1].rpartition("```")[0])
    own = seeds[1][seeds[1]["article_id"] == "cgtn"]
    assert words == [p.replace(text.JOINER, "") for p in own["text"]]
    assert "with its source is fine" in content
    assert "not for publication" in content and reading.CUT not in content


def test_doubtful_outlets_say_so_on_every_page(seeds, pages):
    shown = corpus.as_shown(seeds[0])
    for article, outlet in zip(shown["article_id"], shown["outlet"], strict=True):
        assert pages[article].startswith(f"# {tables.quoted(outlet)}\n") and tables.quoted(outlet) in pages[""]
        assert pages[article].count(tables.DAGGER_NOTE) == outlet.endswith(corpus.DAGGER)
    assert pages[""].count(tables.DAGGER_NOTE) == 1


def test_labels_say_values_as_one_would():
    said = claims.extract(
        pd.DataFrame(
            {"article_id": ["a"], "text": ["It took 2 years, 1 day, 3 feet, 30 percent and nearly $5 billion."]}
        )
    )
    labels = [marks._value(row) for row in said.itertuples()]
    assert labels == ["2 years", "1 day", "3 feet", "30 percent", "5 billion USD, below"]


# -- Links ----------------------------------------------------------------------------


def test_every_row_with_a_span_has_its_anchor(executed, seeds):
    places = reading.places(executed)
    articles = pd.concat([seeds[0], corpus.load(HOME / "data/example")])  # the second of 07
    assert set(places) == set(articles["article_id"]) and sum(map(len, places.values())) > 1_500
    paragraphs, none = corpus.paragraphs(articles), table([])
    lines = corpus.sentences(paragraphs)
    for article in articles["article_id"]:
        page = reading.render(article, paragraphs, lines, none, anchors=places[article])
        for line in lines[lines["article_id"] == article].itertuples():
            inside = page.split(f'id="s{line.start}">')[1].split('<span class="s"')[0]
            for a, b in places[article]:
                if line.start <= a < line.end:
                    assert f'id="c{a}-{b}"' in inside


PLACE = re.compile(r'<a class="place" href="([^"]+)"[^>]*>([^<]+)')


def test_one_cell_of_a_row_leads_to_its_place():
    rows = [("t", "over 3 <b>", "x & y", 5, 9), ("u", "4", "elsewhere", 1, 2), ("v", "5", "x & y", "", "")]
    shown = tables.to_html(pd.DataFrame(rows, columns=["kind", "surface", "article_id", "start", "end"]), "c")
    assert "start" not in re.sub(" data-place=.*? ", "", shown)
    address = f"articles/{reading.page('x & y')}.html#c5-9"
    linked = dressing.with_places(shown, {address.removeprefix("articles/")})
    assert PLACE.findall(linked) == [(address, "over 3 &lt;b&gt;")] and linked.count("<a ") == 1
    assert "data-place" not in linked and dressing.with_places(shown, set()) == shown


def test_a_row_of_no_quoted_words_leads_from_its_article():
    rows = pd.DataFrame([(1, "x", 5, 9)], columns=["n", "article_id", "start", "end"])
    for columns, words in ((None, "x"), (["n"], "1")):
        linked = dressing.with_places(tables.to_html(rows, "c", columns=columns), {"x.html#c5-9"})
        assert PLACE.findall(linked) == [("articles/x.html#c5-9", words)]


def test_both_sides_of_a_pair_lead_to_their_places():
    columns = ["surface_a", "surface_b", "article_a", "start_a", "end_a", "article_b", "start_b", "end_b"]
    shown = tables.to_html(pd.DataFrame([("3", "three", "x", 1, 2, "y", 3, 8)], columns=columns), "c")
    linked = dressing.with_places(shown, {"x.html#c1-2", "y.html#c3-8"})
    assert PLACE.findall(linked) == [("articles/x.html#c1-2", "3"), ("articles/y.html#c3-8", "three")]


def test_who_speaks_leads_to_where_she_is_named():
    columns = ["speaker", "article_id", "start", "end", "opening", "speaker_start", "speaker_end"]
    rows = [("Ann Lee", "x", 9, 30, "It rained", 1, 8), ("unattributed", "x", 40, 50, "No", -1, -1)]
    places = {f"x.html#c{place}" for place in ("9-30", "40-50", "1-8")}
    linked = dressing.with_places(tables.to_html(pd.DataFrame(rows, columns=columns), "c"), places)
    assert PLACE.findall(linked) == [
        ("articles/x.html#c1-8", "Ann Lee"),
        ("articles/x.html#c9-30", "It rained"),
        ("articles/x.html#c40-50", "No"),
    ]


def test_a_notebook_without_pages_keeps_its_tables():
    shown = tables.to_html(pd.DataFrame([("x", 1, 2)], columns=["article_id", "start", "end"]), "c")
    bundle = {"text/html": shown, "text/plain": "c (1 row) [table 0123456789abcdef]"}
    cell = nbformat.v4.new_code_cell(outputs=[nbformat.v4.new_output("display_data", bundle)])
    source = nbformat.writes(nbformat.v4.new_notebook(cells=[cell]))
    assert shown in dressing.dress(source).cells[0].outputs[0].data["text/html"]
    assert (
        "articles/x.html#c1-2" in dressing.dress(source, places=["x.html#c1-2"]).cells[0].outputs[0].data["text/html"]
    )


def test_the_code_of_a_section_is_one_fold_after_its_results():
    """All code is there, in order; the first fold comes after the first picture or table."""

    def code(source, *outputs):
        return nbformat.v4.new_code_cell(source, outputs=list(outputs))

    told = nbformat.v4.new_output("stream", text="1")
    shown = nbformat.v4.new_output("display_data", {"image/png": "iVBORw0KGgo=", "text/plain": "x [figure 0]"})
    heads = [nbformat.v4.new_markdown_cell(f"{'#' * min(2, i + 1)} {i}") for i in range(3)]
    cells = [heads[0], code("a = 1"), code("a", told), heads[1], code("b = a"), code("b", shown), heads[2], code("c")]
    read = dressing.dress(nbformat.writes(nbformat.v4.new_notebook(cells=cells))).cells
    folds = ["hide-input" in cell.metadata.get("tags", []) for cell in read]
    assert [cell.source for cell in read] == ["# 0", "a", "## 1", "b", "a = 1\n\na\n\nb = a\n\nb", "## 2", "c"]
    assert [i for i, fold in enumerate(folds) if fold] == [4, 6]
    assert all("remove-input" in read[i].metadata["tags"] for i in (1, 3))


# -- JupyterLab -----------------------------------------------------------------------


def test_show_displays_the_whole_article(seeds, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, **options: shown.append(bundle))
    reading.show("cgtn", seeds[0])
    (bundle,) = shown
    words, reader = read(bundle["text/html"].split("</style>")[1])
    assert (
        "".join(words).startswith("How does the China-Central Asia Summit") and reading.CUT not in bundle["text/html"]
    )
    assert not any("href" in a and not a["href"].startswith("#") for _, a in reader.tags)
    assert "<h2>cgtn: CGTN</h2>" in bundle["text/html"]
    reading.show("avim", seeds[0])
    assert "<h2>avim: AVIM†</h2>" in shown[1]["text/html"]
    with pytest.raises(corpus.CorpusError, match="anewz"):
        reading.show("nobody", seeds[0])


def test_every_layer_has_a_line_and_a_switch_of_its_own():
    style = reading.STYLE.read_text()
    lines = [re.search(rf"\.reading \.{layer} \{{ text-decoration: ([^v]+)", style)[1] for layer in marks.KINDS]
    assert all(f".reading:not(:has(.on-{layer}:checked)) a.label.{layer}" in style for layer in marks.KINDS)
    offsets = [re.search(rf"\.reading \.{layer} \{{[^}}]*underline-offset: ([^;]+)", style) for layer in marks.KINDS]
    drawn = [(line, offset and offset[1]) for line, offset in zip(lines, offsets, strict=True)]
    assert len(set(drawn)) == len(drawn), "layers must be told apart without colour"


def test_of_many_articles_the_first_have_a_page(toy, monkeypatch):
    for module in (reading, marks):
        monkeypatch.setattr(module, "MOST", 1)
    pages = write(corpus.load(toy), toy / "_pages", command="make x")
    assert sorted(path.name for path in pages.glob("*.md")) == ["a.md", "index.md"]
    index = (pages / "index.md").read_text(encoding="utf-8")
    assert "The first 1 of 2 articles have a page" in index and "`make x`" in index
