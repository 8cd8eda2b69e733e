// Before the first paint: the theme that the reader chose, if any; what needs a script takes its place (base.css); and the page
// stays unseen until the fonts of its first lines are there, so that no line breaks anew under the reader's eyes.
(() => {
  const root = document.documentElement;
  const WAIT = 2000; // milliseconds: a page in the system's fonts is better than none
  root.classList.add("scripted");
  try {
    const chosen = localStorage.getItem("jointline-theme");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  } catch { /* storage is off: the system's theme holds */ }
  if (!document.fonts?.load) return;
  const text = root.lang.startsWith("zh") ? "a字" : "a";
  const asked = ['400 1em "Noto Sans TC"', '700 1em "Noto Sans TC"', '600 1em "Source Serif 4"'].map((font) => document.fonts.load(font, text));
  const show = () => root.classList.remove("unset");
  root.classList.add("unset");
  setTimeout(show, WAIT);
  Promise.allSettled(asked).then(show);
})();
