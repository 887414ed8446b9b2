import type { MoneySummary, ScenarioSummary } from '#libs/what-if';
import { html, maybe, NOTHING, type Markup } from '#libs/explanation';
import { count, dollars, hours, NONE, percent, plural, shortDollars } from './quantities.js';
import { scenarioLabel } from './scenario-label.js';
import { bar, table } from './table.js';

/** What it costs, and what it saves. */
export function moneySection(scenarios: readonly ScenarioSummary[]): Markup {
  const costs = scenarios.flatMap(({ money }) => money ?? []);
  if (costs.length === 0) return NOTHING;
  const most = Math.max(1, ...costs.map(({ withoutHibernationUsd }) => withoutHibernationUsd));
  const days = Math.max(...scenarios.map((each) => each.days));
  return html`<section aria-labelledby="money-title">
    <h2 id="money-title">Money</h2>
    <p class="intro">
      Compute at pay-as-you-go prices in US dollars over ${plural(days, 'day')}: what VMs pay while they hold
      a host, against the same VMs never hibernated. Disks are paid for whether a VM sleeps or not.
    </p>
    ${table({
      id: 'money',
      className: 'money',
      caption: 'Compute with and without hibernation',
      columns: [
        { title: 'Scenario' },
        { title: 'Never hibernating', isNumber: true },
        { title: 'With hibernation', isNumber: true },
        { title: 'Saved', isNumber: true },
        { title: 'Share', isNumber: true },
        { title: 'Disks, either way', isNumber: true },
        { title: 'VMs without a price', isNumber: true },
      ],
      rows: scenarios.map(({ name, money }, at) => [
        scenarioLabel(name, at, scenarios.length),
        ...(money === undefined ? Array.from({ length: 6 }, () => html`${NONE}`) : moneyCells(money, most)),
      ]),
    })}
  </section>`;
}

function moneyCells(money: MoneySummary, most: number): readonly Markup[] {
  const { withoutHibernationUsd, computeUsd, savedUsd, diskUsd, unpricedVms } = money;
  return [
    html`${shortDollars(withoutHibernationUsd)}${bar(withoutHibernationUsd / most)}`,
    html`${shortDollars(computeUsd)}${bar(computeUsd / most)}`,
    html`<b>${dollars(savedUsd)}</b>${bar(Math.max(0, savedUsd) / most, 'saved')}`,
    html`${withoutHibernationUsd === 0 ? NONE : percent(savedUsd / withoutHibernationUsd)}`,
    html`${maybe(diskUsd, (usd) => html`${shortDollars(usd)}`)}${diskUsd === undefined ? NONE : ''}`,
    html`${count(unpricedVms)}`,
  ];
}

/** How many hosts it takes. */
export function hostSection(scenarios: readonly ScenarioSummary[]): Markup {
  if (scenarios.length === 0) return NOTHING;
  return html`<section aria-labelledby="hosts-title">
    <h2 id="hosts-title">Hosts</h2>
    ${table({
      id: 'hosts',
      className: 'hosts',
      caption: 'Hosts, how many were in use at a time, and the hours that they stood empty',
      columns: [
        { title: 'Scenario' },
        { title: 'Hosts', isNumber: true },
        { title: 'Most in use', isNumber: true },
        { title: 'Hours empty', isNumber: true },
        { title: 'Of all host-hours', isNumber: true },
      ],
      rows: scenarios.map(({ name, hosts }, at) => {
        const all = hosts.hostHours;
        const empty = all === 0 ? 0 : Math.min(1, hosts.emptyHostHours / all);
        return [
          scenarioLabel(name, at, scenarios.length),
          html`${count(hosts.total)}`,
          html`${count(hosts.peakUsed)}${bar(hosts.total === 0 ? 0 : hosts.peakUsed / hosts.total)}`,
          html`${hours(hosts.emptyHostHours)}`,
          html`${percent(empty)}${bar(empty)}`,
        ];
      }),
    })}
  </section>`;
}
