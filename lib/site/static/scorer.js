/* Prose and headings come first in a search; what only code or a table holds comes last. */
var Scorer = {
  score: ([name, , , , score]) => {
    const words = (new URLSearchParams(location.search).get("q") || "").toLowerCase().split(/\s+/).filter(Boolean);
    const said = (SECTIONS[name] || []).some(([, heading, text]) => words.every((word) => `${heading} ${text}`.toLowerCase().includes(word)));
    return said ? score : score - 100;
  },
  objNameMatch: 11, objPartialMatch: 6, objPrio: { 0: 15, 1: 5, 2: -5 }, objPrioDefault: 0,
  title: 15, partialTitle: 7, term: 5, partialTerm: 2,
};
