"""The shared package, in the order in which data flows.

text → corpus → terms → resample → reuse → actors → voices → frames → topics → claims → charts → tables; partitions → columns → scale does the counts and claims of a corpus larger than memory; run and site make the pages.
"""
