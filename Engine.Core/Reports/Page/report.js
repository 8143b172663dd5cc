'use strict';
// The page's own script: unpacks the data, fills the table of residues, explains the tracks under the pointer.
const Report = (() => {
  const element = (id) => document.getElementById(id);

  // Bytes of a packed element; the base64 text is dropped afterwards, so that it does not take memory twice.
  async function unpack(id) {
    const holder = element(id);
    const text = atob(holder.textContent.replace(/\s+/g, ''));
    holder.textContent = '';
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  const unpackText = async (id) => new TextDecoder().decode(await unpack(id));

  let data = null;
  let show = null; // what to do when a residue is picked; set by the view
  let picked = -1;

  const name = (r) => `${data.chains[data.chain[r]] || '-'} ${data.number[r]}${data.insertion[r] || ''} ${data.type[r]}`;
  const format = (value, digits) => (value === null || value === undefined ? '–' : value.toFixed(digits));
  const problems = (r) => data.problemNames.filter((_, k) => data.problems[r] >> k & 1);

  function pick(r) {
    picked = r;
    for (const marked of document.querySelectorAll('.picked')) marked.classList.remove('picked');
    for (const mark of document.querySelectorAll(`[data-r="${r}"]`)) mark.classList.add('picked');
    if (show) show(r);
  }

  // The table of residues, a page at a time ------------------------------------------------------------------------
  function residueTable() {
    const holder = element('residue-table');
    if (!holder) return;
    const perPage = 50;
    const columns = [
      { title: 'Residue', key: (r) => r, text: name },
      ...data.columns.map((c) => ({ title: c.name, number: true, key: (r) => c.values[r], text: (r) => format(c.values[r], c.digits) })),
      { title: 'Problems', key: (r) => -problems(r).length, text: (r) => problems(r).join(', ') },
    ];
    const state = { page: 0, column: 0, sign: 1, rows: [] };
    const filter = element('residue-filter'), only = element('residue-only');
    const table = document.createElement('table'), head = table.createTHead().insertRow(), body = table.createTBody();
    columns.forEach((column, k) => {
      const cell = document.createElement('th'), button = document.createElement('button');
      cell.scope = 'col';
      if (column.number) cell.className = 'n';
      button.type = 'button';
      button.textContent = column.title;
      button.addEventListener('click', () => {
        state.sign = state.column === k ? -state.sign : 1;
        state.column = k;
        refresh();
      });
      cell.append(button);
      head.append(cell);
    });
    const previous = element('residue-previous'), next = element('residue-next'), where = element('residue-where');
    previous.addEventListener('click', () => { state.page--; draw(); });
    next.addEventListener('click', () => { state.page++; draw(); });
    filter.addEventListener('input', refresh);
    only.addEventListener('change', refresh);
    holder.replaceChildren(table);
    refresh();

    function refresh() {
      const wanted = filter.value.trim().toLowerCase();
      state.rows = [];
      for (let r = 0; r < data.number.length; r++) {
        if (only.checked && !data.problems[r]) continue;
        if (wanted && !name(r).toLowerCase().includes(wanted)) continue;
        state.rows.push(r);
      }
      const key = columns[state.column].key;
      state.rows.sort((a, b) => compare(key(a), key(b), state.sign) || a - b);
      [...head.cells].forEach((cell, k) => (k === state.column ? cell.setAttribute('aria-sort', state.sign > 0 ? 'ascending' : 'descending') : cell.removeAttribute('aria-sort')));
      state.page = 0;
      draw();
    }

    function draw() {
      const pages = Math.max(1, Math.ceil(state.rows.length / perPage));
      state.page = Math.min(Math.max(state.page, 0), pages - 1);
      const rows = state.rows.slice(state.page * perPage, (state.page + 1) * perPage).map((r) => {
        const row = document.createElement('tr');
        row.className = r === picked ? 'pick picked' : 'pick';
        row.dataset.r = r;
        row.tabIndex = 0;
        for (const column of columns) {
          const cell = row.insertCell();
          if (column.number) cell.className = 'n';
          cell.textContent = column.text(r);
        }
        return row;
      });
      body.replaceChildren(...rows);
      previous.disabled = state.page === 0;
      next.disabled = state.page === pages - 1;
      where.textContent = state.rows.length === 0 ? 'none' : `${state.page * perPage + 1} to ${Math.min(state.rows.length, (state.page + 1) * perPage)} of ${state.rows.length}`;
    }
  }

  // Tracks: the residue under the pointer ---------------------------------------------------------------------------
  function tracks() {
    const tip = document.createElement('div');
    tip.className = 'tip';
    tip.hidden = true;
    document.body.append(tip);
    for (const svg of document.querySelectorAll('svg.track')) {
      const residues = [];
      for (const range of svg.dataset.residues.split(',')) {
        const [first, last] = range.split('-').map(Number);
        for (let r = first; r <= (last ?? first); r++) residues.push(r);
      }
      const left = Number(svg.dataset.left), width = Number(svg.dataset.width);
      const marker = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      marker.setAttribute('class', 'marker');
      svg.append(marker);
      const at = (event) => {
        const box = svg.getBoundingClientRect(), x = (event.clientX - box.left) * svg.viewBox.baseVal.width / box.width;
        const k = Math.floor((x - left) / width * residues.length);
        return k >= 0 && k < residues.length ? k : -1;
      };
      svg.addEventListener('pointermove', (event) => {
        const k = at(event);
        tip.hidden = k < 0;
        if (k < 0) return;
        const r = residues[k], x = left + (k + 0.5) / residues.length * width;
        marker.setAttribute('d', `M${x} 0V${svg.viewBox.baseVal.height}`);
        const values = data.columns.map((c) => `${c.name} ${format(c.values[r], c.digits)}`);
        tip.textContent = [name(r), ...values, ...problems(r)].join(' · ');
        tip.style.left = `${Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8)}px`;
        tip.style.top = `${event.clientY + 16}px`;
      });
      svg.addEventListener('pointerleave', () => { tip.hidden = true; marker.setAttribute('d', ''); });
      svg.addEventListener('click', (event) => { const k = at(event); if (k >= 0) pick(residues[k]); });
    }
  }

  async function start() {
    for (const table of document.querySelectorAll('table.sort')) sortable(table);
    data = JSON.parse(await unpackText('data'));
    residueTable();
    tracks();
    document.addEventListener('click', (event) => {
      const target = event.target.closest('.pick');
      if (target) pick(Number(target.dataset.r));
    });
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      const target = event.target.closest('.pick');
      if (!target) return;
      event.preventDefault();
      pick(Number(target.dataset.r));
    });
    addEventListener('beforeprint', () => { for (const d of document.querySelectorAll('details')) d.open = true; });
    document.documentElement.dataset.page = 'ready';
    return data;
  }

  return { start, unpack, unpackText, name, pick, onPick: (action) => { show = action; } };
})();
const reportReady = Report.start();
