"""Before a reader's eyes: charts, drawn (what they draw, as tables), tables, and downloads (files beside a
page).

In: tables of numbers. Out: figures and tables in a notebook, whose plain text nbval compares.
"""
