// Live updates, keys and copying. Without this script every page works, but shows the state of when it was loaded.
"use strict";

document.documentElement.classList.add("script");
const live = document.getElementById("live");
const main = document.getElementById("main");
const letter = document.body.dataset.live; // its name; "" for the list, undefined where nothing changes
const ofList = ["faults", "questions", "changes", "status", "chips", "heads", "rows", "none", "count"];
const ofLetter = ["head", "under", "faults", "making", "unbuilt", "legend", "explained", "questions", "changes", "edit", "fields"];

// A changed page is fetched again, and the parts that differ are replaced.

let refreshing = null;
let stale = false;

/** Fetches this page again; resolved once all that was asked for meanwhile is shown. */
function refresh() {
  stale = true;
  refreshing ??= fetchNewest().finally(() => { refreshing = null; });
  return refreshing;
}

async function fetchNewest() {
  try {
    while (stale) {
      stale = false;
      const answer = await fetch(location.href);
      if (!answer.ok) throw new Error(answer.status);
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (stale) continue; // typed or saved meanwhile
      document.title = found.title;
      document.body.className = found.body.className;
      replaceChanged(found, ...(letter ? ofLetter : ofList));
      if (letter) await updateLetter(found);
    }
    sayFaults();
  } catch (error) {
    say("The preview has no newer page; the terminal may say why.");
  }
}

function say(what, target = "") {
  if (live.textContent === what) return;
  live.replaceChildren();
  if (!target) return live.append(what);
  const link = document.createElement("a");
  link.href = target;
  link.textContent = what;
  live.append(link);
}

function sayFaults() {
  const faults = document.getElementById("faults");
  if (!faults) return;
  say(faults.hidden ? "" : faults.querySelector("h2").textContent, "#faults");
  faultsSeen?.disconnect();
  if (!faults.hidden) faultsSeen?.observe(faults.querySelector("h2"));
}

// The faults are said in the corner while they are scrolled away; screen readers hear it in any case.
const faultsSeen = new IntersectionObserver((found) => live.classList.toggle("seen", found.at(-1).isIntersecting));

/** Replaces the named parts that differ; the focused element keeps the focus, and what was opened stays open. */
function replaceChanged(found, ...names) {
  for (const name of names) {
    const before = document.getElementById(name);
    const after = found.getElementById(name);
    if (!before || !after) continue;
    const opened = [...before.querySelectorAll("details[open] > summary")].map((each) => each.textContent);
    for (const summary of after.querySelectorAll("summary")) {
      if (opened.includes(summary.textContent)) summary.parentElement.open = true;
    }
    if (before.outerHTML !== after.outerHTML) replaceElement(before, after);
  }
}

function replaceElement(before, after) {
  const focus = before.contains(document.activeElement) ? selectorOf(document.activeElement) : null;
  const top = before.scrollTop;
  if (before.hasAttribute("aria-live")) {
    before.className = after.className;
    before.replaceChildren(...after.childNodes); // only what changes within it is read aloud
    if (focus) before.querySelector(focus)?.focus({ preventScroll: true });
    return;
  }
  before.replaceWith(after);
  after.scrollTop = top;
  if (focus) after.querySelector(focus)?.focus({ preventScroll: true });
  document.dispatchEvent(new CustomEvent("shown", { detail: after.id }));
}

function selectorOf(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  for (const name of ["data-row", "data-key", "data-toggles", "data-ask", "data-zoom", "data-view", "data-copy", "href"]) {
    const value = element.getAttribute(name);
    if (value) return `[${name}="${CSS.escape(value)}"]`;
  }
  return null;
}

/** Another address of the same page, shown without loading it anew. */
async function go(address) {
  const place = kept();
  history.replaceState(null, "", address);
  await refresh();
  place();
}

/** The same page with another option: its address has it at once, however long the page takes to follow. */
function choose(name, value, usual) {
  const address = new URL(location.href);
  if (value === usual) address.searchParams.delete(name);
  else address.searchParams.set(name, value);
  go(address);
}

function chosen(name, usual) {
  return new URL(location.href).searchParams.get(name) ?? usual;
}

/** Remembers which part of the letter is at the top of the window; what is returned scrolls there again. */
function kept() {
  const top = document.querySelector(".bar")?.getBoundingClientRect().bottom ?? 0;
  const figure = [...document.querySelectorAll("figure")].find((each) => each.getBoundingClientRect().bottom > top);
  if (!figure || scrollY === 0) return () => undefined;
  const { id } = figure;
  const box = figure.getBoundingClientRect();
  const part = (top - box.top) / box.height;
  return () => {
    const now = document.getElementById(id)?.getBoundingClientRect();
    if (now) scrollBy({ top: now.top + part * now.height - top, behavior: "instant" });
  };
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-soft]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (link.dataset.zoom) return choose("zoom", link.dataset.zoom, "0");
  if (link.dataset.view) return choose("view", link.dataset.view, "now");
  go(link.href).then(() => {
    if (!link.isConnected && document.activeElement === document.body) document.getElementById("about")?.focus({ preventScroll: true });
  });
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest(".copy");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  document.getElementById("said").textContent = `Copied: ${button.dataset.copy}`;
  button.textContent = "Copied";
  setTimeout(() => { button.textContent = "Copy"; }, 1500);
});

// A letter

async function updateLetter(found) {
  const choice = document.getElementById("ask");
  const choices = found.getElementById("ask");
  if (choice && choices && !choice.contains(document.activeElement)) replaceChanged(found, "ask");
  const pages = document.getElementById("pages");
  const newer = found.getElementById("pages");
  const figures = [...newer.querySelectorAll("figure")];
  const order = [...pages.querySelectorAll("figure")].map((each) => each.id).join();
  const same = order === figures.map((each) => each.id).join();
  const current = await Promise.all(figures.map(updatePage));
  pages.className = newer.className;
  if (!same) pages.replaceChildren(...current);
}

/** The figure to show: the one that is there, brought up to date, or the new one, whose picture is complete. */
async function updatePage(figure) {
  const before = document.getElementById(figure.id);
  if (before && before.dataset.digest === figure.dataset.digest) {
    const [old, newer] = [before.querySelector("img"), figure.querySelector("img")];
    for (const name of ["width", "height", "sizes"]) {
      if (old.getAttribute(name) !== newer.getAttribute(name)) old.setAttribute(name, newer.getAttribute(name));
    }
    const frames = [before.querySelector(".frame"), figure.querySelector(".frame")];
    for (const name of ["tabindex", "role", "aria-label"]) {
      if (frames[1].hasAttribute(name)) frames[0].setAttribute(name, frames[1].getAttribute(name));
      else frames[0].removeAttribute(name);
    }
    const captions = [before.querySelector("figcaption"), figure.querySelector("figcaption")];
    if (captions[0].textContent !== captions[1].textContent) captions[0].textContent = captions[1].textContent;
    const [drawn, text] = [before.querySelector("svg"), figure.querySelector("svg")];
    if (drawn.outerHTML !== text.outerHTML) replaceElement(drawn, text);
    return before;
  }
  document.adoptNode(figure);
  await figure.querySelector("img").decode().catch(() => undefined);
  if (before?.isConnected) replaceElement(before, figure);
  return figure;
}

/** Shows where something comes from, and scrolls to where it is printed. */
async function ask(key) {
  const address = new URL(location.href);
  if (key) address.searchParams.set("about", key);
  else address.searchParams.delete("about");
  if (address.searchParams.get("view") === "built") address.searchParams.set("view", "both");
  address.hash = "";
  history.replaceState(null, "", address);
  const choice = document.getElementById("about");
  if (choice) choice.value = key;
  await refresh();
  const mark = document.getElementById("mark-1");
  if (mark) intoView(mark);
  else document.getElementById("explained").scrollIntoView({ block: "nearest" });
}

/** Scrolls only if the element is not in view already, between the bar and what is docked at the foot. */
function intoView(element) {
  const box = element.getBoundingClientRect();
  const top = visibleBar();
  const docked = document.querySelector("#explained.docked");
  const bottom = docked && getComputedStyle(docked).position === "fixed" ? docked.getBoundingClientRect().top : innerHeight;
  if (box.top < top || box.bottom > bottom) {
    scrollBy({ top: (box.top + box.bottom) / 2 - (top + bottom) / 2, behavior: "instant" });
  }
  const frame = element.closest(".frame").getBoundingClientRect();
  if (box.left < frame.left || box.right > frame.right) {
    element.closest(".frame").scrollBy({ left: (box.left + box.right) / 2 - (frame.left + frame.right) / 2, behavior: "instant" });
  }
}

function visibleBar() {
  const bar = document.querySelector(".bar");
  return bar && getComputedStyle(bar).position === "sticky" ? Math.max(0, bar.getBoundingClientRect().bottom) : 0;
}

/** Walks through the changed places; the current one is marked. */
function change(step) {
  const all = [...document.querySelectorAll(".changed[id]")];
  if (all.length === 0) return;
  const at = all.findIndex((each) => each.classList.contains("current"));
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length;
  all.forEach((each, number) => each.classList.toggle("current", number === next));
  intoView(all[next]);
  document.getElementById("said").textContent = `Change ${next + 1} of ${all.length}`;
}

if (letter) {
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest("a[data-ask]");
    if (link) {
      event.preventDefault();
      ask(link.dataset.ask);
      return;
    }
    const mark = event.target.closest("a[href^='#mark-'], a[href^='#change-'], a[href^='#page-'], a[href^='#built-']");
    if (mark) {
      event.preventDefault();
      show(mark.getAttribute("href").slice(1));
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

// What an address asks about is scrolled to, as it is on a click.
if (letter && new URL(location.href).searchParams.get("about") && !location.hash) {
  const mark = document.getElementById("mark-1");
  if (mark) intoView(mark);
}

/** A page from its top, or a mark on one. */
function show(id) {
  const element = document.getElementById(id);
  if (!element) return;
  if (element.matches("figure")) scrollBy({ top: element.getBoundingClientRect().top - visibleBar() - 8, behavior: "instant" });
  else if (id.startsWith("change-")) {
    document.querySelectorAll(".changed.current").forEach((each) => each.classList.remove("current"));
    element.classList.add("current");
    intoView(element);
  } else intoView(element);
}

// Keys

const dialog = document.getElementById("keys");
const pressed = {
  "?": () => dialog.showModal(),
  n: () => change(1),
  p: () => change(-1),
  "+": () => step("zoom", "0", (at, all) => Math.min(at + 1, all - 1)),
  "=": () => pressed["+"](),
  "-": () => step("zoom", "0", (at) => Math.max(at - 1, 0)),
  0: () => letter && choose("zoom", "0", "0"),
  v: () => letter && choose("varies", chosen("varies", "0") === "1" ? "0" : "1", "0"),
  b: () => step("view", "now", (at, all) => (at + 1) % all),
  "/": () => document.getElementById("q")?.focus(),
};

/** Another of the values that an option can have, as the links in the bar list them. */
function step(name, usual, next) {
  const all = [...document.querySelectorAll(`[data-${name}]`)].map((each) => each.dataset[name]);
  if (all.length) choose(name, all[next(all.indexOf(chosen(name, usual)), all.length)], usual);
}

if (dialog) {
  const on = document.getElementById("keys-on");
  on.checked = localStorage.getItem("keys") !== "off";
  on.addEventListener("change", () => localStorage.setItem("keys", on.checked ? "on" : "off"));
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("button.keys")) dialog.showModal();
  });
  document.addEventListener("keydown", (event) => {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || dialog.open || event.target.matches("input, select, textarea")) return;
    if (!on.checked && key !== "Escape") return;
    const link = document.querySelector(`a[data-key="${CSS.escape(key)}"]`);
    if (!link && !Object.hasOwn(pressed, key)) return;
    event.preventDefault();
    if (link) link.click();
    else pressed[key]();
  });
}

// The list

if (letter === "") {
  const field = document.getElementById("q");
  // Somebody who opens the list wants to search it; with faults to read, or on the way back, the focus stays.
  const opened = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  if (opened && document.getElementById("faults").hidden && !location.hash && !location.search) field.focus({ preventScroll: true });
  field.addEventListener("input", () => {
    const address = new URL(location.href);
    if (field.value) address.searchParams.set("q", field.value);
    else address.searchParams.delete("q");
    history.replaceState(null, "", address);
    refresh();
  });
  const toFirst = async (event) => {
    event.preventDefault();
    await refreshing; // to the first of those that were searched for, however fast one typed
    links()[0]?.focus();
  };
  field.form.addEventListener("submit", toFirst);
  field.addEventListener("keydown", (event) => event.key === "ArrowDown" && toFirst(event));
  document.addEventListener("keydown", (event) => {
    const all = links();
    const at = all.indexOf(event.target);
    if (at < 0 || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    const next = event.key === "ArrowDown" ? all[at + 1] : all[at - 1] ?? field;
    next?.focus();
  });
}

function links() {
  return [...document.querySelectorAll("#rows th a")];
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
