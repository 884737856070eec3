"""Sphinx: the executed notebooks as a site that works from disk and asks no other host for anything."""

import codecs
import html
import os
import re
import shutil
from pathlib import Path
from urllib.parse import urljoin

from docutils import nodes
from latex2mathml.converter import convert

from lib.site import dictionary, figures, front, glossary, searching
from lib.site.citing import footer
from lib.site.dressing import places_held, titles_of
from lib.site.libraries import datatables, rules_used

project = "One summit, five accounts"
author = "The One summit, five accounts contributors"
html_title = project
html_baseurl = os.environ.get("SITE_URL", "")  # where the site will stand, if that is known: https://…/

extensions = ["myst_nb", "sphinx_design", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
autodoc_typehints = "none"  # they stand in the text, by column
napoleon_custom_sections = ["Returns", "Warns", "Source", "Args and Warns"]  # plain text, no types in it
source_suffix = {".ipynb": "myst-nb", ".md": "myst-nb"}
myst_enable_extensions = ["dollarmath"]
nb_execution_mode = "off"
nb_custom_formats = {".ipynb": ["lib.site.dressing.dress", {}]}
nb_code_prompt_show = "The code of this section"
nb_code_prompt_hide = "Hide code"

html_theme = "sphinx_book_theme"
html_theme_options = {
    "show_toc_level": 2,
    "use_download_button": True,
    "use_fullscreen_button": False,
    "navbar_persistent": [],  # the search box stands in the sidebar; one is enough
    "show_navbar_depth": 1,
}
templates_path = ["templates"]
html_static_path = ["../lib/site/static"]
html_css_files = ["site.css", "reading.css", "tables.css", "cards.css", "front.css", "explore.css"]
html_copy_source = True
html_search_scorer = str(
    Path(__file__).resolve().parents[1] / "lib/site/static/scorer.js"
)  # Sphinx opens it from the working directory
html_show_sphinx = False
html_last_updated_fmt = None
html_math_renderer = "mathml"


GLOSSARY = "references"
PACKAGE = Path(__file__).resolve().parents[1] / "data/datapackage.json"


def setup(app):
    """Formulas as MathML: no script and no font from elsewhere."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    app.connect("config-inited", _link_rows)
    app.connect("builder-inited", _write_library)
    app.connect("build-finished", _copy_files)
    app.connect("build-finished", _drop_unused)
    app.connect("source-read", _put_findings)
    app.connect("build-finished", _write_sections)
    app.connect("doctree-resolved", _explain_terms)
    app.connect("html-page-context", _name_parts)
    app.connect("html-page-context", _bring_scripts)
    app.connect("html-page-context", _drop_download, priority=900)
    app.connect("html-page-context", _end_page)
    app.connect("html-page-context", _keep_out)
    app.connect("html-page-context", _say_what_it_is, priority=800)  # once the body is as it will be
    app.connect("html-page-context", _escape_titles, priority=900)  # after the theme has put them there


def _link_rows(app, config):
    """Rows of tables lead to places in the pages of the articles that lib.site.reading has made; figures have files."""
    places = places_held(Path(app.srcdir))
    own = "" if config.project == project else config.project
    given = {"places": places, "files": str(Path(app.srcdir, "figures")), "folder": str(Path(app.srcdir, "tables"))}
    config.nb_custom_formats = {
        ".ipynb": ["lib.site.dressing.dress", given | {"corpus": own, "titles": titles_of(Path(app.srcdir))}]
    }


def _write_library(app):
    """DataTables, once for all pages."""
    folder = Path(app.outdir, "_static")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "datatables.js").write_text(datatables(), encoding="utf-8")


def _bring_scripts(app, pagename, templatename, context, doctree):
    """Scripts of tables, on pages that have some."""
    if '<p class="download' in context.get("body", ""):
        for name in ("datatables.js", "tables.js"):
            app.add_js_file(name, loading_method="defer")
    elif "</math>" in context.get("body", ""):
        app.add_js_file("tables.js", loading_method="defer")


def _drop_download(app, pagename, templatename, context, doctree):
    """Only a notebook is something to take along; the Markdown of a page is not."""
    if context.get("page_source_suffix") != ".ipynb":
        buttons = context.get("header_buttons", [])
        context["header_buttons"] = [button for button in buttons if button.get("label") != "download-buttons"]


def _copy_files(app, error):
    """What is no page: the CSV of tables and the files of figures, where links lead; scripts and data of pages."""
    for name in ("tables", "figures", "scripts"):
        made = Path(app.srcdir, name)
        if error is None and made.is_dir():
            shutil.copytree(made, Path(app.outdir, name), dirs_exist_ok=True)
            for table in Path(app.outdir, name).rglob("*.csv"):  # a mark by which spreadsheets know the encoding
                table.write_bytes(codecs.BOM_UTF8 + table.read_bytes())
    if error is None:
        shutil.copyfile(Path(__file__).parents[1] / "LICENSE", Path(app.outdir, "LICENSE.txt"))


def _put_findings(app, name, content):
    """The front page tells what the overview found, with its pictures; the page of tables what the package says."""
    if name == "index":
        content[0] = front.fill(content[0], Path(app.srcdir))
    elif name == "data":
        content[0] = content[0].replace("%tables%", dictionary.write_out(PACKAGE))


def _write_sections(app, error):
    """The prose of all pages, which the search makes its excerpts of."""
    if error is None and app.builder.format == "html":
        written = searching.script(Path(app.outdir), [*app.env.found_docs])
        Path(app.outdir, "_static/search-sections.js").write_text(written, encoding="utf-8")


def _explain_terms(app, doctree, name):
    """The first use of a term of the glossary leads there, with its meaning as a tooltip."""
    source = Path(app.srcdir, f"{GLOSSARY}.md")
    if not source.is_file() or name.startswith("articles/"):
        return
    known = glossary.terms(source.read_text(encoding="utf-8"))
    if name == GLOSSARY:
        glossary.name_rows(doctree, known)
    else:
        glossary.explain(doctree, known, app.builder.get_relative_uri(name, GLOSSARY))


def _end_page(app, pagename, templatename, context, doctree):
    """Each page ends with its code and how to cite it; that of an article is cited by its publisher. The search gets
    its scripts.
    """
    if pagename == "search":
        app.add_js_file("search-sections.js", loading_method="defer")
        app.add_js_file("search.js", loading_method="defer")
    elif doctree is not None and not pagename.startswith("articles/"):
        notebook = Path(app.srcdir, f"{pagename}.ipynb").is_file()
        title, own = doctree.next_node(nodes.title).astext(), app.config.project != project
        context["body"] += footer(title, pagename, notebook, "" if own else html_baseurl, own)


PARTS = {  # what docutils and myst-nb leave out for readers who listen, or who have no mouse
    '<summary aria-label="Toggle hidden content">': "<summary>",  # its text says what it does
    '<th class="head': '<th scope="col" class="head',
    '<div class="sd-card-title ': '<div aria-hidden="true" class="sd-card-title ',  # the link over the card says it
    '<span class="caption-text">': '<span class="caption-text" aria-hidden="true">',  # the alt text has said it
}


INNER = re.compile(r'\b(href|src|srcset)="(?=(?:tables|articles|figures)/|words\.html)')


def _name_parts(app, pagename, templatename, context, doctree):
    """Names for parts of a page; and the way up from a page in a folder to the tables and articles of all."""
    if "/" in pagename and not pagename.startswith("articles/"):
        context["body"] = INNER.sub(rf'\1="{"../" * pagename.count("/")}', context.get("body", ""))
    base = html_baseurl if app.config.project == project else ""  # a reader's own corpus stands elsewhere
    for theirs, ours in (PARTS | {figures.PAGE: urljoin(base, f"{pagename}.html")}).items():
        context["body"] = context.get("body", "").replace(theirs, ours)
    context["body"] = PAGED.sub(r'\1 data-page="\2"', NAMED.sub(_name_code(), context["body"]))


PAGED = re.compile(r'(<a class="reference (?:in|ex)ternal" href="([^"#:]+)#[^"]*")')  # paper names the page alone
NAMED = re.compile(
    rf'<h[1-4]\b[^>]*>(?P<head>.*?)(?:<a class="headerlink"|</h)|(?<=admonition-title">)'
    rf"(?:{nb_code_prompt_show}|{nb_code_prompt_hide})(?=</p>)",
    re.DOTALL,
)


def _name_code():
    """A function for NAMED: folds of code say to those who listen of which section they are, the last heading's."""
    under = [""]

    def named(found):
        if found["head"] is None:
            return f'{found.group()}<span class="visually-hidden">: {under[0]}</span>'
        under[0] = re.sub("<[^>]*>", "", found["head"])
        return found.group()

    return named


def _say_what_it_is(app, pagename, templatename, context, doctree):
    """What a link to the page says where it is shared."""
    title = html.unescape(re.sub("<[^>]*>", "", context.get("title", "")))
    told = front.meta(title, context.get("body", ""), project, f"{pagename}.html", html_baseurl)
    context["metatags"] = context.get("metatags", "") + told


ICONS = re.compile(r"\s*<!-- So that users can add custom icons -->|<script[^>]*/fontawesome\.js[^>]*></script>")
LARGE = ("styles/*.css", "mystnb.*.css", "sphinx-design.min.css")  # style sheets of others
INDEX = re.compile(r'<script src="[^"]*(?:searchtools|language_data|searchindex)\.js[^"]*"></script>\s*')


def _drop_unused(app, error):
    """The theme brings a script of 1.5 MB that draws the icons once more, which its font has, and 4 MB that no page
    asks for: maps of its scripts and styles for those who write them, and translations for those who build pages. The
    index of the search it loads on every page; the page of the search alone reads it.
    """
    if error is None and app.builder.format == "html":
        for page in Path(app.outdir).rglob("*.html"):
            text = ICONS.sub("", page.read_text(encoding="utf-8"))
            page.write_text(text if page.name == "search.html" else INDEX.sub("", text), encoding="utf-8")
        static = Path(app.outdir, "_static")
        written = [*Path(app.outdir).rglob("*.html"), *static.rglob("*.js")]
        words = {word for path in written for word in re.findall(r"[\w-]+", path.read_text(encoding="utf-8"))}
        for name in LARGE:
            for path in static.glob(name):
                path.write_text(rules_used(path.read_text(encoding="utf-8"), words), encoding="utf-8")
        for unused in [static / "scripts/fontawesome.js", *static.rglob("*.map")]:
            unused.unlink(missing_ok=True)
        for unused in (static / "locales", Path(app.outdir, "_sources/articles")):  # the pages hold their texts once
            shutil.rmtree(unused, ignore_errors=True)


PLAIN = ("pagetitle", "root_title", "page_description")  # text to the theme, which prints it as if it were HTML


def _keep_out(app, pagename, templatename, context, doctree):
    """No search engine lists a page of the site that holds whole articles."""
    if app.tags.has("whole"):
        context["metatags"] = context.get("metatags", "") + '\n<meta name="robots" content="noindex">'


def _escape_titles(app, pagename, templatename, context, doctree):
    """A title comes from a table of a reader's corpus (an outlet, say), and may hold markup."""
    for name in PLAIN:
        if name in context:
            context[name] = html.escape(context[name], quote=False)


ATTRIBUTES = re.compile(r"\\(?:href|style|class|cssId)\b")


def _mathml(node, **options):
    """A formula as MathML, which the converter lets hold elements (in \\text) and addresses: none of ours does."""
    written = node.astext()
    if ATTRIBUTES.search(written):
        return f"<code>{html.escape(written)}</code>"
    return convert(written.replace("<", r"\lt ").replace(">", r"\gt "), **options)


def _inline(translator, node):
    from docutils.nodes import SkipNode

    translator.body.append(_mathml(node))
    raise SkipNode


def _block(translator, node):
    from docutils.nodes import SkipNode

    translator.body.append(
        f'<div class="formula" role="group" aria-label="Formula">{_mathml(node, display="block")}</div>'
    )
    raise SkipNode
