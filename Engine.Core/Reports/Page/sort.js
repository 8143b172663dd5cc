'use strict';
// Tables that sort: first click on a heading rising, second falling, third as they came.

// What has no value comes last whatever the order.
function compare(a, b, sign) {
  const noA = a === null || a === undefined || Number.isNaN(a), noB = b === null || b === undefined || Number.isNaN(b);
  if (noA || noB) return noA - noB;
  return sign * (typeof a === 'number' ? a - b : a.localeCompare(b, 'en', { numeric: true }));
}

// Numbers are the attribute data-v of a cell where it has one, else its text.
function sortable(table) {
  const body = table.tBodies[0];
  const original = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const isNumber = head.classList.contains('n');
      const order = head.getAttribute('aria-sort');
      const next = order === null ? 'ascending' : order === 'ascending' ? 'descending' : null;
      for (const other of heads) other.removeAttribute('aria-sort');
      let rows = original;
      if (next) {
        head.setAttribute('aria-sort', next);
        const sign = next === 'ascending' ? 1 : -1;
        const text = (cell) => cell.textContent.replace(/[\u202f ]/g, '');
        const key = (row) => (isNumber ? parseFloat(row.cells[column].dataset.v ?? text(row.cells[column])) : row.cells[column].textContent);
        rows = original.map((row) => [key(row), row]).sort(([a], [b]) => compare(a, b, sign)).map(([, row]) => row);
      }
      body.replaceChildren(...rows);
    });
  });
}
