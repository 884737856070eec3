// Word explorer: looks up in WORDS (scripts/words.js; lib/site/explorer.py says how it is made) and draws what it finds.
(() => {
  const root = document.getElementById('words'), D = window.WORDS;
  if (!root || !D) return;
  const terms = D.terms.split('|'), phrases = D.phrases ? D.phrases.split('|') : [], counts = D.counts ? D.counts.split('|') : null;
  const number = new Map(terms.map((term, i) => [term, i])), units = new Uint16Array(terms.length), termOf = new Map();
  let unit = 0x22; // the same rule as explorer.code_units
  const taken = c => c === 0x22 || c === 0x3c || c === 0x5c || (c >= 0x7f && c < 0xa0) || c === 0x2028 || c === 0x2029 || (c >= 0xd800 && c < 0xe000) || c === 0xfeff;
  for (let i = 0; i < terms.length; i++) { do unit++; while (taken(unit)); units[i] = unit; termOf.set(String.fromCharCode(unit), terms[i]); }
  const hyphened = [...terms.keys()].filter(i => terms[i].includes('-')), names = terms.concat(phrases), lower = names.map(name => name.toLowerCase());
  const MOST = 8, ROWS = 20, CONTEXTS = 40, REACH = 60, FEW = 5, LISTED = 5, input = root.querySelector('input');
  const said = root.querySelector('[role=status]'), found = root.querySelector('.found'), list = root.querySelector('datalist');
  const el = (tag, set, ...inside) => { const e = Object.assign(document.createElement(tag), set); e.append(...inside); return e; };
  const sum = all => all.reduce((a, b) => a + b, 0), times = n => `${n.toLocaleString('en')} time${n === 1 ? '' : 's'}`;

  // As lib.text.term: the form under which a word is counted, a long word in capitals being no acronym.
  const standard = (word, fold) => {
    word = word.normalize('NFC').replace(/[’‘ʼ`´]/g, "'").replace(/[‐-―−]/g, '-');
    if (/^[0-9]/.test(word)) return word.replace(/,(?=[0-9]{3}(?![0-9]))/g, '');
    const bare = word.replace(/'s$/i, '').replace(/\./g, '').replace(/^([A-Z]+)-([0-9]+)/, '$1$2');
    if (/^[A-Z][A-Z0-9+]+$/.test(bare) && !fold) return bare;
    return bare.toLowerCase().split('-').map(part => Object.hasOwn(D.variants, part) ? D.variants[part] : part).join('-');
  };
  const pattern = form => form.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*');
  // The numbers of the terms that a word as typed stands for.
  const meant = word => {
    if (word.includes('*')) {
      const shape = new RegExp(`^${pattern(standard(word, true))}$`, 'i');
      return word.replace(/\*/g, '') ? [...terms.keys()].filter(i => shape.test(terms[i])) : [];
    }
    const forms = [word, standard(word), ...(word.length > 4 ? [standard(word, true)] : []), word.toLowerCase(), word.toUpperCase()];
    const form = forms.find(form => number.has(form));
    return form === undefined ? [] : [number.get(form)];
  };
  // Places of a phrase: {article: the characters of it that stand for its first words}.
  const places = sets => {
    const is = sets.map(set => { const f = new Uint8Array(0x10000); set.forEach(i => { f[units[i]] = 1; }); return f; }), by = {};
    const [first, ...rest] = is;
    D.articles.forEach(({4: order}, a) => {
      const hits = [];
      for (let i = 0; i < order.length; i++) if (first[order.charCodeAt(i)] && rest.every((f, j) => f[order.charCodeAt(i + j + 1)])) hits.push(i);
      if (hits.length) by[a] = hits;
    });
    return by;
  };
  function* each(by) { for (const a in by) for (const i of by[a]) yield [a, i]; }
  // Uses by outlet, each given to `add` with its outlet and what it is: a term or phrase, or an article with its places.
  const uses = (sets, by, add) => {
    const listed = (name, i) => counts[i].split(',').forEach(x => { const [o, n] = x.split(':'); add(name, +o, +n); });
    if (!counts || (sets.length > 1 && D.order)) for (const a in by) add([a, by[a]], D.articles[a][1], by[a].length);
    else if (sets.length === 1) sets[0].forEach(i => listed(terms[i], i));
    else {
      const of = sets.map(set => new Set(set.map(i => terms[i])));
      phrases.forEach((phrase, i) => { const w = phrase.split(' '); if (w.length === of.length && w.every((x, j) => of[j].has(x))) listed(phrase, terms.length + i); });
    }
  };
  // What was typed inside of compounds, which are terms of their own: [china-central asia, uses by outlet] of central asia.
  const compounds = (words, sets) => {
    const forms = words.map((word, k) => pattern(word.includes('*') || !sets[k].length ? standard(word, true) : terms[sets[k][0]])), last = sets.length - 1;
    const sums = new Map(), like = (shape, is = new RegExp(shape, 'i')) => hyphened.filter(i => is.test(terms[i]));
    const add = (name, o, n) => { sums.set(name, sums.get(name) || D.outlets.map(() => 0)).get(name)[o] += n; };
    const name = (a, i, n) => [...D.articles[a][4].slice(i, i + n)].map(unit => termOf.get(unit)).join(' ');
    const look = some => some.every(set => set.length) && uses(some, counts && some.length === 1 ? {} : places(some),
      (what, o, n) => typeof what === 'string' ? add(what, o, n) : what[1].forEach(i => add(name(what[0], i, some.length), o, 1)));
    const own = new Set(last ? [] : sets[0]), ends = last ? like(`-${forms[0]}$`) : [], begins = last ? like(`^${forms[last]}-`) : [];
    look([like(`(^|-)${forms.join('-')}(-|$)`).filter(i => !own.has(i))]);
    if (ends.length + begins.length) look(sets.map((set, k) => [...set, ...(k ? [] : ends), ...(k < last ? [] : begins)]));
    const exact = name => name.split(' ').every((term, k, all) => all.length > last && sets[k].includes(number.get(term)));
    return [...sums].filter(([name]) => !exact(name)).sort((x, y) => sum(y[1]) - sum(x[1]) || (x[0] < y[0] ? -1 : 1));
  };

  // Rates come from FEW uses on: of one use in a short account a rate says nothing.
  const often = (n, of) => [el('td', {className: 'n', textContent: n.toLocaleString('en')}), el('td', {className: 'n rate', textContent: n && n < FEW ? 'too few' : (1000 * n / of).toFixed(n ? 2 : 0)})];
  const note = `per 1,000 words from ${FEW} uses on`, alone = D.order && D.articles.length === D.outlets.length && D.articles.length <= ROWS && D.articles.every(article => article[4]);
  const bars = (sums, more, by) => {
    const rates = sums.map((n, o) => n < FEW ? 0 : n / D.outlets[o][1]), top = Math.max(...rates, 1e-9), extra = sum(more);
    const rows = D.outlets.map(([name, of], o) => {
      const a = alone ? D.articles.findIndex(article => article[1] === o) : -1, [n, rate] = often(sums[o], of);
      return el('tr', {}, el('th', {scope: 'row'}, alone ? leads(a, [name]) : name), n, ...(extra ? [el('td', {className: 'n more', textContent: more[o].toLocaleString('en')})] : []),
        rate, el('td', {className: 'bar'}, Object.assign(el('i'), {style: `width:${100 * rates[o] / top}%`})), ...(alone ? [strip(a, by[a])] : []));
    });
    return table(`How often each outlet uses it: times, and ${note}${alone ? '; where, from the first word of its account to the last' : ''}`,
      ['outlet', 'times', ...(extra ? ['more in compounds'] : []), 'per 1,000', 'rate', ...(alone ? ['places'] : [])], rows);
  };
  const table = (caption, heads, rows) => el('table', {className: 'data'}, el('caption', {textContent: caption}),
    el('thead', {}, el('tr', {}, ...heads.map(head => el('th', {scope: 'col', className: head === 'rate' ? 'bar' : '', textContent: head})))), el('tbody', {}, ...rows));
  const leads = (a, inside, anchor = '') => D.articles[a][2] ? el('a', {href: `articles/${D.articles[a][2]}.html${anchor}`}, ...inside) : el('span', {}, ...inside);

  // A line for an article, with a stroke where the word stands: from the first word of the text to its last.
  const strip = (a, hits = []) => {
    const order = D.articles[a][4], size = order.length - order.split(' ').length + 1, svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg'), path = document.createElementNS(svg.namespaceURI, 'path');
    for (const [name, value] of Object.entries({viewBox: '0 0 1000 10', preserveAspectRatio: 'none', 'aria-hidden': 'true'})) svg.setAttribute(name, value);
    let from = 0, token = 0;
    path.setAttribute('d', hits.map(i => { token += order.slice(from, i).replaceAll(' ', '').length; from = i; return `M${Math.round(1000 * token / size)} 0v10`; }).join('')), svg.append(path);
    return el('td', {className: 'strip'}, svg);
  };
  const barcode = by => {
    let order = D.articles.map((article, a) => a).filter(a => D.articles[a][4]);
    if (order.length > ROWS) order = order.filter(a => by[a]).sort((a, b) => by[b].length - by[a].length || a - b).slice(0, ROWS);
    const rows = order.map(a => el('tr', {}, el('th', {scope: 'row'}, leads(a, [D.articles[a][0]])), ...often((by[a] || []).length, D.articles[a][3]), strip(a, by[a])));
    const most = rows.length < D.articles.length ? `, the ${rows.length} articles with most uses` : '';
    return table(`Where in each article, from its first word to its last${most}; ${note}`, ['article', 'times', 'per 1,000', 'places'], rows);
  };

  const context = (a, i, n) => {
    const [, , , , order, starts, wording] = D.articles[a], before = order.slice(0, i).split(' '), s = before.length - 1, j = before[s].length;
    const parts = wording ? wording.split('\n')[s].split('\x7f') : [...order.split(' ')[s]].flatMap(c => [' ', termOf.get(c) || '…']);
    const at = 2 * j + 1, left = parts.slice(0, at).join(''), right = parts.slice(at + 2 * n - 1).join('');
    const cut = [left.length > REACH ? left.slice(-REACH).replace(/^\S*/, '…') : left, right.length > REACH ? right.slice(0, REACH).replace(/\S*$/, '…') : right];
    const inside = [el('span', {textContent: cut[0]}), el('b', {textContent: parts.slice(at, at + 2 * n - 1).join('')}), el('span', {textContent: cut[1]})];
    return el('li', {}, leads(a, inside, `#s${starts[s]}`));
  };
  const headed = ({0: title, 7: date}) => date && !title.includes(date) ? `${title}, ${date}` : title;
  const contexts = (hits, left, n) => { // by article; more on demand, focus on the first of these
    const box = el('div', {className: 'contexts'});
    for (let last, k = 0; k < Math.min(CONTEXTS, left); k++) {
      const [a, i] = hits.next().value;
      if (a !== last) box.append(el('h3', {textContent: headed(D.articles[last = a])}), el('ol'));
      box.lastChild.append(context(a, i, n));
    }
    if (left > CONTEXTS) box.append(el('button', {type: 'button', textContent: `Show ${Math.min(CONTEXTS, left - CONTEXTS)} more of ${left.toLocaleString('en')}`,
      onclick: event => { const more = contexts(hits, left - CONTEXTS, n); event.target.replaceWith(more); more.querySelector('li > *').focus(); }}));
    return box;
  };

  const show = () => {
    const plain = input.value.replace(/["“”„«»]|(?<!\S)['‘’]|['‘’](?!\S)/g, ' '); // quotation marks are not looked for
    const words = plain.split(/\s+/).filter(Boolean).slice(0, MOST), sets = words.map(meant), typed = words.join(' ');
    found.replaceChildren();
    if (!words.length) return void (said.textContent = '');
    const by = sets.every(set => set.length) ? places(sets) : {}, there = sum(Object.values(by).map(hits => hits.length)), sums = D.outlets.map(() => 0);
    uses(sets, by, (what, o, n) => { sums[o] += n; });
    const total = sum(sums), inside = words.some(word => /^\*+$/.test(word)) ? [] : compounds(words, sets), more = sums.map((n, o) => sum(inside.map(([, by]) => by[o]))), extra = sum(more);
    const as = sets.length === 1 && total ? sets[0].map(i => terms[i]) : [], others = as.length > 8 ? ` and ${as.length - 8} more words` : '';
    const starred = as.length && as.join() !== typed ? `, as ${as.slice(0, 8).join(', ')}${others}` : '';
    said.textContent = total ? `“${typed}”: ${times(total)}, in ${sums.filter(Boolean).length} of ${sums.length} outlets${starred}.`
      : !D.order && words.length > 1 && sets.every(set => set.length) ? `“${typed}” is not counted here: it is rarer than the phrases that are.` : `“${typed}” does not occur${extra ? ' by itself' : ''}.`;
    if (extra) {
      const links = inside.slice(0, LISTED).flatMap(([name, by], i) => [i ? ', ' : ' ', el('a', {href: `#q=${encodeURIComponent(name)}`, textContent: name}), ` (${sum(by).toLocaleString('en')})`]);
      said.append(` ${counts && words.length > 1 ? 'At least ' : ''}${times(extra)}${total ? ' more' : ''} inside compounds, which are counted apart:`, ...links, inside.length > LISTED ? ` and ${inside.length - LISTED} others.` : '.');
    }
    if (total + extra) found.append(bars(sums, more, by));
    if (!there) return;
    if (D.order && !alone) found.append(barcode(by));
    found.append(el('h2', {textContent: 'In context'}), contexts(each(by), there, sets.length));
  };
  const suggest = () => {
    const typed = input.value.trim().toLowerCase(), some = [];
    for (let i = 0; typed && i < names.length && some.length < 10; i++) if (lower[i].startsWith(typed)) some.push(names[i]);
    list.replaceChildren(...some.map(value => el('option', {value})));
  };
  const asked = () => { input.value = new URLSearchParams(location.hash.slice(1)).get('q') || ''; show(); };
  input.addEventListener('input', () => { history.replaceState(null, '', `#q=${encodeURIComponent(input.value.trim())}`); suggest(); show(); });
  root.querySelector('form').addEventListener('submit', event => event.preventDefault());
  window.addEventListener('hashchange', () => { asked(); input.focus({preventScroll: true}); root.scrollIntoView(); });
  root.hidden = !(root.nextElementSibling.hidden = true); // the sentence for readers without script goes
  asked();
})();
