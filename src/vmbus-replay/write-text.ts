import type { Writable } from 'node:stream';
import type { WriteText } from './replay-stream.js';

/** Writes to a stream and waits until the stream has passed the text on; rejects when it cannot. */
export function writeTextTo(stream: Writable): WriteText {
  return (text) =>
    new Promise((resolve, reject) => {
      stream.write(text, (error) => (error ? reject(error) : resolve()));
    });
}
