// Side by side: two accounts, what both hold joined. BESIDE is set by scripts/beside.js; texts come as they are chosen.
(() => {
  const root = document.getElementById('beside');
  if (!root || !window.BESIDE) return;
  const SAID = 80, OFFICIAL = '~official', names = new Map(BESIDE.accounts.map(([page], i) => [page, i]));
  const picks = [...root.querySelectorAll('select')], panes = [...root.querySelectorAll('.pair > section')];
  const line = root.querySelector('[role=status]'), all = (pane, what) => [...pane.querySelectorAll(what)];
  const keys = e => e.dataset.key.split(' '), title = page => names.has(page) ? BESIDE.accounts[names.get(page)][1] : 'Official wording';
  const percent = (n, of) => `${n.toLocaleString('en')} of ${of.toLocaleString('en')} words (${Math.round(100 * n / (of || 1))} %)`;

  const load = page => BESIDE.texts[page] ? Promise.resolve() : new Promise((done, fail) =>
    document.head.append(Object.assign(document.createElement('script'), {src: `scripts/of-${page}.js`, onload: done, onerror: fail})));

  // Passages of both accounts, without those that only repeat a part of a longer one.
  const common = (a, b) => {
    const here = new Set(b.map(([key]) => key)), own = a.filter(([key]) => here.has(key));
    return own.filter(s => !own.some(t => t[1] <= s[1] && s[2] <= t[2] && t[2] - t[1] > s[2] - s[1])).map(([key]) => String(key));
  };

  async function show(wrong) {
    const [a, b] = picks.map(pick => pick.value);
    picks.forEach((pick, i) => { for (const o of pick.options) o.disabled = o.value === [b, a][i]; }); // never one account twice
    if (wrong || !a || !b) {
      panes.forEach(pane => [...pane.children].forEach(child => child.replaceChildren()));
      return void (line.textContent = wrong || 'Choose two accounts.');
    }
    await Promise.all([a, b].filter(page => names.has(page)).map(load));
    if (picks[0].value !== a || picks[1].value !== b) return; // somebody chose again meanwhile
    const [first, second] = [a, b].map(page => BESIDE.texts[page]), official = b === OFFICIAL;
    const both = new Set(official ? [] : [...common(first[2], second[2]), ...common(second[2], first[2])]);
    // Numbers from 1 in the order of the first account; those of names alone say so.
    const held = official ? [] : first[2].filter(([key]) => both.has(String(key))), order = [...new Set(held.map(([key]) => String(key)))];
    const bare = new Set(held.filter(passage => passage[3]).map(([key]) => String(key)));
    const label = key => official ? Number(key.slice(1)) + 1 : `${order.indexOf(key) + 1}${bare.has(key) ? ', names' : ''}`;
    [first[0], official ? first[1] || '<p>None of its wording was found in an official text.</p>' : second[0]].forEach((text, i) => {
      const name = title([a, b][i]), other = title([b, a][i]);
      panes[i].setAttribute('aria-label', name);
      panes[i].firstElementChild.textContent = name;
      panes[i].lastElementChild.innerHTML = text; // made at build, everything from a source escaped
      const words = {};
      for (const e of all(panes[i], 'span[data-key]')) for (const key of keys(e)) words[key] = (words[key] || '') + e.textContent;
      const said = key => (words[key] || '').length > SAID ? `${words[key].slice(0, SAID).replace(/\s\S*$/, '')} …` : words[key] || '';
      for (const e of all(panes[i], '[data-key]')) {
        const joined = keys(e).filter(key => official ? key[0] === 'o' : both.has(key));
        if (e.matches('span.passage')) e.title = joined.length && !official ? `Shared passages: ${joined.map(label).join('; ')}` : '';
        e.classList.toggle('both', joined.length > 0);
        if (!joined.length || e.tagName !== 'A') continue;
        e.dataset.label = label(joined[0]);
        e.setAttribute('aria-label', `Passage ${e.dataset.label}: “${said(joined[0])}”. Go to it in ${other}`);
      }
      panes[i].scrollTop = 0;
    });
    const [i, j] = [names.get(a), names.get(b)], n = (x, y) => BESIDE.shared[`${x} ${y}`] || 0;
    line.textContent = official ? `Of ${title(a)}, ${percent(BESIDE.official[a] || 0, BESIDE.accounts[i][2])} also occur in official texts that we read.`
      : !both.size ? `${title(a)} and ${title(b)} share no passage of five words or more.`
      : `${both.size} shared passage${both.size > 1 ? 's' : ''}${bare.size ? ` (${bare.size} of names alone)` : ''}: ${percent(n(i, j), BESIDE.accounts[i][2])} of ${title(a)}, ${percent(n(j, i), BESIDE.accounts[j][2])} of ${title(b)}.${n(i, j) === n(j, i) ? '' : ' The numbers differ because a passage may occur more than once in an account.'}`;
  }

  // One passage in both accounts: lit, and the other account moved to it. Who follows it comes back by the same key, or Escape.
  let left;
  const join = (e, follow) => {
    const mine = keys(e), pane = e.closest('section'), other = panes[1 - panes.indexOf(pane)];
    const same = where => all(where, '.both').filter(x => keys(x).some(key => mine.includes(key)));
    all(root, '.now').forEach(x => x.classList.remove('now'));
    [...same(pane), ...same(other)].forEach(x => x.classList.add('now'));
    const [there] = same(other);
    if (!there) return;
    const box = there.getBoundingClientRect(), frame = other.getBoundingClientRect();
    if (box.top < frame.top || box.bottom > frame.bottom) other.scrollTop += box.top - frame.top - frame.height / 3;
    if (!follow) return; // the page moves no more than the other pane needs: what was tapped stays in sight
    const links = same(other).filter(x => x.tagName === 'A');
    (links.includes(left) ? left : links[0]).focus({preventScroll: true});
    left = e;
    other.scrollIntoView({block: 'nearest'});
  };
  for (const kind of ['mouseover', 'focusin', 'click']) root.addEventListener(kind, event => {
    const e = event.target.closest('.both');
    if (!e) return;
    const link = event.type === 'click' && event.target.closest('a.both');
    if (link) event.preventDefault();
    join(link || e, link);
  });

  root.addEventListener('keydown', event => { if (event.key === 'Escape' && left?.isConnected) left.focus(); });

  const choose = () => { // what the address says; else the pair that shares most
    const asked = new URLSearchParams(location.hash.slice(1)), known = [...names.keys()];
    const best = Object.entries(BESIDE.shared).sort((x, y) => y[1] - x[1])[0], usual = best ? best[0].split(' ').map(i => known[i]) : known;
    const has = page => [...picks[1].options].some(o => o.value === page), [x, y] = ['a', 'b'].map(place => asked.get(place));
    const missing = [x && !names.has(x) && x, y && !has(y) && y].find(Boolean);
    picks[0].value = x || usual.find(page => page !== y) || ''; // an unknown name chooses nothing
    picks[1].value = y || usual.find(page => page !== picks[0].value) || '';
    show(missing ? `There is no such account: ${missing}. Choose two accounts.` : x && x === y ? `${title(x)} is chosen twice. Choose another account.` : '');
  };
  root.addEventListener('change', event => {
    if (!picks.includes(event.target)) return;
    history.replaceState(null, '', `#a=${picks[0].value}&b=${picks[1].value}`);
    show();
  });
  window.addEventListener('hashchange', () => { choose(); root.scrollIntoView(); });
  root.hidden = !(root.nextElementSibling.hidden = true); // the sentence for readers without script goes
  choose();
})();
