import type { Catalogue } from '../../../catalogue/load-catalogue.js';
import type { WhatIfData } from '../../data/load-what-if-data.js';
import { pathText, type TreePath } from '../document/tree.js';
import type { ListedFiles } from '../listed-files.js';

/** What a section of a scenario is compiled with, and where its faults go. Paths count from the scenario. */
export interface Compiling {
  readonly catalogue: Catalogue;
  readonly data: () => WhatIfData;
  readonly files: ListedFiles;
  readonly faults: Faults;
}

export interface Fault {
  readonly path: TreePath;
  readonly message: string;
}

/** Everything found wrong with one scenario, each thing once. */
export class Faults {
  readonly #found = new Map<string, Fault>();

  add(path: TreePath, message: string): undefined {
    this.#found.set(`${pathText(path)}: ${message}`, { path, message });
    return undefined;
  }

  get found(): readonly Fault[] {
    return [...this.#found.values()];
  }
}

/** The names of a mix that nobody has defined are faults; what is left are the known ones. */
export function known<Value>(
  drawn: readonly { readonly weight: number; readonly value: string }[],
  find: (name: string) => Value | undefined,
  unknown: (name: string) => void,
): readonly { readonly weight: number; readonly value: Value }[] {
  return drawn.flatMap(({ weight, value: name }) => {
    const value = find(name);
    if (value !== undefined) return [{ weight, value }];
    unknown(name);
    return [];
  });
}
