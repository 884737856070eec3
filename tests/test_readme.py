"""What README shows must run."""

import re

import pandas as pd

from tests.conftest import HOME


def test_the_snippet_runs(tmp_path):
    readme = (HOME / "README.md").read_text(encoding="utf-8")
    (snippet,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    for given in ("path/to/folder", "archive/"):
        snippet = snippet.replace(f'"{given}"', f'r"{HOME / "seeds"}"')
    exec(snippet.replace('"counts.parquet"', f'r"{tmp_path / "counts.parquet"}"'), {})


def test_files_that_the_readmes_name_exist():
    for place in (HOME, HOME / "data", HOME / "seeds"):
        text = (place / "README.md").read_text(encoding="utf-8")
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
