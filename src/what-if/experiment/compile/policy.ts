import { BUILT_IN_POLICIES, parseGuidPolicy, type GuidPolicy } from '#libs/guid-policy';
import { childOf, entriesOf, isMembers, membersOf, type Tree, type TreeMembers } from '../document/tree.js';
import type { Compiling } from './compiling.js';

const PATH = ['policy'] as const;
const isBuiltIn = (name: unknown): name is keyof typeof BUILT_IN_POLICIES =>
  typeof name === 'string' && Object.hasOwn(BUILT_IN_POLICIES, name);
const KNOWN = Object.keys(BUILT_IN_POLICIES).join(', ');

/**
 * A built-in policy by name, or a document. A document may extend a built-in one, name assignments in one word
 * (`nic: fresh`), and take one over from a built-in policy (`scsi: azure`). `undefined` after faults.
 */
export function compilePolicy(document: Tree, { faults }: Compiling): GuidPolicy | undefined {
  if (isBuiltIn(document)) return BUILT_IN_POLICIES[document];
  if (typeof document === 'string') return faults.add(PATH, `must be one of ${KNOWN}, or a policy`);
  if (!isMembers(document)) return faults.add(PATH, `must be one of ${KNOWN}, or members of a policy`);
  const { extends: extended, devices, ...own } = document;
  if (extended !== undefined && !isBuiltIn(extended)) {
    return faults.add([...PATH, 'extends'], `must be one of ${KNOWN}`);
  }
  const basis = extended === undefined ? undefined : (BUILT_IN_POLICIES[extended] as unknown as TreeMembers);
  const parsed = parseGuidPolicy({
    ...basis,
    ...(basis === undefined
      ? {}
      : { name: `${String(extended)}-changed`, description: `${String(extended)}, with changes` }),
    ...own,
    ...(devices === undefined ? {} : { devices: devicesOf(basis, devices) }),
  });
  if (parsed.kind === 'valid') return parsed.policy;
  for (const { path, message } of parsed.issues) {
    faults.add([...PATH, ...(path === '' ? [] : path.split('.'))], message);
  }
  return undefined;
}

function devicesOf(basis: TreeMembers | undefined, devices: Tree): Tree {
  const entries = entriesOf(devices);
  if (entries === undefined) return devices;
  const extended = entriesOf(basis?.['devices']) ?? [];
  const own = entries.map(([kind, assignment]) => [kind, assignmentOf(kind, assignment)] as const);
  return membersOf([...extended, ...own]);
}

function assignmentOf(kind: string, assignment: Tree): Tree {
  if (isBuiltIn(assignment)) {
    const { devices } = BUILT_IN_POLICIES[assignment] as unknown as { readonly devices: TreeMembers };
    return childOf(devices, kind) ?? assignment;
  }
  return typeof assignment === 'string' ? { kind: assignment } : assignment;
}
