// Lists: rows with data-row. j and k walk, Enter opens the card, x ticks, / goes to the filter; a click opens
// the split view when the row has data-split and the window is wide, otherwise the card (data-href).
import htmx from "./htmx";
import { hit, isTyping } from "./dom";
import { inSequence, keyOf } from "./keys";
import { word } from "./words";

const ROW = "[data-row]";
const WIDE = window.matchMedia("(min-width: 1100px)");
let lastTicked: HTMLInputElement | null = null;

function openCard(row: HTMLElement, inNewTab: boolean): void {
  const url = row.dataset.href;
  if (!url) return;
  if (inNewTab) window.open(url, "_blank", "noopener");
  else window.location.assign(url);
}

function openBeside(row: HTMLElement): void {
  const { split } = row.dataset;
  const side = document.getElementById("split");
  if (!split || !side || !WIDE.matches) {
    openCard(row, false);
    return;
  }
  for (const other of document.querySelectorAll(`${ROW}[aria-current]`)) other.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  void htmx.ajax("get", split, { target: side, swap: "innerHTML", source: row });
}

function walk(step: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>(ROW)];
  if (!rows.length) return;
  const place = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[Math.min(Math.max(place + step, 0), rows.length - 1)];
  if (!next) return;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => {
  const row = hit(event, ROW);
  if (!row || hit(event, "a, button, input, label, select, summary") || window.getSelection()?.toString()) return;
  if (event.ctrlKey || event.metaKey) openCard(row, true);
  else openBeside(row);
});

document.addEventListener("keydown", (event) => {
  if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (document.querySelector("dialog[open]") || inSequence()) return;
  const row = hit(event, ROW);
  const key = keyOf(event);
  if (key === "j" || key === "k") walk(key === "j" ? 1 : -1);
  else if (key === "enter" && row && event.target === row) openCard(row, false);
  else if (key === "x" && row) row.querySelector<HTMLInputElement>("[data-tick]")?.click();
  else if (key === "/") {
    const field = document.querySelector<HTMLElement>("[data-list-filter]") ?? document.getElementById("search");
    if (!field) return;
    if (field.dataset.keyPress) field.click();
    else field.focus();
  } else return;
  event.preventDefault();
});

/* From the filter of a list back to its rows: Esc leaves the field with what stands in it, arrow down goes to
   the first row. */
document.addEventListener("keydown", (event) => {
  const field = hit(event, "[data-list-filter]");
  if (!field || (event.key !== "Escape" && event.key !== "ArrowDown")) return;
  event.preventDefault();
  field.blur();
  if (event.key === "ArrowDown") walk(1);
});

/* Ticks: <input type="checkbox" data-tick name="ids"> in rows, data-tick-all in the head, one bar
   [data-selection] for them all. */
function ticks(): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>("[data-tick]")];
}

function showSelection(): void {
  const all = ticks();
  const count = all.filter((tick) => tick.checked).length;
  for (const tick of all) tick.closest(ROW)?.setAttribute("aria-selected", String(tick.checked));
  for (const head of document.querySelectorAll<HTMLInputElement>("[data-tick-all]")) {
    head.checked = count > 0 && count === all.length;
    head.indeterminate = count > 0 && count < all.length;
  }
  for (const bar of document.querySelectorAll<HTMLElement>("[data-selection]")) {
    bar.hidden = count === 0;
    const words = bar.querySelector("[data-selection-count]");
    if (words) words.textContent = word("selected", { count: String(count) });
  }
  for (const bar of document.querySelectorAll<HTMLElement>("[data-listbar]")) bar.hidden = count > 0;
}

function tickRange(last: HTMLInputElement): void {
  const all = ticks();
  const [from, to] = [all.indexOf(last), lastTicked ? all.indexOf(lastTicked) : -1];
  if (to < 0) return;
  for (const tick of all.slice(Math.min(from, to), Math.max(from, to) + 1)) tick.checked = last.checked;
}

document.addEventListener("click", (event) => {
  const tick = hit<HTMLInputElement>(event, "[data-tick]");
  if (tick) {
    if (event.shiftKey) tickRange(tick);
    lastTicked = tick;
  }
  const head = hit<HTMLInputElement>(event, "[data-tick-all]");
  if (head) for (const one of ticks()) one.checked = head.checked;
  if (hit(event, "[data-selection-clear]")) for (const one of ticks()) one.checked = false;
  if (tick || head || hit(event, "[data-selection-clear]")) showSelection();
});

document.addEventListener("htmx:afterSettle", () => {
  lastTicked = null;
  if (document.querySelector("[data-selection]")) showSelection();
});

// A line beside the first column shows that the table is scrolled.
document.addEventListener("scroll", (event) => {
  const frame = event.target;
  if (frame instanceof HTMLElement && frame.matches("[data-table]")) frame.classList.toggle("f-table-scrolled", frame.scrollLeft > 0);
}, true);
