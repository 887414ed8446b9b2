import { RULE_IDS } from '#libs/kernel-rules';

const FAMILIES = [...new Set(RULE_IDS.filter((id) => id.includes('-')).map((id) => id.split('-')[0]))];
const ID = `(?:(?:${FAMILIES.join('|')})-\\d+|R\\d+)`;
const MENTION = new RegExp(`\\b(${ID})(?: to |\\.\\.)(${ID})\\b|\\b(${ID})\\b`, 'g');
const LEADING = new RegExp(`^${ID}(?:(?: to |\\.\\.|, | and |/| )${ID})*\\b`);

/**
 * Ids in a text that look like rule ids, whether or not the catalogue has them, in order and without repeats.
 * "MOVE-4 to MOVE-7" and "MOVE-4..MOVE-7" mean the ids in between as well.
 */
export function ruleMentions(text: string): readonly string[] {
  const found = new Set<string>();
  for (const [, from, to, single] of text.matchAll(MENTION)) {
    const ids = from !== undefined && to !== undefined ? range(from, to) : [single ?? ''];
    for (const id of ids) found.add(id);
  }
  return [...found];
}

/** Ids at the very start of a text, as in a test title: "DEVICES-5 R40 waits ...". */
export function leadingRuleIds(text: string): readonly string[] {
  const lead = LEADING.exec(text)?.[0];
  return lead === undefined ? [] : ruleMentions(lead);
}

function range(from: string, to: string): readonly string[] {
  const [family, first] = split(from);
  const [otherFamily, last] = split(to);
  if (family !== otherFamily || last < first) return [from, to];
  const known: readonly string[] = RULE_IDS;
  const inside = Array.from({ length: last - first - 1 }, (_, at) => `${family}${first + 1 + at}`);
  // R-numbers have gaps; a range does not invent the rules that are missing.
  return [from, ...inside.filter((id) => known.includes(id)), to];
}

function split(id: string): readonly [family: string, number: number] {
  const at = id.search(/\d+$/);
  return [id.slice(0, at), Number(id.slice(at))];
}
