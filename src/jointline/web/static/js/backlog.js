// The backlog view: another month, rule or order of the table without loading the page anew. The address always says what is shown.
"use strict";

const WAIT = 180; // milliseconds of stillness before a moving slider or a word being typed is asked for
let asking = null;
let shown = location.pathname + location.search;

const regions = () => [...document.querySelectorAll("[data-region]")];
const slider = () => document.getElementById("slider");

// Put in the parts of another page of this view that differ from the ones shown
function take(page) {
  const focused = document.activeElement?.id;
  const spoken = [];
  for (const old of regions()) {
    const fresh = page.getElementById(old.id);
    if (!fresh || fresh.dataset.region === old.dataset.region) continue;
    if (fresh.dataset.spoken && fresh.dataset.spoken !== old.dataset.spoken) spoken.push(fresh.dataset.spoken);
    old.replaceWith(fresh);
    window.htmx?.process(fresh);
  }
  document.dispatchEvent(new CustomEvent("jointline:charts"));
  for (const link of document.querySelectorAll(".settings a, .nav a, .brand")) {
    const same = link.id ? page.getElementById(link.id) : null;
    if (same) link.href = same.href;
  }
  const settings = page.querySelector(".settings"), shown = document.querySelector(".settings");
  settings?.querySelectorAll("a").forEach((a, i) => { const there = shown.querySelectorAll("a")[i]; if (there) there.href = a.getAttribute("href"); });
  for (const id of ["month", "rule", "category", "sort", "find"]) fill(page, id);
  for (const hidden of page.querySelectorAll("form input[type=hidden]")) keepHidden(hidden);
  dropHidden(page);
  document.title = page.title;
  move();
  if (focused && !document.activeElement?.id) document.getElementById(focused)?.focus({ preventScroll: true });
  const order = document.getElementById("sort"); // the same cases in another order: what changed is the order
  if (!spoken.length && page.getElementById("cases")) spoken.push(order.selectedOptions[0].text);
  document.getElementById("spoken").textContent = spoken.join(". ");
}

function fill(page, id) {
  const now = document.getElementById(id), then = page.getElementById(id);
  if (!now || !then || now === document.activeElement && id === "find") return;
  if (now.tagName === "SELECT" && now.innerHTML !== then.innerHTML) now.replaceChildren(...[...then.childNodes].map((n) => n.cloneNode(true)));
  now.value = then.value;
}

// What one form does not ask for goes along hidden, as in the page fetched
function keepHidden(hidden) {
  const form = document.getElementById(hidden.form.id);
  const held = form.querySelector(`input[type=hidden][name="${CSS.escape(hidden.name)}"]`);
  if (held) held.value = hidden.value;
  else form.prepend(hidden.cloneNode());
}

function dropHidden(page) {
  for (const held of document.querySelectorAll("main form input[type=hidden]")) {
    if (!page.getElementById(held.form.id)?.querySelector(`input[type=hidden][name="${CSS.escape(held.name)}"]`)) held.remove();
  }
}

async function go(address, { push = true } = {}) {
  asking?.abort();
  asking = new AbortController();
  document.body.classList.add("busy");
  try {
    const answer = await fetch(address, { signal: asking.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const reach = (where) => where.getElementById("slider")?.dataset.months;
    if (reach(page) !== reach(document)) return void location.assign(address); // a month outside the slider's reach
    if (push) history.pushState({}, "", address);
    shown = address;
    take(page);
  } catch (error) {
    if (error.name === "AbortError") return;
    location.assign(address); // the server's own page says what is wrong
  } finally {
    document.body.classList.remove("busy");
  }
}

// The address with some parameters set anew; the ones that are shown unasked are left out
function address(changes) {
  const url = new URL(location.href);
  const unasked = { rule: "published", sort: "value" };
  for (const [name, value] of Object.entries(changes)) {
    if (!value || value === unasked[name]) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  url.hash = "";
  return url.pathname + url.search;
}

function later(act) {
  clearTimeout(later.timer);
  later.timer = setTimeout(act, WAIT);
}

// The slider to the month shown
function move() {
  const input = slider(), months = input?.dataset.months.split(" ");
  if (!input) return;
  const at = months.indexOf(document.getElementById("month").value);
  if (at >= 0 && input !== document.activeElement) input.value = at;
  say();
}

function say() {
  const input = slider();
  const words = input.dataset.words.split("|")[input.value];
  input.setAttribute("aria-valuetext", words);
  document.querySelectorAll("#skyline .sky").forEach((bar, i) => bar.classList.toggle("sky--now", i === Number(input.value)));
}

function begin() {
  const input = slider();
  if (!input) return;
  const copy = document.getElementById("copy");
  copy.hidden = !navigator.clipboard;
  const asked = copy.textContent;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(location.href);
    copy.textContent = copy.dataset.done;
    document.getElementById("spoken").textContent = copy.dataset.done;
    setTimeout(() => { copy.textContent = asked; }, 2000);
  });
  input.addEventListener("input", () => {
    say();
    const month = input.dataset.months.split(" ")[input.value];
    document.getElementById("month").value = month;
    later(() => go(address({ month })));
  });
  for (const id of ["month", "rule", "category", "sort"]) {
    document.getElementById(id).addEventListener("change", (event) => {
      go(address({ [id]: event.target.value, ...(id === "rule" ? { category: "" } : {}) }));
    });
  }
  document.getElementById("find").addEventListener("input", (event) => later(() => go(address({ find: event.target.value.trim() }))));
  for (const id of ["controls", "filters"]) {
    document.getElementById(id).addEventListener("submit", (event) => {
      event.preventDefault();
      go(address(Object.fromEntries(new FormData(event.target))));
    });
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-swap]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    const url = new URL(link.getAttribute("href"), location.href);
    go(url.pathname + url.search);
  });
  window.addEventListener("popstate", () => { // the drawer has steps of its own, of the same view
    if (location.pathname + location.search !== shown) go(location.pathname + location.search, { push: false });
  });
}

begin();
