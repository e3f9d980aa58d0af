// What the pages do beyond links and forms. Everything works without it.
"use strict";

const typing = (target) =>
  target instanceof Element && target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

// Search as you type: the same address, only its results, so that the page stays and the focus with it.
const live = document.querySelector("form[data-live]");
if (live) {
  const results = document.getElementById(live.dataset.live);
  let running = null;
  let waiting = 0;
  const refresh = async () => {
    running?.abort();
    running = new AbortController();
    const query = new URLSearchParams(new FormData(live));
    for (const [name, value] of [...query]) if (!value) query.delete(name);
    const url = `${live.getAttribute("action")}?${query}`;
    results.setAttribute("aria-busy", "true");
    try {
      // What is only begun is looked for while it is typed; the address, and whoever sends the form, looks for whole words.
      const answer = await fetch(`${url}&typing=1`, { headers: { "X-Fragment": "results" }, signal: running.signal });
      if (answer.ok) {
        results.innerHTML = await answer.text();
        history.replaceState(null, "", url);
      }
      results.setAttribute("aria-busy", "false");
    } catch (error) {
      if (error.name !== "AbortError") results.setAttribute("aria-busy", "false");
    }
  };
  live.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, 120);
  });
}

// Filters apply themselves.
for (const form of document.querySelectorAll("form[data-auto]")) {
  form.addEventListener("change", () => form.requestSubmit());
  form.addEventListener("submit", () => {
    for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
  });
}

// Signals that are selected are counted where they are moved.
const mover = document.getElementById("move");
if (mover) {
  const button = mover.querySelector("[data-count]");
  const plain = button.textContent;
  const count = () => {
    const selected = document.querySelectorAll("input.select:checked").length;
    button.textContent = selected ? `${button.dataset.count} ${selected} signal${selected === 1 ? "" : "s"}` : plain;
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("input.select")) count();
  });
  count();
}

// Cards of a board are drawn to another column: that fills in and sends the form that each carries.
const board = document.querySelector("[data-board]");
if (board) {
  let held = null;
  for (const card of board.querySelectorAll("[data-card]")) {
    card.draggable = true;
    card.addEventListener("dragstart", (event) => {
      held = card;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", card.id);
      card.classList.add("held");
    });
    card.addEventListener("dragend", () => {
      held = null;
      card.classList.remove("held");
      for (const column of board.querySelectorAll(".over")) column.classList.remove("over");
    });
  }
  for (const column of board.querySelectorAll("[data-column]")) {
    const takes = () => held && held.closest("[data-column]") !== column;
    column.addEventListener("dragover", (event) => {
      if (!takes()) return;
      event.preventDefault();
      column.classList.add("over");
    });
    column.addEventListener("dragleave", (event) => {
      if (!column.contains(event.relatedTarget)) column.classList.remove("over");
    });
    column.addEventListener("drop", (event) => {
      if (!takes()) return;
      event.preventDefault();
      const form = held.querySelector("form");
      form.elements.state.value = column.dataset.column;
      form.requestSubmit();
    });
  }
}

// A chart tells the week under the pointer.
for (const figure of document.querySelectorAll(".trend-chart")) {
  const output = figure.querySelector("[data-hovered]");
  figure.addEventListener("pointerover", (event) => {
    const title = event.target.closest?.("a")?.querySelector("title");
    if (title) output.textContent = title.textContent;
  });
  figure.addEventListener("pointerleave", () => { output.textContent = ""; });
}

// A page that waits for a clustering run looks again.
if (document.querySelector("[data-refresh]")) setTimeout(() => location.reload(), 2000);

// Keys.
const help = document.getElementById("help-dialog");
const sections = new Map([...document.querySelectorAll("[data-key]")].map((link) => [link.dataset.key, link.href]));
let going = false;

const step = (by) => {
  const items = [...document.querySelectorAll("main [data-item]")].filter((item) => item.offsetParent !== null);
  if (!items.length) return;
  const at = items.indexOf(document.activeElement);
  const next = at < 0 ? (by > 0 ? 0 : items.length - 1) : Math.min(Math.max(at + by, 0), items.length - 1);
  items[next].focus();
  items[next].scrollIntoView({ block: "nearest" });
};

document.querySelector("[data-help]")?.addEventListener("click", (event) => {
  if (event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  help.showModal();
});

document.addEventListener("keydown", (event) => {
  if (event.metaKey || event.ctrlKey || event.altKey || help.open) return;
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (going && sections.has(event.key)) {
    location.href = sections.get(event.key);
    return;
  }
  going = event.key === "g";
  if (event.key === "/") {
    event.preventDefault();
    const field = document.querySelector("[data-search]");
    field?.focus();
    field?.select();
  } else if (event.key === "j") {
    step(1);
  } else if (event.key === "k") {
    step(-1);
  } else if (event.key === "x") {
    document.activeElement.closest(".selectable")?.querySelector("input.select")?.click();
  } else if (event.key === "e") {
    const decide = document.querySelector("[data-decide]");
    if (!decide) return;
    event.preventDefault();
    decide.open = true;
    decide.querySelector("input:not([type=hidden]), select")?.focus();
  } else if (event.key === "?") {
    help.showModal();
  }
});

// A text that is made to be pasted is copied by a button; without it, it is selected by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const told = button.parentElement.querySelector("[data-copied]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      told.textContent = "Copied";
    } catch {
      told.textContent = "Selected: copy it with your keyboard";
    }
  });
}
