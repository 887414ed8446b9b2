import { ANSWER_CONTRACTS, EXTENSION_CONTRACTS, UNMODELLED_NAMESPACES } from './answer-contracts.js';
import type { AnswerContract } from './contract-parts.js';

/** A request as the checks look at it. */
export interface Target {
  readonly method: string;
  /** Path in small letters, without host, query and superfluous slashes. */
  readonly path: string;
  readonly segments: readonly string[];
  /** Names in small letters. */
  readonly query: URLSearchParams;
}

export function targetOf(method: string, url: string): Target {
  const [path = '', search = ''] = url.replace(/^https?:\/\/[^/]+/i, '').split('?', 2);
  const given = path.split('/').filter((segment) => segment !== '');
  const segments = given.map((segment) => decodeURIComponent(segment).toLowerCase());
  const query = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(search)) query.append(name.toLowerCase(), value);
  return { method: method.toUpperCase(), path: `/${segments.join('/')}`, segments, query };
}

export type FoundContract =
  | { readonly kind: 'found'; readonly contract: AnswerContract }
  /** A route of Resource Manager whose documents nobody here has a model of. */
  | { readonly kind: 'unmodelled' }
  /** A route of Resource Manager that should have a contract. */
  | { readonly kind: 'none' }
  /** Not of Resource Manager: the emulator's own, the authority, metadata, health. */
  | { readonly kind: 'not-azure' };

export function findContract({ method, segments }: Target): FoundContract {
  const [first = ''] = segments;
  if (!['subscriptions', 'tenants', 'providers'].includes(first)) return { kind: 'not-azure' };
  if (segments.includes('torpor.emulator')) return { kind: 'not-azure' };
  const ofMethod = (contracts: readonly AnswerContract[]) =>
    contracts.filter((contract) => contract.method === method);
  const contract =
    ofMethod(EXTENSION_CONTRACTS).find(({ path }) => endsWith(segments, path)) ??
    ofMethod(ANSWER_CONTRACTS).find(({ path }) => matches(segments, path));
  if (contract !== undefined) return { kind: 'found', contract };
  const isUnmodelled = UNMODELLED_NAMESPACES.some((namespace) => segments.includes(namespace));
  return { kind: isUnmodelled ? 'unmodelled' : 'none' };
}

function patternOf(path: string): readonly string[] {
  return path.toLowerCase().split('/').slice(1);
}

function matches(segments: readonly string[], path: string): boolean {
  const pattern = patternOf(path);
  return (
    pattern.length === segments.length && pattern.every((part, at) => part === '*' || part === segments[at])
  );
}

function endsWith(segments: readonly string[], path: string): boolean {
  const { length } = patternOf(path);
  return segments.length >= length && matches(segments.slice(segments.length - length), path);
}
