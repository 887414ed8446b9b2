/** Where new identities come from. Seeded in the domain, so that a decision taken twice is the same decision. */
export interface IdSource {
  /** A fresh version-4 GUID in canonical form. */
  nextGuid(): string;
}
