// Headings become buttons that sort; without this script the rows are as they are in the file.
for (const heading of document.querySelectorAll('th[data-sort]')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = heading.textContent;
  heading.replaceChildren(button);
  button.addEventListener('click', () => sort(heading));
}

function sort(heading) {
  const byNumber = heading.dataset.sort === 'number';
  const ascending = heading.getAttribute('aria-sort') ? heading.getAttribute('aria-sort') === 'descending' : !byNumber;
  const body = document.querySelector('tbody');
  const rows = [...body.rows].map((row) => [key(row.cells[heading.cellIndex], byNumber), row]);
  // what has no figure, as captures that failed, comes last in either order
  rows.sort(([a], [b]) => {
    if (a === null || b === null) {
      return (a === null) - (b === null);
    }
    const order = byNumber ? a - b : a.localeCompare(b, 'en', {numeric: true});
    return ascending ? order : -order;
  });
  body.append(...rows.map(([, row]) => row));
  for (const other of heading.parentElement.cells) {
    other.removeAttribute('aria-sort');
  }
  heading.setAttribute('aria-sort', ascending ? 'ascending' : 'descending');
}

function key(cell, byNumber) {
  if (byNumber) {
    return cell.dataset.value ? Number(cell.dataset.value) : null;
  }
  return cell.textContent || null;
}
