// Tables of the notebooks: sort and filter (DataTables), the whole of a table shown in part, fewer columns where there is
// no room for all, boxes that scroll by keyboard.
const TABLE_WORDS = {
  search: 'Filter rows', info: '_TOTAL_ rows', infoFiltered: 'of _MAX_', infoEmpty: 'No row', zeroRecords: 'No row holds that.',
  paginate: { first: '«', previous: '‹', next: '›', last: '»' },
};

function sortable(box) {
  const table = box.querySelector('table.data'), rows = table.tBodies[0].rows.length, long = rows > 30;
  const layout = { topStart: rows > 15 ? 'search' : null, topEnd: null, bottomStart: 'info', bottomEnd: long ? 'paging' : null };
  new DataTable(table, { order: [], autoWidth: false, paging: long, pageLength: 20, language: TABLE_WORDS, layout });
  const lines = [...box.querySelectorAll('.dt-container > .dt-layout-row:not(.dt-layout-table)')];
  const below = lines.pop(); // what is worked with stays in sight, whatever of the table is
  box.before(...lines);
  box.after(below);
  return [...lines, below];
}

function wholeOrPart(box, button, csv) { // the focus stays on the button
  const part = box.innerHTML, caption = box.getAttribute('aria-label');
  let lines = [];
  const name = (words) => { button.textContent = words; button.setAttribute('aria-label', `${words}: ${caption}`); };
  const show = (table) => {
    for (const line of lines) line.remove();
    box.innerHTML = table || part;
    if (table) for (const link of box.querySelectorAll('a:is(.place, .word)')) link.href = new URL(link.getAttribute('href'), new URL('..', csv.href));
    box.scrollTo(0, 0);
    lines = table ? sortable(box) : [];
    name(table ? 'Show less' : 'Show the whole table');
    box.classList.toggle('all', Boolean(table));
    fit(box);
    reachable();
  };
  name('Show the whole table');
  button.onclick = () => {
    if (lines.length) return show();
    const script = document.createElement('script');
    script.src = csv.href.replace(/\.csv$/, '.js');
    script.onload = () => lines.length || show(window.wholeTables[script.src.replace(/.*\/|\.js$/g, '')]);
    document.head.append(script);
  };
}

function fit(box) { // what is too wide is set closer; where that is not enough, the last columns but two go
  const table = box.querySelector('table.data'), wide = () => box.scrollWidth > box.clientWidth + 1;
  if (!table?.tHead || !box.clientWidth) return;
  table.classList.remove('tight');
  delete table.dataset.columns;
  if (wide()) table.classList.add('tight');
  const heads = [...table.tHead.rows[0].cells], columns = heads.length, last = Math.min(columns, 13);
  const series = table.matches('.outlets') || heads.slice(1).every(head => head.matches('.n')); // side by side or not at all
  if (!box.matches('.all') && !series) for (let n = last - 1; n > 1 && wide(); n--) table.dataset.columns = n;
  if (wide()) delete table.dataset.columns;
  const shown = table.dataset.columns || columns;
  if (table.matches('.part')) table.caption.innerHTML = table.caption.innerHTML.replace(/\d+(?= of \d+ columns)/, shown);
  else moreColumns(box, shown < columns, columns);
}

function moreColumns(box, some, columns) {
  let button = box.parentElement.querySelector('button.columns');
  if (!button && !some) return;
  if (!button) {
    button = Object.assign(document.createElement('button'), { type: 'button', className: 'columns' });
    box.parentElement.querySelector('p.download').prepend(button, ' ');
    button.onclick = () => { box.classList.toggle('all'); fit(box); reachable(); };
  }
  button.hidden = !some && !box.matches('.all');
  button.textContent = some ? `Show all ${columns} columns` : 'Show fewer columns';
  button.setAttribute('aria-label', `${button.textContent}: ${box.getAttribute('aria-label')}`);
}

function reachable() { // a box is a stop for the keyboard only where there is something to scroll
  for (const box of document.querySelectorAll('.scroll, .formula')) {
    if (box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1) box.tabIndex = 0;
    else box.removeAttribute('tabindex');
  }
}

document.addEventListener('click', ({ target }) => { // a card of the fact check, alone on paper
  const card = target.matches('.fact .print') && target.closest('.fact');
  if (!card) return;
  card.classList.add('alone');
  print();
  card.classList.remove('alone');
});

document.addEventListener('DOMContentLoaded', () => {
  for (const link of document.querySelectorAll('p.download a')) {
    const box = link.parentElement.previousElementSibling, table = box.querySelector('table.data');
    if (!table) continue; // cards
    if (link.parentElement.matches('.more')) {
      const button = Object.assign(document.createElement('button'), { type: 'button' });
      wholeOrPart(box, button, link);
      link.before(button, ' ');
    } else if (!table.matches('.part') && table.tBodies[0].rows.length > 8) sortable(box);
  }
  const fitted = () => { document.querySelectorAll('.scroll').forEach(fit); reachable(); };
  fitted();
  addEventListener('resize', fitted);
  document.addEventListener('toggle', fitted, true); // a fold that opens
});
