"""A web page: its main text (trafilatura) and what its head says of it. Nothing is run, nothing fetched."""

import contextlib
import json
import logging
import re

from lib.corpus.readers.columns import host
from lib.corpus.readers.markup import Page
from lib.corpus.readers.parts import Unreadable, count_words, field, has_words, short, sound

LARGEST = 5_000_000  # characters of HTML, pictures apart: beyond it trafilatura may take hours
_NAMED = re.compile(rb"""(?i)<meta[^>]{0,200}charset=["']?([\w-]{1,40})""")
_UNKNOWN = ("localhost", "127.0.0.1")


def named_encoding(raw: bytes) -> str | None:
    """The encoding that a page names in its head."""
    named = _NAMED.search(raw[:4096])
    return named and named[1].decode()


def main_text(page: str) -> tuple[str, dict[str, str], list[str]]:
    """(text, fields, notes) of a page.

    Raises:
        Unreadable: it is too large, broke the parser, or holds no text.
    """
    from trafilatura import bare_extraction, html2txt

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it finds wrong is said below, once
    notes = []
    if len(page) > LARGEST:
        raise Unreadable(f"it is a web page of {len(page):,} characters; save its text as .txt")
    try:
        # the day on which it came out, not that of a change; from the head alone: elsewhere it would be a guess
        day = {"extensive_search": False, "original_date": True}
        found = bare_extraction(page, with_metadata=True, include_comments=False, date_extraction_params=day)
        text = found.text if found and found.text else ""
        if not text:
            text = html2txt(f"<html><body>{page}</body></html>")
            notes.append("has no main text that could be told from its menus: all that it says was taken")
    except Exception as error:  # a parser of other people's pages: whatever it stumbles over is said, not raised
        raise Unreadable(f"its HTML broke the parser ({short(error)}); save its text as .txt") from error
    if not has_words(text):
        raise Unreadable("no text could be found in its HTML; save its text as .txt")
    fields = {name: field(getattr(found, name, None)) for name in ("title", "author", "date", "url")}
    told = _linked(page)
    fields |= {name: fields[name] or told.get(name, "") for name in ("author", "date")}
    site = field(getattr(found, "sitename", None))
    site = told.get("publisher", site) if not site or site == host(fields["url"]) else site
    address = host(fields["url"])
    if site and not ("." in site and " " not in site and site.lower() == site):
        fields |= {"outlet": site, "outlet_from": "site name of the page"}
    elif address or site:
        fields |= {"outlet": address or site, "outlet_from": "address of the page"}
    if fields.get("outlet", "").partition(":")[0] in _UNKNOWN:
        fields = {name: value for name, value in fields.items() if not name.startswith("outlet")}
    return sound(text), fields, notes


def _linked(page):
    """{author, publisher, date} by the JSON-LD of a page, as far as it is sound."""
    told = {}
    for part in page.split("ld+json")[1:]:
        with contextlib.suppress(ValueError, RecursionError):
            found = json.loads(part.partition(">")[2].partition("</script")[0])
            found = found.get("@graph", found) if isinstance(found, dict) else found
            for entry in [one for one in (found if isinstance(found, list) else [found]) if isinstance(one, dict)]:
                for name, key in (("author", "author"), ("publisher", "publisher"), ("date", "datePublished")):
                    told[name] = told.get(name) or field(entry.get(key))
    return {name: value for name, value in told.items() if value and not value.startswith("http")}


def lost(page: Page, text: str) -> list[str]:
    """What to say where much of a page did not come through, or where it looks like many articles."""
    pair = page.n_articles == 2 and page.n_words > 60 and 10 * count_words(text) < 7 * page.n_words
    if page.n_articles > 2 or pair:
        return [
            f"looks like {page.n_articles} articles in one page, of which one text was made ({count_words(text):,} of"
            f" {page.n_words:,} words): is it a list of articles? save each as a page of its own"
        ]
    return []
