"""Pages of lib.site without Sphinx: what they hold as raw HTML, in a bare page, opened from disk."""

import re
import shutil
from contextlib import contextmanager

import pandas as pd

from lib import corpus
from tests.conftest import HOME

RAW = re.compile(r"```\{raw\} html\n(.*?)\n```", re.DOTALL)
HEAD = """<!doctype html><html lang="en" data-theme="light"><head><meta charset="utf-8"><title>A page</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="_static/site.css">
<link rel="stylesheet" href="_static/reading.css">
<link rel="stylesheet" href="_static/explore.css"><style>body { margin: 0 8px; --pst-color-background: #fff;
--pst-color-surface: #f3f4f5; --pst-color-text-base: #222; --pst-color-text-muted: #444; --pst-color-border: #bbb; }
</style></head><body><main><h1>A page</h1>"""
HACK = "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=1>"
HOSTILE = f'{HACK} ``` & "x" \'; window.hacked=1; //'


def put(files, folder):
    """Write what lib.site.beside or lib.site.explorer make."""
    (folder / "scripts").mkdir(parents=True, exist_ok=True)
    shutil.copytree(HOME / "lib/site/static", folder / "_static", dirs_exist_ok=True)
    for name, text in files.items():
        if name.endswith(".md"):
            name, text = name.replace(".md", ".html"), f"{HEAD}{RAW.search(text).group(1)}</main></body></html>"
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@contextmanager
def visit(chromium, path, query="", width=1280, **options):
    """A tab with the page, where no error of a script goes unseen."""
    context, errors = chromium.new_context(viewport={"width": width, "height": 800}, **options), []
    tab = context.new_page()
    tab.on("pageerror", lambda error: errors.append(str(error)))
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{path.as_uri()}{query}")
    yield tab
    assert errors == [] and all(url.startswith("file:") for url in asked)
    context.close()


def texts(folder, rows):
    """A corpus of (article_id, outlet, text) in a folder, named as pages name it."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = []
    for i, (article, outlet, text) in enumerate(rows):
        (folder / f"t{i}.txt").write_text(text, encoding="utf-8")
        sources.append((f"t{i}.txt", article, outlet, "verified"))
    columns = ["file", "article_id", "outlet", "attribution"]
    pd.DataFrame(sources, columns=columns).to_csv(folder / "sources.csv", index=False)
    return corpus.as_shown(corpus.load(folder))
