// Tabs within one page: [data-tabs] holds role=tab buttons with aria-controls and the panes they name.
import { hit } from "./dom";

/** Puts the person into the first field; a pane that is still being fetched remembers that she waits for it. */
function toType(pane: HTMLElement): void {
  const field = pane.querySelector<HTMLElement>("textarea, input:not([type=hidden]), select");
  if (field) field.focus();
  pane.toggleAttribute("data-waited-for", !field);
}

function choose(tab: HTMLElement, focus: boolean): void {
  const group = tab.closest("[data-tabs]");
  if (!group) return;
  for (const other of group.querySelectorAll<HTMLElement>('[role="tab"]')) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", String(chosen));
    other.tabIndex = chosen ? 0 : -1;
    const pane = document.getElementById(other.getAttribute("aria-controls") ?? "");
    if (pane) pane.hidden = !chosen;
    if (chosen && pane) {
      pane.dispatchEvent(new CustomEvent("tab:shown"));
      if (!focus) toType(pane);
    }
  }
  if (focus) tab.focus();
}

document.addEventListener("click", (event) => {
  const tab = hit(event, '[data-tabs] [role="tab"]');
  if (tab) choose(tab, false);
  // On a phone a card shows one of its columns: <div class="f-cardcols" data-tab="about">.
  const column = hit(event, "[data-show-column]");
  const columns = column?.closest("main")?.querySelector<HTMLElement>(".f-cardcols");
  if (!column || !columns) return;
  columns.dataset.tab = column.dataset.showColumn;
  for (const other of column.parentElement?.children ?? []) other.setAttribute("aria-selected", String(other === column));
});

document.addEventListener("htmx:afterSettle", (event) => {
  const pane = event.target;
  if (pane instanceof HTMLElement && pane.hasAttribute("data-waited-for") && !pane.hidden) toType(pane);
});

document.addEventListener("keydown", (event) => {
  const tab = hit(event, '[data-tabs] [role="tab"]');
  if (!tab || (event.key !== "ArrowRight" && event.key !== "ArrowLeft")) return;
  const all = [...(tab.closest('[role="tablist"]')?.querySelectorAll<HTMLElement>('[role="tab"]') ?? [])];
  const step = event.key === "ArrowRight" ? 1 : -1;
  const next = all[(all.indexOf(tab) + step + all.length) % all.length];
  if (next) choose(next, true);
  event.preventDefault();
});
