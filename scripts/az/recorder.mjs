/**
 * Stands between a client and the server, passes everything on, and writes down what was asked and answered, so
 * that a test can ask the same without the client.
 */
import { readFileSync } from 'node:fs';
import { createServer, request } from 'node:https';

/** Headers by which a client says what it wants; the rest is its own business. */
const KEPT_HEADERS = ['content-type', 'if-match', 'if-none-match', 'commandname'];

/** @returns {Promise<{url: string, exchanges: object[], mark(title: string): void, close(): Promise<void>}>} */
export async function startRecorder({ serverUrl, caPath, tls }) {
  const ca = readFileSync(caPath);
  const exchanges = [];
  let title = '';
  const listener = createServer(tls, async (incoming, outgoing) => {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const target = new URL(incoming.url, serverUrl);
    // The host of the request stays, so that links in answers lead back here.
    const options = { method: incoming.method, ca, headers: incoming.headers };
    const sent = request(target, options, async (answer) => {
      const received = [];
      for await (const chunk of answer) received.push(chunk);
      outgoing.writeHead(answer.statusCode, answer.headers);
      outgoing.end(Buffer.concat(received));
      exchanges.push({
        title,
        method: incoming.method,
        url: incoming.url,
        headers: Object.fromEntries(
          KEPT_HEADERS.flatMap((name) => (incoming.headers[name] ? [[name, incoming.headers[name]]] : [])),
        ),
        ...(body.length === 0 ? {} : { body: body.toString() }),
        status: answer.statusCode,
        ...outcomeOf(Buffer.concat(received)),
        ...operationOf(answer.headers),
      });
    });
    sent.once('error', () => outgoing.destroy());
    sent.end(body);
  });
  await new Promise((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${listener.address().port}`,
    exchanges,
    mark: (now) => {
      title = now;
    },
    close: () =>
      new Promise((resolve) => {
        listener.closeAllConnections();
        listener.close(resolve);
      }),
  };
}

/** What a client decides on: the code of an error, the state of an operation or of a resource. */
function outcomeOf(body) {
  try {
    const { error, status, properties } = JSON.parse(body.toString());
    const provisioning = properties?.provisioningState;
    return {
      ...(error?.code && { code: error.code }),
      ...(typeof status === 'string' && { state: status }),
      ...(typeof provisioning === 'string' && { provisioning }),
    };
  } catch {
    return {};
  }
}

/** The id under which the client asks how far an operation is. */
function operationOf(headers) {
  const link = headers['azure-asyncoperation'] ?? headers['location'];
  const id = link?.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=\?|$)/i)?.[0];
  return id === undefined ? {} : { operation: id };
}
