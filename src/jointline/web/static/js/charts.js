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
  const PAGE = 680; // pixels of a chart on paper: the width of a sheet between its margins
  // the hex values that charts are written with (report/charts/theme.py) and the names of base.css
  const PALETTE = {
    "#00639c": "traditional", "#c04f00": "asymmetric", "#005e46": "munitions", "#8f3fd6": "c4isr",
    "#75707a": "sustainment", "#231f38": "training", "#7d5aa6": "other",
    "#4b97c6": "first", "#083d66": "final", "#c4421c": "promise", "#004d40": "came", "#b9d3e4": "band",
    "#1b1d21": "ink", "#50555e": "ink-2", "#6b717b": "ink-3", "#e3e0da": "line", "#c9c5bd": "line-2", "#ffffff": "paper",
  };

  let loaded;
  let onPaper = false;
  const drawn = new Map(); // place -> { view, width, spec }
  const last = new Map(); // id of a figure -> its last drawing, which stays in sight where the figure is replaced

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
    const left = Math.max(8, Math.min(event.clientX + 14, innerWidth - box.width - 8));
    const below = event.clientY + 18 + box.height < innerHeight;
    tip.style.left = `${left}px`;
    tip.style.top = `${below ? event.clientY + 18 : Math.max(8, event.clientY - box.height - 14)}px`;
  }

  // A mark with a place to go
  function follow(event, item) {
    if (!item?.datum?.open) return;
    const link = jointlineMarks.link(document.createElement("a"), item.datum.open);
    link.hidden = true;
    document.body.append(link);
    link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey }));
    link.remove();
  }

  function written(place) {
    return JSON.parse(place.querySelector("script[type='application/json']").textContent);
  }

  // How high a chart will be, before it is drawn: what follows does not jump. What stands around the plot is told by the
  // specification (theme.around); a chart of rows has as many as the longest list of names on its y axis.
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
    if (high) place.style.minHeight = `${high + (spec.usermeta?.around?.[narrow ? 1 : 0] ?? 0)}px`;
  }

  // The drawing of a figure that was replaced stays until the new one is there
  function keepSight(place) {
    const before = last.get(place.closest("figure")?.id);
    if (before && !before.isConnected && !place.querySelector(".chart__drawn")) place.append(before);
  }

  async function draw(place) {
    const known = drawn.get(place);
    const spec = known?.spec ?? coloured(written(place));
    const width = Math.min(Math.floor(place.clientWidth), onPaper ? PAGE : Infinity);
    if (!width || known?.width === width) return;
    const state = { spec, width, view: known?.view, source: known?.source ?? place.querySelector("script") };
    drawn.set(place, state);
    try {
      await load();
      const plot = document.createElement("div");
      plot.className = "chart__drawn";
      plot.setAttribute("role", "img"); // one picture, said by its caption; its words are said mark by mark
      plot.setAttribute("aria-label", place.dataset.label);
      const picture = document.createElement("div");
      picture.setAttribute("aria-hidden", "true");
      plot.append(picture);
      const result = await vegaEmbed(picture, fitted(spec, width), {
        ast: true, renderer: "svg", actions: false, defaultStyle: false, tooltip, logLevel: vega.Error,
      });
      const old = place.querySelector(".chart__drawn"); // stays in sight until the new one is there
      if (old) old.replaceWith(plot); else place.append(plot);
      known?.view?.finalize();
      result.view.addEventListener("click", follow);
      state.view = result.view;
      place.removeAttribute("role");
      place.removeAttribute("aria-label");
      place.dataset.drawn = String(width);
      last.set(place.closest("figure")?.id, plot);
      jointlineMarks(place, plot, { say: tooltip, name: place.dataset.label });
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
      place.dataset.label ??= place.getAttribute("aria-label");
      keepHeight(place);
      keepSight(place);
      near.observe(place);
      sizes.observe(place);
    }
    if (document.readyState === "complete") rest();
  }

  function all() { for (const place of document.querySelectorAll("[data-chart]")) { near.unobserve(place); draw(place); } }

  // Those that nobody has come near to, while nobody waits: print and search find them
  function rest() {
    if (document.querySelector("[data-chart]:not([data-drawn])")) (globalThis.requestIdleCallback ?? setTimeout)(all, { timeout: 3000 });
  }

  // On paper a chart is as wide as the sheet, its type as large as the text's. Vega runs without waiting where nothing is loaded.
  function paper(on) {
    onPaper = on;
    for (const [place, state] of drawn) {
      const spec = place.isConnected && state.view ? written(place) : null;
      const width = Math.min(Math.floor(place.clientWidth), on ? PAGE : Infinity);
      if (spec?.width !== "container" || (!on && state.width === width)) continue;
      state.view.width(Math.min(width, spec.usermeta?.most ?? width)).run();
      state.width = width;
    }
  }

  for (const event of ["htmx:afterSwap", "jointline:charts"]) document.addEventListener(event, find);
  addEventListener("beforeprint", () => { paper(true); all(); });
  addEventListener("afterprint", () => paper(false));
  // a chart in a part that was closed gets its width when it opens
  document.addEventListener("toggle", find, true);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", find);
  else find();
  addEventListener("load", rest);
})();
