// Dialogs: what is asked for before something is done, and whether it was done.
import { type Child, h, replace, uniqueId } from './dom';
import { say } from './language';
import { session } from './session';
import { type Failure, failureOf, failureText } from './transport/failure';

export interface AskOptions {
  /** On the button while it is done. */
  readonly doing?: string;
  /** The field that most likely made it fail. */
  readonly retype?: string;
  readonly words?: (failure: Failure) => string;
}

/**
 * A dialog with a form; resolves to what `take` makes of it, null when cancelled. Where
 * that fails, the dialog says why and stays, with all that was typed.
 */
export function ask<T>(
  title: string,
  content: Child,
  confirm: string,
  take: (form: FormData) => T | Promise<T>,
  { doing = confirm, retype, words = failureText }: AskOptions = {},
): Promise<T | null> {
  return new Promise((resolve) => {
    const id = uniqueId('dialog');
    let outcome: T | null = null;
    const trouble = h('div', {});
    const cancel = h('button', { type: 'button', onclick: () => dialog.close() });
    const submit = h('button', { type: 'submit', class: 'primary' }, confirm);
    replace(cancel, say('action.cancel'));
    const form = h(
      'form',
      {},
      h('h2', { id }, title),
      content,
      trouble,
      h('div', { class: 'dialog-actions' }, cancel, submit),
    );
    const dialog = h('dialog', { 'aria-labelledby': id }, form);
    const underWay = (yes: boolean) => {
      cancel.disabled = submit.disabled = yes;
      replace(submit, yes ? doing : confirm);
    };
    const submitted = async () => {
      const given = new FormData(form);
      underWay(true);
      replace(trouble);
      try {
        outcome = await take(given);
        dialog.close();
      } catch (thrown) {
        underWay(false);
        replace(trouble, h('p', { class: 'failure', role: 'alert' }, words(failureOf(thrown))));
        const field = retype === undefined ? null : form.elements.namedItem(retype);
        if (field instanceof HTMLInputElement) field.select();
        else submit.focus();
      }
    };
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (!submit.disabled) void submitted();
    });
    dialog.addEventListener('cancel', (event) => {
      if (cancel.disabled) event.preventDefault();
    });
    const asked = `${session.value.subject} ${form.textContent}`;
    dialog.addEventListener('close', () => {
      const typed = typedIn(form);
      if (dialog.returnValue !== bySessionEnd) {
        if (unfinished?.asked === asked) unfinished = null;
      } else if (typed.some((text) => text !== '')) unfinished = { asked, typed };
      dialog.remove();
      resolve(outcome);
    });
    document.body.appendChild(dialog);
    dialog.showModal();
    if (unfinished?.asked === asked) restore(form, unfinished.typed);
    // What is to be typed comes before what can be scrolled.
    form.querySelector<HTMLElement>('input, textarea')?.focus();
  });
}

const bySessionEnd = 'session end';

/**
 * What somebody had typed in answer to what as their session ended: it is there again when
 * they, and nobody else, are asked the same.
 */
let unfinished: { readonly asked: string; readonly typed: readonly string[] } | null = null;

const typedIn = (form: HTMLFormElement) =>
  [...form.querySelectorAll('textarea')].map(({ value }) => value);

function restore(form: HTMLFormElement, typed: readonly string[]): void {
  form.querySelectorAll('textarea').forEach((field, index) => {
    field.value = typed[index] ?? '';
  });
}

/** What is asked of one reader is not answered by the next. */
export function closeDialogs(): void {
  for (const dialog of document.querySelectorAll('dialog')) dialog.close(bySessionEnd);
}

/** A text field of a dialog. */
export function textField(
  name: string,
  label: string,
  options: {
    required?: boolean;
    rows?: number;
    max?: number;
    type?: string;
    value?: string;
    autocomplete?: string;
    /** Of days: the first that can be chosen. */
    min?: string;
  } = {},
): HTMLLabelElement {
  const common = {
    name,
    required: options.required ?? false,
    maxlength: options.max,
    autocomplete: options.autocomplete,
  };
  return h(
    'label',
    { class: 'field' },
    h('span', {}, label),
    options.rows === undefined
      ? h('input', {
          ...common,
          type: options.type ?? 'text',
          value: options.value,
          min: options.min,
        })
      : h('textarea', { ...common, rows: options.rows }, options.value),
  );
}
