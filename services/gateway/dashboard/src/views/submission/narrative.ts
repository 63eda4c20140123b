// The words of a document, by section, each figure that was read in its sentence.
import type {
  Claim,
  Document,
  Sentence,
} from '../../../build/generated/yuheng/budget/v1/document_pb';
import { emptyNote } from '../../controls';
import { type Child, h } from '../../dom';
import { placeName, sectionName } from '../../place_name';
import { documentLanguage, type Marking, place } from './place_mark';

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where a figure stands in a text: claims are without the blanks that the text may have. */
export function spanOf(text: string, printed: string, from = 0): Span | null {
  const letters = [...printed].map((letter) => letter.replace(/[.*+?^${}()|[\]\\]/, '\\$&'));
  if (letters.length === 0) return null;
  const match = new RegExp(letters.join('\\s*')).exec(text.slice(from));
  return match === null
    ? null
    : { start: from + match.index, end: from + match.index + match[0].length };
}

/** The sentence that a claim stands in: of its line the one that prints it, else the last. */
export function sentenceOf(claim: Claim, sentences: readonly Sentence[]): Sentence | undefined {
  const before = sentences.filter((sentence) => sentence.line <= claim.line);
  const line = before.at(-1)?.line;
  const same = before.filter((sentence) => sentence.line === line);
  return same.find((sentence) => spanOf(sentence.text, claim.printed) !== null) ?? same.at(-1);
}

/** The sentence, its claims marked where they are printed, else named behind it. */
function marked(
  text: string,
  claims: readonly Claim[],
  marking: Marking,
  document: Document,
): Child {
  const parts: Child[] = [];
  const behind: Child[] = [];
  let at = 0;
  const start = (claim: Claim) => spanOf(text, claim.printed)?.start ?? text.length;
  for (const claim of [...claims].sort((a, b) => start(a) - start(b))) {
    const span = spanOf(text, claim.printed, at);
    if (span === null) {
      const name = placeName(claim.address, document);
      behind.push(' ', place(claim.address, `[${name} ${claim.printed}]`, marking));
      continue;
    }
    parts.push(
      text.slice(at, span.start),
      place(claim.address, text.slice(span.start, span.end), marking),
    );
    at = span.end;
  }
  return [parts, text.slice(at), behind];
}

export function narrative(document: Document, marking: Marking): Child {
  const { sentences, headings } = document;
  if (sentences.length === 0) return emptyNote();
  const claimsOf = new Map<Sentence, Claim[]>();
  const placed = new Set<string>();
  for (const claim of document.claims) {
    const home = marking.marks.has(claim.address) ? sentenceOf(claim, sentences) : undefined;
    if (home === undefined) continue;
    claimsOf.set(home, [...(claimsOf.get(home) ?? []), claim]);
    placed.add(claim.address);
  }
  // What is marked and no figure of the text, such as a section as a whole.
  const wholes = [...marking.marks.keys()].filter(
    (address) => !/^[TP]\d/.test(address) && !placed.has(address),
  );
  const title = (key: string) =>
    headings.find((heading) => heading.key === key)?.text ?? sectionName(key) ?? key;
  return [
    wholes.length > 0 &&
      h(
        'p',
        {},
        wholes.map((address) => [place(address, placeName(address, document), marking), ' ']),
      ),
    sentences.map((sentence, index) => [
      sentence.section !== sentences[index - 1]?.section &&
        sentence.section !== '' &&
        h('h3', { lang: documentLanguage }, title(sentence.section)),
      h(
        'p',
        { lang: documentLanguage },
        marked(sentence.text, claimsOf.get(sentence) ?? [], marking, document),
      ),
    ]),
  ];
}
