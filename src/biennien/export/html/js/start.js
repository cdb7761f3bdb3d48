// The page: one chosen day, one language; everything else is drawn from them.

const PAPER = 680; // pixels of a line on A4
const NEWS = ["cancelled", "postponed", "announced", "refused", "other"]; // what is told first
let waiting = 0;
let unsettled = 0;
let telling = 0;

/** Shows the record as known at a step. */
function show(step) {
  state.step = Math.max(0, Math.min(LAST, step));
  byId("day").value = String(state.step);
  delete document.body.dataset.drawn;
  renderDay();
  renderLanes();
  clearTimeout(unsettled);
  unsettled = setTimeout(settle, 30);
  remember();
}

/** Draws what lies below the lanes, after the lanes are seen; at once where somebody needs it. */
function settle() {
  if (!unsettled) return;
  clearTimeout(unsettled);
  unsettled = 0;
  for (const render of [renderWhy, renderPositions, renderDifferences, renderGaps, renderCalendar, renderHeld, renderTimeline, renderNetwork, renderRhythm, renderStatements]) render();
  placeChips(byId("positions"));
  renderKnown();
  if (notedIn !== state.lang) renderReports();
  document.body.dataset.drawn = String(state.step);
}

function renderDay() {
  const day = told.days[state.step];
  const words = day ? shownDay(day) : t("ui.everything");
  byId("day-label").textContent = t(day ? "ui.as_known" : "ui.as_known_from");
  byId("day-shown").textContent = words;
  byId("day").setAttribute("aria-valuetext", words);
  byId("earlier").disabled = state.step === 0;
  byId("later").disabled = state.step === LAST;
  const meetings = meetingsAt(state.step);
  const counts = { reports: told.reports.filter((report) => isOut(report) && !report.aside).length, lanes: meetings.filter(isPlanned).length, statements: statementsAt(state.step).length };
  byId("so-far").textContent = t("ui.known_so_far", counts);
  byId("news").textContent = day ? newsOf(meetings) : t("ui.as_known_help");
  byId("print-state").textContent = t("ui.print_state", { day: words });
}

/** What the chosen day brought, in a sentence. */
function newsOf(meetings) {
  const before = knownBefore(state.step);
  if (!before) return "";
  const ordered = [...meetings.filter(isPlanned), ...meetings.filter((meeting) => !isPlanned(meeting))];
  const fresh = ordered.flatMap((meeting) => changesOf(meeting).filter((change) => !before.has(change.id)).map((change) => ({ meeting, change })));
  if (!fresh.length) return t("ui.news_none");
  const weight = ({ change }) => (NEWS.indexOf(change.status) + NEWS.length) % NEWS.length;
  fresh.sort((a, b) => weight(a) - weight(b));
  const news = [...new Set(fresh.map(({ meeting, change }) => `${named("status", change.status)} (${labelOf(meeting, true)})`))];
  if (news.length > 3) news.push(t("ui.more_news", { n: news.splice(3).length }));
  return t("ui.news", { what: news.join("; ") });
}

function renderLanguage() {
  document.documentElement.lang = state.lang;
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const element of document.querySelectorAll("[data-t-label]")) element.setAttribute("aria-label", t(element.dataset.tLabel));
  for (const button of document.querySelectorAll("[data-language]")) button.setAttribute("aria-pressed", String(button.dataset.language === state.lang));
  const meetings = meetingsAt(LAST);
  const counts = { reports: told.reports.filter((report) => report.on[1] === LAST && !report.aside).length, planned: meetings.filter(isPlanned).length, held: meetings.filter((meeting) => !isPlanned(meeting)).length, statements: statementsAt(LAST).length };
  if (byId("story")) renderTitle();
  byId("lead").textContent = t("ui.lead", counts);
  byId("imprint").textContent = t("ui.footer", { version: told.version });
  const used = [...new Set(told.changes.map((change) => change.status))].sort((a, b) => Object.keys(SHAPES).indexOf(a) - Object.keys(SHAPES).indexOf(b));
  byId("legend").replaceChildren(el("h3", { class: "visually-hidden" }, t("ui.legend")), el("ul", null, ...used.map((status) => el("li", null, statusOf(status)))), el("p", null, [t("ui.legend_dashed"), t("ui.legend_derived"), t("ui.legend_new")].join(" · ")));
  byId("first-day").textContent = told.days[0] ? shownDay(told.days[0]) : "";
  byId("last-day").textContent = t("ui.everything");
  renderFilters();
}

/** What the story is called: by the meeting that it is about, where that names it. */
function renderTitle() {
  const meeting = meetingsAt(LAST).find((one) => told.story.meetings.includes(one.id) && one.label === told.story.label);
  byId("story").textContent = meeting ? `${labelOf(meeting)}: ${[named("kind", meeting.kind), ...(meeting.place ? [shownName(meeting.place)] : [])].join(", ")}` : plain(told.story.label);
}

/** One tick for each day, as tall as the reports of that day are many. */
function renderTicks() {
  const counts = told.days.map((_, step) => told.reports.filter((report) => report.on[0] === step && !report.aside).length);
  const most = Math.max(...counts, 1);
  byId("ticks").replaceChildren(...counts.map((count, step) => {
    const tick = el("i");
    tick.style.left = `${LAST ? (step / LAST) * 100 : 0}%`;
    tick.style.height = `${Math.max(3, (count / most) * 18)}px`;
    return tick;
  }));
}

/** The chosen day and language go into the address, so that it can be passed on. */
function remember() {
  const address = new URLSearchParams();
  if (state.step !== LAST) address.set("on", told.days[state.step]);
  if (state.lang !== told.lang) address.set("lang", state.lang);
  const query = address.toString();
  try {
    history.replaceState(null, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
  } catch {
    // a page opened from some places may not change its address; it works all the same
  }
}

function listen() {
  byId("day").addEventListener("input", (event) => {
    cancelAnimationFrame(waiting);
    const step = Number(event.target.value);
    waiting = requestAnimationFrame(() => { show(step); announce(); });
  });
  byId("earlier").addEventListener("click", () => { show(state.step - 1); announce(); });
  byId("later").addEventListener("click", () => { show(state.step + 1); announce(); });
  for (const name of Object.keys(FILTERS)) byId(`by-${name}`).addEventListener("change", (event) => { state[name] = event.target.value; renderStatements(); });
  byId("clear").addEventListener("click", () => { clearFilters(); byId("by-speaker").focus(); });
  byId("others").addEventListener("toggle", () => { if (byId("others").open) { openOthers(); placeChips(byId("others")); } });
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => { state.lang = button.dataset.language; renderLanguage(); show(state.step); });
  }
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") document.activeElement?.closest?.(".chips li")?.classList.add("quiet"); });
  document.addEventListener("focusout", (event) => event.target.closest?.(".quiet")?.classList.remove("quiet"));
  addEventListener("hashchange", () => follow());
  document.addEventListener("click", clicked);
  addEventListener("resize", () => matchMedia("print").matches || placeChips());
  matchMedia("screen and (max-width: 46rem)").addEventListener("change", () => { renderNetwork(); renderRhythm(); });
  addEventListener("beforeprint", beforePrint);
  addEventListener("afterprint", () => placeChips());
}

/** Remembers the line a reader leaves; a link to where the page already is works again. */
function clicked(event) {
  const link = event.target.closest?.("a[href^='#']");
  if (!link) return;
  if (link.getAttribute("href").startsWith("#w-")) lastLine = link.closest("li[id], tr[id], article[id]")?.id ?? null;
  if (link.getAttribute("href") === location.hash) { event.preventDefault(); follow(); }
}

/** Tells a screen reader what the chosen day brings, once the slider rests. */
function announce() {
  clearTimeout(telling);
  telling = setTimeout(() => {
    byId("told").textContent = [byId("day-shown").textContent, byId("so-far").textContent, byId("news").textContent].filter(Boolean).join(". ");
  }, 300);
}

/** On paper everything is unfolded. */
function beforePrint() {
  settle();
  openOthers();
  for (const details of document.querySelectorAll("details")) {
    details.wanted = true;
    if (details.classList.contains("history")) openHistory(details);
    details.open = true;
  }
  placeChips(document, PAPER);
}

byId("day").max = String(LAST);
byId("as-known").hidden = false;
renderTicks();
renderLanguage();
show(state.step);
listen();
if (location.hash) follow(false);
