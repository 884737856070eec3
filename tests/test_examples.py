"""The examples in the docstrings of what is called from outside: run as a reader would, from the project's folder."""

import doctest
import re

import pytest

from lib import claims, corpus, scale, terms, voices
from tests.conftest import HOME

OUTSIDE = {
    **{f"corpus.{name}": getattr(corpus, name) for name in ("load", "paragraphs", "running", "sentences", "tokens")},
    **{"terms.counts": terms.counts, "terms.keyness": terms.keyness},
    **{"claims.extract": claims.extract, "claims.set_aside": claims.set_aside, "claims.align": claims.align},
    **{"voices.speech": voices.speech},
    **{"scale.count_terms": scale.count_terms, "scale.extract_claims": scale.extract_claims},
}


@pytest.mark.parametrize("function", OUTSIDE.values(), ids=OUTSIDE)
def test_the_example_of_a_function_says_what_it_gives(function, monkeypatch):
    monkeypatch.chdir(HOME)
    (found,) = doctest.DocTestFinder(recurse=False).find(function, function.__name__, globs={})
    told = []
    runner = doctest.DocTestRunner(verbose=False)
    runner.run(found, out=told.append)
    assert found.examples and not told, "".join(told)


def test_the_page_of_functions_lists_what_is_called_from_outside():
    page = (HOME / "notebooks/functions.md").read_text(encoding="utf-8")
    assert re.findall(r"autofunction:: lib\.(\S+)", page) == list(OUTSIDE)
