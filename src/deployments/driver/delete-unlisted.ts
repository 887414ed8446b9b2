import { isArray, isObject } from '#libs/arm-template';
import { CURRENT_API_VERSION } from '../../arm/api-version.js';
import type { OwnAnswer, OwnRequest } from '../../arm/own-requests.js';
import type { DeploymentError } from '../../persistence/deployment.repository.js';
import {
  type AnswerVerdict,
  errorIn,
  localUrl,
  pollVerdict,
  putVerdict,
  resourceUrl,
} from './resource-answer.js';

export interface DeletionTools {
  /** Ids of resources that stay, with everything below them. */
  readonly keep: readonly string[];
  readonly send: (request: OwnRequest) => Promise<OwnAnswer>;
  readonly follow: (pollUrl: string) => Promise<AnswerVerdict>;
}

/**
 * Deletes what a group has and a template lacks (mode Complete). Resources that others use are refused at first and
 * tried again, for as long as anything goes. Answers why the rest could not be deleted.
 */
export async function deleteUnlisted(
  groupId: string,
  tools: DeletionTools,
): Promise<readonly DeploymentError[]> {
  let left = await unlisted(groupId, tools);
  for (;;) {
    const errors: DeploymentError[] = [];
    const still: string[] = [];
    for (const id of left) {
      const error = await deleteOne(id, tools);
      if (error === undefined) continue;
      errors.push(error);
      still.push(id);
    }
    if (still.length === 0 || still.length === left.length) return errors;
    left = still;
  }
}

async function deleteOne(id: string, tools: DeletionTools): Promise<DeploymentError | undefined> {
  const url = resourceUrl(id, CURRENT_API_VERSION);
  const answer = await tools.send({ method: 'DELETE', url });
  const first = answer.status === 204 ? ({ kind: 'done' } as const) : putVerdict(answer, url);
  const verdict = first.kind === 'running' ? await tools.follow(first.pollUrl) : first;
  if (verdict.kind === 'failed') return verdict.error;
  return verdict.kind === 'later' ? errorIn(answer.body) : undefined;
}

/** Ids of resources of a group that are neither to be kept nor a part of one that is. */
export async function unlisted(
  groupId: string,
  { keep, send }: Pick<DeletionTools, 'keep' | 'send'>,
): Promise<readonly string[]> {
  const kept = new Set(keep.map((id) => id.toLowerCase()));
  const ids: string[] = [];
  let url: string | undefined = `${resourceUrl(`${groupId}/resources`, CURRENT_API_VERSION)}`;
  while (url !== undefined) {
    const answer = await send({ method: 'GET', url });
    const page = isObject(answer.body) ? answer.body : {};
    if (answer.status >= 400 || pollVerdict(answer, url).kind !== 'done') return ids;
    for (const item of isArray(page['value']) ? page['value'] : []) {
      if (isObject(item) && typeof item['id'] === 'string') ids.push(item['id']);
    }
    url = typeof page['nextLink'] === 'string' ? localUrl(page['nextLink']) : undefined;
  }
  return ids.filter((id) => !isKept(id.toLowerCase(), kept));
}

function isKept(id: string, kept: ReadonlySet<string>): boolean {
  return kept.has(id) || [...kept].some((other) => id.startsWith(`${other}/`));
}
