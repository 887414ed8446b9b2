import { classOfKind, parseGuid, VIRTUAL_DEVICE_KINDS, type Guid, type VirtualDeviceKind } from '#libs/vmbus';
import { isSingleInstance } from './fixed-single-instances.js';
import type { GuidAssignment, GuidPolicy } from './policy.js';

/** What is wrong with a policy document, and where: `devices.scsi.guids.1`. The empty path is the document itself. */
export interface PolicyIssue {
  readonly path: string;
  readonly message: string;
}

export type ParsedGuidPolicy =
  | { readonly kind: 'valid'; readonly policy: GuidPolicy }
  | { readonly kind: 'invalid'; readonly issues: readonly PolicyIssue[] };

const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,78}[A-Za-z0-9])?$/;
const ASSIGNMENT_KINDS = ['fixed', 'pinned', 'from-mac', 'keep', 'fresh'] as const;

/**
 * Reads a policy document (parsed JSON or YAML). Strict: unknown members, wrong types, malformed or repeated
 * GUIDs, missing device kinds and assignments that a kind cannot have are all reported, not just the first
 * (TORPOR-15, TORPOR-22). GUIDs may be in any case, with or without braces; the policy holds their canonical form.
 */
export function parseGuidPolicy(input: unknown): ParsedGuidPolicy {
  const reader = new PolicyReader();
  const policy = reader.policy(input);
  return policy === undefined || reader.issues.length > 0
    ? { kind: 'invalid', issues: reader.issues }
    : { kind: 'valid', policy };
}

type Members = Readonly<Record<string, unknown>>;

/** Walks one document and collects what it finds; a part that cannot be read is `undefined`. */
class PolicyReader {
  readonly issues: PolicyIssue[] = [];
  /** Where each pinned GUID was first seen. */
  readonly #pinned = new Map<Guid, string>();

  policy(input: unknown): GuidPolicy | undefined {
    const members = this.#object(input, '', [
      'name',
      'description',
      'devices',
      'removeVfsBeforeHibernation',
      'dda',
    ]);
    if (members === undefined) return undefined;
    const name = this.#name(members['name']);
    const description = this.#string(members['description'], 'description');
    const devices = this.#devices(members['devices']);
    const removeVfs = this.#boolean(members['removeVfsBeforeHibernation'], 'removeVfsBeforeHibernation');
    const dda = this.#dda(members['dda']);
    if (!name || description === undefined || !devices || removeVfs === undefined || !dda) return undefined;
    return { name, description, devices, removeVfsBeforeHibernation: removeVfs, dda };
  }

  #devices(input: unknown): GuidPolicy['devices'] | undefined {
    const members = this.#object(input, 'devices', VIRTUAL_DEVICE_KINDS);
    if (members === undefined) return undefined;
    const devices: Partial<Record<VirtualDeviceKind, GuidAssignment>> = {};
    for (const kind of VIRTUAL_DEVICE_KINDS) {
      const assignment = this.#assignment(members[kind], `devices.${kind}`, kind);
      if (assignment !== undefined) devices[kind] = assignment;
    }
    this.#pinnedAgainstFixed(devices);
    return isComplete(devices) ? devices : undefined;
  }

  #assignment(input: unknown, path: string, kind: VirtualDeviceKind): GuidAssignment | undefined {
    const isPinned = isMembers(input) && input['kind'] === 'pinned';
    const members = this.#object(input, path, isPinned ? ['kind', 'guids', 'beyond'] : ['kind']);
    if (members === undefined) return undefined;
    const assignment = this.#oneOf(members['kind'], `${path}.kind`, ASSIGNMENT_KINDS);
    switch (assignment) {
      case undefined:
        return undefined;
      case 'pinned':
        return this.#pinnedGuids(members, path, kind);
      case 'fixed':
        if (isSingleInstance(kind)) return { kind: assignment };
        return this.#issue(`${path}.kind`, `${kind} devices have no well-known instance GUID to be fixed to`);
      case 'from-mac':
        if (kind === 'nic') return { kind: assignment };
        return this.#issue(`${path}.kind`, 'only a nic can take its instance GUID from a MAC');
      case 'keep':
      case 'fresh':
        return { kind: assignment };
      default:
        return assertNever(assignment);
    }
  }

  #pinnedGuids(members: Members, path: string, kind: VirtualDeviceKind): GuidAssignment | undefined {
    const beyond = this.#oneOf(members['beyond'], `${path}.beyond`, ['fresh', 'keep'] as const);
    const list = this.#array(members['guids'], `${path}.guids`);
    if (list === undefined) return undefined;
    if (list.length === 0) this.#issue(`${path}.guids`, 'must list at least one GUID');
    if (isSingleInstance(kind) && list.length > 1) {
      this.#issue(`${path}.guids`, `a VM has one ${kind} device only, so at most one GUID can be pinned`);
    }
    const guids = list.map((text, at) => this.#pinnedGuid(text, `${path}.guids.${at}`));
    if (beyond === undefined || !guids.every((g) => g !== undefined)) return undefined;
    return { kind: 'pinned', guids, beyond };
  }

  #pinnedGuid(input: unknown, path: string): Guid | undefined {
    const parsed = typeof input === 'string' ? parseGuid(input) : undefined;
    if (parsed === undefined) return this.#issue(path, `not a GUID: ${shown(input)}`);
    const first = this.#pinned.get(parsed);
    if (first !== undefined) return this.#issue(path, `${parsed} is pinned at ${first} already`);
    this.#pinned.set(parsed, path);
    return parsed;
  }

  /** A pinned GUID must not be the well-known one of another kind that is `fixed` (R52). */
  #pinnedAgainstFixed(devices: Partial<Record<VirtualDeviceKind, GuidAssignment>>): void {
    for (const kind of VIRTUAL_DEVICE_KINDS) {
      const wellKnown = classOfKind(kind).fixedInstanceGuid;
      const path = wellKnown === undefined ? undefined : this.#pinned.get(wellKnown);
      if (path !== undefined && devices[kind]?.kind === 'fixed') {
        this.#issue(path, `${wellKnown} is the well-known GUID of ${kind}, which is fixed`);
      }
    }
  }

  #dda(input: unknown): GuidPolicy['dda'] | undefined {
    const members = this.#object(input, 'dda', ['hibernation', 'exceptSizes']);
    if (members === undefined) return undefined;
    const hibernation = this.#oneOf(members['hibernation'], 'dda.hibernation', ['refuse', 'allow'] as const);
    const list = this.#array(members['exceptSizes'], 'dda.exceptSizes');
    const sizes = list?.map((size, at) => this.#string(size, `dda.exceptSizes.${at}`));
    if (hibernation === undefined || !sizes?.every((size) => size !== undefined)) return undefined;
    return { hibernation, exceptSizes: sizes };
  }

  #name(input: unknown): string | undefined {
    const name = this.#string(input, 'name');
    if (name === undefined || NAME.test(name)) return name;
    return this.#issue(
      'name',
      'must be 1 to 80 letters, digits, ".", "_" or "-", with a letter or digit at both ends',
    );
  }

  #object(input: unknown, path: string, known: readonly string[]): Members | undefined {
    if (!isMembers(input)) return this.#wrongType(input, path, 'an object');
    for (const member of Object.keys(input)) {
      if (!known.includes(member)) {
        this.#issue(
          path === '' ? member : `${path}.${member}`,
          `unknown member; known are ${known.join(', ')}`,
        );
      }
    }
    return input;
  }

  #array(input: unknown, path: string): readonly unknown[] | undefined {
    return Array.isArray(input) ? (input as readonly unknown[]) : this.#wrongType(input, path, 'a list');
  }

  #string(input: unknown, path: string): string | undefined {
    return typeof input === 'string' && input !== ''
      ? input
      : this.#wrongType(input, path, 'a non-empty text');
  }

  #boolean(input: unknown, path: string): boolean | undefined {
    return typeof input === 'boolean' ? input : this.#wrongType(input, path, 'true or false');
  }

  #oneOf<T extends string>(input: unknown, path: string, known: readonly T[]): T | undefined {
    return (
      known.find((value) => value === input) ?? this.#wrongType(input, path, `one of ${known.join(', ')}`)
    );
  }

  #wrongType(input: unknown, path: string, expected: string): undefined {
    return this.#issue(path, input === undefined ? `missing; must be ${expected}` : `must be ${expected}`);
  }

  #issue(path: string, message: string): undefined {
    this.issues.push({ path, message });
    return undefined;
  }
}

function isMembers(input: unknown): input is Members {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}

function isComplete(
  devices: Partial<Record<VirtualDeviceKind, GuidAssignment>>,
): devices is Record<VirtualDeviceKind, GuidAssignment> {
  return VIRTUAL_DEVICE_KINDS.every((kind) => devices[kind] !== undefined);
}

function shown(input: unknown): string {
  const text = JSON.stringify(input) ?? typeof input;
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function assertNever(value: never): never {
  throw new Error(`unexpected assignment ${JSON.stringify(value)}`);
}
