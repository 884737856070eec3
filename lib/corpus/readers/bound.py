"""Pages bound in one file: a mail (.eml), a page saved whole (.mht, .mhtml), an e-book (.epub), by their own heads."""

import email
from email.policy import default
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from lib.corpus.readers import archive
from lib.corpus.readers.columns import host
from lib.corpus.readers.encodings import decode
from lib.corpus.readers.parts import Unreadable, field, short, sound
from lib.corpus.readers.web import named_encoding
from lib.corpus.readers.word import parsed

_WHAT = "e-book"


def mail(raw: bytes) -> tuple[str, bool, dict[str, str]]:
    """(text, whether it is HTML, fields) of a mail or of a page that was saved as one. Raises Unreadable."""
    try:
        message = email.message_from_bytes(raw, policy=default)
        body = message.get_body(("html", "plain"))
        content = (body.get_payload(decode=True) or b"") if body else b""
        text = decode(content, (body and body.get_content_charset()) or named_encoding(content))[0]
        is_page = bool(body) and body.get_content_subtype() == "html"
        told = {name: field(str(message[name] or "")) for name in ("subject", "from", "date")}
        sender = message["from"].addresses[:1] if message["from"] else ()
        address = field(str(message["snapshot-content-location"] or (body and body["content-location"]) or ""))
    except (LookupError, ValueError, TypeError, AttributeError) as error:  # heads of other people's programs
        raise Unreadable(f"its head is broken ({short(error)}); save its text as .txt or .html") from error
    if not text.strip():
        raise Unreadable("it is a mail without a text; save its text as .txt")
    fields = {
        "title": told["subject"],
        "date": "" if address else told["date"],
        "url": address,
    }  # a page is saved some other day
    name = host(address) if address else field(sender[0].display_name if sender else "")
    if name:
        fields |= {"outlet": name, "outlet_from": "address of the page" if address else "sender of the mail"}
    return sound(text), is_page, {name: value for name, value in fields.items() if value}


def chapters(raw: bytes) -> tuple[list[bytes], dict[str, str]]:
    """(the pages of an e-book in their order, fields for all of them). Raises Unreadable."""
    packed = archive.opened(raw, _WHAT)
    place = _part(packed, "META-INF/container.xml").xpath("string(//*[local-name()='rootfile']/@full-path)")
    book = _part(packed, place)
    files = {item.get("id"): item.get("href") or "" for item in book.xpath("//*[local-name()='item']")}
    order = [files.get(one.get("idref"), "") for one in book.xpath("//*[local-name()='itemref']")]
    told = {name: field(book.xpath(f"string(//*[local-name()='{name}'])")) for name in ("title", "publisher", "date")}
    fields = {"outlet": told["publisher"] or told["title"], "outlet_from": "head of the e-book", "date": told["date"]}
    pages = [archive.unpacked(packed, normpath(join(dirname(place), unquote(name))), _WHAT) for name in order if name]
    return [page for page in pages if page], {name: value for name, value in fields.items() if value}


def _part(packed, name):
    content = archive.unpacked(packed, name, _WHAT)
    if not content:
        raise Unreadable("it is no e-book, though its name ends so; save its texts as .txt or .html")
    return parsed(content, _WHAT)
