"""Every page of the site held against axe-core's rules in both themes, and walked through by keyboard."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.test_site import ARTICLES, PAGES, visit

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
# Rows are alike, and so are folds of code: a few of each stand for all, and the rest is taken out, or axe would take minutes.
FEWER = """() => {
  document.querySelectorAll('table.data tbody tr:nth-child(n+6)').forEach(row => row.remove());
  [...document.querySelectorAll('details')].forEach((fold, i) => i < 3 ? fold.open = true : fold.remove());
  document.getAnimations().forEach(moving => moving.finish());
}"""
AXE = """run => axe.run(document, {resultTypes: ['violations'], runOnly: run}).then(found => found.violations
  .filter(rule => ['serious', 'critical'].includes(rule.impact))
  .map(rule => [rule.id, rule.nodes[0].html.slice(0, 200), rule.nodes.length]))"""
FOCUS = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2;
}"""


ALIKE = set(ARTICLES[1:])  # pages of one template, of which one stands for all


@pytest.mark.parametrize("page", [*(page for page in PAGES if page not in ALIKE), "search", "genindex"])
def test_no_page_has_a_serious_fault(browser, page):
    tab, _ = visit(browser, page)
    tab.evaluate(FEWER)
    tab.evaluate(AXE_SCRIPT)
    assert tab.evaluate(AXE, {"type": "tag", "values": RULES}) == []
    tab.evaluate("document.documentElement.dataset.theme = 'dark'")
    tab.evaluate("document.getAnimations().forEach(moving => moving.finish())")
    assert tab.evaluate(AXE, {"type": "rule", "values": ["color-contrast"]}) == [], "in the dark theme"
    tab.context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_keyboard_leads_past_the_sidebar_and_its_focus_is_seen(browser, theme):
    tab, _ = visit(browser, "02-terms", theme=theme)
    tab.keyboard.press("Tab")
    tab.wait_for_function("document.activeElement.hash === '#main-content'")
    for _ in range(45):  # sidebar, buttons, folds, a table, a formula, a figure
        assert tab.evaluate(FOCUS), tab.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        tab.keyboard.press("Tab")
    tab.context.close()


STOPS = """() => [...document.querySelectorAll('article :is(a[href], button, input, [tabindex="0"])')]
  .filter(e => e.checkVisibility() && e.tabIndex >= 0)"""


@pytest.mark.parametrize("page", ["02-terms", "appendix/words"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_keyboard_stops_only_where_something_can_be_done(browser, page, width):
    """A box that scrolls is a stop if there is something to scroll; a row has one link, two if it is of a pair."""
    tab, _ = visit(browser, page, width)
    over = "b => b.scrollWidth > b.clientWidth + 1 || b.scrollHeight > b.clientHeight + 1"
    wrong = f"all => all.filter(b => ({over})(b) !== (b.tabIndex === 0)).map(b => b.outerHTML.slice(0, 90))"
    assert tab.locator(".scroll, .formula").evaluate_all(wrong) == []
    assert tab.evaluate(f"({STOPS})().length") < (400 if page == "appendix/words" else 150)
    tab.context.close()


def test_tables_have_captions_and_scopes_and_stay_on_the_paper(browser):
    tab, _ = visit(browser, "appendix/numbers", width=680)  # A4 less its margins
    assert tab.locator("table.data").count() == tab.locator("table.data > caption").count() > 10
    assert tab.locator("table th:not([scope])").count() == 0
    tab.emulate_media(media="print")
    wide = "most => [...document.querySelectorAll('table')].filter(t => t.offsetWidth > most(t)).length"
    assert tab.evaluate(f"({wide})(t => t.tHead.rows[0].cells.length > 10 ? 990 : 680)") == 0
    assert not tab.locator("summary").first.is_visible() and not tab.locator("p.download").first.is_visible()
    tab.context.close()
