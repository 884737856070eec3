// Word explorer: looks up in WORDS (scripts/words.js; lib/site/explorer.py says how it is made) and draws what it finds.
(() => {
  const root = document.getElementById('words'), D = window.WORDS;
  if (!root || !D) return;
  const terms = D.terms.split('|'), phrases = D.phrases ? D.phrases.split('|') : [], counts = D.counts ? D.counts.split('|') : null;
  const number = new Map(terms.map((term, i) => [term, i])), units = new Uint16Array(terms.length), termOf = new Map();
  let unit = 0x22; // the same rule as explorer.code_units
  const taken = c => c === 0x22 || c === 0x3c || c === 0x5c || (c >= 0x7f && c < 0xa0) || c === 0x2028 || c === 0x2029 || (c >= 0xd800 && c < 0xe000) || c === 0xfeff;
  for (let i = 0; i < terms.length; i++) { do unit++; while (taken(unit)); units[i] = unit; termOf.set(String.fromCharCode(unit), terms[i]); }
  const MOST = 8, ROWS = 20, CONTEXTS = 40, REACH = 60, input = root.querySelector('input');
  const said = root.querySelector('[role=status]'), found = root.querySelector('.found'), list = root.querySelector('datalist');
  const el = (tag, set, ...inside) => { const e = Object.assign(document.createElement(tag), set); e.append(...inside); return e; };
  const times = n => `${n.toLocaleString('en')} time${n === 1 ? '' : 's'}`, rate = (n, of) => (1000 * n / (of || 1)).toFixed(2);

  // As lib.text.term: the form under which a word is counted, a long word in capitals being no acronym.
  const standard = (word, fold) => {
    word = word.normalize('NFC').replace(/[’‘ʼ`´]/g, "'").replace(/[‐-―−]/g, '-');
    if (/^[0-9]/.test(word)) return word.replace(/,(?=[0-9]{3}(?![0-9]))/g, '');
    const bare = word.replace(/'s$/i, '').replace(/\./g, '').replace(/^([A-Z]+)-([0-9]+)/, '$1$2');
    if (/^[A-Z][A-Z0-9+]+$/.test(bare) && !fold) return bare;
    return bare.toLowerCase().split('-').map(part => Object.hasOwn(D.variants, part) ? D.variants[part] : part).join('-');
  };
  // The numbers of the terms that a word as typed stands for.
  const meant = word => {
    if (word.includes('*')) {
      const shape = new RegExp('^' + standard(word, true).replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*') + '$', 'i');
      return word.replace(/\*/g, '') ? [...terms.keys()].filter(i => shape.test(terms[i])) : [];
    }
    const forms = [word, standard(word), ...(word.length > 4 ? [standard(word, true)] : []), word.toLowerCase(), word.toUpperCase()];
    const form = forms.find(form => number.has(form));
    return form === undefined ? [] : [number.get(form)];
  };
  // Places of a phrase: [article, token, sentence, token of the sentence].
  const places = sets => {
    const is = sets.map(set => { const f = new Uint8Array(0x10000); set.forEach(i => { f[units[i]] = 1; }); return f; }), hits = [];
    D.articles.forEach(({4: order}, a) => {
      for (let i = 0, token = 0, sentence = 0, start = 0; i < order.length; i++) {
        const c = order.charCodeAt(i);
        if (c === 32) { sentence++; start = token; continue; }
        if (is[0][c] && is.every((f, j) => f[order.charCodeAt(i + j)])) hits.push([a, token, sentence, token - start]);
        token++;
      }
    });
    return hits;
  };
  const byOutlet = (sets, hits) => {
    const sums = D.outlets.map(() => 0), add = i => counts[i].split(',').forEach(x => { const [o, n] = x.split(':'); sums[o] += +n; });
    if (!counts || (sets.length > 1 && D.order)) hits.forEach(([a]) => { sums[D.articles[a][1]]++; });
    else if (sets.length === 1) sets[0].forEach(add);
    else {
      const of = sets.map(set => new Set(set.map(i => terms[i])));
      phrases.forEach((phrase, i) => { const w = phrase.split(' '); if (w.length === of.length && w.every((x, j) => of[j].has(x))) add(terms.length + i); });
    }
    return sums;
  };

  const bars = sums => {
    const rates = sums.map((n, o) => 1000 * n / (D.outlets[o][1] || 1)), top = Math.max(...rates, 1e-9);
    const rows = D.outlets.map(([name], o) => el('tr', {}, el('th', {scope: 'row', textContent: name}),
      el('td', {className: 'bar'}, Object.assign(el('i'), {style: `width:${100 * rates[o] / top}%`})),
      el('td', {className: 'n', textContent: rates[o].toFixed(2)}), el('td', {className: 'n', textContent: sums[o].toLocaleString('en')})));
    return table('How often per 1,000 words, by outlet', ['outlet', 'rate', 'per 1,000', 'times'], rows);
  };
  const table = (caption, heads, rows) => el('table', {className: 'data'}, el('caption', {textContent: caption}),
    el('thead', {}, el('tr', {}, ...heads.map(textContent => el('th', {scope: 'col', textContent})))), el('tbody', {}, ...rows));
  const leads = (a, inside, anchor = '') => D.articles[a][2] ? el('a', {href: `articles/${D.articles[a][2]}.html${anchor}`}, ...inside) : el('span', {}, ...inside);

  // A line for each article, with a stroke where the word stands: from the first word of the text to its last.
  const barcode = by => {
    let order = D.articles.map((article, a) => a).filter(a => D.articles[a][4]);
    if (order.length > ROWS) order = order.filter(a => by[a]).sort((a, b) => by[b].length - by[a].length || a - b).slice(0, ROWS);
    const rows = order.map(a => {
      const hits = by[a] || [], [title, , , words, text] = D.articles[a], size = text.replaceAll(' ', '').length;
      const strip = document.createElementNS('http://www.w3.org/2000/svg', 'svg'), path = document.createElementNS(strip.namespaceURI, 'path');
      for (const [name, value] of Object.entries({viewBox: '0 0 1000 10', preserveAspectRatio: 'none', 'aria-hidden': 'true'})) strip.setAttribute(name, value);
      path.setAttribute('d', hits.map(hit => `M${Math.round(1000 * hit[1] / size)} 0v10`).join(''));
      strip.append(path);
      return el('tr', {}, el('th', {scope: 'row'}, leads(a, [title])), el('td', {className: 'strip'}, strip),
        el('td', {className: 'n', textContent: rate(hits.length, words)}), el('td', {className: 'n', textContent: hits.length}));
    });
    const most = rows.length < D.articles.length ? `, the ${rows.length} articles with most uses` : '';
    return table(`Where in each article, from its first word to its last${most}`, ['article', 'places', 'per 1,000', 'times'], rows);
  };

  const context = ([a, , s, j], n) => {
    const [, , , , order, starts, wording] = D.articles[a];
    const parts = wording ? wording.split('\n')[s].split('\x7f') : [...order.split(' ')[s]].flatMap(c => [' ', termOf.get(c) || '…']);
    const at = 2 * j + 1, left = parts.slice(0, at).join(''), right = parts.slice(at + 2 * n - 1).join('');
    const cut = [left.length > REACH ? left.slice(-REACH).replace(/^\S*/, '…') : left, right.length > REACH ? right.slice(0, REACH).replace(/\S*$/, '…') : right];
    const inside = [el('span', {textContent: cut[0]}), el('b', {textContent: parts.slice(at, at + 2 * n - 1).join('')}), el('span', {textContent: cut[1]})];
    return el('li', {}, leads(a, inside, `#s${starts[s]}`));
  };
  const contexts = (hits, n, from = 0) => { // by article; more on demand, focus on the first of these
    const box = el('div', {className: 'contexts'}), some = hits.slice(from, from + CONTEXTS);
    for (const [i, hit] of some.entries()) {
      if (!i || some[i - 1][0] !== hit[0]) box.append(el('h3', {textContent: D.articles[hit[0]][0]}), el('ol'));
      box.lastChild.append(context(hit, n));
    }
    if (hits.length > from + CONTEXTS) box.append(el('button', {type: 'button', textContent: `Show ${Math.min(CONTEXTS, hits.length - from - CONTEXTS)} more of ${times(hits.length)}`,
      onclick: event => { const more = contexts(hits, n, from + CONTEXTS); event.target.replaceWith(more); more.querySelector('li > *').focus(); }}));
    return box;
  };

  const show = () => {
    const words = input.value.trim().split(/\s+/).filter(Boolean).slice(0, MOST), sets = words.map(meant), typed = words.join(' ');
    found.replaceChildren();
    if (!words.length) { said.textContent = ''; return; }
    const hits = sets.every(set => set.length) ? places(sets) : [], sums = byOutlet(sets, hits), total = sums.reduce((a, b) => a + b, 0);
    const as = sets.length === 1 && total ? sets[0].map(i => terms[i]) : [], more = as.length > 8 ? ` and ${as.length - 8} more words` : '';
    const starred = as.length && as.join() !== typed ? `, as ${as.slice(0, 8).join(', ')}${more}` : '';
    said.textContent = total ? `“${typed}”: ${times(total)}, in ${sums.filter(Boolean).length} of ${sums.length} outlets${starred}.`
      : !D.order && words.length > 1 && sets.every(set => set.length) ? `“${typed}” is not counted here: it is rarer than the phrases that are.` : `“${typed}” does not occur.`;
    if (total) found.append(bars(sums));
    if (!hits.length) return;
    const by = {};
    for (const hit of hits) (by[hit[0]] ||= []).push(hit);
    if (D.order) found.append(barcode(by));
    found.append(el('h2', {textContent: 'In context'}), contexts(hits, sets.length));
  };
  const suggest = () => {
    const typed = input.value.trim().toLowerCase(), names = typed ? terms.concat(phrases).filter(term => term.toLowerCase().startsWith(typed)) : [];
    list.replaceChildren(...names.slice(0, 10).map(value => el('option', {value})));
  };
  const asked = () => { input.value = new URLSearchParams(location.hash.slice(1)).get('q') || ''; show(); };
  input.addEventListener('input', () => { history.replaceState(null, '', `#q=${encodeURIComponent(input.value.trim())}`); suggest(); show(); });
  root.querySelector('form').addEventListener('submit', event => event.preventDefault());
  window.addEventListener('hashchange', () => { asked(); root.scrollIntoView(); });
  root.hidden = !(root.nextElementSibling.hidden = true); // the sentence for readers without script goes
  asked();
})();
