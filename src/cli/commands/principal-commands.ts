import type { Command } from 'commander';
import type { PrincipalDocument } from '../access-types.js';
import { usageError } from '../cli-error.js';
import {
  type Call,
  type CommandRunner,
  confirmed,
  givenName,
  leaf,
  type NameOption,
  namedLeaf,
} from '../command-line/leaf-command.js';
import { cell } from '../render/printable.js';
import type { Style } from '../render/style.js';
import { fieldLines, tableLines } from '../render/table.js';
import type { Session } from '../session.js';

interface SecretOption extends NameOption {
  readonly secretStdin?: true;
}

/** Longest text that is taken for a secret. Unit: bytes. */
const MOST_SECRET_BYTES = 4_096;

/** Adds `torpor principal ...`. */
export function addPrincipalCommands(program: Command, runner: CommandRunner): void {
  const principal = program.command('principal').description('service principals: who logs in with a secret');
  withSecret(
    namedLeaf(principal, 'create', 'create a principal; its secret is told once and cannot be read later'),
  ).action(runner.action<SecretOption>(create));
  leaf(principal, 'list', 'list principals').action(
    runner.action(async ({ session }) => {
      const value = await session.client.list<PrincipalDocument>(
        session.paths.installation('servicePrincipals'),
      );
      await session.print({ value, lines: () => principalTableLines(value, session.style) });
    }),
  );
  namedLeaf(principal, 'show', 'show a principal').action(
    runner.action<NameOption>(async (call) => {
      const { session } = call;
      const value = await session.client.get<PrincipalDocument>(principalPath(call));
      await session.print({ value, lines: () => principalLines(value, session.style) });
    }),
  );
  withSecret(
    namedLeaf(principal, 'new-secret', 'give a principal another secret; the old one is worth nothing then'),
  ).action(runner.action<SecretOption>(renewSecret));
  namedLeaf(principal, 'delete', 'delete a principal with its tokens and role assignments')
    .option('-y, --yes', 'do not ask')
    .action(
      runner.action<NameOption & { readonly yes?: true }>(async (call) => {
        const { session, options } = call;
        const name = givenName(call);
        await confirmed(session, options.yes, `Delete the principal ${name} and its role assignments?`);
        const { status } = await session.client.request('DELETE', principalPath(call));
        session.say(status === 204 ? `There was no principal ${name}.` : `Principal ${name} is gone.`);
      }),
    );
}

function withSecret(command: Command): Command {
  return command.option('--secret-stdin', 'take the secret from standard input instead of a drawn one');
}

function principalPath(
  call: Pick<Call<NameOption>, 'options' | 'args' | 'session'>,
  action?: string,
): string {
  return call.session.paths.installation('servicePrincipals', givenName(call), action);
}

async function create(call: Call<SecretOption>): Promise<void> {
  const { session, options } = call;
  const path = principalPath(call);
  const given = await givenSecret(session, options);
  const { body, status } = await session.client.request<PrincipalDocument>('PUT', path, {
    body: { properties: given === undefined ? {} : { secret: given } },
  });
  await printWithSecret(session, body, given);
  if (status === 201) return;
  session.remark(
    given === undefined
      ? `The principal ${body.name} was there already and keeps its secret (torpor principal new-secret).`
      : `The principal ${body.name} was there already and has the new secret.`,
  );
}

async function renewSecret(call: Call<SecretOption>): Promise<void> {
  const { session, options } = call;
  const path = principalPath(call, 'newSecret');
  const given = await givenSecret(session, options);
  const { body } = await session.client.request<PrincipalDocument>('POST', path, {
    body: given === undefined ? {} : { secret: given },
  });
  await printWithSecret(session, body, given);
}

/** The secret on standard input without the line end; undefined unless it is asked for. */
async function givenSecret(
  session: Session,
  { secretStdin }: Pick<SecretOption, 'secretStdin'>,
): Promise<string | undefined> {
  if (secretStdin !== true) return undefined;
  const bytes = await session.process.readText('-');
  const secret = Buffer.from(bytes)
    .toString('utf8')
    .replace(/\r?\n$/, '');
  if (secret === '' || bytes.length > MOST_SECRET_BYTES) throw usageError('standard input holds no secret');
  return secret;
}

/** In every format a secret is printed where it was drawn, and not where the caller has it already. */
async function printWithSecret(
  session: Session,
  document: PrincipalDocument,
  given: string | undefined,
): Promise<void> {
  const { secret, ...rest } = document.properties;
  const isDrawn = secret !== undefined && given === undefined;
  const value: PrincipalDocument = isDrawn ? document : { ...document, properties: rest };
  await session.print({
    value,
    lines: () => [
      ...principalLines(value, session.style),
      ...(isDrawn || given !== undefined ? loginLines(value) : []),
    ],
  });
}

function principalLines({ name, properties }: PrincipalDocument, style: Style): readonly string[] {
  const { appId, tenantId, objectId, displayName, createdTime, secret } = properties;
  return [
    style.strong(cell(name)),
    ...fieldLines(
      [
        ['display name', displayName === name ? undefined : cell(displayName)],
        ['appId', cell(appId)],
        ['tenant', cell(tenantId)],
        ['object id', cell(objectId)],
        ['created', cell(createdTime)],
        ['secret', secret === undefined ? undefined : `${cell(secret)}  (told this once)`],
      ],
      style,
    ),
  ];
}

/** Without the secret, which az asks for: it belongs neither on screen twice nor into the history of a shell. */
function loginLines({ properties: { appId, tenantId } }: PrincipalDocument): readonly string[] {
  return [
    'log in, and give the secret when asked for the password',
    `  az login --service-principal --username ${cell(appId)} --tenant ${cell(tenantId)}`,
  ];
}

function principalTableLines(principals: readonly PrincipalDocument[], style: Style): readonly string[] {
  return tableLines(
    ['name', 'appId', 'object id', 'created'].map((title) => ({ title })),
    principals.map(({ name, properties }) => [
      cell(name),
      cell(properties.appId),
      cell(properties.objectId),
      cell(properties.createdTime),
    ]),
    style,
  );
}
