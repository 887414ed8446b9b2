import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A server that only says how old it is. */
export interface FakeServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Answers every statement with one row of one integer, as an old PostgreSQL answers the question for its version. */
export function fakePostgres(version: number): Promise<FakeServer> {
  const message = (type: string, ...parts: readonly Buffer[]): Buffer => {
    const body = Buffer.concat(parts);
    const head = Buffer.alloc(5);
    head.write(type);
    head.writeInt32BE(body.length + 4, 1);
    return Buffer.concat([head, body]);
  };
  const int16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
  const int32 = (value: number): Buffer => Buffer.concat([int16(value >>> 16), int16(value & 0xffff)]);
  const text = (value: string): Buffer => Buffer.from(`${value}\0`);
  const ready = message('Z', Buffer.from('I'));
  const INT4 = 23;
  const digits = Buffer.from(String(version));
  const column = Buffer.concat([
    text('version'),
    int32(0),
    int16(0),
    int32(INT4),
    int16(4),
    int32(-1),
    int16(0),
  ]);
  const answer = Buffer.concat([
    message('T', int16(1), column),
    message('D', int16(1), int32(digits.length), digits),
    message('C', text('SELECT 1')),
    ready,
  ]);
  return listen((socket) => {
    let isStarted = false;
    socket.on('data', (chunk: Buffer) => {
      if (!isStarted) socket.write(Buffer.concat([message('R', int32(0)), ready]));
      else if (chunk.toString('latin1', 0, 1) === 'Q') socket.write(answer);
      isStarted = true;
    });
  });
}

/** Answers every command with what INFO of this version would be. */
export function fakeRedis(version: string): Promise<FakeServer> {
  const info = `redis_version:${version}\r\nmaxmemory_policy:noeviction\r\nloading:0\r\n`;
  return listen((socket) => {
    socket.on('data', () => socket.write(`$${info.length}\r\n${info}\r\n`));
  });
}

async function listen(onConnection: (socket: Socket) => void): Promise<FakeServer> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
