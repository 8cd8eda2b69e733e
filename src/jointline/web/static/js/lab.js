// The options lab: a number that moves asks for the bands alone; the last answer wins, and the address says what is shown.
"use strict";

(() => {
  const form = document.getElementById("lab");
  const body = document.getElementById("lab-body");
  if (!form || !body) return;
  const WAIT = 90; // milliseconds after the last move of a slider
  let timer;
  let shown = location.search;
  let running;

  function dress(root) { for (const slide of root.querySelectorAll(".knob__slide")) say(slide); }

  function field(slide) { return document.getElementById(slide.dataset.for); }

  function slideOf(number) { return number.closest(".knob").querySelector(".knob__slide"); }

  function say(slide) {
    const number = field(slide);
    const knob = slide.closest(".knob");
    const month = knob.querySelector(".knob__month");
    if (month && slide.dataset.months) month.textContent = slide.dataset.months.split("|")[Math.round(slide.value)] ?? "";
    const value = number.value === "" ? number.placeholder : number.value;
    slide.setAttribute("aria-valuetext", month && number.value !== "" ? `${value} (${month.textContent})` : value);
    knob.classList.toggle("knob--moved", number.value !== "");
    knob.querySelector("[data-reset]").hidden = number.value === "";
  }

  // Where a slider stops: at every step, and at the network's own value where it lies between two. Within a hundredth of the way
  // a hand is drawn to it.
  function stops(slide) {
    const least = Number(slide.min), most = Number(slide.max), step = Number(slide.dataset.step), own = Number(slide.dataset.middle);
    const on = (k) => Number(Math.max(least, Math.min(most, least + k * step)).toPrecision(12));
    return {
      near(value) {
        const stop = on(Math.round((value - least) / step));
        const far = Math.abs(value - own);
        return far <= (most - least) / 100 || far < Math.abs(value - stop) ? own : stop;
      },
      next(value, up) {
        const k = (value - least) / step, hair = 1e-6;
        const stop = on(up ? Math.floor(k + hair) + 1 : Math.ceil(k - hair) - 1);
        const between = up ? own > value + hair * step && own < stop : own < value - hair * step && own > stop;
        return between ? own : stop;
      },
    };
  }

  const KEYS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

  function set(slide, value) {
    slide.value = value;
    field(slide).value = slide.value;
    say(slide);
    later();
  }

  function asked() {
    const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
    return `${form.action}?${new URLSearchParams(pairs)}`;
  }

  // Links of the head (language, way of writing) lead to the same view of what is shown now.
  function address(url, push) {
    const now = new URL(url, location.href);
    history[push ? "pushState" : "replaceState"](null, "", now.pathname + now.search);
    shown = location.search;
    for (const link of document.querySelectorAll(".settings a")) {
      const target = new URL(link.href);
      const own = [...target.searchParams].filter(([k]) => k === "years" || k === "units");
      const kept = [...now.searchParams].filter(([k]) => k !== "years" && k !== "units");
      link.href = `${target.pathname}?${new URLSearchParams([...kept, ...own])}`;
    }
  }

  // What is asked beside is asked of the numbers as they now stand.
  function beside() {
    for (const link of document.querySelectorAll(".knob__even")) {
      const target = new URL(link.href);
      const own = ["even", "of"].map((k) => [k, target.searchParams.get(k)]);
      const now = [...new URLSearchParams(location.search)].filter(([k]) => !["why", "even", "of", "years", "units"].includes(k));
      const writing = [...target.searchParams].filter(([k]) => k === "years" || k === "units");
      link.href = `${target.pathname}?${new URLSearchParams([...now, ...own, ...writing])}${target.hash}`;
    }
  }

  async function get(url, part) {
    running?.abort();
    running = new AbortController();
    const { signal } = running;
    document.getElementById("lab-result")?.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { headers: { "x-part": part }, signal });
      const text = await answer.text();
      if (signal.aborted) return null;
      const made = new DOMParser().parseFromString(text, "text/html").body;
      if (answer.ok) return made;
      failed(made.querySelector("[role=alert]")?.textContent.trim() ?? String(answer.status));
    } catch (error) {
      if (error.name !== "AbortError") failed(document.getElementById("drawer-body").dataset.failed);
    }
    return null;
  }

  function failed(words) {
    const place = document.getElementById("lab-result");
    place.removeAttribute("aria-busy");
    place.querySelector(".lab__failed, .waiting")?.remove();
    const notice = document.createElement("p");
    notice.className = "notice notice--error lab__failed";
    notice.setAttribute("role", "alert");
    notice.textContent = words.replace(/\s+/g, " ");
    place.prepend(notice);
  }

  // The plot stays where it is and is given its new specification, so that nothing jumps.
  function show(made) {
    const place = document.getElementById("lab-result");
    const plot = place.querySelector("[data-chart]");
    const fresh = made.querySelector("[data-chart]");
    if (plot && fresh) {
      plot.style.minHeight = `${plot.offsetHeight}px`;
      plot.querySelector("script").replaceWith(fresh.querySelector("script"));
      fresh.replaceWith(plot);
    }
    place.replaceChildren(...made.querySelector("#lab-result")?.childNodes ?? made.childNodes);
    place.removeAttribute("aria-busy");
    document.dispatchEvent(new CustomEvent("jointline:charts"));
    speak(place);
  }

  function speak(place) {
    const words = [...place.querySelectorAll("[data-say]")].map((x) => x.textContent).join(" ");
    document.getElementById("spoken").textContent = words;
  }

  async function move() {
    const url = asked();
    const made = await get(url, "result");
    if (!made) return;
    const real = made.querySelector("[data-url]").dataset.url;
    const more = document.getElementById("lab-more");
    const fresh = made.querySelector("#part-more");
    for (const option of fresh.querySelectorAll("[data-option]")) { // what was opened stays open
      option.open = more.querySelector(`[data-option="${CSS.escape(option.dataset.option)}"]`)?.open ?? option.open;
    }
    more.replaceChildren(...fresh.childNodes);
    document.getElementById("lab-all")?.replaceChildren(...made.querySelector("#part-all").childNodes);
    show(made);
    document.getElementById("lab-asked").replaceChildren();
    address(real, false);
    beside();
  }

  async function choose() {
    const made = await get(asked(), "body");
    if (!made) return;
    const real = made.querySelector("[data-url]").dataset.url;
    body.replaceChildren(...made.childNodes);
    dress(body);
    document.dispatchEvent(new CustomEvent("jointline:charts"));
    speak(body);
    address(real, true);
  }

  // The page came before its first simulation: its figures follow.
  async function first() {
    const place = document.getElementById("lab-result");
    const spoken = document.getElementById("spoken");
    const came = place.dataset.first;
    spoken.textContent = place.textContent.trim();
    const made = await get(location.href, "first");
    if (!made) return; // the notice in their place says why
    document.getElementById("lab-run").replaceChildren(...made.querySelector("#part-run").childNodes);
    body.replaceChildren(...made.querySelector("#part-body").childNodes);
    dress(body);
    document.dispatchEvent(new CustomEvent("jointline:charts"));
    speak(body);
    spoken.textContent ||= came;
  }

  async function ask(link) {
    const place = document.getElementById("lab-asked");
    place.setAttribute("aria-busy", "true");
    const made = await get(link.href, "asked");
    place.removeAttribute("aria-busy");
    document.getElementById("lab-result").removeAttribute("aria-busy");
    if (!made) return;
    place.replaceChildren(...made.childNodes);
    document.dispatchEvent(new CustomEvent("jointline:charts"));
    address(link.href, false);
    const head = place.querySelector("h2");
    head?.focus();
    head?.scrollIntoView({ block: "nearest" });
  }

  function later() { clearTimeout(timer); timer = setTimeout(move, WAIT); }

  document.addEventListener("input", (event) => {
    const at = event.target;
    if (at.matches(".knob__slide")) set(at, at.dataset.step ? stops(at).near(Number(at.value)) : at.value);
    else if (at.matches(".knob__number")) {
      const slide = slideOf(at);
      slide.value = at.value === "" ? slide.dataset.middle : at.value;
      say(slide);
      if (at.checkValidity()) later();
    }
  });
  document.addEventListener("keydown", (event) => {
    const at = event.target, by = KEYS[event.key];
    if (!by || !at.matches?.(".knob__slide[data-step]") || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    let value = Number(at.value);
    for (let k = 0; k < Math.abs(by); k += 1) value = stops(at).next(value, by > 0);
    set(at, value);
  });
  form.addEventListener("change", (event) => { if (event.target.name === "option") { clearTimeout(timer); choose(); } });
  form.addEventListener("submit", (event) => { event.preventDefault(); choose(); });
  document.addEventListener("click", (event) => {
    const reset = event.target.closest?.("[data-reset]");
    if (reset) {
      const number = document.getElementById(reset.dataset.reset);
      const slide = slideOf(number);
      number.value = "";
      slide.value = slide.dataset.middle;
      say(slide);
      slide.focus();
      later();
    }
    const link = event.target.closest?.("a[data-ask]");
    if (link && !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      ask(link);
    }
  });
  // a link within the page (to its content, to an answer) comes by here too
  addEventListener("popstate", () => { if (location.search !== shown) location.reload(); });
  dress(document);
  if (body.querySelector("[data-first]")) first();
})();
