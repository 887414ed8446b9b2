import { isObject } from '#libs/arm-template';
import type { OwnAnswer } from '../../arm/own-requests.js';
import type { DeploymentError } from '../../persistence/deployment.repository.js';

/** What an answer to a PUT, or to a question about one, says. */
export type AnswerVerdict =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: DeploymentError }
  /** To be asked again at this path, with its query. */
  | { readonly kind: 'running'; readonly pollUrl: string }
  /** The request itself was turned away for now. */
  | { readonly kind: 'later'; readonly retryAfterMs: number };

const RETRIED: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

/** What became of a PUT of the resource under this URL (ARM-6 to ARM-10). */
export function putVerdict(answer: OwnAnswer, resourceUrl: string): AnswerVerdict {
  if (answer.status >= 400) return refusedVerdict(answer);
  const statusUrl = answer.headers['azure-asyncoperation'] ?? answer.headers['location'];
  if (statusUrl !== undefined) return { kind: 'running', pollUrl: localUrl(statusUrl) };
  return resourceVerdict(answer.body, resourceUrl);
}

/** What the answer of an operation's URL says: of its status, its Location, or of the resource itself. */
export function pollVerdict(answer: OwnAnswer, pollUrl: string): AnswerVerdict {
  if (answer.status >= 400) return refusedVerdict(answer);
  if (answer.status === 202) return { kind: 'running', pollUrl };
  const status = isObject(answer.body) ? answer.body['status'] : undefined;
  if (typeof status !== 'string') return resourceVerdict(answer.body, pollUrl);
  return stateVerdict(status, answer.body, pollUrl);
}

/** What a resource says about itself: one without a state of its own is done. */
function resourceVerdict(body: unknown, url: string): AnswerVerdict {
  const properties = isObject(body) ? body['properties'] : undefined;
  const state = isObject(properties) ? properties['provisioningState'] : undefined;
  return typeof state === 'string' ? stateVerdict(state, body, url) : { kind: 'done' };
}

function stateVerdict(state: string, body: unknown, pollUrl: string): AnswerVerdict {
  switch (state.toLowerCase()) {
    case 'succeeded':
      return { kind: 'done' };
    case 'failed':
    case 'canceled':
      return {
        kind: 'failed',
        error: errorIn(body) ?? { code: state, message: `The operation ended as ${state}.` },
      };
    default:
      return { kind: 'running', pollUrl };
  }
}

function refusedVerdict({ status, headers, body }: OwnAnswer): AnswerVerdict {
  if (RETRIED.has(status)) {
    const seconds = Number(headers['retry-after'] ?? 1);
    return { kind: 'later', retryAfterMs: 1_000 * (Number.isFinite(seconds) ? Math.max(0, seconds) : 1) };
  }
  const error = errorIn(body) ?? { code: 'InternalServerError', message: `The answer was ${status}.` };
  return { kind: 'failed', error };
}

/** `error` of a document, in the members that deployments show. */
export function errorIn(body: unknown): DeploymentError | undefined {
  const error = isObject(body) ? body['error'] : undefined;
  if (!isObject(error)) return undefined;
  return shownError(error);
}

function shownError(error: Readonly<Record<string, unknown>>): DeploymentError {
  const { code, message, target, details } = error;
  const shown = Array.isArray(details) ? details.filter(isObject).map(shownError) : [];
  return {
    code: typeof code === 'string' ? code : 'InternalServerError',
    message: typeof message === 'string' ? message : '',
    ...(typeof target === 'string' ? { target } : {}),
    ...(shown.length === 0 ? {} : { details: shown }),
  };
}

/** Path and query of a URL of this server, whatever name the client knows it by. */
export function localUrl(url: string): string {
  return url.replace(/^[a-z]+:\/\/[^/]*/i, '');
}

/** The URL of a resource: names may hold characters that mean something in URLs. */
export function resourceUrl(id: string, apiVersion: string): string {
  const path = id.split('/').map(encodeURIComponent).join('/');
  return `${path}?api-version=${encodeURIComponent(apiVersion)}`;
}
