import type { RuleId } from '#libs/kernel-rules';
import { textWithRules } from '../mentioned-rules.js';
import { html, type Markup } from './markup.js';

/** Where a rule stands at the end of the page. */
export function ruleAnchor(id: RuleId): string {
  return `rule-${id}`;
}

/** A rule as a link to what it says. */
export function ruleLink(id: RuleId): Markup {
  return html`<a class="rule" href="#${ruleAnchor(id)}">${id}</a>`;
}

export function ruleLinks(ids: readonly RuleId[]): Markup {
  return html`<span class="rules">${ids.map((id, at) => html`${at === 0 ? '' : ' '}${ruleLink(id)}`)}</span>`;
}

/** A text whose rules are links. */
export function linkedText(text: string): Markup {
  return html`${textWithRules(text).map((piece) => (piece.rule === undefined ? piece.text : ruleLink(piece.rule)))}`;
}

/** A text with the rules behind it, which do not begin a line of their own. */
export function told(text: string, ...rules: readonly RuleId[]): Markup {
  return html`${linkedText(text)}${'\u00a0'}${ruleLinks(rules)}`;
}
