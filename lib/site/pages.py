"""From executed notebooks to a site, of which there are two: whole for one's own machine, quoted for the public.

    python -m lib.site.pages            # _site/: whole articles, not for publication
    python -m lib.site.pages --public   # _public/: what may be published

Both are built from the notebooks as they were executed once. Sphinx's sources of each stand in a folder of its own
(_build/whole, _build/public; for a reader's corpus _build/<name>/whole and so on), so neither builds over the other.
What stands there beside the notebooks is written by WRITERS, in order, for either site and for every corpus: a
function that takes a Site and writes to its folder pages (.md) and, in scripts/, data and scripts for them, which the
built site has in scripts/ as well. `Site.shown` says what of each article a page may hold, lib.site.marks.is_shown
whether a place is in it.
"""

import argparse
import errno
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import nbformat
import pandas as pd

from lib import corpus
from lib.corpus.kept import for_a_build
from lib.corpus.problems import ends_in_a_sentence
from lib.site import beside, dressing, explorer, quoting, reading, run
from lib.site.marks import MOST, Site, layers, publishable

HOME = corpus.HOME
KINDS = ("whole", "public")
ROOM = 1_000_000  # bytes: with less, what failed did so for want of room
WRITERS: list[Callable[[Site], None]] = [reading.write, beside.write, explorer.write]


def lay_out(
    articles: pd.DataFrame,
    executed: Path,
    folder: Path,
    public: bool,
    *,
    texts: Path | None = None,
    invented: pd.DataFrame | None = None,
    command: str = "make",
) -> None:
    """Write what Sphinx builds a site from to `folder`, which is made anew.

    Args:
        articles: as corpus.load makes them.
        executed: folder of the executed notebooks, with their tables in tables/ and the files of figures in
            figures/.
        public: only what may be published.
        texts: folder of the pages that are no notebooks (.md); None for that of the notebooks.
        invented: articles of no publisher's, which are always shown whole; None for none.
        command: what builds the site that holds whole articles, for the note on pages that hold parts.
    """
    shutil.rmtree(folder, ignore_errors=True)  # no page of an article that is gone may stay behind
    folder.mkdir(parents=True)
    texts = texts or executed
    files = [*executed.glob("tables/*.csv"), *executed.glob("figures/*.*")]
    copied = {path: path.relative_to(executed) for path in [*run.notebooks(executed), *files]}
    copied |= {path: path.relative_to(texts) for path in texts.rglob("*.md")}
    for path, name in sorted(copied.items()):
        if any(part.startswith(".") for part in name.parts):  # what JupyterLab keeps
            continue
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, folder / name)
    with_page = corpus.as_shown(articles, most=len(articles)).head(MOST)
    marks = _with_cards(layers(with_page), folder)
    shown = _quoted(articles, folder, publishable(with_page, marks)) if public else None
    site = Site(articles, folder, marks, shown, command, invented)
    titles = corpus.accounts(invented) if invented is not None else {}
    titles |= corpus.accounts(corpus.as_shown(articles, most=len(articles)))
    (folder / dressing.TITLES).write_text(json.dumps(titles), encoding="utf-8")
    for writer in WRITERS:
        writer(site)


def _with_cards(marks, folder):
    """The marks; the address of a card that the notebooks in `folder` do not have is gone."""
    there = set()
    for path in folder.glob("05-*.ipynb"):
        there |= set(re.findall(r'class=\\"fact\\" id=\\"([\w-]+)', path.read_text(encoding="utf-8")))
    return marks.assign(card=marks["card"].where(marks["card"].isin(there), ""))


def _quoted(articles, folder, shown):
    """Cut the notebooks and tables in `folder` to what may be shown; that, with what their prose quotes."""
    books = {path: nbformat.read(path, as_version=4) for path in run.notebooks(folder)}
    written = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.md"))]
    written += [text for book in books.values() for text in quoting.prose(book)]
    shown = quoting.with_prose(articles, shown, written)
    runs = quoting.hidden(articles, shown)
    left = [quoting.cut_files(folder / name, runs) for name in ("figures", "tables")][1]
    for path, book in books.items():
        nbformat.write(quoting.cut_notebook(book, left, runs), path)
    run.prune(folder)
    return shown


def build(home: Path, public: bool, target: Path, options: Iterable[str] = ()) -> None:
    """Sphinx over the sources in `home`; the site takes the place of `target`, whole or not at all.

    Args:
        home: _build/, or the folder of a corpus in it.
        options: more of them for Sphinx.
    Raises:
        CorpusError, OSError, MemoryError: Sphinx gave up, or has no room. What stood at `target` is as it was.
    """
    kind = KINDS[public]
    part, made = home / f"{kind}-part", home / f"{kind}-html"
    shutil.rmtree(part, ignore_errors=True)
    command = [sys.executable, "-m", "sphinx", "-q", "-E", "-t", kind, "-c", str(HOME / "notebooks"), *options]
    command += ["-d", str(home / f"{kind}-doctrees"), str(home / kind), str(part)]
    ended = subprocess.run(command, stderr=subprocess.PIPE, text=True)
    if ended.returncode and shutil.disk_usage(home).free < ROOM:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if ended.returncode and (ended.returncode < 0 or "MemoryError" in ended.stderr):
        raise MemoryError
    print(ended.stderr, end="", file=sys.stderr, flush=True)
    if ended.returncode:
        raise corpus.CorpusError("Sphinx could not make the pages; what it said stands above")
    shutil.rmtree(made, ignore_errors=True)
    part.rename(made)
    own = {html.parent.name: html for html in home.glob(f"*/{kind}-html")}  # sites of readers' corpora stand in ours
    for name, folder in {".": made, **own}.items():
        shutil.copytree(folder, part / name)
    old = home / f"{kind}-old"
    shutil.rmtree(old, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        target.rename(old)
    part.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(prog="python -m lib.site.pages", description="A site of the executed notebooks.")
    parser.add_argument("--public", action="store_true", help="what may be published, in _public/; else all, in _site/")
    parser.add_argument("--root", type=Path, default=HOME, help="folder of _build/, _site/ and _public/")
    options = parser.parse_args()
    built, executed = options.root / "_build", options.root / "_build/notebooks"
    target = options.root / ("_public" if options.public else "_site")
    more = {"texts": HOME / "notebooks", "invented": corpus.load(HOME / "data/example")}
    with ends_in_a_sentence("the site was not made"), for_a_build(options.root.resolve()):
        lay_out(corpus.load(), executed, built / KINDS[options.public], options.public, **more)
        build(built, options.public, target, ["-W"])


if __name__ == "__main__":
    main()
