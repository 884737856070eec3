"""The text of a PDF, a form feed between pages."""

import io
import logging
import re

from lib.corpus.readers.parts import Aside, Unreadable, has_words, short, sound

_PRINTED = re.compile(  # what browsers print above and below a page
    r"\d{1,2}[./]\d{1,2}[./]\d{2,4},?\s\d{1,2}:\d{2}(?:\s?[AP]M)?(?:\s.{0,200})?|(?P<url>https?://\S{4,400})\s+\d{1,3}/\d{1,3}"
)


def unprinted(text: str) -> tuple[str, str, tuple[Aside, ...]]:
    """(text, address, what is set aside) of a PDF: heads and feet that a browser printed go, if each page has them."""
    found = [(line, _PRINTED.fullmatch(line.strip())) for line in re.split("(?<=[\n\f])", text)]
    urls = [match["url"] for _, match in found if match and match["url"]]
    if not urls or len(urls) != text.count("\f") + 1 or len(set(urls)) > 1:
        return text, "", ()
    rest = "".join(line if not match else line[-1:] * line.endswith("\f") for line, match in found)
    return rest, urls[0], tuple(Aside("page header", match[0]) for _, match in found if match)


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
