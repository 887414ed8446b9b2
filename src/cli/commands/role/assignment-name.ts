import { createHash } from 'node:crypto';

/**
 * The name of an assignment, a GUID made from what it is about, so that assigning a role twice is one assignment.
 * Source of the form: RFC 9562, version 5.
 */
export function assignmentName(scope: string, principalId: string, roleId: string): string {
  const about = [scope, principalId, roleId].join('\n').toLowerCase();
  const bytes = createHash('sha1').update(about, 'utf8').digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
