"""Pages: marks (on articles), reading (article pages), run, dressing and figures (notebooks), pages (both sites),
beside (two accounts side by side) and explorer (any word), whose data scripts write, libraries (of others), glance
and own (corpora).

In: a corpus and notebooks. Out: executed copies, and the Markdown and HTML from which Sphinx builds the site.
"""
