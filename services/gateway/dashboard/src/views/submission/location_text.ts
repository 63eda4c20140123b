import type { SourceLocation } from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { say } from '../../language';

/** "第37行", "表3!D7": where a reader finds it in the file; empty when that is not known. */
export function locationText(location: SourceLocation | undefined): string {
  if (location === undefined) return '';
  if (location.reference !== '') return location.reference;
  return location.line > 0 ? say('document.line', { line: location.line }) : '';
}
