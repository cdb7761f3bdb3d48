// What stands side by side: why plans ended, what each side holds, where reports differ; and what nobody has said.

/** In whose colour a stance stands. */
const LOOKS = { demands: "proposed", offers: "proposed", accepts: "announced", ready: "announced", sets_condition: "conditional", not_ruled_out: "not_ruled_out", not_needed: "not_needed", rejects: "refused" };

const textOf = (row) => row.text ?? told.citations[row.citations[0]][4];
const freshMark = (isNew) => (isNew ? el("b", { class: "new" }, t("ui.new")) : "");

/** Rows by what they share, in the order in which each first comes. */
function grouped(rows, key) {
  const groups = new Map();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
}

/** The meeting with an id as it stands at the chosen day, and a link to it. */
const meetingNow = (id) => meetingsAt(state.step).find((meeting) => meeting.id === id);
const linkTo = (meeting) => [el("a", { class: "of", href: `#${meeting.id}` }, labelOf(meeting)), el("span", { class: "facts" }, ` ${[named("kind", meeting.kind), ...(meeting.place ? [shownName(meeting.place)] : [])].join(", ")}`)];

/** What one voice says, as a card beside others: who, when, the words. */
function cardOf(row, { id, isNew, notes = [] }) {
  const day = dayOf(row);
  const head = el("p", { class: "speaker" }, el("b", { class: "foreign" }, whoSaid(row)), wayOf(row) ? el("span", { class: "way" }, `, ${wayOf(row)}`) : "", " ", freshMark(isNew));
  return el("li", { id, tabindex: "-1" }, head, el("p", { class: day.own ? "day" : "day unsure" }, day.text), el("p", { class: "said" }, wordsOf(row.citations, false, textOf(row))), notesBeneath(notes));
}

function fill(part, blocks, none) {
  byId(`${part}-list`).replaceChildren(...(blocks.length ? blocks : [el("p", { class: "none" }, t(`ui.${none}`))]));
}

/** Under each plan the change that is explained, and beside one another those who explain it. */
function renderWhy() {
  const before = idsBefore(state.step, (step) => rowsAt("explanations", step));
  const blocks = [...grouped(rowsAt("explanations", state.step), (row) => row.meeting)].map(([id, rows]) => {
    const meeting = meetingNow(id);
    const outcomes = [...grouped(rows, (row) => row.of)].map(([of, given]) => {
      const change = meeting && changesOf(meeting).find((one) => one.id === of);
      const outcome = change && el("p", { class: "outcome" }, statusOf(change.status, change.detail), ` ${dayOf(change).text}, `, foreign(whoSaid(change)));
      return [outcome, el("ul", { class: "cards" }, given.map((row) => cardOf(row, { id: row.id, isNew: before && !before.has(row.id), notes: notesOfReason(row) })))];
    });
    return el("article", { class: "block" }, meeting ? el("h3", null, linkTo(meeting)) : "", ...outcomes.flat());
  });
  fill("why", blocks, "no_why");
}

function notesOfReason(row) {
  const notes = row.kind === "none_given" ? [t("ui.none_given")] : [];
  if (row.hedge) notes.push(t("ui.hedge", { words: plain(row.hedge) }));
  notes.push(...(row.flags ?? []).map((flag) => named("flag", flag)));
  return row.independent ? notes : [...notes, t("ui.again")];
}

/** Each side with what it holds: on an axis, and as a table. */
function renderPositions() {
  const before = idsBefore(state.step, (step) => rowsAt("positions", step));
  const all = rowsAt("positions", LAST);
  const rows = rowsAt("positions", state.step).sort((a, b) => later(placeOf(a)?.first ?? "9999", placeOf(b)?.first ?? "9999"));
  const shared = axisOf(all);
  const topic = (row) => (row.about && meetingNow(row.about) ? labelOf(meetingNow(row.about), true) : named("topic", row.topic));
  const holders = [...grouped(rows, (row) => row.holder)].sort((a, b) => b[1].length - a[1].length || later(a[0], b[0]));
  const blocks = holders.map(([holder, held]) => {
    const label = shownName(holder);
    const chip = (row, loose) => chipOf(row, { look: LOOKS[row.stance] ?? "open", word: named("stance", row.stance), who: topic(row), isNew: before && !before.has(row.id) }, loose);
    const table = tableOf(held.length, t("ui.held_by", { who: label }), ["col_since", "col_stance", "col_who", "col_words"], () =>
      held.map((row) => ({ id: `row-${row.id}`, cells: [dayCell(dayOf(row)), [statusOf(LOOKS[row.stance] ?? "open", null, named("stance", row.stance)), el("span", { class: "way" }, ` ${topic(row)}`)], voiceOf(row), [wordsOf(row.citations, false, textOf(row)), notesBeneath(notesOfStance(row))]] })),
    );
    return el("article", { class: "strip", "aria-label": label }, el("h3", null, label), ...chartOf(held, label, shared ?? axisOf(held, true), chip), table);
  });
  fill("positions", blocks, "no_positions");
}

function notesOfStance(row) {
  const notes = row.changed ? [t("ui.changed")] : [];
  if (row.to) notes.push(t("ui.held_until", { day: shownTime(row.to) }));
  for (const words of row.conditions ?? []) if (!textOf(row).includes(words)) notes.push(t("ui.condition", { words: trimmed(words) }));
  return [...notes, ...(row.flags ?? []).map((flag) => named("flag", flag))];
}

/** Each difference with its accounts beside one another. */
function renderDifferences() {
  const before = idsBefore(state.step, (step) => rowsAt("differences", step));
  const blocks = rowsAt("differences", state.step).map((row) => {
    const meeting = meetingNow(row.about);
    const head = meeting ? linkTo(meeting) : t("ui.words_of", { who: whoSaid(row.sides[0]) });
    const kind = el("p", { class: "outcome" }, el("b", null, named("difference", row.kind)), row.why ? ` ${plain(row.why[state.lang])} ` : " ", freshMark(before && !before.has(row.id)));
    return el("article", { class: "block", id: row.id, tabindex: "-1" }, el("h3", null, head), kind, el("ul", { class: "cards" }, row.sides.map((side) => cardOf(side, {}))));
  });
  fill("differences", blocks, "no_differences");
}

/** What is open of each plan on one line, then the reports without a day. */
function renderGaps() {
  const open = [...grouped(rowsAt("gaps", state.step), (row) => row.about)].map(([about, rows]) => ({ about, rows, meeting: meetingNow(about) }));
  const lines = [...open.filter(({ meeting }) => meeting), ...open.filter(({ meeting }) => !meeting)].map(({ about, rows, meeting }) => {
    const report = told.reports.findLast((one) => one.id === about && isOut(one)) ?? told.reports.find((one) => one.id === about);
    const bounds = report ? shownPublished(report.published) : "";
    const kinds = rows.map((row) => t(`gap.${row.kind}`, { bounds })).join("; ");
    const head = meeting ? linkTo(meeting) : [el("a", { class: "of foreign", href: `#report-${report.anchor}` }, idOf(report))];
    return el("li", null, ...head, ": ", kinds);
  });
  fill("gaps", lines.length ? [el("ul", { class: "gap-list" }, lines)] : [], "no_gaps");
}
