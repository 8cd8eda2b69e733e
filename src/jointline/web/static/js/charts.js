// Charts: draws each [data-chart] from the Vega-Lite specification inside it, when the reader comes near.
// Colours become the style sheet's own names, so that the dark theme and print need no second drawing.
"use strict";

(() => {
  if (globalThis.jointlineCharts) return; // asked for twice
  globalThis.jointlineCharts = true;
  const VENDOR = new URL("../vendor/", document.currentScript.src);
  const PARTS = ["vega.min.js", "vega-lite.min.js", "vega-embed.min.js"];
  const NARROW = 520; // pixels below which a chart is drawn for a phone
  const GAP = 24; // pixels between panels
  // the hex values that charts are written with (report/charts/theme.py) and the names of base.css
  const PALETTE = {
    "#0072b2": "traditional", "#d55e00": "asymmetric", "#009e73": "munitions", "#8a6bb1": "other",
    "#56a3d1": "first", "#0b5c8f": "final", "#b5342d": "promise", "#2f7d4f": "came", "#b9d3e4": "band",
    "#1b1d21": "ink", "#50555e": "ink-2", "#6b717b": "ink-3", "#e3e0da": "line", "#c9c5bd": "line-2", "#ffffff": "paper",
  };

  let loaded;
  const drawn = new Map(); // place -> { view, width, spec }

  function load() {
    loaded ??= PARTS.reduce((before, part) => before.then(() => new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = new URL(part, VENDOR);
      script.onload = done;
      script.onerror = () => failed(new Error(`${part} did not load`));
      document.head.append(script);
    })), Promise.resolve());
    return loaded;
  }

  function coloured(value) {
    if (typeof value === "string") return PALETTE[value] ? `var(--${PALETTE[value]})` : value;
    if (Array.isArray(value)) return value.map(coloured);
    if (!value || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, k === "values" ? v : coloured(v)]));
  }

  // The specification at a width: a phone's way of drawing below NARROW, as many panels abreast as fit.
  function fitted(spec, width) {
    const narrow = width < NARROW;
    const made = { ...spec, ...(narrow ? spec.usermeta?.narrow : {}) };
    made.params = spec.params.map((p) => (p.name === "narrow" ? { ...p, value: narrow } : p));
    if (spec.width === "container") {
      made.width = Math.max(spec.usermeta?.least ?? 0, Math.min(spec.usermeta?.most ?? width, width));
      made.autosize = { type: "fit-x", contains: "padding" };
    }
    const panel = spec.usermeta?.panel;
    if (panel) {
      const columns = Math.max(1, Math.min(spec.columns ?? 3, Math.floor((width + GAP) / (panel * 0.8 + GAP))));
      const axis = 44; // pixels of the first panel's own axis
      made.columns = columns;
      made.spec = { ...spec.spec, width: Math.max(120, Math.floor((width - axis - GAP * columns) / columns)) };
    }
    return made;
  }

  // What a mark says: lines of "title: value". Set through the object model; nothing is parsed as HTML.
  let tip;
  function tooltip(handler, event, item, value) {
    if (value === null || value === undefined || value === "") {
      if (tip) tip.hidden = true;
      return;
    }
    if (!tip) {
      tip = document.createElement("div");
      tip.className = "chart-tip";
      tip.setAttribute("aria-hidden", "true");
      document.body.append(tip);
    }
    const rows = typeof value === "object" ? Object.entries(value) : [["", String(value)]];
    tip.replaceChildren(...rows.filter(([, v]) => v !== "" && v !== null && v !== undefined).map(([k, v]) => {
      const row = document.createElement("div");
      const word = document.createElement("span");
      word.textContent = k;
      row.append(word, String(v));
      return row;
    }));
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    const left = Math.min(Math.max(8, event.clientX + 14), innerWidth - box.width - 8);
    const below = event.clientY + 18 + box.height < innerHeight;
    tip.style.left = `${left}px`;
    tip.style.top = `${below ? event.clientY + 18 : Math.max(8, event.clientY - box.height - 14)}px`;
  }

  // A mark with a place to go: statements open in the drawer as every number does, a case is a page, a month of this view
  // keeps what else is asked of it.
  function follow(event, item) {
    const to = item?.datum?.open;
    if (!to) return;
    const link = document.createElement("a");
    link.href = to;
    if (to.includes("/statements")) link.dataset.drawer = "";
    if (link.pathname === location.pathname && location.protocol !== "file:") {
      const asked = new URL(link.href);
      for (const [name, value] of new URLSearchParams(location.search)) if (!asked.searchParams.has(name)) asked.searchParams.append(name, value);
      link.href = asked;
      link.dataset.swap = "";
    }
    link.hidden = true;
    document.body.append(link);
    link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey }));
    link.remove();
  }

  function written(place) {
    return JSON.parse(place.querySelector("script[type='application/json']").textContent);
  }

  // How high a chart will be, as nearly as can be told before it is drawn: what follows does not jump. A chart of rows has as many
  // as the longest list of names on its y axis.
  function keepHeight(place) {
    const spec = written(place);
    const narrow = place.clientWidth < NARROW;
    const height = (narrow ? spec.usermeta?.narrow?.height : undefined) ?? spec.height;
    const rows = [];
    JSON.stringify(spec, (key, value) => {
      if (value?.field && key === "y") rows.push(Array.isArray(value.sort) ? value.sort.length : value.scale?.domain?.length ?? 0);
      return value;
    });
    const high = typeof height === "number" ? height : (height?.step ?? 0) * Math.max(0, ...rows);
    if (high) place.style.minHeight = `${high + 40}px`;
  }

  async function draw(place) {
    const known = drawn.get(place);
    const spec = known?.spec ?? coloured(written(place));
    const width = Math.floor(place.clientWidth);
    if (!width || known?.width === width) return;
    const state = { spec, width, view: known?.view, source: known?.source ?? place.querySelector("script") };
    drawn.set(place, state);
    try {
      await load();
      const plot = document.createElement("div");
      plot.className = "chart__drawn";
      plot.setAttribute("aria-hidden", "true");
      const result = await vegaEmbed(plot, fitted(spec, width), {
        ast: true, renderer: "svg", actions: false, defaultStyle: false, tooltip, logLevel: vega.Error,
      });
      const old = place.querySelector(".chart__drawn"); // stays in sight until the new one is there
      if (old) old.replaceWith(plot); else place.append(plot);
      known?.view?.finalize();
      result.view.addEventListener("click", follow);
      state.view = result.view;
      place.dataset.drawn = String(width);
      reach(place);
      document.dispatchEvent(new CustomEvent("jointline:drawn", { detail: place.closest("figure")?.id ?? "" }));
    } catch (error) {
      place.dataset.failed = "";
      console.error(error);
    }
  }

  // What is wider than its place can be scrolled with the keyboard.
  function reach(place) {
    if (place.scrollWidth > place.clientWidth + 1) place.tabIndex = 0;
    else place.removeAttribute("tabindex");
  }

  // Wait for the right moment: near the window, then again whenever the place changes its width.
  const near = new IntersectionObserver((seen) => {
    for (const entry of seen) if (entry.isIntersecting) { near.unobserve(entry.target); draw(entry.target); }
  }, { rootMargin: "600px 0px" });
  let waiting;
  const sizes = new ResizeObserver((changed) => {
    for (const c of changed) reach(c.target);
    if (!changed.some((c) => drawn.has(c.target))) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => { for (const c of drawn.keys()) if (c.isConnected) draw(c); }, 120);
  });

  function find() {
    for (const [place, state] of drawn) {
      if (place.isConnected) continue;
      state.view?.finalize();
      sizes.unobserve(place);
      drawn.delete(place);
    }
    for (const place of document.querySelectorAll("[data-chart]")) {
      const source = place.querySelector("script");
      if (place.dataset.watched && drawn.get(place)?.source === source) continue;
      if (place.dataset.watched && !drawn.has(place)) continue;
      if (drawn.has(place)) { drawn.get(place).view?.finalize(); drawn.delete(place); } // its specification was replaced
      place.dataset.watched = "";
      keepHeight(place);
      near.observe(place);
      sizes.observe(place);
    }
  }

  function all() { for (const place of document.querySelectorAll("[data-chart]")) { near.unobserve(place); draw(place); } }

  for (const event of ["htmx:afterSettle", "jointline:charts"]) document.addEventListener(event, find);
  addEventListener("beforeprint", all);
  // a chart in a part that was closed gets its width when it opens
  document.addEventListener("toggle", find, true);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", find);
  else find();
  addEventListener("load", () => { // the rest while nobody waits, so that print and search find them
    if (document.querySelector("[data-chart]")) (globalThis.requestIdleCallback ?? setTimeout)(all, { timeout: 3000 });
  });
})();
