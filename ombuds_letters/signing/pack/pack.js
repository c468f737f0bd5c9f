// The list of letters that were ticked. Nothing else of the pack needs a script.
"use strict";
(() => {
  const box = document.getElementById("copy");
  if (!box) return;
  const ticks = [...document.querySelectorAll("input[data-code]")];
  const csv = document.getElementById("csv");
  const save = document.getElementById("save-list");
  const said = document.getElementById("copied");
  const quoted = text => `"${text.replaceAll('"', '""')}"`;

  function show() {
    const read = ticks.filter(tick => tick.checked);
    csv.value = ["code,name", ...read.map(tick => `${quoted(tick.dataset.code)},${quoted(tick.dataset.name)}`), ""].join("\r\n");
    csv.rows = Math.min(12, read.length + 2);
    save.href = `data:text/csv;charset=utf-8,${encodeURIComponent(csv.value)}`;
    said.textContent = read.length === 1 ? "1 letter ticked" : `${read.length} letters ticked`;
    for (const other of document.querySelectorAll("input[data-tick]")) other.checked = document.getElementById(other.dataset.tick).checked;
  }

  async function copy() {
    try {
      await navigator.clipboard.writeText(csv.value);
    } catch {
      csv.select();
      document.execCommand("copy");
    }
    said.textContent = "copied; paste it into a file list.csv";
  }

  document.getElementById("how").hidden = true;
  box.hidden = false;
  for (const tick of ticks) tick.addEventListener("change", show);
  for (const other of document.querySelectorAll("input[data-tick]")) {
    other.closest("[hidden]").hidden = false;
    other.addEventListener("change", () => {
      document.getElementById(other.dataset.tick).checked = other.checked;
      show();
    });
  }
  document.getElementById("copy-list").addEventListener("click", copy);
  show();
})();
