import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { language, pick, say, texts } from '../../src/language';
import { session } from '../../src/session';
import * as words from '../../src/words';
import { SubmissionState } from '../../build/generated/yuheng/ingestion/v1/submission_pb';

afterEach(() => {
  language.value = 'zh';
});

const placeholders = (text: string) =>
  [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

it('EveryText_NamesTheSamePlaceholdersInBothLanguages', () => {
  for (const [key, [zh, en]] of Object.entries(texts)) {
    expect(placeholders(en), key).toEqual(placeholders(zh));
    expect(zh.trim() && en.trim(), key).toBeTruthy();
  }
});

it('EveryArea_IsSortedById', () => {
  const areas = new Map<string, string[]>();
  for (const key of Object.keys(texts)) {
    const area = key.split('.')[0]!;
    areas.set(area, [...(areas.get(area) ?? []), key]);
  }
  for (const keys of areas.values()) expect(keys).toEqual([...keys].sort());
});

it('English_HasNoChineseLeftInIt', () => {
  for (const [key, [, en]] of Object.entries(texts)) {
    if (key === 'setting.language' || key === 'setting.language_short') continue;
    expect(en, key).not.toMatch(/[\u4e00-\u9fff]/);
  }
});

it('EveryText_IsUsed', () => {
  const root = join(import.meta.dirname, '../../src');
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.startsWith('texts'))
    .map((path) => readFileSync(join(root, path), 'utf8'))
    .join('\n');
  // Roles and views are named by what they are: `role.${role}`.
  const unused = Object.keys(texts).filter(
    (key) => !/^(role|nav)\./.test(key) && !sources.includes(`'${key}'`),
  );
  expect(unused).toEqual([]);
});

it('Placeholder_IsFilledIn', () => {
  expect(say('common.revision', { revision: 12n })).toBe('版本号 12');
  language.value = 'en';
  expect(say('common.revision', { revision: 12n })).toBe('Revision 12');
});

it('TextOfAService_IsGivenInTheReadersLanguageOrTheOther', () => {
  expect(pick({ zh: '甲', en: 'a' })).toBe('甲');
  language.value = 'en';
  expect(pick({ zh: '甲', en: '' })).toBe('甲');
  expect(pick(undefined)).toBe('');
});

it('EveryState_HasAWordOfItsOwn', () => {
  const states = Object.values(SubmissionState).filter(
    (state): state is SubmissionState => typeof state === 'number',
  );
  const said = states.map(words.stateWord);
  expect(new Set(said).size).toBe(states.length);
});

it('States_AreCalledAsTheServicesCallThem', () => {
  const messages = join(import.meta.dirname, '../../../../budget/messages');
  const said = new Map<string, string>();
  for (const file of ['ingestion.textproto', 'confirmation.textproto']) {
    const text = readFileSync(join(messages, file), 'utf8');
    for (const [, state, zh] of text.matchAll(/"ingestion\.state_(\w+)" zh: "([^"]*)"/g))
      said.set(`state.${state}`, zh!);
  }
  const own = Object.entries(texts).filter(([key]) => key.startsWith('state.'));
  expect(own.map(([key, [zh]]) => [key, zh])).toEqual(own.map(([key]) => [key, said.get(key)]));
});

it('StageInAnAddress_IsReadBack', () => {
  for (const stage of words.stages) expect(words.stageOf(words.stageSlug(stage))).toBe(stage);
  expect(words.stageWord(words.stageOf('nonsense'))).toBe('批复');
});

it('ReadersOwnAccount_IsCalledByTheirName', () => {
  const before = session.value;
  session.value = { ...before, subject: 'wang', displayName: '王会计' };
  expect(words.actorWord('wang')).toBe('王会计（wang）');
  expect(words.actorWord('li')).toBe('li');
  session.value = before;
  expect(words.actorWord('ingestion')).toBe('系统（审核）');
});
