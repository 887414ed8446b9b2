import type { CauseTally } from './causes.js';
import { servesAll, type Figures } from './figures.js';
import { count, dollars, duration, percent, plural, shortCount, shortDollars } from './quantities.js';
import type { RunReport } from './run-report.js';

/** From here on two amounts are about the same. */
const NEARLY = 0.95;

/** The run in a few sentences, for somebody who reads no further. */
export function answerSentences(
  run: RunReport,
  figures: readonly Figures[],
  tallies: readonly CauseTally[],
): readonly string[] {
  const [first] = run.scenarios;
  const [only] = figures;
  if (first === undefined || only === undefined) return ['No scenario has been finished yet.'];
  return figures.length === 1
    ? aboutOne(only, first.days, tallies)
    : aboutMany(
        run.scenarios.map(({ name }) => name),
        figures,
      );
}

function aboutOne(figures: Figures, days: number, tallies: readonly CauseTally[]): readonly string[] {
  const { wholeShare, resumesAsked, hasGuests } = figures;
  if (wholeShare === undefined) return ['Nothing was asked to come back.'];
  const outcome = hasGuests ? 'came back whole' : 'were placed and came back';
  return [
    `${percent(wholeShare)} of ${shortCount(resumesAsked)} resumes ${outcome}.`,
    ...(hasGuests ? [harmText(figures)] : []),
    ...commonestText(tallies),
    ...readyText(figures),
    ...savedText(figures, days),
  ];
}

function harmText({ vmsMemoryLost, vmsHung }: Figures): string {
  const harms = [
    ...(vmsMemoryLost === 0 ? [] : [`${plural(vmsMemoryLost, 'VM')} lost what was in memory`]),
    ...(vmsHung === 0 ? [] : [`${plural(vmsHung, 'VM')} ended hung`]),
  ];
  return harms.length === 0 ? 'No VM lost its memory.' : `${harms.join('; ')}.`;
}

function commonestText(tallies: readonly CauseTally[]): readonly string[] {
  const [commonest] = [...tallies].sort((one, other) => other.total - one.total);
  if (commonest === undefined) return [];
  const rule = commonest.rule === undefined ? '' : ` (${commonest.rule})`;
  return [`What goes wrong most often, ${count(commonest.total)} times${rule}: ${commonest.summary}`];
}

function readyText({ ready, peakQueue }: Figures): readonly string[] {
  if (ready === undefined) return [];
  const queue = peakQueue === 0 ? 'none has to queue' : `at most ${shortCount(peakQueue)} wait at a time`;
  return [`In the worst morning 99 of 100 are ready within ${duration(ready.p99Ms)}; ${queue}.`];
}

function savedText({ savedUsd, savedShare }: Figures, days: number): readonly string[] {
  if (savedUsd === undefined) return [];
  const share = savedShare === undefined ? '' : `, ${percent(Math.abs(savedShare))}`;
  return savedUsd < 0
    ? [`It costs ${dollars(-savedUsd)} more in ${plural(days, 'day')} than never hibernating${share}.`]
    : [`It saves ${dollars(savedUsd)} in ${plural(days, 'day')} against never hibernating${share}.`];
}

function aboutMany(names: readonly string[], figures: readonly Figures[]): readonly string[] {
  return [
    wholeText(names, figures),
    ...mostText(
      names,
      figures.map(({ vmsMemoryLost, vmsHung }) => vmsMemoryLost + vmsHung),
      (vms, at) => {
        const hung = figures[at]?.vmsHung ?? 0;
        return `${plural(vms, 'VM')} ${hung === vms ? 'end hung' : hung === 0 ? 'lose their memory' : 'lose their memory or hang'}`;
      },
    ),
    ...mostText(
      names,
      figures.map(({ notPlaced }) => notPlaced),
      (starts) => `${plural(starts, 'start')} find no host`,
    ),
    ...mostText(
      names,
      figures.map(({ throttled }) => throttled),
      (requests) => `${plural(requests, 'request')} are turned away (429)`,
    ),
    ...spreadText(
      names,
      figures.map(({ ready }) => ready?.p99Ms),
    ),
    ...savingText(names, figures),
  ];
}

/** So many scenarios are named; more are counted. */
const MOST_NAMED = 2;

function wholeText(names: readonly string[], figures: readonly Figures[]): string {
  const known = figures.flatMap(({ wholeShare }, at) =>
    wholeShare === undefined ? [] : [{ at, share: wholeShare }],
  );
  const shares = known.map(({ share }) => share);
  const whole = figures.some(({ hasGuests }) => hasGuests) ? ' whole' : '';
  const best = known.find(({ share }) => share === Math.max(...shares));
  const worst = known.find(({ share }) => share === Math.min(...shares));
  if (best === undefined || worst === undefined) return 'Nothing was asked to come back.';
  const [most, least] = [percent(best.share), percent(worst.share)];
  if (most === least) return `In every scenario ${most} come back${whole}.`;
  const alike = (text: string) => known.filter(({ share }) => percent(share) === text).map(({ at }) => at);
  const winners =
    alike(most).length === 1
      ? `${quoted(names[best.at])} brings the most back${whole}, ${most} of ${shortCount(figures[best.at]?.resumesAsked ?? 0)} resumes`
      : alike(most).length <= MOST_NAMED
        ? `${listed(names, alike(most))} bring the most back${whole}, ${most}`
        : `${alike(most).length} of ${known.length} scenarios bring ${most} back${whole}`;
  const losers =
    alike(least).length <= MOST_NAMED
      ? `${listed(names, alike(least))} the fewest, ${least}`
      : `${alike(least).length} the fewest, ${least}`;
  return `${winners}; ${losers}.`;
}

/** Where there is most of something bad, and that there is none elsewhere. */
function mostText(
  names: readonly string[],
  values: readonly number[],
  text: (value: number, at: number) => string,
): readonly string[] {
  const most = Math.max(...values);
  if (most === 0) return [];
  const at = values.flatMap((value, index) => (value === most ? [index] : []));
  const what = text(most, at[0] ?? 0);
  if (at.length === values.length) return [`In every scenario ${what}.`];
  const isNowhereElse = values.every((value) => value === most || value === 0);
  const elsewhere = isNowhereElse ? ', and nowhere else' : '';
  return at.length <= MOST_NAMED
    ? [`With ${listed(names, at)} ${what}${elsewhere}.`]
    : [`In ${at.length} of ${values.length} scenarios ${what}.`];
}

function spreadText(names: readonly string[], p99s: readonly (number | undefined)[]): readonly string[] {
  const known = p99s.flatMap((p99Ms) => p99Ms ?? []);
  if (known.length === 0) return [];
  const shortest = Math.min(...known);
  const longest = Math.max(...known);
  if (duration(shortest) === duration(longest)) {
    return [`In the worst morning 99 of 100 are ready within ${duration(longest)}, in every scenario.`];
  }
  if (shortest > longest * NEARLY) {
    return [`In the worst morning 99 of 100 are ready within ${duration(shortest)} to ${duration(longest)}.`];
  }
  const isShared = known.filter((p99Ms) => duration(p99Ms) === duration(shortest)).length > 1;
  const quickest = isShared ? 'at best' : `with ${quoted(names[p99s.indexOf(shortest)])}`;
  const slowest = quoted(names[p99s.indexOf(longest)]);
  return [
    `In the worst morning 99 of 100 are ready within ${duration(shortest)} ${quickest}, within ${duration(longest)} with ${slowest}.`,
  ];
}

/** Of scenarios that were asked to bring anything back, and in which nobody saved by not getting a host. */
function savingText(names: readonly string[], figures: readonly Figures[]): readonly string[] {
  const asked = figures.flatMap((each, at) =>
    each.savedUsd === undefined || each.wholeShare === undefined
      ? []
      : [{ at, usd: each.savedUsd, isFair: servesAll(each) }],
  );
  const fair = asked.filter(({ isFair }) => isFair);
  const known = fair.length === 0 ? asked : fair;
  const amounts = known.map(({ usd }) => usd);
  const most = known.find(({ usd }) => usd === Math.max(...amounts));
  const least = known.find(({ usd }) => usd === Math.min(...amounts));
  if (most === undefined || least === undefined) return [];
  const who = known.length === figures.length ? 'each' : 'each that gets all started';
  if (shortDollars(most.usd) === shortDollars(least.usd))
    return [
      `Against never hibernating ${known.length === 1 ? quoted(names[most.at]) : who} saves ${shortDollars(most.usd)}.`,
    ];
  if (least.usd > most.usd * NEARLY) {
    return [
      `Against never hibernating ${who} saves ${shortDollars(least.usd)} to ${shortDollars(most.usd)}.`,
    ];
  }
  return [
    `Against never hibernating ${quoted(names[most.at])} saves ${dollars(most.usd)}, ${quoted(names[least.at])} ${dollars(least.usd)}.`,
  ];
}

function listed(names: readonly string[], indexes: readonly number[]): string {
  return indexes.map((at) => quoted(names[at])).join(' and ');
}

function quoted(name: string | undefined): string {
  return `‘${name ?? ''}’`;
}
