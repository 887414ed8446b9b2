import type { ModelName } from './published-models.js';

/** What an answer of one status carries. */
export type Content =
  | { readonly kind: 'model'; readonly model: ModelName }
  /** A bare list, not a page: the image catalogue of Compute. */
  | { readonly kind: 'models'; readonly model: ModelName }
  | { readonly kind: 'nothing' }
  /** Nothing, or one of these: what a Location answers in the end depends on the operation. */
  | { readonly kind: 'nothing-or'; readonly models: readonly ModelName[] };

/** Answers that a route may give when it does not refuse. */
export interface AnswerContract {
  readonly method: string;
  /** Path in its canonical casing; `*` stands for one segment. */
  readonly path: string;
  readonly answers: Readonly<Record<number, Content>>;
}

export const model = (name: ModelName): Content => ({ kind: 'model', model: name });
export const NOTHING: Content = { kind: 'nothing' };

export const SUBSCRIPTION = '/subscriptions/*';
export const GROUP = `${SUBSCRIPTION}/resourceGroups/*`;
export const inGroup = (type: string) => `${GROUP}/providers/${type}`;
export const inSubscription = (type: string) => `${SUBSCRIPTION}/providers/${type}`;

/** Statuses with which writes of one kind are accepted; clients differ in what they take (arm-surface facts). */
interface Writes {
  readonly put: readonly number[];
  readonly patch: readonly number[];
  readonly delete: readonly number[];
}

/** 201 for a new resource, 200 for one that was there. */
const USUAL: Writes = { put: [200, 201], patch: [200], delete: [200, 202, 204] };
/** Clients take 201 to the PUT of a disk or snapshot for an error. */
export const DISK: Writes = { put: [200, 202], patch: [200, 202], delete: [200, 202, 204] };

export function answers(statuses: readonly number[], content: Content): Readonly<Record<number, Content>> {
  return Object.fromEntries(statuses.map((status) => [status, content]));
}

/** A resource type with its routes: one resource, and its lists. */
export function resource(
  type: string,
  names: { readonly one: ModelName; readonly page: ModelName },
  writes: Writes = USUAL,
  listedIn: readonly string[] = [inGroup(type), inSubscription(type)],
): readonly AnswerContract[] {
  const path = `${inGroup(type)}/*`;
  const shown = model(names.one);
  return [
    { method: 'GET', path, answers: { 200: shown } },
    { method: 'PUT', path, answers: answers(writes.put, shown) },
    { method: 'PATCH', path, answers: answers(writes.patch, shown) },
    { method: 'DELETE', path, answers: answers(writes.delete, NOTHING) },
    ...listedIn.map((list): AnswerContract => ({
      method: 'GET',
      path: list,
      answers: { 200: model(names.page) },
    })),
  ];
}

/** A resource inside another: listed there alone. */
export function child(
  type: string,
  names: { readonly one: ModelName; readonly page: ModelName },
): readonly AnswerContract[] {
  return resource(type, names, USUAL, [inGroup(type)]);
}

export const get = (path: string, name: ModelName): AnswerContract => ({
  method: 'GET',
  path,
  answers: { 200: model(name) },
});
export const post = (path: string, contents: AnswerContract['answers']): AnswerContract => ({
  method: 'POST',
  path,
  answers: contents,
});

/** The status of a long operation, or, asked with `monitor`, its end: nothing, or what the operation made. */
export const operation = (path: string, ends: readonly ModelName[] = []): AnswerContract => ({
  method: 'GET',
  path,
  answers: {
    200: {
      kind: 'nothing-or',
      models: ['hand-written.OperationStatus', ...ends],
    },
    202: NOTHING,
  },
});
