"""What notebooks of one build compute alike is computed once, and says the same each time."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lib import claims, corpus
from lib.corpus import kept
from tests.conftest import HOME


@pytest.fixture
def calls(tmp_path, monkeypatch):
    monkeypatch.setenv(kept.KEPT, str(tmp_path))
    made = []

    @kept.once_a_build
    def doubled(table, by=2):
        made.append(by)
        corpus.problems.warn(f"times {by}")
        return table.assign(n=table["n"] * by)

    return doubled, made


def test_a_second_call_with_the_same_arguments_computes_nothing_and_warns_again(calls):
    doubled, made = calls
    table = pd.DataFrame({"name": ["a", "b"], "n": [1, 2]})
    table.attrs["folder"] = "x"
    for _ in range(2):
        with pytest.warns(corpus.CorpusWarning, match="times 2"):
            again = doubled(table.copy())
        assert again["n"].tolist() == [2, 4] and again.attrs == {"folder": "x"}
    assert made == [2]


@pytest.mark.parametrize(
    "other",
    [
        lambda t: (t.assign(n=[1, 3]),),
        lambda t: (t.rename(columns={"name": "title"}),),
        lambda t: (t.iloc[::-1],),
        lambda t: (t.iloc[:1],),
        lambda t: (t, 3),
    ],
    ids=["a cell", "a column's name", "the order", "fewer rows", "an option"],
)
@pytest.mark.filterwarnings("ignore:times")
def test_other_arguments_are_another_call(calls, other):
    doubled, made = calls
    table = pd.DataFrame({"name": ["a", "b"], "n": [1, 2]})
    doubled(table)
    doubled(*other(table))
    assert len(made) == 2


@pytest.mark.filterwarnings("ignore:times")
def test_arrays_are_told_apart_by_what_they_hold_and_its_type(calls):
    doubled, made = calls
    table = pd.DataFrame({"n": [1, 2]})
    for values in ([1, 2], [1, 3], [1.0, 2.0], [1, 2]):
        doubled(table, np.array(values))
    for values in ([1, 2], [1, 3], [1, 2]):
        doubled(table, np.array(values, dtype=object))
    assert len(made) == 5


def test_a_build_within_a_build_keeps_with_it_and_nothing_is_left(tmp_path, monkeypatch):
    monkeypatch.delenv(kept.KEPT, raising=False)
    with kept.for_a_build(tmp_path):
        folder = os.environ[kept.KEPT]
        with kept.for_a_build(tmp_path / "inner"):
            assert os.environ[kept.KEPT] == folder
        assert Path(folder).is_dir() and not (tmp_path / "inner").exists()
    assert kept.KEPT not in os.environ and not Path(folder).exists()


@pytest.mark.filterwarnings("ignore:times")
def test_where_nothing_can_be_written_each_call_computes(calls, monkeypatch, tmp_path):
    doubled, made = calls
    table = pd.DataFrame({"n": [1]})
    monkeypatch.setenv(kept.KEPT, str(tmp_path / "gone"))
    assert doubled(table)["n"].tolist() == doubled(table)["n"].tolist() == [2]
    monkeypatch.delenv(kept.KEPT)
    doubled(table)
    assert len(made) == 3


BUILD = """import sys
from pathlib import Path
from lib.corpus.kept import for_a_build
with for_a_build(Path(sys.argv[1])):
    print("begins", flush=True)
    sys.stdin.read()
"""


def test_of_two_builds_in_one_folder_the_second_says_that_it_waits_and_begins_when_the_first_ends(tmp_path):
    def started():
        command = [sys.executable, "-c", BUILD, str(tmp_path)]
        return subprocess.Popen(command, text=True, cwd=HOME, **dict.fromkeys(["stdin", "stdout", "stderr"], -1))

    with started() as first:
        assert first.stdout.readline() == "begins\n"
        with started() as second:
            assert second.stderr.readline() == f"Another build is at work in {tmp_path}; this one waits for its end.\n"
            first.kill()  # however it ends
            assert second.communicate("") == ("begins\n", "") and second.returncode == 0


def test_a_build_reads_what_a_script_reads(tmp_path, monkeypatch):
    def read():
        articles = corpus.load(HOME / "data/example")
        stated, aside = claims.extract(articles), claims.set_aside(articles)
        tokens = corpus.tokens(corpus.sentences(corpus.paragraphs(articles)))
        return articles, stated, aside, tokens, claims.align(stated)

    plain = read()
    monkeypatch.setenv(kept.KEPT, str(tmp_path))
    for tables in (read(), read()):
        for one, other in zip(plain, tables, strict=True):
            pd.testing.assert_frame_equal(one, other)
            assert one.attrs == other.attrs
