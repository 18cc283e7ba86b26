// News redraws a region under the person's hands. What they are doing there stays: scroll, ticks, focus and the
// chosen row are put back; while a menu is open, a card is dragged, an act waits for its answer or a form holds
// changes, the redraw waits. (A button drawn away under its own request would lose the answer: what is said and
// asked there is told to the button.)
import { isDirty } from "./guard";

interface Kept { scrolls: Map<string, [number, number]>; ticked: Set<string>; focused: string; current: string }
interface AnswerDetail { elt: Element; xhr: XMLHttpRequest; requestConfig?: { triggeringEvent?: Event } }
interface SwapDetail { target: HTMLElement; shouldSwap: boolean; requestConfig?: { triggeringEvent?: Event } }

const BUSY = "details.f-menu[open], .f-bcard-ghost, .f-bcard-moving, .htmx-request";
const SCROLLED = "[data-table], [data-board], [data-board-column]";
const kept = new Map<string, Kept>();
let waiting = false;
// Whose answer is being drawn now: that one may draw itself away.
let answered: Element | null = null;
// When each request was sent, and when the last answer to an act of the person came.
const begun = new WeakMap<XMLHttpRequest, number>();
let actedAt = 0;

function isNews(event: Event | undefined): boolean {
  return event !== undefined && /^(live|card|board):/.test(event.type);
}

function isBusy(region: HTMLElement): boolean {
  return [...region.querySelectorAll(BUSY)].some((element) => element !== answered) || isDirty(region);
}

/** Later, when the hands are free, the page asks anew for all that it shows. */
function wait(): void {
  if (waiting) return;
  waiting = true;
  const timer = window.setInterval(() => {
    const main = document.getElementById("main");
    if (main && isBusy(main)) return;
    window.clearInterval(timer);
    waiting = false;
    document.body.dispatchEvent(new CustomEvent("live:resync"));
  }, 500);
}

function nameOf(frame: HTMLElement, index: number): string {
  return frame.dataset.boardColumn ?? `frame ${index}`;
}

function rowOf(element: Element | null): string {
  return element?.closest<HTMLElement>("[data-row]")?.dataset.href ?? "";
}

function keep(region: HTMLElement): Kept {
  const scrolls = new Map<string, [number, number]>();
  region.querySelectorAll<HTMLElement>(SCROLLED).forEach((frame, index) => {
    scrolls.set(nameOf(frame, index), [frame.scrollLeft, frame.scrollTop]);
  });
  const ticked = [...region.querySelectorAll<HTMLInputElement>("[data-tick]:checked")].map((tick) => tick.value);
  return {
    scrolls,
    ticked: new Set(ticked),
    focused: region.contains(document.activeElement) ? rowOf(document.activeElement) : "",
    current: rowOf(region.querySelector("[data-row][aria-current]")),
  };
}

function putBack(region: HTMLElement, before: Kept): void {
  region.querySelectorAll<HTMLElement>(SCROLLED).forEach((frame, index) => {
    const [left, top] = before.scrolls.get(nameOf(frame, index)) ?? [0, 0];
    frame.scrollTo(left, top);
  });
  for (const tick of region.querySelectorAll<HTMLInputElement>("[data-tick]")) tick.checked = before.ticked.has(tick.value);
  for (const row of region.querySelectorAll<HTMLElement>("[data-row]")) {
    if (row.dataset.href === before.current) row.setAttribute("aria-current", "true");
  }
}

/** At once after the swap: the next key must find the person where they were, and where they go after it counts. */
function refocus(region: HTMLElement, before: Kept): void {
  if (!before.focused || (document.activeElement && document.activeElement !== document.body)) return;
  for (const row of region.querySelectorAll<HTMLElement>("[data-row]")) {
    if (row.dataset.href === before.focused) row.focus({ preventScroll: true });
  }
}

document.addEventListener("htmx:beforeRequest", (event) => {
  begun.set((event as CustomEvent<AnswerDetail>).detail.xhr, performance.now());
});

// News that was asked for before the person's own answer came shows the page as it was: it is asked for anew.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { elt, xhr, requestConfig } = (event as CustomEvent<AnswerDetail>).detail;
  if (!isNews(requestConfig?.triggeringEvent)) {
    actedAt = performance.now();
  } else if ((begun.get(xhr) ?? 0) < actedAt) {
    event.preventDefault();
    wait();
    return;
  }
  answered = elt;
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = event as CustomEvent<SwapDetail>;
  if (!detail.shouldSwap || !isNews(detail.requestConfig?.triggeringEvent)) return;
  if (isBusy(detail.target)) {
    detail.shouldSwap = false;
    wait();
  } else if (detail.target.id) {
    kept.set(detail.target.id, keep(detail.target));
  }
});

// Regions beside the target come with every answer; those under the hands are left as they are.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { detail } = event as CustomEvent<SwapDetail>;
  if (!isBusy(detail.target)) return;
  detail.shouldSwap = false;
  wait();
});

function forKept(act: (region: HTMLElement, before: Kept) => void): void {
  for (const [id, before] of kept) {
    const region = document.getElementById(id);
    if (region) act(region, before);
  }
}

document.addEventListener("htmx:afterSwap", () => forKept(refocus));

document.addEventListener("htmx:afterSettle", () => {
  forKept(putBack);
  kept.clear();
});
