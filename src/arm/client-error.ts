import type { Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';
import { refusal } from '#libs/refusal';
import { armError } from './error-body.js';

/**
 * The answer to bytes that are no HTTP request, or to one that takes too long: there is no request to speak of
 * yet, so it is written to the socket itself, in the shape of every other error.
 */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const { status, detail } = clientFault(error.code);
  const body = JSON.stringify({ error: armError(refusal('invalid-parameter', detail)) });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Content-Type: application/json; charset=utf-8',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function clientFault(code: string | undefined): { readonly status: number; readonly detail: string } {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { status: 408, detail: 'the request did not arrive in time' };
    case 'HPE_HEADER_OVERFLOW':
      return { status: 431, detail: 'the headers or the path are too long' };
    default:
      return { status: 400, detail: 'the bytes sent are not an HTTP request' };
  }
}
