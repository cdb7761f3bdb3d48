// What every page does beyond links and forms. Nothing here is needed to read: without it each link and form asks the server.
"use strict";

/** A switch of language or theme comes back to where the reader is now, which the slider may have moved on. */
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-prefer]");
  if (!link) return;
  const to = new URL(link.href);
  to.searchParams.set("back", location.pathname + location.search);
  link.href = to.href;
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-print]")) window.print();
});

/** Puts the text of what `data-copy` names on the clipboard and says so. */
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  const from = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(from.value ?? from.textContent);
    say(button.dataset.done);
  } catch { // a page that came over a network in the clear has no clipboard: the text is shown, to be copied by hand
    from.closest("details")?.setAttribute("open", "");
    focusOn(from);
  }
});

/** Tells a reader who hears the page. */
function say(words) {
  const live = document.getElementById("live");
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = words ?? ""; });
}

const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");

/** `/` to the search, `j` and `k` through the sections, `[` and `]` one day back and on; never while somebody types or holds a modifier. */
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event.target)) return;
  const act = KEYS[event.key];
  if (act && act() !== false) event.preventDefault();
});

const KEYS = {
  "/": () => focusOn(document.getElementById("seek")),
  j: () => toSection(1),
  k: () => toSection(-1),
  "[": () => press("#earlier"),
  "]": () => press("#later"),
  "?": showKeys,
  Escape: closeKeys,
};

/** Opens the list of the keys over the page, or closes it. */
function showKeys() {
  const keys = document.getElementById("keys");
  if (!keys || keys.offsetParent === null) return false;
  keys.open = !keys.open;
  if (keys.open) say([...keys.querySelectorAll("dl > *")].map((part) => part.textContent).join(" "));
}

function closeKeys() {
  const keys = document.getElementById("keys");
  if (!keys?.open) return false;
  keys.open = false;
}

function focusOn(element) {
  if (!element) return false;
  element.focus();
  element.select?.();
}

function press(selector) {
  const link = document.querySelector(selector);
  if (!link) return false;
  link.click();
}

function toSection(way) {
  const sections = [...document.querySelectorAll("main section[id], main article[data-stop]")].filter((s) => s.offsetParent !== null);
  const top = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
  const at = (s) => s.getBoundingClientRect().top - top;
  const next = way > 0 ? sections.find((s) => at(s) > 4) : sections.findLast((s) => at(s) < -4);
  if (!next) return false;
  if (!next.hasAttribute("tabindex")) next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView();
}
