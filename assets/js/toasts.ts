import { icon } from "./dom";
import { word } from "./words";

export type Tone = "good" | "warn" | "bad" | "info";
interface ToastDetail { text?: string; tone?: Tone; value?: string | { text?: string; tone?: Tone } }

const ICONS: Record<Tone, string> = { good: "circle-check", warn: "alert-triangle", bad: "alert-circle", info: "info-circle" };
const SECONDS: Record<Tone, number> = { good: 5, info: 6, warn: 10, bad: 12 };

/** Shows a sentence at the corner. It waits while the pointer or the focus is on it. */
export function toast(text: string, tone: Tone = "good"): void {
  const region = document.getElementById("toasts");
  if (!region || !text) return;
  for (const shown of region.children) {
    if (shown.querySelector(".f-toast-text")?.textContent === text) shown.remove();
  }
  const box = document.createElement("div");
  box.className = `f-toast f-toast-${tone}`;
  if (tone === "bad") box.setAttribute("role", "alert");
  const words = document.createElement("div");
  words.className = "f-toast-text";
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "f-x";
  close.setAttribute("aria-label", word("close"));
  close.append(icon("x"));
  close.addEventListener("click", () => box.remove());
  box.append(icon(ICONS[tone]), words, close);
  region.append(box);
  while (region.children.length > 4) region.firstElementChild?.remove();

  let timer = 0;
  const wait = (): void => { timer = window.setTimeout(() => box.remove(), SECONDS[tone] * 1000); };
  const hold = (): void => window.clearTimeout(timer);
  box.addEventListener("pointerenter", hold);
  box.addEventListener("pointerleave", wait);
  box.addEventListener("focusin", hold);
  box.addEventListener("focusout", wait);
  wait();
}

// A server asks for a toast by the header HX-Trigger: {"toast": {"text": "…", "tone": "good"}}.
document.addEventListener("toast", (event) => {
  const detail = (event as CustomEvent<ToastDetail>).detail ?? {};
  const inner = typeof detail.value === "object" ? detail.value : detail;
  const text = typeof detail.value === "string" ? detail.value : inner.text;
  toast(text ?? "", inner.tone ?? "good");
});
