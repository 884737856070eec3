"""What README shows must run."""

import re
import shutil
import subprocess
import warnings

import pandas as pd
import pytest

from lib import corpus
from lib.show import tables
from lib.site import front
from tests.conftest import HOME


def test_the_snippet_runs(tmp_path):
    readme = (HOME / "README.md").read_text(encoding="utf-8")
    (snippet,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    for given in ("path/to/folder", "archive/"):
        snippet = snippet.replace(f'"{given}"', f'r"{HOME / "seeds"}"')
    exec(snippet.replace('"counts.parquet"', f'r"{tmp_path / "counts.parquet"}"'), {})


def test_an_article_is_added_as_shown(tmp_path):
    """The commands of the section, the last one apart, then the loader."""
    readme = (HOME / "README.md").read_text(encoding="utf-8")
    (commands,) = re.findall(r"## Add an article\n\n```\n(.*?)make CORPUS=six", readme, re.DOTALL)
    (tmp_path / "article.txt").write_text("The presidents met again.\n", encoding="utf-8")
    shutil.copytree(HOME / "seeds", tmp_path / "seeds")
    subprocess.run(["sh", "-e"], input=commands.replace("~/Downloads/", ""), text=True, cwd=tmp_path, check=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        articles = corpus.load(tmp_path / "six")
    assert len(articles) == 6 and set(articles["outlet"]) >= {"My Outlet", "CGTN"}


def test_files_that_the_readmes_name_exist():
    for place, name in (
        (HOME, "README.md"),
        (HOME, "CONTRIBUTING.md"),
        (HOME / "data", "README.md"),
        (HOME / "seeds", "README.md"),
    ):
        text = (place / name).read_text(encoding="utf-8")
        for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
            assert (place / link).exists(), link


def test_the_counts_in_the_data_readme_are_those_of_the_tables():
    readme = (HOME / "data/README.md").read_text(encoding="utf-8")
    codes = pd.read_csv(HOME / "data/frame_codes.csv", keep_default_na=False)
    place = ["article_id", "start"]
    sentences, differ = (
        len(codes[place].drop_duplicates()),
        len(codes.loc[codes["reason"] != "", place].drop_duplicates()),
    )
    assert f"all {sentences} lead and body sentences" in readme and f"differed ({differ} sentences)" in readme
    assert f"{len(pd.read_csv(HOME / 'data/quotations_gold.csv'))} rows" in readme


def test_the_picture_is_the_figure_of_the_overview():
    drawn = next(front.figures(HOME / "notebooks/00-overview.ipynb")).picture
    assert (HOME / ".github/overview.png").read_bytes() == drawn, "run make refresh"
    assert tables.DAGGER_NOTE.strip("*") in (HOME / "README.md").read_text(encoding="utf-8"), "as on the site"


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_files_that_are_named_exist(name):
    said = re.findall(r"`((?:lib|tests|data|notebooks)/[\w./-]*)`", (HOME / name).read_text(encoding="utf-8"))
    assert len(said) > 5
    assert [path for path in said if not (HOME / path).exists() and path != "notebooks/appendix/"] == []
