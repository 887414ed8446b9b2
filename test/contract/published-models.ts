import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HAND_WRITTEN } from './hand-written-models.js';

/**
 * The models that Azure publishes, as its SDKs carry them: in their mappers (members, types, what is required,
 * closed enumerations) and in their `Known...` enumerations, which the declarations tie to members. Nothing of
 * them is copied here; they are read from the installed packages.
 */

/** A type in the notation of the SDKs' mappers, as far as the SDKs read here use it. */
export interface MapperType {
  readonly name: string;
  readonly className?: string;
  readonly modelProperties?: Readonly<Record<string, MapperProperty>>;
  readonly allowedValues?: readonly string[];
  readonly element?: { readonly type: MapperType };
  readonly value?: { readonly type: MapperType };
}

export interface MapperProperty {
  readonly serializedName: string;
  readonly type: MapperType;
  readonly required?: boolean;
  readonly nullable?: boolean;
  readonly isConstant?: boolean;
  readonly defaultValue?: unknown;
}

const PACKAGES = {
  compute: 'arm-compute-22',
  network: '@azure/arm-network',
  resources: '@azure/arm-resources',
  subscriptions: '@azure/arm-resources-subscriptions',
} as const;

export type ModelSource = keyof typeof PACKAGES | 'hand-written';

/** A model by its source and name, such as `compute.VirtualMachine`. */
export type ModelName = `${ModelSource}.${string}`;

interface ModelPackage {
  readonly models: Readonly<Record<string, { readonly type: MapperType }>>;
  /** Known values of a member, by class and member as the SDK calls it, such as `Disk.diskState`. */
  readonly knownValues: ReadonlyMap<string, readonly string[]>;
}

/** `export interface Disk extends Resource {` … `}`, as the SDKs' generator writes it. */
const INTERFACE = /^export interface (\w+)(?: extends ([\w, ]+))? \{$([\s\S]*?)^\}$/gm;
const MEMBER = /^ {4}(?:readonly )?(\w+)\??: (\w+)(?:\[\])?;$/gm;

const require = createRequire(import.meta.url);
const packages = new Map<string, ModelPackage>([
  ['hand-written', { models: HAND_WRITTEN, knownValues: new Map() }],
]);
for (const [source, name] of Object.entries(PACKAGES)) packages.set(source, await load(name));

async function load(name: string): Promise<ModelPackage> {
  const folder = join(dirname(require.resolve(`${name}/package.json`)), 'dist/esm/models');
  const [mappers, enumerations] = await Promise.all(
    ['mappers.js', 'index.js'].map(
      async (file) => (await import(pathToFileURL(join(folder, file)).href)) as Record<string, unknown>,
    ),
  );
  const declarations = readFileSync(join(folder, 'index.d.ts'), 'utf8');
  return {
    models: mappers as ModelPackage['models'],
    knownValues: knownValuesOf(declarations, enumerations ?? {}),
  };
}

function knownValuesOf(
  declarations: string,
  enumerations: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, readonly string[]> {
  const known = new Map<string, readonly string[]>();
  const parents = new Map<string, readonly string[]>();
  for (const [, name = '', bases = '', body = ''] of declarations.matchAll(INTERFACE)) {
    parents.set(name, bases === '' ? [] : bases.split(', '));
    for (const [, member = '', type = ''] of body.matchAll(MEMBER)) {
      const values = enumerations[`Known${type}`];
      if (values !== undefined) known.set(`${name}.${member}`, Object.values(values as object));
    }
  }
  for (const name of parents.keys()) inherit(name, parents, known);
  return known;
}

function inherit(
  name: string,
  parents: ReadonlyMap<string, readonly string[]>,
  known: Map<string, readonly string[]>,
): void {
  for (const base of parents.get(name) ?? []) {
    inherit(base, parents, known);
    for (const [key, values] of [...known]) {
      const [owner, member = ''] = key.split('.');
      const own = `${name}.${member}`;
      if (owner === base && !known.has(own)) known.set(own, values);
    }
  }
}

/** The type behind a name, where an installed package has it. */
export function findModel(name: ModelName): MapperType | undefined {
  const [source = '', className = ''] = name.split('.');
  return packages.get(source)?.models[className]?.type;
}

/** The type behind a name, and where it is from. Throws if no installed package has it. */
export function modelNamed(name: ModelName): { readonly source: ModelSource; readonly type: MapperType } {
  const type = findModel(name);
  if (type === undefined) throw new Error(`no installed package has the model ${name}`);
  return { source: name.slice(0, name.indexOf('.')) as ModelSource, type };
}

/** Values that the SDK knows for a member whose type is an open enumeration. */
export function knownValues(
  source: ModelSource,
  className: string,
  member: string,
): readonly string[] | undefined {
  return packages.get(source)?.knownValues.get(`${className}.${member}`);
}
