// Menus are <details class="f-menu">: they open without scripts; here they close, and arrows walk them.
import { hit } from "./dom";

const OPEN = "details.f-menu[open]";

function itemsOf(menu: Element): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>(".f-menu-list :is(a, button):not([disabled], [hidden])")];
}

document.addEventListener("click", (event) => {
  const inside = hit(event, OPEN);
  for (const menu of document.querySelectorAll<HTMLDetailsElement>(OPEN)) {
    if (menu !== inside) menu.open = false;
  }
  if (inside instanceof HTMLDetailsElement && hit(event, ".f-menu-item") && !hit(event, "[data-preferences]")) inside.open = false;
});

// A part that scrolls would cut the list off: there the list stands over the window, at its button.
const SCROLLING = ".f-col-cards, .f-table-wrap, .f-split-side, .f-dialog";
const GAP = 4;

function stand(menu: HTMLDetailsElement, list: HTMLElement): void {
  // What the page asked for counts; a list that would not fit opens to the other side.
  menu.dataset.side ??= menu.classList.contains("f-menu-start") ? "start" : "end";
  menu.classList.remove("f-menu-up");
  menu.classList.toggle("f-menu-start", menu.dataset.side === "start");
  list.removeAttribute("style");
  const button = menu.getBoundingClientRect();
  const box = list.getBoundingClientRect();
  const up = button.bottom + GAP + box.height > window.innerHeight && box.height + GAP < button.top;
  if (menu.closest(SCROLLING)) {
    const wished = menu.dataset.side === "start" ? button.left : button.right - box.width;
    list.style.position = "fixed";
    list.style.right = "auto";
    list.style.left = `${Math.min(Math.max(wished, GAP), window.innerWidth - box.width - GAP)}px`;
    list.style.top = `${up ? button.top - GAP - box.height : button.bottom + GAP}px`;
    return;
  }
  if (box.left < 0) menu.classList.add("f-menu-start");
  menu.classList.toggle("f-menu-up", up);
}

document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!(menu instanceof HTMLDetailsElement) || !menu.matches(OPEN)) return;
  const list = menu.querySelector<HTMLElement>(".f-menu-list");
  menu.dispatchEvent(new CustomEvent("menu:open", { bubbles: true }));
  if (list) stand(menu, list);
}, true);

function isInSight(menu: HTMLElement, frame: HTMLElement): boolean {
  const [button, box] = [menu.getBoundingClientRect(), frame.getBoundingClientRect()];
  return button.bottom > box.top && button.top < box.bottom && button.right > box.left && button.left < box.right;
}

// A list that stands over the window follows its button; it closes when the button has gone out of sight.
document.addEventListener("scroll", (event) => {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>(OPEN)) {
    const frame = menu.closest<HTMLElement>(SCROLLING);
    const list = menu.querySelector<HTMLElement>(".f-menu-list");
    if (!frame || !list || !(event.target instanceof Node) || !event.target.contains(menu)) continue;
    if (isInSight(menu, frame)) stand(menu, list);
    else menu.open = false;
  }
}, true);

document.addEventListener("keydown", (event) => {
  const menu = hit<HTMLDetailsElement>(event, OPEN);
  if (!menu) return;
  if (event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary")?.focus();
    // the window around the menu stays
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const items = itemsOf(menu);
  if (!items.length) return;
  event.preventDefault();
  const place = items.indexOf(document.activeElement as HTMLElement);
  const step = event.key === "ArrowDown" ? 1 : -1;
  const next = place === -1 ? (step === 1 ? 0 : items.length - 1) : (place + step + items.length) % items.length;
  items[next]?.focus();
});
