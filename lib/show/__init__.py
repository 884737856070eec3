"""Before a reader's eyes: charts, tables, and the files beside a page.

In: tables of numbers. Out: figures and tables in a notebook, whose plain text nbval compares; CSV beside the page.
"""
