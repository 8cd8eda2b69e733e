// The drawer that a number opens. What it shows stands in the address (#open=/en/why/…), so that a permalink is the exact view;
// going back takes one step in it, then closes it. Only what numbers of this page may open is opened from an address.
"use strict";

(() => {
  const drawer = document.getElementById("drawer");
  const body = document.getElementById("drawer-body");
  const back = document.getElementById("drawer-back");
  if (!drawer || !body || !back) return;
  const KEY = "#open=";
  const KINDS = (drawer.dataset.opens ?? "").split(" ").filter(Boolean); // none in a static site: there they are pages
  const past = []; // what links in the drawer replaced
  let shown = "";
  let asked = 0;
  let at = 0; // where the drawer is scrolled to

  // The path of an address that a number of this page may open; empty of any other
  function opens(address) {
    let to;
    try { to = new URL(address, location.href); } catch { return ""; }
    const [, lang, ...rest] = to.pathname.split("/");
    const path = rest.join("/");
    const known = KINDS.some((kind) => (kind.endsWith("/") ? path.startsWith(kind) : path === kind));
    return known && to.origin === location.origin && lang === location.pathname.split("/")[1] ? to.pathname + to.search : "";
  }

  const named = () => (location.hash.startsWith(KEY) ? opens(location.hash.slice(KEY.length)) : "");
  // pushed: steps back to the page without a drawer · deep: steps back within the drawer
  const steps = () => ({ pushed: 0, deep: 0, ...history.state?.drawer });

  async function fetched(address) {
    try {
      const answer = await fetch(address, { headers: { "x-part": "drawer" } });
      const text = await answer.text(); // an error says in the page's words what is wrong
      if (!(answer.headers.get("content-type") ?? "").startsWith("text/html")) throw new Error(text);
      return [...new DOMParser().parseFromString(text, "text/html").body.childNodes]; // made by this server from escaped templates
    } catch {
      return [body.dataset.failed];
    }
  }

  function put(nodes, address, top) {
    const further = drawer.open;
    body.replaceChildren(...nodes);
    shown = address;
    if (!further) drawer.showModal();
    back.hidden = !steps().deep;
    drawer.scrollTop = at = top;
    const title = body.querySelector("#drawer-title");
    if (!further || !title) return;
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
  }

  // A link of the page or of the drawer was followed
  async function follow(link) {
    const address = opens(link.href);
    const mine = ++asked;
    const nodes = await fetched(link.href);
    if (mine !== asked) return;
    const { pushed, deep } = steps();
    const further = drawer.open;
    if (further) past.push({ address: shown, nodes: [...body.childNodes], at });
    if (address) history.pushState({ drawer: { pushed: pushed + 1, deep: further ? deep + 1 : 0 } }, "", KEY + address);
    put(nodes, address, 0);
  }

  // The address was changed: by going back or on, by hand, or it is that of a permalink
  async function arrive() {
    const address = named();
    const mine = ++asked;
    if (!address) return void (drawer.open && drawer.close());
    if (drawer.open && address === shown) return;
    const before = past.findLastIndex((step) => step.address === address);
    if (drawer.open && before >= 0) {
      const [step] = past.splice(before);
      return put(step.nodes, address, step.at);
    }
    const nodes = await fetched(address);
    if (mine === asked) put(nodes, address, 0);
  }

  drawer.addEventListener("scroll", () => { at = drawer.scrollTop; });
  drawer.addEventListener("close", () => {
    asked += 1;
    past.length = 0;
    shown = "";
    body.replaceChildren();
    back.hidden = true;
    if (!location.hash.startsWith(KEY)) return;
    const { pushed } = steps();
    if (pushed) history.go(-pushed);
    else history.replaceState(null, "", location.pathname + location.search);
  });
  back.addEventListener("click", () => history.back());
  addEventListener("popstate", arrive);

  // A link with data-drawer opens in the drawer; without script, or with a key held, it is an ordinary link.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-drawer]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0 || location.protocol === "file:") return;
    event.preventDefault();
    follow(link);
  });

  globalThis.jointlineOpens = opens;
  if (named()) arrive();
})();
