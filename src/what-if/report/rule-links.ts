import type { RuleId } from '#libs/kernel-rules';
import { html, type Markup } from '#libs/explanation';

/** Where a rule stands at the end of the page. */
export function ruleAnchor(id: RuleId): string {
  return `rule-${id}`;
}

/** A rule as a link to what it says. */
export function ruleLink(id: RuleId): Markup {
  return html`<a class="rule" href="#${ruleAnchor(id)}">${id}</a>`;
}
