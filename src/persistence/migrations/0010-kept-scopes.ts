import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Role assignments over resources that are only kept end with them, as those over all others do. */
export class KeptScopes1700000000010 implements MigrationInterface {
  readonly name = 'KeptScopes1700000000010';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

/** `Microsoft.Compute/galleries/images` named `a/b` is `.../microsoft.compute/galleries/a/images/b`. */
const UP = [
  `create function forget_kept_scope() returns trigger language plpgsql as $$
   declare
     types text[] := string_to_array(old.type, '/');
     names text[] := string_to_array(old.name, '/');
     gone text collate "C";
   begin
     select '/subscriptions/' || subscription_id || '/resourcegroups/' || name || '/providers/' || types[1]
       into gone from resource_group where id = old.group_id;
     if gone is not null then
       for at in 1 .. array_length(names, 1) loop
         gone := gone || '/' || types[at + 1] || '/' || names[at];
       end loop;
       gone := lower(gone collate "C");
       delete from role_assignment
        where scope_key = gone or (scope_key > gone || '/' and scope_key < gone || '0');
       delete from principal
        where resource_key = gone or (resource_key > gone || '/' and resource_key < gone || '0');
     end if;
     return null;
   end $$`,
  `create trigger kept_resource_scope_gone after delete on kept_resource
     for each row execute function forget_kept_scope()`,
];

const DOWN = ['drop trigger kept_resource_scope_gone on kept_resource', 'drop function forget_kept_scope'];
