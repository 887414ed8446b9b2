import { describe, expect, it } from 'vitest';
import type { AcceptanceReport, CaseResult } from './acceptance-report.js';
import { junitReport } from './junit-report.js';

const PASSED: CaseResult = {
  id: 'one-nic',
  title: 'one NIC',
  group: 'usual',
  expected: 'comes back',
  rules: ['MOVE-6'],
  result: 'passed',
  why: 'the same boot, 1 NIC',
  problems: [],
  tookMs: 105_250,
  vmName: 'one-nic',
  operations: ['op-1'],
  resumes: [],
};

const REPORT: AcceptanceReport = {
  torporVersion: '1.2.3',
  pattern: {
    resourceGroup: 'gold',
    vmName: 'web & co',
    size: 'Standard_D2s_v5',
    guestProfile: 'ubuntu-24.04',
    guestOverrides: { swapMib: 0 },
    policy: 'azure',
  },
  scratch: { resourceGroup: 'scratch', hosts: [], isKept: false },
  counts: { passed: 1, failed: 1, notRun: 1 },
  cases: [
    PASSED,
    { ...PASSED, id: 'two-nics', result: 'failed', why: 'a < b', problems: ['a < b', 'c'], tookMs: 1_000 },
    {
      ...PASSED,
      id: 'newer-host',
      group: 'only an emulator can stage',
      result: 'not run',
      why: 'no host',
      tookMs: 0,
    },
  ],
};

const PROPERTIES = `    <properties>
      <property name="torpor.version" value="1.2.3"/>
      <property name="vm.resourceGroup" value="gold"/>
      <property name="vm.name" value="web &amp; co"/>
      <property name="vm.size" value="Standard_D2s_v5"/>
      <property name="guest.profile" value="ubuntu-24.04"/>
      <property name="guest.overrides" value="{&quot;swapMib&quot;:0}"/>
      <property name="guid.policy" value="azure"/>
    </properties>`;

describe('junitReport', () => {
  it('has a suite for each group, and tells what failed and what was not run', () => {
    expect(junitReport(REPORT)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="torpor acceptance of web &amp; co" tests="3" failures="1" errors="0" skipped="1" time="106.250">
  <testsuite name="usual" tests="2" failures="1" errors="0" skipped="0" time="106.250">
${PROPERTIES}
    <testcase classname="torpor.acceptance.usual" name="one-nic: one NIC" time="105.250">
      <system-out>the same boot, 1 NIC&#10;expected: comes back; rules: MOVE-6</system-out>
    </testcase>
    <testcase classname="torpor.acceptance.usual" name="two-nics: one NIC" time="1.000">
      <failure message="a &lt; b" type="comes back">a &lt; b&#10;c&#10;expected: comes back; rules: MOVE-6</failure>
    </testcase>
  </testsuite>
  <testsuite name="only an emulator can stage" tests="1" failures="0" errors="0" skipped="1" time="0.000">
${PROPERTIES}
    <testcase classname="torpor.acceptance.only-an-emulator-can-stage" name="newer-host: one NIC" time="0.000">
      <skipped message="no host"/>
    </testcase>
  </testsuite>
</testsuites>
`);
  });
});
