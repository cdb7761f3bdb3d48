// Calendar values (TIMEX3) as people write them, with the grain they have.

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

const monthName = (month) => (state.lang === "en" ? MONTHS[month - 1] : String(month));
const shortMonth = (month) => (state.lang === "en" ? MONTHS[month - 1].slice(0, 3) : String(month));

const two = (number) => String(number).padStart(2, "0");

function shownDay(iso, short = false) {
  const [y, m, d] = iso.slice(0, 10).split("-").map(Number);
  return t(short ? "ui.day_short" : "ui.day", { d, m, y, dd: two(d), mm: two(m), month: shortMonth(m) });
}

function monday(year, week) {
  const fourth = Date.UTC(year, 0, 4);
  const weekday = (new Date(fourth).getUTCDay() + 6) % 7;
  return fourth / DAY - weekday + 7 * (week - 1);
}

const WITHIN = { D: "ui.within_D", W: "ui.within_W", M: "ui.within_M", Y: "ui.within_Y" };

/** A value in words: day, week, month, quarter, half, year, decade; an open year is said to be open. */
function shownTime(value) {
  let found;
  if (/^\d{4}-\d{2}-\d{2}/.test(value)) return shownDay(value);
  if ((found = /^XXXX-(\d{2})-(\d{2})/.exec(value))) {
    return t("ui.day_open", { d: Number(found[2]), dd: found[2], mm: found[1], month: monthName(Number(found[1])) });
  }
  if ((found = /^XXXX-(\d{2})$/.exec(value))) return t("ui.month_open", { m: Number(found[1]), month: monthName(Number(found[1])) });
  if ((found = /^(\d{4})-W(\d{2})/.exec(value))) {
    const first = monday(Number(found[1]), Number(found[2]));
    return t("ui.week", { from: shownDay(isoDay(first), true), to: shownDay(isoDay(first + 6)) });
  }
  if ((found = /^(\d{4})-(\d{2})$/.exec(value))) return t("ui.month", { month: monthName(Number(found[2])), year: found[1] });
  if ((found = /^(\d{4})-Q([1-4])$/.exec(value))) return t("ui.quarter", { n: found[2], year: found[1] });
  if ((found = /^(\d{4})-H([12])$/.exec(value))) return t("ui.half", { n: found[2], year: found[1] });
  if (/^\d{4}$/.test(value)) return t("ui.year", { year: value });
  if (/^\d{3}$/.test(value)) return t("ui.decade", { year: `${value}0` });
  if ((found = /^P(\d+)([DWMY])$/.exec(value))) return t(WITHIN[found[2]], { n: found[1] });
  return plain(value);
}

const MARKS = { derived: "~", assumed: "?" };
const marked = (value, basis) => `${MARKS[basis] ?? ""}${shownTime(value)}`;

/** The day of a change or statement, with the mark of a day that nobody stated. */
function dayOf(row) {
  const value = row.effective ?? row.announced_on ?? row.said_on ?? row.from ?? row.day;
  if (value) return { text: marked(value, row.basis), own: true };
  const place = placeOf(row);
  if (!place) return { text: t("ui.no_day"), own: false };
  const exact = reportOf(row.citations[0]).published.value;
  return { text: t(exact ? "ui.by_report" : "ui.by_bounds", { day: shownDay(place.first) }), own: false };
}

/** When a report came out, in words. */
function shownPublished(published) {
  if (published.value) return marked(published.value, published.basis);
  const bounds = [];
  if (published.earliest) bounds.push(t("ui.from_day", { day: marked(published.earliest, published.basis) }));
  if (published.latest) bounds.push(t("ui.until_day", { day: marked(published.latest, published.basis) }));
  return bounds.join(" ") || t("ui.undated");
}
