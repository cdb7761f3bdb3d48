// The reports: their facts, what each paragraph is cited for, and the way to the exact words and back.

let lastLine = null; // the line a reader came from
let notedIn = ""; // the language of the notes beside the reports

function renderReports() {
  const lines = linesByCitation();
  notedIn = state.lang;
  for (const article of document.querySelectorAll(".report")) {
    const report = told.reports[Number(article.dataset.report)];
    renderFacts(article, report);
    for (const notes of article.querySelectorAll(".cited-for")) notes.remove();
    for (const paragraph of article.querySelectorAll(".text > p")) {
      const citations = new Set([...paragraph.querySelectorAll("mark")].flatMap((mark) => mark.dataset.c.split(" ")));
      const links = [...new Map([...citations].flatMap((c) => lines.get(c) ?? []).map((line) => [line.href, line])).values()];
      if (links.length) paragraph.after(el("p", { class: "cited-for", lang: state.lang }, hidden(`${t("ui.cited_for")}: `), ...notesBeside(links)));
    }
  }
}

/** The lines that rest on a paragraph, as notes in its margin; what one speaker says again gets a number. */
function notesBeside(lines) {
  const notes = new Map();
  for (const line of lines) notes.set(line.text, [...(notes.get(line.text) ?? []), line]);
  return [...notes].map(([text, same]) => el("span", { class: same[0].status ? `note s-${same[0].status}` : "note" }, same[0].status ? shape(same[0].status) : "", el("span", null, same.flatMap((line, n) => (n ? [" ", el("a", { href: line.href, "aria-label": `${text} (${n + 1})` }, String(n + 1))] : [el("a", { href: line.href }, text)])))));
}

function renderFacts(article, report) {
  const facts = [report.outlet && plain(report.outlet), report.title && idOf(report), shownPublished(report.published)].filter(Boolean).map((fact) => el("span", { class: "foreign" }, fact));
  if (report.version) facts.push(t("ui.version", { n: report.version }));
  if (report.aside) facts.push(t("ui.aside"));
  if (report.copy_of) facts.push(t("ui.copy_of", { id: plain(told.reports.find((other) => other.id === report.copy_of)?.short ?? report.copy_of) }));
  if (/^https?:\/\//i.test(report.url ?? "")) facts.push(el("a", { href: report.url, rel: "noreferrer noopener" }, t("ui.original")));
  const { dated_by: by, why } = report.published;
  const dated = by ? [el("br"), named("dated_by", by), why ? [": ", el("span", { class: "why foreign" }, plain(why[state.lang]))] : ""].flat() : [];
  if (report.withdrawn) dated.push(el("br"), el("strong", null, t("ui.withdrawn", { by: plain(report.withdrawn.by), day: shownDay(report.withdrawn.day) })));
  article.querySelector(".facts").replaceChildren(...facts.flatMap((fact, n) => (n ? [" · ", fact] : [fact])), ...dated);
}

/** For each citation the lines of the whole record that rest on it. */
function linesByCitation() {
  const lines = new Map();
  const note = (citations, line) => {
    for (const citation of citations ?? []) lines.set(String(citation), [...(lines.get(String(citation)) ?? []), line]);
  };
  for (const meeting of meetingsAt(LAST)) {
    for (const change of changesOf(meeting)) note(change.citations, { href: `#${change.id}`, status: change.status, text: `${named("status", change.status)}: ${trimmed(labelOf(meeting), 48)}` });
  }
  for (const statement of statementsAt(LAST)) note(statement.citations, { href: `#${statement.id}`, status: "", text: isNamed(statement) ? t("ui.who_said", { who: trimmed(whoSaid(statement, true), 32) }) : t("ui.own_voice") });
  for (const row of rowsAt("explanations", LAST)) note(row.citations, { href: `#${row.id}`, status: "", text: t("ui.why") });
  for (const row of rowsAt("positions", LAST)) note(row.citations, { href: `#${row.id}`, status: "", text: t("ui.held_by", { who: shownName(row.holder, true) }) });
  return lines;
}

/** Reports that were not out on the chosen day step back. */
function renderKnown() {
  for (const article of document.querySelectorAll(".report")) {
    const report = told.reports[Number(article.dataset.report)];
    const unknown = !isOut(report);
    article.classList.toggle("not-yet", unknown);
    let note = article.querySelector(".not-yet-note");
    if (unknown && !note) article.querySelector("header").append((note = el("p", { class: "not-yet-note" })));
    if (!unknown) note?.remove();
    else note.textContent = t(report.on[1] < state.step ? "ui.replaced" : "ui.not_yet");
  }
}

/** Goes where the address points: to words in a report, or to a line, wherever it is folded away. */
function follow(moveFocus = true) {
  settle();
  const id = decodeURIComponent(location.hash.slice(1));
  for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
  for (const back of document.querySelectorAll("a.back")) back.remove();
  if (!id) return;
  const target = byId(id) ?? unfold(id);
  if (!target) return;
  if (id.startsWith("w-")) showWords(target, moveFocus);
  else showLine(target, moveFocus);
}

/** Finds a line that is folded away or not there yet on the chosen day. */
function unfold(id) {
  openOthers();
  if (byId(id)) return byId(id);
  const owner = told.meetings.find((meeting) => (meeting.aliases ?? []).includes(id) && isThere(meeting, state.step));
  if (owner) return byId(owner.id);
  if (state.step === LAST) return null;
  if (id.startsWith("s-")) clearFilters();
  if (byId(id)) return byId(id);
  show(LAST);
  settle();
  openOthers();
  if (byId(id)) byId("told").textContent = t("ui.moved_day", { day: t("ui.everything") });
  return byId(id);
}

function showWords(target, moveFocus) {
  const marks = [];
  const article = target.closest(".report");
  const next = target.nextElementSibling;
  let mark = next;
  while (mark && mark.tagName !== "MARK") mark = mark.nextElementSibling;
  if (!mark) return;
  const [, start, end] = /-(\d+)-(\d+)$/.exec(target.id) ?? [];
  const number = mark.dataset.c.split(" ").find((c) => told.citations[c][2] === Number(start) && told.citations[c][3] === Number(end));
  for (const found of article.querySelectorAll("mark")) if (found.dataset.c.split(" ").includes(number)) marks.push(found);
  for (const found of marks) found.classList.add("lit");
  const line = lastLine ?? linesByCitation().get(number)?.[0]?.href.slice(1);
  if (line) marks.at(-1).after(el("a", { class: "back", href: `#${line}`, "aria-label": t("ui.back_to"), lang: state.lang }, `↩ ${t("ui.back")}`));
  marks[0].tabIndex = -1;
  if (moveFocus) marks[0].focus({ preventScroll: true });
  bringIntoView(marks[0], "center");
  byId("told").textContent = t("ui.words_shown");
}

function showLine(target, moveFocus) {
  const line = target.closest("li, article, section") ?? target;
  line.closest("details")?.setAttribute("open", "");
  if (!line.matches("section")) line.classList.add("lit");
  const focusable = target.querySelector?.("a.chip") ?? line;
  if (moveFocus) focusable.focus({ preventScroll: true });
  bringIntoView(line, line.matches("section, article") ? "start" : "center");
}

/** Twice, since what lies on the way gets its true height only when it is near. */
function bringIntoView(element, block) {
  element.scrollIntoView({ block });
  requestAnimationFrame(() => element.scrollIntoView({ block }));
}

function clearFilters() {
  for (const name of Object.keys(FILTERS)) state[name] = byId(`by-${name}`).value = "";
  renderStatements();
}
