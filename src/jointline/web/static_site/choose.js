// The first page of a static site: go on in the reader's language. Without script, the page offers both.
"use strict";

const wanted = [...(navigator.languages ?? [navigator.language])].map((tag) => tag.toLowerCase());
const first = wanted.find((tag) => tag.startsWith("zh") || tag.startsWith("en")) ?? "en";
location.replace(first.startsWith("zh") ? "zh-TW/backlog.html" : "en/backlog.html");
