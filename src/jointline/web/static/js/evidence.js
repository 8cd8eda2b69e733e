// The evidence view: drop, read, follow a passage, tick, add. The document stays in this page between the two steps.
"use strict";

(() => {
  const form = document.getElementById("given");
  if (!form) return;
  const drop = document.getElementById("drop");
  const file = document.getElementById("document");
  const text = form.elements.text;
  const busy = document.getElementById("busy");
  const found = document.getElementById("found");
  const LONG = 500_000; // characters: a longer text goes as a file, since a field of a form is limited
  let read = null; // what was read last: adding sends the same document
  let sending = null;

  const named = () => { document.getElementById("name").textContent = file.files[0]?.name ?? ""; };
  file.addEventListener("change", () => { named(); if (file.files.length) { text.value = ""; form.requestSubmit(); } });
  text.addEventListener("input", () => { if (text.value.trim() && file.files.length) { file.value = ""; named(); } });

  // a drag over the page, not over each of its elements: every dragenter is met by a dragleave
  let over = 0;
  const mark = (step) => { over = Math.max(0, over + step); drop.classList.toggle("drop--over", over > 0); };
  const carries = (event) => [...(event.dataTransfer?.types ?? [])].some((t) => t === "Files" || t === "text/plain");
  document.addEventListener("dragenter", (event) => { if (carries(event)) { event.preventDefault(); mark(1); } });
  document.addEventListener("dragover", (event) => { if (carries(event) && event.target !== text) event.preventDefault(); });
  document.addEventListener("dragleave", (event) => { if (carries(event)) mark(-1); });
  document.addEventListener("drop", (event) => {
    mark(-over);
    const given = event.dataTransfer;
    if (given.files.length) {
      event.preventDefault();
      const one = new DataTransfer();
      one.items.add(given.files[0]);
      file.files = one.files;
      text.value = "";
      named();
      form.requestSubmit();
    } else if (event.target !== text && given.getData("text/plain").trim()) {
      event.preventDefault();
      file.value = "";
      named();
      text.value = given.getData("text/plain");
      form.requestSubmit();
    }
  });

  function tell(words, into) {
    const box = document.createElement("div");
    box.className = "notice notice--error";
    box.setAttribute("role", "alert");
    box.append(Object.assign(document.createElement("p"), { textContent: words }));
    into.replaceChildren(box);
  }

  async function send(address, data, into) {
    sending?.abort();
    const mine = sending = new AbortController();
    busy.textContent = form.dataset.reading;
    form.setAttribute("aria-busy", "true");
    let well = false;
    try {
      const headers = { "x-jointline-token": token(), "x-part": "evidence" };
      const answer = await fetch(address, { method: "POST", body: data, headers, signal: mine.signal });
      const said = await answer.text();
      if (!(answer.headers.get("content-type") ?? "").startsWith("text/html")) throw new Error(said);
      // made by this server from escaped templates
      into.replaceChildren(...new DOMParser().parseFromString(said, "text/html").body.childNodes);
      well = answer.ok;
    } catch (error) {
      if (error.name === "AbortError") return false;
      tell(form.dataset.failed, into);
    }
    busy.textContent = "";
    form.removeAttribute("aria-busy");
    into.focus({ preventScroll: true });
    into.scrollIntoView({ block: "start" });
    return well;
  }

  async function ask(first) {
    read.set("first", String(first));
    if (await send(form.action, read, found)) follow();
  }

  // the file that the server makes of what was read, saved as a link's would be
  async function save(ending) {
    const headers = { "x-jointline-token": token(), "x-part": "evidence" };
    try {
      const answer = await fetch(`${form.action}.${ending}`, { method: "POST", body: read, headers });
      if (!answer.ok) throw new Error(answer.statusText);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await answer.blob());
      link.download = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? `jointline-read.${ending}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    } catch {
      document.getElementById("spoken").textContent = busy.textContent = form.dataset.failed;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const largest = Number(form.dataset.largest) * 2 ** 20;
    if (file.files[0]?.size > largest) { tell(form.dataset.toolarge, found); return; }
    read = new FormData(form);
    if (!file.files.length) read.delete("document");
    if (text.value.length > LONG) {
      read.delete("text");
      read.set("document", new Blob([text.value], { type: "text/plain" }), form.dataset.pasted);
    }
    ask(0);
  });

  // a passage and its claim light up together
  const number = (element) => element?.closest?.("[data-passage]")?.dataset.passage.split(" ").at(-1);
  for (const kind of ["pointerover", "focusin"]) {
    found.addEventListener(kind, (event) => {
      const lit = number(event.target);
      for (const part of found.querySelectorAll("[data-passage]")) {
        part.classList.toggle("lit", lit !== undefined && part.dataset.passage.split(" ").includes(lit));
      }
    });
  }
  found.addEventListener("pointerleave", () => { for (const part of found.querySelectorAll(".lit")) part.classList.remove("lit"); });

  // from a passage to what it says and back: by its number, and anywhere on the passage with the mouse
  function go(id) {
    const target = document.getElementById(id);
    if (!target) return;
    target.focus({ preventScroll: true });
    const box = target.closest(".reading__text");
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (box && box.scrollHeight > box.clientHeight) {
      const away = target.getBoundingClientRect().top - box.getBoundingClientRect().top;
      box.scrollTo({ top: box.scrollTop + away - box.clientHeight / 3, behavior: calm ? "auto" : "smooth" });
      box.scrollIntoView({ block: "nearest" });
    } else target.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  }
  found.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.passage__number");
    if (link) {
      event.preventDefault();
      go(link.getAttribute("href").slice(1));
      return;
    }
    const passage = event.target.closest?.("mark.passage");
    if (passage && getSelection().isCollapsed) go(`passage-${number(passage)}`);
    const ending = event.target.closest?.("button[data-export]")?.dataset.export;
    if (ending && read) save(ending);
    const more = event.target.closest?.("button[data-first]");
    if (more && read) ask(Number(more.dataset.first));
  });

  function follow() {
    const choose = document.getElementById("choose");
    if (!choose) return;
    const boxes = [...choose.querySelectorAll("input[name=chosen]:not(:disabled)")];
    const add = document.getElementById("add");
    const all = document.getElementById("all");
    const count = () => {
      if (!add) return;
      const n = boxes.filter((b) => b.checked).length;
      add.disabled = n === 0;
      add.textContent = (n === 0 ? add.dataset.none : n === 1 ? add.dataset.one : add.dataset.many).replace("{n}", n);
      all.textContent = n === boxes.length ? all.dataset.none : all.dataset.all;
    };
    // the cases a person may tie a claim to: put into a list when it is reached, since there may be hundreds of lists
    choose.addEventListener("focusin", (event) => {
      const list = event.target.closest?.("select[data-cases]");
      if (list?.options.length === 1) list.append(document.getElementById("cases").content.cloneNode(true));
    });
    choose.addEventListener("change", (event) => {
      const list = event.target.closest?.("select[data-cases]");
      const box = list?.closest("li").querySelector(`input[value="${list.dataset.statement}"]`);
      if (box && !box.disabled && list.value) box.checked = true;
      count();
    });
    all?.addEventListener("click", () => {
      const tick = boxes.some((b) => !b.checked);
      for (const box of boxes) box.checked = tick;
      count();
    });
    choose.addEventListener("submit", async (event) => {
      event.preventDefault();
      const data = new FormData();
      for (const [name, value] of read) data.append(name, value);
      data.set("by", form.elements.by.value);
      const ticked = boxes.filter((b) => b.checked && !b.disabled);
      for (const box of ticked) {
        data.append("chosen", box.value);
        const list = choose.querySelector(`select[data-statement="${box.value}"]`);
        if (list?.value) data.append("about", `${box.value} ${list.value}`);
      }
      add.disabled = true;
      const done = await send(form.dataset.accept, data, document.getElementById("added"));
      if (!done) { count(); return; }
      for (const box of ticked) { // what was added cannot be added again
        box.disabled = true;
        box.checked = false;
        const list = choose.querySelector(`select[data-statement="${box.value}"]`);
        if (list) list.disabled = true;
        const state = box.closest("label").querySelector(".state");
        state.textContent = add.dataset.added;
        state.className = "state state--known";
        boxes.splice(boxes.indexOf(box), 1);
      }
      count();
      if (!boxes.length) choose.querySelector(".reading__act").remove();
    });
  }
})();
