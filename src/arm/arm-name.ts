import { z, type ZodType } from 'zod';
import { assertNever } from './assert-never.js';

/** Kinds of resources whose names have a pattern. */
export type ArmNameKind =
  | 'group'
  | 'vm'
  | 'extension'
  | 'disk'
  | 'snapshot'
  | 'availabilitySet'
  | 'nic'
  | 'ipConfiguration'
  | 'vnet'
  | 'subnet'
  | 'nsg'
  | 'securityRule'
  | 'publicIp'
  | 'deployment'
  | 'location'
  | 'host'
  | 'cluster'
  | 'policy'
  | 'guestProfile'
  | 'servicePrincipal'
  | 'job'
  | 'fault'
  | 'whatIfRun'
  | 'computeResource'
  | 'gallery'
  | 'galleryImageVersion';

interface NamePattern {
  readonly minLength: number;
  readonly maxLength: number;
  readonly pattern: RegExp;
  /** The pattern in words, continuing "a name". */
  readonly words: string;
}

/**
 * A name of a resource (ARM-33). The schema's only check says the whole pattern at once. Sources: "Naming rules
 * and restrictions for Azure resources"; names of the emulator's own resources follow those of disks.
 */
export function armName(kind: ArmNameKind): ZodType<string> {
  const { minLength, maxLength, pattern, words } = namePattern(kind);
  return z
    .string()
    .refine((name) => name.length >= minLength && name.length <= maxLength && pattern.test(name), {
      error: `is not a name of ${minLength} to ${maxLength} characters that ${words}`,
      params: { refusal: 'invalid-name' },
    })
    .meta({ minLength, maxLength, pattern: pattern.source });
}

const ENDS_IN_WORD_CHARACTER = {
  pattern: /^[A-Za-z0-9]([\w.-]*\w)?$/,
  words:
    'starts with a letter or digit, ends with a letter, digit or underscore and has letters, digits, ' +
    'underscores, dots and hyphens between',
};

function namePattern(kind: ArmNameKind): NamePattern {
  switch (kind) {
    case 'group':
      return {
        minLength: 1,
        maxLength: 90,
        pattern: /^[\p{L}\p{N}_().-]*[\p{L}\p{N}_()-]$/u,
        words: 'has letters, digits, underscores, parentheses, hyphens and dots and does not end with a dot',
      };
    case 'vm':
    case 'extension':
      return { minLength: 1, maxLength: 64, ...ENDS_IN_WORD_CHARACTER };
    case 'vnet':
      return { minLength: 2, maxLength: 64, ...ENDS_IN_WORD_CHARACTER };
    case 'deployment':
      return {
        minLength: 1,
        maxLength: 64,
        pattern: /^[\w().-]+$/,
        words: 'has letters, digits, underscores, parentheses, hyphens and dots',
      };
    case 'location':
      return { minLength: 1, maxLength: 40, pattern: /^[A-Za-z0-9]+$/, words: 'has letters and digits' };
    case 'disk':
    case 'snapshot':
    case 'availabilitySet':
    case 'nic':
    case 'ipConfiguration':
    case 'subnet':
    case 'nsg':
    case 'securityRule':
    case 'publicIp':
    case 'host':
    case 'cluster':
    case 'policy':
    case 'guestProfile':
    case 'servicePrincipal':
    case 'job':
    case 'fault':
    case 'whatIfRun':
    case 'computeResource':
      return { minLength: 1, maxLength: 80, ...ENDS_IN_WORD_CHARACTER };
    case 'gallery':
      return {
        minLength: 1,
        maxLength: 80,
        pattern: /^[A-Za-z0-9]([\w.]*[A-Za-z0-9])?$/,
        words: 'starts and ends with a letter or digit and has letters, digits, underscores and dots between',
      };
    case 'galleryImageVersion':
      return { minLength: 5, maxLength: 32, pattern: /^\d+\.\d+\.\d+$/, words: 'is three numbers with dots' };
    default:
      return assertNever(kind);
  }
}
