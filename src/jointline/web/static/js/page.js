// What every page does: the theme button, the drawer that a number opens, the token of a write, charts.
"use strict";

const THEMES = ["auto", "light", "dark"];

function themeButton() {
  const button = document.getElementById("theme");
  if (!button) return;
  const show = () => { button.textContent = button.dataset[document.documentElement.dataset.theme || "auto"]; };
  button.hidden = false;
  show();
  button.addEventListener("click", () => {
    const now = document.documentElement.dataset.theme || "auto";
    const next = THEMES[(THEMES.indexOf(now) + 1) % THEMES.length];
    if (next === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    try { localStorage.setItem("jointline-theme", next); } catch { /* not kept */ }
    show();
    document.dispatchEvent(new CustomEvent("jointline:theme"));
  });
}

// A link with data-drawer opens in the drawer; without script, or with a key held, it is an ordinary link.
async function openDrawer(link) {
  const drawer = document.getElementById("drawer");
  const body = document.getElementById("drawer-body");
  let text;
  try {
    const answer = await fetch(link.href, { headers: { "x-part": "drawer" } });
    if (!answer.ok) throw new Error(String(answer.status));
    text = await answer.text();
  } catch {
    body.textContent = body.dataset.failed;
    if (!drawer.open) drawer.showModal();
    return;
  }
  // made by this server from escaped templates
  body.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
  if (!drawer.open) drawer.showModal();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-drawer]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0 || location.protocol === "file:") return;
  event.preventDefault();
  openDrawer(link);
});

function token() {
  return document.cookie.split("; ").find((c) => c.startsWith("jointline_token="))?.split("=")[1] ?? "";
}

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") event.detail.headers["x-jointline-token"] = token();
});

themeButton();
