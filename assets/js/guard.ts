// Forms with data-guard: leaving with changes asks; Ctrl+Enter saves; a refused form shows its summary.
import { hit } from "./dom";

const dirty = new Set<HTMLFormElement>();

/** Whether a form inside the region (or the page) holds changes that were not sent. */
export function isDirty(region: ParentNode = document): boolean {
  for (const form of dirty) {
    if (!form.isConnected) dirty.delete(form);
    else if (region instanceof Node && region.contains(form)) return true;
  }
  return false;
}

/** The changes inside the region are saved or given up. */
export function settle(region: Node): void {
  for (const form of dirty) if (region.contains(form)) dirty.delete(form);
}

function onChange(event: Event): void {
  const form = hit<HTMLFormElement>(event, "form[data-guard]");
  if (form) dirty.add(form);
}

document.addEventListener("input", onChange);
document.addEventListener("change", onChange);
document.addEventListener("reset", (event) => settle(event.target as Node));
document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  // A form that htmx sends stays guarded until its answer is here.
  if (!form.hasAttribute("hx-post")) settle(form);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const { detail } = event as CustomEvent<{ elt: HTMLElement; successful: boolean }>;
  if (detail.successful && detail.elt instanceof HTMLFormElement) settle(detail.elt);
});

window.addEventListener("beforeunload", (event) => {
  if (isDirty()) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = hit<HTMLFormElement>(event, "form");
  if (!form || form.method === "get") return;
  event.preventDefault();
  form.requestSubmit();
});

function showSummary(region: ParentNode): void {
  const found = region.querySelectorAll<HTMLElement>("[data-summary]");
  if (found.length === 1) found[0]?.focus();
}

document.addEventListener("htmx:afterSettle", (event) => showSummary(event.target as HTMLElement));
showSummary(document);
