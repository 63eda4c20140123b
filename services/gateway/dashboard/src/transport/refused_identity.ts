// Noticing, whatever is asked, that a service no longer knows who is asking. Without a
// session one is the public, which is refused as somebody without the role.
import { Code, ConnectError, type Interceptor } from '@connectrpc/connect';
import { checkSession, session } from '../session';

export const sessionOver = () => new ConnectError('the session is over', Code.Unauthenticated);

/** What to throw for an error: that the session is over, where that is why. */
export async function refusedAs(error: unknown): Promise<unknown> {
  const { code } = ConnectError.from(error);
  if (code !== Code.Unauthenticated && code !== Code.PermissionDenied) return error;
  // Asked only where somebody was signed in, so that it ends.
  if (!session.value.signedIn) return error;
  await checkSession().catch(() => undefined);
  return session.value.signedIn ? error : sessionOver();
}

async function* noticing<Message>(messages: AsyncIterable<Message>): AsyncGenerator<Message> {
  try {
    yield* messages;
  } catch (error) {
    throw await refusedAs(error);
  }
}

/** Of every call; a stream is refused where it ends, not where it begins. */
export const noticeRefusals: Interceptor = (next) => async (request) => {
  try {
    const response = await next(request);
    return response.stream ? { ...response, message: noticing(response.message) } : response;
  } catch (error) {
    throw await refusedAs(error);
  }
};
