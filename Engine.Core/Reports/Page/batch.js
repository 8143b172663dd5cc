'use strict';
// Sorts the table of entries: first click rising, second falling, third as it came. Rows without a value come last.
for (const table of document.querySelectorAll('table.sort')) {
  const body = table.tBodies[0];
  const original = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const before = head.getAttribute('aria-sort');
      const next = before === null ? 'ascending' : before === 'ascending' ? 'descending' : null;
      for (const other of heads) other.removeAttribute('aria-sort');
      let rows = original;
      if (next) {
        head.setAttribute('aria-sort', next);
        const isNumber = head.classList.contains('n');
        const sign = next === 'ascending' ? 1 : -1;
        const key = (row) => (isNumber ? parseFloat(row.cells[column].dataset.v ?? row.cells[column].textContent) : row.cells[column].textContent);
        const compare = (a, b) => (isNumber ? (Number.isNaN(a) ? 1 : Number.isNaN(b) ? -1 : sign * (a - b)) : sign * (a < b ? -1 : a > b ? 1 : 0));
        rows = original.map((row) => [key(row), row]).sort(([a], [b]) => compare(a, b)).map(([, row]) => row);
      }
      body.replaceChildren(...rows);
    });
  });
}
