// What the pages can do without, made better: the number of what is let in, and word of something new.
"use strict";

const ORDER = ["low", "normal", "high"];

/** Fade the previewed reports that the chosen strictness leaves out. */
function showStrictness(group) {
  const chosen = ORDER.indexOf(group.querySelector("input:checked").value);
  for (const report of document.querySelectorAll("[data-previewed] > [data-least]")) {
    const least = ORDER.indexOf(report.dataset.least);
    report.classList.toggle("left-out", least < 0 || least > chosen);
  }
}

const strictness = document.querySelector("[data-strictness]");
if (strictness) {
  strictness.addEventListener("change", () => showStrictness(strictness));
  showStrictness(strictness);
}

const changes = document.querySelector("[data-changes]");
if (changes && window.EventSource) {
  const source = new EventSource(changes.dataset.changes);
  source.addEventListener("changed", () => {
    changes.hidden = false;
    source.close();
  });
}
