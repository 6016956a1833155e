// What the pages can do without, made better: what is let in, what a choice changes, and word of something new.
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

const PAUSE = 500; // milliseconds after the last choice
let waiting = 0;
let asking = new AbortController();

/** Show what the choices in a form change: press its button, and take the parts of the answer that may differ. */
async function showChanges(form, button) {
  asking.abort();
  asking = new AbortController();
  const address = button.getAttribute("formaction");
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { method: "POST", body: new FormData(form), signal: asking.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = answer.ok && !answer.redirected ? page.querySelectorAll("[data-renewed]") : []; // else the button says why
    document.querySelectorAll("[data-renewed]").forEach((part, place) => {
      if (fresh[place]) part.replaceChildren(...fresh[place].childNodes);
    });
    if (strictness) showStrictness(strictness);
    form.removeAttribute("aria-busy");
  } catch (error) {
    if (error.name !== "AbortError") form.removeAttribute("aria-busy"); // the button still works
  }
}

const weights = document.querySelector("[data-weights]");
const button = document.querySelector("[data-shows-changes]");
if (weights && button) {
  weights.addEventListener("change", (event) => {
    event.target.classList.toggle("chosen", event.target.value !== "");
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => showChanges(button.form, button), PAUSE);
  });
}

const changes = document.querySelector("[data-changes]");
if (changes && window.EventSource) {
  const source = new EventSource(changes.dataset.changes);
  source.addEventListener("changed", () => {
    changes.hidden = false;
    source.close();
  });
}
