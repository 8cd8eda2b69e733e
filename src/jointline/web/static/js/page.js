// What every page does: the theme button, parts that are fetched later, the token of a write.
"use strict";

const THEMES = ["auto", "light", "dark"];

function themeButton() {
  const button = document.getElementById("theme");
  if (!button) return;
  button.addEventListener("click", () => {
    const now = document.documentElement.dataset.theme || "auto";
    const next = THEMES[(THEMES.indexOf(now) + 1) % THEMES.length];
    if (next === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    try { localStorage.setItem("jointline-theme", next); } catch { /* not kept */ }
    document.dispatchEvent(new CustomEvent("jointline:theme"));
  });
}

// A part that is fetched later is of another height than the place that waits for it, which is as high as the window. What the
// reader sees below it stays where it is: a part above is made good by scrolling, one that is shorter keeps the height until it is
// out of sight.
let waited = null;
// A part that is put in the place of the button that asked for it: the keyboard goes on from there, not from the top of the page.
let stoodIn = false;
document.addEventListener("htmx:afterSettle", (event) => {
  if (!stoodIn || document.activeElement !== document.body) return;
  stoodIn = false;
  event.target.tabIndex = -1;
  event.target.focus({ preventScroll: true });
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const { top, bottom } = event.detail.target.getBoundingClientRect();
  stoodIn = event.detail.target.contains(document.activeElement);
  waited = { top, bottom, whole: document.documentElement.scrollHeight, at: scrollY };
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (!waited) return;
  const { top, bottom, whole, at } = waited;
  waited = null;
  if (top < 0 && bottom > 0 && bottom < innerHeight) {
    scrollTo({ top: at + document.documentElement.scrollHeight - whole, behavior: "instant" });
  } else if (top < innerHeight && bottom > 0) {
    const kept = Math.min(bottom, innerHeight) - event.target.getBoundingClientRect().top;
    if (event.target.offsetHeight < kept) keepUntilPast(event.target, kept);
  }
});

function keepUntilPast(part, high) {
  part.style.minHeight = `${high}px`;
  const seen = new IntersectionObserver(([entry]) => {
    if (entry.isIntersecting) return;
    seen.disconnect();
    const from = part.getBoundingClientRect().top + part.offsetHeight;
    part.style.minHeight = "";
    const moved = part.getBoundingClientRect().top + part.offsetHeight - from;
    if (entry.boundingClientRect.top < 0 && moved) scrollBy({ top: moved, behavior: "instant" });
  });
  seen.observe(part);
}

// what a view is moved to without being loaded anew stands in the address
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-tables]");
  if (link) link.search = location.search;
});

// Cookies are shared by the ports of a machine: the port is in the name. Behind a program that asks by another port than the reader's
// there is one of another name.
function token() {
  const held = document.cookie.split("; ").map((c) => c.split("=")).filter(([name]) => /^jointline_token(_\d+)?$/.test(name));
  const own = location.port ? `jointline_token_${location.port}` : "jointline_token";
  return (held.find(([name]) => name === own) ?? held[0])?.[1] ?? "";
}

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") event.detail.headers["x-jointline-token"] = token();
});

// A part that cannot be had says so in its place: the server's words, or that it does not answer.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status < 400 || !(xhr.getResponseHeader("content-type") ?? "").startsWith("text/html")) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});
document.addEventListener("htmx:sendError", (event) => {
  const told = Object.assign(document.createElement("p"), { className: "notice notice--error", textContent: document.getElementById("drawer-body").dataset.failed });
  told.setAttribute("role", "alert");
  event.detail.target.replaceChildren(told);
});

themeButton();
