// The frame: folding the navigation, the drawer of a phone, choices of look.
import { csrfToken, hit } from "./dom";
import { toast } from "./toasts";
import { word } from "./words";

const root = document.documentElement;

function fold(): void {
  const folded = root.dataset.nav !== "folded";
  if (folded) root.dataset.nav = "folded";
  else delete root.dataset.nav;
  try {
    localStorage.setItem("femida.nav", folded ? "folded" : "open");
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

function setDrawer(open: boolean): void {
  if (open) root.dataset.drawer = "open";
  else delete root.dataset.drawer;
  if (open) document.querySelector<HTMLElement>("#navigation a")?.focus();
}

/** Theme and density change at once and are saved behind; a language needs the page anew. */
async function choose(form: HTMLFormElement, button: HTMLButtonElement): Promise<void> {
  const { name, value } = button;
  for (const other of form.querySelectorAll<HTMLButtonElement>(`button[name="${name}"]`)) {
    other.setAttribute("aria-pressed", String(other === button));
  }
  root.dataset[name] = value;
  if (name === "theme") document.dispatchEvent(new CustomEvent("theme:chosen"));
  const answer = await fetch(form.action, {
    method: "POST",
    headers: { "X-CSRFToken": csrfToken(), "HX-Request": "true" },
    body: new URLSearchParams({ [name]: value }),
  }).catch(() => null);
  if (!answer?.ok) toast(word("failed"), "bad");
}

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  const button = event.submitter;
  if (!form.matches("[data-preferences]") || !(button instanceof HTMLButtonElement) || button.name === "language") return;
  event.preventDefault();
  void choose(form, button);
});

// At the door the hands are already on the keyboard; a phone would only open its own over the page.
if (window.matchMedia("(pointer: fine)").matches) {
  document.querySelector<HTMLElement>("form[data-door] input:not([type=hidden])")?.focus();
}

document.addEventListener("click", (event) => {
  if (hit(event, "[data-nav-fold]")) fold();
  if (hit(event, "[data-print]")) window.print();
  const drawer = hit(event, "[data-drawer]");
  if (drawer && drawer !== root) setDrawer(drawer.dataset.drawer === "open");
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && root.dataset.drawer) setDrawer(false);
});
