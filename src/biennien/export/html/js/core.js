// The record as it is embedded, the words of the language, and the making of elements: text goes in as text, never as markup.

const told = JSON.parse(document.getElementById("told-record").textContent);
const LAST = told.days.length - 1;
const ADDRESS = new URLSearchParams(location.search);

const state = {
  lang: Object.hasOwn(told.words, ADDRESS.get("lang")) ? ADDRESS.get("lang") : told.lang,
  step: told.days.includes(ADDRESS.get("on")) ? told.days.indexOf(ADDRESS.get("on")) : LAST,
  speaker: "",
  day: "",
  outlet: "",
  report: "",
};

const byId = (id) => document.getElementById(id);

/** A sentence of the page with its blanks filled. */
function t(key, values = {}) {
  const text = told.words[state.lang][key];
  if (text === undefined) return key;
  return text.replace(/\{(\w+)(?::([^|{}]*)\|([^|{}]*))?\}/g, (blank, name, one, many) => {
    if (!(name in values)) return blank;
    return one === undefined ? String(values[name]) : Number(values[name]) === 1 ? one : many;
  });
}

/** The word for a code of the record, the code itself where there is none. */
function named(kind, code) {
  return told.words[state.lang][`${kind}.${code}`] ?? String(code).replaceAll("_", " ");
}

/** Words from outside on one line: without controls, and without what turns the direction of writing. */
function plain(words) {
  return String(words).replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/g, " ").replace(/\s+/g, " ").trim();
}

function trimmed(words, length = 220) {
  const text = plain(words);
  if (text.length <= length) return text;
  const cut = text.slice(0, length);
  return `${cut.slice(0, cut.lastIndexOf(" ") > length / 2 ? cut.lastIndexOf(" ") : length)} …`;
}

/** An element; attributes that are null or false are left out, children are nodes or text. */
function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

const foreign = (words, tag = "span") => el(tag, { class: "foreign" }, plain(words));
const hidden = (...children) => el("span", { class: "visually-hidden" }, ...children);

/** How a person, body or place is called in the language of the page. */
const shownName = (entity, short = false) => told.names[entity]?.[state.lang]?.[short ? 1 : 0] ?? plain(entity);

const isThere = (row, step) => row.on.some(([first, last]) => first <= step && step <= last);
const isOut = (report, step = state.step) => report.on[0] <= step && step <= report.on[1];
const changesOf = (meeting) => (meeting.changes ?? []).map((number) => told.changes[number]);
const isPlanned = (meeting) => changesOf(meeting).some((change) => change.status !== "held");
const isNamed = (statement) => Boolean(statement.speaker || statement.unnamed);
const isAttributed = (change) => Boolean(change.announced_by || change.unnamed);

/** The rows of a kind at a step. */
const rowsAt = (kind, step) => told[kind].filter((row) => isThere(row, step));
const meetingsAt = (step) => rowsAt("meetings", step);
const statementsAt = (step) => rowsAt("statements", step);

/** The ids of what was there one step before; null at the first step and for the whole record. */
const idsBefore = (step, rows) => (step === 0 || step === LAST ? null : new Set(rows(step - 1).map((row) => row.id)));

const later = (a, b) => (a === b ? 0 : a < b ? -1 : 1);

const DAY = 86400000;
const dayNumber = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY);
const isoDay = (number) => new Date(number * DAY).toISOString().slice(0, 10);

const reportOf = (citation) => told.reports[told.citations[citation][0]];
const anchorOf = (citation) => {
  const [report, , start, end] = told.citations[citation];
  return `w-${told.reports[report].anchor}-${start}-${end}`;
};

/** First and last day of a change or statement: its own, else those of the report that tells it; null where there is neither. */
function placeOf(row) {
  if (row.at) return { first: row.at[0], last: row.at[1], own: true };
  const dates = (row.citations ?? []).map((c) => reportOf(c).published).filter((p) => p.earliest);
  if (!dates.length) return null;
  const first = dates.map((p) => p.earliest).sort()[0];
  return { first, last: first, own: false };
}
