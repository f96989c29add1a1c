// The filter. Without it every case stands on the page all the same.
"use strict";
const form = document.querySelector("form.filters");
const shown = form.querySelector("output");
const cases = [...document.querySelectorAll("details.case")];
const families = [...document.querySelectorAll("section.family")];

function filter() {
  const chosen = new FormData(form);
  const words = chosen.get("words").trim().toLowerCase();
  let count = 0;
  for (const one of cases) {
    const fits = ["state", "language", "kind"].every((key) => !chosen.get(key) || one.dataset[key] === chosen.get(key));
    one.hidden = !fits || !one.dataset.words.includes(words);
    count += !one.hidden;
  }
  for (const family of families) {
    family.hidden = !family.querySelector("details.case:not([hidden])");
  }
  shown.textContent = shown.dataset.words.replace("{count}", count).replace("{total}", cases.length);
}

form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
filter();
