import pandas as pd
import pytest

from lib import corpus, voices


def quotes(text):
    paragraph = pd.DataFrame([("a", "a", 1, 100, 100 + len(text), "body", text)], columns=corpus.PARAGRAPHS)
    table = voices.quotations(paragraph)
    assert all(text[r.start - 100 : r.end - 100] == r.text for r in table.itertuples())
    return table["text"].tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said: “It rains.” Then “it” stopped.", ["“It rains.”", "“it”"]),
        ('He said: "It rains." Then "it" stopped.', ['"It rains."', '"it"']),
        ("“He called it “rain” and left,” she said.", ["“He called it “rain” and left,”"]),
        ("“One sentence. Two sentences.” End.", ["“One sentence. Two sentences.”"]),
        ('A 6" pipe and no quotation', []),
        ("“Never closed, it goes on", ["“Never closed, it goes on"]),
        ("It’s the towns’ rain", []),
        ('the ("three evils") of rain', ['"three evils"']),
    ],
)
def test_quotations(text, expected):
    assert quotes(text) == expected


def test_every_mark_of_the_seeds_is_in_a_quotation(seeds):
    body = corpus.running(seeds[1])
    spans = voices.quotations(body)
    inside = {(r.article_id, i) for r in spans.itertuples() for i in range(r.start, r.end)}
    marks = [(p.article_id, p.start + i) for p in body.itertuples() for i, c in enumerate(p.text) if c in '“”"']
    assert len(marks) > 50 and set(marks) <= inside


def test_unclosed_marks_are_no_trap():
    assert len(quotes("“" * 20_000)) == 1
