// What every line is made of: the mark of a status, who said it, the words with the way to them.

const SHAPES = {
  proposed: ["circle", { cx: 6, cy: 6, r: 4.2, class: "hollow" }],
  announced: ["circle", { cx: 6, cy: 6, r: 5 }],
  postponed: ["path", { d: "M2 1h3v10H2zM7 1h3v10H7z" }],
  cancelled: ["path", { d: "M1.5 1.5l9 9M10.5 1.5l-9 9", class: "stroke" }],
  refused: ["path", { d: "M6 1.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6M2.7 2.7l6.6 6.6", class: "hollow" }],
  not_needed: ["path", { d: "M1.5 6h9", class: "stroke" }],
  not_ruled_out: ["path", { d: "M6 1.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6M6 1.2v9.6a4.8 4.8 0 0 0 0-9.6z", class: "half" }],
  conditional: ["path", { d: "M6 .8L11.2 6 6 11.2.8 6z", class: "hollow" }],
  held: ["path", { d: "M1.5 6.5l3 3.2 6-7", class: "stroke" }],
  unclear: ["path", { d: "M3.6 4a2.4 2.4 0 1 1 3.5 2.1C6.4 6.5 6 7 6 7.8M6 9.8v.9", class: "stroke thin" }],
  open: ["path", { d: "M1.5 6h2M5 6h2M8.5 6h2", class: "stroke" }],
};
const SVG = "http://www.w3.org/2000/svg";

function shape(status) {
  const [tag, attributes] = SHAPES[status] ?? SHAPES.open;
  const svg = document.createElementNS(SVG, "svg");
  const inner = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries({ viewBox: "0 0 12 12", "aria-hidden": "true", class: "shape" })) svg.setAttribute(name, value);
  for (const [name, value] of Object.entries(attributes)) inner.setAttribute(name, value);
  svg.append(inner);
  return svg;
}

/** A status in its colour, with its shape and its word. */
function statusOf(status, detail, word = named("status", status)) {
  const words = detail ? `${word} (${named("detail", detail)})` : word;
  return el("span", { class: `status s-${status}` }, shape(status), el("span", null, plain(words)));
}

const allNames = (entities, short = false) => entities.map((entity) => shownName(entity, short)).join(t("ui.and"));

/** Those by whom a line is told, whatever it calls them; what a side holds it tells itself, unless others tell it. */
function tellersOf(row) {
  const tellers = row.announced_by ?? row.speaker ?? row.given_by ?? row.said_by ?? row.who;
  return tellers ?? (row.holder && !row.unnamed ? [row.holder] : []);
}

/** On whose word: names, else the words of an unnamed source in quotation marks, else the report itself. */
function whoSaid(row, short = false) {
  const entities = tellersOf(row);
  if (entities.length) return allNames(entities, short);
  if (row.unnamed) return short ? `“${trimmed(row.unnamed, 24)}”` : `“${plain(row.unnamed)}” (${t("ui.unnamed")})`;
  return t("ui.own_voice");
}

/** Two who pass something on together stand in one link of the chain: ``A and B``. */
function together(who) {
  const parts = who.split(" and ");
  return parts.length > 1 && parts.every((part) => told.names[part]) ? parts : [who];
}

/** The way a line came: those who passed it on, without the speaker. */
function wayOf(row) {
  const last = new Set([...(row.speaker ?? []), row.unnamed]);
  const via = (row.via ?? (row.chain ?? []).map(([who]) => who)).map((who) => together(who)).filter((who) => !who.every((one) => last.has(one)));
  return via.length ? t("ui.via", { who: via.map((who) => allNames(who)).join(" → ") }) : "";
}

/** On whose word, and the way it came. */
const voiceOf = (row) => [foreign(whoSaid(row)), wayOf(row) ? el("span", { class: "way" }, ` ${wayOf(row)}`) : ""];
const notesBeneath = (notes) => (notes.length ? el("span", { class: "notes foreign" }, notes.join(" · ")) : "");

const idOf = (report) => plain(report.short ?? report.id);
const placeName = (citation) => `${trimmed(reportOf(citation).outlet ?? idOf(reportOf(citation)), 40)} §${told.citations[citation][1]}`;

/** The exact words, or more of them in `text`, as a link to where they stand, and the other places by name. */
function wordsOf(citations, short = false, text = "") {
  if (!citations?.length) return null;
  const [first, ...more] = citations;
  const words = el("q", { class: "foreign", lang: "vi" }, trimmed(text || told.citations[first][4], short ? 120 : 260));
  const quote = el("a", { class: "quote", href: `#${anchorOf(first)}` }, words, " ", el("span", { class: "source" }, placeName(first)));
  const others = more.slice(0, 6).map((c) => el("a", { class: "source", href: `#${anchorOf(c)}` }, placeName(c)));
  return el("span", { class: "words" }, quote, others.length ? " · " : "", others.flatMap((link, n) => (n ? [", ", link] : [link])));
}

/** What is said besides the status: because, on condition, after the end, flags. */
function notesOf(change) {
  const notes = [];
  if (change.reason) notes.push(t("ui.because", { words: trimmed(change.reason) }));
  if (change.condition) notes.push(t("ui.condition", { words: trimmed(change.condition) }));
  if (change.effective && change.announced_on && change.effective !== change.announced_on) notes.push(t("ui.said_on", { day: marked(change.announced_on, change.basis) }));
  if (change.after_end) notes.push(t("ui.after_end"));
  return [...notes, ...(change.flags ?? []).map((flag) => named("flag", flag))];
}

/** What a meeting is called: who with whom. */
function labelOf(meeting, short = false) {
  const who = (meeting.participants ?? []).map((entity) => shownName(entity, short));
  return who.length ? who.join(" – ") : plain(meeting.label);
}

/** When a meeting was held, with the mark of a day that nobody stated. */
function heldOn(meeting) {
  const change = changesOf(meeting).find((one) => one.status === "held" && one.effective === meeting.when);
  return marked(meeting.when, change?.basis);
}

/** When a plan is to be held; a stretch of time counts from the day of the announcement. */
function plannedFor(meeting) {
  const told = (change) => change.status === "announced" && change.at && !["retold", "stale"].some((flag) => change.flags?.includes(flag));
  const first = meeting.planned_for.startsWith("P") ? changesOf(meeting).find(told) : null;
  const span = shownTime(meeting.planned_for);
  return first ? t("ui.counted", { span, day: dayOf(first).text }) : span;
}

function factsOf(meeting) {
  const facts = [named("kind", meeting.kind)];
  if (meeting.place) facts.push(shownName(meeting.place));
  if (meeting.planned_for) facts.push(t("ui.planned_for", { when: plannedFor(meeting) }));
  if (meeting.window) {
    const days = meeting.window.split("/").map((day) => marked(day, "derived"));
    facts.push(t("ui.window", { when: days.join(" – ") }));
  }
  if (meeting.when) facts.push(t("ui.held_on", { when: heldOn(meeting) }));
  return facts;
}
