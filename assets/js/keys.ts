// Keyboard shortcuts. Any element with data-key="g l" (a sequence), "mod+k" or "n" is clicked, a field is
// focused. Letters are places on the keyboard, so they work in the Russian layout too.
import { isTyping } from "./dom";
import { word } from "./words";

const PATIENCE = 1200;
let typed: string[] = [];
let timer = 0;

/** "l" for the key in the place of Latin L, "1" for digits, "/" and "?" by place or by sign. */
export function keyOf(event: KeyboardEvent): string {
  if (event.code.startsWith("Key")) return event.code.slice(3).toLowerCase();
  if (event.code.startsWith("Digit") && !event.shiftKey) return event.code.slice(5);
  if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) return "?";
  if (event.code === "Slash") return "/";
  return event.key.toLowerCase();
}

function isVisible(element: HTMLElement): boolean {
  return element.checkVisibility ? element.checkVisibility() : element.getClientRects().length > 0;
}

function act(element: HTMLElement): void {
  const menu = element.closest<HTMLDetailsElement>("details.f-menu:not([open])");
  if (element.matches("input, textarea, select") && !menu && !element.dataset.keyPress) {
    element.focus();
    if (element instanceof HTMLInputElement) element.select();
  } else {
    element.click();
  }
}

function reach(): ParentNode {
  return document.querySelector<HTMLDialogElement>("dialog[open]") ?? document;
}

function find(sequence: string): HTMLElement | undefined {
  return [...reach().querySelectorAll<HTMLElement>("[data-key]")]
    .find((element) => element.dataset.key === sequence && (isVisible(element) || element.closest(".f-menu-list, .f-nav")));
}

function isBeginning(sequence: string): boolean {
  return [...reach().querySelectorAll<HTMLElement>("[data-key]")].some((element) => element.dataset.key?.startsWith(`${sequence} `));
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.key === "Shift") return;
  if (event.ctrlKey || event.metaKey) {
    const element = find(`mod+${keyOf(event)}`);
    if (!element) return;
    event.preventDefault();
    act(element);
    return;
  }
  const key = keyOf(event);
  // F1 and its like write nothing, so they work in fields and over an open window too.
  if (/^f\d+$/.test(key)) {
    const element = document.querySelector<HTMLElement>(`[data-key="${key}"]`);
    if (!element) return;
    event.preventDefault();
    element.click();
    return;
  }
  if (isTyping(event.target)) return;
  if (key === "?") {
    const dialog = document.getElementById("keys");
    if (!(dialog instanceof HTMLDialogElement) || dialog.open) return;
    event.preventDefault();
    list(dialog);
    dialog.showModal();
    return;
  }
  window.clearTimeout(timer);
  typed = [...typed, key].slice(-3);
  const whole = typed.join(" ");
  const element = find(whole) ?? find(key);
  if (element) {
    event.preventDefault();
    typed = [];
    act(element);
    return;
  }
  if (!isBeginning(whole)) typed = isBeginning(key) ? [key] : [];
  timer = window.setTimeout(() => { typed = []; }, PATIENCE);
});

/** Whether a sequence has begun, so that single-letter keys of lists stay quiet. */
export function inSequence(): boolean {
  return typed.length > 0;
}

function nameOf(element: HTMLElement): string {
  return element.dataset.keyLabel
    ?? element.getAttribute("aria-label")
    ?? (element.querySelector(".f-nav-text, span")?.textContent || element.textContent || "").trim();
}

function pretty(sequence: string): HTMLElement[] {
  return sequence.replace("mod+", "Ctrl ").split(" ").map((part) => {
    const key = document.createElement("kbd");
    key.textContent = part.length === 1 || /^f\d+$/.test(part) ? part.toUpperCase() : part;
    return key;
  });
}

function list(dialog: HTMLElement): void {
  const place = dialog.querySelector("[data-keys-list]");
  if (!place) return;
  const groups: Record<string, string> = { go: word("keysGo"), make: word("keysMake"), here: word("keysHere") };
  const found = new Map<string, Map<string, string>>();
  for (const element of document.querySelectorAll<HTMLElement>("[data-key]")) {
    const group = element.dataset.keyGroup ?? "here";
    if (!found.has(group)) found.set(group, new Map());
    found.get(group)?.set(element.dataset.key ?? "", nameOf(element));
  }
  place.replaceChildren(...Object.entries(groups).flatMap(([group, heading]) => {
    const keys = found.get(group);
    if (!keys) return [];
    const section = document.createElement("section");
    const title = document.createElement("h3");
    title.textContent = heading;
    const names = document.createElement("dl");
    for (const [sequence, label] of keys) {
      const term = document.createElement("dt");
      term.textContent = label;
      const value = document.createElement("dd");
      value.append(...pretty(sequence).flatMap((key, index) => (index ? [" ", key] : [key])));
      names.append(term, value);
    }
    section.append(title, names);
    return [section];
  }));
}

document.getElementById("keys")?.addEventListener("dialog:opening", (event) => list(event.currentTarget as HTMLElement));
