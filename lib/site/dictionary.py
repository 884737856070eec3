"""The tables of data/ on a page: each with its columns, as the data package describes them."""

import html
import json
from pathlib import Path

HEAD = "<tr><th>column</th><th>type</th><th>meaning</th></tr>"


def write_out(package: Path) -> str:
    """What a page says of a data package: a heading a table, what it holds, and its columns.

    Args:
        package: a datapackage.json.
    Returns:
        Markdown, its tables as HTML; a list of the tables by title, then each in the order of the package.
    """
    resources = json.loads(package.read_text(encoding="utf-8"))["resources"]
    titles = sorted((_plain(resource["title"]), resource["name"]) for resource in resources)
    listed = "\n".join(f"- [{title}](#table-{name})" for title, name in titles)
    parts = [f"(table-{resource['name']})=\n{_table(resource)}" for resource in resources]
    return "\n\n".join([f"```{{div}} listed\n{listed}\n```", *parts])


def _table(resource):
    told = f"## {_plain(resource['title'])}\n\n`data/{resource['path']}`: {_plain(resource['description'])}"
    fields = resource.get("schema", {}).get("fields", [])
    if not fields:
        return told
    keys = resource["schema"].get("primaryKey", [])
    rows = "".join(_row(field, keys) for field in fields)
    return f'{told}\n\n<table class="dictionary"><thead>{HEAD}</thead><tbody>{rows}</tbody></table>'


def _row(field, keys):
    allowed = field.get("constraints", {}).get("enum", [])
    told = [field["description"]]
    told += [f"Unit: {unit}." for unit in [field.get("unit", "1")] if unit != "1"]
    told += [f"One of: {', '.join(map(str, allowed))}."] * bool(allowed)
    told += ["Part of the key."] * (field["name"] in keys)
    cells = f"<code>{html.escape(field['name'])}</code>", field["type"], html.escape(" ".join(told))
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _plain(text):
    """Text of the package as Markdown that brings no markup."""
    return html.escape(text, quote=False).replace("*", r"\*").replace("_", r"\_")
