// The marks of a chart by keyboard: one stop of the Tab key a chart, arrow keys from mark to mark, Enter opens what a mark rests on,
// Escape puts its words away. The stop is a link that lies on the mark, so that the focus is seen where it is.
"use strict";

(() => {
  const ROWS = ["case", "name", "label", "cause", "method"]; // what one row of marks has in common
  const COLUMN = "when";

  // What a mark rests on opens in the drawer as with every number, a case is a page, a month of this view keeps what else is asked of it.
  function link(made, to) {
    made.href = to;
    delete made.dataset.drawer;
    delete made.dataset.swap;
    if (globalThis.jointlineOpens?.(made.href)) made.dataset.drawer = "";
    else if (made.pathname === location.pathname && location.protocol !== "file:") {
      const asked = new URL(made.href);
      for (const [name, value] of new URLSearchParams(location.search)) if (!asked.searchParams.has(name)) asked.searchParams.append(name, value);
      made.href = asked;
      made.dataset.swap = "";
    }
    return made;
  }

  function lines(tooltip) {
    if (!tooltip || typeof tooltip !== "object") return [String(tooltip ?? "")];
    return Object.entries(tooltip).filter(([, v]) => v !== "" && v !== null && v !== undefined).map(([k, v]) => (k.trim() ? `${k}: ${v}` : String(v)));
  }

  // Marks in groups, rows from the top or columns from the left, each in reading order
  function groups(plot) {
    const found = [...plot.querySelectorAll("svg path, svg line, svg text")].filter((e) => e.__data__?.tooltip && e.__data__.datum)
      .map((at) => ({ at, item: at.__data__, box: at.getBoundingClientRect() }));
    const held = (key) => found.every(({ item }) => typeof item.datum[key] === "string");
    const column = held(COLUMN);
    const key = column ? COLUMN : ROWS.find(held);
    const by = new Map();
    const told = new Set(); // a bar and its label say the same: one stop
    for (const mark of found) {
      const name = key ? mark.item.datum[key] : "", words = `${name}|${mark.item.datum.open}|${lines(mark.item.tooltip)}`;
      if (told.has(words)) continue;
      told.add(words);
      by.set(name, [...(by.get(name) ?? []), mark]);
    }
    const x = ({ box }) => box.x + box.width / 2, y = ({ box }) => box.y + box.height / 2;
    const order = column ? (a, b) => y(a) - y(b) : (a, b) => x(a) - x(b) || y(a) - y(b);
    const made = [...by.values()].map((group) => group.sort(order));
    made.sort((a, b) => (column ? x(a[0]) - x(b[0]) : y(a[0]) - y(b[0])));
    return { column, made };
  }

  function nearest(group, mark) {
    const far = ({ box }) => Math.hypot(box.x - mark.box.x, box.y - mark.box.y);
    return group.reduce((best, other) => (far(other) < far(best) ? other : best));
  }

  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  function step(marks, mark, key) {
    const { made, column } = marks;
    const all = made.flat();
    if (key === "Home") return all[0];
    if (key === "End") return all.at(-1);
    const [across, down] = STEPS[key];
    const within = column ? down : across, beside = column ? across : down;
    if (within) return all[all.indexOf(mark) + within] ?? mark; // past the end of a row the next one begins
    if (made.length === 1) return all[all.indexOf(mark) + beside] ?? mark;
    const next = made[made.findIndex((group) => group.includes(mark)) + beside];
    return next ? nearest(next, mark) : mark;
  }

  const memory = new Map(); // id of a figure -> the mark its stop stood on
  let held = null; // the figure whose stop has the focus, until something else has it
  document.addEventListener("focusin", (event) => { if (!event.target.matches(".chart__mark")) held = null; });

  // A stop for the marks of the drawing *plot* in *place*; say(handler, event, item, tooltip) shows the words of one.
  globalThis.jointlineMarks = (place, plot, { say, name }) => {
    const old = place.querySelector(".chart__mark");
    const marks = groups(plot);
    if (!marks.made.length) return void old?.remove();
    const stop = old ?? document.createElement("a");
    const figure = place.closest("figure")?.id, all = marks.made.flat();
    let now = all[Math.min(memory.get(figure) ?? 0, all.length - 1)];
    stop.className = "chart__mark";
    stop.tabIndex = 0;

    function stand(mark, moved) {
      now = mark;
      const box = mark.at.getBoundingClientRect(), edge = place.getBoundingClientRect();
      const words = lines(mark.item.tooltip).join("; ");
      memory.set(figure, all.indexOf(mark));
      stop.setAttribute("aria-label", `${name}: ${words}`);
      stop.setAttribute("aria-describedby", mark.item.datum.open ? "chart-keys" : "chart-keys-only");
      if (mark.item.datum.open) link(stop, mark.item.datum.open).removeAttribute("role");
      else { stop.removeAttribute("href"); stop.setAttribute("role", "img"); }
      Object.assign(stop.style, {
        left: `${box.x - edge.x + place.scrollLeft - 3}px`, top: `${box.y - edge.y - 3}px`, width: `${box.width + 6}px`, height: `${box.height + 6}px`,
      });
      if (!moved) return;
      stop.scrollIntoView({ block: "nearest", inline: "nearest" });
      document.getElementById("spoken").textContent = words;
      tell();
    }
    function tell() {
      const box = now.at.getBoundingClientRect();
      say(null, { clientX: box.right, clientY: box.bottom }, now.item, now.item.tooltip);
    }
    const hush = () => say(null, null, null, null);

    stop.onfocus = () => { held = figure; if (stop.matches(":focus-visible")) tell(); };
    stop.onblur = hush;
    stop.onkeydown = (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "Escape") hush();
      else if (event.key in STEPS || event.key === "Home" || event.key === "End") {
        event.preventDefault();
        stand(step(marks, now, event.key), true);
      }
    };
    stand(now, false);
    if (!old) place.append(stop);
    if (document.activeElement === stop) tell();
    else if (held === figure && document.activeElement === document.body) stop.focus({ preventScroll: true });
  };
  jointlineMarks.link = link;
})();
