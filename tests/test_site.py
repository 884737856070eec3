"""The built site in a real browser, opened from disk as a reader would."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.conftest import HOME

SITE = HOME / "_site"
PAGES = ["index", *sorted(path.stem for path in (HOME / "notebooks").glob("*.ipynb"))]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium on this CI machine: .ci/run installs it")
        pytest.skip("no Chromium found on the PATH; install one to test the site in a browser")
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


def visit(browser, page, width=1280, theme="light", query=""):
    """Open a page from disk; return it with the addresses it asked for."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
    tab, asked = context.new_page(), []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{(SITE / page).as_uri()}.html{query}")
    tab.wait_for_load_state("load")
    return tab, asked


each = pytest.mark.parametrize("page", PAGES)


@each
def test_pages_open_from_disk_and_ask_no_other_host(browser, page):
    tab, asked = visit(browser, page)
    assert tab.locator("article h1").count() == 1
    assert asked and all(url.startswith(("file:", "data:")) for url in asked)
    tab.context.close()


@each
def test_pages_fit_a_phone(browser, page):
    tab, _ = visit(browser, page, width=390)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    assert tab.evaluate(
        "[...document.querySelectorAll('article p')].every(p => p.getBoundingClientRect().right <= 391)"
    )
    tab.context.close()


LUMINANCE = """
() => {
  const rgba = c => c.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = e => { for (; e; e = e.parentElement) { const c = rgba(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0.5) return c; } return [255, 255, 255]; };
  const poor = [];
  for (const e of document.querySelectorAll('article p, article li, table.data th, table.data td, article h1, article h2, article h3, summary')) {
    if (!e.innerText || !e.innerText.trim()) continue;
    const [a, b] = [light(rgba(getComputedStyle(e).color)), light(behind(e))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) poor.push([contrast.toFixed(2), e.tagName, e.innerText.slice(0, 60)]);
  }
  return poor;
}
"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@each
def test_text_is_readable_in_both_themes(browser, page, theme):
    tab, _ = visit(browser, page, theme=theme)
    assert tab.evaluate("document.documentElement.dataset.theme") == theme
    assert tab.evaluate(LUMINANCE) == []
    tab.context.close()


@each
def test_pictures_say_what_they_show(browser, page):
    tab, _ = visit(browser, page)
    alts = tab.evaluate("[...document.querySelectorAll('article img')].map(i => [i.alt, i.naturalWidth])")
    assert all(len(alt) > 30 and ".png" not in alt and width > 0 for alt, width in alts)
    tab.context.close()


def test_there_are_pictures_and_tables(browser):
    tab, _ = visit(browser, "02-terms")
    assert tab.locator("article img").count() >= 3
    assert tab.locator("table.data").count() == tab.locator("p.download a").count() > 5
    tab.context.close()


def test_every_table_downloads_as_csv(browser):
    tab, _ = visit(browser, "01-sources")
    links = tab.locator("p.download a")
    for i in range(links.count()):
        with tab.expect_download() as event:
            links.nth(i).click()
        name = event.value.suggested_filename
        content = event.value.path().read_text(encoding="utf-8")
        assert name.endswith(".csv") and len(content.splitlines()) > 1
    tab.context.close()


def test_search_finds_a_term(browser):
    tab, asked = visit(browser, "search", query="?q=pomegranate")
    tab.wait_for_selector("#search-results li a", timeout=15_000)
    assert any("0" in link for link in tab.locator("#search-results li a").evaluate_all("a => a.map(x => x.href)"))
    assert all(url.startswith("file:") for url in asked)
    tab.context.close()
