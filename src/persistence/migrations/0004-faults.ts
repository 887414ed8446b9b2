import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is staged to go wrong with a VM, and how its last hibernation ended. Guests, machines and images that are
 * stored already get what they are now asked for: the values that they were taken to have before.
 */
export class Faults1700000000004 implements MigrationInterface {
  readonly name = 'Faults1700000000004';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table virtual_machine drop column faults, drop column last_hibernation');
  }
}

const PROFILE = `'{"anonymousMib": 0, "userSpaceChecks": [], "mountsTemporaryDisk": false, "rootOnDda": false}'::jsonb`;
const GUEST = `'{"clock": "host-time"}'::jsonb`;
const HARDWARE = `'{"firmware": "1", "facsSignature": 0, "scsiDisks": 1, "hasTemporaryDisk": false, "faults": []}'::jsonb`;

/** A running guest, or the one in an image, with the members it lacks; what it has wins. */
function completedGuest(guest: string): string {
  return `(${GUEST} || ${guest} || jsonb_build_object('profile', ${PROFILE} || (${guest} -> 'profile')))`;
}

const UP = [
  `alter table virtual_machine
     add column faults json not null default '[]',
     add column last_hibernation json,
     alter column last_hibernation set storage external`,
  `update guest_profile set document = ${PROFILE} || document`,
  `update virtual_machine set profile = ${PROFILE} || profile`,
  `update virtual_machine set verdict = null`,
  `update hyperv_vm set document = jsonb_set(document::jsonb, '{hardware}', ${HARDWARE} || (document::jsonb -> 'hardware'))`,
  `update hyperv_vm set document = jsonb_set(document::jsonb, '{guest}', ${completedGuest(`(document::jsonb -> 'guest')`)})
    where document::jsonb ? 'guest'`,
  `update disk set image = image::jsonb || jsonb_build_object(
     'facsSignature', 0,
     'isStale', false,
     'memoryMap', jsonb_build_object(
       'memoryMib', image -> 'memoryMib', 'firmware', '1', 'pools', 'standard'),
     'guest', ${completedGuest(`(image::jsonb -> 'guest')`)})
    where image is not null`,
];
