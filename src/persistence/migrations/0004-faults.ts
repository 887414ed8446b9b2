import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is staged to go wrong with a VM, and how its last hibernation ended. */
export class Faults1700000000004 implements MigrationInterface {
  readonly name = 'Faults1700000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table virtual_machine
         add column faults json not null default '[]',
         add column last_hibernation json,
         alter column last_hibernation set storage external`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table virtual_machine drop column faults, drop column last_hibernation');
  }
}
