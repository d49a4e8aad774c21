// Works on what is on the page already; without it everything is shown and nothing can be filtered or sorted.
for (const table of document.querySelectorAll("table[data-sorts]")) {
  const body = table.tBodies[0];
  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const isAscending = head.getAttribute("aria-sort") !== "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", isAscending ? "ascending" : "descending");
      const key = (row) => row.cells[head.cellIndex].dataset.key ?? row.cells[head.cellIndex].textContent.trim();
      const order = (a, b) => key(a).localeCompare(key(b), "zh", { numeric: true });
      body.append(...[...body.rows].sort((a, b) => (isAscending ? order(a, b) : order(b, a))));
    });
  }
}

const filters = document.querySelector(".filters");
if (filters) {
  const rows = [...document.querySelectorAll("#failed tbody tr")];
  const [search, outcome, label] = ["search", "outcome", "label"].map((name) => filters.querySelector(`[name=${name}]`));
  const status = filters.querySelector("[role=status]");
  const show = () => {
    const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      const isWanted =
        (!outcome.value || row.dataset.outcome === outcome.value) &&
        (!label.value || row.dataset.label === label.value) &&
        words.every((word) => text.includes(word));
      row.hidden = !isWanted;
      shown += isWanted;
    }
    status.textContent = `显示 ${shown} / ${rows.length} 句`;
  };
  filters.addEventListener("input", show);
  filters.hidden = false;
  show();
}
