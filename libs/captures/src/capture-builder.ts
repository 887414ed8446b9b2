import { FIRST_RELID, LAST_RELID, parseGuid, type Guid } from '#libs/vmbus';
import {
  MOST_DEVICES,
  type Capture,
  type CapturedDevice,
  type CaptureProblem,
  type UnidentifiedDevice,
} from './capture.js';
import { classOfWellKnown } from './captured-class.js';

/** What one place of a text says about a device. */
export interface DeviceFacts {
  readonly instanceGuid: Guid;
  readonly line: number;
  readonly classGuid?: Guid | undefined;
  readonly relid?: number | null | undefined;
  readonly subChannelRelids?: readonly number[] | undefined;
  readonly isOpen?: boolean | undefined;
  readonly driver?: string | undefined;
  readonly interfaceNames?: readonly string[] | undefined;
  readonly pciBus?: string | undefined;
  readonly vpciUse?: 'vf' | 'dda' | undefined;
  readonly isWellKnown?: true | undefined;
}

/** `INVALID_RELID` as unsigned attributes print it; `id` prints the same value as -1 (R5). */
export const INVALID_RELID_TEXT = '4294967295';

/** A relid; `null` for the invalid one of an orphan; `undefined` when the text is neither. */
export function parseRelid(text: string): number | null | undefined {
  if (text === '-1' || text === INVALID_RELID_TEXT) return null;
  const relid = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  return relid >= FIRST_RELID && relid <= LAST_RELID ? relid : undefined;
}

/** Gathers what a reader finds, and says what contradicts what. */
export class CaptureBuilder {
  readonly #devices = new Map<Guid, DeviceFacts>();
  readonly #unidentified: UnidentifiedDevice[] = [];
  readonly #problems: CaptureProblem[] = [];
  readonly #gaps: string[] = [];
  #lost = 0;

  get deviceCount(): number {
    return this.#devices.size;
  }

  /** Whether the text held anything that a reader of its format understands, or should. */
  get isEmpty(): boolean {
    return this.#devices.size + this.#unidentified.length + this.#problems.length === 0;
  }

  get isTooLong(): boolean {
    return this.#devices.size + this.#unidentified.length + this.#lost > MOST_DEVICES;
  }

  get problems(): readonly CaptureProblem[] {
    return this.#problems;
  }

  has(instanceGuid: Guid): boolean {
    return this.#devices.has(instanceGuid);
  }

  /** The devices gathered so far, in the order in which they first stood. */
  facts(): readonly DeviceFacts[] {
    return [...this.#devices.values()];
  }

  /** A GUID in a field; when it is not one, a problem says so and `undefined` is returned. */
  guid(text: string, at: { readonly line: number; readonly field: string; readonly isDeviceLost: boolean }) {
    const parsed = parseGuid(text);
    if (parsed === undefined)
      this.problem({ ...at, text: `${JSON.stringify(shortened(text))} is not a GUID` });
    return parsed;
  }

  problem(problem: CaptureProblem): void {
    if (problem.isDeviceLost) this.#lost++;
    if (!this.isTooLong) this.#problems.push(problem);
  }

  gap(sentence: string): void {
    this.#gaps.push(sentence);
  }

  unidentified(device: UnidentifiedDevice): void {
    if (!this.isTooLong) this.#unidentified.push(device);
  }

  /** A device of a listing, in which each stands once. */
  list(facts: DeviceFacts, field: string): void {
    const first = this.#devices.get(facts.instanceGuid);
    if (first === undefined) {
      if (!this.isTooLong) this.#devices.set(facts.instanceGuid, facts);
      return;
    }
    const otherClass = first.classGuid !== facts.classGuid;
    const classes = otherClass
      ? ` under class ${facts.classGuid ?? 'none'} instead of ${first.classGuid ?? 'none'}`
      : '';
    this.problem({
      line: facts.line,
      field,
      text: `${facts.instanceGuid} is listed again${classes}; line ${first.line} counts`,
      isDeviceLost: false,
    });
  }

  /** A device of a log, in which each may be mentioned many times. Later facts are added to earlier ones. */
  mention(facts: DeviceFacts): void {
    const known = this.#devices.get(facts.instanceGuid);
    if (known === undefined) {
      if (!this.isTooLong) this.#devices.set(facts.instanceGuid, facts);
      return;
    }
    const { classGuid } = facts;
    if (classGuid !== undefined && known.classGuid !== undefined && classGuid !== known.classGuid) {
      this.problem({
        line: facts.line,
        field: 'class',
        text: `${facts.instanceGuid} has class ${classGuid} here and ${known.classGuid} on line ${known.line}, which counts`,
        isDeviceLost: false,
      });
    }
    this.#devices.set(facts.instanceGuid, merged(known, facts));
  }

  /** Takes a device out again, e.g. a VF that left. */
  remove(instanceGuid: Guid): void {
    this.#devices.delete(instanceGuid);
  }

  build(
    rest: Pick<
      Capture,
      'format' | 'completeness' | 'kernelVersion' | 'hostBuild' | 'boot' | 'resumeEvidence'
    >,
  ): Capture {
    return {
      ...rest,
      devices: this.facts().map(deviceOf),
      unidentified: this.#unidentified,
      problems: this.#problems,
      gaps: this.#gaps,
    };
  }
}

/** A value from a text as a message can quote it. */
export function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function merged(known: DeviceFacts, later: DeviceFacts): DeviceFacts {
  const names = [...new Set([...(known.interfaceNames ?? []), ...(later.interfaceNames ?? [])])];
  return {
    instanceGuid: known.instanceGuid,
    line: known.line,
    classGuid: known.classGuid ?? later.classGuid,
    relid: later.relid === undefined ? known.relid : later.relid,
    subChannelRelids: later.subChannelRelids ?? known.subChannelRelids,
    isOpen: later.isOpen ?? known.isOpen,
    driver: known.driver ?? later.driver,
    interfaceNames: names.length === 0 ? undefined : names,
    pciBus: later.pciBus ?? known.pciBus,
    vpciUse: later.vpciUse ?? known.vpciUse,
    // A GUID that stands somewhere is no longer only known.
    isWellKnown: known.isWellKnown === true && later.isWellKnown === true ? true : undefined,
  };
}

function deviceOf(facts: DeviceFacts): CapturedDevice {
  const { instanceGuid, line } = facts;
  const classGuid = facts.classGuid ?? classOfWellKnown(instanceGuid);
  const { relid, subChannelRelids, isOpen, driver, interfaceNames, pciBus, vpciUse, isWellKnown } = facts;
  return {
    instanceGuid,
    ...(classGuid === undefined ? {} : { classGuid }),
    ...(relid === undefined ? {} : { relid }),
    ...(subChannelRelids === undefined ? {} : { subChannelRelids }),
    ...(isOpen === undefined ? {} : { isOpen }),
    ...(driver === undefined ? {} : { driver }),
    ...(interfaceNames === undefined ? {} : { interfaceNames }),
    ...(pciBus === undefined ? {} : { pciBus }),
    ...(vpciUse === undefined ? {} : { vpciUse }),
    ...(isWellKnown === undefined ? {} : { isWellKnown }),
    line,
  };
}
