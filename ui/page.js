// What markup alone cannot do: lead from a marker to its source, copy, keep what is open, follow the language.
"use strict";

(() => {
  const LANGUAGES = { ja: "ja", zh: "zh-Hans", en: "en" };
  const opened = new Set(); // ids of what the person has unfolded, kept when the page is drawn anew
  const byId = (id) => document.getElementById(id);

  // --- from a marker to the card of its own turn ---

  let origin = null; // the marker that led to a card, to go back to

  function glide(element, block) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.scrollIntoView({ block, behavior: calm ? "auto" : "smooth" });
  }

  function show(card) {
    for (const other of document.querySelectorAll(".source.found")) other.classList.remove("found");
    card.open = true;
    card.classList.add("found");
    const summary = card.querySelector("summary");
    summary.focus({ preventScroll: true });
    glide(card, "nearest");
  }

  function goBack(question) {
    const ours = origin?.isConnected && origin.getAttribute("href").startsWith(`#${question.id}-`);
    const place = ours ? origin : question;
    place.focus({ preventScroll: true });
    glide(place, "center");
  }

  async function copy(button) {
    try {
      await navigator.clipboard.writeText(button.value);
    } catch {
      const area = document.body.appendChild(document.createElement("textarea")); // no clipboard without https
      area.value = button.value;
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), 2000);
  }

  document.addEventListener(
    "click",
    (event) => {
      const marker = event.target.closest?.('a[href^="#"]');
      const button = event.target.closest?.("button.copy");
      if (marker) {
        event.preventDefault(); // the page has a <base>: the browser would load it anew
        event.stopPropagation();
        const target = byId(marker.getAttribute("href").slice(1));
        if (!target) return;
        if (target.matches(".source")) {
          origin = marker;
          show(target);
        } else {
          goBack(target);
        }
      } else if (button) {
        copy(button);
      }
    },
    true,
  );

  // An Enter that ends the choice of characters is no Enter that sends.
  for (const kind of ["keydown", "keypress"]) {
    document.addEventListener(
      kind,
      (event) => {
        if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.stopImmediatePropagation();
      },
      true,
    );
  }

  // --- what is unfolded stays unfolded ---

  document.addEventListener(
    "toggle",
    (event) => {
      const id = event.target.id;
      if (id && event.target.isConnected) opened[event.target.open ? "add" : "delete"](id);
    },
    true,
  );

  function unfold() {
    for (const id of opened) {
      const details = byId(id);
      if (details) details.open = true;
    }
  }

  // --- the language of the page, remembered in this browser ---

  function follow() {
    const language = document.querySelector("#language input:checked")?.value;
    const title = document.querySelector("#header h1")?.textContent;
    if (!title || !(language in LANGUAGES)) return; // nothing has been said yet
    document.documentElement.lang = LANGUAGES[language];
    if (document.title !== title) document.title = title;
  }

  document.addEventListener("change", (event) => {
    const value = event.target.closest?.("#language") ? event.target.value : "";
    if (value in LANGUAGES) {
      document.cookie = `advisor_language=${value}; path=/; max-age=31536000; samesite=strict`;
      document.documentElement.lang = LANGUAGES[value];
    }
  });

  // --- names for what Gradio leaves unnamed ---

  function name() {
    for (const input of document.querySelectorAll("#language input")) {
      const label = input.closest("label");
      if (label && !label.lang) label.lang = LANGUAGES[input.value] ?? "";
    }
    const notice = byId("notice");
    if (notice && !notice.hasAttribute("role")) notice.setAttribute("role", "alert");
  }

  // --- a new question comes to the top of the window, and stays there when its answer comes ---

  let state = "";
  let moved = false; // the person has scrolled since they asked
  for (const kind of ["wheel", "touchmove"]) document.addEventListener(kind, () => (moved = true), { passive: true });

  const spoken = document.createElement("div"); // what a screen reader says: not the whole conversation anew
  spoken.className = "spoken";
  spoken.setAttribute("role", "status");

  function say(words) {
    if (!spoken.isConnected) document.body.append(spoken);
    spoken.lang = document.documentElement.lang;
    spoken.textContent = words;
  }

  function arrive() {
    const questions = document.querySelectorAll("#talk .question");
    const pending = document.querySelector("#talk .pending") !== null;
    const now = `${questions.length} ${pending}`;
    if (now === state) return;
    if (pending) moved = false;
    if (questions.length && !moved) questions[questions.length - 1].scrollIntoView({ block: "start" });
    if (!questions.length) opened.clear();
    say(document.querySelector("#talk .working, #talk .arrived")?.textContent ?? "");
    state = now;
  }

  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      name();
      follow();
      unfold();
      arrive();
    });
  }).observe(document.documentElement, { childList: true, subtree: true, characterData: true });
})();
