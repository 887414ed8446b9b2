import type { RuleId } from '#libs/kernel-rules';
import type { RefusalEntry } from './refusal-entry.js';
import { DISK_REFUSALS } from './tables/disks.js';
import { HIBERNATION_REFUSALS } from './tables/hibernation.js';
import { HOST_REFUSALS } from './tables/hosts.js';
import { NETWORK_REFUSALS } from './tables/network.js';
import { OPERATION_REFUSALS } from './tables/operations.js';
import { REQUEST_REFUSALS } from './tables/requests.js';
import { RESOURCE_REFUSALS } from './tables/resources.js';
import { VM_REFUSALS } from './tables/vms.js';

const TABLES = {
  ...VM_REFUSALS,
  ...HIBERNATION_REFUSALS,
  ...HOST_REFUSALS,
  ...DISK_REFUSALS,
  ...NETWORK_REFUSALS,
  ...RESOURCE_REFUSALS,
  ...OPERATION_REFUSALS,
  ...REQUEST_REFUSALS,
};

/** The kind of a refusal: stable, for programs to decide on. */
export type RefusalCode = keyof typeof TABLES;

/** Every refusal there is, with its rule, its sentence and what to do about it. */
export const REFUSALS: Readonly<Record<RefusalCode, RefusalEntry>> = TABLES;

/** Codes in the order of the tables. */
export const REFUSAL_CODES: readonly RefusalCode[] = Object.keys(TABLES) as RefusalCode[];

/** The codes by what they are about, for documents. */
export const REFUSAL_SECTIONS: readonly { readonly title: string; readonly codes: readonly RefusalCode[] }[] =
  [
    { title: 'Virtual machines', codes: codesOf(VM_REFUSALS) },
    { title: 'Hibernation', codes: codesOf(HIBERNATION_REFUSALS) },
    { title: 'Hosts and placement', codes: codesOf(HOST_REFUSALS) },
    { title: 'Disks', codes: codesOf(DISK_REFUSALS) },
    { title: 'Networks', codes: codesOf(NETWORK_REFUSALS) },
    { title: 'Groups, policies, guest profiles, jobs and what-if runs', codes: codesOf(RESOURCE_REFUSALS) },
    { title: 'Operations and engines', codes: codesOf(OPERATION_REFUSALS) },
    { title: 'Requests', codes: codesOf(REQUEST_REFUSALS) },
  ];

/** An expected "no": plain data, to be returned, stored and shown. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly rule: RuleId;
  /** What exactly was refused here, with names and numbers. One sentence without a full stop. */
  readonly detail: string;
  /** The member or resource at fault, as a dotted path or an id. */
  readonly target?: string;
}

/** What a caller may add to a refusal: a rule more exact than the table's, and the member at fault. */
export interface RefusalExtra {
  readonly rule?: RuleId;
  readonly target?: string;
}

/** A refusal whose rule comes from the table unless `extra` names another. */
export function refusal(code: RefusalCode, detail: string, extra: RefusalExtra = {}): Refusal {
  const { rule = REFUSALS[code].rule, target } = extra;
  return target === undefined ? { code, rule, detail } : { code, rule, detail, target };
}

/** Whether a text from outside (a stored row) is a refusal code. */
export function isRefusalCode(text: string): text is RefusalCode {
  return Object.hasOwn(TABLES, text);
}

function codesOf<Code extends RefusalCode>(table: Readonly<Record<Code, RefusalEntry>>): readonly Code[] {
  return Object.keys(table) as Code[];
}
