// Charts of chips: like flags on poles, the later a chip the nearer to the axis, so that no pole crosses a flag.
// A chart is `.chart` with its first and last day (days since 1970) and an `.axis`; its chips are `li` with their day, and the last one where they last longer.

const ROW = 30;
const MOST_ROWS = { screen: 18, paper: 10 }; // a chart that would grow taller shows its chips without words
const FOOT = 26;
const STRIDES = [1, 2, 5, 7, 14, 30, 61, 91, 182, 365, 730, 1826, 3652];

/** Puts the chips of every chart on its axis. `paper` is the width to print on, `until` the last day that is known, `shortDay` puts a day into words. */
function placeCharts(root, { paper = 0, until = null, shortDay }) {
  const charts = [...root.querySelectorAll(".chart")];
  const narrow = matchMedia("screen and (max-width: 46rem)").matches;
  const measured = charts.map((chart) => {
    chart.classList.remove("dense");
    chart.style.width = paper ? `${paper}px` : "";
    return { chart, width: paper || (narrow ? 0 : chart.clientWidth), chips: [...chart.querySelectorAll("li")].map((item) => ({ item, width: item.querySelector(".chip").offsetWidth })) };
  });
  for (const { chart, width, chips } of measured) {
    if (width) placeChart(chart, { width, chips, mostRows: paper ? MOST_ROWS.paper : MOST_ROWS.screen, until, shortDay });
  }
}

function placeChart(chart, { width, chips, mostRows, until, shortDay }) {
  const first = Number(chart.dataset.first);
  const scale = (day) => ((day - first) / (Number(chart.dataset.last) - first)) * width;
  let { placed, most } = rowsOf(chips, width, scale, false);
  if (most >= mostRows) {
    chart.classList.add("dense");
    ({ placed, most } = rowsOf(chips, width, scale, true));
  }
  for (const { item, left, x, row } of placed) {
    item.style.left = `${left}px`;
    item.style.bottom = `${FOOT + 8 + row * ROW}px`;
    item.style.setProperty("--pole", `${8 + row * ROW}px`);
    item.style.setProperty("--pole-at", `${Math.max(0, x - left)}px`);
    item.classList.toggle("leftward", left > width * 0.6);
  }
  chart.style.height = `${FOOT + 8 + (most + 1) * ROW}px`;
  drawAxis(chart, { scale, width, until, shortDay });
}

/** Where each chip stands: the row above all later chips that it would cover or that its pole would cross. */
function rowsOf(chips, width, scale, dense) {
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
  return { placed, most: Math.max(0, ...rows) };
}

function drawAxis(chart, { scale, width, until, shortDay }) {
  const [first, last] = [Number(chart.dataset.first), Number(chart.dataset.last)];
  const wanted = Math.max(2, Math.floor(width / 90));
  const stride = STRIDES.find((days) => (last - first) / days <= wanted) ?? 3652;
  const line = chart.querySelector(".axis");
  const piece = (name, left, wide) => {
    const made = document.createElement("span");
    made.className = name;
    made.style.left = `${left}px`;
    if (wide) made.style.width = `${wide}px`;
    return made;
  };
  line.replaceChildren();
  for (let day = Math.ceil(first / stride) * stride; day <= last; day += stride) {
    if (scale(day) >= width - 40) continue;
    const iso = new Date(day * 86400000).toISOString().slice(0, 10);
    const tick = piece("tick", scale(day));
    tick.textContent = stride > 200 ? iso.slice(0, 4) : shortDay(iso);
    line.append(tick);
  }
  for (const item of chart.querySelectorAll("li[data-end]")) {
    const [from, to] = [Number(item.dataset.day), Number(item.dataset.end)];
    if (to === from) continue;
    line.append(piece(`extent ${item.querySelector(".chip").classList[1]}`, scale(from), Math.max(4, Math.min(scale(to + 1), width) - scale(from))));
  }
  const known = until ? Math.round(Date.parse(`${until}T00:00:00Z`) / 86400000) : last;
  if (known < last) line.append(piece("beyond", Math.max(0, scale(known + 1))));
}
