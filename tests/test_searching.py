"""What the end of a page, the search and the glossary say: as functions, and on the built site from disk."""

import pytest

from lib.site import citing, glossary, searching
from tests.conftest import HOME
from tests.test_site import visit

PAGE = """<html><body><article class="bd-article"><section id="top"><h1>Trade<a class="headerlink">#</a></h1>
<p>Grew by half.</p><table><tr><td>a cell</td></tr></table><details>code</details>
<section id="inner"><h2>Rail</h2><p>A line &lt;b&gt; is laid.</p></section><p>The end.</p></section></article></body></html>"""


def test_sections_hold_prose_without_code_and_tables():
    assert searching.sections(PAGE) == [
        ("top", "Trade", "Grew by half. The end."),
        ("inner", "Rail", "A line <b> is laid."),
    ]
    assert searching.sections("<html><body></body></html>") == []


def test_no_text_can_end_the_script_that_holds_it(tmp_path):
    (tmp_path / "a.html").write_text(PAGE.replace("Grew", "&lt;/script&gt;"))
    told = searching.script(tmp_path, ["a"])
    assert "<" not in told and "\\u003c/script>" in told and told.startswith("const SECTIONS={")


def test_a_citation_names_work_version_and_place():
    told = citing.citation("Who speaks?", "03-framing.ipynb")
    assert "(2026). Who speaks? In: One summit, five accounts" in told and told.endswith("03-framing.ipynb")
    assert "version 1.0.0, 2026-11-27. " in told
    page = citing.footer("03 · Who?", "03-framing", True, "https://x.org/site/")
    assert (
        "https://x.org/site/03-framing.html<" in page and "MIT licence" in page and "belong to their publishers" in page
    )
    assert "2026-11-27. 03-framing.html<" in citing.footer("Who?", "03-framing", True)
    assert "charts" not in citing.footer("Mine", "index", False, own=True)
    assert "&lt;b&gt;" in citing.footer("<b>", "x", False) and "<b>" not in citing.footer("<b>", "x", False)
    assert 'href="../_sources/appendix/words.ipynb"' in citing.footer("Words", "appendix/words", True)


def test_a_glossary_is_read_row_by_row():
    rows = "- **dispersion, DP** how *unevenly*\n- **power** of a test\n- **C5+X** five\n"
    assert glossary.terms(rows) == {"dispersion": "how unevenly", "DP": "how unevenly", "C5+X": "five"}
    ours = glossary.terms((HOME / "notebooks/references.md").read_text(encoding="utf-8"))
    assert len(ours) >= 20 and not ours.keys() & glossary.EVERYDAY
    assert "rate" not in ours, "of errors, of exchange"


@pytest.mark.parametrize(
    ("query", "page", "part", "said"),
    [
        ("express trains", "05-claims", "#", "express trains"),
        ("floor", "appendix/words", "#", "Floor"),
        ("say_nothing", None, "", ""),
    ],
)
def test_the_search_shows_the_place_from_disk(browser, query, page, part, said):
    tab, asked = visit(browser, "search", query=f"?q={query}")
    tab.wait_for_selector(".search-summary:not(:empty)", state="attached")
    if page:
        line = tab.locator(f"#search-results li:has(a[href*='{page}.html{part}']) p.context").first
        line.wait_for()
        assert said in line.inner_text() and "tables." not in line.inner_text()
        tab.locator(f"#search-results li a[href*='{page}.html{part}']").first.click()
        tab.wait_for_load_state("load")
        tab.wait_for_function("document.getElementById(location.hash.slice(1)) !== null")
    assert all(url.startswith(("file:", "data:")) for url in asked)
    tab.context.close()


def test_terms_are_explained_once_a_page_and_pages_say_how_to_cite(browser):
    tab, _ = visit(browser, "appendix/words")
    names = tab.evaluate("[...document.querySelectorAll('a.gloss')].map(a => a.textContent)")
    assert len(names) == len(set(names)) >= 3
    tab.locator("a.gloss").first.focus()
    assert tab.locator("a.gloss").first.get_attribute("title")
    tab.locator(".about summary").click()
    tab.locator(".about details p").wait_for()
    assert "version" in tab.locator(".about details p").inner_text()
    target = tab.locator("a.gloss").first.get_attribute("href")
    tab.goto(tab.url.rsplit("/", 2)[0] + "/" + target.removeprefix("../"))
    assert tab.evaluate("document.getElementById(location.hash.slice(1)).tagName") == "LI"
    tab.context.close()
