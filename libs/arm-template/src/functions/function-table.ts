import { COLLECTION_FUNCTIONS } from './collection-functions.js';
import { ENCODING_FUNCTIONS } from './encoding-functions.js';
import { LOGIC_FUNCTIONS } from './logic-functions.js';
import { NUMBER_FUNCTIONS } from './number-functions.js';
import { SCOPE_FUNCTIONS } from './scope-functions.js';
import { STRING_FUNCTIONS } from './string-functions.js';
import type { FunctionTable, TemplateFunction } from './template-function.js';

/** Every function whose arguments are all evaluated first. */
export const FUNCTIONS: FunctionTable = {
  ...STRING_FUNCTIONS,
  ...NUMBER_FUNCTIONS,
  ...LOGIC_FUNCTIONS,
  ...COLLECTION_FUNCTIONS,
  ...ENCODING_FUNCTIONS,
  ...SCOPE_FUNCTIONS,
};

const BY_LOWER_CASE: ReadonlyMap<string, TemplateFunction> = new Map(
  Object.entries(FUNCTIONS).map(([name, entry]) => [name.toLowerCase(), entry]),
);

/** A function by its name, whose letter case does not matter. */
export function functionNamed(name: string): TemplateFunction | undefined {
  return BY_LOWER_CASE.get(name.toLowerCase());
}
