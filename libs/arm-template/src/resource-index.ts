import type { Draft } from './planned-resource.js';

/** Finds resources of a template by whatever templates call them. */
export class ResourceIndex {
  readonly #byName = new Map<string, Draft[]>();
  readonly #byLoop = new Map<string, Draft[]>();

  constructor(drafts: readonly Draft[]) {
    for (const draft of drafts) {
      for (const name of namesOf(draft)) append(this.#byName, name, draft);
      if (draft.loop !== undefined) append(this.#byLoop, draft.loop.name, draft);
    }
  }

  /**
   * The resources that a text means: an id, a type with names, a name, a symbol, or a loop, in any letter case.
   * More than one that are not of one loop: the text is ambiguous.
   */
  find(text: string): readonly Draft[] {
    const key = text.replace(/\/$/, '').toLowerCase();
    return this.#byName.get(key) ?? this.#byLoop.get(key) ?? [];
  }

  /** Whether a text is the name of a loop, which means all its resources. */
  isLoop(text: string): boolean {
    const key = text.toLowerCase();
    return !this.#byName.has(key) && this.#byLoop.has(key);
  }
}

/** Ids, and what is short for them within a template. */
function namesOf({ id, type, name, symbol }: Draft): ReadonlySet<string> {
  const relative = id.slice(id.toLowerCase().lastIndexOf('/providers/') + '/providers/'.length);
  const names = [id, relative, `${type}/${name}`, name, ...(symbol === undefined ? [] : [symbol])];
  return new Set(names.map((text) => text.toLowerCase()));
}

function append(map: Map<string, Draft[]>, name: string, draft: Draft): void {
  const key = name.toLowerCase();
  const known = map.get(key);
  if (known === undefined) map.set(key, [draft]);
  else known.push(draft);
}
