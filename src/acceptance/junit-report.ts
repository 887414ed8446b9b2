import { CASE_GROUPS } from './acceptance-case.js';
import { type AcceptanceReport, type CaseResult, countsOf } from './acceptance-report.js';
import { xmlDocument, type XmlElement } from './xml.js';

/**
 * A report as JUnit XML, which continuous-integration systems show: a suite for each group of cases, `not run` as
 * skipped, times in emulated seconds.
 */
export function junitReport({ pattern, torporVersion, cases }: AcceptanceReport): string {
  const groups = CASE_GROUPS.map((group) => ({
    group,
    members: cases.filter((one) => one.group === group),
  })).filter(({ members }) => members.length > 0);
  const properties = {
    'torpor.version': torporVersion,
    'vm.resourceGroup': pattern.resourceGroup,
    'vm.name': pattern.vmName,
    'vm.size': pattern.size,
    'guest.profile': pattern.guestProfile,
    'guest.overrides': JSON.stringify(pattern.guestOverrides),
    'guid.policy': pattern.policy,
  };
  return xmlDocument({
    name: 'testsuites',
    attributes: { name: `torpor acceptance of ${pattern.vmName}`, ...totals(cases) },
    children: groups.map(({ group, members }) => suiteElement(group, members, properties)),
  });
}

function suiteElement(
  name: string,
  members: readonly CaseResult[],
  properties: Readonly<Record<string, string>>,
): XmlElement {
  const property = ([key, value]: readonly [string, string]): XmlElement => ({
    name: 'property',
    attributes: { name: key, value },
  });
  return {
    name: 'testsuite',
    attributes: { name, ...totals(members) },
    children: [
      { name: 'properties', children: Object.entries(properties).map(property) },
      ...members.map(caseElement),
    ],
  };
}

function caseElement({ id, title, group, tookMs, ...told }: CaseResult): XmlElement {
  const attributes = {
    classname: `torpor.acceptance.${group.replaceAll(' ', '-')}`,
    name: `${id}: ${title}`,
    time: seconds(tookMs),
  };
  return { name: 'testcase', attributes, children: outcomeElements(told) };
}

function outcomeElements({
  result,
  why,
  problems,
  expected,
  rules,
}: Pick<CaseResult, 'result' | 'why' | 'problems' | 'expected' | 'rules'>): readonly XmlElement[] {
  const about = `expected: ${expected}; rules: ${rules.join(', ')}`;
  switch (result) {
    case 'passed':
      return [{ name: 'system-out', children: [`${why}\n${about}`] }];
    case 'failed':
      return [
        {
          name: 'failure',
          attributes: { message: why, type: expected },
          children: [[...problems, about].join('\n')],
        },
      ];
    case 'not run':
      return [{ name: 'skipped', attributes: { message: why } }];
    default:
      return assertNever(result);
  }
}

function totals(cases: readonly CaseResult[]) {
  const { failed, notRun } = countsOf(cases);
  const time = seconds(cases.reduce((sum, { tookMs }) => sum + tookMs, 0));
  return { tests: cases.length, failures: failed, errors: 0, skipped: notRun, time };
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1_000).toFixed(3);
}

function assertNever(value: never): never {
  throw new Error(`unexpected result ${JSON.stringify(value)}`);
}
