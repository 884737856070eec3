// Tables of the notebooks: sort and filter (DataTables), the whole of a table shown in part, boxes that scroll by keyboard.
const TABLE_WORDS = {
  search: 'Filter rows', info: '_TOTAL_ rows', infoFiltered: 'of _MAX_', infoEmpty: 'No row', zeroRecords: 'No row holds that.',
  paginate: { first: '«', previous: '‹', next: '›', last: '»' },
};

function sortable(box) {
  const table = box.querySelector('table.data'), long = table.tBodies[0].rows.length > 30;
  const layout = { topStart: 'search', topEnd: null, bottomStart: 'info', bottomEnd: long ? 'paging' : null };
  new DataTable(table, { order: [], autoWidth: false, paging: long, pageLength: 20, language: TABLE_WORDS, layout });
  const rows = box.querySelectorAll('.dt-container > .dt-layout-row:not(.dt-layout-table)');
  box.before(rows[0]); // what is worked with stays in sight, whatever of the table is
  box.after(rows[1]);
}

function showWhole(box, button, csv) {
  const script = document.createElement('script');
  script.src = csv.href.replace(/\.csv$/, '.js');
  script.onload = () => {
    box.innerHTML = window.wholeTables[script.src.replace(/.*\/|\.js$/g, '')];
    button.remove();
    sortable(box);
    reachable();
    box.previousElementSibling.querySelector('input').focus();
  };
  document.head.append(script);
}

function reachable() { // a box is a stop for the keyboard only where there is something to scroll
  for (const box of document.querySelectorAll('.scroll, .formula')) {
    if (box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1) box.tabIndex = 0;
    else box.removeAttribute('tabindex');
  }
}

document.addEventListener('DOMContentLoaded', () => {
  for (const link of document.querySelectorAll('p.download a')) {
    const box = link.parentElement.previousElementSibling, table = box.querySelector('table.data');
    if (!table) continue; // cards
    if (link.parentElement.matches('.more')) {
      const button = Object.assign(document.createElement('button'), { type: 'button', textContent: 'Show the whole table' });
      button.onclick = () => showWhole(box, button, link);
      link.before(button, ' ');
    } else if (!table.matches('.part') && table.tBodies[0].rows.length > 8) sortable(box);
  }
  reachable();
  addEventListener('resize', reachable);
});
