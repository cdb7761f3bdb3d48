// The planned meetings: a lane each, its chips on the axis like flags on poles, and the same as a table.

const SHARED_AXIS = 150; // days; a longer story gives each lane an axis of its own
const MOST_LANES = 12; // stand open; the others are folded
const ROW = 30;
const MOST_ROWS = { screen: 18, paper: 10 }; // a lane that would grow taller shows its chips without words
const FOOT = 26;
const weights = weightsOfLanes();
const axis = axisOf(meetingsAt(LAST).filter(isPlanned));

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
    const first = isOfStory(meeting);
    for (const key of [meeting.id, ...(meeting.aliases ?? []), ...changesOf(meeting).map((change) => change.id)]) {
      if (!found.has(key)) found.set(key, { place, first });
    }
  });
  return found;
}

/** Whether a lane can stand open: more than one voice speaks of the plan, or it came about. */
function isOfStory(meeting) {
  const changes = changesOf(meeting);
  return changes.filter(isAttributed).length > 1 || changes.some((change) => change.status === "held");
}

function weightOf(meeting) {
  const known = [meeting.id, ...changesOf(meeting).map((change) => change.id)].map((key) => weights.get(key)).find(Boolean);
  const first = Boolean(known?.first) || isOfStory(meeting);
  return { place: known?.place ?? 1e6, first };
}

/** First and last day of the chips, or null where the story is too long for one axis. */
function axisOf(meetings, own = false) {
  const places = meetings.flatMap(changesOf).map(placeOf).filter(Boolean);
  if (!places.length) return null;
  let first = Math.min(...places.map((place) => dayNumber(place.first)));
  let last = Math.max(...places.map((place) => dayNumber(place.first)));
  if (!own && last - first > SHARED_AXIS) return null;
  const spare = Math.max(1, Math.round((last - first) * 0.03));
  return { first: first - spare, last: Math.max(last + spare, first + 6) };
}

/** The ids of the changes that were there one step before; null at the first step and for the whole record. */
function knownBefore(step) {
  if (step === 0 || step === LAST) return null;
  return new Set(meetingsAt(step - 1).flatMap(changesOf).map((change) => change.id));
}

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
  const dated = changes.filter(placeOf);
  const undated = changes.filter((change) => !placeOf(change));
  const chips = (rows, kind) => rows.map((change) => chipOf(change, kind, before && !before.has(change.id)));
  const range = axis ?? axisOf([meeting], true);
  const chart = dated.length
    ? el("div", { class: "chart", "data-first": range.first, "data-last": range.last }, el("div", { class: "axis", "aria-hidden": "true" }), el("ol", { class: "chips", "aria-label": t("ui.chart_of", { label }) }, chips(dated, "placed")))
    : null;
  const rest = undated.length
    ? el("div", { class: "undated" }, el("span", { class: "undated-label", "aria-hidden": "true" }, t("ui.no_day")), el("ol", { class: "chips loose", "aria-label": `${label}: ${t("ui.no_day")}` }, chips(undated, "loose")))
    : null;
  return el("article", { class: "lane", id: meeting.id, tabindex: "-1", "aria-labelledby": `name-${meeting.id}` }, laneHead(meeting, label), chart, rest, historyOf(meeting, label));
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

/** One change as a chip: a link to the exact words. Its own day, the day of its report (dashed) or none. */
function chipOf(change, kind, isNew) {
  const day = dayOf(change);
  const place = placeOf(change);
  const citation = change.citations?.[0];
  const said = [named("status", change.status), whoSaid(change), day.text, ...(isNew ? [t("ui.new")] : [])].join(", ");
  const chip = el(
    "a",
    { class: `chip s-${change.status}${day.own ? "" : " dashed"}${isNew ? " is-new" : ""}`, href: citation === undefined ? null : `#${anchorOf(citation)}`, "aria-label": said },
    shape(change.status),
    el("span", { class: "word" }, named("status", change.status)),
    el("span", { class: "who" }, `${MARKS[change.basis] && day.own ? `${MARKS[change.basis]} ` : ""}${whoSaid(change, true)}`),
    kind === "loose" && day.own ? el("span", { class: "when" }, day.text) : "",
  );
  return el(
    "li",
    { id: change.id, "data-day": place ? dayNumber(place.first) : null, "data-end": place?.own ? dayNumber(place.last) : null },
    el("span", { class: "chip-day", "aria-hidden": "true" }, day.text),
    chip,
    el("span", { class: "chip-words", "aria-hidden": "true" }, ...peekOf(change, day, citation)),
  );
}

/** What shows beside a chip under the pointer: the day, who, the words and where they stand. */
function peekOf(change, day, citation) {
  const head = el("span", { class: "peek-head" }, `${day.text} · ${whoSaid(change)}`);
  return citation === undefined ? [head] : [head, el("q", { class: "foreign", lang: "vi" }, trimmed(told.citations[citation][4], 160)), el("span", { class: "source" }, ` ${placeName(citation)}`)];
}

/** The lane as a table, made when it is opened. */
function historyOf(meeting, label) {
  const changes = changesOf(meeting);
  const details = el("details", { class: "history" }, el("summary", null, t("ui.as_table", { n: changes.length }), hidden(`: ${label}`)));
  details.pending = () => {
    const heads = ["col_day", "col_status", "col_who", "col_words"].map((key) => el("th", { scope: "col" }, t(`ui.${key}`)));
    const rows = changes.map((change) => {
      const notes = notesOf(change);
      const who = el("td", null, foreign(whoSaid(change)), wayOf(change) ? el("span", { class: "way" }, ` ${wayOf(change)}`) : "");
      const day = dayOf(change);
      return el(
        "tr",
        { id: `row-${change.id}` },
        el("td", { class: day.own ? "day" : "day unsure" }, day.text),
        el("td", null, statusOf(change.status, change.detail)),
        who,
        el("td", null, wordsOf(change.citations), notes.length ? el("span", { class: "notes foreign" }, notes.join(" · ")) : ""),
      );
    });
    details.append(el("div", { class: "table", tabindex: "0", role: "region", "aria-label": t("ui.history_of", { label: [label, ...factsOf(meeting)].join(", ") }) }, el("table", null, el("caption", { class: "visually-hidden" }, t("ui.history_of", { label })), el("thead", null, el("tr", null, ...heads)), el("tbody", null, ...rows))));
  };
  details.addEventListener("toggle", () => openHistory(details));
  return details;
}

function openHistory(details) {
  if (details.open || details.wanted) details.pending?.();
  if (details.open || details.wanted) details.pending = null;
}

/** Puts the chips of every chart on its axis: the later a chip, the nearer to the axis, so that no pole crosses a flag. */
function placeChips(root = document, paper = 0) {
  const charts = [...root.querySelectorAll(".chart")];
  const narrow = matchMedia("screen and (max-width: 46rem)").matches;
  const measured = charts.map((chart) => {
    chart.classList.remove("dense");
    chart.style.width = paper ? `${paper}px` : "";
    return { chart, width: paper || (narrow ? 0 : chart.clientWidth), chips: [...chart.querySelectorAll("li")].map((item) => ({ item, width: item.querySelector(".chip").offsetWidth })) };
  });
  for (const { chart, width, chips } of measured) if (width) placeChart(chart, width, chips, paper ? MOST_ROWS.paper : MOST_ROWS.screen);
}

function placeChart(chart, width, chips, mostRows) {
  const first = Number(chart.dataset.first);
  const scale = (day) => ((day - first) / (Number(chart.dataset.last) - first)) * width;
  const put = (dense) => {
    const rows = [];
    const placed = chips.map(({ item, width: wide }, order) => ({ item, order, wide: dense ? 26 : wide, x: scale(Number(item.dataset.day)) }));
    placed.sort((a, b) => b.x - a.x || b.order - a.order);
    placed.forEach((chip, n) => {
      chip.left = Math.max(0, Math.min(chip.x, width - chip.wide));
      const right = chip.left + chip.wide + 4;
      const meets = (later) => (later.left < right && later.left + later.wide + 4 > chip.left) || (chip.left <= later.x && later.x < right);
      const below = placed.slice(0, n).filter(meets);
      chip.row = below.length ? Math.max(...below.map((later) => later.row)) + 1 : 0;
      rows.push(chip.row);
    });
    return { placed, most: Math.max(...rows) };
  };
  let { placed, most } = put(false);
  if (most >= mostRows) {
    chart.classList.add("dense");
    ({ placed, most } = put(true));
  }
  for (const { item, left, x, row } of placed) {
    item.style.left = `${left}px`;
    item.style.bottom = `${FOOT + 8 + row * ROW}px`;
    item.style.setProperty("--pole", `${8 + row * ROW}px`);
    item.style.setProperty("--pole-at", `${Math.max(0, x - left)}px`);
    item.classList.toggle("leftward", left > width * 0.6);
  }
  chart.style.height = `${FOOT + 8 + (most + 1) * ROW}px`;
  drawAxis(chart, scale, width);
}

const STEPS = [1, 2, 5, 7, 14, 30, 61, 91, 182, 365, 730, 1826, 3652];

function drawAxis(chart, scale, width) {
  const [first, last] = [Number(chart.dataset.first), Number(chart.dataset.last)];
  const wanted = Math.max(2, Math.floor(width / 90));
  const stride = STEPS.find((days) => (last - first) / days <= wanted) ?? 3652;
  const line = chart.querySelector(".axis");
  line.replaceChildren();
  for (let day = Math.ceil(first / stride) * stride; day <= last; day += stride) {
    const iso = isoDay(day);
    const tick = el("span", { class: "tick" }, stride > 200 ? iso.slice(0, 4) : shownDay(iso, true));
    tick.style.left = `${scale(day)}px`;
    if (scale(day) < width - 40) line.append(tick);
  }
  for (const item of chart.querySelectorAll("li[data-end]")) {
    const [from, to] = [Number(item.dataset.day), Number(item.dataset.end)];
    if (to === from) continue;
    const extent = el("span", { class: `extent ${item.querySelector(".chip").classList[1]}` });
    extent.style.left = `${scale(from)}px`;
    extent.style.width = `${Math.max(4, Math.min(scale(to + 1), width) - scale(from))}px`;
    line.append(extent);
  }
  const until = told.days[state.step];
  if (until && dayNumber(until) < last) {
    const beyond = el("span", { class: "beyond" });
    beyond.style.left = `${Math.max(0, scale(dayNumber(until) + 1))}px`;
    line.append(beyond);
  }
}
