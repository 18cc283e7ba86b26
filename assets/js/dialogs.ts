import { hit } from "./dom";
import { isDirty, settle } from "./guard";
import { word } from "./words";

interface ConfirmDetail { question: string | null; elt: HTMLElement; issueRequest(skip: boolean): void }

// The question that is open: a window says "close" a task after it has closed, and by then the next
// question may be asked, so an answer is taken by its question and not by the window's event alone.
let answer: ((yes: boolean) => void) | null = null;

function answered(box: HTMLDialogElement): void {
  const tell = answer;
  answer = null;
  tell?.(box.returnValue === "yes");
}

/** Asks in our own window; true when the person goes on. */
export function ask(question: string, yes = word("confirmAct"), no = word("cancel")): Promise<boolean> {
  const box = document.getElementById("confirm") as HTMLDialogElement | null;
  if (!box) return Promise.resolve(window.confirm(question));
  answered(box);
  const text = box.querySelector("#confirm-text");
  const [refuse, accept] = box.querySelectorAll("button");
  if (text) text.textContent = question;
  if (refuse) refuse.textContent = no;
  if (accept) accept.textContent = yes;
  box.returnValue = "";
  if (!box.open) box.showModal();
  return new Promise((resolve) => { answer = resolve; });
}

/** Closes a dialog, after a question when it holds typed changes. */
async function close(dialog: HTMLDialogElement): Promise<void> {
  if (isDirty(dialog) && !(await ask(word("leave"), word("leaveAct"), word("stay")))) return;
  settle(dialog);
  dialog.close();
}

function open(dialog: HTMLDialogElement): void {
  const size = dialog.querySelector<HTMLElement>("[data-dialog-size]")?.dataset.dialogSize;
  dialog.classList.toggle("f-dialog-wide", size === "wide" || dialog.id === "keys");
  dialog.classList.toggle("f-dialog-small", size === "small" || dialog.id === "confirm");
  const title = dialog.querySelector("h2")?.textContent;
  if (title && !dialog.hasAttribute("aria-labelledby")) dialog.setAttribute("aria-label", title);
  if (!dialog.open) dialog.showModal();
  const first = dialog.querySelector<HTMLElement>("[data-summary]")
    ?? dialog.querySelector<HTMLElement>(".f-dialog-body :is(input:not([type=hidden]), select, textarea, button)");
  first?.focus();
}

document.addEventListener("click", (event) => {
  const opener = hit(event, "[data-dialog-open]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialogOpen ?? "");
    if (dialog instanceof HTMLDialogElement) {
      dialog.dispatchEvent(new CustomEvent("dialog:opening"));
      open(dialog);
    }
    return;
  }
  const dialog = hit<HTMLDialogElement>(event, "dialog");
  if (!dialog) return;
  if (hit(event, "[data-dialog-close]") || (event.target === dialog && dialog.id !== "confirm")) void close(dialog);
});

document.addEventListener("cancel", (event) => {
  const dialog = event.target;
  if (dialog instanceof HTMLDialogElement && dialog.id !== "confirm" && isDirty(dialog)) {
    event.preventDefault();
    void close(dialog);
  }
}, true);

// A browser lets a page refuse to close a window by Escape only once per touch of the person; the second
// Escape would throw away what was typed, so the key itself is taken before the browser acts on it.
window.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("#confirm[open]")) return;
  const dialog = document.querySelector<HTMLDialogElement>("#dialog[open]");
  if (!dialog || !isDirty(dialog)) return;
  event.preventDefault();
  void close(dialog);
});

document.addEventListener("htmx:afterSettle", (event) => {
  const body = event.target;
  if (!(body instanceof HTMLElement) || body.id !== "dialog-body" || !body.firstElementChild) return;
  const dialog = body.closest("dialog");
  if (dialog) open(dialog);
});

// A command is done: the server closes the dialog by the header HX-Trigger: {"dialog:close": ""}.
document.addEventListener("dialog:close", () => {
  const dialog = document.getElementById("dialog");
  if (!(dialog instanceof HTMLDialogElement)) return;
  settle(dialog);
  dialog.close();
});

document.getElementById("dialog")?.addEventListener("close", () => document.getElementById("dialog-body")?.replaceChildren());

document.getElementById("confirm")?.addEventListener("close", (event) => {
  const box = event.target as HTMLDialogElement;
  if (!box.open) answered(box);
});

// hx-confirm asks in our window; a request that would throw away typed changes asks too.
document.addEventListener("htmx:confirm", (event) => {
  const { detail } = event as CustomEvent<ConfirmDetail & { target?: HTMLElement; triggeringEvent?: Event }>;
  // News is no one's wish: it asks nothing, and steady.ts makes it wait.
  if (/^(live|card|board):/.test(detail.triggeringEvent?.type ?? "")) return;
  const losing = detail.target && !detail.elt.closest("form[data-guard]") && isDirty(detail.target);
  if (!detail.question && !losing) return;
  event.preventDefault();
  const answer = losing ? ask(word("leave"), word("leaveAct"), word("stay")) : ask(detail.question ?? "");
  void answer.then((yes) => {
    if (!yes) return;
    if (losing && detail.target) settle(detail.target);
    detail.issueRequest(true);
  });
});
