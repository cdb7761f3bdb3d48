// The lists: what took place, the timeline, the statements with their filters.

function renderHeld() {
  const held = meetingsAt(state.step).filter((meeting) => !isPlanned(meeting));
  const when = (meeting) => changesOf(meeting)[0]?.at?.[0] ?? "9999";
  held.sort((a, b) => later(when(a), when(b)) || later(a.id, b.id));
  const rows = held.map((meeting) => {
    const citations = [...new Set(changesOf(meeting).flatMap((change) => change.citations ?? []))];
    const day = meeting.when ? heldOn(meeting) : t("ui.no_day");
    const facts = [named("kind", meeting.kind), ...(meeting.place ? [shownName(meeting.place)] : [])];
    const anchors = changesOf(meeting).map((change) => el("span", { id: change.id, class: "at" }));
    return el("li", { id: meeting.id, tabindex: "-1" }, el("span", { class: meeting.when ? "day" : "day unsure" }, day), el("div", null, anchors, el("b", null, labelOf(meeting)), el("span", { class: "facts" }, ` ${facts.join(", ")}`), wordsOf(citations, true)));
  });
  byId("held-list").replaceChildren(...(rows.length ? rows : [el("li", { class: "none" }, t("ui.no_held"))]));
}

/** Every change of every meeting under its day; days without a day of their own under that of the report, the rest last. */
function renderTimeline() {
  const before = knownBefore(state.step);
  const entries = meetingsAt(state.step).flatMap((meeting) => changesOf(meeting).map((change) => ({ meeting, change, day: change.at?.[0] ?? "9999", text: change.at ? dayOf(change).text : t("ui.no_day") })));
  entries.sort((a, b) => later(a.day, b.day) || later(a.change.at?.[1] ?? "", b.change.at?.[1] ?? "") || later(a.text, b.text));
  const groups = new Map();
  for (const entry of entries) {
    const key = entry.change.at ? shownTime(entry.change.effective ?? entry.change.announced_on) : t("ui.no_day");
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(entry);
  }
  const blocks = [...groups].map(([day, found]) => el("section", { class: "on-day" }, el("h3", { class: found[0].change.at ? "day" : "day unsure" }, day), el("ul", null, ...found.map((entry) => timelineRow(entry, before)))));
  byId("timeline-list").replaceChildren(...(blocks.length ? blocks : [el("p", { class: "none" }, t("ui.no_plans"))]));
}

function timelineRow({ meeting, change }, before) {
  const isNew = before && !before.has(change.id);
  const value = change.effective ?? change.announced_on;
  const unsure = [];
  if (!change.at) unsure.push(value ? shownTime(value) : dayOf(change).text);
  else if (MARKS[change.basis]) unsure.push(`${MARKS[change.basis]} ${t(`ui.${change.basis}`)}`);
  const notes = [...unsure, ...notesOf(change)].filter((note) => note !== t("ui.no_day"));
  const head = el("p", null, statusOf(change.status, change.detail), " ", freshMark(isNew), " ", ...linkTo(meeting), el("span", { class: "by" }, " — ", foreign(whoSaid(change)), wayOf(change) ? `, ${wayOf(change)}` : ""));
  return el("li", { id: `t-${change.id}`, tabindex: "-1" }, head, el("p", { class: "said" }, wordsOf(change.citations), notesBeneath(notes)));
}

const speakersOf = (statement) => statement.speaker ?? (statement.unnamed ? [statement.unnamed] : []);

const reportsOf = (statement) => [...(statement.citations ?? []), ...(statement.restated_in ?? [])].map(reportOf);
const saidDay = (statement) => statement.said_on ?? placeOf(statement)?.first ?? "";

/** What each filter asks of a statement. */
const FILTERS = {
  speaker: (statement) => speakersOf(statement),
  day: (statement) => [saidDay(statement) || "none"],
  outlet: (statement) => reportsOf(statement).map((report) => report.outlet).filter(Boolean),
  report: (statement) => reportsOf(statement).map((report) => report.id),
};

const ALL = { speaker: "all_speakers", day: "all_days", outlet: "all_outlets", report: "all_reports" };

function renderStatements() {
  const all = statementsAt(state.step);
  const asked = Object.keys(FILTERS).filter((name) => state[name]);
  const found = all.filter((statement) => asked.every((name) => FILTERS[name](statement).includes(state[name])));
  const order = (statement) => statement.at?.[0] ?? placeOf(statement)?.first ?? "9999";
  const rows = found.map((statement) => ({ statement, day: order(statement) })).sort((a, b) => later(a.day, b.day));
  byId("statement-list").replaceChildren(...(rows.length ? rows.map(({ statement }) => statementRow(statement)) : [el("li", { class: "none" }, t("ui.no_statements"))]));
  byId("shown").textContent = t("ui.shown", { n: found.length, all: all.length });
  byId("clear").disabled = !asked.length;
}

function statementRow(statement) {
  const day = dayOf(statement);
  const notes = [];
  if (statement.restated_in) notes.push(t("ui.restated", { n: statement.restated_in.length }));
  notes.push(...(statement.flags ?? []).map((flag) => named("flag", flag)));
  const speaker = el("p", { class: "speaker" }, el("b", { class: "foreign" }, plain(whoSaid(statement))), wayOf(statement) ? el("span", { class: "way" }, `, ${wayOf(statement)}`) : "", el("span", { class: "manner" }, ` · ${named("manner", statement.manner)}`));
  return el("li", { id: statement.id, tabindex: "-1" }, el("span", { class: day.own ? "day" : "day unsure" }, day.text), el("div", null, speaker, el("p", { class: "said" }, wordsOf(statement.citations), notes.length ? el("span", { class: "notes" }, notes.join(" · ")) : "")));
}

/** The filters offer what the whole record knows: speakers by how much they said, days and outlets in their order. */
function renderFilters() {
  const all = statementsAt(LAST);
  const counts = (name) => {
    const found = new Map();
    for (const statement of all) for (const value of new Set(FILTERS[name](statement))) found.set(value, (found.get(value) ?? 0) + 1);
    return [...found];
  };
  const shownDays = new Map(all.map((statement) => [FILTERS.day(statement)[0], dayOf(statement).text]));
  const offered = {
    speaker: counts("speaker").sort((a, b) => b[1] - a[1] || later(a[0], b[0])).map(([who, n]) => [who, `${trimmed(shownName(who), 60)} (${n})`]),
    day: counts("day").sort((a, b) => later(a[0], b[0])).map(([day, n]) => [day, `${shownDays.get(day)} (${n})`]),
    outlet: counts("outlet").sort((a, b) => a[0].localeCompare(b[0], state.lang)).map(([outlet, n]) => [outlet, `${trimmed(outlet, 60)} (${n})`]),
    report: [...new Map(told.reports.map((report) => [report.id, [report.id, trimmed([idOf(report), report.outlet].filter(Boolean).join(", "), 60)]])).values()],
  };
  for (const [name, options] of Object.entries(offered)) {
    const select = byId(`by-${name}`);
    fillSelect(select, t(`ui.${ALL[name]}`), options, state[name]);
    select.parentElement.hidden = options.length < 2;
  }
  byId("filters").hidden = false;
}

function fillSelect(select, all, options, chosen) {
  select.replaceChildren(el("option", { value: "" }, all), ...options.map(([value, text]) => el("option", { value }, text)));
  select.value = chosen;
}
