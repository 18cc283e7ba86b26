// Boards: a card dragged to another column is posted to its data-move-url; when the move is refused it slides
// back and the reason is said. The card's menu does the same for those who use the keyboard.
import htmx from "./htmx";
import Sortable, { type SortableEvent } from "sortablejs";
import { csrfToken, hit } from "./dom";
import { sentenceOf, setOffline } from "./requests";
import { toast, type Tone } from "./toasts";
import { word } from "./words";

const COLUMN = "[data-board-column]";
const MOTION = window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120;

interface Refusal { sentence?: string; dialog?: string }
interface Spot { column: HTMLElement; next: Element | null }

function spotOf(card: HTMLElement, column = card.parentElement): Spot {
  return { column: column ?? card, next: card.nextElementSibling };
}

function slideBack(card: HTMLElement, spot: Spot): void {
  const before = card.getBoundingClientRect();
  spot.column.insertBefore(card, spot.next?.parentElement === spot.column ? spot.next : null);
  const after = card.getBoundingClientRect();
  const shift = `translate(${before.left - after.left}px, ${before.top - after.top}px)`;
  if (MOTION) card.animate([{ transform: shift }, { transform: "none" }], { duration: MOTION, easing: "ease-out" });
}

/** Events that the server asked for by HX-Trigger, as htmx would fire them. */
function fireTriggers(card: HTMLElement, header: string | null): boolean {
  if (!header) return false;
  if (!header.startsWith("{")) {
    for (const name of header.split(",")) htmx.trigger(document.body, name.trim());
    return false;
  }
  const events = JSON.parse(header) as Record<string, object>;
  for (const [name, detail] of Object.entries(events)) {
    if (name === "toast") {
      const { text, tone } = detail as { text: string; tone?: Tone };
      toast(text, tone);
    } else {
      htmx.trigger(card.isConnected ? card : document.body, name, detail);
    }
  }
  return "toast" in events;
}

async function refuse(card: HTMLElement, spot: Spot, answer: Response): Promise<void> {
  slideBack(card, spot);
  const said = fireTriggers(card, answer.headers.get("HX-Trigger"));
  const type = answer.headers.get("Content-Type");
  const body = await answer.text();
  let refusal: Refusal = {};
  if (type?.includes("json")) refusal = JSON.parse(body) as Refusal;
  // The move wants more words first (a reason, a date): the server names the dialog that asks for them.
  if (refusal.dialog) void htmx.ajax("get", refusal.dialog, "#dialog-body");
  else if (!said) toast(refusal.sentence ?? sentenceOf(answer.status, type, body), "bad");
}

/** Asks the server to move the card that already stands in the column. */
async function send(card: HTMLElement, column: HTMLElement, spot: Spot): Promise<void> {
  const { moveUrl, version } = card.dataset;
  const to = column.dataset.boardColumn;
  if (!moveUrl || to === undefined) {
    slideBack(card, spot);
    return;
  }
  card.classList.add("f-bcard-moving");
  const form = new URLSearchParams({ to });
  if (version) form.set("version", version);
  try {
    const answer = await fetch(moveUrl, {
      method: "POST",
      headers: { "X-CSRFToken": csrfToken(), "HX-Request": "true", "HX-Target": "board-card", Accept: "text/html, application/json" },
      body: form,
    });
    if (answer.redirected || answer.status === 401) window.location.reload();
    else if (!answer.ok) await refuse(card, spot, answer);
    else await accept(card, column, answer);
  } catch {
    slideBack(card, spot);
    setOffline(true);
    toast(word("offline"), "bad");
  } finally {
    card.classList.remove("f-bcard-moving");
  }
}

async function accept(card: HTMLElement, column: HTMLElement, answer: Response): Promise<void> {
  const said = fireTriggers(card, answer.headers.get("HX-Trigger"));
  const html = (answer.headers.get("Content-Type") ?? "").includes("html") ? (await answer.text()).trim() : "";
  const board = card.closest("[data-board]");
  if (html) htmx.swap(card, html, { swapStyle: "outerHTML", swapDelay: 0, settleDelay: 0 });
  if (board) htmx.trigger(board, "board:moved", { to: column.dataset.boardColumn });
  if (!said) {
    const place = column.closest(".f-col")?.querySelector("h2")?.textContent ?? "";
    toast(word("moved", { place }));
  }
}

function onDrop(event: SortableEvent): void {
  if (event.from === event.to) {
    return;
  }
  const siblings = [...event.from.children];
  void send(event.item, event.to, { column: event.from, next: siblings[event.oldIndex ?? siblings.length] ?? null });
}

function prepare(region: ParentNode): void {
  for (const column of region.querySelectorAll<HTMLElement>(COLUMN)) {
    if (Sortable.get(column)) continue;
    Sortable.create(column, {
      group: column.closest<HTMLElement>("[data-board]")?.id || "board",
      draggable: "[data-card][data-move-url]",
      filter: "summary, .f-menu-list, input",
      preventOnFilter: false,
      sort: false,
      animation: MOTION,
      delay: 180,
      delayOnTouchOnly: true,
      ghostClass: "f-bcard-ghost",
      dragClass: "f-bcard-drag",
      onEnd: onDrop,
    });
  }
}

document.addEventListener("click", (event) => {
  const item = hit(event, "[data-move-to]");
  const card = item?.closest<HTMLElement>("[data-card]");
  const board = card?.closest("[data-board]");
  if (!item || !card || !board) return;
  const column = board.querySelector<HTMLElement>(`[data-board-column="${CSS.escape(item.dataset.moveTo ?? "")}"]`);
  if (!column || column === card.parentElement) return;
  const spot = spotOf(card);
  column.prepend(card);
  card.querySelector<HTMLElement>("a")?.focus();
  void send(card, column, spot);
});

// A card is not offered the column it stands in. (The click comes before the menu opens, by keys too.)
document.addEventListener("click", (event) => {
  const menu = hit(event, "[data-card] summary")?.parentElement;
  const here = menu?.closest<HTMLElement>(COLUMN)?.dataset.boardColumn;
  for (const item of menu?.querySelectorAll<HTMLElement>("[data-move-to]") ?? []) item.hidden = item.dataset.moveTo === here;
}, true);

document.addEventListener("htmx:afterSettle", (event) => prepare(event.target as HTMLElement));
prepare(document);
