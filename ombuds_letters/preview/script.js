// Live updates. Without this script every page works, but shows the state of when it was loaded.
"use strict";

const live = document.getElementById("live");
const main = document.getElementById("main");
const letter = document.body.dataset.live; // its name; "" for the list, undefined where nothing changes

// A changed page is fetched again, and the parts that differ are replaced.

let refreshing = false;
let stale = false;

async function refresh() {
  stale = true;
  if (refreshing) return;
  refreshing = true;
  try {
    while (stale) {
      stale = false;
      const answer = await fetch(letter ? location.href : addressOfAll());
      if (!answer.ok) throw new Error(answer.status);
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (letter) await updateLetter(found);
      else updateList(found);
    }
    const faults = document.getElementById("faults");
    say(letter && !faults.hidden ? faults.querySelector("h2").textContent : "");
  } catch (error) {
    say("The preview has no newer page; the terminal may say why.");
  } finally {
    refreshing = false;
  }
}

function say(what) {
  if (live.textContent !== what) live.textContent = what;
}

/** Replaces the named parts that differ; the focused element keeps the focus. */
function replaceChanged(found, ...names) {
  for (const name of names) {
    const before = document.getElementById(name);
    const after = found.getElementById(name);
    if (!before || !after || before.outerHTML === after.outerHTML) continue;
    const focus = before.contains(document.activeElement) ? selectorOf(document.activeElement) : null;
    const top = before.scrollTop;
    before.replaceWith(after);
    after.scrollTop = top;
    if (focus) after.querySelector(focus)?.focus({ preventScroll: true });
  }
}

function selectorOf(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const address = element.getAttribute("href");
  return address ? `[href="${CSS.escape(address)}"]` : null;
}

// A letter

async function updateLetter(found) {
  document.title = found.title;
  replaceChanged(found, "head", "faults", "making", "explained", "changes", "edit");
  const choice = document.getElementById("about");
  const choices = found.getElementById("about");
  if (choice && choices && choice.innerHTML !== choices.innerHTML && document.activeElement !== choice) replaceChanged(found, "about");
  const pages = document.getElementById("pages");
  const newer = found.getElementById("pages");
  pages.className = newer.className;
  const figures = [...newer.querySelectorAll("figure")];
  await Promise.all(figures.map((figure) => updatePage(figure, pages)));
  for (const figure of pages.querySelectorAll("figure")) {
    if (!figures.some((each) => each.id === figure.id)) figure.remove();
  }
}

async function updatePage(figure, pages) {
  const before = document.getElementById(figure.id);
  if (before && before.dataset.digest === figure.dataset.digest) {
    const [old, text] = [before.querySelector("svg"), figure.querySelector("svg")];
    if (old.outerHTML !== text.outerHTML) replaceElement(old, text);
    return;
  }
  document.adoptNode(figure);
  await figure.querySelector("img").decode().catch(() => undefined); // it is shown once it is complete
  if (before?.isConnected) replaceElement(before, figure);
  else pages.append(figure);
}

function replaceElement(before, after) {
  const focus = before.contains(document.activeElement) ? selectorOf(document.activeElement) : null;
  before.replaceWith(after);
  if (focus) after.querySelector(focus)?.focus({ preventScroll: true });
  document.dispatchEvent(new CustomEvent("shown", { detail: after.id }));
}

async function ask(key) {
  const address = new URL(location.href);
  address.searchParams.set("about", key);
  address.hash = "";
  history.replaceState(null, "", address);
  const choice = document.getElementById("about");
  if (choice) choice.value = key;
  await refresh();
  // In a narrow window the answer is below the pages; it has links back to them.
  const answer = document.getElementById("explained");
  const box = answer.getBoundingClientRect();
  if (box.top > innerHeight - 40 || box.bottom < 0) answer.scrollIntoView({ block: "center" });
}

if (letter) {
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const link = event.target.closest(".paper a");
    if (link) {
      event.preventDefault();
      ask(new URL(link.href.baseVal ?? link.href, location.href).searchParams.get("about"));
      return;
    }
    const text = event.target.closest(".paper [data-about]");
    if (text && getSelection().isCollapsed) ask(text.dataset.about);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "ask") return;
    event.preventDefault();
    ask(document.getElementById("about").value);
  });
  document.addEventListener("change", (event) => {
    if (event.target.id === "about") ask(event.target.value);
  });
}

// The list

function updateList(found) {
  replaceChanged(found, "faults", "changes");
  const [before, after] = [document.querySelector("#letters tbody"), found.querySelector("#letters tbody")];
  if (!before || !after) return;
  if (before.outerHTML !== after.outerHTML) {
    const focus = before.contains(document.activeElement) ? selectorOf(document.activeElement) : null;
    before.replaceWith(after);
    if (focus) after.querySelector(focus)?.focus({ preventScroll: true });
  }
  const total = found.getElementById("count");
  document.getElementById("count").replaceChildren(...total.childNodes);
  filter();
}

const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function filter() {
  const sought = folded(document.getElementById("q").value.trim());
  let visible = 0;
  for (const row of document.querySelectorAll("#letters tbody tr")) {
    row.hidden = !folded(`${row.cells[0].textContent} ${row.cells[1].textContent}`).includes(sought);
    visible += !row.hidden;
  }
  document.getElementById("visible").textContent = visible;
  document.getElementById("none").hidden = visible > 0;
}

if (letter === "") {
  const field = document.getElementById("q");
  document.querySelector(".filter button").hidden = true;
  // Somebody who opens the list wants to search it; with faults to read, or on the way back, the focus stays.
  const opened = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  if (opened && document.getElementById("faults").hidden && !location.hash) field.focus({ preventScroll: true });
  // All rows are loaded: typing decides which of them are shown.
  if (field.value) refresh();
  field.addEventListener("input", () => {
    const address = new URL(location.href);
    if (field.value) address.searchParams.set("q", field.value);
    else address.searchParams.delete("q");
    history.replaceState(null, "", address);
    filter();
  });
  field.form.addEventListener("submit", (event) => {
    event.preventDefault();
    links()[0]?.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const all = links();
    const at = all.indexOf(document.activeElement);
    if (at < 0 && document.activeElement !== field) return;
    event.preventDefault();
    const next = event.key === "ArrowDown" ? all[at + 1] : at > 0 ? all[at - 1] : field;
    next?.focus();
  });
  document.querySelector("#letters thead").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const address = new URL(link.href);
    if (field.value) address.searchParams.set("q", field.value);
    else address.searchParams.delete("q");
    history.replaceState(null, "", address);
    sorted(link.closest("th").cellIndex);
  });
}

function links() {
  return [...document.querySelectorAll("#letters tbody tr:not([hidden]) th a")];
}

function addressOfAll() {
  const address = new URL(location.href);
  address.searchParams.delete("q");
  return address.href;
}

/** Sorts by a column; the second time in the other direction. */
function sorted(column) {
  const headings = [...document.querySelectorAll("#letters thead th")];
  const down = headings[column].getAttribute("aria-sort") === "ascending";
  headings.forEach((heading, at) => {
    if (at === column) heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    else heading.removeAttribute("aria-sort");
    const address = new URL(heading.querySelector("a").href);
    address.searchParams.set("sort", `${at === column && !down ? "-" : ""}${at}`);
    heading.querySelector("a").href = address;
  });
  const body = document.querySelector("#letters tbody");
  const rows = [...body.rows];
  const value = (row) => row.cells[column].textContent.trim();
  const number = (text) => (/^[0-9]+%?$/.test(text) ? parseInt(text, 10) : -1);
  rows.sort((one, other) => number(value(one)) - number(value(other)) || value(one).localeCompare(value(other), "en"));
  if (down) rows.reverse();
  body.replaceChildren(...rows);
}

// One socket for each page. A page that becomes visible says so, and its letter is made first.

function connect() {
  const socket = new WebSocket(`ws://${location.host}/_live?name=${encodeURIComponent(letter)}`);
  let opened = false;
  const here = () => socket.readyState === WebSocket.OPEN && document.visibilityState === "visible" && socket.send("here");
  socket.addEventListener("open", () => {
    opened = true;
    here();
    refresh(); // for what changed meanwhile
  });
  socket.addEventListener("message", () => refresh());
  socket.addEventListener("close", () => {
    removeEventListener("focus", here);
    document.removeEventListener("visibilitychange", here);
    say("The preview has stopped. Start it again, and this page goes on.");
    setTimeout(connect, opened ? 300 : 2000);
  });
  addEventListener("focus", here);
  document.addEventListener("visibilitychange", here);
}

if (letter !== undefined) connect();
