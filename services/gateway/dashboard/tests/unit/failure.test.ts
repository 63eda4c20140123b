import { create } from '@bufbuild/protobuf';
import { Code, ConnectError } from '@connectrpc/connect';
import { afterEach, expect, it } from 'vitest';
import {
  BadRequestSchema,
  ErrorInfoSchema,
  LocalizedMessageSchema,
  RetryInfoSchema,
} from '../../build/generated/google/rpc/error_details_pb';
import { language } from '../../src/language';
import { link, parseRoute } from '../../src/route';
import { departmentOf, lastPart, partOf } from '../../src/names';
import { session } from '../../src/session';
import { failureOf, failureText, isPassing } from '../../src/transport/failure';

afterEach(() => {
  language.value = 'zh';
});

const full = new ConnectError('queue is full', Code.ResourceExhausted, undefined, [
  { desc: ErrorInfoSchema, value: create(ErrorInfoSchema, { reason: 'QUEUE_FULL' }) },
  {
    desc: LocalizedMessageSchema,
    value: create(LocalizedMessageSchema, { locale: 'zh-CN', message: '任务已满' }),
  },
  {
    desc: LocalizedMessageSchema,
    value: create(LocalizedMessageSchema, { locale: 'en', message: 'full' }),
  },
  {
    desc: RetryInfoSchema,
    value: create(RetryInfoSchema, { retryDelay: { seconds: 1n, nanos: 500_000_000 } }),
  },
  {
    desc: BadRequestSchema,
    value: create(BadRequestSchema, {
      fieldViolations: [{ field: 'actor', description: '1 to 128 bytes' }],
    }),
  },
]);

it('ServicesOwnWords_AreShownInTheReadersLanguage', () => {
  const failure = failureOf(full);
  expect(failure).toMatchObject({ reason: 'QUEUE_FULL', retryAfterMs: 1500 });
  expect(failureText(failure)).toBe('任务已满；请在 2 秒后再试');
  language.value = 'en';
  expect(failureText(failure)).toBe(
    'full; Please correct: actor: 1 to 128 bytes; Try again in 2 s',
  );
});

it('FileThatIsNoCheckpoint_IsToldWhyInWords', () => {
  const refused = (code: string) => {
    const en = `this is no checkpoint (${code}): the file must be what was signed, byte for byte`;
    const zh = `这不是有效的检查点文件（${code}）：文件须与签发时逐字节相同`;
    return failureOf(
      new ConnectError(en, Code.InvalidArgument, undefined, [
        {
          desc: LocalizedMessageSchema,
          value: create(LocalizedMessageSchema, { locale: 'zh-CN', message: zh }),
        },
        {
          desc: LocalizedMessageSchema,
          value: create(LocalizedMessageSchema, { locale: 'en', message: en }),
        },
        {
          desc: BadRequestSchema,
          value: create(BadRequestSchema, {
            fieldViolations: [{ field: 'checkpoint', description: en }],
          }),
        },
      ]),
    );
  };
  expect(failureText(refused('signature'))).toMatch(/^签名不符：[^a-z]+$/);
  expect(failureText(refused('format'))).toMatch(/改动过：[^a-z]+$/);
  expect(failureText(refused('yuheng checkpoint 1'))).toMatch(/^这个文件不是检查点。[^a-z]+$/);
  language.value = 'en';
  expect(failureText(refused('signature'))).toMatch(/^The signature does not hold: [^;]+$/);
});

it('WaitThatTheServiceTells_IsNotToldTwice', () => {
  const locked = new ConnectError('wait', Code.ResourceExhausted, undefined, [
    {
      desc: LocalizedMessageSchema,
      value: create(LocalizedMessageSchema, { locale: 'zh-CN', message: '请在30秒后再试' }),
    },
    { desc: RetryInfoSchema, value: create(RetryInfoSchema, { retryDelay: { seconds: 30n } }) },
  ]);
  expect(failureText(failureOf(locked))).toBe('请在30秒后再试');
});

it('WhoIsNotSignedIn_IsToldToSignInWhateverTheServiceSays', () => {
  const before = session.value;
  const roleMissing = failureOf(
    new ConnectError('none', Code.PermissionDenied, undefined, [
      {
        desc: LocalizedMessageSchema,
        value: create(LocalizedMessageSchema, { locale: 'zh-CN', message: '您的岗位不能' }),
      },
    ]),
  );
  expect(failureText(roleMissing)).toBe('请先登录。');
  session.value = { ...before, ended: true };
  expect(failureText(roleMissing)).toBe('登录已失效，请重新登录。');
  session.value = { ...before, signedIn: true };
  expect(failureText(roleMissing)).toBe('您的岗位不能');
  session.value = before;
});

it('WrongField_IsToldInWordsWithoutItsName', () => {
  const wrong = (field: string, description: string) =>
    failureOf(
      new ConnectError(`${field}: ${description}`, Code.InvalidArgument, undefined, [
        {
          desc: LocalizedMessageSchema,
          value: create(LocalizedMessageSchema, {
            locale: 'zh-CN',
            message: `字段 ${field} 不正确`,
          }),
        },
        {
          desc: BadRequestSchema,
          value: create(BadRequestSchema, { fieldViolations: [{ field, description }] }),
        },
      ]),
    );
  expect(failureText(wrong('checkpoint', 'this is no checkpoint'))).toBe(
    '检查点文件不正确，请更正',
  );
  expect(failureText(wrong('scope.name', '"zzz" is not a resource name'))).toBe(
    '链接里的名称不正确，请更正',
  );
  expect(failureText(wrong('page_size', 'too large'))).toBe('所填内容不正确，请更正');
});

it('ErrorWithoutWords_IsToldByItsCode', () => {
  session.value = { ...session.value, required: false };
  expect(failureText(failureOf(new ConnectError('x', Code.PermissionDenied)))).toMatch(
    '您的身份不能做这件事',
  );
  expect(failureText(failureOf(new TypeError('odd')))).toMatch('odd');
});

it('LostLine_IsNotCalledAnError', () => {
  expect(failureOf(new TypeError('Failed to fetch')).code).toBe(Code.Unavailable);
  expect(failureOf(new TypeError('x is not a function')).code).not.toBe(Code.Unavailable);
});

it('OnlyWhatMayPass_IsTriedAgain', () => {
  const passes = (code: Code) => isPassing(failureOf(new ConnectError('', code)));
  expect([Code.Unavailable, Code.ResourceExhausted, Code.DeadlineExceeded].every(passes)).toBe(
    true,
  );
  expect(
    [Code.PermissionDenied, Code.Unauthenticated, Code.NotFound, Code.InvalidArgument].some(passes),
  ).toBe(false);
});

it('Route_IsReadBackFromItsLink', () => {
  const parameters = {
    name: 'prefectures/652300/departments/104/submissions/s-1',
    at: 'T7:204|甲&乙:total',
  };
  expect(parseRoute(link('submission', parameters))).toEqual({ view: 'submission', parameters });
  expect(link('totals', { year: '', stage: undefined })).toBe('#/totals');
  expect(parseRoute('#/nowhere?x=1').view).toBe('totals');
  expect(parseRoute('').view).toBe('totals');
});

it('Names_AreTakenApart', () => {
  const name = 'prefectures/652300/departments/104/units/104001';
  expect(partOf(name, 'departments')).toBe('104');
  expect(partOf(name, 'groups')).toBe('');
  expect(departmentOf(name)).toBe('prefectures/652300/departments/104');
  expect(lastPart(name)).toBe('104001');
});
