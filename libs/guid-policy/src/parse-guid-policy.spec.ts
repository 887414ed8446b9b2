import { describe, expect, it } from 'vitest';
import { BUILT_IN_POLICIES } from './built-in-policies.js';
import { parseGuidPolicy } from './parse-guid-policy.js';

type Document = Record<string, unknown>;

/** The azure policy as a document, with some members replaced; `undefined` takes a member out. */
function document(members: Document = {}, devices: Document = {}): unknown {
  const { azure } = BUILT_IN_POLICIES;
  return JSON.parse(JSON.stringify({ ...azure, devices: { ...azure.devices, ...devices }, ...members }));
}

function issuesOf(input: unknown): string[] {
  const parsed = parseGuidPolicy(input);
  return parsed.kind === 'valid' ? [] : parsed.issues.map((issue) => `${issue.path}: ${issue.message}`);
}

const A = 'f8b3781a-1e82-4818-a1c3-63d806ec15bb';
const B = 'f8b3781b-1e82-4818-a1c3-63d806ec15bb';
const KVP = '242ff919-07db-4180-9c2e-b86cb68c8c55';

describe('parseGuidPolicy', () => {
  it('reads a document and puts GUIDs into canonical form', () => {
    const scsi = { kind: 'pinned', guids: [`{${A.toUpperCase()}}`, B], beyond: 'keep' };
    expect(
      parseGuidPolicy(document({ name: 'mine', description: 'Pins both controllers' }, { scsi })),
    ).toEqual({
      kind: 'valid',
      policy: {
        ...BUILT_IN_POLICIES.azure,
        name: 'mine',
        description: 'Pins both controllers',
        devices: {
          ...BUILT_IN_POLICIES.azure.devices,
          scsi: { kind: 'pinned', guids: [A, B], beyond: 'keep' },
        },
      },
    });
  });

  it.each([null, undefined, [], 'azure', 7])('refuses %j, which is no object', (input) => {
    expect(issuesOf(input)).toEqual([
      input === undefined ? ': missing; must be an object' : ': must be an object',
    ]);
  });

  it('TORPOR-15 names every member that is missing', () => {
    expect(issuesOf({})).toEqual([
      'name: missing; must be a non-empty text',
      'description: missing; must be a non-empty text',
      'devices: missing; must be an object',
      'removeVfsBeforeHibernation: missing; must be true or false',
      'dda: missing; must be an object',
    ]);
  });

  it('TORPOR-22 refuses members that it does not know', () => {
    expect(issuesOf(document({ version: 2 }))).toEqual([
      'version: unknown member; known are name, description, devices, removeVfsBeforeHibernation, dda',
    ]);
  });

  it.each<[string, unknown, readonly string[]]>([
    ['a missing kind', document({}, { vss: undefined }), ['devices.vss: missing; must be an object']],
    [
      'a wrong GUID',
      document({}, { scsi: { kind: 'pinned', guids: [A, 'f8b3781b', 9], beyond: 'fresh' } }),
      ['devices.scsi.guids.1: not a GUID: "f8b3781b"', 'devices.scsi.guids.2: not a GUID: 9'],
    ],
    [
      'a GUID twice, in whatever form',
      document(
        {},
        {
          scsi: { kind: 'pinned', guids: [A, `{${A}}`], beyond: 'fresh' },
          nic: { kind: 'pinned', guids: [A.toUpperCase()], beyond: 'fresh' },
        },
      ),
      [
        `devices.scsi.guids.1: ${A} is pinned at devices.scsi.guids.0 already`,
        `devices.nic.guids.0: ${A} is pinned at devices.scsi.guids.0 already`,
      ],
    ],
    [
      'a pinned GUID that another kind has anyway',
      document({}, { dda: { kind: 'pinned', guids: [KVP], beyond: 'fresh' } }),
      [`devices.dda.guids.0: ${KVP} is the well-known GUID of kvp, which is fixed`],
    ],
    [
      'an unknown assignment',
      document({}, { nic: { kind: 'random' } }),
      ['devices.nic.kind: must be one of fixed, pinned, from-mac, keep, fresh'],
    ],
    [
      'members of another assignment',
      document({}, { nic: { kind: 'fresh', guids: [A] } }),
      ['devices.nic.guids: unknown member; known are kind'],
    ],
    [
      'an incomplete list of pinned GUIDs',
      document({}, { scsi: { kind: 'pinned', guids: [] } }),
      [
        'devices.scsi.beyond: missing; must be one of fresh, keep',
        'devices.scsi.guids: must list at least one GUID',
      ],
    ],
    [
      'more than one GUID for a single device',
      document({}, { scsi: { kind: 'fresh' }, kvp: { kind: 'pinned', guids: [A, B], beyond: 'fresh' } }),
      ['devices.kvp.guids: a VM has one kvp device only, so at most one GUID can be pinned'],
    ],
    [
      'assignments that a kind cannot have',
      document({}, { scsi: { kind: 'fixed' }, vf: { kind: 'from-mac' } }),
      [
        'devices.scsi.kind: scsi devices have no well-known instance GUID to be fixed to',
        'devices.vf.kind: only a nic can take its instance GUID from a MAC',
      ],
    ],
    [
      'a wrong DDA rule',
      document({ dda: { hibernation: 'sometimes', exceptSizes: ['Standard_D2s_v5', ''] } }),
      ['dda.hibernation: must be one of refuse, allow', 'dda.exceptSizes.1: must be a non-empty text'],
    ],
    [
      'a name that cannot be part of a resource id',
      document({ name: 'my policy/1' }),
      ['name: must be 1 to 80 letters, digits, ".", "_" or "-", with a letter or digit at both ends'],
    ],
    [
      'several faults at once',
      document({ name: 7, removeVfsBeforeHibernation: 'yes' }, { kvp: null, gpu: { kind: 'fresh' } }),
      [
        'name: must be a non-empty text',
        'devices.gpu: unknown member; known are scsi, nic, vf, dda, shutdown, timesync, heartbeat, kvp, vss, balloon, fcopy, keyboard, mouse, video',
        'devices.kvp: must be an object',
        'removeVfsBeforeHibernation: must be true or false',
      ],
    ],
  ])('TORPOR-15 reports %s', (_, input, expected) => {
    expect(issuesOf(input)).toEqual(expected);
  });
});
