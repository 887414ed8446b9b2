import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Extensions of VMs, room that is reserved for VMs that move, and what else VMs have come to know of themselves. */
export class Extensions1700000000007 implements MigrationInterface {
  readonly name = 'Extensions1700000000007';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table vm_extension, host_reservation');
    await runner.query(
      `alter table virtual_machine drop column resize_to, drop column is_generalized, drop column user_data,
         drop column diagnostics_key`,
    );
  }
}

const UP = [
  `alter table virtual_machine
     add column resize_to text,
     add column is_generalized boolean not null default false,
     add column user_data text,
     add column diagnostics_key uuid not null default gen_random_uuid()`,
  `create table host_reservation (
     vm_id uuid primary key references virtual_machine on delete cascade,
     host_id uuid not null references host,
     vcpus integer not null,
     memory_mib bigint not null,
     vf_slots integer not null)`,
  `create index host_reservation_host on host_reservation (host_id)`,
  `create table vm_extension (
     id uuid primary key,
     vm_id uuid not null references virtual_machine on delete cascade,
     name text not null,
     name_key text not null,
     location text not null,
     tags json not null,
     document json not null,
     provisioning_state text not null,
     message text,
     changed_at timestamptz not null default now(),
     unique (vm_id, name_key))`,
  `insert into vm_extension (id, vm_id, name, name_key, location, tags, document, provisioning_state)
   select gen_random_uuid(), vm.id, 'AzureHibernateExtension', 'azurehibernateextension', vm.location, '{}',
          jsonb_build_object('publisher', 'Microsoft.CPlat.Core', 'type', 'WindowsHibernateExtension',
            'typeHandlerVersion', '1.0', 'autoUpgradeMinorVersion', true, 'enableAutomaticUpgrade', true,
            'settings', jsonb_build_object('allowReboot', true), 'forceUpdateTag', gen_random_uuid()),
          'Succeeded'
     from virtual_machine vm join disk os on os.vm_id = vm.id and os.lun = -1
    where vm.hibernation_enabled and os.properties ->> 'osType' = 'Windows'`,
];
