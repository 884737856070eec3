"""Read an executed notebook for the site: code folded, alt text where myst-nb looks for it, a CSV link a table."""

import base64
import html
import re

import nbformat


def read(source):
    """The notebook in `source` (JSON text), dressed for the site; myst-nb calls this for each page."""
    notebook = nbformat.reads(source, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":  # folded away: on the site people read
            cell.metadata["tags"] = [*cell.metadata.get("tags", []), "hide-input"]
        for output in cell.get("outputs", []):
            alt = output.get("metadata", {}).get("image/png", {}).get("alt")
            if alt:
                cell.metadata.setdefault("mystnb", {})["image"] = {"alt": alt}
            data = output.get("data", {})
            if "text/csv" in data:
                data["text/html"] = with_download(data["text/html"], data.pop("text/csv"), data["text/plain"])
    return notebook


def with_download(table, csv, caption):
    """A table in a box that scrolls by itself, with its CSV under it as a link that needs no server."""
    name = re.sub(r"[^a-z0-9]+", "-", re.sub(r"\(\d+ rows\)$", "", caption).lower()).strip("-")[:60].strip("-")
    encoded = base64.b64encode(csv.encode()).decode()
    label = html.escape(caption, quote=True)
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">{table}</div>'
        f'<p class="download"><a download="{name}.csv" href="data:text/csv;charset=utf-8;base64,{encoded}">'
        f"Download this table (CSV)</a></p>"
    )
