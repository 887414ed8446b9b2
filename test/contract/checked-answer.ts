/** An answer together with the request it answers, as the checks take it. */
export interface CheckedAnswer {
  readonly method: string;
  /** With or without a host. */
  readonly url: string;
  readonly status: number;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, unknown>>;
  /** Parsed; undefined when the answer had no body. */
  readonly body: unknown;
}

/** One header as text. */
export function headerOf({ headers }: CheckedAnswer, name: string): string | undefined {
  const value = headers[name];
  if (value === undefined) return undefined;
  return Array.isArray(value) ? value.join(', ') : String(value);
}
