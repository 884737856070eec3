"""The front page and what a shared link says, made of executed notebooks."""

import base64
import io
import re

import nbformat
import pytest
from PIL import Image

from lib.show.tables import STYLE
from lib.site import front


def figure(colour, alt, caption=""):
    png = io.BytesIO()
    Image.new("RGB", (900, 1400), colour).save(png, format="png")
    data = {"image/png": base64.b64encode(png.getvalue()).decode(), "text/plain": alt}
    return nbformat.v4.new_output("display_data", data, metadata={"image/png": {"alt": alt, "caption": caption}})


def said(text):
    return nbformat.v4.new_output("execute_result", {"text/markdown": text}, execution_count=1)


def write(path, title, *outputs):
    cells = [nbformat.v4.new_markdown_cell(title)]
    cells += [nbformat.v4.new_code_cell(outputs=[o], id=f"c{i}") for i, o in enumerate(outputs)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)


@pytest.fixture
def folder(tmp_path):
    parts = [said("Plain.")]
    for i in range(5):
        parts += [
            said(f"**Finding {i}.** It is so ([{i}](02-x.ipynb))."),
            said("More."),
            figure("red", f"Bars: {i}", "Bars: how <b> & much"),
        ]
    write(tmp_path / "00-overview.ipynb", "# What?", *parts)
    write(tmp_path / "01-one.ipynb", "# 01 · Who?\n\nText", figure("blue", "Dots: who"), figure("red", "Bars"))
    write(tmp_path / "02-two.ipynb", "# 02 · Where?", said("no figure"))
    return tmp_path


def test_a_finding_is_a_headline_and_the_figure_that_follows(folder):
    found = front.findings(folder / "00-overview.ipynb")
    assert [(one.alt, one.told[:11]) for one in found] == [(f"Bars: {i}", f"**Finding {i}") for i in range(5)]


def test_the_page_has_a_headline_three_findings_and_each_question(folder):
    page = front.fill("%headline%\n%findings%\n%ways%\n", folder)
    heads = re.findall(r"```{rubric} (.+)\n:heading-level: (.)\n```\n\nIt is so", page)
    assert heads == [(f"Finding {i}.", "3" if i else "2") for i in range(4)] and "**" not in page
    assert page.count("```{image}") == 4 and "Finding 4" not in page
    assert page.count('<p class="how">How &lt;b&gt; &amp; much.</p>') == 4, "under a picture stands how to read it"
    assert page.index("Finding 0") < page.index("grid} 1 1 3 3") < page.index("Finding 1")
    assert "{grid-item-card} Who?\n:link: 01-one\n" in page and ":img-alt: Dots: who" in page
    assert "{grid-item-card} Where?\n:link: 02-two\n" in page and page.count("img-top") == 1
    small = Image.open(folder / "pictures/01-one.png")
    assert small.size == (front.WIDTH, front.HEIGHT) and (folder / "pictures/01-one.png").stat().st_size < 20_000
    assert small.convert("RGB").getpixel((9, 9)) == (0, 0, 255)


def test_a_finding_leads_to_a_heading_and_explains_the_dagger(folder):
    assert front.DAGGER_NOTE not in front.fill("%headline%", folder)
    told = "**One†.** So ([who speaks](01-one.ipynb#who-speaks)), so ([elsewhere](01-one.ipynb))."
    write(folder / "01-one.ipynb", "# 01 · Who?\n\n## Who speaks?", figure("blue", "Dots"))
    write(folder / "00-overview.ipynb", "# What?", said(told), figure("red", "Bars"))
    page = front.fill("%headline%", folder)
    assert '<a href="01-one.html#who-speaks">who speaks</a>' in page and "[elsewhere](01-one.ipynb)" in page
    assert page.index("{image}") < page.index(front.DAGGER_NOTE)


def test_pages_that_a_site_has_beside_its_notebooks_get_a_card_and_others_none(folder):
    assert "side-by-side" not in front.fill("%headline%%ways%", folder)
    (folder / "side-by-side.md").write_text("# Side by side\n", encoding="utf-8")
    page = front.fill("%headline%%ways%", folder)
    assert ":link: side-by-side\n" in page and ":link: words" not in page


def test_the_page_has_the_first_table_of_the_overview(folder):
    assert "<table" not in front.fill("%headline%%accounts%", folder)
    shown = []
    for caption in ("Who `they` are", "More"):
        data = {"text/html": f"{STYLE}<table>{caption}</table>", "text/plain": f"{caption} (5 rows) [table {'0' * 16}]"}
        shown.append(nbformat.v4.new_output("display_data", data))
    write(folder / "00-overview.ipynb", "# What?", said("**One.** So."), figure("red", "Bars"), *shown)
    page = front.fill("%headline%%accounts%", folder)
    assert page.count("<table>") == 1 and "<table>Who &#96;they&#96; are</table>" in page and STYLE not in page


def test_a_page_without_marks_or_without_an_overview_is_left(folder, tmp_path_factory):
    assert front.fill("# %findings% of a reader\n", folder) == "# %findings% of a reader\n"
    assert front.fill("%headline%", tmp_path_factory.mktemp("none")) == "%headline%"


def test_a_shared_link_tells_the_finding_and_its_picture():
    body = '<p>First.</p><p><strong>Six met.</strong> One spoke (<a href="03.html">who</a>).</p><img alt="x" src="_images/a.png"/>'
    told = front.meta("Who?", body, "Site", "a/b.html", "https://example.org/s/")
    assert '<meta name="description" content="Six met. One spoke.">' in told
    assert '<meta property="og:image" content="https://example.org/s/a/_images/a.png">' in told
    assert 'og:image" content="_images/a.png"' in front.meta("Who?", body, "Site", "a/b.html")
    assert "og:image" not in front.meta("Who?", "<p>Text</p>", "Site")
    body = '<p>A.</p><h2 class="rubric">Six met.</h2>\n<p>One spoke (<a href="03.html">who</a>).</p>'
    assert 'name="description" content="Six met. One spoke."' in front.meta("Who?", body, "Site")


def test_what_a_shared_link_says_is_short_and_holds_no_markup():
    body = f"<p>{'word ' * 90}&lt;b&gt;&quot;x</p>"
    told = front.meta('<img src=x>"', body, "Site")
    assert "<img" not in told and 'content="&lt;img src=x&gt;&quot;"' in told and "<b>" not in told
    about = told.split('content="')[1].split('"')[0]
    assert len(about) <= front.LONGEST + 2 and about.endswith("word …")
