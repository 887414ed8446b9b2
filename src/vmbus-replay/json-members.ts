import { BRACKET, type JsonBytes } from './json-bytes.js';

/** Members of an object; one whose value is undefined is left out. */

export function number(json: JsonBytes, name: Uint8Array, value: number | null | undefined): void {
  if (value === undefined) return;
  json.name(name);
  json.number(value);
}

/** `letter`: code of the one letter that the name consists of. */
export function letterNumber(json: JsonBytes, letter: number, value: number | null | undefined): void {
  if (value === undefined) return;
  json.letter(letter);
  json.number(value);
}

export function text(json: JsonBytes, name: Uint8Array, value: string | undefined): void {
  if (value === undefined) return;
  json.name(name);
  json.text(value);
}

export function truth(json: JsonBytes, name: Uint8Array, value: boolean | undefined): void {
  if (value === undefined) return;
  json.name(name);
  json.truth(value);
}

export function numbers(json: JsonBytes, name: Uint8Array, values: readonly number[] | undefined): void {
  if (values === undefined) return;
  json.name(name);
  json.open(BRACKET);
  for (const value of values) json.number(value);
  json.close(BRACKET);
}

export function texts(json: JsonBytes, name: Uint8Array, values: readonly string[] | undefined): void {
  if (values === undefined) return;
  json.name(name);
  json.open(BRACKET);
  for (const value of values) json.text(value);
  json.close(BRACKET);
}

type Pair = readonly [number, number | string];

export function pairs(json: JsonBytes, name: Uint8Array, values: readonly Pair[] | undefined): void {
  if (values === undefined) return;
  json.name(name);
  json.open(BRACKET);
  for (const pair of values) {
    const second = pair[1];
    json.open(BRACKET);
    json.number(pair[0]);
    if (typeof second === 'string') json.text(second);
    else json.number(second);
    json.close(BRACKET);
  }
  json.close(BRACKET);
}
