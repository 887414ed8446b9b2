import { pciDomainOf } from '#libs/vmbus';
import type { Capture } from './capture.js';
import type { CaptureBuilder } from './capture-builder.js';
import { classGuidOf, isIdeInstance } from './captured-class.js';
import type { TextLine } from './text-lines.js';

/**
 * Reads one boot of a file of JSON lines that were gathered from kernel logs (data/azure-vmbus-boots): what a boot logged
 * about storage controllers, NICs and vPCI devices, and nothing about any other.
 */

type Json = Readonly<Record<string, unknown>>;

export interface RecordedBoot {
  readonly line: number;
  /** `source#boot`, where the record has both. */
  readonly name?: string;
  readonly record: Json;
}

/** Whether a line begins like one of these records. */
export function isBootLine(text: string): boolean {
  return /^\s*\{/.test(text) && /"(?:storvsc_guids|netvsc|hv_pci)"\s*:/.test(text);
}

/** The records of a file. Lines that are none become problems. */
export function recordedBoots(lines: readonly TextLine[], builder: CaptureBuilder): readonly RecordedBoot[] {
  return lines.flatMap(({ number: line, text }): RecordedBoot[] => {
    if (text.trim() === '') return [];
    const record = parsed(text);
    if (record === undefined) {
      builder.problem({ line, text: 'not a JSON object', isDeviceLost: false });
      return [];
    }
    const { source, boot } = record;
    const name = typeof source === 'string' && typeof boot === 'number' ? `${source}#${boot}` : undefined;
    return [{ line, record, ...(name === undefined ? {} : { name }) }];
  });
}

export function readBoot({ line, name, record }: RecordedBoot, builder: CaptureBuilder): Capture {
  const reader = new RecordReader(line, builder);
  const vfDomains = vfDomainsOf(reader.texts(record['vf_events'], 'vf_events'));
  for (const [at, value] of reader.list(record['storvsc_guids'], 'storvsc_guids').entries()) {
    const instanceGuid = reader.guid(value, `storvsc_guids[${at}]`);
    if (instanceGuid === undefined) continue;
    const classGuid = classGuidOf(isIdeInstance(instanceGuid) ? 'ide' : 'scsi');
    builder.mention({ instanceGuid, line, classGuid, driver: 'hv_storvsc' });
  }
  for (const [at, value] of reader.list(record['netvsc'], 'netvsc').entries()) {
    const nic = reader.object(value, `netvsc[${at}]`);
    const instanceGuid = nic && reader.guid(nic['guid'], `netvsc[${at}].guid`);
    if (nic === undefined || instanceGuid === undefined) continue;
    const interfaceNames = reader.texts(nic['names'], `netvsc[${at}].names`);
    builder.mention({
      instanceGuid,
      line,
      classGuid: classGuidOf('nic'),
      driver: 'hv_netvsc',
      interfaceNames,
    });
  }
  for (const [at, value] of reader.list(record['hv_pci'], 'hv_pci').entries()) {
    const device = reader.object(value, `hv_pci[${at}]`);
    const instanceGuid = device && reader.guid(device['guid'], `hv_pci[${at}].guid`);
    if (device === undefined || instanceGuid === undefined) continue;
    const pciBus = reader.text(device['pci'], `hv_pci[${at}].pci`);
    const domain = pciBus === undefined ? pciDomainOf(instanceGuid) : Number.parseInt(pciBus, 16);
    const vpciUse = vfDomains.has(domain) ? 'vf' : undefined;
    builder.mention({
      instanceGuid,
      line,
      classGuid: classGuidOf('pcie'),
      driver: 'hv_pci',
      pciBus,
      vpciUse,
    });
  }
  const kernelVersion = reader.text(record['kernel'], 'kernel');
  const hostBuild = reader.text(record['hyperv_host_build'], 'hyperv_host_build');
  return builder.build({
    format: 'boots',
    completeness: 'only what the log mentions',
    ...(kernelVersion === undefined ? {} : { kernelVersion }),
    ...(hostBuild === undefined ? {} : { hostBuild }),
    ...(name === undefined ? {} : { boot: name }),
  });
}

/** PCI domains of the VFs that the events name: `Data path switched to VF: enP61128s1`. */
function vfDomainsOf(events: readonly string[]): ReadonlySet<number> {
  return new Set(
    events.flatMap((event) => [...event.matchAll(/\benP(\d+)[sp]/g)].map(([, domain]) => Number(domain))),
  );
}

/** Members of one record. A member that is absent or null says nothing; one of a wrong type is a problem. */
class RecordReader {
  constructor(
    private readonly line: number,
    private readonly builder: CaptureBuilder,
  ) {}

  list(value: unknown, field: string): readonly unknown[] {
    if (Array.isArray(value)) return value;
    this.#expect(value, field, 'a list');
    return [];
  }

  object(value: unknown, field: string): Json | undefined {
    if (isObject(value)) return value;
    this.#expect(value ?? false, field, 'an object');
    return undefined;
  }

  text(value: unknown, field: string): string | undefined {
    if (typeof value === 'string') return value;
    this.#expect(value, field, 'a text');
    return undefined;
  }

  texts(value: unknown, field: string): readonly string[] {
    return this.list(value, field).flatMap((item, at) => this.text(item, `${field}[${at}]`) ?? []);
  }

  guid(value: unknown, field: string) {
    const text = typeof value === 'string' ? value : JSON.stringify(value ?? null);
    return this.builder.guid(text, { line: this.line, field, isDeviceLost: true });
  }

  #expect(value: unknown, field: string, wanted: string): void {
    if (value === undefined || value === null) return;
    // A list of devices that is none may have stood for any number of them.
    const isDeviceLost = wanted !== 'a text' && !/names|vf_events/.test(field);
    this.builder.problem({ line: this.line, field, text: `expected ${wanted}`, isDeviceLost });
  }
}

function parsed(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
