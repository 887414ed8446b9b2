import { fieldText } from '../../jobs-file/parse-job-file.js';
import { type FieldPath, type FileFault, readYaml, type YamlSource } from '../../jobs-file/yaml-source.js';
import { descriptionSchema, type VmDescription } from './description-schema.js';

/** A file that describes a VM, or everything that is wrong with it (TORPOR-17). */
export type DescriptionFile =
  | { readonly kind: 'valid'; readonly description: VmDescription; readonly source: YamlSource }
  | { readonly kind: 'invalid'; readonly faults: readonly FileFault[] };

/** Nobody reads further; a file of another kind altogether would have thousands. */
const MAX_FAULTS = 50;

/** Reads a description in YAML or JSON. */
export function parseDescriptionFile(bytes: Uint8Array): DescriptionFile {
  const reading = readYaml(bytes);
  if (reading.kind === 'unreadable') return { kind: 'invalid', faults: reading.faults };
  const { source } = reading;
  const parsed = descriptionSchema.safeParse(source.value);
  if (parsed.success) return { kind: 'valid', description: parsed.data, source };
  const faults = parsed.error.issues.flatMap((issue) => {
    const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => placed(source, [...path, key], 'there is no such field', true));
    }
    const isMissing = valueAt(source.value, path) === undefined;
    const message = issue.message.replace(/^Invalid (\w+): /, '');
    return [placed(source, path, isMissing ? `is missing; ${message}` : message)];
  });
  const ordered = faults.toSorted((a, b) => a.line - b.line || a.column - b.column);
  return { kind: 'invalid', faults: ordered.slice(0, MAX_FAULTS) };
}

/** A fault at the place where its member stands, or would. */
export function placed(source: YamlSource, path: FieldPath, message: string, isName = false): FileFault {
  const place = isName ? source.locateKey(path) : source.locate(path);
  return { ...place, field: fieldText(path), message };
}

function valueAt(value: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>(
    (inner, part) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, part)
        ? (inner as Readonly<Record<string | number, unknown>>)[part]
        : undefined,
    value,
  );
}
