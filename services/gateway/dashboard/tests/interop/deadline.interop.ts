// How long a call may take, while the service that it asks hangs.
import { Code } from '@connectrpc/connect';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environment, failureOf, peers } from './peers';

const validation = Number(environment('YUHENG_VALIDATION_PID'));
beforeAll(() => void process.kill(validation, 'SIGSTOP'));
afterAll(() => void process.kill(validation, 'SIGCONT'));

describe.each(peers)('$name', ({ validation }) => {
  it('Deadline_IsKeptByTheGateway', async () => {
    // The client itself knows of none.
    const headers = { 'connect-timeout-ms': '300' };
    const error = await failureOf(validation.listRules({}, { headers }));
    expect(Code[error.code]).toBe('DeadlineExceeded');
    expect(error.metadata.get('content-type')).toBe('application/json');
  });

  it('Deadline_IsKeptByTheClient', async () => {
    const error = await failureOf(validation.listRules({}, { timeoutMs: 300 }));
    expect(Code[error.code]).toBe('DeadlineExceeded');
  });
});
