"""Tables to numbers: terms, resample, reuse, frames, questions, topics.

In: tokens, sentences and paragraphs as lib.corpus makes them. Out: tables of counts, rates, intervals, shares.
"""
