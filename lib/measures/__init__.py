"""Tables to numbers: terms, resample, reuse, official, style, questions, frames, subjects, topics.

In: tokens, sentences and paragraphs as lib.corpus makes them. Out: tables of counts, rates, intervals, shares.
"""
