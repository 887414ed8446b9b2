/**
 * Values with their shares. What a VM or host gets is drawn from its number and the seed alone (`draw(stream, number)
 * mod sum of weights`, then along the list), so neither order nor sharing out of work matters.
 */
export type Mix<Value> = readonly { readonly weight: number; readonly value: Value }[];

/** A span of the day in which something happens, evenly spread: `fromMs` of the day, `withinMs` long. */
export interface Window {
  readonly fromMs: number;
  readonly withinMs: number;
}
