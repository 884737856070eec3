"""Shared by all tests: a toy corpus of invented articles, and the tables of the five."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from hypothesis import settings

# Nothing is timed in tests; CI looks at the same examples each time, people at new ones.
settings.register_profile("here", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("here")

HOME = Path(__file__).resolve().parent.parent

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

TOY = {
    "a.txt": "Ministers met in Port Amber. They signed 3 papers on trade.\n\nTrade grew, said the mayor.\n",
    "b.txt": "The talks in Port Amber failed. No paper was signed.\n",
}


@pytest.fixture
def toy(tmp_path):
    """A folder of two short articles without sources.csv."""
    for name, text in TOY.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="session")
def seeds():
    """articles, paragraphs, sentences, tokens of the five articles."""
    from lib import corpus

    articles = corpus.load(HOME / "seeds")
    paragraphs = corpus.paragraphs(articles)
    sentences = corpus.sentences(paragraphs)
    return articles, paragraphs, sentences, corpus.tokens(sentences)


def made(target):
    """Make `target` if it is out of date, one process at a time; the folder that holds it."""
    (HOME / "_build").mkdir(exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    with (HOME / "_build/lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        result = subprocess.run(["make", "-C", str(HOME), target], env=environment, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr[-3000:]
    return (HOME / target).parent


@pytest.fixture(scope="session")
def executed():
    """The folder of the notebooks as `make` last ran them; the CSV of their tables stands in tables/."""
    return made("_build/ran") / "notebooks"


@pytest.fixture(scope="module")
def browser(chromium):
    """A headless Chromium for the pages of the site, which are made if they are out of date."""
    made("_site/index.html")
    return chromium


@pytest.fixture(scope="module")
def chromium():
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium on this CI machine: .ci/run installs it")
        pytest.skip("no Chromium found on the PATH; install one to test the site in a browser")
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


def committed():
    from lib.site import run

    return {path: path.read_bytes() for path in run.notebooks()}


def run_copies(folder, root, *names, site=False):
    """The copies of some notebooks, executed on another corpus: {name: notebook}. The committed ones must not change.

    With a site, by the command that `make CORPUS=...` gives; without, by tests.shell.
    """
    before = committed()
    names = ["00-overview", *names]
    command = ["tests.shell", str(root), str(folder), *names]
    if site:
        command = ["lib.site.own", "--root", str(root), "--only", *names, "--", str(folder)]
    environment = os.environ | {"MPLBACKEND": "agg", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    result = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, cwd=HOME, env=environment)
    assert result.returncode == 0, result.stderr[-2000:]
    assert committed() == before
    pages = next(root.glob("_build/*/notebooks"))
    return {name: nbformat.read(pages / f"{name}.ipynb", as_version=4) for name in names[1:]}
