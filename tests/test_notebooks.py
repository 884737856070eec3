"""What strict nbval does not see: order, tags, stderr, alt text, cell length, names of doubtful outlets."""

import ast
import io
import json
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

from lib import corpus, frames, site
from tests.conftest import HOME

PATHS = sorted((HOME / "notebooks").glob("*.ipynb"))
NOTEBOOKS = {path.stem: nbformat.read(path, as_version=4) for path in PATHS}
CODE = {name: [c for c in notebook.cells if c.cell_type == "code"] for name, notebook in NOTEBOOKS.items()}
each = pytest.mark.parametrize("name", NOTEBOOKS)


def outputs(name):
    return [output for cell in CODE[name] for output in cell.outputs]


def saved_tables(name):
    """{caption up to its first bracket or semicolon: the table}, from the CSV that travels with each."""
    bundles = [output.data for output in outputs(name) if "text/csv" in output.get("data", {})]
    read = {data["text/plain"]: pd.read_csv(io.StringIO(data["text/csv"]), keep_default_na=False) for data in bundles}
    return {re.split(r" \(|;", caption)[0]: table for caption, table in read.items()}


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
def test_no_errors_no_stderr_no_stream(name):
    assert {output.output_type for output in outputs(name)} <= {"display_data", "execute_result"}


@each
def test_a_cell_that_ends_in_an_expression_has_output(name):
    for cell in CODE[name]:
        last = ast.parse(cell.source).body[-1]
        if isinstance(last, ast.Expr):
            assert cell.outputs, cell.source
        assert not cell.source.rstrip().endswith(";"), "nbval runs the cell as if the ; were not there"


@each
def test_no_path_of_a_machine_and_no_address(name):
    for text in [*shown(name), *(cell.source for cell in NOTEBOOKS[name].cells)]:
        assert not re.search(r"(^|[\s\"'(=])/(home|root|tmp|usr|Users|work|var)/| at 0x[0-9a-f]", text), text[:200]


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
def test_tables_carry_their_csv(name):
    bundles = [output.data for output in outputs(name) if "text/html" in output.get("data", {})]
    assert bundles and all("text/csv" in data for data in bundles)


@each
def test_cells_are_short(name):
    lines = [len([line for line in cell.source.split("\n") if line.strip()]) for cell in CODE[name]]
    assert statistics.median(lines) <= 4 and max(lines) <= 15


@each
def test_a_doubtful_outlet_says_so_wherever_it_is_named(name):
    labels = corpus.labels(corpus.load(HOME / "seeds"))
    for outlet, label in labels.items():
        if outlet != label:
            suffix = re.escape(label.removeprefix(outlet))
            bare = rf"\b{re.escape(outlet)}\b(?!{suffix})"
            for text in [*shown(name), *(c.source for c in NOTEBOOKS[name].cells if c.cell_type == "markdown")]:
                assert not re.search(bare, text), f"{outlet} without its status: {text[:300]}"


@each
def test_notebooks_are_listed(name):
    overview = (HOME / "notebooks/00-overview.ipynb").read_text(encoding="utf-8")
    assert name in (HOME / "README.md").read_text(encoding="utf-8")
    assert name in (HOME / "notebooks/index.md").read_text(encoding="utf-8")
    assert name == "00-overview" or f"{name}.ipynb" in overview


def test_every_row_with_a_span_leads_to_its_text():
    """Tables that show start, end and a surface: the surface stands there."""
    articles = pd.concat([corpus.load(HOME / "seeds"), corpus.load(HOME / "data/example")])
    texts = articles.set_index("article_id")["text"]
    checked = 0
    for name in NOTEBOOKS:
        for output in outputs(name):
            if "text/csv" not in output.get("data", {}):
                continue
            table = pd.read_csv(io.StringIO(output.data["text/csv"]), keep_default_na=False)
            surface = next((c for c in ("keyword", "text", "surface") if c in table), None)
            if surface is None or not {"article_id", "start", "end"} <= set(table):
                continue
            for row in table.to_dict("records"):
                there = corpus._text.display(texts[row["article_id"]][row["start"] : row["end"]])
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
    subprocess.run([sys.executable, "-m", "lib.run", str(path)], check=True, capture_output=True)
    assert nbval(tmp_path).returncode == 0
    path.write_text(path.read_text().replace("0.80", "0.81"))
    result = nbval(tmp_path)
    assert result.returncode == 1 and "figure" in result.stdout


@pytest.mark.parametrize(
    ("number", "environment"),
    [
        (0, {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "TZ": "Asia/Almaty", "LC_ALL": "C"}),
        (1, {"PYTHONHASHSEED": "1", "OMP_NUM_THREADS": "2", "TZ": "America/Lima", "LC_ALL": "C.UTF-8"}),
    ],
)
def test_other_surroundings_give_the_same_outputs(tmp_path, number, environment):
    """In reverse order, too: the copies are named so that the last notebook runs first.

    04-topics fits some three thousand models, so it is run in one of them; test_topics has the others.
    """
    chosen = [path for path in PATHS if path.stem != "04-topics" or number]
    for place, path in enumerate(reversed(chosen)):
        shutil.copy(path, tmp_path / f"{place:02d}_{path.name}")
    result = nbval(tmp_path, **environment)
    assert result.returncode == 0, result.stdout[-3000:]
    assert f"{sum(len(CODE[path.stem]) for path in chosen)} passed" in result.stdout


def test_running_a_notebook_gives_the_same_bytes(tmp_path):
    path = PATHS[0]
    subprocess.run([sys.executable, "-m", "lib.run", "--to", str(tmp_path), str(path)], check=True, capture_output=True)
    assert json.loads((tmp_path / path.name).read_text()) == json.loads(path.read_text())
    assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_a_failing_notebook_is_named(tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")])
    nbformat.write(notebook, tmp_path / "broken.ipynb")
    result = subprocess.run(
        [sys.executable, "-m", "lib.run", str(tmp_path / "broken.ipynb")], capture_output=True, text=True
    )
    assert result.returncode == 1 and "broken.ipynb failed" in result.stderr and "ZeroDivisionError" in result.stderr


def test_the_findings_of_the_readme_are_those_of_the_overview():
    said = [output["data"]["text/markdown"] for output in outputs("00-overview") if "text/markdown" in output["data"]]
    readme = (HOME / "README.md").read_text(encoding="utf-8").replace("](notebooks/", "](")
    findings = re.findall(r"^- (\*\*The .*)$", readme, re.MULTILINE)
    assert len(findings) >= 3 and set(findings) <= set(said)
    (more,) = re.findall(r"^(\w+) more findings", readme, re.MULTILINE)
    rest = len(site.findings((HOME / "notebooks/00-overview.ipynb").read_text(encoding="utf-8"))) - len(findings)
    assert more == {5: "Five", 6: "Six", 7: "Seven", 8: "Eight", 9: "Nine"}[rest]


def test_what_is_not_named_does_not_stand_in_the_text():
    """Against the characters themselves: a part of a compound (Russia-Ukraine) counts."""
    table = saved_tables("02-terms")["Occurrences of words of our list in each account, parts of compounds too"]
    running = (
        corpus.running(corpus.paragraphs(corpus.load(HOME / "seeds")))
        .groupby("outlet", sort=False)["text"]
        .agg("\n".join)
    )
    for row in table.set_index("word begins with").itertuples():
        found = [len(re.findall(rf"\b{row.Index}", text, re.IGNORECASE)) for text in running]
        assert list(row[1:]) == found, row.Index


def test_every_bar_of_the_frames_leads_to_its_sentences():
    """Bars picked at random: as many sentences as the bar says, each a sentence that was coded so."""
    read = saved_tables("03-framing")
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
            assert corpus._text.display(texts[row.article_id, row.start]).startswith(
                row.opening.strip("…").strip()[:40]
            )


def test_every_cell_of_the_voices_leads_to_its_words():
    """The words given to a speaker are those of the quotations and reports listed with their places."""
    read = saved_tables("03-framing")
    given, listed = (
        read["Words given to each speaker"],
        read["Every quotation and report, by its opening words and its place"],
    )
    articles = corpus.load(HOME / "seeds")
    labels, texts = corpus.labels(articles), articles.set_index("article_id")["text"]
    listed["outlet"] = listed["article_id"].map(articles.set_index("article_id")["outlet"].map(labels))
    spoken = listed[listed["form"] != "term"]
    for row in given.itertuples():
        own = spoken[(spoken["outlet"] == row.outlet) & (spoken["speaker"] == row.speaker)]
        assert (
            own["n_tokens"].sum() == row.direct_words + row.reported_words and len(own) == row.quotations + row.reports
        )
    assert len(given) == len(spoken[["outlet", "speaker"]].drop_duplicates())
    for row in listed.itertuples():
        there = corpus._text.display(texts[row.article_id][row.start : row.end])
        assert there.startswith(row.opening.strip()[:50].rstrip())
