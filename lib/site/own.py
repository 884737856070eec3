"""A reader's own corpus through the same notebooks: python -m lib.site.own [--jobs N] [--lab] FOLDER.

    make CORPUS=path/to/folder              # runs copies of the notebooks, builds _site/<name>/
    make CORPUS=path/to/folder PUBLISH=1    # the same with quoted passages alone, in _public/<name>/
    CORPUS=path/to/folder make lab          # opens the copies

What a corpus cannot answer is a sentence in the place of a table or figure. An error that nobody foresaw ends
its notebook and is named on its page; the others and the site are made all the same, then the command fails.
What speaks of the five articles alone stays out of the copies: cells tagged `summit`, and
notebooks whose metadata name a corpus of their own (`"corpus": "summit"`). So does a notebook whose metadata name a
table that it rests on (`"needs": "subjects.csv"`), where ours does not fit and the corpus brings none. The committed
notebooks are only read.
"""

import argparse
import asyncio
import hashlib
import os
import re
import shlex
import shutil
import sys
import unicodedata
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import nbformat

from lib import corpus
from lib.corpus.duplicates import earlier
from lib.corpus.kept import for_a_build
from lib.corpus.loading import AGAIN
from lib.corpus.problems import check_addresses, ends_in_a_sentence
from lib.show import cards, tables
from lib.site import reading, run
from lib.site.front import first_table
from lib.site.marks import MOST
from lib.site.pages import KINDS, build, lay_out

HOME = corpus.HOME
LISTED = 20  # warnings on the first page
SAMPLE = 200  # articles whose words are held against the stop list
TOPICS = (
    "Topics of texts other than the five are reading aids: whether they would come back was tested for the five"
    " articles alone."
)
TAKEN = {  # names in _build/, _site/ and _public/ that the five articles use
    *("notebooks", "ran", "lock"),
    *(f"{kind}{part}" for kind in KINDS for part in ("", "-part", "-html", "-old", "-doctrees")),
    *("articles", "appendix", "tables", "scripts", "figures", "html", "doctrees"),
}
GLANCE = """from lib import corpus, tables
from lib.site.glance import at_a_glance

tables.show(at_a_glance(corpus.as_shown(corpus.load())), "At a glance")"""
OURS = {  # curated tables of ours that speak of one event: the call that reads each, its file, what it holds
    "read_codebook": ("frames.csv", "frames"),
    "read_aliases": ("aliases.csv", "names of countries, organisations and persons"),
    "read_questions": ("word_questions.csv", "questions on words"),
    "read_references": ("references.csv", "values of the record"),
    "read_subjects": ("subjects.csv", "subjects that texts are asked about"),
}
MORE = {  # cells that only copies have: {notebook: ((id of the cell before it, source), ...)}
    "01-sources": (
        (
            "01-28",
            """from lib.measures import over_time

course = over_time.articles_over_time(articles)
few = "fewer than ten articles have a date"
caption = f"Lines: articles of each outlet by {course.index.name}"
charts.show(charts.over_time(course, "articles"), caption, empty=few)""",
        ),
        (
            "01-20",
            """heads = corpus.heads(articles)
heads["example"] = heads["text"].str.slice(0, 60)
kinds = heads.groupby("kind").agg(places=("text", "size"), example=("example", "first"))
none = "no file has heads or feet of an export"
tables.show(kinds, "What heads, feet and covers of the files say, set aside before any paragraph", empty=none)""",
        ),
    ),
    "04-topics": (
        (
            "04-29",
            """import pandas as pd

shares = topics.by_outlet(matrix, reference).pivot(index="topic", columns="outlet", values="percent")
shares = shares.reindex(index=found["topic"], columns=corpus.outlets(articles))
shares.index = pd.Index(topics.names(matrix, reference, topics.read_labels()), name="topic")
tables.show(shares, "Share of each topic in the words of each outlet, in percent", digits=0, empty=topics.TOO_FEW)""",
        ),
    ),
    "02-terms": (
        (
            "02-e12",
            """from lib.measures import over_time

course = over_time.term_over_time(tokens, articles, word)
caption = f"Lines: “{word}” per 1,000 words of each outlet by {course.index.name}"
few = "fewer than ten articles have a date" if over_time.articles_over_time(articles).empty else "it does not occur"
charts.show(charts.over_time(course, "per 1,000 words"), caption, empty=few)""",
        ),
        (
            "02-e12",
            """caption = "Words by which each outlet differs most from the others together, none of one story alone"
tables.show(terms.typical(tokens, stopwords), caption, empty="a comparison needs two outlets")""",
        ),
        (
            "02-n5",
            """evidence = "[with intervals](appendix/words.ipynb)"
for row in near.nlargest(1, "morisita").itertuples():
    pair = f"{tables.quoted(row.outlet)} and {tables.quoted(row.nearest)}"
    tables.say(f"**Most alike in their words are {pair}**, with an overlap of {row.morisita:.2f} ({evidence}).")""",
        ),
    ),
}
_MORE = re.compile(r"\[More\]\((?:\.\./|appendix/)*([\w-]+)\.ipynb\)\.?\s*$")
_HEADING = re.compile(r"\s*(?:<span id=\"[\w-]*\"></span>\s*)?(#{1,6}) [^\n]*\s*")
_LINK = re.compile(r"\[([^\]\n]{1,200})\]\((?:\.\./|appendix/)*([\w-]+)\.ipynb\)")


# -- The copies -----------------------------------------------------------------------


def locate(given: str | Path) -> Path:
    """The absolute path of a corpus: relative to where we are, or to where make -C was called from.

    Raises:
        corpus.CorpusError: there is no such folder or file.
    """
    given = Path(given).expanduser()
    places = [given, Path(os.environ.get("CALLED_FROM", ".")) / given]
    for place in places:
        if place.is_dir() or place.is_file():
            return place.resolve()
    what = f"CORPUS={given} does not exist (looked for at {places[0].absolute()})"
    raise corpus.CorpusError(f"{what}; give a folder of texts, a file or an archive")


def slug(folder: Path, build: Path = HOME / "_build") -> str:
    """A name for the folder of the site, of small letters, digits and hyphens alone.

    Two folders of one name get two sites: the second one's name ends in a few digits of its path's digest.
    """
    named = folder.stem if folder.is_file() else folder.name
    plain = unicodedata.normalize("NFKD", named).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "corpus"
    name = f"{name}-corpus" if name in TAKEN else name
    of = build / name / "folder.txt"
    if of.is_file() and of.read_text(encoding="utf-8") != str(folder):
        name += "-" + hashlib.sha256(os.fsencode(folder)).hexdigest()[:6]
    return name


def about_the_five(notebook: nbformat.NotebookNode) -> bool:
    """Does a notebook speak of our texts alone? Its metadata name them, or all its code cells are tagged."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    tagged = all("summit" in cell.metadata.get("tags", []) for cell in code)
    return notebook.metadata.get("corpus") is not None or tagged


def lacking(part: nbformat.NotebookNode, folder: Path, ours_fit: bool) -> str:
    """The table that a notebook or a cell rests on, where it cannot speak of this corpus; else "".

    Codes of sentences are always a corpus's own.

    Args:
        ours_fit: do our curated tables speak of these texts? See `look`.
    """
    needs = part.metadata.get("needs", "")
    served = (folder / needs).is_file() or (ours_fit and not needs.endswith("_codes.csv"))
    return "" if served else needs


def copy(notebook: nbformat.NotebookNode, name: str, note: str, glance: bool = False) -> nbformat.NotebookNode:
    """The notebook without its `summit` cells and outputs, with a note under the title and the cells of MORE.

    Args:
        name: the notebook's, as `page_name` gives it.
        glance: put the main numbers of the corpus under the note.
    """
    cells = []
    for cell in notebook.cells:
        if "summit" in cell.metadata.get("tags", []):
            continue
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        more = [source for before, source in MORE.get(name, ()) if before == cell.id]
        cells += [cell, *(nbformat.v4.new_code_cell(source, id=f"{cell.id}-own{i}") for i, source in enumerate(more))]
    cells = without_empty_sections(cells)
    cells.insert(1, nbformat.v4.new_markdown_cell(note, id="own-1"))
    if glance:
        cells.insert(2, nbformat.v4.new_code_cell(GLANCE, id="own-2"))
    notebook.cells = cells
    return notebook


def unlinked(notebook: nbformat.NotebookNode, gone: set[str]) -> None:
    """Make plain words of links to notebooks that are not among the copies; a paragraph that ends in *More* goes.

    Args:
        gone: their names without a folder.
    """
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            kept = [p for p in cell.source.split("\n\n") if not ((more := _MORE.search(p)) and more[1] in gone)]
            cell.source = "\n\n".join(kept)
            cell.source = _LINK.sub(lambda match: match[1] if match[2] in gone else match[0], cell.source)


def without_empty_sections(cells: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    """The cells without headings under which nothing is said or shown."""
    kept, full, under = [], False, 9  # from the end: does something stand below, before a heading of this level?
    for cell in reversed(cells):
        heading = _HEADING.fullmatch(cell.source) if cell.cell_type == "markdown" else None
        level = len(heading[1]) if heading else 9
        if heading and level > 1 and not (full or (under > level and under < 9)):
            continue
        if heading:
            full, under = False, level
        elif cell.cell_type == "markdown":
            opened = re.match(r"\s*(?:<span[^>]*></span>\s*)?(#{1,6}) ", cell.source)
            full, under = (False, len(opened[1])) if opened else (bool(cell.source.strip()) or full, under)
        else:
            full = full or "show(" in cell.source or "say(" in cell.source
        kept.append(cell)
    return kept[::-1]


class Look(NamedTuple):
    """What there is to say of a corpus before anything is run."""

    opening: str  # a sentence
    notes: dict[str, str]  # {call: sentence} of our tables that do not fit; "" for what concerns every notebook
    warned: list[str]  # about its files
    ours_fit: bool = True  # do half of its articles name the region that our curated tables are about?
    repeats: tuple[str, ...] = ()  # a line of Markdown for each article that repeats an earlier one


def look(folder: Path) -> Look:
    """Load a corpus and see what our tables and rules can say of it."""
    articles, warned = corpus.load_telling(folder)
    few = articles.iloc[:: max(1, len(articles) // SAMPLE)]
    tokens = corpus.tokens(corpus.sentences(corpus.running(corpus.paragraphs(few))))
    outlets, shown = articles["outlet"].nunique(), corpus.as_shown(articles)["outlet"].nunique()
    opening = f"the corpus **{tables.quoted(folder.name)}**: {_n(len(articles), 'article')} of {_n(outlets, 'outlet')}"
    notes = {
        "topics.fit(": TOPICS,
        "topics.outline(": f"Of {len(articles):,} articles the first twelve are outlined." * (len(articles) > 12),
        "": "\n\n".join(filter(None, [_outlets(articles, outlets, shown), _language(folder, tokens)])),
    }
    named = int(articles["text"].str.contains(corpus.REGION).sum())
    ours_fit = named >= len(articles) / 2
    absent = []
    for call, (file, what) in OURS.items():
        if (folder / file).is_file():
            notes[call] = f"The {what} are the corpus’s own ({file})."
        elif not ours_fit:
            absent.append(f"{what} ({file})")
    if absent:
        notes["read_nothing"] = (  # for the first page
            f"Some tables of ours are about Central Asia, which {named or 'none'} of {len(articles):,} articles name."
            f" So what rests on them is left out: {tables.listed(absent)}. A file of that name in the corpus folder"
            " brings it back."
        )
    warned = [text for text in warned if not text.endswith(AGAIN)]
    return Look(opening, {call: note for call, note in notes.items() if note}, warned, ours_fit, _repeats(articles))


def _repeats(articles):
    """A line for each article that repeats an earlier one, with the titles of both, which lead to their pages."""
    rows, lines = [*articles.itertuples()], []
    for at, first in enumerate(earlier(articles["text"].tolist())):
        if first:
            how = "the same words as" if first[1] == 1 else f"{tables.percent(first[1])} of the passages of"
            lines.append(f"{_named(rows[at], at)}: {how} {_named(rows[first[0]], first[0])}")
    return tuple(lines)


def _named(row, at):
    """An article by its title, which leads to its page if it has one, with its outlet and date."""
    title = tables.quoted(row.title or row.article_id)
    if at < MOST:
        title = f"[{title}](articles/{reading.page(row.article_id)}.md)"
    return f"{title} ({tables.quoted(', '.join(filter(None, [row.outlet, row.date])))})"


def _n(number, what):
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _outlets(articles, outlets, shown):
    named = (articles["outlet_from"] == corpus.NAMED_BY_FILE).sum()
    told = []
    if named == len(articles) > 1:
        told = ["Nothing says who published these texts, so each file stands as an outlet of its own."]
    elif named:
        what = f"Of {_n(named, 'article')} nothing says who published {'it' if named == 1 else 'them'}"
        told = [f"{what}: the file's name stands as the outlet."]
    for origin, what in ((corpus.NAMED_BY_FOLDER, "folders"), (corpus.NAMED_BY_PATTERN, "names of the files")):
        rows = articles[articles["outlet_from"] == origin]
        if len(rows):
            first, others = rows.iloc[0], f" of {_n(len(rows), 'article')}" * (len(rows) < len(articles))
            named = f"“{tables.quoted(first['outlet'])}” of {tables.quoted(first['file'])}"
            told += [f"The outlets{others} are taken from the {what}: {named}. A sources.csv may say otherwise."]
    told += ["There is one outlet: what compares outlets is left out."] * (outlets == 1)
    if shown < outlets:
        told += [f"The {shown - 1} outlets with most text are shown by name, the other {outlets - shown + 1:,} as one."]
    return " ".join(told)


def _language(folder, tokens):
    """A sentence where hardly a word is on our stop list; no language is guessed."""
    if (folder / "stopwords.txt").is_file() or tokens.empty:
        return ""
    words = corpus.read_stopwords(folder)
    ours = corpus.tokens(corpus.sentences(corpus.running(corpus.paragraphs(corpus.load(HOME / "seeds")))))
    here, there = tokens["term"].isin(words).mean(), ours["term"].isin(words).mean()
    if here > there / 2:
        return ""
    return (
        f"**These texts do not seem to be in English**: {tables.percent(here)} of their words are on our stop list,"
        f" in the five English articles {tables.percent(there)}. Sentences, number words, cues of speech, frames and"
        " names are read by rules for English, so what is found by them here is little and unsafe; counts of words"
        " hold, once a stopwords.txt in the corpus folder names the function words."
    )


def prepare(
    paths: list[Path], folder: Path, target: Path, keep: bool = False
) -> tuple[list[Path], dict[str, str], Look]:
    """Write the copies of the notebooks to `target`.

    Args:
        keep: leave a copy that is there already, for it may hold the reader's own work.
    Returns:
        (paths of the copies, {name of a notebook left out: its title, and what it would need}, what `look` says).
    """
    said = look(folder)
    target.mkdir(parents=True, exist_ok=True)
    done, left_out, taken = [], {}, []
    for path in paths:
        notebook = nbformat.read(path, as_version=4)
        needs = lacking(notebook, folder, said.ours_fit)
        if needs or about_the_five(notebook):
            title = notebook.cells[0].source.splitlines()[0].lstrip("# ")
            left_out[page_name(path)] = title + f" This needs {needs} in the corpus folder." * bool(needs)
        else:
            taken.append((path, notebook))
    gone = {path.stem for path in run.notebooks()} - {path.stem for path, _ in taken}
    for path, notebook in taken:
        absent = dict.fromkeys(filter(None, (lacking(cell, folder, said.ours_fit) for cell in notebook.cells)))
        notebook.cells = [cell for cell in notebook.cells if not lacking(cell, folder, said.ours_fit)]
        source = "\n".join(cell.source for cell in notebook.cells)
        told = [note for call, note in said.notes.items() if call in source]
        if absent:
            told.append(f"What needs {tables.listed(absent)} in the corpus folder is left out, too.")
        note = f"*This notebook was run on {said.opening}. What it says of the five articles alone is left out.*"
        unlinked(notebook, gone)
        done.append(target / run.below_notebooks(path))
        done[-1].parent.mkdir(parents=True, exist_ok=True)
        if not (keep and done[-1].exists()):
            own = copy(notebook, page_name(path), "\n\n".join([note, *told]), glance=len(done) == 1)
            nbformat.write(own, done[-1])
    return done, left_out, said


def page_name(path: Path, folder: Path | None = None) -> str:
    """A notebook's name with its sub-folder: appendix/voices. `folder` holds it; None for notebooks/."""
    return (path.relative_to(folder) if folder else run.below_notebooks(path)).with_suffix("").as_posix()


# -- The site -------------------------------------------------------------------------


def stopped(notebook: nbformat.NotebookNode, failure: str) -> str:
    """Name in a notebook that did not run to its end the cell that stopped it, in the place of the traceback; that
    sentence.

    Args:
        failure: what lib.site.run says of it.
    """
    said = f"This notebook stopped: {failure.splitlines()[-1]}"
    for cell in notebook.cells:
        for error in [o for o in cell.get("outputs", []) if o.output_type == "error"]:
            said = (
                f"This notebook stopped at cell {cell.execution_count} ({error.ename}: {error.evalue}); what follows"
                " was not run."
            )
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if output.output_type != "error"]
    notebook.cells.insert(1, nbformat.v4.new_markdown_cell(f"**{tables.quoted(said)}**", id="stopped"))
    return said


def at_fault(broken: list[str]) -> str:
    """By what the notebooks that failed did: a table that the reader brought, or ours."""
    return "a table of the corpus" if all("(CorpusError: " in line for line in broken) else "an error of ours"


def disputes(pages: list[Path]) -> list[str]:
    """The addresses of the cards that executed copies have of numbers in conflict, from the first page's folder."""
    copies = [page for page in pages if page.stem.startswith("05-")]
    return [
        f"{page.stem}.html#{card}"
        for page in copies
        for shown in run.shown_in(page, "text/html")
        for card in cards.ids(shown)
        if card.startswith(("conflict", cards.OVERTAKEN))
    ]


def front(
    said: Look,
    copies: list[str],
    left_out: dict[str, str],
    broken: list[str],
    glance: str = "",
    disputed: Sequence[str] = (),
) -> str:
    """The first page of the site, as Markdown.

    Args:
        said: what `look` says.
        glance: the table of the main numbers as HTML; "" for none.
        disputed: what `disputes` gives.
    """
    opening, notes, warned, _, repeats = said
    lines = [f"# {opening.removeprefix('the corpus **').partition('**: ')[0]}", ""]
    lines += [f"The notebooks of *One summit, five accounts*, run on {opening}.", ""]
    lines += ["```{raw} html", glance, "```", ""] if glance else []
    lines += [tables.DAGGER_NOTE, ""] if corpus.DAGGER in glance else []
    if disputed:
        many = f"{cards.MOST} or more" if len(disputed) >= cards.MOST else len(disputed)
        places = "place" if len(disputed) == 1 else "places"
        later = sum(f"#{cards.OVERTAKEN}-" in place for place in disputed)
        changed = (
            f" In {later} of them the two are of different days, and the number may have changed." if later else ""
        )
        lines += [
            f"- In {many} {places} numbers of two outlets contradict one another:"
            f' <a href="{disputed[0]}">both sentences</a>.{changed}'
        ]
    lines += [f"- {line}" for note in notes.values() for line in note.split("\n\n")]
    lines += ["", "```{toctree}", ":maxdepth: 1", "", *copies, "articles/index", "side-by-side", "words", "```", ""]
    why = "About the texts or the subject of the collection alone, so not run here:"
    others = "In the others the cells that speak of the five articles are left out."
    again = "Each is counted like any other article. To leave one out, take its file out of the folder."
    lines += _section("Left out", [*map(tables.quoted, left_out.values())], why, others)
    lines += _section("What failed", [*map(tables.quoted, broken)], f"By {at_fault(broken)}, not for want of text:")
    lines += _section("Near copies", repeats, "", again, LISTED)
    lines += _section("About the files", [*map(tables.quoted, warned)], most=LISTED)
    lines += ["Every number on these pages was computed from the texts by the code beside it.", ""]
    return "\n".join(lines)


def _section(title, rows, before="", after="", most=None):
    """Lines of a heading, a list and what is said around it; none where there is nothing to list."""
    capped = f" (showing {most} of {len(rows):,})" if most and len(rows) > most else ""
    listed = "\n".join(f"- {row}" for row in rows[:most])
    parts = filter(None, [f"## {title}{capped}", before, listed, after])
    return [line for part in parts for line in (part, "")] if rows else []


def run_all(
    folder: Path, paths: list[Path], jobs: int, root: Path = HOME, site: bool = True, public: bool = False
) -> tuple[Path, list[str]]:
    """Copies, runs and builds.

    Args:
        public: a site that holds only what may be published, in _public/; without it whole articles, in _site/.
    Returns:
        (page, broken): the first page, of the site or of what it would be built from; a line for
        each notebook that an error stopped.
    """
    name = slug(folder, root / "_build")
    pages = root / "_build" / name / "notebooks"
    shutil.rmtree(pages, ignore_errors=True)
    copies, left_out, said = prepare(paths, folder, pages)
    told = re.sub(r"[*\\]", "", said.opening)
    n_warned = _n(len(said.warned) + len(said.repeats), "warning")
    print(f"{told[:1].upper()}{told[1:]}; {n_warned} on its files (first page)", flush=True)
    (pages.parent / "folder.txt").write_text(str(folder), encoding="utf-8")
    os.environ["CORPUS"] = str(folder)
    os.environ["PYTHONWARNINGS"] = "ignore"  # in the kernels: the first page lists what is wrong with the files
    failures = asyncio.run(run.execute_all(copies, None, jobs, timeout=None, files=pages / "tables", partly=True))
    broken = []
    for path, failure in failures.items():
        notebook = nbformat.read(path, as_version=4)
        broken.append(f"{page_name(path, pages)}: {stopped(notebook, failure)}")
        nbformat.write(notebook, path)
    names, glance = [page_name(path, pages) for path in copies], first_table(copies[0]) if copies else ""
    first = front(said, names, left_out, broken, glance, disputes(copies))
    (pages / "index.md").write_text(first, encoding="utf-8")
    if not site:
        return pages / "index.md", broken
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", corpus.CorpusWarning)  # the first page has them
        sources = pages.parent / KINDS[public]
        lay_out(corpus.load(folder), pages, sources, public, command="make CORPUS=…")
    target = root / ("_public" if public else "_site") / name
    print("building the pages", flush=True)
    build(pages.parent, public, target, ["-D", f"project={name}", "-D", f"html_title={name}"])
    return target / "index.html", broken


def lab(folder: Path, paths: list[Path], root: Path = HOME) -> None:
    """Open JupyterLab on copies without the `summit` cells; copies that are there already stay as they are."""
    target = root / "_build" / slug(folder, root / "_build") / "lab"
    if run.notebooks(target):
        print(f"The copies in {target} stay as they are; delete them for new ones.", flush=True)
    copies, *_ = prepare(paths, folder, target, keep=True)
    start = copies[0].relative_to(root).as_posix()
    os.chdir(root)
    os.environ["CORPUS"] = str(folder)
    options = [f"--LabApp.default_url=/lab/tree/{start}", *shlex.split(os.environ.get("LAB", ""))]
    os.execv(sys.executable, [sys.executable, "-m", "jupyterlab", *options])


def main():
    parser = argparse.ArgumentParser(
        prog="python -m lib.site.own", description="The notebooks on a corpus of your own."
    )
    parser.add_argument("folder")
    parser.add_argument("--jobs", type=int, default=2, help="kernels at a time")
    parser.add_argument("--lab", action="store_true", help="open the copies instead of running them")
    parser.add_argument("--no-site", action="store_true", help="run the copies, build nothing")
    parser.add_argument("--public", action="store_true", help="only what may be published, in _public/ for _site/")
    parser.add_argument("--only", nargs="+", help="names of notebooks; all without it")
    parser.add_argument("--root", type=Path, default=HOME, help="folder for _build/, _site/ and _public/")
    options = parser.parse_args()
    paths = [p for p in run.notebooks() if not options.only or page_name(p) in options.only]
    with ends_in_a_sentence("the site was not made"):
        folder = locate(options.folder)
        if options.lab:
            lab(folder, paths, options.root)
        check_addresses()
        root, site = options.root.resolve(), not options.no_site
        with for_a_build(root):
            page, broken = run_all(folder, paths, options.jobs, root, site, options.public)
    print(f"{'The copies are' if options.no_site else 'The site is'} ready: {page}", flush=True)
    if broken:
        sys.exit("\n".join([f"Some notebooks failed, by {at_fault(broken)} and not for want of text:", *broken]))


if __name__ == "__main__":
    main()
