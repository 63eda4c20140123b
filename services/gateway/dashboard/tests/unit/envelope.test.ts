import { fromBinary } from '@bufbuild/protobuf';
import { expect, it } from 'vitest';
import { SubmitRequestSchema } from '../../build/generated/yuheng/ingestion/v1/ingestion_service_pb';
import { envelopeHead, EnvelopeReader, flagEndStream } from '../../src/transport/envelope';
import { submitBody } from '../../src/transport/submit';

const bytes = (...values: number[]) => new Uint8Array(values);

it('Head_IsFlagsAndLengthBigEndian', () => {
  expect(envelopeHead(flagEndStream, 0x01020304)).toEqual(bytes(2, 1, 2, 3, 4));
});

it('Messages_AreTheSameHoweverTheirBytesCome', () => {
  const stream = [
    ...envelopeHead(0, 3),
    7,
    8,
    9,
    ...envelopeHead(0, 0),
    ...envelopeHead(2, 2),
    123,
    125,
  ];
  for (let cut = 0; cut <= stream.length; ++cut) {
    const reader = new EnvelopeReader();
    const found = [
      ...reader.take(bytes(...stream.slice(0, cut))),
      ...reader.take(bytes(...stream.slice(cut))),
    ];
    expect(found).toEqual([
      { flags: 0, message: bytes(7, 8, 9) },
      { flags: 0, message: bytes() },
      { flags: 2, message: bytes(123, 125) },
    ]);
    expect(reader.empty).toBe(true);
  }
});

it('CutMessage_IsLeftOver', () => {
  const reader = new EnvelopeReader();
  expect(reader.take(bytes(0, 0, 0, 0, 2, 1))).toEqual([]);
  expect(reader.empty).toBe(false);
});

it('TooLongOrCompressedMessage_IsRefused', () => {
  expect(() => new EnvelopeReader().take(bytes(0, 255, 255, 255, 255))).toThrow(/bytes/);
  expect(() => new EnvelopeReader().take(bytes(1, 0, 0, 0, 0))).toThrow(/compressed/);
});

it('SubmitBody_IsTheHeaderAndTheWholeFile', async () => {
  const content = new Uint8Array(1_300_000).map((_, index) => index % 251);
  const body = submitBody(
    { parent: 'prefectures/652300', fileName: 'a.txt', actor: '张三' },
    new Blob([content]),
  );
  const messages = new EnvelopeReader()
    .take(new Uint8Array(await body.arrayBuffer()))
    .map(({ message }) => fromBinary(SubmitRequestSchema, message).part);
  expect(messages[0]).toMatchObject({
    case: 'header',
    value: { fileName: 'a.txt', actor: '张三' },
  });
  const sent: number[] = [];
  for (const part of messages.slice(1)) {
    if (part.case !== 'chunk') throw new Error(`a ${part.case}`);
    expect(part.value.length).toBeLessThanOrEqual(1024 * 1024);
    for (const byte of part.value) sent.push(byte);
  }
  expect(Buffer.from(sent).equals(Buffer.from(content))).toBe(true);
});

it('EmptyFile_IsAHeaderAlone', async () => {
  const body = submitBody({ parent: 'p' }, new Blob([]));
  expect(new EnvelopeReader().take(new Uint8Array(await body.arrayBuffer()))).toHaveLength(1);
});
