// Two drawings: who met and called whom, and how many reports and statements each day brought. Each has its table.

const MOST_NODES = 14;
const BIN_WIDTH = 9; // of the drawing, for a day or more of them

const isNarrow = () => matchMedia("screen and (max-width: 46rem)").matches;

function drawing(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.flat());
  return element;
}

/** Who met, called or was to meet whom, the most often first. */
function pairsAt(step) {
  const pairs = new Map();
  for (const meeting of meetingsAt(step)) {
    const who = [...new Set(meeting.participants ?? [])].sort(later);
    const took = meeting.status === "held" || !isPlanned(meeting);
    const kind = took ? (meeting.kind === "call" ? "called" : "met") : "planned";
    who.forEach((a, n) => {
      for (const b of who.slice(n + 1)) {
        const key = `${a}\u0000${b}`;
        if (!pairs.has(key)) pairs.set(key, { a, b, met: [], called: [], planned: [] });
        pairs.get(key)[kind].push(meeting);
      }
    });
  }
  const size = ({ met, called, planned }) => met.length + called.length + planned.length;
  return [...pairs.values()].map((pair) => ({ ...pair, n: size(pair) })).sort((x, y) => y.n - x.n || later(x.a, y.a) || later(x.b, y.b));
}

function renderNetwork() {
  const pairs = pairsAt(state.step);
  const names = (meetings) => (meetings.length ? meetings.flatMap((meeting, n) => [n ? ", " : "", el("a", { href: `#${meeting.id}`, "aria-label": [labelOf(meeting), named("kind", meeting.kind), shortly(meeting)].join(", ") }, shortly(meeting))]) : "–");
  const shortly = (meeting) => (meeting.when ? heldOn(meeting) : meeting.planned_for && meeting.status !== "held" ? `${named("status", meeting.fate ?? meeting.status)}, ${plannedFor(meeting)}` : isPlanned(meeting) ? named("status", meeting.fate ?? meeting.status) : t("ui.no_day"));
  const table = tableOf(pairs.length, t("ui.network"), ["col_pair", "col_met", "col_called", "col_planned"], () => pairs.map(({ a, b, met, called, planned }) => ({ cells: [`${shownName(a)} – ${shownName(b)}`, names(met), names(called), names(planned)] })));
  fill("network", pairs.length ? [drawNetwork(pairs), el("p", { class: "legend" }, t("ui.network_legend")), table] : [], "no_network");
}

/** Those who meet the most on an ellipse, each beside those it meets; a line for each pair, dashed where nothing took place yet. */
function drawNetwork(pairs) {
  const times = new Map();
  for (const { a, b, n } of pairs) for (const who of [a, b]) times.set(who, (times.get(who) ?? 0) + n);
  const chosen = new Set([...times].sort((x, y) => y[1] - x[1] || later(x[0], y[0])).slice(0, MOST_NODES).map(([who]) => who));
  const edges = pairs.filter(({ a, b }) => chosen.has(a) && chosen.has(b));
  const order = [];
  const visit = (who) => {
    if (order.includes(who)) return;
    order.push(who);
    for (const { a, b } of edges) if (a === who || b === who) visit(a === who ? b : a);
  };
  for (const who of chosen) visit(who);
  const [width, height] = isNarrow() ? [360, 330] : [720, 380];
  const [middle, rx, ry] = [{ x: width / 2, y: height / 2 }, width / 2 - (isNarrow() ? 92 : 150), height / 2 - 34];
  const places = new Map(order.map((who, n) => {
    const angle = (2 * Math.PI * n) / order.length - Math.PI / 2;
    return [who, { x: middle.x + rx * Math.cos(angle), y: middle.y + ry * Math.sin(angle), cos: Math.cos(angle), sin: Math.sin(angle) }];
  }));
  const lines = edges.map(({ a, b, met, called, n }) => {
    const [from, to] = [places.get(a), places.get(b)];
    const bend = { x: (from.x + to.x) * 0.35 + middle.x * 0.3, y: (from.y + to.y) * 0.35 + middle.y * 0.3 };
    const took = met.length + called.length;
    return drawing("path", { class: took ? "edge" : "edge planned", d: `M${from.x.toFixed(1)} ${from.y.toFixed(1)}Q${bend.x.toFixed(1)} ${bend.y.toFixed(1)} ${to.x.toFixed(1)} ${to.y.toFixed(1)}`, "stroke-width": (1 + 1.3 * Math.log2(n)).toFixed(1) }, drawing("title", {}, `${shownName(a)} – ${shownName(b)}: ${n}`));
  });
  const nodes = order.map((who) => {
    const { x, y, cos, sin } = places.get(who);
    const anchor = Math.abs(cos) < 0.2 ? "middle" : cos > 0 ? "start" : "end";
    const across = anchor === "middle" ? 0 : Math.sign(cos) * 10;
    const down = anchor === "middle" ? (sin > 0 ? 22 : -12) : 4;
    return drawing("g", {}, drawing("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: (3 + Math.sqrt(times.get(who))).toFixed(1) }), drawing("text", { x: (x + across).toFixed(1), y: (y + down).toFixed(1), "text-anchor": anchor }, trimmed(shownName(who, isNarrow()), isNarrow() ? 16 : 26)));
  });
  return drawing("svg", { class: "network", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": t("ui.network_told", { n: pairs.length, most: `${shownName(pairs[0].a)} – ${shownName(pairs[0].b)}` }) }, lines, nodes);
}

/** What each day brought: reports on the day from which they count, statements on that of saying, else of their report. */
function countsByDay(step) {
  const counts = new Map();
  const put = (iso, kind) => {
    if (!counts.has(iso)) counts.set(iso, { reports: 0, statements: 0 });
    counts.get(iso)[kind] += 1;
  };
  for (const report of told.reports) if (isOut(report, step) && !report.aside) put(report.published.earliest ?? "", "reports");
  for (const statement of statementsAt(step)) {
    const place = placeOf(statement);
    put(place && (!place.own || place.first === place.last) ? place.first : "", "statements");
  }
  return [...counts].sort(([a], [b]) => later(a || "9999", b || "9999"));
}

function renderRhythm() {
  const counts = countsByDay(state.step);
  const dated = counts.filter(([day]) => day);
  const table = tableOf(counts.length, t("ui.rhythm"), ["col_day", "col_reports", "col_statements"], () => counts.map(([day, { reports, statements }]) => ({ cells: [el("td", { class: day ? "day" : "day unsure" }, day ? shownDay(day) : t("ui.no_day")), String(reports), String(statements)] })));
  fill("rhythm", counts.length ? [dated.length ? drawRhythm(dated) : "", table] : [], "no_statements");
}

/** Bars upwards for reports, downwards for statements, each to its own scale; all days on one axis, several in a bar where there are many. */
function drawRhythm(dated) {
  const every = countsByDay(LAST).filter(([day]) => day);
  const [first, last] = [dayNumber(every[0][0]), dayNumber(every.at(-1)[0])];
  const width = isNarrow() ? 360 : 1000;
  const stride = Math.max(1, Math.ceil(((last - first + 1) * BIN_WIDTH) / width));
  const bins = Math.ceil((last - first + 1) / stride);
  const sums = (rows) => {
    const found = Array.from({ length: bins }, () => ({ reports: 0, statements: 0 }));
    for (const [day, count] of rows) for (const kind of ["reports", "statements"]) found[Math.floor((dayNumber(day) - first) / stride)][kind] += count[kind];
    return found;
  };
  const [now, most] = [sums(dated), sums(every)];
  const highest = (kind) => Math.max(1, ...most.map((bin) => bin[kind]));
  const [top, low] = [highest("reports"), highest("statements")];
  const [up, down, middle] = [54, 78, 74];
  const wide = width / bins;
  const bars = now.flatMap(({ reports, statements }, n) => {
    const day = first + n * stride;
    const words = [stride > 1 ? `${shownDay(isoDay(day))} – ${shownDay(isoDay(Math.min(day + stride - 1, last)))}` : shownDay(isoDay(day)), t("ui.rhythm_bar", { reports, statements })].join(": ");
    const bar = (kind, y, height) => (height ? [drawing("rect", { class: kind, x: (n * wide + 0.5).toFixed(1), y: y.toFixed(1), width: Math.max(1, Math.min(wide - 1, 28)).toFixed(1), height: height.toFixed(1) }, drawing("title", {}, words))] : []);
    return [...bar("reports", middle - (up * reports) / top, (up * reports) / top), ...bar("statements", middle + 18, (down * statements) / low)];
  });
  const spacing = Math.max(1, Math.ceil(bins / (isNarrow() ? 4 : 10)));
  const ticks = now.flatMap((_, n) => (n % spacing === 0 && n * wide < width - 34 ? [drawing("text", { x: (n * wide + 0.5).toFixed(1), y: middle + 13 }, shownDay(isoDay(first + n * stride), true))] : []));
  const titles = [
    drawing("text", { class: "title", x: 0, y: 12 }, t("ui.rhythm_reports", { n: top })),
    drawing("text", { class: "title", x: 0, y: middle + 18 + down + 16 }, t("ui.rhythm_statements", { n: low })),
  ];
  const summary = t("ui.rhythm_told", { from: shownDay(every[0][0]), to: shownDay(every.at(-1)[0]) });
  return drawing("svg", { class: "rhythm", viewBox: `0 0 ${width} ${middle + 18 + down + 20}`, role: "img", "aria-label": summary }, drawing("path", { class: "base", d: `M0 ${middle}H${width}M0 ${middle + 18}H${width}` }), bars, ticks, titles);
}
