"""Any folder: copies of the notebooks on small invented corpora, by the code that `make CORPUS=...` runs."""

import random
import re
import subprocess
import sys

import nbformat
import pandas as pd
import pytest

from lib import accounts, claims, corpus, gaps
from lib.measures import frames, resample
from lib.show import beside, charts, tables
from lib.site import own
from tests import corpora
from tests.conftest import HOME, run_copies


def outputs(notebook):
    return [o for cell in notebook.cells if cell.cell_type == "code" for o in cell.outputs]


def check(notebook):
    """No traceback, no stream, no cell of the five articles; returns what the outputs say."""
    assert {o.output_type for o in outputs(notebook)} <= {"display_data", "execute_result"}
    assert not any("summit" in cell.metadata.get("tags", []) for cell in notebook.cells)
    assert all(o.metadata.get(gaps.NOTE, "gap") == "gap" for o in outputs(notebook))
    told = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    said = (o.data.get("text/markdown", o.data.get("text/plain", "")) for o in outputs(notebook))
    return re.sub(r"\\([^\w\s])", r"\1", "\n".join([*told, *said]))


def test_one_article(tmp_path):
    folder = corpora.write(tmp_path / "one", {"only.txt": corpora.article(random.Random(3), paragraphs=6)})
    done = run_copies(folder, tmp_path, "01-sources", "02-terms", "05-claims")
    said = {name: check(notebook) for name, notebook in done.items()}
    assert all("There is one outlet: what compares outlets is left out" in text for text in said.values())
    assert "The article holds" in said["01-sources"] and "The median is" in said["01-sources"]
    assert "No attribution to an outlet is stated" in said["01-sources"]
    assert not re.search(r"\b([\d.]+) to \1\b|\bnan\b|\b0 of 0\b|\b1 of the 1\b", "".join(said.values()))
    assert "a comparison needs two" in said["02-terms"] and "“typical" not in said["02-terms"]
    assert "what two outlets state of the same thing cannot be set side by side" in said["05-claims"]
    assert "what it alone states cannot be told" in said["05-claims"]
    assert "The articles state **" in said["05-claims"]
    front = (tmp_path / "_build/one/notebooks/index.md").read_text(encoding="utf-8")
    assert "1 article of 1 outlet" in front and "00-overview" in front and "Left out" in front


def test_an_unforeseen_error_is_told_and_ends_in_an_error(tmp_path, monkeypatch, capsys):
    """The other notebooks and the site are made all the same; a gap alone is no error."""
    folder = corpora.some(tmp_path / "texts", 1, paragraphs=1)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Title")])
    cells = ["x = 1", "from lib import gaps\ngaps.need([], 'nothing is here')", "1 / 0", "'after'"]
    notebook.cells += [nbformat.v4.new_code_cell(cell) for cell in cells]
    nbformat.write(notebook, tmp_path / "08-new.ipynb")
    monkeypatch.setenv("CORPUS", str(folder))  # run_all sets it; taken back after the test
    page, broken = own.run_all(folder, [tmp_path / "08-new.ipynb"], 1, tmp_path, site=False)
    assert len(broken) == 1 and re.search(r"^08-new, cell \d+: .*ZeroDivisionError", broken[0])
    front = page.read_text(encoding="utf-8")
    assert "Nothing is here" in front and "ZeroDivisionError" in front
    assert "'after'" in nbformat.read(page.parent / "08-new.ipynb", 4).cells[-1].outputs[0].data["text/plain"]
    monkeypatch.setattr(own, "run_all", lambda *_: (page, broken))
    monkeypatch.setattr(sys, "argv", ["own", str(folder)])
    with pytest.raises(SystemExit) as end:
        own.main()
    assert "08-new, cell" in str(end.value) and "is ready" in capsys.readouterr().out


def test_a_notebook_that_dies_is_told_and_the_others_are_kept(tmp_path, monkeypatch):
    folder = corpora.some(tmp_path / "texts", 1, paragraphs=1)
    for name, cell in {"08-dies": "import os\nos._exit(1)", "09-lives": "7"}.items():
        cells = [nbformat.v4.new_markdown_cell("# Title"), nbformat.v4.new_code_cell(cell)]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / f"{name}.ipynb")
    monkeypatch.setenv("CORPUS", str(folder))
    page, broken = own.run_all(folder, sorted(tmp_path.glob("*.ipynb")), 1, tmp_path, site=False)
    assert len(broken) == 1 and broken[0].startswith("08-dies") and "Kernel died" in broken[0]
    dead, alive = (nbformat.read(page.parent / f"{name}.ipynb", 4) for name in ("08-dies", "09-lives"))
    assert "could not be run" in dead.cells[1].source and alive.cells[-1].outputs
    assert "could not be run" in page.read_text(encoding="utf-8")


def test_no_numbers_and_no_quotations(tmp_path):
    folder = corpora.some(tmp_path / "nothing", 2, seed=5, numbers=False, quotes=False)
    done = run_copies(folder, tmp_path, "03-framing", "04-topics", "05-claims")
    said = {name: check(notebook) for name, notebook in done.items()}
    assert "nobody is given words" in said["03-framing"].lower()
    assert (
        "The sentences behind each bar" in said["03-framing"] and "Every match of the dictionary" in said["03-framing"]
    )
    assert "topics need at least 12 paragraphs" in said["04-topics"]
    assert "These texts state no quantities" in said["05-claims"]
    assert (
        "plainly belong to another event" in said["03-framing"]
        and "plainly belong to another event" in said["05-claims"]
    )


def test_another_language_is_said(tmp_path):
    said = check(run_copies(corpora.french(tmp_path / "français"), tmp_path, "03-framing")["03-framing"])
    assert "do not seem to be in English" in said and "French" not in said
    assert "Nobody is given words" in said
    assert (tmp_path / "_build/francais/notebooks/index.md").exists()


def test_own_tables_take_the_place_of_ours(tmp_path):
    folder = corpora.some(tmp_path / "own tables", 3, seed=2, paragraphs=1)
    first = min(folder.glob("*.txt"))
    told = "\n\nThe mayor of Port Amber met the mayor of Lindholm, and the two mayors spoke of the ferry."
    first.write_text(first.read_text(encoding="utf-8") + told + "\n", encoding="utf-8")
    (folder / "frames.csv").write_text(
        "frame,definition,source,include,exclude,patterns\n*sea* <b>,All of it,ours,x,y,harbour;ferry;ships;storm;pupils;team;doctors\n",
        encoding="utf-8",
    )
    (folder / "aliases.csv").write_text(
        "alias,actor,kind,sense\nport amber,Port Amber,country,name\nlindholm,Lindholm,country,name\n", encoding="utf-8"
    )
    (folder / "variants.csv").write_text("variant,term\nmayor,leader\n", encoding="utf-8")
    (folder / "stopwords.txt").write_text("the a of was\n", encoding="utf-8")
    done = run_copies(folder, tmp_path, "02-terms", "03-framing")
    said = {name: check(notebook) for name, notebook in done.items()}
    assert (
        "the corpus’s own (frames.csv)" in said["03-framing"] and "the corpus’s own (aliases.csv)" in said["02-terms"]
    )
    folder = tmp_path / "_build/own-tables/notebooks/tables"
    told = [o.data["text/plain"] for notebook in done.values() for o in outputs(notebook)]
    csvs = {text: (folder / name).read_text(encoding="utf-8") for text in told if (name := beside.file_name(text))}
    assert "unknown" in said["03-framing"] and any(text.startswith("Matches to check by hand") for text in told)
    assert "*sea* <b>" in next(csv for caption, csv in csvs.items() if caption.startswith("The codebook"))
    assert "country,Port Amber," in next(
        csv for caption, csv in csvs.items() if caption.startswith("Mentions of each actor")
    )
    assert re.search(
        r"leader", next(csv for caption, csv in csvs.items() if caption.startswith("Frequencies that the spelling"))
    )


def test_a_missing_folder_is_refused_and_a_relative_one_found(tmp_path, monkeypatch):
    command = ["make", "-s", "-C", str(HOME), "PYTHON=python3"]
    refused = subprocess.run([*command, "-o", ".venv/ready", "CORPUS=no such folder"], capture_output=True, text=True)
    assert (
        refused.returncode
        and "CORPUS=no such folder does not exist" in refused.stderr
        and "Traceback" not in refused.stderr
    )
    (tmp_path / "a b").mkdir()
    monkeypatch.chdir(tmp_path)
    assert own.locate("a b") == (tmp_path / "a b").resolve()
    monkeypatch.chdir("/")
    monkeypatch.setenv("CALLED_FROM", str(tmp_path))
    assert own.locate("a b") == (tmp_path / "a b").resolve()


def test_no_word_of_the_path_reaches_a_shell(tmp_path):
    """make -n prints the recipes: the path is in none of them."""
    told = subprocess.run(
        ["make", "-n", "-o", ".venv/ready", "-C", str(HOME), "CORPUS=$(shell touch pwned)`x`"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert '-- "$CORPUS"' in told.stdout and "touch" not in told.stdout
    assert "--full" not in told.stdout
    full = subprocess.run(["make", "-n", "-C", str(HOME), "CORPUS=x", "FULL=1"], capture_output=True, text=True)
    assert "--full -- " in full.stdout
    assert not (tmp_path / "pwned").exists() and not (HOME / "pwned").exists()


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("My Texts", "my-texts"),
        ("..", "corpus"),
        ("$(x) `y`;z", "x-y-z"),
        ("Тексты", "corpus"),
        ("html", "html-corpus"),
        ("_static", "static"),
    ],
)
def test_slugs(tmp_path, name, slug):
    assert own.slug(tmp_path.joinpath(name), tmp_path / "build") == slug


def test_two_folders_of_one_name_get_two_sites(tmp_path):
    place = tmp_path / "build/texts"
    place.mkdir(parents=True)
    (place / "folder.txt").write_text("/elsewhere/texts")
    assert re.fullmatch(r"texts-[0-9a-f]{6}", own.slug(tmp_path / "texts", tmp_path / "build"))


def test_copies_of_the_reader_are_kept(tmp_path):
    folder = corpora.some(tmp_path / "c", 1)
    paths = [HOME / "notebooks/01-sources.ipynb", HOME / "notebooks/00-overview.ipynb"]
    copies, left_out, _ = own.prepare(paths, folder, tmp_path / "lab")
    assert [path.name for path in copies] == ["01-sources.ipynb"] and list(left_out) == ["00-overview"]
    copies[0].write_text("mine")
    own.prepare(paths, folder, tmp_path / "lab", keep=True)
    assert copies[0].read_text() == "mine"
    own.prepare(paths, folder, tmp_path / "lab")
    assert nbformat.read(copies[0], 4).cells[2].source == "%load_ext lib.gaps"


def test_lab_names_the_copies_it_keeps_and_passes_options_on(tmp_path, monkeypatch, capsys):
    folder, begun = corpora.some(tmp_path / "c", 1), []
    monkeypatch.setattr(own.os, "execv", lambda program, words: begun.append(words))
    monkeypatch.setattr(own.os, "environ", {"LAB": "--no-browser --port '88 90'"})
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        own.lab(folder, [HOME / "notebooks/01-sources.ipynb"], tmp_path)
    assert begun[0][-2:] == ["--port", "88 90"] and begun[0] == begun[1] and "01-sources.ipynb" in begun[0][3]
    assert capsys.readouterr().out.count("stay as they are") == 1 and own.os.environ["CORPUS"] == str(folder)


def test_a_gap_is_said_once_and_what_rests_on_it_with_it():
    """In IPython: a cell that reads what a gap left unmade is passed over; what does not read it runs."""
    code = """
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
shell = InteractiveShell.instance()
cells = ["%load_ext lib.gaps", "from lib import gaps; a = 1; b = 1", "gaps.need([], 'no a here'); a = 2", "c = a + 1", "a['x'] = 1", "b",
         "d = [a for a in range(3)]; d", "a = 5", "a", "1 / 0", "def f(x):\\n    y = x\\n    return y + c", "b += c", "b"]
for cell in cells:
    with capture_output() as seen:
        result = shell.run_cell(cell)
    print([o.data["text/plain"] if "text/markdown" not in o.data else o.data["text/markdown"] for o in seen.outputs], result.success)
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.splitlines()
    gap = "['*No a here\\\\\\\\.*'] True".replace("\\\\\\\\", "\\\\")
    assert told[2] == told[3] == told[4] == gap
    assert told[5] == "['1'] True" and told[6] == "['[0, 1, 2]'] True" and told[8] == "['5'] True"
    assert "ZeroDivisionError" in told[9] and told[9].endswith("True")
    assert told[10] == told[11] == told[12] == gap


def test_many_outlets_are_gathered():
    articles = pd.DataFrame({"outlet": [f"o{i:02d}" for i in range(30)], "text": ["x" * (100 - i) for i in range(30)]})
    kept = accounts.gather(articles)
    assert kept["outlet"].nunique() == 12 and (kept["outlet"] == "19 other outlets").sum() == 19
    assert list(kept["outlet"][:11]) == list(articles["outlet"][:11])
    few = articles.head(12)
    assert accounts.gather(few) is few


def test_names_in_a_sentence_do_not_become_markup():
    said = tables.say("A *bold* word of <b>x</b> and _y_.", ["<b>x</b>", "_y_", "plain (inferred)"]).data
    assert said == r"A *bold* word of \<b\>x\</b\> and \_y\_."
    assert tables.say("plain (inferred) is", {"p": "plain (inferred)"}).data == "plain (inferred) is"


@pytest.mark.parametrize("n", [1, 13])
def test_charts_take_one_outlet_and_thirteen_with_any_name(n):
    names = [*corpora.HOSTILE, "N" * 120, "a $\\frac$ b", *(f"outlet {i}" for i in range(13))][:n]
    table = pd.DataFrame({name: [1.0, 2.0] for name in names}, index=["$x", "_y"])
    drawn = [charts.dots(table, "x", table - 0.5, table + 0.5), charts.heat(table, "x"), charts.stacked(table.T, "x")]
    drawn.append(charts.panels({name: table[name] for name in names}, "x"))
    assert len({charts.fingerprint(fig) for fig in drawn}) == 4
    shown = {text.get_text() for text in drawn[0].legends[0].get_texts()}
    assert len(shown) == n
    points = drawn[0].axes[0].collections[1::2]
    assert len(points) == n and all(-0.5 < y < 1.5 for dots in points for _, y in dots.get_offsets()), "all on the page"


def test_an_outlet_of_many_articles_is_drawn_by_whole_articles():
    """Articles of one sort each: within an article nothing varies, so only whole articles give an interval."""
    tokens = [
        (f"a{i}", "A" if i < 30 else "B", p, "yes" if i % 3 else "no")
        for i in range(60)
        for p in range(2)
        for _ in range(10)
    ]
    table = pd.DataFrame(tokens, columns=["article_id", "outlet", "paragraph_id", "term"])
    found = resample.rates(resample.units(table, ["yes"]))
    assert (found["high"] - found["low"] > 200).all()


def test_a_large_block_of_claims_is_held_against_those_most_alike(monkeypatch):
    texts = [
        f"The harbour of Lindholm handled {i + 2} million tonnes of cargo in 2024. The school has {i + 40} pupils."
        for i in range(6)
    ]
    articles = pd.DataFrame(
        {"article_id": [f"a{i}" for i in range(6)], "outlet": [f"o{i}" for i in range(6)], "text": texts}
    )
    found = claims.extract(articles)
    every = claims.align(found)
    monkeypatch.setattr("lib.claims.pairing.BLOCK", 2)
    pd.testing.assert_frame_equal(claims.align(found), every)


def test_codes_that_do_not_cover_a_corpus_are_not_used(seeds):
    sentences = corpus.sentences(corpus.running(seeds[1]))
    assert frames.read_codes(sentences) is not None
    more = pd.concat([sentences, sentences.tail(1).assign(article_id="new")], ignore_index=True)
    assert frames.read_codes(more) is None
