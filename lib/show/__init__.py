"""Before a reader's eyes: charts, tables, and downloads (the CSV of a table beside its page).

In: tables of numbers. Out: figures and tables in a notebook, whose plain text nbval compares.
"""
