/** The resource group in an id, in the casing it has there; empty where the id has none. */
export function groupOfId(id: string): string {
  return /\/resourceGroups\/([^/]+)/i.exec(id)?.[1] ?? '';
}

/** The last name in an id. */
export function nameOfId(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
