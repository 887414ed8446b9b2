import type { CheckedAnswer } from './checked-answer.js';
import type { Content } from './contract-parts.js';
import { diskViolations } from './disk-rules.js';
import { etagViolations, identityViolations, memberViolations, pageViolations } from './document-rules.js';
import { findContract, targetOf, type Target } from './find-contract.js';
import { isObject, modelViolations } from './model-violations.js';
import {
  errorViolations,
  headerViolations,
  operationStatusViolations,
  operationViolations,
} from './protocol-rules.js';
import type { ModelName } from './published-models.js';
import { instanceViewViolations, vmViolations, vmWriteViolations } from './vm-rules.js';

/**
 * Where an answer breaks the contract that Azure's clients rely on: the models of the SDKs, and the rules of the
 * protocol that models do not hold. Empty when all is well. Routes of the emulator's own, and of none of
 * Resource Manager, are held to the form of errors alone.
 */
export function contractViolations(answer: CheckedAnswer): readonly string[] {
  const target = targetOf(answer.method, answer.url);
  const found = findContract(target);
  if (found.kind === 'not-azure') {
    const isOwn = target.segments.includes('torpor.emulator') && answer.status >= 400;
    return isOwn ? errorViolations(answer) : [];
  }
  const general = headerViolations(answer);
  if (answer.status >= 400) return [...general, ...errorViolations(answer)];
  const always = [...general, ...memberViolations(answer.body), ...operationViolations(answer, target)];
  switch (found.kind) {
    case 'unmodelled':
      return always;
    case 'none':
      return [...always, `no contract is known for ${target.method} ${target.path}`];
    case 'found': {
      const content = found.contract.answers[answer.status];
      if (content === undefined) {
        const expected = Object.keys(found.contract.answers).join(' or ');
        return [...always, `status ${answer.status}, expected ${expected}`];
      }
      return [...always, ...contentViolations(answer, content, target)];
    }
  }
}

function contentViolations(answer: CheckedAnswer, content: Content, target: Target): readonly string[] {
  const { body } = answer;
  switch (content.kind) {
    case 'nothing':
      return body === undefined ? [] : ['a body where there is none'];
    case 'model':
      return documentViolations(answer, content.model, target);
    case 'models':
      return Array.isArray(body)
        ? body.flatMap((item: unknown, at) => modelViolations(item, content.model, `$[${at}]`))
        : ['no bare list'];
    case 'nothing-or': {
      if (target.query.get('monitor')?.toLowerCase() === 'true') {
        if (body === undefined) return [];
        const ends = content.models.slice(1);
        if (ends.length === 0) return ['a body at the end of an operation that makes nothing'];
        const found = ends.map((model) => modelViolations(body, model));
        return found.some((violations) => violations.length === 0) ? [] : (found[0] ?? []);
      }
      const [status = 'hand-written.OperationStatus'] = content.models;
      return [
        ...modelViolations(body, status),
        ...operationStatusViolations(body, answer, target),
        ...outputViolations(body),
      ];
    }
  }
}

/** The whole resource inside the status of an operation on a disk. */
function outputViolations(body: unknown): readonly string[] {
  const properties = isObject(body) ? body['properties'] : undefined;
  const output = isObject(properties) ? properties['output'] : undefined;
  if (!isObject(output)) return [];
  const models: Readonly<Record<string, ModelName>> = {
    'Microsoft.Compute/disks': 'compute.Disk',
    'Microsoft.Compute/snapshots': 'compute.Snapshot',
  };
  const model = models[String(output['type'])];
  return model === undefined ? [] : modelViolations(output, model, '$.properties.output');
}

type DocumentRule = (document: Readonly<Record<string, unknown>>) => readonly string[];

/** What models do not hold, by model. */
const RULES: Readonly<Partial<Record<ModelName, DocumentRule>>> = {
  'compute.VirtualMachine': vmViolations,
  'compute.VirtualMachineInstanceView': (view) => instanceViewViolations(view, 'whole'),
  'compute.Disk': diskViolations,
};
const RULES_OF_ITEMS: Readonly<Partial<Record<ModelName, DocumentRule>>> = {
  'compute.VirtualMachineListResult': vmViolations,
  'compute.DiskList': diskViolations,
};

function documentViolations(answer: CheckedAnswer, model: ModelName, target: Target): readonly string[] {
  const { body } = answer;
  const violations = modelViolations(body, model);
  if (!isObject(body)) return violations;
  if (Array.isArray(body['value'])) {
    const items = (body['value'] as unknown[]).filter(isObject);
    return [...violations, ...pageViolations(body), ...items.flatMap(RULES_OF_ITEMS[model] ?? (() => []))];
  }
  return [
    ...violations,
    ...(target.method === 'POST' ? [] : identityViolations(body, target)),
    ...(RULES[model]?.(body) ?? []),
    ...(model === 'compute.VirtualMachine' ? vmWriteViolations(body, answer) : []),
    ...etagViolations(body, answer, target),
  ];
}

/** Throws if an answer breaks its contract, with all that is wrong. */
export function mustKeepContract(answer: CheckedAnswer): void {
  const violations = contractViolations(answer);
  if (violations.length === 0) return;
  const { method, url, status } = answer;
  throw new Error([`${method} ${url} -> ${status} breaks its contract:`, ...violations].join('\n  '));
}
