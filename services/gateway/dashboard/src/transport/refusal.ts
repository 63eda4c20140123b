// A request of our own making that was refused over plain HTTP: as the gateway says it.
import { Code, ConnectError } from '@connectrpc/connect';
import { errorFromJson } from '@connectrpc/connect/protocol-connect';

function codeOf(status: number): Code {
  if (status === 401) return Code.Unauthenticated;
  return status === 429 ? Code.ResourceExhausted : Code.Unavailable;
}

export async function refusalOf(response: Response): Promise<ConnectError> {
  const fallback = new ConnectError(`HTTP ${response.status}`, codeOf(response.status));
  try {
    return errorFromJson(await response.json(), undefined, fallback);
  } catch {
    return fallback; // No error of ours: a proxy's page, say.
  }
}
