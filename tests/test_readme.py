"""What README shows must run."""

import re

from tests.conftest import HOME


def test_the_snippet_runs():
    readme = (HOME / "README.md").read_text(encoding="utf-8")
    (snippet,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    exec(snippet.replace('"path/to/folder"', f'r"{HOME / "seeds"}"'), {})


def test_files_that_the_readmes_name_exist():
    for place in (HOME, HOME / "data", HOME / "seeds"):
        text = (place / "README.md").read_text(encoding="utf-8")
        for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
            assert (place / link).exists(), link
