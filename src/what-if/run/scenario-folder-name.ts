const LONGEST_SLUG = 60;

/** `01-azure-staggered`: sorts as the experiment lists its scenarios. `index` counts from 0. */
export function scenarioFolderName(index: number, count: number, name: string): string {
  const width = Math.max(2, String(count).length);
  return `${String(index + 1).padStart(width, '0')}-${slugOf(name)}`;
}

/** Lower-case letters, digits and single hyphens; `run` where nothing of the name is left. */
export function slugOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_SLUG)
    .replaceAll(/^-|-$/g, '');
  return slug === '' ? 'run' : slug;
}
