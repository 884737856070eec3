"""The built site in a real browser, opened from disk as a reader would."""

import re
import zlib
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import nbformat
import pytest

from lib.site import front, run
from tests.conftest import HOME

SITE = HOME / "_site"
ARTICLES = [f"articles/{name}" for name in ("anewz", "avim", "cgtn", "chinadiplomacy", "globaltimes")]
INVENTED = sorted(f"articles/{path.stem}" for path in (HOME / "data/example").glob("*.txt"))
NOTEBOOKS = [run.below_notebooks(path).with_suffix("").as_posix() for path in run.notebooks()]
PAGES = ["index", *NOTEBOOKS, "side-by-side", "words", "data", "functions", "articles/index", *ARTICLES, INVENTED[0]]
WEIGHED = {"_static", "_sources", "_images", "tables", "articles", "appendix", "figures", "scripts"}
WEIGHED |= {f"{page.partition('/')[0]}.html" for page in PAGES} | {"search.html", "genindex.html", "searchindex.js"}
widths = pytest.mark.parametrize("width", [1280, 390])


def visit(browser, page, width=1280, theme="light", query=""):
    """Open a page from disk; return it with the addresses it asked for."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
    tab, asked = context.new_page(), []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{(SITE / page).as_uri()}.html{query}")
    tab.wait_for_load_state("load")
    return tab, asked


@pytest.fixture(scope="module", params=PAGES)
def opened(request, browser):
    """A page in a tab, and the addresses it asked for; what is tested of one page is tested in one tab."""
    tab, asked = visit(browser, request.param)
    yield tab, asked
    tab.context.close()


def test_pages_open_from_disk_and_ask_no_other_host(opened):
    tab, asked = opened
    assert tab.locator("article h1").count() == 1
    assert asked and all(url.startswith(("file:", "data:")) for url in asked)


def test_pages_fit_a_phone(opened):
    tab, _ = opened
    tab.set_viewport_size({"width": 390, "height": 900})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    assert tab.evaluate(
        "[...document.querySelectorAll('article p')].every(p => p.getBoundingClientRect().right <= 391)"
    )
    tab.set_viewport_size({"width": 1280, "height": 900})


LUMINANCE = """
() => {
  const rgba = c => c.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = e => { for (; e; e = e.parentElement) { const c = rgba(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0.5) return c; } return [255, 255, 255]; };
  const poor = [];
  for (const e of document.querySelectorAll('article p, article li, table.data th, table.data td, article h1, article h2, article h3, summary, .reading span, .reading label, .reading small, .reading legend, .reading a')) {
    if (!e.checkVisibility() || !((e.innerText || '').trim() || e.dataset.label)) continue;
    const [a, b] = [light(rgba(getComputedStyle(e).color)), light(behind(e))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) poor.push([contrast.toFixed(2), e.tagName, e.innerText.slice(0, 60)]);
  }
  return poor;
}
"""


def test_text_is_readable_in_both_themes(opened):
    tab, _ = opened
    for theme in ("dark", "light"):
        tab.emulate_media(color_scheme=theme)
        tab.wait_for_function("theme => document.documentElement.dataset.theme === theme", arg=theme)
        tab.evaluate("document.getAnimations().forEach(moving => moving.finish())")
        assert tab.evaluate(LUMINANCE) == [], theme


def test_pictures_say_what_they_show(opened):
    tab, _ = opened
    alts = tab.evaluate("[...document.querySelectorAll('article img')].map(i => [i.alt, i.naturalWidth])")
    assert all(len(alt) > 30 and ".png" not in alt and width > 0 for alt, width in alts)


FIGURES = """figures => figures.map(figure => {
  const [image, box] = [figure.querySelector('img'), figure.parentElement.getBoundingClientRect()];
  return {id: figure.id, title: figure.querySelector('figcaption').innerText, alt: image.alt,
    room: box.right - image.getBoundingClientRect().right,
    width: image.getBoundingClientRect().width / box.width,
    links: [...figure.querySelectorAll('a')].map(a => a.getAttribute('href')),
    cited: figure.querySelector('details p').textContent};
})"""


def test_figures_are_drawn_for_the_screen_and_for_a_phone_and_can_be_cited(opened):
    """Nothing wider than its box; on a phone the narrow picture fills it; four links that lead somewhere."""
    tab, _ = opened
    here = SITE / tab.url.removeprefix(SITE.as_uri() + "/").split("?")[0]
    for width, narrow in ((390, True), (1280, False)):
        tab.set_viewport_size({"width": width, "height": 900})
        drawn = "i => i.complete && i.naturalWidth && i.currentSrc.endsWith('-narrow.png') === narrow"
        tab.wait_for_function(
            f"narrow => [...document.querySelectorAll('figure.chart img')].every({drawn})", arg=narrow
        )
        tab.evaluate("new Promise(laid => requestAnimationFrame(() => requestAnimationFrame(laid)))")
        tab.evaluate("document.getAnimations().forEach(moving => moving.finish())")  # the sidebar slides in
        found = tab.eval_on_selector_all("figure.chart", FIGURES)
        assert len({figure["id"] for figure in found}) == len(found) >= ("image/png" in told_in(here))
        for figure in found:
            assert figure["room"] > -1
            assert figure["width"] > (0.95 if narrow else 0.7)
            assert figure["id"].startswith("figure-") and len(figure["alt"]) > 30 and len(figure["title"]) > 20
            *files, anchor = figure["links"]
            assert [Path(name).suffix for name in files] == [".png", ".svg", ".csv"] and anchor == f"#{figure['id']}"
            assert all((here.parent / name).is_file() for name in files)
            assert f"{figure['title'].rstrip('.')} [figure]. In: One summit" in figure["cited"]
            assert f"{here.relative_to(SITE)}#{figure['id']} " in figure["cited"] and "version" in figure["cited"]


def test_drawings_parse_and_hold_no_name_of_a_variable():
    drawings = sorted((SITE / "figures").glob("*.svg"))
    assert len(drawings) > 20
    for path in drawings:
        root = ElementTree.parse(path).getroot()
        words = ["".join(element.itertext()) for element in root.iter("{http://www.w3.org/2000/svg}text")]
        assert words and not [text for text in words if re.search(r"\w_\w", text)], path.name
        assert root.get("role") == "img" and root.find("{*}title").text and root.find("{*}desc").text
        head = path.with_suffix(".csv").read_text(encoding="utf-8-sig").partition("\n")[0]
        assert head.count(",") >= 1 and "_" not in head, path.name


def told_in(page):
    """The source of the notebook that a page was made of; "" of a page that is none."""
    path = HOME / "_build/notebooks" / page.relative_to(SITE).with_suffix(".ipynb")
    return path.read_text(encoding="utf-8") if path.is_file() else ""


@pytest.mark.parametrize("page", PAGES)
def test_links_between_pages_lead_somewhere(page):
    path = SITE / f"{page}.html"
    links = set(re.findall(r'href="(?![a-z]+:)([^"#?]+)', path.read_text(encoding="utf-8")))
    assert len(links) > 5 and not [link for link in links if not (path.parent / link).exists()]


def test_the_front_page_tells_findings_with_their_pictures_and_leads_on(browser):
    """One headline and three more, each with the figure that the overview has; the questions as cards."""
    tab, _ = visit(browser, "index")
    found = front.findings(HOME / "notebooks/00-overview.ipynb")
    heads = tab.locator(".headline h2, .findings h3").all_inner_texts()
    assert len(found) == 5 and heads == [re.match(r"\*\*(.*?)\*\*", one.told)[1] for one in found[:4]]
    alts = tab.locator(":is(.headline, .findings) img").evaluate_all("all => all.map(i => i.alt)")
    assert alts == [one.alt for one in found[:4]]
    stories = [name for name in NOTEBOOKS if re.match("0[1-9]-", name)]
    ways = tab.locator(".ways a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert ways[: len(stories)] == [f"{name}.html" for name in stories] and "articles/index.html" in ways
    assert tab.locator(".ways .sd-card-title:not([aria-hidden])").count() == 0
    assert tab.locator(".ways img").count() == len(stories) - 1, "07 has no figure"
    tab.set_viewport_size({"width": 1280, "height": 800})
    seen = "e => e.getBoundingClientRect().bottom <= innerHeight"
    assert tab.locator(".headline h2").evaluate(seen) and tab.locator(".headline img").evaluate(seen)
    tab.context.close()


def test_the_first_page_is_light(browser):
    """As a server sends it: text packed, pictures and fonts as they are."""
    tab, asked = visit(browser, "index")
    files = {SITE / unquote(url.partition("?")[0]).rpartition("/_site/")[2] for url in asked if url.startswith("file:")}
    packed = [
        len(zlib.compress(f.read_bytes())) if f.suffix not in (".png", ".woff2") else f.stat().st_size for f in files
    ]
    assert len(files) > 10 and sum(packed) < 400_000
    tab.context.close()


def test_a_link_that_is_shared_says_what_the_page_is_about(opened):
    tab, _ = opened
    meta = "e => [e.getAttribute('name') || e.getAttribute('property'), e.content]"
    said = dict(tab.locator("meta[name=description], meta[property^=og]").evaluate_all(f"all => all.map({meta})"))
    assert 10 < len(said["description"]) <= front.LONGEST + 2 and said["og:description"] == said["description"]
    assert said["og:title"] and said["og:site_name"] == "One summit, five accounts"
    pictures = tab.locator("article img")
    assert ("og:image" in said) == bool(pictures.count())
    if pictures.count():
        assert pictures.first.get_attribute("src") == said["og:image"]


@widths
def test_a_card_of_the_fact_check_leads_to_its_words_its_page_and_itself(browser, width):
    tab, _ = visit(browser, "05-claims", width)
    cards = tab.locator(".fact[id^=wrong-]")
    assert cards.count() == 6 and cards.locator("q a.place").count() == 6
    assert cards.locator("dd a[href^=http]").count() == 6
    hidden = cards.last.get_attribute("id")
    assert not cards.last.is_visible()
    tab.goto(f"{(SITE / '05-claims').as_uri()}.html#{hidden}")  # a card under the fold opens it
    assert cards.last.is_visible() and cards.last.evaluate("e => e.getBoundingClientRect().right <= innerWidth")
    tab.emulate_media(media="print")
    assert all(cards.nth(i).is_visible() for i in range(6))
    tab.context.close()


def test_there_are_pictures_and_tables(browser):
    tab, _ = visit(browser, "02-terms")
    assert tab.locator("article img").count() >= 2
    assert tab.locator("table.data").count() == tab.locator("p.download a").count() > 5
    tab.context.close()


def test_every_table_downloads_as_csv(browser):
    tab, _ = visit(browser, "01-sources")
    tab.evaluate("document.querySelectorAll('details.fold').forEach(fold => { fold.open = true; })")
    links = tab.locator("p.download a")
    for i in range(links.count()):
        with tab.expect_download() as event:
            links.nth(i).click()
        name = event.value.suggested_filename
        content = event.value.path().read_text(encoding="utf-8")
        assert name.endswith(".csv") and len(content.splitlines()) > 1
    tab.context.close()


def rows(tab, table):
    """The rows in sight of the nth table, a list of the texts of its cells each."""
    read = "t => [...t.tBodies[0].rows].map(r => [...r.cells].map(c => c.innerText.trim()))"
    return tab.locator("table.data").nth(table).evaluate(read)


@widths
def test_a_table_sorts_and_filters_by_keyboard(browser, width):
    tab, asked = visit(browser, "appendix/stance", width)
    n = tab.locator("table.data").evaluate_all("all => all.findIndex(t => t.innerText.includes('share (%)'))")
    before, share = rows(tab, n), 3
    head = tab.locator("table.data").nth(n).locator("thead th").nth(share)
    for order, turned in (("ascending", False), ("descending", True)):
        head.get_by_role("button").focus()
        tab.keyboard.press("Enter")
        sort = tab.locator("table.data").nth(n).locator(f"thead th:nth-child({share + 1})[aria-sort={order}]")
        sort.wait_for()  # the table is sorted after the key press has returned
        values = [float(row[share]) for row in rows(tab, n)]
        assert values == sorted(values, reverse=turned) and len(set(values)) > 3
    box = (
        tab.locator("table.data").nth(n).locator("xpath=ancestor::div[@class='scroll']/preceding-sibling::*[1]//input")
    )
    assert box.evaluate("e => e.labels[0].innerText") == "Filter rows"
    box.fill("CGTN")
    tab.wait_for_function(
        "([n, was]) => document.querySelectorAll('table.data')[n].tBodies[0].rows.length < was", arg=[n, len(before)]
    )
    assert rows(tab, n) and all("CGTN" in row for row in rows(tab, n)) and len(rows(tab, n)) < len(before)
    box.fill("no such word")
    tab.locator("table.data").nth(n).get_by_text("No row holds that.").wait_for()
    assert rows(tab, n) == [["No row holds that."]]
    assert all(url.startswith(("file:", "data:")) for url in asked)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_whole_of_a_table_is_brought_out(browser, theme):
    """Of every table shown in part: all its rows, its columns, and links that lead somewhere; and back again."""
    tab, asked = visit(browser, "appendix/numbers", 390, theme)
    assert tab.locator("p.download.more button").count() == tab.locator("table.data.part").count() > 3
    for button in tab.locator("p.download.more button").all()[::-1]:
        box = button.locator("xpath=ancestor::p/preceding-sibling::div[contains(@class, 'scroll')][1]")
        part, before = box.locator("th[scope=col]").count(), box.inner_html()
        told = int(re.search(r"([\d,]+) rows", button.evaluate("b => b.nextElementSibling.innerText"))[1])
        for words in ("Show less", "Show the whole table", "Show less"):
            button.press("Enter")
            tab.wait_for_function("words => document.activeElement.textContent === words", arg=words)
            name = f"{words}: {box.get_attribute('aria-label')}"
            assert button.evaluate("(b, name) => b === document.activeElement && b.ariaLabel === name", name)
            assert (box.inner_html() == before) == (words != "Show less")
        seen = box.locator("table").get_attribute("id")
        assert box.locator("th[scope=col]").count() >= part
        assert tab.evaluate("id => new DataTable('#' + id).rows().count()", seen) == told
        assert tab.locator(f"input[aria-controls={seen}]").count() == (told > 15)
    assert tab.locator("table.data.part").count() == 0
    assert tab.evaluate(LUMINANCE) == [] and tab.evaluate("document.documentElement.scrollWidth") <= 390
    assert all(url.startswith(("file:", "data:")) for url in asked)
    tab.context.close()


def test_a_wide_table_keeps_the_names_of_its_rows_in_sight_on_a_phone(browser):
    """At most 8rem wide, over what is scrolled behind it; a long text, which names no row, is scrolled away."""
    tab, _ = visit(browser, "06-c5x", 390)
    for button in tab.locator("button.columns").all():
        button.click()
    found = tab.locator(".scroll").evaluate_all("""boxes => boxes.filter(b => b.scrollWidth > b.clientWidth + 20).map(b => {
      b.scrollLeft = b.scrollWidth;
      const name = b.querySelector('tbody tr > *'), at = name.getBoundingClientRect(), edge = b.getBoundingClientRect();
      const long = b.querySelector('thead th').matches('.w');
      return [long, Math.round(at.left - edge.left), Math.round(at.width), getComputedStyle(name).backgroundColor];
    })""")
    kept = [rest for long, *rest in found if not long]
    assert kept and all(left == 0 and width <= 129 and "0, 0, 0, 0" not in back for left, width, back in kept)
    tab.context.close()


@widths
def test_a_table_that_is_too_wide_shows_its_first_columns_and_the_others_on_demand(browser, width):
    """No column is cut at the edge; outlets stand side by side or scroll, none of them is left to a button."""
    tab, _ = visit(browser, "06-c5x" if width < 600 else "appendix/official-wording", width)
    over = "all => all.filter(b => b.scrollWidth > b.clientWidth + 1).map(b => b.ariaLabel)"
    assert tab.locator(".scroll").evaluate_all(over) == [] and tab.locator("table.outlets[data-columns]").count() == 0
    button, seen = (
        tab.locator("button.columns").first,
        "t => [...t.tHead.rows[0].cells].filter(c => c.offsetWidth).length",
    )
    table = button.locator("xpath=ancestor::p/preceding-sibling::div[contains(@class, 'scroll')][1]//table")
    few, every = table.evaluate(seen), table.locator("thead th").count()
    assert 1 < few < every and button.inner_text() == f"Show all {every} columns"
    for words, columns in ((f"Show all {every} columns", every), ("Show fewer columns", few)):
        assert button.inner_text() == words
        button.press("Enter")
        assert table.evaluate(seen) == columns and button.evaluate("b => b === document.activeElement")
    tab.context.close()


def test_a_phone_shows_the_outlets_of_a_comparison_together(browser):
    tab, _ = visit(browser, "02-terms", 390)
    last = tab.locator("table.outlets").evaluate_all(
        "all => all.map(t => t.tHead.rows[0].cells[5].getBoundingClientRect().right)"
    )
    assert len(last) > 2 and max(last) <= 390
    tab.context.close()


def test_links_of_whole_tables_have_their_anchors():
    scripts = sorted((SITE / "tables").glob("*.js"))
    links = {
        link for path in scripts for link in re.findall(r"articles/([a-z0-9_-]+)\.html#(c\d+-\d+)", path.read_text())
    }
    ids = {name: (SITE / f"articles/{name}.html").read_text(encoding="utf-8") for name, _ in links}
    assert len(scripts) > 20 and len(links) > 500
    assert not [(name, place) for name, place in links if f'id="{place}"' not in ids[name]]


def test_without_a_script_tables_are_read_and_downloaded(browser):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto((SITE / "appendix/numbers.html").as_uri())
    assert tab.locator("table.data").first.is_visible() and tab.locator("p.download a").first.is_visible()
    assert tab.locator("p.download button").count() == 0 and tab.locator(".dt-search").count() == 0
    context.close()


def test_the_site_is_small_enough_to_carry():
    files = [path for path in SITE.rglob("*") if path.is_file() and path.relative_to(SITE).parts[0] in WEIGHED]
    assert sum(path.stat().st_size for path in files) < 13e6
    assert not [*SITE.glob("_static/**/*.map")] and len([*SITE.glob("_static/**/*datatables*")]) == 1


def test_search_finds_a_term(browser):
    tab, asked = visit(browser, "search", query="?q=pomegranate")
    tab.wait_for_selector("#search-results li a", timeout=15_000)
    assert any("0" in link for link in tab.locator("#search-results li a").evaluate_all("a => a.map(x => x.href)"))
    assert all(url.startswith("file:") for url in asked)
    tab.context.close()


# -- The articles, paragraph by paragraph ---------------------------------------------

LIT = """() => {
  const at = document.querySelector(':target'), line = at.closest('.s'), box = line.getBoundingClientRect();
  const plain = [...document.querySelectorAll('.s')].find(s => s !== line);
  return {
    id: at.id, text: line.innerText, top: at.getBoundingClientRect().top, wide: document.documentElement.scrollWidth,
    lit: getComputedStyle(line).backgroundColor, unlit: getComputedStyle(plain).backgroundColor, right: box.right,
  };
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@widths
def test_a_claim_leads_to_its_sentence(browser, width, theme):
    """From a row of 05 to the highlighted sentence, on a desktop and on a phone."""
    tab, asked = visit(browser, "05-claims", width, theme)
    tab.locator("a.place", has_text="over 30%").first.click()
    tab.wait_for_url("**/articles/anewz.html#c4124-4132")
    found = tab.evaluate(LIT)
    assert found["text"].startswith("Since the first summit in 2023") and "over 30%" in found["text"]
    assert found["lit"] != found["unlit"] and 60 <= found["top"] < 800, "lit, and not under the bar at the top"
    assert found["right"] <= width and found["wide"] <= width
    assert tab.evaluate(LUMINANCE) == []
    assert all(url.startswith(("file:", "data:")) for url in asked)
    tab.context.close()


def tables_of(page):
    """The tables of an executed notebook, as they are saved."""
    cells = nbformat.reads(told_in(SITE / f"{page}.html"), as_version=4).cells
    shown = [output.get("data", {}).get("text/html", "") for cell in cells for output in cell.get("outputs", [])]
    return "".join(table for table in shown if "<table" in table)


@pytest.mark.parametrize("page", NOTEBOOKS)
def test_every_row_with_a_place_leads_there(browser, page):
    """Each link of each table has its anchor, and each place of a saved table its link."""
    tab, _ = visit(browser, page)
    links = tab.eval_on_selector_all("table.data a.place", "links => links.map(a => a.getAttribute('href'))")
    most = tab.eval_on_selector_all(
        "table.data tr", "all => Math.max(...all.map(r => r.querySelectorAll('a.place').length))"
    )
    assert most <= 2, "one a row, two of a pair"
    assert len(links) == tables_of(page).count("data-place="), "a row with a place leads there"
    assert all(link.startswith("../") == page.startswith("appendix/") for link in links)
    links = [link.removeprefix("../") for link in links]
    for article in ARTICLES + INVENTED:
        ids = set(re.findall(r' id="(c[0-9]+-[0-9]+)"', (SITE / f"{article}.html").read_text(encoding="utf-8")))
        assert {link.partition("#")[2] for link in links if link.startswith(f"{article}.html#")} <= ids
    assert all(f"articles/{link.partition('.html')[0].partition('/')[2]}" in ARTICLES + INVENTED for link in links)
    assert links or page in ("00-overview", "appendix/meetings", "appendix/speed", "appendix/topics")
    tab.context.close()


@widths
def test_layers_are_switched_by_keyboard_without_a_request(browser, width):
    tab, asked = visit(browser, "articles/anewz", width)
    before = len(asked)
    for layer in ("quantity", "aside", "statement", "quotation", "report", "speaker", "passage", "frame"):
        box, label = tab.locator(f"input.on-{layer}"), tab.locator(f"a.label.{layer}").first
        mark = f"getComputedStyle(document.querySelector('.article-text .m.{layer}')).textDecorationLine"
        box.focus()
        assert box.evaluate("e => getComputedStyle(e).outlineStyle") == "solid" or not box.evaluate(
            "e => e.matches(':focus-visible')"
        )
        assert tab.get_by_role("checkbox", name=box.evaluate("e => e.labels[0].innerText.trim()")).count() == 1
        for _ in range(2):
            on = box.is_checked()
            assert label.is_visible() == on and (tab.evaluate(mark) != "none") == on
            tab.keyboard.press("Space")
            tab.wait_for_function("([box, on]) => box.checked !== on", arg=[box.element_handle(), on])
    for _ in range(2):  # from one box to the next, past the link between them
        tab.keyboard.press("Shift+Tab")
    tab.wait_for_function("document.activeElement.className === 'on-passage'")
    assert len(asked) == before
    tab.context.close()


def test_marks_lead_to_the_notebooks(browser):
    tab, _ = visit(browser, "articles/anewz")
    tab.locator("a.label.quantity").first.click()
    tab.wait_for_url("**/05-claims.html")
    tab.context.close()


def test_print_keeps_the_marks(browser):
    tab, _ = visit(browser, "articles/anewz")
    tab.emulate_media(media="print")
    style = "getComputedStyle(document.querySelector('.article-text .m.quantity')).textDecorationLine"
    assert tab.evaluate(style) == "underline" and not tab.locator("input.on-quantity").is_visible()
    assert tab.locator(".article-text").is_visible() and tab.locator("a.label.quantity").first.is_visible()
    tab.context.close()


def test_print_keeps_findings_whole_and_says_where_links_lead(browser):
    """Two findings a sheet, each beside its figure; from the dark theme dark on white; nothing that only a screen does."""
    tab, _ = visit(browser, "00-overview")
    sheets = tab.pdf(format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "15mm"))
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 3
    tab.context.close()
    tab, _ = visit(browser, "05-claims", 680, "dark")
    tab.emulate_media(media="print")
    colours = "all => all.map(e => getComputedStyle(e).color)"
    assert {*tab.locator(".caption, caption, figcaption, h1, h2").evaluate_all(colours)} == {"rgb(0, 0, 0)"}
    assert tab.locator(".about details p").is_visible() and tab.locator(".on-screen").count() == 1
    for gone in (".on-screen", "p.download", ".dt-column-order", ".files"):
        assert not any(e.is_visible() for e in tab.locator(f"article {gone}").all()), gone
    after = "e => getComputedStyle(e, '::after').content"
    assert "appendix/numbers.html" in tab.locator("p > a[href='appendix/numbers.html']").first.evaluate(after)
    assert tab.locator("p > a.gloss").first.evaluate(after) == "none"
    left = "all => all.map(e => e.getBoundingClientRect().left)"
    assert len({*tab.locator("article.bd-article").locator("section > :is(h1, h2, p)").evaluate_all(left)}) == 1
    tab.context.close()


def test_what_repeats_says_of_what(browser):
    """Links to files, folds and buttons have names of their own; a picture's text is its finding."""
    tab, _ = visit(browser, "05-claims")
    spoken = "all => all.map(e => e.getAttribute('aria-label') || e.textContent.trim())"
    names = tab.locator("article :is(.files a, .files summary, .cite a, .cite summary, p.download *)").evaluate_all(
        spoken
    )
    assert len(names) == len(set(names)) > 20
    folds = tab.locator("details.hide .collapsed").all_text_contents()
    assert "The code of this section: How far do hedges reach?" in folds and len(folds) == len(set(folds))
    assert tab.locator(".fact").count() == tab.locator(".fact [role=heading][aria-level='3']").count() == 6
    assert tab.locator("article figure img").first.get_attribute("alt").startswith("AnewZ† wrote four of the six wrong")
    assert tab.locator(".btn-download-notebook-button, .btn-download-source-button").count() > 0
    tab.goto((SITE / "references.html").as_uri())
    assert tab.locator(".dropdown-download-buttons").count() == 0
    tab.context.close()
