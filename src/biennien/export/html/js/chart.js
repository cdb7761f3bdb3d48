// What every chart of chips is made of (`axis.js` puts them in their places), and the table beside it that says the same.

const SHARED_AXIS = 150; // days; a longer story gives each chart an axis of its own

/** First and last day of the chips of some rows, or null where there is none, or one axis would be too long. */
function axisOf(rows, own = false) {
  const places = rows.map(placeOf).filter(Boolean);
  if (!places.length) return null;
  let first = Math.min(...places.map((place) => dayNumber(place.first)));
  let last = Math.max(...places.map((place) => dayNumber(place.first)));
  if (!own && last - first > SHARED_AXIS) return null;
  const spare = Math.max(1, Math.round((last - first) * 0.03));
  return { first: first - spare, last: Math.max(last + spare, first + 6) };
}

/** The rows of one lane: those with a day on an axis, the others beneath. `chip` makes one of a row. */
function chartOf(rows, label, range, chip) {
  const dated = rows.filter(placeOf);
  const undated = rows.filter((row) => !placeOf(row));
  const chips = (some, loose) => some.map((row) => chip(row, loose));
  return [
    dated.length
      ? el("div", { class: "chart", "data-first": range.first, "data-last": range.last }, el("div", { class: "axis", "aria-hidden": "true" }), el("ol", { class: "chips", "aria-label": t("ui.chart_of", { label }) }, chips(dated, false)))
      : null,
    undated.length
      ? el("div", { class: "undated" }, el("span", { class: "undated-label", "aria-hidden": "true" }, t("ui.no_day")), el("ol", { class: "chips loose", "aria-label": `${label}: ${t("ui.no_day")}` }, chips(undated, true)))
      : null,
  ].filter(Boolean);
}

/** One row as a chip: a link to its exact words, on its own day, the day of its report (dashed) or none. `look` is the status in whose colour it stands. */
function chipOf(row, { look, word, who, isNew }, loose) {
  const day = dayOf(row);
  const place = placeOf(row);
  const citation = row.citations?.[0];
  const said = [word, whoSaid(row), day.text, ...(isNew ? [t("ui.new")] : [])].join(", ");
  const chip = el(
    "a",
    { class: `chip s-${look}${day.own ? "" : " dashed"}${isNew ? " is-new" : ""}`, href: citation === undefined ? null : `#${anchorOf(citation)}`, "aria-label": said },
    shape(look),
    el("span", { class: "word" }, word),
    el("span", { class: "who" }, `${MARKS[row.basis] && day.own ? `${MARKS[row.basis]} ` : ""}${who}`),
    loose && day.own ? el("span", { class: "when" }, day.text) : "",
  );
  return el(
    "li",
    { id: row.id, "data-day": place ? dayNumber(place.first) : null, "data-end": place?.own ? dayNumber(row.to_at?.[0] ?? place.last) : null },
    el("span", { class: "chip-day", "aria-hidden": "true" }, day.text),
    chip,
    el("span", { class: "chip-words", "aria-hidden": "true" }, ...peekOf(row, day, citation)),
  );
}

/** What shows beside a chip under the pointer: the day, who, the words and where they stand. */
function peekOf(row, day, citation) {
  const head = el("span", { class: "peek-head" }, `${day.text} · ${whoSaid(row)}`);
  return citation === undefined ? [head] : [head, el("q", { class: "foreign", lang: "vi" }, trimmed(told.citations[citation][4], 160)), el("span", { class: "source" }, ` ${placeName(citation)}`)];
}

/** A chart as a table, made when it is opened; `rows` makes its rows, each of an id and its cells. */
function tableOf(n, label, heads, rows) {
  const details = el("details", { class: "history" }, el("summary", null, t("ui.as_table", { n }), hidden(`: ${label}`)));
  details.pending = () => {
    const caption = t("ui.history_of", { label });
    const cell = (content) => (content instanceof Element && content.matches("td, th") ? content : el("td", null, content));
    const made = rows().map(({ id, cells }) => el("tr", { id }, ...cells.map(cell)));
    const head = el("thead", null, el("tr", null, ...heads.map((key) => el("th", { scope: "col" }, t(`ui.${key}`)))));
    details.append(el("div", { class: "table", tabindex: "0", role: "region", "aria-label": caption }, el("table", null, el("caption", { class: "visually-hidden" }, caption), head, el("tbody", null, ...made))));
  };
  details.addEventListener("toggle", () => openHistory(details));
  return details;
}

const dayCell = (day) => el("td", { class: day.own ? "day" : "day unsure" }, day.text);

function openHistory(details) {
  if (details.open || details.wanted) details.pending?.();
  if (details.open || details.wanted) details.pending = null;
}

const placeChips = (root = document, paper = 0) => placeCharts(root, { paper, until: told.days[state.step], shortDay: (iso) => shownDay(iso, true) });
