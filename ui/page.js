// What markup alone cannot do: send a click to the server, lead from a marker to its source, follow the language.
"use strict";

(() => {
  const LANGUAGES = { ja: "ja", zh: "zh-Hans", en: "en" };
  const CALM = matchMedia("(prefers-reduced-motion: reduce)");
  const root = document.documentElement;
  const opened = new Set(); // ids of what the person has unfolded
  const byId = (id) => document.getElementById(id);

  // --- what a click asks for: one JSON object, read by ui/acts.py ---

  function send(wish) {
    leaving();
    const field = document.querySelector("#wish textarea, #wish input");
    field.value = wish;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    byId("grant").click();
  }

  function press(button) {
    if (button.matches(".sure:not(.armed)")) {
      button.classList.add("armed"); // the second click is meant
      setTimeout(() => button.classList.remove("armed"), 4000);
      return;
    }
    if (button.matches(".open, .new")) closeSheets();
    send(button.value);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form.act");
    if (!form) return;
    event.preventDefault();
    const wish = JSON.parse(form.dataset.act);
    for (const field of form.elements) {
      if (field.type === "checkbox") wish[field.name] = [...(wish[field.name] ?? []), ...(field.checked ? [field.value] : [])];
      else if (field.name) wish[field.name] = field.value;
    }
    send(JSON.stringify(wish));
    const around = form.closest("details");
    if (!around) return;
    around.open = false;
    opened.delete(around.id); // the page may be drawn anew before it hears of the closing
  });

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

  // --- the question: it leaves the box at once, so that what is written next is not lost when the answer comes ---

  let sent = ""; // what left the box and was not taken or refused yet
  let sentAt = 0;
  const box = () => document.querySelector("#box textarea");

  function write(words) {
    box().value = words;
    box().dispatchEvent(new Event("input", { bubbles: true }));
  }

  function leave(event) {
    if (sent) return event.stopImmediatePropagation(); // one question at a time; this one stays in the box
    const words = box().value;
    if (!words.trim()) return;
    setTimeout(() => {
      if (box().value !== words) return;
      sent = words; // Gradio has it by now
      leaving();
      write("");
    });
  }

  // Seen at once, however long the way to the server.
  function leaving() {
    sentAt = Date.now();
    root.classList.add("sending");
  }

  function arrived() {
    sent = "";
    root.classList.remove("sending");
  }

  function putBack(words) {
    write([words, box().value].filter(Boolean).join("\n"));
    arrived();
  }

  setInterval(() => {
    if (Date.now() - sentAt < 15_000) return;
    if (sent) putBack(sent); // nothing came of it: the server is not there
    else arrived();
  }, 1000);

  const GONE = "Connection to the server was lost"; // what Gradio says, in English alone; .lost says it in all three

  function refused() {
    const said = document.querySelector(".toast-wrap .error")?.textContent;
    if (!said) return;
    if (said.includes(GONE)) root.classList.add("gone");
    if (sent) putBack(sent);
    else arrived();
  }

  // Once the server is there again the page is loaded anew: what is in the box comes along, for the same person.
  const person = () => document.querySelector("#header .sign-out")?.title ?? "";

  addEventListener("pagehide", () => {
    const words = root.classList.contains("gone") && box()?.value;
    if (words) sessionStorage.setItem("draft", JSON.stringify([person(), words]));
  });

  function takeAlong() {
    const draft = sessionStorage.getItem("draft");
    if (!draft || !document.querySelector("#header h1")) return;
    sessionStorage.removeItem("draft");
    const [whose, words] = JSON.parse(draft);
    if (whose === person()) putBack(words);
  }

  const given = new Set(); // notices whose words are back in the box

  function takeBack() {
    const notice = document.querySelector("#notice [data-back]");
    if (!notice || given.has(notice.id)) return;
    given.add(notice.id);
    putBack(notice.dataset.back);
  }

  // Tried again as it was: by a click in the page, or as the words that are back in the box.
  function retry(button) {
    if (!button.value) return byId("send").click();
    if (box().value === button.closest("[data-back]")?.dataset.back) write("");
    send(button.value);
  }

  const COUNTED = 200; // characters from which on their number is of use

  function count() {
    const place = document.querySelector("#composer .written");
    if (!place) return;
    const { limit, words } = place.dataset;
    const now = [...box().value].length;
    const number = new Intl.NumberFormat(root.lang);
    const said = words.replace("{count}", number.format(now)).replace("{limit}", number.format(limit));
    const text = now < COUNTED ? "" : said;
    if (place.textContent !== text) place.textContent = text;
    place.classList.toggle("over", now > Number(limit));
  }

  document.addEventListener("input", (event) => event.target === box() && count());

  document.addEventListener(
    "keypress",
    (event) => {
      const chooses = event.isComposing || event.keyCode === 229; // characters
      if (event.key === "Enter" && !event.shiftKey && !chooses && event.target === box()) leave(event);
    },
    true,
  );

  // --- the panels: beside the conversation, or over it in a narrow window ---

  let opener = null; // what led into a panel, to go back to

  function sheet(name, from) {
    opener = from ?? opener;
    root.dataset.sheet = name;
  }

  function closeSheets() {
    delete root.dataset.sheet;
  }

  function part(name) {
    root.dataset.part = name;
    for (const tab of document.querySelectorAll(".part-tab")) tab.setAttribute("aria-selected", tab.value === name);
  }

  // --- from a marker to the card of its own turn, and back ---

  let shownTurn = ""; // whose sources stand in the panel; "" for the newest

  function glide(element, block) {
    element.scrollIntoView({ block, behavior: CALM.matches ? "auto" : "smooth" });
  }

  function showSources() {
    const all = [...document.querySelectorAll(".turn-sources")];
    const chosen = all.find((one) => one.id === `${shownTurn}-sources`) ?? all.at(-1);
    for (const one of all) one.hidden = one !== chosen;
  }

  // What has only begun to come into sight cannot be focused yet.
  function focus(element, tries) {
    element.focus({ preventScroll: true });
    if (document.activeElement !== element && tries) requestAnimationFrame(() => focus(element, tries - 1));
  }

  function show(card, marker) {
    shownTurn = card.closest(".turn-sources").id.replace("-sources", "");
    showSources();
    part("sources");
    sheet("side", marker);
    for (const other of document.querySelectorAll(".source.found")) other.classList.remove("found");
    card.open = true;
    card.classList.add("found");
    focus(card.querySelector("summary"), 30);
    const panel = byId("side");
    const top = card.getBoundingClientRect().top - panel.getBoundingClientRect().top + panel.scrollTop;
    panel.scrollTo({ top: top - 70, behavior: CALM.matches ? "auto" : "smooth" });
  }

  function goBack(question) {
    closeSheets();
    const ours = opener?.isConnected && opener.getAttribute("href")?.startsWith(`#${question.id}-`);
    const place = ours ? opener : question;
    place.focus({ preventScroll: true });
    glide(place, "center");
  }

  function follow(marker) {
    const target = byId(marker.getAttribute("href").slice(1));
    if (!target) return;
    if (target.matches(".source")) show(target, marker);
    else goBack(target);
  }

  // --- clicks ---

  const CLICKS = [
    ["button.act", press],
    ["button.copy", copy],
    ["button.retry", retry],
    ["#stop", () => send('{"do":"stop"}')],
    ["button.sheet", (button) => sheet(button.value, button)],
    ["button.part-tab", (button) => (part(button.value), byId("side").scrollTo({ top: 0 }))],
    ["button.close", closeSheets],
    ['a[href^="#"]', follow],
  ];

  document.addEventListener(
    "click",
    (event) => {
      if (event.target.closest?.("#send")) return leave(event);
      if (event.target.closest?.("#starters button")) leaving();
      for (const [selector, does] of CLICKS) {
        const found = event.target.closest?.(selector);
        if (!found) continue;
        event.preventDefault(); // the page has a <base>: the browser would load it anew
        event.stopPropagation();
        does(found);
        return;
      }
      if (event.isTrusted && root.dataset.sheet && !event.target.closest?.("#rail, #side")) closeSheets();
    },
    true,
  );

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !root.dataset.sheet) return;
    closeSheets();
    if (opener?.isConnected) opener.focus();
  });

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

  // --- the person's own documents ---

  const uploads = Object.assign(document.createElement("ul"), { className: "uploads" });

  // What became of each file stays to be read when the page is drawn anew.
  function keepUploads() {
    const place = document.querySelector("#side .uploads");
    if (place && place !== uploads) place.replaceWith(uploads);
  }

  function upload(file) {
    const line = uploads.appendChild(document.createElement("li"));
    const bar = document.createElement("progress");
    const name = Object.assign(document.createElement("span"), { className: "name", textContent: file.name });
    const said = document.createElement("small");
    line.append(name, bar, said);
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open("POST", `documents?name=${encodeURIComponent(file.name)}`);
      request.setRequestHeader("X-Advisor", "page");
      request.upload.onprogress = (event) => Object.assign(bar, { max: event.total, value: event.loaded });
      request.upload.onload = () => bar.removeAttribute("value"); // sent; being read
      request.onloadend = () => {
        bar.remove();
        said.textContent = request.responseText || "…";
        line.className = request.status === 200 ? "taken" : "refused";
        resolve(request.status === 200);
      };
      request.send(file);
    });
  }

  document.addEventListener("change", async (event) => {
    if (!event.target.matches?.("input.upload")) return;
    const files = [...event.target.files];
    event.target.value = "";
    uploads.replaceChildren();
    const waiting = files.values();
    const lane = async () => {
      for (const file of waiting) if (await upload(file)) byId("look").click();
    };
    await Promise.all([lane(), lane()]); // as many as the server reads at once
  });

  // --- what is unfolded stays unfolded when the page is drawn anew ---

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

  function speak() {
    const language = document.querySelector("#language input:checked")?.value;
    const title = document.querySelector("#header h1")?.textContent;
    if (!title || !(language in LANGUAGES)) return; // nothing has been said yet
    root.lang = LANGUAGES[language];
    if (document.title !== title) document.title = title;
  }

  document.addEventListener("change", (event) => {
    const value = event.target.closest?.("#language") ? event.target.value : "";
    if (value in LANGUAGES) {
      document.cookie = `advisor_language=${value}; path=/; max-age=31536000; samesite=strict`;
      root.lang = LANGUAGES[value];
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
    if (!root.dataset.part) part("company");
    else part(root.dataset.part);
  }

  // --- the conversation that is open, in the address: a reload or a bookmark finds it again ---

  let conversation = null;

  function address() {
    const now = document.querySelector("#rail [data-conversation]")?.dataset.conversation;
    if (now === undefined || now === conversation) return;
    if (conversation !== null) {
      shownTurn = "";
      if (now && conversation) opened.clear();
    }
    conversation = now;
    const url = new URL(location.href);
    if (now) url.searchParams.set("c", now);
    else url.searchParams.delete("c");
    history.replaceState(null, "", url);
  }

  // --- an answer on its way is looked at until it is there ---

  let looked = ""; // the last state of the work that was seen
  let since = 0;

  function watch() {
    const pending = document.querySelector("#work .pending");
    const now = pending ? `${conversation} ${pending.dataset.looks}` : "";
    if (now === looked && !(now && Date.now() - since > 12_000)) return;
    looked = now;
    since = Date.now();
    if (now) byId("look")?.click();
  }
  setInterval(watch, 1000); // a look that was lost is made up for

  // Responses that crossed may have been drawn in the wrong order: the server says what holds.
  let ended = 0; // when the last response had come, in milliseconds
  let settling = 0;
  new PerformanceObserver((list) => {
    for (const { name, startTime, responseEnd, responseStatus } of list.getEntries()) {
      if (!name.endsWith("/run/predict")) continue;
      if (responseStatus === 200) root.classList.remove("gone");
      if (startTime < ended) {
        clearTimeout(settling);
        settling = setTimeout(() => document.querySelector("#work .pending") ?? byId("look")?.click(), 300);
      }
      ended = Math.max(ended, responseEnd);
    }
  }).observe({ type: "resource" });

  // --- a new question comes to the top of the window, and stays there when its answer comes ---

  let state = "";
  let moved = false; // the person has scrolled since they asked
  for (const kind of ["wheel", "touchmove"]) document.addEventListener(kind, () => (moved = true), { passive: true });

  const spoken = document.createElement("div"); // what a screen reader says: not the whole conversation anew
  spoken.className = "spoken";
  spoken.setAttribute("role", "status");

  function say(words) {
    if (!spoken.isConnected) document.body.append(spoken);
    spoken.lang = root.lang;
    spoken.textContent = words;
  }

  function arrive() {
    const questions = document.querySelectorAll("#middle .question");
    const pending = document.querySelector("#work .pending") !== null;
    const now = `${conversation} ${questions.length} ${pending}`;
    if (now === state) return;
    if (pending) {
      moved = false;
      shownTurn = "";
    }
    if (questions.length && !moved) questions[questions.length - 1].scrollIntoView({ block: "start" });
    say(document.querySelector("#work .step.now .what, #talk .arrived")?.textContent ?? "");
    state = now;
  }

  let waiting = false;
  new MutationObserver((changes) => {
    const ours = changes.filter(({ target }) => !target.closest?.("[data-testid=status-tracker]")); // there Gradio counts seconds, and failures
    const drawn = (places) => ours.some(({ target }) => target.closest?.(places));
    if (drawn(".toast-wrap")) refused();
    if (drawn("#talk, #work, #notice") || (!sent && drawn("#rail, #side"))) arrived();
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      name();
      speak();
      address();
      unfold();
      showSources();
      keepUploads();
      takeBack();
      takeAlong();
      count();
      arrive();
      watch();
    });
  }).observe(root, { childList: true, subtree: true, characterData: true });
})();
