import type { Explanation } from '../explanation.js';
import { html, maybe, type Markup } from './markup.js';
import { linkedText, ruleLink } from './rule-links.js';
import { MOOD_MARKS, SEVERITY_WORDS } from './words.js';

/** What happened in one sentence, and under what circumstances. */
export function pageHeader(explanation: Explanation): Markup {
  const { vm, act, severity, mood, headline } = explanation;
  return html`<header>
    <p class="kicker">${act === 'start' ? 'Start' : 'Hibernation'} of <bdi>${vm.name}</bdi></p>
    <h1>${headline}</h1>
    <p class="badge ${mood}">
      <span aria-hidden="true">${MOOD_MARKS[mood]}</span> ${SEVERITY_WORDS[severity]}
    </p>
    ${facts(explanation)}
  </header>`;
}

function facts({ vm, circumstances, summary, severity }: Explanation): Markup {
  const { kernelVersion, era, eraMeaning, policy, faults, hosts, operationId } = circumstances;
  return html`<dl class="facts">
    ${fact('VM', html`<bdi>${vm.name}</bdi> in <bdi>${vm.resourceGroup}</bdi>`)}
    ${fact('In short', html`${linkedText(summary)}`)}
    ${fact('Kernel', html`Linux ${kernelVersion}, era ${era}. <span class="note">${linkedText(eraMeaning)}</span>`)}
    ${fact('GUID policy', html`<bdi>${policy.name}</bdi>${maybe(policy.description, (text) => html` <span class="note">${text}</span>`)}`)}
    ${maybe(hostsText(hosts, severity), (text) => fact('Hosts', html`<bdi>${text}</bdi>`))}
    ${
      faults.length === 0
        ? html``
        : fact(
            'Staged faults',
            html`${faults.map(
              ({ name, meaning, rule }) =>
                html`<span class="line"
                  ><code>${name}</code>
                  <span class="note">${meaning} ${rule === undefined ? html`` : ruleLink(rule)}</span></span
                >`,
            )}`,
          )
    }
    ${maybe(operationId, (id) => fact('Operation', html`<code>${id}</code>`))}
  </dl>`;
}

function fact(label: string, value: Markup): Markup {
  return html`<div>
    <dt>${label}</dt>
    <dd>${value}</dd>
  </div>`;
}

/** Only a VM that sleeps has left its host. */
function hostsText(
  { from, to }: Explanation['circumstances']['hosts'],
  severity: Explanation['severity'],
): string | undefined {
  if (from === undefined) return to === undefined ? undefined : `on ${to}`;
  if (to === undefined) return `${severity === 'hibernated' ? 'left' : 'on'} ${from}`;
  return `from ${from} to ${to}`;
}
