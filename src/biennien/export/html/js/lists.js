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
  const head = el("p", null, statusOf(change.status, change.detail), isNew ? el("b", { class: "new" }, ` ${t("ui.new")}`) : "", " ", el("a", { class: "of", href: `#${meeting.id}` }, labelOf(meeting)), el("span", { class: "facts" }, ` ${[named("kind", meeting.kind), ...(meeting.place ? [shownName(meeting.place)] : [])].join(", ")}`), el("span", { class: "by" }, " — ", foreign(whoSaid(change)), wayOf(change) ? `, ${wayOf(change)}` : ""));
  return el("li", { id: `t-${change.id}`, tabindex: "-1" }, head, el("p", { class: "said" }, wordsOf(change.citations), notes.length ? el("span", { class: "notes foreign" }, notes.join(" · ")) : ""));
}

const speakersOf = (statement) => statement.speaker ?? (statement.unnamed ? [statement.unnamed] : []);

function renderStatements() {
  const all = statementsAt(state.step);
  const found = all.filter((statement) => (!state.speaker || speakersOf(statement).includes(state.speaker)) && (!state.report || [...(statement.citations ?? []), ...(statement.restated_in ?? [])].some((c) => reportOf(c).id === state.report)));
  const order = (statement) => statement.at?.[0] ?? placeOf(statement)?.first ?? "9999";
  const rows = found.map((statement) => ({ statement, day: order(statement) })).sort((a, b) => later(a.day, b.day));
  byId("statement-list").replaceChildren(...(rows.length ? rows.map(({ statement }) => statementRow(statement)) : [el("li", { class: "none" }, t("ui.no_statements"))]));
  byId("shown").textContent = t("ui.shown", { n: found.length, all: all.length });
  byId("clear").disabled = !state.speaker && !state.report;
}

function statementRow(statement) {
  const day = dayOf(statement);
  const notes = [];
  if (statement.restated_in) notes.push(t("ui.restated", { n: statement.restated_in.length }));
  notes.push(...(statement.flags ?? []).map((flag) => named("flag", flag)));
  const speaker = el("p", { class: "speaker" }, el("b", { class: "foreign" }, plain(whoSaid(statement))), wayOf(statement) ? el("span", { class: "way" }, `, ${wayOf(statement)}`) : "", el("span", { class: "manner" }, ` · ${named("manner", statement.manner)}`));
  return el("li", { id: statement.id, tabindex: "-1" }, el("span", { class: day.own ? "day" : "day unsure" }, day.text), el("div", null, speaker, el("p", { class: "said" }, wordsOf(statement.citations), notes.length ? el("span", { class: "notes" }, notes.join(" · ")) : "")));
}

/** The filters offer whom the whole record knows, the most quoted first. */
function renderFilters() {
  const counts = new Map();
  for (const statement of statementsAt(LAST)) for (const who of speakersOf(statement)) counts.set(who, (counts.get(who) ?? 0) + 1);
  const speakers = [...counts].sort((a, b) => b[1] - a[1] || later(a[0], b[0])).map(([who, n]) => [who, `${trimmed(shownName(who), 60)} (${n})`]);
  const reports = told.reports.map((report) => [report.id, trimmed([idOf(report), report.outlet].filter(Boolean).join(", "), 60)]);
  fillSelect(byId("by-speaker"), t("ui.all_speakers"), speakers, state.speaker);
  fillSelect(byId("by-report"), t("ui.all_reports"), reports, state.report);
  byId("filters").hidden = false;
}

function fillSelect(select, all, options, chosen) {
  select.replaceChildren(el("option", { value: "" }, all), ...options.map(([value, text]) => el("option", { value }, text)));
  select.value = chosen;
}
