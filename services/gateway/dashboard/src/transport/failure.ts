// Why a call failed, for people: in the service's own words where it gave any.
import { Code, ConnectError } from '@connectrpc/connect';
import {
  BadRequestSchema,
  ErrorInfoSchema,
  LocalizedMessageSchema,
  RetryInfoSchema,
} from '../../build/generated/google/rpc/error_details_pb';
import { language, listed, say, sayKey, type TextKey } from '../language';
import { session } from '../session';

export interface Failure {
  readonly code: Code;
  /** As ErrorInfo.reason, such as ETAG_MISMATCH; empty without one. */
  readonly reason: string;
  readonly zh: string;
  readonly en: string;
  readonly fields: readonly { readonly field: string; readonly description: string }[];
  /** When the service says so; else null. */
  readonly retryAfterMs: number | null;
}

/** What fetch throws when there is no answer at all; browsers only differ in the words. */
function isLostLine(cause: unknown): boolean {
  return cause instanceof TypeError && /fetch|network|load failed/i.test(cause.message);
}

export function failureOf(thrown: unknown): Failure {
  const error = ConnectError.from(thrown);
  const code = isLostLine(error.cause) ? Code.Unavailable : error.code;
  const texts = error.findDetails(LocalizedMessageSchema);
  const delay = error.findDetails(RetryInfoSchema)[0]?.retryDelay;
  return {
    code,
    reason: error.findDetails(ErrorInfoSchema)[0]?.reason ?? '',
    zh: texts.find((text) => text.locale.startsWith('zh'))?.message ?? '',
    en: texts.find((text) => text.locale.startsWith('en'))?.message ?? error.rawMessage,
    fields: error.findDetails(BadRequestSchema).flatMap((bad) => bad.fieldViolations),
    retryAfterMs:
      delay === undefined ? null : Number(delay.seconds) * 1000 + Math.ceil(delay.nanos / 1e6),
  };
}

/** Whether the same call may succeed later, with nothing changed by anybody. */
export function isPassing(failure: Failure): boolean {
  switch (failure.code) {
    case Code.Unavailable:
    case Code.DeadlineExceeded:
    case Code.ResourceExhausted:
    case Code.Aborted:
    case Code.Canceled:
    case Code.Unknown:
    case Code.Internal:
      return true;
    default:
      return false;
  }
}

/** Whether somebody has to sign in, which no role's holder is told in these words. */
export function wantsSignIn({ code }: Failure): boolean {
  const { required, signedIn } = session.value;
  return code === Code.Unauthenticated || (code === Code.PermissionDenied && required && !signedIn);
}

export const signInText = () =>
  session.value.ended ? say('failure.session_over') : say('failure.sign_in');

function generalText(failure: Failure): string {
  switch (failure.code) {
    case Code.PermissionDenied:
      return say('failure.permission');
    case Code.Unavailable:
      return say('failure.network');
    case Code.DeadlineExceeded:
      return say('failure.timeout');
    default:
      return say('failure.unknown', { message: failure.en });
  }
}

/** Fields that people fill in or follow to by a link, in words; others are what was given. */
const fieldKeys: Readonly<Record<string, TextKey>> = {
  account: 'failure.field_account',
  actor: 'failure.field_actor',
  checkpoint: 'failure.field_checkpoint',
  correct_by: 'failure.field_correct_by',
  fiscal_year: 'common.year',
  name: 'failure.field_name',
  parent: 'failure.field_name',
  reason: 'common.reason',
  stage: 'common.stage',
};
const fieldWord = (field: string): string =>
  sayKey(fieldKeys[field.slice(field.lastIndexOf('.') + 1)] ?? 'failure.field_given');

/** Why a file is no checkpoint stands in brackets, as programs call it. */
const checkpointCode = /检查点文件（(.+?)）/;
const checkpointKeys: Readonly<Record<string, TextKey>> = {
  'yuheng checkpoint 1': 'failure.checkpoint_other',
  format: 'failure.checkpoint_format',
  signature: 'failure.checkpoint_signature',
};

/** A service's own words; "" where it gave none. */
function ownText({ zh, en }: Failure): string {
  const key = checkpointKeys[checkpointCode.exec(zh)?.[1] ?? ''];
  if (key !== undefined) return sayKey(key);
  // Only a service gives Chinese; English alone may be a library's.
  if (zh === '') return '';
  return language.value === 'zh' ? zh : en;
}

/** What services say of a field that has no words of its own names it as programs do. */
const namesField = /^字段 \S+ 不正确$/;

export function failureText(failure: Failure): string {
  if (wantsSignIn(failure)) return signInText();
  const chinese = language.value === 'zh';
  const own = ownText(failure);
  const parts = [own === '' ? generalText(failure) : own];
  const described = failure.fields.filter(({ description }) => description !== failure.en);
  if (chinese && namesField.test(own)) {
    const fields = new Set(failure.fields.map(({ field }) => fieldWord(field)));
    parts[0] = say('failure.field', { fields: listed([...fields]) });
  } else if (described.length > 0 && !(chinese && own !== '')) {
    // Descriptions of fields are in English only.
    const fields = described.map((one) =>
      one.description === '' ? one.field : `${one.field}: ${one.description}`,
    );
    parts.push(say('failure.fields', { fields: listed(fields) }));
  }
  if (failure.retryAfterMs !== null) {
    const seconds = Math.ceil(failure.retryAfterMs / 1000);
    const told = new RegExp(`(^|\\D)${seconds}(\\D|$)`).test(own);
    if (!told) parts.push(say('failure.retry_after', { seconds }));
  }
  return parts.join(chinese ? '；' : '; ');
}
