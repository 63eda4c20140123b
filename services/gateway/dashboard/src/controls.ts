// Small controls that several views have.
import { type Child, h } from './dom';
import { say } from './language';

export interface Choice {
  readonly value: string;
  readonly text: string;
  /** The heading that it stands under. */
  readonly under?: string;
}

const option = (choice: Choice, value: string) =>
  h('option', { value: choice.value, selected: choice.value === value }, choice.text);

/** Choices under the same heading stand in one group. */
function options(choices: readonly Choice[], value: string): HTMLElement[] {
  const headings = new Map<string, HTMLElement>();
  const shown: HTMLElement[] = [];
  for (const choice of choices) {
    const { under } = choice;
    if (under === undefined) {
      shown.push(option(choice, value));
      continue;
    }
    let heading = headings.get(under);
    if (heading === undefined) {
      heading = h('optgroup', { label: under });
      headings.set(under, heading);
      shown.push(heading);
    }
    heading.append(option(choice, value));
  }
  return shown;
}

export function select(
  label: string,
  choices: readonly Choice[],
  value: string,
  changed: (value: string) => void,
  attributes: { class?: string; id?: string } = {},
): HTMLLabelElement {
  return h(
    'label',
    { class: `field ${attributes.class ?? ''}` },
    h('span', {}, label),
    h(
      'select',
      {
        id: attributes.id,
        onchange: (event) => changed((event.target as HTMLSelectElement).value),
      },
      options(choices, value),
    ),
  );
}

export function button(
  text: string,
  click: () => void,
  attributes: { class?: string; title?: string; disabled?: boolean; label?: string } = {},
): HTMLButtonElement {
  // Where several buttons say the same, the label says which is which; it begins alike.
  const { label, ...others } = attributes;
  return h('button', { type: 'button', 'aria-label': label, ...others, onclick: click }, text);
}

/** Buttons of which one is pressed. */
export function switcher(
  label: string,
  choices: readonly Choice[],
  value: string,
  changed: (value: string) => void,
): HTMLElement {
  return h(
    'div',
    { class: 'switcher', role: 'group', 'aria-label': label },
    choices.map((choice) =>
      h(
        'button',
        {
          type: 'button',
          'aria-pressed': choice.value === value ? 'true' : 'false',
          onclick: () => changed(choice.value),
        },
        choice.text,
      ),
    ),
  );
}

export interface TableColumn {
  readonly heading: Child;
  readonly number?: boolean;
}

/** A table that a screen reader can read and a narrow screen can scroll. */
export function dataTable(
  caption: string,
  columns: readonly TableColumn[],
  rows: readonly HTMLTableRowElement[],
  attributes: { class?: string } = {},
): HTMLElement {
  return h(
    'div',
    { class: 'table-scroll', tabindex: '0', role: 'group', 'aria-label': caption },
    h(
      'table',
      { class: attributes.class },
      h('caption', { class: 'visually-hidden' }, caption),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          columns.map((column) =>
            h('th', { scope: 'col', class: column.number ? 'number' : undefined }, column.heading),
          ),
        ),
      ),
      h('tbody', {}, rows),
    ),
  );
}

export function emptyNote(text: string = say('common.nothing')): HTMLElement {
  return h('p', { class: 'empty' }, text);
}
