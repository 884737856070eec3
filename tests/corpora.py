"""Invented corpora: python -m tests.corpora [ARTICLES] FOLDER writes a large one of short articles."""

import random
import sys
from pathlib import Path

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
        import csv

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


def hostile(folder):
    """Outlets whose names are formulas, markup, paths; one is very long."""
    rng = random.Random(1)
    names = [
        *HOSTILE,
        "The Very Long Name of an Outlet That Reports from All Harbours of the Northern Coast and Its Islands",
    ]
    texts = {f"{i}.txt": article(rng, 3) for i in range(len(names))}
    return write(folder, texts, dict(zip(texts, names, strict=True)))


def main():
    *articles, folder = sys.argv[1:]
    some(Path(folder), int(articles[0]) if articles else 2000, outlets=15)


if __name__ == "__main__":
    main()
