import type { Command } from 'commander';
import type { ArmResource, PolicyDocument, ProfileDocument } from '../api-types.js';
import { usageError } from '../cli-error.js';
import {
  type CommandRunner,
  givenName,
  leaf,
  type NameOption,
  namedLeaf,
} from '../command-line/leaf-command.js';
import type { EmulatorCollection } from '../connection/resource-paths.js';
import { printable } from '../render/printable.js';
import type { Style } from '../render/style.js';
import { type Column, fieldLines, tableLines } from '../render/table.js';
import type { Session } from '../session.js';

/** A kind of named documents: GUID policies, guest profiles. */
interface DocumentKind<Document> {
  readonly noun: 'policy' | 'profile';
  readonly collection: Extract<EmulatorCollection, 'policies' | 'guestProfiles'>;
  readonly description: string;
  readonly columns: readonly Column[];
  readonly row: (document: Document) => readonly string[];
}

const POLICIES: DocumentKind<PolicyDocument> = {
  noun: 'policy',
  collection: 'policies',
  description: 'GUID policies: how devices get their instance GUIDs',
  columns: [
    { title: 'name' },
    { title: 'version', align: 'right' },
    { title: 'active' },
    { title: 'built in' },
    { title: 'removes VFs' },
    { title: 'description' },
  ],
  row: ({ name, properties }) => [
    name,
    String(properties.version ?? ''),
    yesNo(properties.isActive),
    yesNo(properties.isBuiltIn),
    yesNo(properties.removeVfsBeforeHibernation),
    properties.description,
  ],
};

const PROFILES: DocumentKind<ProfileDocument> = {
  noun: 'profile',
  collection: 'guestProfiles',
  description: 'guest profiles: what is installed in a guest',
  columns: [{ title: 'name' }, { title: 'distribution' }, { title: 'kernel' }, { title: 'built in' }],
  row: ({ name, properties }) => [
    name,
    properties.distribution,
    properties.kernelVersion,
    yesNo(properties.isBuiltIn),
  ],
};

/** Adds `torpor policy ...` and `torpor profile ...`. */
export function addDocumentCommands(program: Command, runner: CommandRunner): void {
  const policy = addKind(program, runner, POLICIES);
  namedLeaf(policy, 'activate', 'put a policy in force for the server').action(
    runner.action<NameOption>(async (call) => {
      const { session } = call;
      const path = session.paths.emulator('policies', givenName(call), 'activate');
      const { body } = await session.client.request<PolicyDocument>('POST', path);
      await printDocument(session, body);
    }),
  );
  addKind(program, runner, PROFILES);
}

function addKind<Properties extends object>(
  program: Command,
  runner: CommandRunner,
  kind: DocumentKind<ArmResource<Properties>>,
): Command {
  const { noun, collection } = kind;
  const parent = program.command(noun).description(kind.description);
  leaf(parent, 'list', `list them`).action(
    runner.action(async ({ session }) => {
      const value = await session.client.list<ArmResource<Properties>>(session.paths.emulator(collection));
      const rows = () => value.map((document) => kind.row(document).map(printable));
      await session.print({ value, lines: () => tableLines(kind.columns, rows(), session.style) });
    }),
  );
  namedLeaf(parent, 'show', `show a ${noun}`).action(
    runner.action<NameOption>(async (call) => {
      const { session } = call;
      const path = session.paths.emulator(collection, givenName(call));
      await printDocument(session, await session.client.get<ArmResource<Properties>>(path));
    }),
  );
  namedLeaf(parent, 'create', `create or change a ${noun}; its name is in the file unless given`)
    .requiredOption('-f, --file <file>', 'YAML or JSON; - for standard input')
    .action(
      runner.action<NameOption & { readonly file: string }>(async (call) => {
        const { session, options, args } = call;
        await printDocument(
          session,
          await putDocument(session, collection, options.file, options.name ?? args[0]),
        );
      }),
    );
  namedLeaf(parent, 'delete', `delete a ${noun}`).action(
    runner.action<NameOption>(async (call) => {
      const name = givenName(call);
      await call.session.client.request('DELETE', call.session.paths.emulator(collection, name));
      call.session.say(`The ${noun} ${name} is gone.`);
    }),
  );
  return parent;
}

/** Sends the document of a file: its members, or those below `properties` of one that `show -o json` printed. */
async function putDocument(
  session: Session,
  collection: EmulatorCollection,
  file: string,
  givenNameText: string | undefined,
): Promise<ArmResource<object>> {
  const { readDocument, toldByPlace } = await import('./document-file.js');
  const document = await readDocument(session, file);
  const { value } = document.source;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw usageError(`${file} holds no document: expected members, written as name: value`);
  }
  const { name: ownName, ...members } = value as { readonly name?: unknown; readonly properties?: unknown };
  const isEnvelope = typeof members.properties === 'object' && members.properties !== null;
  const name = givenNameText ?? ownName;
  if (typeof name !== 'string')
    throw usageError('a name is missing', 'Give it with -n, or as name in the file.');
  const body = { properties: isEnvelope ? members.properties : members };
  try {
    const path = session.paths.emulator(collection, name);
    return (await session.client.request<ArmResource<object>>('PUT', path, { body })).body;
  } catch (error) {
    throw toldByPlace(error, document, isEnvelope ? ['properties'] : []);
  }
}

/** A document as a tree of its members. */
async function printDocument(session: Session, value: ArmResource<object>): Promise<void> {
  await session.print({
    value,
    lines: () => [session.style.strong(printable(value.name)), ...treeLines(value.properties, session.style)],
  });
}

function treeLines(members: object, style: Style): readonly string[] {
  return fieldLines(flat(members, ''), style);
}

/** `devices.nic.kind` and the like; lists on one line. */
function flat(members: object, prefix: string): readonly (readonly [string, string])[] {
  return Object.entries(members).flatMap(([name, member]: readonly [string, unknown]) => {
    const label = printable(prefix + name);
    if (typeof member === 'object' && member !== null && !Array.isArray(member))
      return flat(member, `${label}.`);
    const text = Array.isArray(member)
      ? member.map((item) => printable(String(item))).join(', ') || 'none'
      : String(member);
    return [[label, printable(text)] as const];
  });
}

function yesNo(claim: boolean | undefined): string {
  return claim === undefined ? '' : claim ? 'yes' : 'no';
}
