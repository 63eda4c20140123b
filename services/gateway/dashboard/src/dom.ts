// Elements made by calls. Data only ever becomes text nodes and attributes, so
// nothing in a document can become markup.

export type Child = Node | string | number | bigint | null | undefined | false | readonly Child[];

type Listeners = {
  [K in keyof HTMLElementEventMap as `on${K}`]?: (event: HTMLElementEventMap[K]) => void;
};
export type Attributes = Listeners & {
  [name: string]: string | number | boolean | null | undefined | ((event: never) => void);
};

export function append(parent: Node, ...children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(parent, ...(child as readonly Child[]));
    else parent.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/**
 * An element. Attributes that are null, undefined or false are left out, true
 * stands without a value; functions named on… listen.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') {
      element.addEventListener(name.slice(2), value as EventListener);
    } else {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  append(element, ...children);
  return element;
}

/** Puts other children in the place of those there are. */
export function replace(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren();
  append(parent, ...children);
}

/** Shows an element in the middle of the frame it stands in; the page stays where it is. */
export function scrollWithin(frame: Element, target: Element): void {
  const { top } = frame.getBoundingClientRect();
  frame.scrollTop += target.getBoundingClientRect().top - top - frame.clientHeight / 2;
}

let ids = 0;
/** An id for labels and descriptions, unique in the page. */
export function uniqueId(prefix: string): string {
  ids += 1;
  return `${prefix}-${ids}`;
}
