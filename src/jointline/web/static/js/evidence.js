// The evidence view: drop, read, follow a passage, tick, add. The document stays in this page between the two steps.
"use strict";

(() => {
  const form = document.getElementById("given");
  if (!form) return;
  const drop = document.getElementById("drop");
  const file = document.getElementById("document");
  const busy = document.getElementById("busy");
  const found = document.getElementById("found");
  let read = null; // what was read last: adding sends the same document

  const named = () => { document.getElementById("name").textContent = file.files[0]?.name ?? ""; };
  file.addEventListener("change", () => { named(); if (file.files.length) form.requestSubmit(); });
  for (const kind of ["dragenter", "dragover"]) {
    document.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("drop--over"); });
  }
  for (const kind of ["dragleave", "drop"]) {
    document.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.remove("drop--over"); });
  }
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    file.files = event.dataTransfer.files;
    named();
    form.requestSubmit();
  });

  async function send(address, data, into) {
    busy.textContent = form.dataset.reading;
    form.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { method: "POST", body: data, headers: { "x-jointline-token": token() } });
      const text = await answer.text();
      if (!(answer.headers.get("content-type") ?? "").startsWith("text/html")) throw new Error(text);
      // made by this server from escaped templates
      into.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
      return answer.ok;
    } catch {
      into.textContent = form.dataset.failed;
      return false;
    } finally {
      busy.textContent = "";
      form.removeAttribute("aria-busy");
      into.focus({ preventScroll: true });
      into.scrollIntoView({ block: "start" });
    }
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const largest = Number(form.dataset.largest) * 2 ** 20;
    if (file.files[0]?.size > largest) { found.textContent = form.dataset.toolarge; return; }
    read = new FormData(form);
    if (await send(form.action, read, found)) follow();
  });

  function follow() {
    const choose = document.getElementById("choose");
    if (!choose) return;
    const boxes = [...choose.querySelectorAll("input[name=chosen]:not(:disabled)")];
    const add = document.getElementById("add");
    const count = () => {
      const n = boxes.filter((b) => b.checked).length;
      if (!add) return;
      add.disabled = n === 0;
      add.textContent = (n === 1 ? add.dataset.one : add.dataset.many).replace("{n}", n);
    };
    choose.addEventListener("change", count);
    document.getElementById("all")?.addEventListener("click", () => {
      const all = boxes.some((b) => !b.checked);
      for (const box of boxes) box.checked = all;
      count();
    });
    choose.addEventListener("submit", async (event) => {
      event.preventDefault();
      const data = new FormData();
      for (const [name, value] of read) data.append(name, value);
      data.set("by", form.elements.by.value);
      for (const box of boxes) if (box.checked) data.append("chosen", box.value);
      add.disabled = true;
      if (!(await send(form.dataset.accept, data, document.getElementById("added")))) count();
    });
    // a passage and its claim light up together
    const mine = (element) => element.closest?.("[data-passage]")?.dataset.passage.split(" ").at(-1);
    for (const kind of ["pointerover", "focusin"]) {
      found.addEventListener(kind, (event) => {
        const number = mine(event.target);
        for (const part of found.querySelectorAll("[data-passage]")) {
          part.classList.toggle("lit", number !== undefined && part.dataset.passage.split(" ").includes(number));
        }
      });
    }
  }
})();
