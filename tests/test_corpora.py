"""Any folder: copies of the notebooks on small invented corpora, by the code that `make CORPUS=...` runs."""

import errno
import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from lib import corpus
from lib.corpus import problems
from lib.measures import frames, resample
from lib.show import charts, downloads, tables
from lib.site import own, pages
from tests import corpora
from tests.conftest import HOME, run_copies

ANY = (
    *("01-sources", "02-terms", "03-framing", "04-topics", "05-claims"),
    *("appendix/numbers", "appendix/speakers", "appendix/style", "appendix/topics", "appendix/words"),
)  # notebooks that run on any corpus; the others need tables of its own, or speak of the five


def outputs(notebook):
    return [o for cell in notebook.cells if cell.cell_type == "code" for o in cell.outputs]


def check(notebook):
    """Every cell was run, without traceback or stream, none of the five articles and no sentence; what the page says."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert {o.output_type for o in outputs(notebook)} <= {"display_data", "execute_result"}
    assert not any("summit" in cell.metadata.get("tags", []) for cell in notebook.cells)
    theirs = {source for cells in own.MORE.values() for _, source in cells}  # written for any corpus
    ours = [cell.source for cell in code if cell.source not in theirs]
    assert not [source for source in ours if re.search(r"\b(say|finding)\(", source)]
    told = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    said = (o.data.get("text/markdown", o.data.get("text/plain", "")) for o in outputs(notebook))
    return re.sub(r"\\([^\w\s])", r"\1", "\n".join([*told, *said]))


def left_empty(notebook):
    """{caption: why} of the tables and figures in whose place a sentence stands."""
    found = {}
    for data in [o.data for o in outputs(notebook)]:
        if data.get("text/markdown") == f"*{tables.quoted(data['text/plain'])}*":
            caption, _, why = data["text/plain"].removesuffix(".").rpartition(". ")
            found[caption] = why
    return found


def shown_tables(notebook):
    """{caption: number of rows} of the tables shown."""
    told = [downloads.TOLD.fullmatch(o.data.get("text/plain", "")) for o in outputs(notebook)]
    return {match[1]: int(match[2].replace(",", "")) for match in told if match}


def test_one_article(tmp_path):
    folder = corpora.write(tmp_path / "one", {"only.txt": corpora.article(random.Random(3), paragraphs=6)})
    done = run_copies(folder, tmp_path, "01-sources", "02-terms", "appendix/words", "05-claims", "appendix/numbers")
    said = {name: check(notebook) for name, notebook in done.items()}
    assert all("There is one outlet: what compares outlets is left out" in text for text in said.values())
    assert not re.search(r"\bnan\b|\b0 of 0\b|†", "".join(said.values()))
    assert shown_tables(done["01-sources"])["Size of the running text"] == 1
    assert "two outlets" in left_empty(done["appendix/words"])["Lexical overlap of outlets"]
    pairs = "Pairs that measure the same thing, conflicts first, then the surest; repeated pairs once"
    assert "two outlets" in left_empty(done["appendix/numbers"])[pairs]
    assert shown_tables(done["appendix/numbers"])["Every quantity and its place"]
    assert "Figures that two outlets or more give" in " ".join(left_empty(done["05-claims"]))
    assert not any("record" in caption for caption in left_empty(done["05-claims"])), "no record speaks of these texts"
    assert "What needs statements.csv and references.csv in the corpus folder is left out" in said["05-claims"]
    front = (tmp_path / "_build/one/notebooks/index.md").read_text(encoding="utf-8")
    assert "1 article of 1 outlet" in front and "At a glance" in front
    assert "How did five outlets report" in front.partition("## Left out")[2] and "## What failed" not in front


def test_no_running_text(tmp_path):
    """A byline and no more: whatever counts words is empty, and every notebook runs to its end."""
    folder = corpora.write(tmp_path / "empty", {"only.txt": "By Anna Lind\n"})
    done = run_copies(folder, tmp_path, *ANY)
    assert not re.search(r"\bnan\b", "".join(check(notebook) for notebook in done.values()))
    assert "Size of the running text" in left_empty(done["01-sources"])
    assert all(left_empty(notebook) for notebook in done.values())


def some_notebooks(folder, cells):
    """Notebooks {name: cells of code}, each with a title; their paths."""
    for name, sources in cells.items():
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Title")])
        notebook.cells += [nbformat.v4.new_code_cell(source) for source in sources]
        nbformat.write(notebook, folder / f"{name}.ipynb")
    return sorted(folder.glob("*.ipynb"))


@pytest.mark.parametrize(
    ("ended", "full", "said"),
    [
        (2, False, "Sphinx could not make the pages; what it said stands above"),
        (-9, False, "Memory ran out, so the site was not made; give it fewer articles"),
        (0, True, "The disk is full, so the site was not made; make room"),
    ],
)
def test_a_site_takes_the_place_of_the_one_before_whole_or_not_at_all(tmp_path, monkeypatch, ended, full, said):
    """What Sphinx or a full disk cut short stands nowhere; a site that is made has those of readers' corpora in it."""
    build, site = tmp_path / "_build", tmp_path / "_site"
    for folder in (build / "mine/whole-html", site):
        folder.mkdir(parents=True)
        (folder / "index.html").write_text("before", encoding="utf-8")

    def sphinx(command, code=ended, **_):
        Path(command[-1]).mkdir(parents=True)
        Path(command[-1], "index.html").write_text("after", encoding="utf-8")
        return subprocess.CompletedProcess(command, code, stderr="")

    def copytree(*folders):
        raise shutil.Error([(*map(str, folders), f"[Errno {errno.ENOSPC}] {os.strerror(errno.ENOSPC)}")])

    with monkeypatch.context() as patch:
        patch.setattr(pages.subprocess, "run", sphinx)
        patch.setattr(pages.shutil, "copytree", copytree if full else shutil.copytree)
        with pytest.raises(SystemExit, match=said), problems.ends_in_a_sentence("the site was not made"):
            pages.build(build, False, site)
    assert (site / "index.html").read_text(encoding="utf-8") == "before"
    assert [path.parent.name for path in (tmp_path / "_build").glob("*-html/index.html")] == ["whole-html"] * full
    monkeypatch.setattr(pages.subprocess, "run", lambda command, **_: sphinx(command, 0))
    pages.build(build, False, site)
    found = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    assert found == {"index.html": "after", "mine/index.html": "before"}
    assert not list(build.glob("*-part")) and not list(build.glob("*-old"))


@pytest.mark.parametrize(("signal", "said"), [("ABRT", True), ("KILL", True), ("TERM", False)])
def test_a_build_that_is_ended_for_want_of_memory_says_so(signal, said):
    """Libraries that find no memory abort; that is no error of Python's."""
    command = ["make", "-C", str(HOME), "CORPUS=seeds", f"OWN=sh -c 'kill -{signal} $$$$' --"]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode and ("Memory ran out, so the site was not made; give it fewer" in ended.stderr) == said


def test_an_unforeseen_error_ends_its_notebook_and_the_command_once_the_rest_is_made(tmp_path, monkeypatch, capsys):
    """It is named on the notebook's page and on the first one; no later cell is run; the others and the site are made."""
    folder = corpora.some(tmp_path / "texts", 1, paragraphs=1)
    paths = some_notebooks(
        tmp_path, {"07-whole": ["7"], "08-broken": ["x = 1", "x", "1 / 0", "'after'"], "09-whole": ["9"]}
    )
    built = []
    monkeypatch.setenv("CORPUS", str(folder))  # run_all sets both; taken back after the test
    monkeypatch.setenv("PYTHONWARNINGS", "ignore")
    below = own.run.notebooks
    monkeypatch.setattr(own.run, "notebooks", lambda *folder: below(*folder) if folder else paths)
    monkeypatch.setattr(own, "build", lambda home, public, target, options: built.append(home / "whole"))
    monkeypatch.setattr(sys, "argv", ["own", "--root", str(tmp_path), "--", str(folder)])
    with pytest.raises(SystemExit) as end:
        own.main()
    told = r"This notebook stopped at cell 3 (ZeroDivisionError: division by zero); what follows was not run."
    (pages,) = built
    assert "ready" in capsys.readouterr().out and str(end.value).endswith(f"08-broken: {told}")
    whole, broken, last = (nbformat.read(pages / f"{path.stem}.ipynb", 4) for path in paths)
    assert broken.cells[1].source == f"**{tables.quoted(told)}**"
    ran = [cell.execution_count for cell in broken.cells if cell.cell_type == "code"]
    assert ran == [1, 2, 3, None] and [len(cell.outputs) for cell in broken.cells[-4:]] == [0, 1, 0, 0]
    assert check(whole).endswith("7") and check(last).endswith("9")
    front = (pages / "index.md").read_text(encoding="utf-8")
    assert f"- {tables.quoted(f'08-broken: {told}')}" in front.partition("## What failed")[2]
    assert (pages / "articles/index.md").is_file()


def test_a_notebook_that_dies_is_told_and_the_others_are_kept(tmp_path, monkeypatch):
    folder = corpora.some(tmp_path / "texts", 1, paragraphs=1)
    paths = some_notebooks(tmp_path, {"08-dies": ["import os\nos._exit(1)"], "09-lives": ["7"]})
    monkeypatch.setenv("CORPUS", str(folder))
    monkeypatch.setenv("PYTHONWARNINGS", "ignore")
    page, broken = own.run_all(folder, paths, 1, tmp_path, site=False)
    assert len(broken) == 1 and broken[0].startswith("08-dies") and "kernel was ended" in broken[0]
    dead, alive = (nbformat.read(page.parent / f"{path.stem}.ipynb", 4) for path in paths)
    assert "This notebook stopped" in dead.cells[1].source and alive.cells[-1].outputs
    assert "This notebook stopped" in page.read_text(encoding="utf-8")


def test_no_numbers_and_no_quotations(tmp_path):
    folder = corpora.some(tmp_path / "nothing", 2, seed=5, numbers=False, quotes=False)
    done = run_copies(folder, tmp_path, "03-framing", "04-topics", "05-claims", "appendix/numbers", "appendix/speakers")
    said = {name: check(notebook) for name, notebook in done.items()}
    empty = {name: left_empty(notebook) for name, notebook in done.items()}
    assert "No quotation" in empty["03-framing"]["Words quoted or reported in each outlet, by who speaks"]
    given = "Words given to each speaker; share: of the outlet's words"
    assert "No quotation" in empty["appendix/speakers"][given]
    assert (
        "at least 12 paragraphs" in empty["04-topics"]["Topics, largest first; share: of the words that the model sees"]
    )
    assert empty["appendix/numbers"]["Every quantity and its place"]
    assert "What needs aliases.csv and frames.csv in the corpus folder is left out" in said["03-framing"]
    front = (tmp_path / "_build/nothing/notebooks/index.md").read_text(encoding="utf-8")
    assert "about Central Asia, which none of 2 articles name" in front and "frames (frames.csv)" in front
    for name, notebook in done.items():
        links = re.findall(r"\]\(([^)]*\.ipynb)", "".join(cell.source for cell in notebook.cells))
        gone = {"frames", "agency", "left-out", "official-wording", "stance", "meetings", "06-c5x", "00-overview"}
        assert not {link.rpartition("/")[2].removesuffix(".ipynb") for link in links} & gone, name
    assert not re.search(r"\bnan\b", "".join(said.values()))


def test_another_language_is_said(tmp_path):
    done = run_copies(corpora.french(tmp_path / "français"), tmp_path, "03-framing")["03-framing"]
    said = check(done)
    assert "do not seem to be in English" in said and "French" not in said
    assert "Words quoted or reported in each outlet, by who speaks" in left_empty(done)
    assert (tmp_path / "_build/francais/notebooks/index.md").exists()


def test_fourteen_outlets_are_eleven_and_the_others(tmp_path):
    """Without sources.csv each file is an outlet: those of least text share a name, in every table and on every page."""
    done = run_copies(corpora.some(tmp_path / "many", 14, seed=7), tmp_path, *ANY)
    said = {name: check(notebook) for name, notebook in done.items()}
    assert all("The 11 outlets with most text are shown by name, the other 3 as one." in text for text in said.values())
    assert shown_tables(done["01-sources"])["Size of the running text"] == 12
    csvs = (tmp_path / "_build/many/notebooks/tables").glob("*.csv")
    named = [set(table["outlet"].dropna()) for table in map(pd.read_csv, csvs) if "outlet" in table]
    assert len(named) > 10 and any("3 other outlets" in outlets for outlets in named)
    assert all(len(outlets) <= 12 for outlets in named)


def test_where_outlets_come_from_is_said(tmp_path):
    text = "The ferry was late again on Monday, and nobody at the harbour knew why it was so.\n"
    for name in ("2024-01-02_gull_1.txt", "2024-01-03_gull_2.txt", "2024-01-04_tern_3.txt"):
        (tmp_path / name).write_text(text + name, encoding="utf-8")
    note = own.look(tmp_path).notes[""]
    assert "The outlets are taken from the names of the files: “gull” of 2024\\-01\\-02\\_gull\\_1\\.txt." in note
    (tmp_path / "The *Post*").mkdir()
    (tmp_path / "The *Post*" / "a.txt").write_text(text + "No word of it.", encoding="utf-8")
    note = own.look(tmp_path).notes[""]
    assert "of 1 article are taken from the folders: “The \\*Post\\*” of The \\*Post\\*/a\\.txt." in note
    assert "of 3 articles are taken from the names of the files" in note


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
    done = run_copies(
        folder, tmp_path, "02-terms", "03-framing", "appendix/agency", "appendix/frames", "appendix/words"
    )
    said = {name: check(notebook) for name, notebook in done.items()}
    assert (
        "the corpus’s own (frames.csv)" in said["03-framing"] and "the corpus’s own (aliases.csv)" in said["02-terms"]
    )
    folder = tmp_path / "_build/own-tables/notebooks/tables"
    told = [o.data["text/plain"] for notebook in done.values() for o in outputs(notebook)]
    csvs = {
        downloads.TOLD.fullmatch(text)[1]: (folder / name).read_text(encoding="utf-8")
        for text in told
        if (name := downloads.file_name(text))
    }
    assert frames.DICTIONARY in csvs["What the shares of frames rest on"]
    assert "Matches to check by hand, up to three a frame" in csvs
    assert "*sea* <b>" in csvs["The codebook"]
    assert "country,Port Amber," in csvs["Mentions of each actor, by outlet"]
    assert "leader" in csvs["Frequencies that the spelling table moves"]


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
    assert "--public" not in told.stdout
    public = subprocess.run(["make", "-n", "-C", str(HOME), "CORPUS=x", "PUBLISH=1"], capture_output=True, text=True)
    assert "--public -- " in public.stdout
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
    names = ("01-sources", "00-overview", "appendix/frames", "appendix/stance")
    paths = [HOME / f"notebooks/{name}.ipynb" for name in names]
    copies, left_out, _ = own.prepare(paths, folder, tmp_path / "lab")
    assert [path.name for path in copies] == ["01-sources.ipynb"] and list(left_out) == list(names[1:])
    assert "needs frames.csv" in left_out["appendix/frames"] and "needs stance_codes.csv" in left_out["appendix/stance"]
    (folder / "frames.csv").write_bytes((HOME / "data/frames.csv").read_bytes())
    assert [path.name for path in own.prepare(paths, folder, tmp_path / "more")[0]] == [
        "01-sources.ipynb",
        "frames.ipynb",
    ]
    copies[0].write_text("mine")
    own.prepare(paths, folder, tmp_path / "lab", keep=True)
    assert copies[0].read_text() == "mine"
    own.prepare(paths, folder, tmp_path / "lab")
    assert nbformat.read(copies[0], 4).cells[2].source == own.GLANCE


def test_lab_names_the_copies_it_keeps_and_passes_options_on(tmp_path, monkeypatch, capsys):
    folder, begun = corpora.some(tmp_path / "c", 1), []
    monkeypatch.setattr(own.os, "execv", lambda program, words: begun.append(words))
    monkeypatch.setattr(own.os, "environ", {"LAB": "--no-browser --port '88 90'"})
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        own.lab(folder, [HOME / "notebooks/01-sources.ipynb"], tmp_path)
    assert begun[0][-2:] == ["--port", "88 90"] and begun[0] == begun[1] and "01-sources.ipynb" in begun[0][3]
    assert capsys.readouterr().out.count("stay as they are") == 1 and own.os.environ["CORPUS"] == str(folder)


@pytest.mark.parametrize("n", [1, 13])
def test_charts_take_one_outlet_and_thirteen_with_any_name(n):
    names = [*corpora.HOSTILE, "N" * 120, "a $\\frac$ b", *(f"outlet {i}" for i in range(13))][:n]
    table = pd.DataFrame({name: [1.0, 2.0] for name in names}, index=["$x", "_y"])
    drawn = [charts.dots(table, "x"), charts.heat(table, "x"), charts.stacked(table.T, "x")]
    drawn.append(charts.panels({name: table[name] for name in names}, "x"))
    assert len({charts.fingerprint(fig) for fig in drawn}) == 4
    shown = {text.get_text() for text in drawn[0].legends[0].get_texts()}
    assert len(shown) == n
    points = drawn[0].axes[0].collections[1:]
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
    found = resample.rate_intervals(resample.units(table, ["yes"]))
    assert (found["high"] - found["low"] > 200).all()


def test_codes_that_do_not_cover_a_corpus_are_not_used(seeds):
    sentences = corpus.sentences(corpus.running(seeds[1]))
    assert frames.read_codes(sentences) is not None
    more = pd.concat([sentences, sentences.tail(1).assign(article_id="new")], ignore_index=True)
    assert frames.read_codes(more) is None


def test_the_first_page_has_a_note_on_the_dagger_where_an_outlet_carries_it():
    said = own.Look("the corpus **c**: 1 article of 1 outlet", {}, [])
    pages = {outlet: own.front(said, [], {}, [], f"<table><td>{outlet}</td></table>") for outlet in ("AVIM†", "AVIM")}
    assert pages["AVIM†"].count(tables.DAGGER_NOTE) == 1 and tables.DAGGER_NOTE not in pages["AVIM"]


def test_the_first_page_says_how_many_contradictions_there_are_and_leads_to_them(tmp_path):
    output = nbformat.v4.new_output(
        "display_data", {"text/html": '<li class="fact" id="wrong-a"><li class="fact" id="conflict-a-1-b-2">'}
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("cards.show(pairs)", outputs=[output])])
    for name in ("05-claims", "06-c5x"):
        nbformat.write(notebook, tmp_path / f"{name}.ipynb")
    found = own.disputes(sorted(tmp_path.glob("*.ipynb")))
    assert found == ["05-claims.html#conflict-a-1-b-2"]
    said = own.Look("the corpus **c**: 2 articles of 2 outlets", {}, [])
    led = '<a href="05-claims.html#conflict-a-1-b-2">both sentences</a>'
    assert f"- In 1 place numbers of two outlets contradict one another: {led}.\n" in own.front(
        said, [], {}, [], "", found
    )
    assert "In 30 or more places" in own.front(said, [], {}, [], "", found * 30)
    later = own.front(said, [], {}, [], "", [*found, "05-claims.html#overtaken-c-1-d-2"])
    assert "In 1 of them the two are of different days, and the number may have changed." in later
    assert "contradict" not in own.front(said, [], {}, [])


def test_near_copies_are_told_by_title_and_lead_to_their_pages(tmp_path):
    words = " ".join(f"word{i}" for i in range(200))
    rows = [("a", "Rain [1]", words), ("b", "", words), ("c", "More", f"{words} and so on"), ("d", "Sun", "It shone.")]
    table = pd.DataFrame([(*row, "Echo", "2026-05-01") for row in rows])
    table.set_axis(["article_id", "title", "text", "outlet", "date"], axis=1).to_csv(tmp_path / "a.csv", index=False)
    said = own.look(tmp_path)
    assert len(said.repeats) == 2 and not [text for text in said.warned if "counted again" in text]
    page = own.front(said, [], {}, [])
    first = r"[Rain \[1\]](articles/a.md) (Echo, 2026\-05\-01)"
    assert f"- [b](articles/b.md) (Echo, 2026\\-05\\-01): the same words as {first}\n" in page
    assert f" % of the passages of {first}".replace(" ", "\u00a0", 1) in page and "articles/d.md" not in page


def test_a_section_without_anything_leaves_no_heading_and_no_more():
    def cells(*sources):
        kinds = {True: nbformat.v4.new_markdown_cell, False: nbformat.v4.new_code_cell}
        return [kinds[source[:1] in "#*[<W"](source) for source in sources]

    full = cells(
        "# Title", "## A", "x = 1", "## B", "### C", "tables.show(x)", '<span id="d"></span>\n\n## D', "## E\n\nWords."
    )
    assert [cell.source for cell in own.without_empty_sections(full)] == [
        "# Title", "x = 1", "## B", "### C", "tables.show(x)", "## E\n\nWords.",
    ]  # fmt: skip
    method = cells(
        "## Method\n\n**Acts.** Rules. [More](appendix/agency.ipynb).\n\nWith [a word](04-topics.ipynb) more."
    )
    own.unlinked(nbformat.v4.new_notebook(cells=method), {"agency", "04-topics"})
    assert method[0].source == "## Method\n\nWith a word more."


def test_articles_are_called_by_title_then_date_then_name():
    rows = [("a", "Post", "Rain", "2024-01-01"), ("b", "Post", "Rain", "2024-01-02"), ("c", "Post", "x" * 60 + " long", ""),
            ("d", "Post", "", "2024-01-03"), ("e", "Post", "", ""), ("f", "Post", "", ""), ("g", "Echo", "Rain", ""), ("h", "Post", "y" * 48 + " longer", "")]  # fmt: skip
    found = corpus.accounts(pd.DataFrame(rows, columns=["article_id", "outlet", "title", "date"]))
    assert found == {
        "a": "Post: Rain, 2024-01-01", "b": "Post: Rain, 2024-01-02", "c": f"Post: {'x' * 60} …",
        "d": "Post: 2024-01-03", "e": "Post: e", "f": "Post: f", "g": "Echo",
        "h": f"Post: {'y' * 48} longer",
    }  # fmt: skip
