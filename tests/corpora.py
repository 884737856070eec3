"""Invented corpora.

python -m tests.corpora [ARTICLES] FOLDER writes a large one of short articles.
python -m tests.corpora papers ARTICLES OUTLETS FILE.txt writes a Nexis export of articles that read like news.
"""

import csv
import html
import json
import random
import sys
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path

import pandas as pd

PLACES = "Port Amber,Lindholm,Varro,Castel Nove,Ostrava Bay,Merrow".split(",")
PEOPLE = "the mayor,the minister,Anna Lind,Omar Varro,officials,the company,analysts".split(",")
THEMES = (
    "harbour ships cargo cranes dock tonnes freight ferry pilots terminal customs containers".split(),
    "hospital doctors patients nurses clinic beds vaccine surgery wards treatment health medicine".split(),
    "school pupils teachers lessons classroom exams books reading parents curriculum grades library".split(),
    "football team goals season coach players stadium league match fans referee striker".split(),
    "rain storm flood river dam rescue wind damage roofs shelter forecast weather".split(),
)
PLAIN = "new old local public main annual early open joint common long great young clear".split()
ACTIONS = "opened closed built repaired visited planned praised criticised changed moved".split()
FRENCH = (
    "Le conseil de la ville a approuvé le budget pour les écoles et les hôpitaux.",
    "Les habitants ont demandé que la route du port soit réparée avant la fin de l’année.",
    "Selon le maire, la nouvelle bibliothèque ouvrira ses portes au printemps.",
    "Une partie des arbres de la place sera remplacée par des tilleuls.",
)
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "$x^2$ & _y_ *z* `w` [a](javascript:b)",
    "../../etc/passwd",
    "_x",
)


def sentence(rng, theme, numbers=True, quotes=True):
    noun, other = rng.choice(theme), rng.choice(theme)
    kind = rng.random()
    if numbers and kind < 0.15:
        return f"{rng.choice(PLACES)} counted {rng.choice(('', 'about ', 'nearly ', 'more than '))}{rng.randint(2, 999)} {other} in {rng.randint(2001, 2025)}."
    if numbers and kind < 0.22:
        return f"The {rng.choice(PLAIN)} {noun} cost ${rng.randint(1, 90)} million, {rng.randint(2, 60)} percent more than planned."
    if quotes and kind < 0.32:
        return f"“The {noun} and the {other} are {rng.choice(PLAIN)} for all of us,” said {rng.choice(PEOPLE)}."
    if quotes and kind < 0.38:
        return f"{rng.choice(PEOPLE).capitalize()} noted that the {noun} of {rng.choice(PLACES)} needs a {rng.choice(PLAIN)} {other}."
    start = rng.choice(
        (
            f"The {rng.choice(PLAIN)} {noun}",
            f"In {rng.choice(PLACES)} the {noun}",
            f"A {noun} with {rng.choice(PLAIN)} {other}",
        )
    )
    return f"{start} {rng.choice(('was', 'has been', 'is to be'))} {rng.choice(ACTIONS)} near the {rng.choice(PLAIN)} {other} of {rng.choice(PLACES)}."


def article(rng, paragraphs=4, **options):
    theme = rng.choice(THEMES)
    blocks = [" ".join(sentence(rng, theme, **options) for _ in range(rng.randint(2, 4))) for _ in range(paragraphs)]
    return "\n".join([f"News of {rng.choice(PLACES)}: {' '.join(rng.sample(theme, 3))}", *blocks]) + "\n"


def write(folder, texts, sources=None):
    """A folder of texts {name: text}, with sources.csv from {name: outlet} where given."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    if sources:
        with (folder / "sources.csv").open("w", newline="", encoding="utf-8") as out:
            table = csv.writer(out)
            table.writerow("file article_id outlet country outlet_type author title date url genre attribution".split())
            table.writerows(
                [name, "", outlet, "", "", "", outlet, "", "", "", "verified"] for name, outlet in sources.items()
            )
    return folder


def some(folder, articles, outlets=0, seed=0, **options):
    """`articles` invented articles; of `outlets` outlets, or each its own."""
    rng = random.Random(seed)
    texts = {f"{i:05d}.txt": article(rng, **options) for i in range(articles)}
    weights = [1 / (i + 1) for i in range(outlets)]
    return write(
        folder,
        texts,
        {name: f"Outlet {rng.choices(range(outlets), weights)[0] + 1}" for name in texts} if outlets else None,
    )


def french(folder):
    return write(folder, {f"{n}.txt": "\n".join(["Un titre", *FRENCH[n:], *FRENCH[:n]]) + "\n" for n in range(3)})


# -- Newspapers -----------------------------------------------------------------------

PAPERS = ("The Pacific Ledger", "Northern Wire Agency", "Daily Flash", "The Quay Observer", "Inland Mail")
HABITS = {  # whose way of writing a text is in: its paper
    **dict.fromkeys(("broadsheet", "op-ed", "oped", "press release", "release"), 0),
    **dict.fromkeys(("wire", "agency", "agency English", "trade newsletter"), 1),
    **dict.fromkeys(("tabloid", "blog", "broadcast transcript", "transcript"), 2),
}


def stories():
    """[(event, way of writing, title, paragraphs)] of the invented articles in tests/."""
    here = Path(__file__).parent
    lines = (here / "events.jsonl").read_text(encoding="utf-8").splitlines()
    events = [json.loads(line) for line in lines[:12]]  # the first, so that what was measured before stays comparable
    texts = [(event["event"], a["style"], a["text"]) for event in events for a in event["articles"]]
    for name in ("voices_dev.jsonl", "voices_more.jsonl"):
        rows = [json.loads(line) for line in (here / name).read_text(encoding="utf-8").splitlines()]
        texts += [(row["id"], row["style"], row["text"]) for row in rows]
    parts = [(event, style, [p.strip() for p in text.split("\n\n") if p.strip()]) for event, style, text in texts]
    return [(event, style, blocks[0], blocks[1:]) for event, style, blocks in parts if len(blocks) > 2]


def newspapers(n=75, outlets=3, seed=0):
    """`n` articles of some papers over half a year, as tests.exports takes them.

    An event has its weeks. The first articles are the invented ones as they are; later ones put paragraphs of the same
    event, and some of another, together anew.
    """
    rng, told = random.Random(seed), stories()
    rng.shuffle(told)
    weeks, articles = {event: rng.randrange(22) for event, *_ in told}, []
    for i in range(n):
        event, style, title, blocks = told[i % len(told)]
        paper = HABITS[style] if outlets <= 3 or rng.random() < 0.6 else rng.randrange(outlets)
        if i >= len(told):
            own = [p for other, _, _, ps in told if other == event for p in ps]
            strange = rng.choice(told)[3]
            blocks = [*rng.sample(own, min(len(own), rng.randint(4, 9))), *rng.sample(strange, min(2, len(strange)))]
            title = f"{title} ({i})"
        when = date(2024, 1, 8) + timedelta(days=7 * weeks[event] + min(int(rng.expovariate(1 / 9)), 27))
        articles.append(
            {
                "title": title, "outlet": PAPERS[paper % outlets], "date": when.isoformat(),
                "author": rng.choice(("Ann Lee", "John Roe", "Mia Sand", "Tom Birch")),
                "section": rng.choice(("NEWS", "BUSINESS", "COMMENT")), "page": str(rng.randint(1, 30)),
                "paragraphs": blocks,
            }
        )  # fmt: skip
    return articles


# -- Figures of many events ----------------------------------------------------------


def told(n, seed=0):
    """n invented articles, five outlets of each event: ten figures an event, of which an outlet gives seven."""
    draw, rows = random.Random(seed), []
    for event in range(n // 5):
        place, *things = ("".join(draw.choices("bdfgklmnprstv", k=4)) + "a" + draw.choice("lnrst") for _ in range(11))
        facts = [
            f"In {place.title()} {draw.randrange(11, 9000):,} {draw.choice(('tonnes of ', 'km of ', ''))}{thing}s were counted."
            for thing in things
        ]
        rows += [(f"{event:04}-{o}", f"outlet {o}", " ".join(draw.sample(facts, 7)), "lines") for o in range(5)]
    return pd.DataFrame(rows, columns=["article_id", "outlet", "text", "layout"])


# -- Markup in every field ------------------------------------------------------------

EVIL = "<img src=http://evil.invalid/NAME onerror=alert(/NAME/) data-evil=NAME>"
SHAPES = {  # what a field may hold; NAME is that of the field, so that a leak says where it came from
    "html": f"<script>alert(/NAME/)</script>{EVIL}",
    "attribute": "\" autofocus onfocus=alert(/NAME/) data-evil='NAME'><svg onload=alert(/NAME/) data-evil=NAME>'",
    "markdown": "![x](http://evil.invalid/NAME) [x](javascript:alert(/NAME/)) <http://evil.invalid/NAME> **NAME**",
    "role": "{raw}`<b data-evil=NAME>` {download}`../conf.py` {abbr}`NAME` {eval-rst}`.. image:: http://evil.invalid/NAME`",
    "raw": f"NAME\n```{{raw}} html\n{EVIL}\n```\n",
    "rst": f"NAME\n\n```{{eval-rst}}\n.. raw:: html\n\n   {EVIL}\n```\n",
    "include": "NAME\n```{include} /etc/passwd\n```\n```{image} http://evil.invalid/NAME\n```\n",
    "jinja": f"{{{{ NAME }}}}{{% raw %}}{EVIL}{{% endraw %}}{{# NAME #}}{{{{ 7*7 }}}}",
    "formula": f'=HYPERLINK("http://evil.invalid/NAME","NAME");=cmd|\'{EVIL}\'!A0',
    "address": "javascript:alert(/NAME/)//<iframe src=http://evil.invalid/NAME data-evil=NAME></iframe>",
    "math": f"$\\text{{{EVIL}}}$ $\\href{{javascript:alert(/NAME/)}}{{NAME}}$",
}
SHAPES_MORE = {
    "cdata": f"]]>{EVIL}<![CDATA[",
    "closing": f"</title></textarea></script></style></summary>{EVIL}",
    "separators": f"NAME\u2028{EVIL}\u2029# NAME\x85- {EVIL}",
    "backticks": f"``````{{raw}} html\n{EVIL}\n``````\n`` ` {EVIL} ` `` `{EVIL}`",
    "colons": f":::{{raw}} html\n{EVIL}\n:::\n",
    "pipe": f"a | {EVIL} | \\| --- |\n| --- | --- |\n| x | {EVIL} |",
    "backslash": f"\\{EVIL}\\\\{EVIL} \\",
    "entities": "&lt;img src=x data-evil=NAME&gt; &#60;img src=x data-evil=NAME&#62; &amp;lt;b data-evil=NAME&amp;gt;",
    "bidi": f"\u202e{EVIL}\u202c\u2066=1+1\u2069",
    "comment": f"% NAME %findings% %}}<!-- NAME --><!-->{EVIL}-->",
    "reference": f"[NAME]: http://evil.invalid/NAME '{EVIL}'\n\n(NAME)=\n+++\n---\n![NAME]",
}
SAID = "said hailed praised".split()


def shaped(shape, name):
    """A shape with the name of its field."""
    return shape.replace("NAME", name)


def together():
    """Both lists of shapes in one: pairs, of which now this and now that one opens the field."""
    pairs = zip(SHAPES.items(), SHAPES_MORE.items(), strict=True)
    return {f"{a}-{b}": f"{y} {x}" if i % 2 else f"{x} {y}" for i, ((a, x), (b, y)) in enumerate(pairs)}


def markup(folder, shapes=None):
    """A corpus in which every field of every table, and every name of a file, is markup of some shape.

    Its files are of all kinds that hold fields: plain texts with sources.csv, a web page, tables of
    articles; it brings tables of its own. `folder` should have a name of that kind, too.
    """
    shapes, rng = shapes or together(), random.Random(4)
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for kind, shape in shapes.items():
        file = f"{shaped(shape, f'file-{kind}')}{kind}.txt".replace("..", "").replace("\n", " ").replace("//", "/")
        file = "/".join(part.strip() for part in file.replace("\x85", " ").split("/"))
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(_marked(rng, shape, kind), encoding="utf-8")
        fields = "article_id outlet country outlet_type author title date url genre attribution".split()
        rows.append({"file": file} | {name: shaped(shape, f"{name}-{kind}") for name in fields})
    first = rows[0]["outlet"]
    rows += [
        {name: {"outlet": first, "file": file}.get(name, "") for name in rows[0]} for file in ("page.html", "front.md")
    ]
    _save(folder / "sources.csv", rows)
    _documents(folder, rng, shapes)
    _own_tables(folder, shapes)
    return folder


def _marked(rng, shape, kind):
    """A text with markup in its headline, its byline, between its words, in its speakers and things counted."""
    bad = {
        name: " ".join(shaped(shape, f"{name}-{kind}").split()) for name in ("headline", "byline", "text", "speaker")
    }
    lines = article(rng, 4).splitlines()
    lines[0] = f"{bad['headline']} {lines[0]}"
    lines.insert(1, f"By {bad['byline']}")
    lines.append(
        f"The new harbour {bad['text']} was opened near the old ferry of Port Amber and counted 24 {bad['text']} ships."
    )
    lines += [f"“The ferry {bad['text']} is open,” {cue} Anna {bad['speaker']} Lind." for cue in SAID]
    lines.append(f"The mayor noted that 12 percent of the {bad['text']} cost was paid. It cost about $30 million.")
    lines += shaped(shape, f"lines-{kind}").splitlines()
    return "\n".join(lines) + "\n"


def _documents(folder, rng, shapes):
    """The same in a web page, JSON lines and a CSV, which say themselves who wrote them."""
    fields = "article_id outlet country outlet_type author title date url genre".split()
    turn = cycle(shapes.items())
    records = {}
    for suffix in ("jsonl", "csv"):
        kind, shape = next(turn)
        named = {name: shaped(shape, f"{name}-{suffix}") for name in fields}
        records[suffix] = [named | {"outlet": shaped(shape, f"outlet-{kind}"), "text": _marked(rng, shape, suffix)}]
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, records["jsonl"])), encoding="utf-8")
    _save(folder / "rows.csv", records["csv"])
    kind, shape = next(turn)
    bad = {name: html.escape(shaped(shape, f"{name}-page")) for name in ("title", "author", "date", "url")}
    body = "".join(f"<p>{html.escape(line)}</p>" for line in _marked(rng, shape, "page").splitlines())
    head = "".join(f'<meta name="{name}" content="{value}">' for name, value in bad.items())
    page = f"<html><head><title>{bad['title']}</title>{head}</head><body><article>{body}</article></body></html>"
    (folder / "page.html").write_text(page, encoding="utf-8")
    front = "".join(f"{name}: {json.dumps(shaped(shape, f'{name}-front'))}\n" for name in fields)
    (folder / "front.md").write_text(f"---\n{front}---\n{_marked(rng, shape, 'front')}", encoding="utf-8")


def _own_tables(folder, shapes):
    turn = cycle(shapes.values())

    def row(names, at, **fixed):
        shape = next(turn)
        return {name: shaped(shape, f"{name}-{at}") for name in names.split()} | fixed

    nouns = [noun for theme in THEMES for noun in theme if noun not in ("ships", "harbour", "ferry")]
    _save(folder / "variants.csv", [row("term reason", f"variants-{noun}", variant=noun) for noun in nouns])
    _save(folder / "aliases.csv", [row("actor kind", "aliases", alias=place.lower(), sense="name") for place in PLACES] + [row("actor sense", "aliases", alias="anna", kind="person")])  # fmt: skip
    words = [*PLAIN, "harbour", "ferry"]
    _save(
        folder / "frames.csv",
        [row("frame definition source include exclude", f"frames-{word}", patterns=word) for word in words],
    )
    values = {
        "value_low": 30e6,
        "value_high": 30e6,
        "unit": "USD",
        "hedge": "",
        "period": "",
        "as_of": "2024",
        "words": "million",
        "without": "",
    }
    texts, kept = "reference_id measure source source_url source_kind note", {"confidence": "high", "checked": "seen"}
    _save(folder / "references.csv", [row(texts, "references", **values, **kept)])
    stops = (Path(__file__).parent.parent / "data/stopwords.txt").read_text(encoding="utf-8")
    (folder / "stopwords.txt").write_text(stops + "".join(f"\n{shape}" for shape in shapes.values()), encoding="utf-8")


def _save(path, rows):
    with path.open("w", newline="", encoding="utf-8") as out:
        table = csv.DictWriter(out, list(rows[0]))
        table.writeheader()
        table.writerows({name: row.get(name, "") for name in rows[0]} for row in rows)


def main():
    *articles, folder = sys.argv[1:]
    if articles[:1] == ["papers"]:
        from tests import exports

        text = exports.nexis_old(newspapers(int(articles[1]), int(articles[2])))
        Path(folder).write_text(text, encoding="utf-8")
        return
    some(Path(folder), int(articles[0]) if articles else 2000, outlets=15)


if __name__ == "__main__":
    main()
