/* The search shows where on a page it found what, from disk too: SECTIONS (search-sections.js) holds the prose of all. */
"use strict";
const hits = (words, text) => words.filter((word) => text.toLowerCase().includes(word)).length;
window.fetch = async (address) => {  // asked for pages by searchtools.js alone, on this page alone
  const name = decodeURIComponent(new URL(address, location.href).href.slice(new URL(document.documentElement.dataset.content_root || "./", location.href).href.length));
  return { text: async () => JSON.stringify(SECTIONS[name.replace(/\.html$/, "")] || []) };
};
Search.makeSearchSummary = (page, keywords, anchor) => {
  const words = [...keywords].map((word) => word.toLowerCase()), line = document.createElement("p");
  const all = JSON.parse(page), asked = all.filter(([id]) => anchor && `#${id}` === anchor);
  const best = (asked.length ? asked : all).map((part) => [2 * hits(words, part[1]) + 3 * hits(words, part[2]), part])
    .reduce((a, b) => (b[0] > a[0] ? b : a), [asked.length ? -1 : 0, null])[1];
  line.className = "context";
  line.textContent = "In a table or in the code of this page.";
  if (!best) return line;
  const [id, heading, text] = best, first = Math.min(...words.map((word) => text.toLowerCase().indexOf(word)).filter((at) => at >= 0));
  const from = Number.isFinite(first) ? Math.max(text.lastIndexOf(" ", Math.max(first - 100, 0)) + 1, 0) : 0;
  const cut = text.slice(from, from + 240);
  line.textContent = `${heading ? `${heading}: ` : ""}${from ? "… " : ""}${from + 240 < text.length ? cut.replace(/\s\S*$/, " …") : cut}`;
  setTimeout(() => { const link = line.closest("li")?.querySelector("a"); if (link && id) link.hash = id; });
  return line;
};
