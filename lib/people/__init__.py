"""Who is named (actors), who speaks (voices) and who acts (agency).

In: paragraphs, sentences and tokens as lib.corpus makes them. Out: tables of mentions, quotations and reports, with
spans. In the order of imports: cues (the words by which speech is known), marks (quotations), runs (of capitals),
roles (farmer, minister), persons (of an article), paragraphs (what the rules look at), speakers (who touches a verb of
saying), memory (he, she, the minister), quoted, reports, voices.
"""
