import { isRuleId, rule, RULE_IDS, type RuleId } from '#libs/kernel-rules';
import type { AssumptionExplanation, RuleReference } from './explanation.js';
import type { Finding } from '#libs/linux-guest';
import type { Verdict } from '#libs/vm-operations';

/** What an id of a rule looks like; whether there is one is for the catalogue to say. */
const RULE_ID = /\b(?:R\d{1,3}|[A-Z]{3,12}-\d{1,3})\b/g;

/** Every rule that a document names, wherever in it, in the order of the catalogue. */
export function mentionedRules(document: object): readonly RuleReference[] {
  const named = new Set((JSON.stringify(document).match(RULE_ID) ?? []).filter(isRuleId));
  return RULE_IDS.filter((id) => named.has(id)).map(reference);
}

function reference(id: RuleId): RuleReference {
  const { kind, section, statement } = rule(id);
  return { id, kind, section, statement };
}

/** Pieces of a text, cut around the rules that it names. */
export function textWithRules(text: string): readonly { readonly text: string; readonly rule?: RuleId }[] {
  const pieces: { readonly text: string; readonly rule?: RuleId }[] = [];
  let from = 0;
  for (const match of text.matchAll(RULE_ID)) {
    const [id] = match;
    if (!isRuleId(id)) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    pieces.push({ text: id, rule: id });
    from = match.index + id.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

/** What the sources leave open about a verdict, and what was assumed instead. */
export function assumptionsOf({ findings, cause }: Verdict): readonly AssumptionExplanation[] {
  const about = new Map<RuleId, string[]>();
  const note = (assumption: RuleId | undefined, text: string) => {
    if (assumption !== undefined) about.set(assumption, [...(about.get(assumption) ?? []), text]);
  };
  if (cause !== undefined) note(cause.assumption, sentence(cause.symptom));
  for (const finding of findings) note(finding.assumption, whatRests(finding));
  return [...about].map(([assumption, texts]) => ({
    assumption,
    statement: rule(assumption).statement,
    about: [...new Set(texts)],
  }));
}

function whatRests({ slot, consequence }: Finding): string {
  return slot === undefined ? consequence : `${slot}: ${consequence}`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}
