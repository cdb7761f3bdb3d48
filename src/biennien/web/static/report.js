// Marks in a text: what was understood shows beside them, cited words of the address are lit, the switches are remembered.
"use strict";
(() => {
  let shown = null;
  let leaving = 0;
  const box = () => document.getElementById("understanding");
  const leaf = () => document.querySelector(".leaf");
  const marked = (event) => event.target instanceof Element && event.target.closest(".leaf [data-n]");

  function notesOf(piece) {
    return (piece.dataset.n || "").split(" ").filter(Boolean).map((n) => document.getElementById("u-" + n)).filter(Boolean);
  }
  function place(piece) {
    const at = piece.getClientRects()[0];
    if (!at) return;
    box().hidden = false;
    const { offsetWidth: width, offsetHeight: height } = box();
    const left = Math.max(16, Math.min(at.left, document.documentElement.clientWidth - width - 16));
    const below = at.bottom + 6 + height < window.innerHeight || at.top < height + 12;
    box().style.left = left + window.scrollX + "px";
    box().style.top = (below ? at.bottom + 6 : at.top - height - 6) + window.scrollY + "px";
  }
  function show(piece) {
    clearTimeout(leaving);
    if (shown === piece && !box().hidden) return;
    const notes = notesOf(piece);
    if (!notes.length) return;
    if (shown) shown.classList.remove("is-pointed");
    shown = piece;
    piece.classList.add("is-pointed");
    box().replaceChildren(...notes.map((note) => {
      const copy = document.createElement("div");
      copy.className = note.className;
      copy.append(...[...note.childNodes].map((child) => child.cloneNode(true)));
      return copy;
    }));
    place(piece);
  }
  function hide() {
    clearTimeout(leaving);
    if (box()) box().hidden = true;
    if (shown) shown.classList.remove("is-pointed");
    shown = null;
  }
  const later = () => { clearTimeout(leaving); leaving = setTimeout(hide, 220); };
  for (const name of ["mouseover", "focusin"]) document.addEventListener(name, (event) => {
    const piece = marked(event);
    if (piece) show(piece);
    else if (event.target instanceof Element && event.target.closest("#understanding")) clearTimeout(leaving);
  });
  for (const name of ["mouseout", "focusout"]) document.addEventListener(name, (event) => {
    if (marked(event) || (event.target instanceof Element && event.target.closest("#understanding"))) later();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && shown) hide(); });
  window.addEventListener("resize", hide);

  // A mark without a line of the record leads to what was understood, which may be folded away.
  function unfold() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = target && target.closest("details:not([open])");
    if (folded) { folded.open = true; target.scrollIntoView({ block: "center" }); }
  }
  const wordsOf = (name) => (leaf() && /^w-\d+-\d+$/.test(name) ? [...leaf().querySelectorAll('[data-w~="' + name + '"]')] : []);
  const inAddress = () => { try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; } };
  function light() {
    for (const lit of document.querySelectorAll(".leaf .lit")) lit.classList.remove("lit");
    const words = wordsOf(inAddress());
    for (const piece of words) piece.classList.add("lit");
    return words;
  }
  function arrive() {
    hide();
    unfold();
    const words = light();
    if (words.length) words[0].scrollIntoView({ block: "center" });
  }
  window.addEventListener("hashchange", arrive);
  arrive();

  // Lines beside the text light their words while they are pointed at.
  const brief = (event) => event.target instanceof Element && event.target.closest("[data-line]");
  for (const name of ["mouseover", "focusin"]) document.addEventListener(name, (event) => {
    const line = brief(event);
    if (line) for (const piece of wordsOf("w-" + line.dataset.line)) piece.classList.add("lit");
  });
  for (const name of ["mouseout", "focusout"]) document.addEventListener(name, (event) => { if (brief(event)) light(); });

  // The switches stay as they were left, page by page.
  const kept = "biennien-layers";
  const boxes = () => [...document.querySelectorAll("#layers input")];
  function chosen() {
    try { return JSON.parse(localStorage.getItem(kept) || "{}") || {}; } catch { return {}; }
  }
  function restore() {
    const was = chosen()[location.pathname.split("/")[1]] || {};
    for (const one of boxes()) if (one.id in was) one.checked = was[one.id] === true;
  }
  document.addEventListener("change", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("#layers")) return;
    const now = { ...chosen(), [location.pathname.split("/")[1]]: Object.fromEntries(boxes().map((one) => [one.id, one.checked])) };
    try { localStorage.setItem(kept, JSON.stringify(now)); } catch { /* not kept */ }
  });
  restore();

  // A form came beside its line: go into it. The draft was checked again: say what came of it.
  document.addEventListener("htmx:after:swap", () => {
    hide();
    const asked = document.activeElement && document.activeElement.closest(".amend");
    const field = asked && asked.parentElement.querySelector(".amend-slot :is(input:not([type=hidden]), select)");
    if (field) field.focus();
    restore();
    const checked = document.getElementById("checked");
    if (checked && checked.dataset.said) say(checked.dataset.said);
  });
})();
