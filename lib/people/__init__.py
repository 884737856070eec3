"""Who is named (actors) and who speaks (voices).

In: tokens, sentences and paragraphs as lib.corpus makes them. Out: tables of mentions, quotations and reports, with
spans.
"""
