'use strict';
for (const table of document.querySelectorAll('table.sort')) sortable(table);
