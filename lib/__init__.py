"""The shared package, in the order in which data flows.

text → files → duplicates → corpus → terms → resample → reuse → actors → voices → frames → topics → claims → charts → tables → marks → reading; run and site make the pages.
"""
