"""Pages: marks on articles, reading pages, notebooks run and dressed, own corpora.

In: a corpus and notebooks. Out: executed copies, and Markdown and HTML from which Sphinx builds the site.
"""
