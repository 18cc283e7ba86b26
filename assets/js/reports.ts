// Pages with a chart ask for the module that draws it; all others never load it.
const CHART = "[data-chart]";

interface Drawer {
  draw: (element: HTMLElement) => void;
  redraw: (printing?: boolean) => void;
}

let drawer: Promise<Drawer> | null = null;

async function drawAll(within: ParentNode): Promise<void> {
  for (const element of within.querySelectorAll<HTMLElement>(CHART)) {
    drawer ??= import(element.dataset.module ?? "") as Promise<Drawer>;
    (await drawer).draw(element);
  }
}

function again(printing: boolean): void {
  void drawer?.then((loaded) => loaded.redraw(printing));
}

void drawAll(document);
document.addEventListener("htmx:load", () => void drawAll(document));
document.addEventListener("theme:chosen", () => again(false));
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => again(false));
window.addEventListener("beforeprint", () => again(true));
window.addEventListener("afterprint", () => again(false));
