"""What strict nbval does not see: order, tags, stderr, alt text, cell length, names of doubtful outlets."""

import ast
import base64
import io
import os
import random
import re
import shutil
import statistics
import subprocess
import sys

import nbformat
import pandas as pd
import pytest
from PIL import Image

from lib import corpus
from lib.measures import frames
from lib.show import downloads, tables
from lib.site import front, run
from lib.text import display
from tests.conftest import HOME

PATHS = {run.below_notebooks(path).with_suffix("").as_posix(): path for path in run.notebooks()}
NOTEBOOKS = {name: nbformat.read(path, as_version=4) for name, path in PATHS.items()}
CODE = {name: [c for c in notebook.cells if c.cell_type == "code"] for name, notebook in NOTEBOOKS.items()}
each = pytest.mark.parametrize("name", NOTEBOOKS)


def outputs(name):
    return [output for cell in CODE[name] for output in cell.outputs]


@pytest.fixture(scope="session")
def saved_tables(executed):
    """Function of a notebook's name: {caption up to its first bracket or semicolon: the whole table}."""

    def read(name):
        told = [o.data["text/plain"] for o in outputs(name) if downloads.file_name(o.data.get("text/plain", ""))]
        whole = {t: pd.read_csv(executed / "tables" / downloads.file_name(t), keep_default_na=False) for t in told}
        return {re.split(r" \(|;", text)[0]: table for text, table in whole.items()}

    return read


def shown(name):
    """All text that a reader of the outputs meets."""
    for output in outputs(name):
        data = output.get("data", {})
        yield from (data[kind] for kind in ("text/markdown", "text/html", "text/plain") if kind in data)
        yield output.get("metadata", {}).get("image/png", {}).get("alt", "")


@each
def test_cells_were_run_once_from_top_to_bottom(name):
    assert [cell.execution_count for cell in CODE[name]] == list(range(1, len(CODE[name]) + 1))


@each
def test_no_cell_looks_away(name):
    tags = {tag for cell in NOTEBOOKS[name].cells for tag in cell.metadata.get("tags", [])}
    assert tags <= {"summit"}
    source = "\n".join(cell.source for cell in CODE[name])
    assert not re.search(r"NBVAL|%%capture|warnings\.|clear_output|tqdm", source)


@each
def test_tables_to_explore_are_not_saved(name):
    """itables brings megabytes of scripts along."""
    assert not [cell.source for cell in CODE[name] if calls(cell, "explore")]
    assert not [text for text in shown(name) if "itables" in text or "<script" in text]


@pytest.mark.parametrize("typed", ["zyzzyva", "TRADE", "and the", "xi jinping", "(*", "<b>"])
@pytest.mark.parametrize(("name", "reads"), [("02-terms", 3), ("03-framing", 3), ("05-claims", 1)])
def test_any_word_can_be_typed_where_a_notebook_says_change_me(name, reads, typed, monkeypatch):
    """The cell with that comment and those after it that read what is typed."""
    told = []
    monkeypatch.setattr(tables, "display", lambda bundle, **options: told.append(bundle["text/plain"]))
    monkeypatch.setattr("lib.show.charts.show", lambda *args, **options: None)
    any_corpus = [cell for cell in CODE[name] if "summit" not in cell.metadata.get("tags", [])]
    (at,) = [i for i, cell in enumerate(any_corpus) if "change me" in cell.source]
    scope = typing_scope(name, at, any_corpus)
    source = re.sub(
        r"^(word|speaker) = .*$", lambda match: f"{match[1]} = {typed!r}", any_corpus[at].source, flags=re.MULTILINE
    )
    exec(source, scope)
    for cell in any_corpus[at + 1 : at + 1 + reads]:
        exec(re.sub(r"^frame = .*$", lambda _: f"frame = {typed!r}", cell.source, flags=re.MULTILINE), scope)
    assert told and all(text for text in told)


SCOPES = {}


def typing_scope(name, at, cells):
    """What the cells before the one to change have made; computed once."""
    if name not in SCOPES:
        SCOPES[name] = {}
        for cell in cells[:at]:
            exec(cell.source, SCOPES[name])
    return dict(SCOPES[name])


@each
def test_no_errors_no_stderr_no_stream(name):
    assert {output.output_type for output in outputs(name)} <= {"display_data", "execute_result"}


@each
def test_a_cell_that_ends_in_an_expression_has_output(name):
    for cell in CODE[name]:
        last = ast.parse(cell.source).body[-1]
        if isinstance(last, ast.Expr) and not calls(cell, "finding"):  # that is for the next figure
            assert cell.outputs, cell.source
        assert not cell.source.rstrip().endswith(";"), "nbval runs the cell as if the ; were not there"


@each
def test_no_path_of_a_machine_and_no_address(name):
    for text in [*shown(name), *(cell.source for cell in NOTEBOOKS[name].cells)]:
        assert not re.search(r"(^|[\s\"'(=])/(home|root|tmp|usr|Users|work|var)/| at 0x[0-9a-f]", text), text[:200]


@each
def test_what_stands_under_a_heading_that_needs_a_table_needs_one_too(name):
    level, needs = 0, ""
    for cell in NOTEBOOKS[name].cells:
        heading = re.search(r"^(#+) ", cell.source, re.MULTILINE) if cell.cell_type == "markdown" else None
        if heading and (not needs or len(heading[1]) <= level):
            level, needs = len(heading[1]), cell.metadata.get("needs", "")
        elif needs and "summit" not in cell.metadata.get("tags", []):
            assert cell.metadata.get("needs"), cell.source[:200]


@each
def test_figures_carry_alt_text_and_a_fingerprint(name):
    for cell in CODE[name]:
        pictures = [output for output in cell.outputs if "image/png" in output.get("data", {})]
        assert len(pictures) <= 1, "one figure a cell: the site has one alt text a cell"
        for output in pictures:
            alt = output.metadata["image/png"]["alt"]
            assert len(alt) > 30
            assert re.fullmatch(re.escape(alt) + r" \[figure [0-9a-f]{16}\]", output.data["text/plain"])


@each
def test_tables_say_what_the_whole_of_them_is(name):
    bundles = [output.data for output in outputs(name) if "text/html" in output.get("data", {})]
    assert bundles
    assert all(downloads.file_name(data["text/plain"]) for data in bundles)


@each
def test_notebooks_are_small(name):
    path = HOME / f"notebooks/{name}.ipynb"
    assert path.stat().st_size < 400_000
    for output in outputs(name):
        if "image/png" in output.get("data", {}):
            assert Image.open(io.BytesIO(base64.b64decode(output.data["image/png"]))).mode == "P"


@each
def test_cells_are_short(name):
    lines = [len([line for line in cell.source.split("\n") if line.strip()]) for cell in CODE[name]]
    assert statistics.median(lines) <= 4 and max(lines) <= 15


@each
def test_a_doubtful_outlet_says_so_wherever_it_is_named(name):
    texts = [*shown(name), *(cell.source for cell in NOTEBOOKS[name].cells if cell.cell_type == "markdown")]
    for outlet in corpus.outlets(corpus.as_shown(corpus.load(HOME / "seeds"))):
        bare = rf"\b{re.escape(outlet.removesuffix(corpus.DAGGER))}\b(?!{corpus.DAGGER})"
        if outlet.endswith(corpus.DAGGER):
            assert not [text[:300] for text in texts if re.search(bare, text)]
    if any(corpus.DAGGER in text for text in texts):
        assert sum(tables.DAGGER_NOTE in text for text in texts) == 1, "one note a page"


def calls(cell, *functions):
    """The calls of a function of that name in a cell, whatever module it is taken from."""
    nodes = [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Call)]
    return [n for n in nodes if getattr(n.func, "attr", getattr(n.func, "id", "")) in functions]


def plain(sentence):
    """Is a sentence a template that can be read: text, and names in braces, no more?"""
    parts = sentence.values if isinstance(sentence, ast.JoinedStr) else [sentence]
    return all(
        isinstance(getattr(part, "value", None), ast.Name if isinstance(part, ast.FormattedValue) else str)
        for part in parts
    )


@each
def test_cells_compute_for_any_corpus_or_speak_of_the_five(name):
    """A cell tagged `summit` may hold sentences, as plain templates; no other cell has any, or needs what those make."""
    made = {True: set(), False: set()}
    for cell in CODE[name]:
        summit, tree = "summit" in cell.metadata.get("tags", []), ast.parse(cell.source)
        told = calls(cell, "say", "finding")
        assert summit or not told, f"a sentence in a cell for any corpus: {cell.source}"
        assert all(plain(call.args[0]) for call in told), cell.source
        branches = [n for c in ast.walk(tree) if isinstance(c, ast.IfExp) for n in (c.body, c.orelse)]
        assert not any(isinstance(getattr(n, "value", n), (str, ast.JoinedStr)) for n in branches), (
            f"words that hang on a condition: {cell.source}"
        )
        names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
        read = {node.id for node in names if isinstance(node.ctx, ast.Load)}
        wants = read & made[True] - made[False]
        assert summit or not wants - {n.id for n in names if isinstance(n.ctx, ast.Store)}, (
            f"{wants} of summit cells: {cell.source}"
        )
        made[summit] |= {node.id for node in names if isinstance(node.ctx, ast.Store)}


@each
def test_notebooks_are_listed(name):
    overview = (HOME / "notebooks/00-overview.ipynb").read_text(encoding="utf-8")
    assert name in (HOME / "README.md").read_text(encoding="utf-8")
    assert name in (HOME / "notebooks/index.md").read_text(encoding="utf-8")
    assert name == "00-overview" or name.startswith("appendix/") or f"{name}.ipynb" in overview


@each
def test_links_to_headings_find_them(name):
    path = HOME / f"notebooks/{name}.ipynb"
    sources = "".join(cell.source for cell in nbformat.read(path, as_version=4).cells)
    for other, heading in re.findall(r"\]\(([\w./-]+\.ipynb)#([\w-]+)\)", sources.replace('"\n    "', "")):
        cells = nbformat.read(path.parent / other, as_version=4).cells
        lines = [line for cell in cells if cell.cell_type == "markdown" for line in cell.source.splitlines()]
        assert heading in {downloads.hyphened(line) for line in lines if line.startswith("#")}, (other, heading)


def test_every_row_with_a_span_leads_to_its_text(executed):
    """Tables that show start, end and a surface: the surface stands there. Whole tables, as the CSV has them."""
    articles = pd.concat([corpus.load(HOME / "seeds"), corpus.load(HOME / "data/example")])
    texts = articles.set_index("article_id")["text"]
    checked = 0
    for table in (pd.read_csv(path, keep_default_na=False) for path in sorted((executed / "tables").glob("*.csv"))):
        surface = next((c for c in ("keyword", "text", "surface") if c in table), None)
        if surface is None or not {"article_id", "start", "end"} <= set(table):
            continue
        for row in table.to_dict("records"):
            there = display(texts[row["article_id"]][row["start"] : row["end"]])
            assert there == row[surface].removeprefix("'"), row
            checked += 1
    assert checked > 80


def nbval(folder, *options, **environment):
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--nbval",
        "--nbval-current-env",
        *options,
    ]
    return subprocess.run(
        [*command, "--rootdir", str(folder), "-c", os.devnull, str(folder)],
        env={**os.environ, **environment},
        cwd=folder,
        capture_output=True,
        text=True,
    )


def test_a_changed_bar_fails(tmp_path):
    """nbval never compares pictures: the fingerprint in the text must give a changed bar away."""
    cells = [
        nbformat.v4.new_code_cell("import pandas as pd\nfrom lib import charts"),
        nbformat.v4.new_code_cell(
            "charts.show(charts.stacked(pd.DataFrame({'x': [0.80, 0.5]}, index=['a', 'b']), 'share'), 'Bars: a is longer.')"
        ),
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path = tmp_path / "bars.ipynb"
    nbformat.write(notebook, path)
    subprocess.run([sys.executable, "-m", "lib.site.run", str(path)], check=True, capture_output=True)
    (tmp_path / "changed.ipynb").write_text(path.read_text().replace("0.80", "0.81"))
    result = nbval(tmp_path)
    assert result.returncode == 1 and "1 failed, 3 passed" in result.stdout and "figure" in result.stdout


@each
def test_another_run_in_other_surroundings_gives_the_same_notebook(name, executed):
    """That of `make`, its pictures left out: their pixels differ between processors, their fingerprints do not."""
    again = nbformat.read(executed / f"{name}.ipynb", as_version=4)
    for notebook in (again, committed := nbformat.read(HOME / f"notebooks/{name}.ipynb", as_version=4)):
        for output in (o for cell in notebook.cells for o in cell.get("outputs", [])):
            output.get("data", {}).pop("image/png", None)
    assert again == committed


def test_running_a_notebook_gives_the_same_bytes(tmp_path):
    cells = [
        "import pandas as pd\nfrom lib import charts",
        "charts.show(charts.heat(pd.DataFrame({'x': [1]}), 'n'), 'One.')",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbformat.write(notebook, tmp_path / "one.ipynb")
    paths = [shutil.copy(tmp_path / "one.ipynb", tmp_path / f"{number}.ipynb") for number in (1, 2)]
    subprocess.run([sys.executable, "-m", "lib.site.run", "--to", str(tmp_path / "ran"), *paths], check=True)
    one, two = ((tmp_path / f"ran/{number}.ipynb").read_bytes() for number in (1, 2))
    assert one == two and len(one) > 1000


def test_a_failing_notebook_is_named(tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")])
    nbformat.write(notebook, tmp_path / "broken.ipynb")
    result = subprocess.run(
        [sys.executable, "-m", "lib.site.run", str(tmp_path / "broken.ipynb")], capture_output=True, text=True
    )
    assert result.returncode == 1 and "broken.ipynb failed" in result.stderr and "ZeroDivisionError" in result.stderr


def test_the_findings_of_the_readme_are_those_of_the_overview():
    told = [found.told for found in front.findings(HOME / "notebooks/00-overview.ipynb")]
    readme = (HOME / "README.md").read_text(encoding="utf-8").replace("](notebooks/", "](")
    (section,) = re.findall(r"## Three findings\n(.*?)\n## ", readme, re.DOTALL)
    findings = re.findall(r"^\*\*.*$", section, re.MULTILINE)
    assert len(findings) == 3 and set(findings) < set(told) and len(told) == 5


def test_every_bar_of_the_frames_leads_to_its_sentences(saved_tables):
    """Bars picked at random: as many sentences as the bar says, each a sentence that was coded so."""
    read = saved_tables("appendix/frames")
    bars, listed = (
        read["Share of sentences with each frame"],
        read["Every sentence of each frame, by its opening words and its place"],
    )
    assert listed.groupby(["frame", "outlet"]).size().sum() == bars["n"].sum()
    sentences = corpus.sentences(corpus.running(corpus.paragraphs(corpus.load(HOME / "seeds"))))
    codes = frames.read_codes(sentences)
    codes = codes[codes["coder"] == frames.ADJUDICATED]
    coded = set(codes[["article_id", "start", "frame"]].itertuples(index=False, name=None))
    texts = {(s.article_id, s.start): s.text for s in sentences.itertuples()}
    for bar in random.Random(0).sample(bars.to_dict("records"), 20):
        own = listed[(listed["frame"] == bar["frame"]) & (listed["outlet"] == bar["outlet"])]
        assert len(own) == bar["n"]
        for row in own.itertuples():
            assert (row.article_id, row.start, row.frame) in coded
            assert display(texts[row.article_id, row.start]).startswith(row.opening.strip("…").strip()[:40])


def test_every_cell_of_the_voices_leads_to_its_words(saved_tables):
    """The words given to a speaker are those of the quotations and reports listed with their places."""
    read = saved_tables("appendix/speakers")
    given, listed = (
        read["Words given to each speaker"],
        read["Every quotation and report, by its opening words and its place"],
    )
    articles = corpus.as_shown(corpus.load(HOME / "seeds")).set_index("article_id")
    texts = articles["text"]
    listed["outlet"] = listed["article_id"].map(articles["outlet"])
    spoken = listed[listed["form"] != "term"]
    for row in given.itertuples():
        own = spoken[(spoken["outlet"] == row.outlet) & (spoken["speaker"] == row.speaker)]
        assert (
            own["n_tokens"].sum() == row.direct_words + row.reported_words and len(own) == row.quotations + row.reports
        )
    assert len(given) == len(spoken[["outlet", "speaker"]].drop_duplicates())
    for row in listed.itertuples():
        there = display(texts[row.article_id][row.start : row.end])
        assert there.startswith(row.opening.strip()[:50].rstrip())


def test_the_bars_of_the_story_are_the_words_given(saved_tables):
    """Words by side, summed from the appendix's table of speakers."""
    given = saved_tables("appendix/speakers")["Words given to each speaker"].set_index("outlet")
    bars = saved_tables("03-framing")["Words quoted or reported in each outlet, by who speaks"].set_index("outlet")
    words = given["direct_words"] + given["reported_words"]
    assert bars.sum(axis=1).to_dict() == words.groupby("outlet").sum().to_dict()
    his = words[given["speaker"] == "Xi Jinping"].groupby("outlet").sum()
    assert bars["Xi Jinping"].to_dict() == his.to_dict()
    assert list(bars.index[bars["Central Asian presidents"] > 0]) == ["AnewZ†"]
