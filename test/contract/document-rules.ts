import { headerOf, type CheckedAnswer } from './checked-answer.js';
import type { Target } from './find-contract.js';
import { isObject } from './model-violations.js';

/** Rules for documents that no model holds: identity of a resource, its tag, pages, what is never shown. */

type Document = Readonly<Record<string, unknown>>;

/** Segments of ids, in the casing that answers use; everything else in an id is a name. */
const CANONICAL_SEGMENTS = [
  'subscriptions',
  'resourceGroups',
  'providers',
  'Microsoft.Authorization',
  'Microsoft.Compute',
  'Microsoft.Network',
  'Microsoft.Resources',
  'availabilitySets',
  'capacityReservationGroups',
  'deployments',
  'diskEncryptionSets',
  'disks',
  'extensions',
  'images',
  'ipConfigurations',
  'locations',
  'networkInterfaces',
  'networkSecurityGroups',
  'proximityPlacementGroups',
  'publicIPAddresses',
  'roleAssignments',
  'roleDefinitions',
  'securityRules',
  'defaultSecurityRules',
  'snapshots',
  'sshPublicKeys',
  'subnets',
  'virtualMachines',
  'virtualNetworks',
];
const canonical = new Map(CANONICAL_SEGMENTS.map((segment) => [segment.toLowerCase(), segment]));

/** Members that a service takes and never gives back. */
const SECRETS = ['adminPassword', 'protectedSettings', 'customData', 'password', 'secureValue'];

/** What holds at any depth: casing of ids, no secrets. */
export function memberViolations(value: unknown, path = '$'): readonly string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, at) => memberViolations(item, `${path}[${at}]`));
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => {
    const here = `${path}.${name}`;
    const secret =
      SECRETS.includes(name) && !isWithheld(item) ? [`${here} is shown, though it is a secret`] : [];
    const id = name === 'id' && typeof item === 'string' ? idViolations(item, here) : [];
    return [...secret, ...id, ...memberViolations(item, here)];
  });
}

/** A secure parameter of a deployment is named with its type, without its value. */
function isWithheld(value: unknown): boolean {
  return isObject(value) && /^secure/i.test(String(value['type'])) && !('value' in value);
}

/** Types are at the even places of an id, and the namespace behind `providers`. */
function idViolations(id: string, path: string): readonly string[] {
  // Images are named by their place in a location, in capitals of their own.
  if (!/^\/subscriptions\/(?!.*\/locations\/)/i.test(id)) return [];
  const segments = id.split('/').slice(1);
  return segments
    .filter(
      (segment, at) => (at % 2 === 0 || segments[at - 1]?.toLowerCase() === 'providers') && segment !== '',
    )
    .filter((segment) => segment !== (canonical.get(segment.toLowerCase()) ?? segment))
    .map((segment) => `${path} has ${segment} for ${canonical.get(segment.toLowerCase())}`);
}

/** A single resource of the path: its id, name and type are those of the path. */
export function identityViolations(document: Document, { segments, path }: Target): readonly string[] {
  const provider = segments.lastIndexOf('providers');
  const isResource =
    provider >= 0 && segments.length - provider >= 4 && (segments.length - provider) % 2 === 0;
  // What hangs on a location is a catalogue, whose ids are names; a feature is named with its namespace.
  const isNamedOtherwise = segments.includes('locations') || segments.includes('microsoft.features');
  if (!isResource || isNamedOtherwise) return [];
  // A step of a deployment has an id in place of a name.
  const { id, operationId, name = operationId, type } = document;
  const types = segments.slice(provider + 1).filter((_, at) => at === 0 || at % 2 === 1);
  const findings: readonly (readonly [isWrong: boolean, finding: string])[] = [
    [String(id).toLowerCase() !== path, `id ${String(id)} is not the path`],
    [String(name).toLowerCase() !== segments.at(-1), `name ${String(name)} is not the one of the path`],
    [
      type !== undefined && String(type).toLowerCase() !== types.join('/'),
      `type ${String(type)} is not the one of the path`,
    ],
    [
      type !== undefined &&
        String(type)
          .split('/')
          .some((part) => (canonical.get(part.toLowerCase()) ?? part) !== part),
      `type ${String(type)} is not in canonical casing`,
    ],
  ];
  return findings.filter(([isWrong]) => isWrong).map(([, finding]) => finding);
}

/** Tags of resources: a quoted number for VMs, a weak GUID for networks; body and header agree. */
export function etagViolations(
  document: Document,
  answer: CheckedAnswer,
  { segments, query }: Target,
): readonly string[] {
  const [, , , , , namespace, type] = segments;
  const { etag } = document;
  const header = headerOf(answer, 'etag');
  const disagrees = header !== undefined && etag !== undefined && header !== etag;
  const common = disagrees ? [`ETag ${header} is not the etag ${String(etag)} of the body`] : [];
  // What hangs on a resource has no part in its tag.
  if (segments.lastIndexOf('providers') !== 4) return common;
  if (namespace === 'microsoft.network') {
    return [...common, ...formed(etag, /^W\/"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"$/)];
  }
  if (type !== 'virtualmachines' || segments.length !== 8) return common;
  const isExpanded = /\binstanceview\b/i.test(query.get('$expand') ?? '');
  const mayLack = answer.method.toUpperCase() === 'PATCH' || isExpanded;
  return [
    ...common,
    ...formed(etag, /^"\d+"$/),
    ...(isExpanded && header !== undefined ? ['ETag on a VM with its instance view'] : []),
    ...(!mayLack && header === undefined ? ['no ETag on a VM'] : []),
  ];
}

function formed(etag: unknown, form: RegExp): readonly string[] {
  return form.test(String(etag)) ? [] : [`etag is ${String(etag)}`];
}

/** Pages: the link is absolute, and absent rather than empty on the last one. */
export function pageViolations({ nextLink }: Document): readonly string[] {
  if (nextLink === undefined) return [];
  const isAbsolute = /^https?:\/\/[^/]+\/.*[?&]api-version=/i.test(String(nextLink));
  return isAbsolute ? [] : [`nextLink is not an absolute URL with a version: ${String(nextLink)}`];
}
