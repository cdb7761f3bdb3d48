// Adding: files and folders dropped on the page, and progress as it happens.
"use strict";
(() => {
  const form = document.getElementById("adding");
  const files = document.getElementById("files");
  const zone = document.getElementById("drop-zone");
  const list = document.getElementById("chosen");
  const SHOWN = 8;

  if (form && files && zone && list) {
    const folder = document.getElementById("folder");
    const tell = () => {
      const all = [...files.files, ...(folder ? folder.files : [])];
      list.replaceChildren(...all.slice(0, SHOWN).map((file) => {
        const item = document.createElement("li");
        item.textContent = file.name;
        return item;
      }));
      if (all.length > SHOWN) {
        const more = document.createElement("li");
        more.textContent = list.dataset.many.replace("{n}", String(all.length - SHOWN));
        list.append(more);
      }
    };
    files.addEventListener("change", tell);
    if (folder) folder.addEventListener("change", tell);

    const holdsFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
    let inside = 0;
    document.addEventListener("dragenter", (event) => { if (holdsFiles(event)) { inside += 1; zone.classList.add("is-over"); } });
    document.addEventListener("dragleave", (event) => { if (holdsFiles(event) && --inside <= 0) { inside = 0; zone.classList.remove("is-over"); } });
    document.addEventListener("dragover", (event) => { if (holdsFiles(event)) event.preventDefault(); });
    document.addEventListener("drop", async (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      inside = 0;
      zone.classList.remove("is-over");
      const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
      const dropped = entries.some((entry) => entry.isDirectory)
        ? (await Promise.all(entries.map(filesIn))).flat()
        : [...event.dataTransfer.files];
      const all = new DataTransfer();
      for (const file of [...files.files, ...dropped]) all.items.add(file);
      files.files = all.files;
      tell();
      files.focus();
    });
  }

  /** The files of a dropped folder, those of its folders too. */
  async function filesIn(entry) {
    if (entry.isFile) return [await new Promise((done, failed) => entry.file(done, failed))];
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const some = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (!some.length) break;
      found.push(...some);
    }
    return (await Promise.all(found.map(filesIn))).flat();
  }

  const progress = document.getElementById("progress");
  if (progress) {
    const bar = document.getElementById("bar");
    const words = document.getElementById("progress-words");
    const count = document.getElementById("progress-count");
    const events = new EventSource(progress.dataset.events);
    const over = () => { events.close(); location.reload(); };
    events.addEventListener("progress", (event) => {
      const { stage, done, total } = JSON.parse(event.data);
      const told = progress.dataset[stage || "waiting"] || "";
      if (words.textContent !== told) words.textContent = told;
      if (total) { bar.max = total; bar.value = done; count.textContent = stage === "adding" ? Math.round((100 * done) / total) + " %" : done + "/" + total; } else { bar.removeAttribute("value"); count.textContent = ""; }
    });
    events.addEventListener("done", over);
    events.addEventListener("failed", over);
    events.onerror = () => { if (events.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 2000); };
  }
})();
