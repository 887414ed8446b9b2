import type { Random } from '#libs/determinism';
import type { FuzzedRoute } from './fuzzed-routes.js';
import { oneOf } from './one-of.js';
import type { SoundRequest } from './sound-requests.js';

/** Of one path. The first one stays, of the others the older ones are forgotten. */
const MOST_TARGETS = 6;
/** Links that are not looked at again. */
const MOST_SEEN = 5_000;
/** Of one answer. */
const MOST_LEARNED = 12;
const LINKS = /"(?:https?:\/\/[^"/]+)?(\/[^"\s]{1,400})"/g;

/** Targets of requests that the server has named itself, and bodies that were taken: what random words do not hit. */
export class KnownTargets {
  readonly #shapes: readonly { readonly path: string; readonly shape: RegExp }[];
  readonly #seen = new Set<string>();
  readonly #targets = new Map<string, string[]>();
  readonly #bodies = new Map<string, (object | string)[]>();

  constructor(routes: readonly FuzzedRoute[], sound: readonly SoundRequest[]) {
    const paths = [...new Set(routes.map(({ path }) => path))];
    this.#shapes = paths
      // What is written out in full is meant before what takes any name there.
      .toSorted((one, other) => one.split('{').length - other.split('{').length)
      .map((path) => ({ path, shape: new RegExp(`^${path.replaceAll(/\{\w+\}|\*/g, '[^/?]+')}$`, 'i') }));
    for (const { method, path, body } of sound) {
      this.#learn(path);
      const template = this.#pathOf(path);
      if (template === undefined || body === undefined) continue;
      this.#addBody(`${method} ${template}`, body);
      if (method === 'PUT') this.#addBody(`PATCH ${template}`, patchFrom(body));
    }
  }

  /** Takes note of every link in an answer. */
  learn(answer: string): void {
    let left = MOST_LEARNED;
    for (const [, target = ''] of answer.matchAll(LINKS)) {
      if (left-- === 0) return;
      // A part of a text would keep all of it in memory.
      this.#learn(Buffer.from(target).toString());
    }
  }

  targetOf({ path }: FuzzedRoute, random: Random): string | undefined {
    const targets = this.#targets.get(path);
    return targets === undefined ? undefined : oneOf(random, targets);
  }

  bodyOf({ method, path }: FuzzedRoute, random: Random): object | string | undefined {
    const bodies = this.#bodies.get(`${method} ${path}`);
    return bodies === undefined ? undefined : oneOf(random, bodies);
  }

  #learn(target: string): void {
    if (this.#seen.has(target)) return;
    if (this.#seen.size === MOST_SEEN) this.#seen.clear();
    this.#seen.add(target);
    const metadata = /^\/imds\/[^/?]+/.exec(target)?.[0];
    if (metadata === undefined) this.#addTarget(this.#pathOf(target), target);
    else {
      for (const { path } of this.#shapes.filter(({ path }) => path.startsWith('/imds/{key}'))) {
        this.#addTarget(path, path.replace('/imds/{key}', metadata).replace('{path}', 'compute'));
      }
    }
  }

  #pathOf(target: string): string | undefined {
    const [path = ''] = target.split('?', 1);
    return this.#shapes.find(({ shape }) => shape.test(path))?.path;
  }

  #addTarget(path: string | undefined, target: string): void {
    if (path === undefined || !path.includes('{')) return;
    const targets = this.#targets.get(path) ?? [];
    if (targets.includes(target)) return;
    targets.push(target);
    if (targets.length > MOST_TARGETS) targets.splice(1, 1);
    this.#targets.set(path, targets);
  }

  #addBody(route: string, body: object | string): void {
    const bodies = this.#bodies.get(route) ?? [];
    bodies.push(body);
    this.#bodies.set(route, bodies);
  }
}

/** Changes to tags do not say where, and most resources take nothing else. */
function patchFrom(body: object | string): object {
  if (typeof body === 'object' && 'location' in body) return { tags: { c: 'd' } };
  return { operation: 'Merge', ...(body as object) };
}
