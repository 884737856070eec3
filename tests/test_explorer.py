"""The word explorer: its numbers are those of the notebooks, in a browser, from disk; and what a published one holds."""

import json
import re
import warnings

import pandas as pd
import pytest
from axe_playwright_python.base import AXE_SCRIPT

from lib import corpus
from lib.measures import terms
from lib.show import tables
from lib.site import explorer, marks, reading
from tests.bare import HACK, HOSTILE, put, texts, visit
from tests.conftest import HOME
from tests.test_access import AXE, RULES

ASK = """words => words.map(word => {
  const box = document.querySelector('#words input');
  box.value = word;
  box.dispatchEvent(new Event('input'));
  const rows = t => t ? [...t.tBodies[0].rows].map(r => [r.cells[0].innerText, r.cells[1].innerText, r.querySelector('.rate').innerText]) : [];
  const [outlets, articles] = document.querySelectorAll('.found table');
  const inside = Object.fromEntries([...document.querySelectorAll('[role=status] a')].map(a => [a.innerText, parseInt(a.nextSibling.textContent.replace(/[ (,]/g, ''))]));
  return {inside, more: [...document.querySelectorAll('td.more')].map(cell => +cell.innerText), outlets: rows(outlets), articles: rows(articles), said: document.querySelector('#words [role=status]').innerText,
          contexts: document.querySelectorAll('.found li').length, strokes: document.querySelectorAll('.found path').length};
})"""
# As one types them: the terms that they are counted as.
WORDS = {
    "trade": ["trade"], "Trade": ["trade"], "TRADE": ["trade"], "US": ["US"], "U.S.": ["US"], "us": ["US"], "Us": ["US"],  # no pronoun occurs

    "g7": ["G7"], "China–Central": ["china-central"], "Xi’an": ["xi'an"], "Xian": ["xi'an"], "good-neighbourliness": ["good-neighborliness"],
    "shared future": ["shared future"], "Mutual Trust": ["mutual trust"], "zeppelin": [], "the": ["the"], "2025": ["2025"],
    '"shared future"': ["shared future"], "“trade”": ["trade"], "‘Mutual Trust’": ["mutual trust"], "10,000": ["10000"], "a community with a shared future": ["a community with a shared future"], "constructor": [],
}  # fmt: skip


def tokens_of(articles):
    sentences = corpus.sentences(corpus.running(corpus.paragraphs(articles)))
    return corpus.tokens(sentences), sentences


def counted(tokens, phrases, by):
    """terms.counts of a term, or of a phrase through terms.ngrams: the count of each group that has it."""
    total = {}
    for phrase in phrases:
        runs = terms.ngrams(tokens, len(phrase.split())) if " " in phrase else tokens
        table = terms.counts(runs, by).query("term == @phrase")
        for group, freq in zip(table[by], table["freq"], strict=True):
            total[group] = total.get(group, 0) + freq
    return total


def data_of(files):
    return json.loads(files["scripts/words.js"].removeprefix("var WORDS=").removesuffix(";\n"))


@pytest.fixture(scope="module")
def five():
    return corpus.as_shown(corpus.load(HOME / "seeds"))


@pytest.fixture(scope="module")
def site(five, tmp_path_factory):
    """Folders of the page with whole articles and of the one to publish, and the files of this one."""
    found = marks.publishable(five, marks.layers(five))
    published = explorer.explorer_files(five, found)
    folders = [tmp_path_factory.mktemp(name) for name in ("whole", "published")]
    return put(explorer.explorer_files(five), folders[0]), put(published, folders[1]), published, found


@pytest.mark.parametrize("several", [False, True])
def test_numbers_are_those_of_the_counts_for_each_outlet_and_article(chromium, site, five, tmp_path, several):
    """With several accounts of an outlet there is a table of articles, too; with one each it would say the same."""
    outlets = five["outlet"].replace(five["outlet"][1], five["outlet"][0]) if several else five["outlet"]
    articles = five.assign(outlet=outlets)
    tokens, _ = tokens_of(articles)
    variants = corpus.read_variants()
    assert variants.get("neighbourliness") == "neighborliness", "a spelling that the table moves"
    stars = {"trad*": "trad.*", "*ation": ".*ation", "US*": "(?i:us.*)", "c5+*": r"(?i:c5\+.*)"}
    known = sorted(set(tokens["term"]) - {""})
    asked = WORDS | {star: [t for t in known if re.fullmatch(shape, t)] for star, shape in stars.items()}
    asked |= {term: [term] for term in known[:: len(known) // 60]}
    titles = corpus.accounts(articles)
    sizes = corpus.word_tokens(tokens).groupby("outlet").size()
    folder = put(explorer.explorer_files(articles), tmp_path) if several else site[0]
    with visit(chromium, folder / "words.html") as tab:
        for (word, meant), found in zip(asked.items(), tab.evaluate(ASK, [*asked]), strict=True):
            by_outlet, by_article = (counted(tokens, meant, by) for by in ("outlet", "article_id"))
            said = {outlet: int(n.replace(",", "")) for outlet, n, _ in found["outlets"]}
            assert {k: n for k, n in said.items() if n} == by_outlet, word
            rates = {outlet: rate for outlet, _, rate in found["outlets"]}
            for outlet, n in by_outlet.items():
                rate = f"{1000 * n / sizes[outlet]:.2f}" if n >= 5 else "too few"
                assert rates[outlet] == (rate if n else "0"), word
            said = {title: int(n) for title, n, _ in found["articles"]}
            assert {k: n for k, n in said.items() if n} == {titles[a]: n for a, n in by_article.items() if several}, (
                word
            )
            assert found["strokes"] == (len(five) if by_outlet or (found["inside"] and not several) else 0)
            assert found["contexts"] == min(40, sum(by_outlet.values()))
            assert ("does not occur" in found["said"]) == (not meant)
    some = [w for w, meant in asked.items() if meant and not counted(tokens, meant, "outlet")]
    assert not some, "the words of this test occur"


def slow_compounds(tokens, words):
    """{what holds the words as parts of its terms, or in a term of its own: uses by outlet}, each run looked at."""
    found, n = {}, len(words)
    for length in {1, n}:
        runs = terms.ngrams(tokens, length) if length > 1 else tokens
        for (run, outlet), uses in runs[runs["term"] != ""].groupby(["term", "outlet"]).size().items():
            parts = [term.split("-") for term in run.split(" ")]
            if length == 1:
                own = parts[0]
                holds = any(own[i : i + n] == words for i in range(len(own))) and (n > 1 or len(own) > 1)
            else:
                edges = parts[0][-1] == words[0] and parts[-1][0] == words[-1]
                holds = edges and run.split(" ")[1:-1] == words[1:-1] and run.split(" ") != words
            if holds:
                found.setdefault(run, {})[outlet] = uses
    return found


def test_what_is_inside_compounds_is_said_apart(chromium, site, five):
    tokens, _ = tokens_of(five)
    asked = ["central asia", "china", "high quality", "asia summit", "year", "silk road economic belt"]
    with visit(chromium, site[0] / "words.html") as tab:
        for word, found in zip(asked, tab.evaluate(ASK, asked), strict=True):
            inside = slow_compounds(tokens, word.split())
            sums = {name: sum(by.values()) for name, by in inside.items()}
            first = sorted(sums, key=lambda name: (-sums[name], name))[:5]
            assert found["inside"] == {name: sums[name] for name in first}, word
            assert (f"{sum(sums.values())} time" in found["said"]) == bool(sums), word
            by_outlet = [sum(by.get(outlet, 0) for by in inside.values()) for outlet, _, _ in found["outlets"]]
            assert found["more"] == (by_outlet if sums else []), word
            links = tab.evaluate(ASK, [word, *first])[1:]  # each leads to as many
            assert [sum(int(n) for _, n, _ in link["outlets"]) for link in links] == [sums[name] for name in first]
        tab.evaluate(ASK, ["central asia"])
        assert "CGTN" in [o for o, n, _ in tab.evaluate(ASK, ["central asia"])[0]["outlets"] if n == "0"]
        tab.get_by_role("status").get_by_role("link", name="china-central asia").first.click()
        tab.wait_for_function("document.querySelector('#words input').value === 'china-central asia'")
    with visit(chromium, site[1] / "words.html") as tab:
        for word, found in zip(asked, tab.evaluate(ASK, asked), strict=True):
            inside = slow_compounds(tokens, word.split())
            assert found["inside"].items() <= {name: sum(by.values()) for name, by in inside.items()}.items(), word
            assert ("At least" in found["said"]) == (" " in word and bool(found["inside"])), word
            assert bool(found["inside"]) == any(" " not in name or sum(by.values()) > 2 for name, by in inside.items())


def test_the_answer_is_announced_and_what_is_counted_said(chromium, site):
    with visit(chromium, site[0] / "words.html") as tab:
        assert "headlines, captions and bylines are not" in tab.locator("#words").inner_text()
        line = tab.get_by_role("status")  # there before the answer, so that this is announced
        assert line.is_hidden() or line.inner_text() == ""
        line.evaluate("e => new MutationObserver(() => { window.told = e.innerText; }).observe(e, {childList: true})")
        tab.get_by_role("combobox").fill("Zeppelin")
        tab.wait_for_function("window.told === '“Zeppelin” does not occur.'")


def test_a_word_is_typed_and_its_context_leads_to_its_sentence(chromium, site, five):
    paragraphs = corpus.paragraphs(five)
    sentences = corpus.sentences(paragraphs)
    with visit(chromium, site[0] / "words.html") as tab:
        tab.get_by_role("combobox", name="Word or phrase").focus()
        tab.keyboard.type("high-qual")
        assert "high-quality" in tab.eval_on_selector_all("#suggested option", "o => o.map(x => x.value)")
        tab.keyboard.type("ity dev*")
        assert tab.url.endswith("#q=high-quality%20dev*")
        links = tab.locator(".found li a")
        keys = links.locator("b").all_inner_texts()
        assert keys and all(re.fullmatch("high[-‐-–]quality dev.*", key, re.IGNORECASE) for key in keys)
        for _ in range(12):  # past the links of the articles
            tab.keyboard.press("Tab")
            if tab.evaluate("document.activeElement.matches('.found li a')"):
                break
        page, _, anchor = tab.evaluate("document.activeElement.getAttribute('href')").partition("#")
        article = next(a for a in five["article_id"] if page == f"articles/{reading.page(a)}.html")
        rendered = reading.render(article, paragraphs, sentences, pd.DataFrame(columns=marks.LAYERS))
        line = re.search(f'id="{anchor}">(.*?)</span>', rendered).group(1)
        assert tab.evaluate("document.activeElement.querySelector('b').innerText") in line
        assert "In context" in tab.locator(".found h2").inner_text()


def test_an_address_opens_a_word_and_a_star_says_what_it_counts(chromium, site):
    with visit(chromium, site[0] / "words.html", "#q=C5%2B1") as tab:
        said = tab.get_by_role("status")
        assert said.inner_text().startswith("“C5+1”: ")
        tab.evaluate("location.hash = '#q=trad*'")
        tab.wait_for_function("document.querySelector('.explorer [role=status]').innerText.includes('trad*')")
        assert "as trade, " in said.inner_text() and tab.locator("#words input").input_value() == "trad*"
        tab.locator("#words ~ .scroll a").first.click()  # the table below leads here, too
        tab.wait_for_function("!document.querySelector('.explorer [role=status]').innerText.includes('trad*')")


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("width", [1280, 390])
def test_it_fits_and_has_no_serious_fault(chromium, site, width, place):
    with visit(chromium, site[place] / "words.html", "#q=cooperation", width) as tab:
        assert tab.locator(".found li").count() >= 10
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        tab.evaluate(AXE_SCRIPT)
        assert tab.evaluate(AXE, {"type": "tag", "values": RULES}) == []
        more = tab.locator(".found button")
        if place == 0:
            before = tab.locator(".found li").count()
            more.click()
            tab.wait_for_function(
                "document.querySelectorAll('.found li').length > 40 && document.activeElement.closest('li')"
            )
            assert before == 40


def test_without_script_a_sentence_and_a_table_stand_there(chromium, site):
    with visit(chromium, site[0] / "words.html", java_script_enabled=False) as tab:
        assert tab.get_by_text("Typing a word needs JavaScript").is_visible()
        assert tab.locator("table.data tbody tr").count() == explorer.COMMONEST
        assert not tab.locator("#words").is_visible()
    assert tables.DAGGER_NOTE in site[2]["words.md"]


# -- What may be published ------------------------------------------------------------


def test_a_published_page_counts_all_and_orders_nothing(chromium, site, five):
    tokens, _ = tokens_of(five)
    several = explorer.phrases(tokens)
    asked = {w: meant for w, meant in WORDS.items() if " " not in w or meant[0] in several}
    assert {"shared future", "mutual trust"} <= {*several} and len(asked) == len(WORDS) - 1
    with visit(chromium, site[1] / "words.html") as tab:
        for (word, meant), found in zip(asked.items(), tab.evaluate(ASK, [*asked]), strict=True):
            said = {outlet: int(n.replace(",", "")) for outlet, n, _ in found["outlets"] if n != "0"}
            assert said == counted(tokens, meant, "outlet"), word
            assert found["articles"] == [] and found["strokes"] == 0
        [rare] = tab.evaluate(ASK, ["community with a shared"])
        assert "not counted here" in rare["said"] or rare["outlets"]
        [rare] = tab.evaluate(ASK, ["trade trade"])
        assert "not counted here" in rare["said"] and not rare["outlets"]


def test_a_published_page_holds_whole_sentences_of_those_shown_and_no_other_order(site, five):
    made, found = data_of(site[2]), site[3]
    tokens, sentences = tokens_of(five)
    units = dict(zip(made["terms"].split("|"), explorer.code_units(), strict=False))
    for row, article in zip(made["articles"], five["article_id"], strict=True):
        lines = sentences[sentences["article_id"] == article]
        shown = lines[[any(a <= s.start and s.end <= b for a, b in found[article]) for s in lines.itertuples()]]
        assert 0 < len(shown) < len(lines) and row[5] == [*shown["start"]]
        own = tokens[(tokens["article_id"] == article) & tokens["sentence_id"].isin(shown["sentence_id"])]
        order = ["".join(map(units.get, t)) for _, t in own.groupby("sentence_id", sort=False)["term"]]
        assert row[4] == " ".join(order)
        assert row[6].replace(explorer.APART, "").split("\n") == [s.replace("\u2060", "") for s in shown["text"]]
    sizes = tokens["term"].value_counts()
    assert made["terms"].split("|") == sorted(sizes.index, key=lambda term: (-sizes[term], term)), (
        "no order of the texts"
    )
    assert all(len(phrase.split()) <= 4 for phrase in made["phrases"].split("|"))


# -- Any corpus -----------------------------------------------------------------------


def test_nothing_in_a_text_or_a_name_becomes_markup(chromium, tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", corpus.CorpusWarning)
        rows = [("a", f"Evil {HOSTILE}", f"Ministers said {HOSTILE} of trade.\n"), ("b", "Good", "Trade grew.\n")]
        articles = texts(tmp_path / "c", rows)
    files = explorer.explorer_files(articles)
    assert "<" not in files["scripts/words.js"]
    with visit(chromium, put(files, tmp_path / "s") / "words.html", "#q=trade") as tab:
        assert HACK in tab.locator(".found li").first.text_content() or "onerror" in tab.locator(".found").inner_text()
        tab.evaluate(ASK, [HOSTILE, "<img src=x onerror=window.hacked=1>", "*", "(", "\\"])
        assert tab.evaluate("window.hacked") is None and tab.locator(".found img, main script + img").count() == 0


def test_contexts_come_by_date(chromium, tmp_path):
    articles = texts(tmp_path / "c", [(f"a{i}", "O", f"Trade of port {i} grew.\n") for i in range(3)])
    files = explorer.explorer_files(articles.assign(date=["", "2024-05-02", "2023"]))
    assert explorer.BY_DATE in files["words.md"]
    assert explorer.BY_DATE not in explorer.explorer_files(articles.assign(date=""))["words.md"]
    with visit(chromium, put(files, tmp_path / "s") / "words.html", "#q=trade") as tab:
        heads = tab.locator(".found h3").all_inner_texts()
    assert [head[1:] for head in heads] == [": 2023", ": 2024-05-02", ": a0"]


def test_what_does_not_fit_is_left_out_and_said(chromium, tmp_path):
    rows = [(f"a{i}", f"O{i % 3}", f"Trade of port {i} grew. The port has {i + 2} new cranes.\n") for i in range(30)]
    articles = texts(tmp_path / "c", rows)
    tokens, sentences = tokens_of(articles)
    whole = explorer.data(articles, tokens, sentences)
    assert explorer.left_out(whole) == [] and whole["counts"] == ""
    smaller = [explorer.data(articles, tokens, sentences, budget=n) for n in range(len(json.dumps(whole)), 0, -20)]
    half = next(made for made in smaller if not all(row[6] for row in made["articles"]))
    least = next(made for made in smaller if not all(row[4] for row in made["articles"]))
    assert all(row[4] for row in half["articles"]) and half["counts"] == ""
    assert any(row[4] for row in least["articles"]) and not any(row[6] for row in least["articles"])
    assert [bool(row[4]) for row in least["articles"]] == sorted(
        (bool(row[4]) for row in least["articles"]), reverse=True
    )
    assert any("small letters" in said for said in explorer.left_out(half))
    assert any("first" in said for said in explorer.left_out(least))
    for made in (half, least):
        files = {"scripts/words.js": explorer.assignment("var WORDS", made)}
        files["words.md"] = explorer.explorer_files(articles)["words.md"]
        with visit(chromium, put(files, tmp_path / "s") / "words.html") as tab:
            [found] = tab.evaluate(ASK, ["port"])
            assert {o: int(n) for o, n, _ in found["outlets"]} == counted(tokens, ["port"], "outlet")


def test_sixty_thousand_terms_have_each_its_own_character(chromium, tmp_path):
    units = explorer.code_units()
    assert len({*units}) == len(units) == explorer.MOST_TERMS
    names = [f"w{i:05}" for i in range(explorer.MOST_TERMS + 5)]
    articles = pd.DataFrame({"article_id": ["a"], "outlet": ["o"], "text": [" ".join(names)]})
    places = [(i * 7, i * 7 + 6) for i in range(len(names))]
    sentences = pd.DataFrame([("a", "o", 1, 1, 0, len(names) * 7 - 1, articles["text"][0])])
    sentences.columns = [*("article_id", "outlet", "paragraph_id", "sentence_id", "start", "end", "text")]
    tokens = pd.DataFrame(places, columns=["start", "end"]).assign(
        article_id="a", outlet="o", sentence_id=1, term=names
    )
    made = explorer.data(articles, tokens, sentences)
    files = {
        "scripts/words.js": explorer.assignment("var WORDS", made),
        "words.md": explorer._page(made, terms.counts(tokens.head(0).assign(paragraph_id=1))),
    }
    with visit(chromium, put(files, tmp_path) / "words.html") as tab:
        asked = [names[i] for i in (0, 1, 24, 92, 93, 130, 8000, 55_000, 56_000, 59_999)]
        for word, found in zip(asked, tab.evaluate(ASK, asked), strict=True):
            assert found["outlets"][0][1] == "1" and found["strokes"] == 1, word
            assert tab.locator(".found li").count() == 1
        [found] = tab.evaluate(ASK, ["w60001"])
        assert "does not occur" in found["said"]
    assert any("60,000" in said for said in explorer.left_out(made))


def test_no_words_no_page_breaks(chromium, tmp_path):
    articles = pd.DataFrame(columns=corpus.ARTICLES)
    files = explorer.explorer_files(articles)
    with visit(chromium, put(files, tmp_path) / "words.html", "#q=x") as tab:
        assert "does not occur" in tab.get_by_role("status").inner_text()
