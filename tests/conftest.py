"""Shared by all tests: a toy corpus of invented articles, and the tables of the five."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# Nothing is timed in tests; CI looks at the same examples each time, people at new ones.
settings.register_profile("here", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("here")

HOME = Path(__file__).resolve().parent.parent

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
