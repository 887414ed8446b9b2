import type { ZodObject, ZodType } from 'zod';

/** What a parameter decorator knows about the route it is on. */
export type RouteFact =
  | { readonly kind: 'body'; readonly schema: ZodType }
  | { readonly kind: 'query'; readonly schema: ZodObject }
  | { readonly kind: 'path'; readonly name: string; readonly schema: ZodType }
  | { readonly kind: 'page' };

const factsByHandler = new WeakMap<object, RouteFact[]>();

/** Remembers a fact for the OpenAPI document. Schemas are converted only when the document is asked for. */
export function describeRoute(target: object, key: string | symbol | undefined, fact: RouteFact): void {
  const handler = key === undefined ? undefined : (Reflect.get(target, key) as object | undefined);
  if (handler === undefined) return;
  const facts = factsByHandler.get(handler) ?? [];
  facts.push(fact);
  factsByHandler.set(handler, facts);
}

/** What is known about the route of a handler. */
export function routeFacts(handler: object): readonly RouteFact[] {
  return factsByHandler.get(handler) ?? [];
}
