export interface Route {
  readonly method: string;
  readonly url: string;
}

/**
 * What is served, to tell a wrong method from a wrong path (ARM-16): the router of the HTTP server knows only
 * "not found". Asked on errors alone, so a plain list is enough.
 */
export class RouteTable {
  readonly #routes: Array<{ readonly methods: readonly string[]; readonly segments: readonly string[] }> = [];
  readonly #all: Route[] = [];

  /** `url` is a route pattern: `:name` stands for one segment, `*` for the rest. */
  add(methods: string | readonly string[], url: string): void {
    const list = typeof methods === 'string' ? [methods] : methods;
    this.#all.push(...list.map((method) => ({ method, url })));
    this.#routes.push({ methods: list, segments: segmentsOf(url) });
  }

  /** Every route by method and pattern, as registered. */
  get all(): readonly Route[] {
    return this.#all;
  }

  /** The methods served under a path without its query, sorted; none when nothing is served there. */
  methodsOf(path: string): readonly string[] {
    const segments = segmentsOf(path);
    const served = this.#routes.filter((route) => matches(route.segments, segments));
    return [...new Set(served.flatMap((route) => route.methods))].sort();
  }
}

function segmentsOf(path: string): readonly string[] {
  return path.toLowerCase().split('/');
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  for (const [at, expected] of pattern.entries()) {
    if (expected.startsWith('*')) return true;
    const segment = segments[at];
    if (segment === undefined) return false;
    if (expected.startsWith(':') ? segment === '' : segment !== expected) return false;
  }
  return pattern.length === segments.length;
}
