"""Two accounts side by side: what is shared is what a slow comparison finds, and a browser joins it, from disk."""

import json
import re
import warnings

import pandas as pd
import pytest
from axe_playwright_python.base import AXE_SCRIPT

from lib import corpus
from lib.measures import official
from lib.show import tables
from lib.site import beside, marks, reading
from tests.bare import HACK, HOSTILE, put, texts, visit
from tests.conftest import HOME
from tests.test_access import AXE, RULES

FORMULA = "the harbour of the old town was opened again"
ROWS = [
    ("a", "Post", f"Ministers met.\n\nThey said that {FORMULA} in May.\n\n{'More was said of it. ' * 90}\n"),
    ("b", "Post", f"{'Nothing else went on there. ' * 90}\n\nNow {FORMULA}, after 3 years.\n"),
    ("c", "Mail", "It rained all day.\n"),
]


def slow(tokens, a, b, least=5):
    """Words of a in a run of `least` terms of one sentence that b has, too: every run held against every run."""

    def runs(article):
        own = tokens[tokens["article_id"] == article]
        for _, line in own.groupby("sentence_id", sort=False):
            words = line["term"].tolist()
            for i in range(len(words) - least + 1):
                yield tuple(words[i : i + least]), line.index[i : i + least]

    there = {run for run, _ in runs(b)}
    return len({place for run, places in runs(a) if run in there for place in places})


def tokens_of(articles):
    return corpus.tokens(corpus.sentences(corpus.running(corpus.paragraphs(articles))))


@pytest.fixture(scope="module")
def five():
    return corpus.as_shown(corpus.load(HOME / "seeds"))


@pytest.fixture(scope="module")
def site(five, tmp_path_factory):
    """The folder of the page with whole articles, and that of the one to publish."""
    found = marks.layers(five)
    spans = marks.publishable(five, found)
    kinds = ((None, "whole"), (spans, "published"))
    return [put(beside.beside_files(five, found, own), tmp_path_factory.mktemp(name)) for own, name in kinds]


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """The page of three invented articles, two of one outlet."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", corpus.CorpusWarning)
        articles = texts(tmp_path_factory.mktemp("town"), ROWS)
    return put(beside.beside_files(articles, marks.layers(articles)), tmp_path_factory.mktemp("site"))


def test_what_is_shared_is_what_a_slow_comparison_finds(five):
    tokens = tokens_of(five)
    sums = beside.shared_words(tokens, beside.joint_passages(tokens, five)).set_index(["a", "b"])
    pairs = [(a, b) for a in five["article_id"] for b in five["article_id"] if a != b]
    assert {pair: sums["shared"].get(pair, 0) for pair in pairs} == {pair: slow(tokens, *pair) for pair in pairs}
    sizes = corpus.word_tokens(tokens).groupby("article_id").size()
    assert all(row.words == sizes[a] for (a, _), row in sums.iterrows())


def test_nothing_in_nothing_out():
    none = beside.shared_words(
        tokens_of(pd.DataFrame(columns=corpus.ARTICLES)), pd.DataFrame(columns=beside.reuse.COLUMNS)
    )
    assert none.empty and list(none.columns) == beside.SHARES
    files = beside.beside_files(pd.DataFrame(columns=corpus.ARTICLES), pd.DataFrame(columns=marks.LAYERS))
    assert "No two accounts share" in files["side-by-side.md"]


def test_an_address_opens_a_pair_and_a_line_says_what_it_shares(chromium, site, five):
    tokens = tokens_of(five)
    sizes = corpus.word_tokens(tokens).groupby("article_id").size()
    with visit(chromium, site[0] / "side-by-side.html", "#a=cgtn&b=globaltimes") as tab:
        tab.wait_for_selector(".beside .both")
        said = tab.get_by_role("status").inner_text()
        for a, b in (("cgtn", "globaltimes"), ("globaltimes", "cgtn")):
            assert f"{slow(tokens, a, b)} of {sizes[a]:,} words" in said
        assert tab.locator(".pair h2").all_inner_texts()[:1] == ["CGTN"]
        whole = re.sub(r"\s+", "", five.set_index("article_id")["text"]["cgtn"].replace("\u2060", ""))
        shown = tab.locator(".article-text").first.evaluate(
            "e => { const c = e.cloneNode(true); c.querySelectorAll('.number').forEach(n => n.remove()); return c.textContent }"
        )
        assert re.sub(r"\s+", "", shown) == whole, "the whole text and nothing else"
        tab.evaluate("location.hash = '#a=avim&b=anewz'")
        tab.wait_for_function("document.querySelector('.pair h2').innerText.startsWith('AVIM')")
        tab.get_by_label("Second account").select_option("cgtn")
        tab.wait_for_function("document.querySelectorAll('.pair h2')[1].innerText === 'CGTN'")
        assert tab.url.endswith("#a=avim&b=cgtn")
        tab.locator("table.data a").first.click()
        tab.wait_for_function("!location.hash.includes('avim')")
        tab.wait_for_function("document.querySelectorAll('.beside .both').length > 4")


SEEN = """i => { const pane = document.querySelectorAll('.pair > section')[i], lit = pane.querySelector('.now');
  if (!lit) return false;
  const box = lit.getBoundingClientRect(), frame = pane.getBoundingClientRect();
  return box.top >= frame.top && box.bottom <= frame.bottom; }"""


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("how", ["focus", "hover", "touch"])
def test_what_is_shared_is_joined(chromium, town, how, width):
    with visit(chromium, town / "side-by-side.html", "#a=a&b=b", width, has_touch=True, reduced_motion="reduce") as tab:
        tab.wait_for_selector(".beside .both")
        assert tab.locator(".pair h2").all_inner_texts() == ["Post: a", "Post: b"], "two articles of one outlet"
        lit = tab.locator(".pair > section").first.locator("span.both")
        assert lit.all_inner_texts() == [FORMULA] and not tab.evaluate(SEEN, 1)
        if how == "hover":
            lit.hover()
        elif how == "touch":
            lit.tap()
        else:
            tab.get_by_label("Second account").focus()
            for _ in range(20):
                tab.keyboard.press("Tab")
                if tab.evaluate("document.activeElement.matches('a.both')"):
                    break
        tab.wait_for_function(SEEN, arg=1)
        assert tab.locator(".pair > section").nth(1).locator("span.now").all_inner_texts() == [FORMULA]
        if how == "focus":
            said = tab.evaluate("document.activeElement.getAttribute('aria-label')")
            assert said.startswith(f"Passage 1: “{FORMULA[:60]}") and said.endswith("”. Go to it in Post: b")
            side = "n => [...document.querySelectorAll('.pair > section')].indexOf(document.activeElement.closest('section')) === n"
            for key, there in (("Enter", 1), ("Enter", 0), ("Enter", 1), ("Escape", 0)):
                tab.keyboard.press(key)
                tab.wait_for_function(side, arg=there)
                assert tab.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Passage 1: ")
            assert tab.url.endswith("#a=a&b=b")
        boxes = [tab.locator(".pair > section").nth(i).bounding_box() for i in (0, 1)]
        assert (boxes[0]["x"] == boxes[1]["x"]) == (width == 390) and tab.evaluate(
            "document.documentElement.scrollWidth"
        ) <= width


def test_passages_have_numbers_in_the_order_of_the_first_account(chromium, site, five):
    tokens = tokens_of(five)
    found = beside.joint_passages(tokens, five)
    bare = beside.names_alone(tokens, found)
    first = found.drop_duplicates("passage").set_index("passage")["text"]
    plain = {re.sub(r"\W+", " ", first[n]).strip().lower() for n in bare}
    assert {"the belt and road initiative", "the second china central asia summit"} <= plain
    assert not any("respect" in text or "pledged" in text for text in plain) and len(bare) < len(first)
    with visit(chromium, site[0] / "side-by-side.html", "#a=cgtn&b=globaltimes") as tab:
        tab.wait_for_selector(".beside .both")
        ask = "all => all.map(a => [a.dataset.label, a.dataset.key, a.getAttribute('aria-label')])"
        left, right = (tab.locator(".pair > section").nth(i).locator("a.passage.both") for i in (0, 1))
        there = left.evaluate_all(ask)
        numbers = {key: label for label, key, _ in there}
        n = len(numbers)
        assert {int(label.partition(",")[0]) for label in numbers.values()} == {*range(1, n + 1)}
        said = tab.get_by_role("status").inner_text()
        named = [key for key in numbers if int(key) in bare]
        assert said.startswith(f"{n} shared passages ({len(named)} of names alone): ") and 0 < len(named) < n
        assert all(("names" in label) == (int(key) in bare) for label, key, _ in there)
        assert all(label == numbers[key] and label in name for label, key, name in [*there, *right.evaluate_all(ask)])
        starts = found[found["article_id"] == "cgtn"].groupby("passage")["start"].min()
        order = sorted(numbers, key=lambda key: int(numbers[key].partition(",")[0]))
        assert [starts[int(key)] for key in order] == sorted(starts[int(key)] for key in order)
        titles = tab.locator(".pair span.m.passage").evaluate_all("all => all.map(e => e.title)")
        assert {int(x) for title in titles for x in re.findall(r"[0-9]+", title)} == {*range(1, n + 1)}
        same = slow(tokens, "cgtn", "globaltimes") == slow(tokens, "globaltimes", "cgtn")
        assert ("occur more than once" in said) != same


def test_one_account_is_never_chosen_twice_and_an_unknown_one_is_said(chromium, town):
    with visit(chromium, town / "side-by-side.html", "#a=foo&b=c") as tab:
        line, lists = tab.get_by_role("status"), tab.locator("select")
        assert line.inner_text() == "There is no such account: foo. Choose two accounts."
        assert lists.nth(0).input_value() == "" and lists.nth(1).input_value() == "c"
        assert not tab.locator(".pair").inner_text().strip()
        lists.nth(0).select_option("a")
        tab.wait_for_selector(".pair h2:has-text('Post: a')")
        off = "all => all.map(s => [...s.options].filter(o => o.disabled).map(o => o.value))"
        assert lists.evaluate_all(off) == [["c"], ["a"]]
        for address, said in (("#a=a&b=a", "Post: a is chosen twice."), ("#a=a&b=<b>", "no such account: <b>.")):
            tab.evaluate("hash => { location.hash = hash; }", address)
            tab.wait_for_function("text => document.querySelector('[role=status]').innerText.includes(text)", arg=said)
            assert tab.locator(".both, .pair b").count() == 0
        tab.evaluate("location.hash = ''")
        tab.wait_for_selector(".beside .both")


def test_accounts_that_share_nothing_say_so(chromium, town):
    with visit(chromium, town / "side-by-side.html", "#a=a&b=c") as tab:
        tab.wait_for_function("document.querySelector('.beside [role=status]').innerText")
        assert tab.get_by_role("status").inner_text().startswith("Post: a and Mail share no passage")
        assert tab.locator(".both").count() == 0
        assert "Official wording" not in tab.locator("select").nth(1).inner_text(), "none came with these texts"


@pytest.mark.parametrize("place", [0, 1])
def test_official_wording_is_that_of_the_account(chromium, site, five, place):
    tokens = tokens_of(five)
    listed = marks.official_wording(five, tokens)
    own = listed[listed["article_id"] == "avim"]
    assert len(own) > 3 and set(own["source"]) <= {*beside.SOURCE}
    with visit(chromium, site[place] / "side-by-side.html", f"#a=avim&b={beside.OFFICIAL}") as tab:
        tab.wait_for_selector(".beside .both")
        right = tab.locator(".pair > section").nth(1)
        assert right.locator("span.official").all_inner_texts() == [*own["text"]]
        assert f"{own['n_terms'].sum()} of " in tab.get_by_role("status").inner_text()
        label = right.locator("a.both").last
        label.focus()
        tab.wait_for_function(SEEN, arg=0)
        lit = "".join(tab.locator(".pair > section").first.locator(".official.now").all_inner_texts())
        assert re.sub(r"\s", "", lit) == re.sub(r"\s", "", own["text"].iloc[-1])
    assert (official.read_texts(articles=corpus.load(HOME / "seeds"))[0]["title"] == own["closest"].iloc[0]).any()


def test_a_published_page_holds_only_what_may_be_shown(site, five):
    spans = marks.publishable(five, marks.layers(five))
    sentences = corpus.sentences(corpus.paragraphs(five))
    held = {path.name: path.read_text(encoding="utf-8") for path in (site[1] / "scripts").iterdir()}
    for article in five["article_id"]:
        text, wording, _ = json.loads(held[f"of-{reading.page(article)}.js"].partition("=")[2].rstrip(";\n"))
        plain = re.sub(r"<[^>]*>", "", text + wording)
        own = sentences[(sentences["article_id"] == article) & (sentences["text"].str.len() > 60)]
        left = [s for s in own.itertuples() if not any(a < s.end and b > s.start for a, b in spans[article])]
        assert len(left) > 2 and reading.CUT in plain
        assert not any(reading.html.escape(s.text) in plain for s in left)


def test_layers_are_switched(chromium, site):
    with visit(chromium, site[0] / "side-by-side.html", "#a=anewz&b=avim") as tab:
        tab.wait_for_selector(".beside .both")
        for layer, on in (("passage", True), ("official", False), ("quantity", False), ("statement", False)):
            mark = f".article-text .m.{layer}" + (".both" if layer == "passage" else "")
            line = f"getComputedStyle(document.querySelector('{mark}')).textDecorationLine !== 'none'"
            box = tab.locator(f"input.on-{layer}")
            assert box.is_checked() == on == tab.evaluate(line), layer
            box.focus()
            tab.keyboard.press("Space")
            tab.wait_for_function(f"({line}) !== {str(on).lower()}")


@pytest.mark.parametrize("width", [1280, 390])
def test_it_has_no_serious_fault(chromium, site, width):
    for query in ("#a=cgtn&b=globaltimes", f"#a=cgtn&b={beside.OFFICIAL}"):
        with visit(chromium, site[0] / "side-by-side.html", query, width) as tab:
            tab.wait_for_selector(".beside .both")
            assert tab.evaluate("document.documentElement.scrollWidth") <= width
            tab.evaluate("document.querySelectorAll('.beside fieldset input').forEach(box => { box.checked = true; })")
            tab.evaluate(AXE_SCRIPT)
            assert tab.evaluate(AXE, {"type": "tag", "values": RULES}) == []


def test_without_script_a_sentence_and_a_table_stand_there(chromium, site, five):
    with visit(chromium, site[0] / "side-by-side.html", java_script_enabled=False) as tab:
        assert tab.get_by_text("Choosing two accounts needs JavaScript").is_visible()
        assert tab.locator("table.data tbody tr").count() == 10 and not tab.locator("#beside").is_visible()
    with visit(chromium, site[0] / "side-by-side.html") as tab:
        assert not tab.get_by_text("Choosing two accounts needs JavaScript").is_visible()
    assert tables.DAGGER_NOTE in beside.beside_files(five, marks.layers(five))["side-by-side.md"]


def test_nothing_in_a_text_or_a_name_becomes_markup(chromium, tmp_path):
    same = f"They said of it {HOSTILE} and of the harbour of the old town."
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", corpus.CorpusWarning)
        articles = texts(tmp_path / "c", [(HOSTILE, f"One {HOSTILE}", f"{same}\n"), ("b", "Two", f"{same} Yes.\n")])
    files = beside.beside_files(articles, marks.layers(articles))
    assert not any("<" in text for name, text in files.items() if name.endswith(".js"))
    with visit(chromium, put(files, tmp_path / "s") / "side-by-side.html") as tab:
        tab.wait_for_selector(".beside .both")
        assert HACK in tab.locator(".pair h2").first.text_content()
        assert HACK in tab.locator(".article-text").first.text_content()
        assert tab.evaluate("window.hacked") is None and tab.locator("main img").count() == 0
