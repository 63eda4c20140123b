// Noticing, whatever is asked, that a service no longer knows who is asking.
import { Code, ConnectError, type Interceptor } from '@connectrpc/connect';
import { Signal } from '../signal';

/** Told at every such answer: the session is over. */
export const refusedIdentity = new Signal<null>(null);

export function noticeRefusedIdentity(error: unknown): void {
  if (ConnectError.from(error).code === Code.Unauthenticated) refusedIdentity.value = null;
}

async function* noticing<Message>(messages: AsyncIterable<Message>): AsyncGenerator<Message> {
  try {
    yield* messages;
  } catch (error) {
    noticeRefusedIdentity(error);
    throw error;
  }
}

/** Of every call; a stream is refused where it ends, not where it begins. */
export const noticeRefusals: Interceptor = (next) => async (request) => {
  try {
    const response = await next(request);
    return response.stream ? { ...response, message: noticing(response.message) } : response;
  } catch (error) {
    noticeRefusedIdentity(error);
    throw error;
  }
};
