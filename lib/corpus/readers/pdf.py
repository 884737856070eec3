"""The text of a PDF, a form feed between pages."""

import io
import logging

from lib.corpus.readers.parts import Unreadable, has_words, short, sound


def pages_of(raw: bytes) -> tuple[str, list[str]]:
    """(text, a note for each page that is missing). Raises Unreadable."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it reports each small flaw of a file on stderr
    pages, broken = [], []
    try:
        for number, page in enumerate(PdfReader(io.BytesIO(raw)).pages, 1):
            try:
                pages.append(page.extract_text())
            except Exception as error:  # one broken page, of which there are many kinds
                broken.append(f"page {number} could not be read ({short(error)}) and is missing")
    except Exception as error:  # as many kinds again for the file
        raise Unreadable(f"its PDF is locked or broken ({short(error)}); save its text as .txt") from error
    text = sound("\f".join(pages))
    if not has_words(text):
        raise Unreadable("it is a PDF without text, a scan perhaps; save its text as .txt")
    return text, broken
