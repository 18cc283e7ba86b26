declare module "@alpinejs/csp" {
  interface Alpine {
    data(name: string, factory: (...options: never[]) => object): void;
    start(): void;
  }
  const alpine: Alpine;
  export default alpine;
}

declare module "sortablejs" {
  export interface SortableEvent {
    item: HTMLElement;
    from: HTMLElement;
    to: HTMLElement;
    oldIndex?: number;
    newIndex?: number;
  }
  export default class Sortable {
    static create(element: HTMLElement, options: Record<string, unknown>): Sortable;
    static get(element: HTMLElement): Sortable | undefined;
  }
}
