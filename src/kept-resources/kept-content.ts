import type { KeptContent } from '../persistence/kept-resource.repository.js';
import type { KeptBody, KeptKind, KeptPatch } from './kept-kind.js';

/** Members of a document that only answers fill in. */
const ENVELOPE_READ_ONLY = ['id', 'name', 'type', 'etag', 'systemData', 'managedBy'];

/** What the body of a PUT asks for. */
export function wantedContent(kind: Pick<KeptKind, 'readOnly'>, body: KeptBody): KeptContent {
  const { location, tags = {}, properties = {}, ...envelope } = body;
  return {
    location,
    tags,
    envelope: without(envelope, ENVELOPE_READ_ONLY),
    properties: without(properties, kind.readOnly),
  };
}

/** What a resource would be after a PATCH; tags are replaced as a whole, as Azure does. */
export function patchedContent(
  kind: Pick<KeptKind, 'readOnly'>,
  before: KeptContent,
  patch: KeptPatch,
): KeptContent {
  const { location: _location, tags = before.tags, properties = {}, ...envelope } = patch;
  return {
    location: before.location,
    tags,
    envelope: { ...before.envelope, ...without(envelope, ENVELOPE_READ_ONLY) },
    properties: { ...before.properties, ...without(properties, kind.readOnly) },
  };
}

function without(members: Readonly<Record<string, unknown>>, names: readonly string[]) {
  return Object.fromEntries(
    Object.entries(members).filter(([name, value]) => value !== undefined && !names.includes(name)),
  );
}
