"""The shared package, in the order in which data flows.

text → files → duplicates → corpus → terms → resample → reuse → actors → voices → frames → topics → claims → formats → charts → beside → tables → marks → reading;
partitions → columns → scale count and extract from a corpus larger than memory; run and site make the pages, accounts, gaps and own those of a reader's own corpus.
"""
