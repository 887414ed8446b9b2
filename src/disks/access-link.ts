/**
 * The link that a grant of access answers with: of the form that clients expect, under a domain that never
 * resolves (RFC 6761), since no bytes are kept here.
 */
export function accessLink(id: string): string {
  return `https://md-torpor.blob.storage.invalid/${id}/abcd?sv=2018-03-28&sr=b&si=${id}&sig=none`;
}
