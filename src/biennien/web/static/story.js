// The page of a story: charts on their axis, and the slider that moves the page to another day.
"use strict";

document.documentElement.classList.add("js");

const english = document.documentElement.lang === "en";
const shortDay = (iso) => english
  ? new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" }).format(new Date(`${iso}T00:00:00Z`))
  : `${iso.slice(8, 10)}/${iso.slice(5, 7)}`;
const PAPER = 690; // pixels of a printed page

function drawCharts(paper = 0) {
  const until = document.querySelector(".chart[data-until]")?.dataset.until ?? null;
  placeCharts(document, { paper, until, shortDay });
}

let asked = null; // the step that was asked for last
let waiting = 0;

/** Shows the page of a step: the words of the slider at once, the page as soon as the server has it. */
function goTo(step, { wait = 0 } = {}) {
  const range = document.getElementById("day");
  const choice = document.getElementById("day-chosen").options[step];
  if (!range || !choice || step === asked) return;
  asked = step;
  range.value = step;
  const words = choice.value ? choice.textContent.replace(/\s*\(.*\)\s*$/, "") : choice.textContent;
  range.setAttribute("aria-valuetext", words);
  document.getElementById("day-shown").textContent = words;
  document.getElementById("as-known").classList.add("is-busy");
  clearTimeout(waiting);
  waiting = setTimeout(() => load(choice.value), wait);
}

function load(day) {
  const to = new URL(location.href);
  to.searchParams.delete("leaf");
  if (day) to.searchParams.set("as_known", day);
  else to.searchParams.delete("as_known");
  to.hash = "";
  const address = to.pathname + to.search;
  htmx.ajax("GET", address, { source: "#story", target: "#story", select: "#story", swap: "outerMorph", push: address });
}

document.addEventListener("input", (event) => {
  if (event.target.id === "day") goTo(Number(event.target.value), { wait: 140 });
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-step]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  goTo(Number(link.dataset.step));
});

const narrow = matchMedia("(max-width: 46rem)");
const stands = new Map(); // on a narrow screen: whether a long part stands open, by its id

/** Folds the long parts of the page on a narrow screen, but those that the reader opened or was led to. */
function fold() {
  for (const part of document.querySelectorAll("details.long")) {
    part.open = !narrow.matches || (stands.get(part.id) ?? isLedTo(part));
  }
}

function isLedTo(part) {
  const section = part.closest("section");
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  return target !== null && section.contains(target);
}

addEventListener("hashchange", () => {
  for (const part of document.querySelectorAll("details.long")) if (isLedTo(part)) part.open = true;
});
narrow.addEventListener("change", fold);

/** After each change of the page: charts are drawn again, and who hears the page is told what is new. */
function refreshed() {
  const told = document.getElementById("told");
  if (!told) return;
  fold();
  drawCharts();
  document.getElementById("as-known")?.classList.remove("is-busy");
  if (asked !== null && Number(told.dataset.place) === asked) say(told.dataset.said);
  asked = null;
  document.body.dataset.drawn = told.dataset.place;
}

document.addEventListener("htmx:after:swap", refreshed);
addEventListener("resize", () => matchMedia("print").matches || drawCharts());
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details.history, details.long")) details.open = true;
  drawCharts(PAPER);
});
addEventListener("afterprint", () => { fold(); drawCharts(); });
document.addEventListener("toggle", (event) => {
  if (event.target.matches(".long")) stands.set(event.target.id, event.target.open);
  if (event.target.open && event.target.querySelector(".chart")) drawCharts();
}, true);
refreshed();
