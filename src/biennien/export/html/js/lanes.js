// The planned meetings: a lane each, its chips on the axis like flags on poles, and the same as a table.

const MOST_LANES = 12; // stand open; the others are folded
const weights = weightsOfLanes();
const axis = axisOf(meetingsAt(LAST).filter(isPlanned).flatMap(changesOf));

/** Place in the list: the most told and the most recent first, in turn; by every id and change that the lane has in the whole record. */
function weightsOfLanes() {
  const lastNews = (meeting) => changesOf(meeting).map((change) => placeOf(change)?.first ?? "").sort().at(-1) ?? "";
  const rows = meetingsAt(LAST).filter(isPlanned).map((meeting) => ({ meeting, count: changesOf(meeting).length, news: lastNews(meeting) }));
  const byNews = [...rows].sort((a, b) => later(b.news, a.news) || b.count - a.count);
  rows.sort((a, b) => b.count - a.count || later(b.news, a.news));
  const rank = new Map(rows.map((row, place) => [row, Math.min(2 * place, 2 * byNews.indexOf(row) + 1)]));
  rows.sort((a, b) => rank.get(a) - rank.get(b));
  const found = new Map();
  rows.forEach(({ meeting }, place) => {
    const first = isOfStory(meeting) || isAhead(meeting, LAST);
    for (const key of [meeting.id, ...(meeting.aliases ?? []), ...changesOf(meeting).map((change) => change.id)]) {
      if (!found.has(key)) found.set(key, { place, first });
    }
  });
  return found;
}

/** Whether the day of a plan is still to come, as known at a step, and nobody has called it off. */
function isAhead(meeting, step) {
  const until = meeting.planned_at?.[1] ?? meeting.window?.split("/")[1];
  const known = told.days[step] ?? told.days.filter(Boolean).at(-1);
  return Boolean(until && known && until > known) && ![meeting.fate, meeting.status].some((status) => ["cancelled", "refused", "held"].includes(status));
}

/** Whether a lane can stand open: more than one voice speaks of the plan, or it came about. */
function isOfStory(meeting) {
  const changes = changesOf(meeting);
  return changes.filter(isAttributed).length > 1 || changes.some((change) => change.status === "held");
}

function weightOf(meeting) {
  const known = [meeting.id, ...changesOf(meeting).map((change) => change.id)].map((key) => weights.get(key)).find(Boolean);
  const first = Boolean(known?.first) || isOfStory(meeting) || isAhead(meeting, state.step);
  return { place: known?.place ?? 1e6, first };
}

/** The ids of the changes that were there one step before; null at the first step and for the whole record. */
const knownBefore = (step) => idsBefore(step, (earlier) => meetingsAt(earlier).flatMap(changesOf));

function renderLanes() {
  const before = knownBefore(state.step);
  const lanes = meetingsAt(state.step).filter(isPlanned).map((meeting) => ({ meeting, ...weightOf(meeting) }));
  lanes.sort((a, b) => a.place - b.place);
  const first = lanes.filter((lane) => lane.first).slice(0, MOST_LANES);
  const others = lanes.filter((lane) => !first.includes(lane));
  byId("lanes").replaceChildren(...(lanes.length ? first.map(({ meeting }) => laneOf(meeting, before)) : [el("p", { class: "none" }, t("ui.no_plans"))]));
  byId("others").hidden = !others.length;
  byId("others-count").textContent = t("ui.others_count", { n: others.length });
  byId("other-lanes").replaceChildren();
  byId("others").pending = () => byId("other-lanes").replaceChildren(...others.map(({ meeting }) => laneOf(meeting, before)));
  if (byId("others").open || !first.length) openOthers();
  placeChips();
}

/** The folded lanes are made when they are first wanted. */
function openOthers() {
  const others = byId("others");
  others.pending?.();
  others.pending = null;
  if (!others.hidden) others.open = true;
}

function laneOf(meeting, before) {
  const changes = changesOf(meeting);
  const label = labelOf(meeting);
  const chip = (change, loose) => chipOf(change, { look: change.status, word: named("status", change.status), who: whoSaid(change, true), isNew: before && !before.has(change.id) }, loose);
  return el("article", { class: "lane", id: meeting.id, tabindex: "-1", "aria-labelledby": `name-${meeting.id}` }, laneHead(meeting, label), ...chartOf(changes, label, axis ?? axisOf(changes, true), chip), historyOf(meeting, label));
}

function laneHead(meeting, label) {
  const facts = el("p", { class: "facts" }, factsOf(meeting).join(" · "));
  if (meeting.successor_of) facts.append(" · ", el("a", { href: `#${meeting.successor_of}` }, t("ui.follows")));
  const verdict = el("p", { class: "verdict" });
  const pair = (name, ...what) => el("span", { class: "pair" }, el("span", { class: "label" }, t(`ui.${name}`)), " ", ...what);
  verdict.append(pair("fate", statusOf(meeting.fate ?? "open")), pair("last_word", statusOf(meeting.status)));
  if (meeting.sides.length) {
    const sides = meeting.sides.map(([side, status]) => el("span", { class: "side" }, `${shownName(side)} `, statusOf(status)));
    verdict.append(el("span", { class: "pair sides" }, el("span", { class: "label" }, t("ui.sides")), " ", ...sides));
  }
  return el("header", null, el("div", null, el("h3", { id: `name-${meeting.id}` }, label), facts), verdict);
}

/** The lane as a table. */
function historyOf(meeting, label) {
  const changes = changesOf(meeting);
  return tableOf(changes.length, [label, ...factsOf(meeting)].join(", "), ["col_day", "col_status", "col_who", "col_words"], () =>
    changes.map((change) => ({ id: `row-${change.id}`, cells: [dayCell(dayOf(change)), statusOf(change.status, change.detail), voiceOf(change), [wordsOf(change.citations), notesBeneath(notesOf(change))]] })),
  );
}
