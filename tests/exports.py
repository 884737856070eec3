"""Files as databases, offices and scrapers give them out, made of invented articles.

python -m tests.exports writes those that 07-your-corpus shows (data/example/_files/).
"""

import csv
import html
import io
import textwrap
import zipfile
from datetime import date

ARTICLES = [
    {
        "title": "New lifts for Port Amber", "outlet": "The Amber Post", "date": "2024-03-05", "author": "Ann Lee",
        "section": "NEWS", "page": "4",
        "paragraphs": [
            "The harbour of Port Amber will get 30 new lifts, the council said on Tuesday. The work will cost $11.5 million and"
            " end in 2026.",
            "“We waited nine years for this,” said Mayor Ida Penn. The document of the year, she called it.",
            "About 2,900 people work there. Unions fear that 14 percent of the jobs will go.",
        ],
    },
    {
        "title": "Will the ferries ever sail again?", "outlet": "Hill Echo", "date": "2024-03-06", "author": "John Roe",
        "section": "BUSINESS", "page": "11",
        "paragraphs": [
            "Council members approved a plan for the ferries of the bay. It costs $12 million, officials said in a long statement"
            " that nobody had seen before the meeting of the committee on Wednesday.",
            "The café owners of the quay welcomed it. “It is a good day for trade,” said Tom Birch, head of the Quay League.",
            "Body",
            "Residents worry about noise at night: 300 lorries a day on the coast road.",
        ],
    },
    {
        "title": "Comment: 12 reasons to stay", "outlet": "The Amber Post", "date": "2024-03-08", "author": "Ann Lee",
        "section": "COMMENT", "page": "2",
        "paragraphs": [
            "Workers at the harbour went on strike on Friday over plans to automate loading.",
            "Some 1,050 of them stayed away, the union said. The council put the figure at 650.",
        ],
    },
]  # fmt: skip
ENGLISH = {
    "start": "{n} of {m} DOCUMENTS", "BYLINE": "BYLINE", "SECTION": "SECTION", "LENGTH": "LENGTH", "words": "words", "Pg.": "Pg.",
    "LOAD-DATE": "LOAD-DATE", "LANGUAGE": "LANGUAGE", "PUBLICATION-TYPE": "PUBLICATION-TYPE", "end": "End of Document",
    "rights": "All Rights Reserved", "day": "{month} {d}, {y} {weekday}", "body": "Body",
    "months": "January February March April May June July August September October November December",
    "weekdays": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}  # fmt: skip
GERMAN = ENGLISH | {
    "start": "Dokument {n} von {m}", "BYLINE": "AUTOR", "SECTION": "RUBRIK", "LENGTH": "LÄNGE", "words": "Wörter", "Pg.": "S.",
    "LOAD-DATE": "UPDATE", "LANGUAGE": "SPRACHE", "end": "Ende des Dokuments", "rights": "Alle Rechte vorbehalten",
    "day": "{d}. {month} {y} {weekday}",
    "months": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "weekdays": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
}  # fmt: skip
FRENCH = ENGLISH | {
    "start": "Document {n} de {m}", "BYLINE": "AUTEUR", "SECTION": "RUBRIQUE", "LENGTH": "LONGUEUR", "words": "mots", "Pg.": "p.",
    "LOAD-DATE": "DATE-CHARGEMENT", "LANGUAGE": "LANGUE", "end": "Fin du document", "rights": "Tous droits réservés",
    "day": "{d} {month} {y} {weekday}",
    "months": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "weekdays": "lundi mardi mercredi jeudi vendredi samedi dimanche",
}  # fmt: skip


def day(article, words=ENGLISH, shape=None):
    """The date of an article in words."""
    when = date.fromisoformat(article["date"])
    names = {"month": words["months"].split()[when.month - 1], "weekday": words["weekdays"].split()[when.weekday()]}
    return (shape or words["day"]).format(d=when.day, y=when.year, **names)


def length(article):
    return sum(len(paragraph.split()) for paragraph in article["paragraphs"])


def nexis_old(
    articles=ARTICLES,
    words=ENGLISH,
    cover=True,
    width=78,
    headline=False,
    rights_first=False,
    editions=False,
    without=(),
):
    """LexisNexis as text, "1 of 3 DOCUMENTS"."""
    lines = []
    if cover:
        lines += [
            f"Download Request: Selected Items: 1-{len(articles)}",
            "Time Of Request: Monday, July 1, 2024  16:51:31",
            "",
        ]
        lines += [
            "Send To:",
            "1234 56X",
            "UNIVERSITY OF NOWHERE LIBRARY",
            "",
            "Terms: (lifts AND harbour)",
            "",
            "Project ID: None",
            "",
            "",
        ]
    for n, a in enumerate(articles, 1):
        rights = [f"Copyright {a['date'][:4]} {a['outlet']}".center(width), words["rights"].center(width)]
        lines += [words["start"].format(n=n, m=len(articles)).center(width), "", ""]
        lines += [*rights, ""] if rights_first else []
        lines += [a["outlet"].center(width), ""]
        lines += [] if "date" in without else [day(a, words).center(width)]
        lines += ["Edition 1;".center(width), "Scotland".center(width)] if editions else []
        lines += [""]
        lines += [] if headline else [*textwrap.wrap(a["title"], width), ""]
        if "author" not in without:
            lines += [f"{words['BYLINE']}: {a['author']}", ""]
        if "section" not in without:
            lines += [f"{words['SECTION']}: {a['section']}; {words['Pg.']} {a['page']}", ""]
        if "length" not in without:
            lines += [f"{words['LENGTH']}: {length(a)} {words['words']}", ""]
        lines += [f"HEADLINE: {a['title']}", "", "BODY:"] if headline else []
        for paragraph in a["paragraphs"]:
            lines += [*textwrap.wrap(paragraph, width), ""]
        if "foot" not in without:
            lines += [
                f"{words['LOAD-DATE']}: {day(a, words)}",
                "",
                f"{words['LANGUAGE']}: ENGLISH",
                "",
                f"{words['PUBLICATION-TYPE']}: Newspaper",
                "",
            ]
            lines += ["SUBJECT: HARBOURS (90%); LIFTS (72%)", "", "GRAPHIC: The harbour at dawn", ""]
        lines += [] if rights_first else ["", *rights, "", ""]
    return "\n".join(lines)


def nexis_new(articles=ARTICLES, words=ENGLISH, contents=True, body=True, without=(), graphic=False, edition=""):
    """Nexis Uni as paragraphs, "End of Document"."""
    lines = []
    if contents:
        lines += [
            "Page 1 of 2",
            "User Name: Jo Doe",
            "Date and Time: Monday, July 1, 2024 10:15:00 AM GMT",
            "Job Number: 123456789",
        ]
        lines += [f"Documents ({len(articles)})"]
        for n, a in enumerate(articles, 1):
            lines += [
                f"{n}. {a['title']}",
                "Client/Matter: -None-",
                "Search Terms: lifts AND harbour",
                "Search Type: Natural Language",
            ]
        lines += ["| About LexisNexis | Privacy Policy | Terms & Conditions | Copyright © 2024 LexisNexis", ""]
    for a in articles:
        lines += [a["title"], a["outlet"], *([] if "date" in without else [day(a, words) + edition])]
        lines += [f"Copyright {'' if 'date' in without else a['date'][:4] + ' '}{a['outlet']} {words['rights']}"]
        lines += (
            [] if "section" in without else [f"{words['SECTION'].title()}: {a['section']}; {words['Pg.']} {a['page']}"]
        )
        lines += [] if "length" in without else [f"{words['LENGTH'].title()}: {length(a)} {words['words']}"]
        lines += [] if "author" in without else [f"{words['BYLINE'].title()}: {a['author']}"]
        lines += [words["body"], ""] if body else [""]
        lines += a["paragraphs"]
        lines += ["", "Graphic", "The harbour at dawn, seen from the quay"] if graphic else []
        lines += ["", f"{words['LOAD-DATE'].title()}: {day(a, words)}", "", words["end"], ""]
    return lines


def nexis_page(articles=ARTICLES, words=ENGLISH):
    """LexisNexis as a web page."""
    parts = [f'<HTML><HEAD><TITLE>&nbsp;</TITLE><META TOPIC="null" DOCUMENTS="{len(articles)}" /></HEAD><BODY>']
    parts += [
        f"<DIV><P><SPAN>Download Request: Selected Items: 1-{len(articles)}<BR>Time Of Request: Monday<BR><BR>Send To:<BR>LIBRARY<BR>Terms: (lifts)<BR></SPAN></P></DIV>"
    ]
    for n, a in enumerate(articles, 1):
        texts = [words["start"].format(n=n, m=len(articles)), a["outlet"]]
        parts += [
            f'<BR><DIV CLASS="c0"><P CLASS="c1"><SPAN CLASS="c2">{html.escape(text)}</SPAN></P>\n</DIV>'
            for text in texts
        ]
        when, rest = day(a, words).split(" ", 1)
        parts += [
            f'<DIV CLASS="c3"><P><SPAN CLASS="c4">{when}</SPAN><SPAN CLASS="c2"> {rest}</SPAN><SPAN>&nbsp;</SPAN></P></DIV>'
        ]
        parts += [f"<DIV><P><SPAN CLASS='c7'>{html.escape(a['title'])}</SPAN></P></DIV>"]
        for label, value in (
            (words["BYLINE"], a["author"]),
            (words["SECTION"], f"{a['section']}; {words['Pg.']} {a['page']}"),
            (words["LENGTH"], f"{length(a)} {words['words']}"),
        ):
            parts += [
                f'<BR><DIV CLASS="c5"><P><SPAN CLASS="c8">{label}: </SPAN><SPAN CLASS="c2">{html.escape(value)}</SPAN></P></DIV>'
            ]
        parts += [
            "<DIV>",
            *(f'<P CLASS="c9"><SPAN CLASS="c2">{html.escape(p)}</SPAN></P>' for p in a["paragraphs"]),
            "</DIV>",
        ]
        parts += [
            f"<DIV><P><SPAN>{words['LOAD-DATE']}: </SPAN><SPAN>{day(a, words)}</SPAN></P></DIV>",
            f"<DIV><P><SPAN>{words['LANGUAGE']}: </SPAN><SPAN>ENGLISH</SPAN></P></DIV>",
        ]
        parts += [
            f"<DIV><BR><P><SPAN>Copyright {a['date'][:4]} {html.escape(a['outlet'])}<BR>{words['rights']}</SPAN></P></DIV>"
        ]
    return "\n".join([*parts, "</BODY></HTML>"])


def factiva_lines(
    articles=ARTICLES,
    words=ENGLISH,
    document="Document",
    section=False,
    author=True,
    time=False,
    page=False,
    rights=True,
    language="English",
):
    """Factiva in its fixed order: [(text, class)]."""
    for n, a in enumerate(articles):
        yield from [(a["section"].title(), "")] if section else []
        yield a["title"], "enHeadline"
        yield from [(f"By {a['author']}" if author == "by" else a["author"], "author")] if author else []
        yield f"{length(a)} {words['words']}", ""
        yield day(a, words, "{d} {month} {y}"), ""
        yield from [("09:00", "")] if time else []
        yield a["outlet"], ""
        yield "AMBP", ""
        yield from [(a["page"], "")] if page else []
        yield language, ""
        yield from [(f"(c) {a['date'][:4]} {a['outlet']}. All rights reserved.", "")] if rights else []
        for paragraph in a["paragraphs"]:
            yield paragraph, "articleParagraph enarticleParagraph"
        yield f"{document} AMBP0000{a['date'].replace('-', '')}ek35{n:05d}", ""


def factiva_page(articles=ARTICLES, plain=False, found=True, **options):
    """Factiva as a web page; `plain` without the classes of its elements."""
    parts = [
        "<!DOCTYPE html><html><head><title>Factiva</title><style>.x{y:z}</style></head><body><div class='pageBody'>"
    ]
    for text, style in factiva_lines(articles, **options):
        shown = html.escape(text)
        if style == "enHeadline":
            parts.append(
                f"<div class='article enArticle'><div id='hd'><span class='{'' if plain else style}'><b>{shown}</b></span></div>"
            )
        elif style.startswith("articleP"):
            parts.append(f"<p class='{'' if plain else style}'>{shown}</p>")
        else:
            parts.append(f"<div class='{'' if plain else style}'>{shown}</div>")
        parts += ["</div>"] if text.startswith(options.get("document", "Document")) and not style else []
    if found:
        parts.append(
            f"<table><tr><td>Search Summary</td></tr><tr><td>Results Found</td><td>{len(articles)}</td></tr><tr><td>Timestamp</td><td>1 July 2024</td></tr></table><div>© 2024 Factiva, Inc. All rights reserved.</div>"
        )
    return "".join([*parts, "</div></body></html>"])


def factiva_coded(articles=ARTICLES, blank="  ", wrap=0):
    """Factiva with its two-letter codes, as text."""
    lines = []
    for n, a in enumerate(articles):
        pairs = [
            ("SE", a["section"]),
            ("HD", a["title"]),
            ("BY", f"By {a['author']}"),
            ("WC", f"{length(a)} words"),
            ("PD", day(a, shape="{d} {month} {y}")),
            ("ET", "09:00"),
            ("SN", a["outlet"]),
            ("SC", "AMBP"),
            ("PG", a["page"]),
            ("LA", "English"),
            ("CY", f"(c) {a['date'][:4]} {a['outlet']}"),
        ]
        lines += [f"{code}{blank}{value}" for code, value in pairs]
        for place, paragraph in enumerate(a["paragraphs"]):
            text = textwrap.wrap(paragraph, wrap) if wrap else [paragraph]
            lines += [f"{'LP' if place == 0 else 'TD'}{blank}{text[0]}", *text[1:], ""] if place < 2 else [*text, ""]
        lines += [
            f"NS{blank}gport : Ports | c1 : Trade",
            f"RE{blank}free : Freedonia",
            f"PUB{blank}{a['outlet']} Ltd",
            f"AN{blank}Document AMBP0000{a['date'].replace('-', '')}ek35{n:05d}",
            "",
            "",
        ]
    return "\n".join(lines)


def proquest_pairs(article, n, abstract=True):
    """The labels of a ProQuest document."""
    a = article
    yield "", a["title"]
    yield "Author", ", ".join(reversed(a["author"].split()))
    yield "Publication info", f"{a['outlet']} ; Amber [Amber]{day(a, shape='{d} {month} {y}')}: {a['page']}."
    yield "", "ProQuest document link"
    if abstract:
        yield "Abstract", ""
        yield "", a["paragraphs"][0]
    yield "Full text", a["paragraphs"][0]
    for paragraph in a["paragraphs"][1:]:
        yield "", paragraph
    yield from [
        ("Subject", "Harbours; Lifts"),
        ("Location", "Port Amber"),
        ("Title", a["title"]),
        ("Publication title", f"{a['outlet']}; Amber"),
    ]
    yield from [
        ("Pages", a["page"]),
        ("Publication year", a["date"][:4]),
        ("Publication date", day(a, shape="{month:.3} {d}, {y}")),
        ("Section", a["section"]),
    ]
    yield from [
        ("Publisher", f"{a['outlet']} Ltd"),
        ("ISSN", "01234567"),
        ("Source type", "Newspapers"),
        ("Language of publication", "English"),
        ("Document type", "News"),
    ]
    yield from [
        ("ProQuest document ID", f"25143{n:04d}"),
        ("Document URL", f"https://example.org/docview/{n}"),
        ("Copyright", f"(Copyright (c) {a['date'][:4]} {a['outlet']})"),
        ("Last updated", "2024-06-30"),
        ("Database", "Example Dailies"),
    ]


def proquest_page(articles=ARTICLES, abstract=True):
    """ProQuest as a web page."""
    parts = ["<html><head><title>ProQuest Documents</title></head><body>"]
    for n, a in enumerate(articles):
        parts.append(f'<div style="margin-bottom:20px"><a name="DocID_{n}"></a>')
        for label, value in proquest_pairs(a, n, abstract):
            strong = f"<strong>{label}:  </strong>" if label else ""
            inner = (
                f'<text wordcount="60"><p>{html.escape(value)}</p></text>'
                if label == "Full text"
                else html.escape(value)
            )
            parts.append(f"<p style='x'>{strong}{inner}</p>")
        parts.append("</div>")
    return "\n".join([*parts, "</body></html>"])


def proquest_text(articles=ARTICLES, rule="_" * 60, numbered=True, abstract=True, wrap=0):
    """ProQuest as text."""
    lines = []
    for n, a in enumerate(articles):
        lines += [rule, ""] if rule else [""]
        lines += [f"Document {n + 1} of {len(articles)}", ""] if numbered else []
        for label, value in proquest_pairs(a, n, abstract):
            text = f"{label}: {value}" if label else value
            lines += [*(textwrap.wrap(text, wrap) if wrap else [text]), ""]
    return "\n".join([*lines, rule, "", "Contact ProQuest", "Copyright © 2024 ProQuest LLC. All rights reserved."])


def europresse_page(articles=ARTICLES, words=FRENCH, made=2024):
    """Europresse as a web page of three makes: of today, of 2015 (hardly a class), of 2012 (no class around the text)."""
    parts = [
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title></title></head><body><form><input value='OK'></form>"
    ]
    rights = "Le présent document est protégé par les lois et conventions internationales sur le droit d'auteur."
    for a in articles:
        a = {name: value if name == "paragraphs" else html.escape(value) for name, value in a.items()}
        paragraphs = [
            html.escape(text, quote=False).replace("harbour", "<mark>harbour</mark>") for text in a["paragraphs"]
        ]
        text = "".join(f"<p>{text}</p>" for text in paragraphs)
        when = day(a, words, "{weekday}, {month} {d}, {y}" if words is ENGLISH else "{weekday} {d} {month} {y}")
        number = f"news·{a['date'].replace('-', '')}·AP·0q1503_125605{a['page']}"
        issued = "Ce certificat est émis à <b>Université</b> à des fins de visualisation personnelle et temporaire."
        size = f" {length(a)} {words['words']}" if made == 2024 else ""
        head = f"{a['section']}, {when}{size}, p. {a['page']}"
        if made == 2024:
            parts.append(
                f"<article><header><div class='rdp__DocPublicationName'><span class='DocPublicationName'>{a['outlet']}, no. 43018"
                f"<div class='icon' sourcecode='AP'></div></span></div><div class='rdp__DocHeader'><span class='DocHeader'>{head}"
                "</span></div><div class='titreArticle'><p class='sm-margin-bottomNews'>À la une</p>"
                f"<p class='sm-margin-TopNews titreArticleVisu rdp__articletitle'>{a['title']}</p>"
                f"<p class='sm-margin-TopNews rdp__subtitle'>A deck.</p></div><p class='sm-margin-bottomNews'>{a['author']}</p>"
                f"</header><section><div class='DocText clearfix'><div class='docOcurrContainer'>{text}</div></div></section>"
                "<aside><div class='apd-wrapper'><p>Cet article est paru dans les publications suivantes :</p>"
                "<div class='apd-sources-date'>2025-06-17</div><div class='source-name-APD'>Hill Echo (site web)</div></div>"
                f"</aside><footer><div class='Doc-LegalInfo'><small>© 2024 {a['outlet']}. {rights}</small></div>"
                f"<div class='publiC-lblNodoc'>{number}</div><div class='publiC-lblCertificatIssuedTo'>{issued}</div>"
                "<div>Date d'émission : <b>2025-07-04</b></div></footer></article>"
            )
        elif made == 2015:
            parts.append(
                f"<article><header><div><span class='DocPublicationName'>{a['outlet']}   </span></div><div><span class='DocHeader'>"
                f"{head}</span></div><div><p>MEDIAS</p></div><div class='titreArticle'><p class='titreArticleVisu'>{a['title']}</p>"
                f"</div><div>{a['author']}</div></header><section><div class='DocText'><div class='docOcurrContainer'>{text}</div>"
                "</div></section><aside><p><b>Illustration(s) : </b></p><div><p>A photo.</p></div></aside><footer><small>© 2024"
                f" {a['outlet']}.</small><p>Numéro de document : {number}</p><span>{issued}</span></footer></article>"
            )
        else:
            parts.append(
                f"<table><tr><td><span class='DocPublicationName'>{a['outlet']}</span><br><span class='DocHeader'>{head}</span><br>"
                f"<span class='TitreArticleVisu'>{a['title']}</span><br><br>{a['author']}<br><p></p>{'<p></p>'.join(paragraphs)}"
                f"<p></p><b><i>© 2024 {a['outlet']}.</i></b><p></p>Numéro de document : {number}<table><tr><td>{issued}</td></tr>"
                "</table></td></tr></table>"
            )
    return "".join([*parts, "</body></html>"])


def ris(articles=ARTICLES, dash="  - ", tag="AB"):
    """Articles as references."""
    lines = []
    for a in articles:
        told = {
            "TY": "NEWS",
            "AU": a["author"],
            "TI": a["title"],
            "T2": a["outlet"],
            "DA": a["date"].replace("-", "/") + "/",
        }
        told |= {tag: "\n\n".join(a["paragraphs"]), "Y2": "2025/07/01/", "SP": a["page"], "ER": ""}
        lines += [f"{name}{dash}{value}" for name, value in told.items()]
    return "\n".join([*lines, ""])


def reuters(articles=ARTICLES, brief=True):
    """Reuters-21578."""
    parts = ['<!DOCTYPE lewis SYSTEM "lewis.dtd">']
    for n, a in enumerate(articles):
        paragraphs = "\n".join(
            "    " + "\n".join(textwrap.wrap(html.escape(p, quote=False), 64)) for p in a["paragraphs"]
        )
        parts.append(
            f'<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" CGISPLIT="TRAINING-SET" OLDID="{n}" NEWID="{n + 1}">\n<DATE> {day(a, shape="{d}-{month:.3}-{y}").upper()} 15:01:01.79</DATE>'
        )
        parts.append(
            "<TOPICS><D>trade</D><D>ship</D></TOPICS>\n<PLACES><D>freedonia</D></PLACES>\n<UNKNOWN> \n&#5;&#5;&#5;C T\n&#22;&#22;&#1;f0704&#31;reute</UNKNOWN>"
        )
        parts.append(
            f"<TEXT>&#2;\n<TITLE>{html.escape(a['title'], quote=False)}</TITLE>\n<AUTHOR>    By {a['author']}, Reuters</AUTHOR>\n<DATELINE>    PORT AMBER, March 5 - </DATELINE><BODY>{paragraphs.strip()}\n Reuter\n&#3;</BODY></TEXT>\n</REUTERS>"
        )
    if brief:
        parts.append(
            '<REUTERS TOPICS="NO" NEWID="99">\n<DATE>26-FEB-1987 15:17:11.20</DATE>\n<TEXT TYPE="BRIEF">&#2;\n******<TITLE>HARBOUR TO RAISE FEES\n</TITLE>\nBlah blah blah.\n&#3;\n</TEXT>\n</REUTERS>'
        )
    return "\n".join(parts)


def packed(**parts):
    """A zip of parts by name; "__" stands for "/", "_dot_" for "."."""
    return packed_files({name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()})


def packed_files(files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def docx(lines, table=(), footnote="", header="", raw="", more=None):
    """A Word file of paragraphs: text, or (text, style)."""
    body = ""
    for line in lines:
        text, style = (line, "") if isinstance(line, str) else line
        props = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        half = len(text) // 2
        runs = "".join(
            f'<w:r><w:t xml:space="preserve">{html.escape(part)}</w:t></w:r>' for part in (text[:half], text[half:])
        )
        body += f"<w:p>{props}{runs}</w:p>"
    if footnote:
        body += '<w:p><w:r><w:t>It rained.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    if table:
        cells = "".join(
            "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in row) + "</w:tr>"
            for row in table
        )
        body += f"<w:tbl>{cells}</w:tbl>"
    files = (more or {}) | {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f'<?xml version="1.0"?><w:document {W}><w:body>{body}{raw}</w:body></w:document>',
    }
    if footnote:
        files["word/footnotes.xml"] = (
            f'<w:footnotes {W}><w:footnote w:id="0" w:type="separator"><w:p/></w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>{footnote}</w:t></w:r></w:p></w:footnote></w:footnotes>'
        )
    if header:
        files["word/header1.xml"] = f"<w:hdr {W}><w:p><w:r><w:t>{header}</w:t></w:r></w:p></w:hdr>"
    return packed_files(files)


def odt(lines, footnote="", raw=""):
    """An OpenDocument text."""
    names = "".join(f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "text", "table"))
    body = "".join(f"<text:p>{html.escape(line)}</text:p>" for line in lines)
    if footnote:
        body += f"<text:p>It <text:span>rai</text:span>ned<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>{footnote}</text:p></text:note-body></text:note>.</text:p>"
    return packed_files(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content{names}><office:body><office:text>{body}{raw}</office:text></office:body></office:document-content>",
        }
    )


def rtf(lines, footnote="", header="Page 1 of 2"):
    """An RTF in cp1252 with Unicode beyond it."""

    def shown(text):
        for sign in "\\{}":
            text = text.replace(sign, f"\\{sign}")
        return "".join(c if c.isascii() else "\\'e9" if c == "é" else f"\\u{ord(c)}?" for c in text)

    body = "\n".join(f"\\pard\\b0 {shown(line)}\\par" for line in lines)
    note = f"{{\\footnote {footnote}}}" if footnote else ""
    return ("{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fcharset0 Arial;}}{\\colortbl;\\red0\\green0\\blue0;}{\\*\\generator X;}"
            f"{{\\header {header}\\par}}{{\\pict\\wmetafile8 0102ff}}{body}{note}}}").encode("cp1252")  # fmt: skip


def sheet(rows):
    """An Excel workbook of one sheet, or of several by name."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, own in rows.items() if isinstance(rows, dict) else [("Sheet1", rows)]:
        page = book.create_sheet(name)
        for row in own:
            page.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


# -- The files of 07-your-corpus
def example_files():
    """{name: bytes} of a Nexis export, a table from the web, a folder of two newspapers."""
    rows = io.StringIO()
    table = csv.writer(rows, lineterminator="\n")
    table.writerow(["", "url", "publication", "headline", "published", "content"])
    for n, a in enumerate(ARTICLES):
        content = "".join(f"<p>{html.escape(p, quote=False)}</p>" for p in a["paragraphs"])
        host = a["outlet"].lower().replace(" ", "-")
        address = f"https://{host}.example/{n}"
        table.writerow([n, address, a["outlet"], a["title"], day(a, shape="{month} {d}, {y}"), content])
    files = {"nexis.txt": nexis_old(), "web.csv": rows.getvalue()}
    for a in ARTICLES:
        folder = a["outlet"].lower().replace(" ", "-")
        files[f"papers/{folder}/{a['date']}.txt"] = "\n\n".join([a["title"], *a["paragraphs"]]) + "\n"
    return {name: text.encode() for name, text in files.items()}


if __name__ == "__main__":
    from pathlib import Path

    for name, raw in example_files().items():
        place = Path(__file__).parent.parent / "data/example/_files" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(raw)
