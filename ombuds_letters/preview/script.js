// The live parts: without this script every page works, and is as old as when it was asked for.
"use strict";

const live = document.getElementById("live");
const main = document.getElementById("main");
const letter = document.body.dataset.live; // its name; "" for the list, undefined where nothing changes

// A page that was changed is asked for anew, and what differs is put in its place.

let asking = false;
let again = false;

async function refresh() {
  again = true;
  if (asking) return;
  asking = true;
  try {
    while (again) {
      again = false;
      const answer = await fetch(letter ? location.href : everything());
      if (!answer.ok) throw new Error(answer.status);
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (letter) await turned(found);
      else listed(found);
    }
    const faults = document.getElementById("faults");
    say(letter && !faults.hidden ? faults.querySelector("h2").textContent : "");
  } catch (error) {
    say("The preview has no newer page; the terminal may say why.");
  } finally {
    asking = false;
  }
}

function say(what) {
  if (live.textContent !== what) live.textContent = what;
}

/** Puts the parts of a page that differ in their place; who has the focus keeps it. */
function put(found, ...names) {
  for (const name of names) {
    const before = document.getElementById(name);
    const after = found.getElementById(name);
    if (!before || !after || before.outerHTML === after.outerHTML) continue;
    const focus = before.contains(document.activeElement) ? marked(document.activeElement) : null;
    const top = before.scrollTop;
    before.replaceWith(after);
    after.scrollTop = top;
    if (focus) after.querySelector(focus)?.focus({ preventScroll: true });
  }
}

function marked(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const address = element.getAttribute("href");
  return address ? `[href="${CSS.escape(address)}"]` : null;
}

// A letter

async function turned(found) {
  document.title = found.title;
  put(found, "head", "faults", "making", "explained", "changes", "edit");
  const choice = document.getElementById("about");
  const choices = found.getElementById("about");
  if (choice && choices && choice.innerHTML !== choices.innerHTML && document.activeElement !== choice) put(found, "about");
  const pages = document.getElementById("pages");
  const newer = found.getElementById("pages");
  pages.className = newer.className;
  const figures = [...newer.querySelectorAll("figure")];
  await Promise.all(figures.map((figure) => placed(figure, pages)));
  for (const figure of pages.querySelectorAll("figure")) {
    if (!figures.some((each) => each.id === figure.id)) figure.remove();
  }
}

async function placed(figure, pages) {
  const before = document.getElementById(figure.id);
  if (before && before.dataset.looks === figure.dataset.looks) {
    const [old, text] = [before.querySelector("svg"), figure.querySelector("svg")];
    if (old.outerHTML !== text.outerHTML) swap(old, text);
    return;
  }
  document.adoptNode(figure);
  await figure.querySelector("img").decode().catch(() => undefined); // shown when it is whole
  if (before?.isConnected) swap(before, figure);
  else pages.append(figure);
}

function swap(before, after) {
  const focus = before.contains(document.activeElement) ? marked(document.activeElement) : null;
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
  // In a narrow window the answer stands below the pages; it has links back to them.
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

function listed(found) {
  put(found, "faults", "changes");
  const [before, after] = [document.querySelector("#letters tbody"), found.querySelector("#letters tbody")];
  if (!before || !after) return;
  if (before.outerHTML !== after.outerHTML) {
    const focus = before.contains(document.activeElement) ? marked(document.activeElement) : null;
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
  let shown = 0;
  for (const row of document.querySelectorAll("#letters tbody tr")) {
    row.hidden = !folded(`${row.cells[0].textContent} ${row.cells[1].textContent}`).includes(sought);
    shown += !row.hidden;
  }
  document.getElementById("shown").textContent = shown;
  document.getElementById("none").hidden = shown > 0;
}

if (letter === "") {
  const field = document.getElementById("q");
  document.querySelector(".filter button").hidden = true;
  // Who opens the list looks for somebody; who comes back to it, or has faults to read, is left where they are.
  const opened = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  if (opened && document.getElementById("faults").hidden && !location.hash) field.focus({ preventScroll: true });
  // All rows are wanted here: which of them are shown is decided as one types.
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

function everything() {
  const address = new URL(location.href);
  address.searchParams.delete("q");
  return address.href;
}

/** Sorts by a column; once more, the other way. */
function sorted(column) {
  const heads = [...document.querySelectorAll("#letters thead th")];
  const down = heads[column].getAttribute("aria-sort") === "ascending";
  heads.forEach((head, at) => {
    if (at === column) head.setAttribute("aria-sort", down ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
    const address = new URL(head.querySelector("a").href);
    address.searchParams.set("sort", `${at === column && !down ? "-" : ""}${at}`);
    head.querySelector("a").href = address;
  });
  const body = document.querySelector("#letters tbody");
  const rows = [...body.rows];
  const value = (row) => row.cells[column].textContent.trim();
  const number = (text) => (/^[0-9]+%?$/.test(text) ? parseInt(text, 10) : -1);
  rows.sort((one, other) => number(value(one)) - number(value(other)) || value(one).localeCompare(value(other), "en"));
  if (down) rows.reverse();
  body.replaceChildren(...rows);
}

// The socket: one for each page. A page that is looked at says so, and its letter is made first.

function connect() {
  const socket = new WebSocket(`ws://${location.host}/_live?name=${encodeURIComponent(letter)}`);
  let opened = false;
  const here = () => socket.readyState === WebSocket.OPEN && document.visibilityState === "visible" && socket.send("here");
  socket.addEventListener("open", () => {
    opened = true;
    here();
    refresh(); // what changed meanwhile
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
