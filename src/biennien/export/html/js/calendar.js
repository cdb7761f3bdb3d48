// The calendar: what is planned and what took place, month by month, and the same as a table.

const MONTHS_SHOWN = 6; // the last ones; the table has all
const SHORT = 7; // days: what lasts longer stands beneath its month, not in its days

/** When each meeting takes place: that it was held goes before the plan, and the plan before the days that are left for it. */
function datesAt(step) {
  const found = [];
  for (const meeting of meetingsAt(step)) {
    const window = meeting.window?.split("/");
    const at = meeting.held_at ?? meeting.planned_at ?? window;
    if (!at) continue;
    const when = meeting.held_at ? heldOn(meeting) : meeting.planned_at ? plannedFor(meeting) : window.map((day) => marked(day, "derived")).join(" – ");
    found.push({ meeting, when, first: dayNumber(at[0]), last: dayNumber(at[1]), status: meeting.held_at ? "held" : (meeting.fate ?? meeting.status) });
  }
  return found.sort((a, b) => a.first - b.first || a.last - b.last || later(a.meeting.id, b.meeting.id));
}

const nameOfDate = ({ meeting, status, when }) => [labelOf(meeting), named("kind", meeting.kind), named("status", status), when].join(", ");

function renderCalendar() {
  const dates = datesAt(state.step);
  const monthsOf = ({ first, last }) => (last - first < SHORT ? [isoDay(first).slice(0, 7), isoDay(last).slice(0, 7)] : []);
  const months = [...new Set(dates.flatMap(monthsOf))].sort().slice(-MONTHS_SHOWN);
  const table = tableOf(dates.length, t("ui.calendar"), ["col_day", "col_meeting", "col_status", "col_place"], () =>
    dates.map((date) => ({ cells: [el("td", { class: "day" }, date.when), [el("a", { class: "of", href: `#${date.meeting.id}` }, labelOf(date.meeting)), el("span", { class: "way" }, ` ${named("kind", date.meeting.kind)}`)], statusOf(date.status), date.meeting.place ? shownName(date.meeting.place) : "–"] })),
  );
  fill("calendar", dates.length ? [el("div", { class: "months" }, months.map((month) => monthOf(month, dates))), table] : [], "no_dates");
}

/** A month as a table of weeks; a meeting of several days is named on the first of them. */
function monthOf(month, dates) {
  const [year, number] = month.split("-").map(Number);
  const first = dayNumber(`${month}-01`);
  const last = Math.round(Date.UTC(year, number, 1) / DAY) - 1;
  const monday = first - ((new Date(first * DAY).getUTCDay() + 6) % 7);
  const here = dates.filter((date) => date.first <= last && date.last >= first);
  const short = here.filter((date) => date.last - date.first < SHORT);
  const weeks = [];
  for (let week = monday; week <= last; week += 7) {
    weeks.push(el("tr", null, [0, 1, 2, 3, 4, 5, 6].map((n) => dayBox(week + n, first, last, short))));
  }
  const long = here.filter((date) => !short.includes(date)).map((date) => el("li", null, markOf(date), el("span", { class: "facts" }, ` ${date.when}`)));
  const caption = t("ui.month", { month: monthName(number), year });
  const head = el("thead", null, el("tr", null, ...t("ui.weekdays").split(" ").map((day) => el("th", { scope: "col" }, day))));
  return el("div", { class: "month" }, el("table", null, el("caption", null, caption), head, el("tbody", null, weeks)), long.length ? el("ul", { class: "no-day" }, long) : "");
}

function dayBox(day, first, last, dates) {
  if (day < first || day > last) return el("td", { class: "outside" });
  const here = dates.filter((date) => date.first <= day && day <= date.last).sort((a, b) => b.last - b.first - (a.last - a.first));
  const marks = here.map((date) => (day === Math.max(date.first, first) ? markOf(date) : el("span", { class: `mark more s-${date.status}`, "aria-hidden": "true" })));
  const known = told.days[state.step];
  return el("td", { class: known && day > dayNumber(known) ? "ahead" : null }, el("span", { class: "number" }, String(day - first + 1)), marks);
}

function markOf(date) {
  const ended = ["cancelled", "refused", "postponed"].includes(date.status);
  const several = date.last > date.first && date.last - date.first < SHORT;
  return el("a", { class: `mark s-${date.status}${ended ? " ended" : ""}${several ? " several" : ""}`, href: `#${date.meeting.id}`, "aria-label": nameOfDate(date), title: nameOfDate(date) }, shape(date.status), el("span", { class: "name" }, labelOf(date.meeting, true)));
}
