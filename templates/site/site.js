// What the site can do besides being read: search, sort and filter, colour the map, verify a letter.
// It loads nothing and sends nothing; all that it knows is on the page.
"use strict"

const all = (selector, inside = document) => [...inside.querySelectorAll(selector)]
const one = (id) => document.getElementById(id)
const MOST = 12 // councils that a search shows

for (const each of all(".js")) each.hidden = false
for (const each of all(".no-js")) each.hidden = true

// A text as it is searched for: "Ynys Môn" is found by "ynys mon", "St. Helens" by "st helens".
function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[ŵ]/g, "w").replace(/&/g, " and ")
    .replace(/['’.]/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim()
}

// The councils that have all words typed: first those whose own name begins with one, last those found by another name.
function findings(councils, typed) {
  const words = plain(typed).split(" ").filter(Boolean).map((word) => " " + word)
  const found = [[], [], []]
  if (!words.length) return []
  for (const each of councils) {
    if (!words.every((word) => each.searched.includes(word))) continue
    const own = words.every((word) => each.own.includes(word))
    found[own ? (each.own.startsWith(words[0]) ? 0 : 1) : 2].push(each)
  }
  return found.flat()
}

function search(rows) {
  const input = one("search"), list = one("found"), status = one("how-many")
  if (!input) return
  const councils = rows.map((row) => {
    const link = row.cells[0].querySelector("a")
    const also = row.dataset.also ? row.dataset.also.split("; ") : []
    const own = " " + plain(link.textContent)
    return { link, also, own, searched: [own, ...also.map((each) => " " + plain(each))].join(" |") }
  })
  let chosen = -1
  const options = () => all("li", list)
  function choose(at) {
    const shown = options()
    chosen = shown.length ? (at + shown.length) % shown.length : -1
    shown.forEach((each, number) => each.setAttribute("aria-selected", number === chosen))
    if (chosen >= 0) input.setAttribute("aria-activedescendant", shown[chosen].id)
    else input.removeAttribute("aria-activedescendant")
  }
  function close() {
    list.hidden = true
    input.setAttribute("aria-expanded", "false")
    choose(-1)
    input.removeAttribute("aria-activedescendant")
  }
  function show() {
    const found = findings(councils, input.value)
    list.replaceChildren(...found.slice(0, MOST).map((each, number) => {
      const item = document.createElement("li")
      item.id = "found-" + number
      item.setAttribute("role", "option")
      item.setAttribute("aria-selected", "false")
      item.dataset.page = each.link.getAttribute("href")
      item.append(each.link.textContent)
      const words = plain(input.value).split(" ")
      const other = each.also.find((name) => words.every((word) => (" " + plain(name)).includes(" " + word)))
      if (other && !words.every((word) => each.own.includes(" " + word))) {
        const small = document.createElement("small")
        small.textContent = "also: " + other
        item.append(small)
      }
      return item
    }))
    chosen = -1
    list.hidden = !found.length
    input.setAttribute("aria-expanded", String(found.length > 0))
    input.removeAttribute("aria-activedescendant")
    const many = found.length > MOST ? `, the first ${MOST} are shown` : ""
    status.textContent = !input.value.trim() ? "" : found.length ? `${found.length} found${many}` : "No council has a name like that."
  }
  input.addEventListener("input", show)
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault()
      if (list.hidden) show()
      choose(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? -1 : chosen - 1)
    } else if (event.key === "Escape") close()
  })
  input.form.addEventListener("submit", (event) => {
    event.preventDefault()
    const item = options()[Math.max(chosen, 0)]
    if (item) location.href = item.dataset.page
  })
  list.addEventListener("click", (event) => {
    const item = event.target.closest("li")
    if (item) location.href = item.dataset.page
  })
  input.addEventListener("blur", () => setTimeout(close, 200)) // after a click in the list
}

// What a cell is sorted by: its number, or its text; a dash comes last.
function key(cell) {
  const text = cell.textContent.trim()
  const number = Number(text.replace(/[,%]/g, ""))
  return cell.classList.contains("number") ? (Number.isNaN(number) ? -1 : number) : plain(text)
}

function sorting(table) {
  const heads = all("thead th", table)
  heads.forEach((head, at) => {
    const button = document.createElement("button")
    button.type = "button"
    button.append(...head.childNodes)
    head.append(button)
    button.addEventListener("click", () => {
      const numbers = head.classList.contains("number")
      const before = head.getAttribute("aria-sort")
      const order = before ? (before === "ascending" ? "descending" : "ascending") : numbers ? "descending" : "ascending"
      heads.forEach((each) => each.removeAttribute("aria-sort"))
      head.setAttribute("aria-sort", order)
      const sign = order === "ascending" ? 1 : -1
      const keyed = all("tbody tr", table).map((row) => [key(row.cells[at]), row])
      keyed.sort((a, b) => sign * (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))
      table.tBodies[0].append(...keyed.map((each) => each[1]))
    })
  })
}

function filtering(rows) {
  const kind = one("kind"), region = one("region"), shown = one("shown")
  if (!kind) return
  function filter() {
    let count = 0
    for (const row of rows) {
      row.hidden = Boolean((kind.value && row.cells[1].textContent !== kind.value) || (region && region.value && row.cells[2].textContent !== region.value))
      count += !row.hidden
    }
    shown.textContent = `${count.toLocaleString("en-GB")} of ${rows.length.toLocaleString("en-GB")} shown`
  }
  for (const each of [kind, region]) if (each) each.addEventListener("change", filter)
  filter()
}

function colouring(rows) {
  const measure = one("measure"), cells = all(".map a")
  if (!measure) return
  const before = rows.length ? rows[0].cells.length - measure.options.length : 0 // columns that are no measures
  measure.addEventListener("change", () => {
    const number = Number(measure.value)
    for (const legend of all(".legend")) legend.hidden = Number(legend.dataset.measure) !== number
    for (const cell of cells) {
      const its = cell.dataset.b[number - 1], row = rows[cell.dataset.r], use = cell.querySelector("use")
      cell.setAttribute("class", "b" + its)
      use.setAttribute("href", use.getAttribute("href").replace(/^#[hz]/, its === "0" ? "#z" : "#h"))
      cell.querySelector("title").textContent = `${row.cells[0].textContent}: ${row.cells[before + number - 1].textContent}`
    }
  })
}

// One hexagon of each map can be reached with Tab; the arrow keys lead to the next in their direction.
function walking(map) {
  const cells = all("a", map).map((link) => {
    const use = link.querySelector("use")
    return { link, x: Number(use.getAttribute("x")), y: Number(use.getAttribute("y")) }
  })
  const directions = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
  cells.forEach((each, at) => each.link.setAttribute("tabindex", at ? "-1" : "0"))
  map.addEventListener("keydown", (event) => {
    const direction = directions[event.key]
    const from = cells.find((each) => each.link === document.activeElement)
    if (!direction || !from) return
    event.preventDefault()
    let best = null, least = Infinity
    for (const to of cells) {
      const along = (to.x - from.x) * direction[0] + (to.y - from.y) * direction[1]
      const aside = Math.abs((to.x - from.x) * direction[1]) + Math.abs((to.y - from.y) * direction[0])
      if (along > 1 && along + 2 * aside < least) [best, least] = [to, along + 2 * aside]
    }
    if (best) go(from, best)
  })
  // Chromium has Tab stop at an SVG that listens itself.
  map.parentElement.addEventListener("focusin", (event) => {
    const to = cells.find((each) => each.link === event.target)
    if (to) for (const each of cells) each.link.setAttribute("tabindex", each === to ? "0" : "-1")
  })
  function go(from, to) {
    from.link.setAttribute("tabindex", "-1")
    to.link.setAttribute("tabindex", "0")
    to.link.focus()
  }
}

// SHA-256 (FIPS 180-4). The browser's own is missing on pages that are opened without https.
function sha256(bytes) {
  const primes = [], constants = [], start = []
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n)
  const bits = (root) => ((root % 1) * 4294967296) | 0
  primes.forEach((p, at) => { constants.push(bits(Math.cbrt(p))); if (at < 8) start.push(bits(Math.sqrt(p))) })
  const padded = new Uint8Array(((bytes.length + 8 >> 6) + 1) << 6)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 536870912))
  view.setUint32(padded.length - 4, bytes.length << 3 >>> 0)
  const hash = new Int32Array(start), w = new Int32Array(64)
  const turn = (x, n) => x >>> n | x << 32 - n
  for (let at = 0; at < padded.length; at += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i)
    for (let i = 16; i < 64; i++) {
      const a = w[i - 15], b = w[i - 2]
      w[i] = w[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ a >>> 3) + w[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ b >>> 10)
    }
    let [a, b, c, d, e, f, g, h] = hash
    for (let i = 0; i < 64; i++) {
      const one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + (e & f ^ ~e & g) + constants[i] + w[i] | 0
      const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + (a & b ^ a & c ^ b & c) | 0
      h = g; g = f; f = e; e = d + one | 0; d = c; c = b; b = a; a = one + two | 0
    }
    ;[a, b, c, d, e, f, g, h].forEach((value, i) => { hash[i] += value })
  }
  return [...hash].map((value) => (value >>> 0).toString(16).padStart(8, "0")).join("")
}

function verifying() {
  const listed = one("letters"), verdict = one("verdict"), drop = document.querySelector(".drop")
  if (!listed) return
  const letters = JSON.parse(listed.textContent), year = listed.dataset.year
  let latest = 0 // of the times that files were chosen
  function line(text, name = "") {
    const made = document.createElement("p")
    made.textContent = text
    made.className = name
    return made
  }
  // The verdict on a file, which names it: several may have been dropped.
  async function judged(file) {
    let bytes
    try {
      bytes = new Uint8Array(await file.arrayBuffer())
    } catch {
      return [line(`${file.name} can't be read.`, "bad")]
    }
    const digest = sha256(bytes), checksum = line(`SHA-256 ${digest}`, "checksum")
    const found = Object.hasOwn(letters, digest) ? letters[digest] : null
    if (!found) {
      return [
        line(`${file.name} is not one of our letters of ${year}, or it was changed.`, "bad"),
        line("A letter of another year is not known here: the page of that year verifies it."),
        line("Changed means by as little as one comment or one saved copy. The council's page has the letter as it was published."),
        checksum,
      ]
    }
    const link = document.createElement("a"), page = line("")
    link.href = found.page
    link.textContent = `Page of ${found.authority}`
    page.append(link)
    const letter = `letter of ${found.date} to ${found.authority}`, issue = found.issue ? `, issue ${found.issue}` : ""
    const said = found.withdrawn
      ? line(`${file.name} is the ${letter}${issue}. It was withdrawn, by issue ${found.withdrawn}, and should no longer be used.`, "bad")
      : found.replaced
        ? line(`${file.name} is the ${letter}${issue}. It was replaced, by issue ${found.replaced}, and should no longer be used.`, "bad")
        : line(`${file.name} is the current ${letter}${issue}, unchanged.`, "good")
    return [said, page, checksum]
  }
  async function verify(files) {
    const own = ++latest
    verdict.replaceChildren()
    const verdicts = await Promise.all([...files].map(judged))
    if (own === latest) verdict.replaceChildren(...verdicts.flat())
  }
  one("file").addEventListener("change", (event) => verify(event.target.files))
  for (const type of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(type, (event) => {
      event.preventDefault()
      drop.classList.toggle("over", type === "dragover")
      if (type === "drop" && event.dataTransfer.files.length) verify(event.dataTransfer.files)
    })
  }
}

const table = document.querySelector("table.all")
const rows = table ? all("tbody tr", table) : []
search(rows)
if (table) sorting(table)
filtering(rows)
colouring(rows)
all(".map").forEach(walking)
verifying()
