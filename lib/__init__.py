"""The shared package, in the order in which data flows: text, corpus, terms, charts, tables."""
