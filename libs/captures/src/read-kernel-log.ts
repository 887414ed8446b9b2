import { DEVICE_CLASSES, pciDomainOf, type DeviceClassName, type Guid } from '#libs/vmbus';
import type { Capture, CaptureSide, ResumeEvidence } from './capture.js';
import type { CaptureBuilder } from './capture-builder.js';
import {
  classGuidOf,
  classOfWellKnown,
  classTitle,
  isIdeInstance,
  wellKnownInstanceOf,
} from './captured-class.js';
import { lifeOf, type LoggedBoot } from './kernel-log-boots.js';
import { classNameOfDriver, statementsOf, type LogStatement } from './kernel-log-lines.js';
import { machineFacts, type TextLine } from './text-lines.js';

/**
 * Reads one boot of a kernel log. A log names a device only where its driver had something to say, so it never lists
 * all devices. Which of two VMs it tells about, for a guest that hibernated, depends on the side that is asked for.
 */
export function readKernelLog(
  boot: LoggedBoot,
  side: CaptureSide,
  builder: CaptureBuilder,
  bootName?: string,
): Capture {
  const { lines, cutAt } = lifeOf(boot, side);
  if (cutAt !== undefined) {
    const rest = side === 'before' ? 'after' : 'before';
    builder.gap(`a hibernation begins on line ${cutAt}; what stands ${rest} it was left out`);
  }
  const reader = new LogReader(builder);
  for (const line of lines) reader.read(line);
  reader.finish();
  return builder.build({
    format: 'kernel-log',
    completeness: 'only what the log mentions',
    ...machineFacts(boot.lines),
    ...(bootName === undefined ? {} : { boot: bootName }),
    ...(reader.resumeEvidence === undefined ? {} : { resumeEvidence: reader.resumeEvidence }),
  });
}

class LogReader {
  resumeEvidence: ResumeEvidence | undefined;
  readonly #storageHosts = new Map<string, number>();
  readonly #storageDevices = new Set<Guid>();
  readonly #unnamed = new Map<string, { line: number; className: DeviceClassName | undefined }>();
  readonly #registered = new Map<string, number>();
  readonly #vpciUses = new Map<number, 'vf' | 'dda'>();
  /** Line on which the VF of a domain left, for those that did not come back. */
  readonly #departed = new Map<number, number>();

  constructor(private readonly builder: CaptureBuilder) {}

  read({ number: line, text }: TextLine): void {
    for (const statement of statementsOf(text)) this.#take(statement, line);
  }

  finish(): void {
    this.#settleVpci();
    const unknownHosts = this.#storageHosts.size - this.#storageDevices.size;
    if (unknownHosts > 0) {
      this.builder.gap(
        `the log names ${this.#storageHosts.size} storage controllers, ${this.#storageDevices.size} of them by GUID`,
      );
    }
    for (const [name, { line, className }] of this.#unnamed) {
      const known = className === undefined ? {} : { classGuid: classGuidOf(className) };
      this.builder.unidentified({ line, name, ...known });
    }
    this.#reportSilentDrivers();
  }

  #take(statement: LogStatement, line: number): void {
    switch (statement.kind) {
      case 'device':
        return this.#device(statement, line);
      case 'missing-after-resume': {
        const { classGuid, instanceGuid } = statement;
        this.resumeEvidence ??= { era: 'B', line };
        return this.builder.mention({ instanceGuid, classGuid, line, relid: null });
      }
      case 'some-missing-after-resume':
        this.resumeEvidence ??= { era: 'A', line };
        return this.builder.gap(`line ${line} says that a device was missing at a resume, without naming it`);
      case 'service':
        return this.#service(statement, line);
      case 'unnamed-device': {
        const known = this.#unnamed.get(statement.name);
        const className = known?.className ?? statement.className;
        this.#unnamed.set(statement.name, { line: known?.line ?? line, className });
        return;
      }
      case 'storage-host':
        this.#storageHosts.set(statement.name, this.#storageHosts.get(statement.name) ?? line);
        return;
      case 'driver-registered':
        this.#registered.set(statement.driver, line);
        return;
      case 'pci-function':
        this.#vpciUses.set(statement.domain, statement.vpciUse);
        return;
      case 'vf-joined':
        this.#vpciUses.set(statement.domain, 'vf');
        this.#departed.delete(statement.domain);
        return;
      case 'vf-left':
        this.#departed.set(statement.domain, line);
        return;
      case 'malformed': {
        const { field, text } = statement;
        return this.builder.problem({ line, field, text, isDeviceLost: true });
      }
      default:
        return assertNever(statement);
    }
  }

  #device(statement: Extract<LogStatement, { kind: 'device' }>, line: number): void {
    const { instanceGuid, driver, interfaceName, pciBus } = statement;
    const className = driver === 'hv_storvsc' && isIdeInstance(instanceGuid) ? 'ide' : statement.className;
    if (driver === 'hv_storvsc') this.#storageDevices.add(instanceGuid);
    if (pciBus !== undefined) this.#departed.delete(domainOf(instanceGuid, pciBus));
    this.builder.mention({
      instanceGuid,
      line,
      classGuid:
        classOfWellKnown(instanceGuid) ?? (className === undefined ? undefined : classGuidOf(className)),
      driver,
      interfaceNames: interfaceName === undefined ? undefined : [interfaceName],
      pciBus,
    });
  }

  #service({ className, driver }: Extract<LogStatement, { kind: 'service' }>, line: number): void {
    const classGuid = classGuidOf(className);
    const instanceGuid = wellKnownInstanceOf(classGuid);
    if (instanceGuid === undefined) throw new Error(`${className} has no well-known instance`);
    this.builder.mention({ instanceGuid, classGuid, line, driver, isWellKnown: true });
  }

  /** Marks vPCI devices as VF or DDA where their PCI function told, and drops VFs that left. */
  #settleVpci(): void {
    const pcie = classGuidOf('pcie');
    for (const { instanceGuid, classGuid, pciBus, line } of this.builder.facts()) {
      if (classGuid !== pcie) continue;
      const domain = domainOf(instanceGuid, pciBus);
      const leftAt = this.#departed.get(domain);
      if (leftAt !== undefined) {
        this.builder.remove(instanceGuid);
        this.builder.gap(`VF ${instanceGuid} left on line ${leftAt} and is not counted`);
        continue;
      }
      const vpciUse = this.#vpciUses.get(domain);
      if (vpciUse !== undefined) this.builder.mention({ instanceGuid, line, vpciUse });
    }
  }

  /** A driver is registered whether or not there is a device for it. */
  #reportSilentDrivers(): void {
    const spoken = new Set(this.builder.facts().map(({ classGuid }) => classGuid));
    for (const driver of this.#registered.keys()) {
      const className = classNameOfDriver(driver);
      if (className === undefined || !isOfSeveral(className) || spoken.has(classGuidOf(className))) continue;
      // The number of storage controllers says it better.
      if (driver === 'hv_storvsc' && this.#storageHosts.size > 0) continue;
      const title = classTitle(classGuidOf(className));
      this.builder.gap(`driver ${driver} is there, but the log names no ${title} by its GUID`);
    }
  }
}

function isOfSeveral(className: DeviceClassName): boolean {
  return DEVICE_CLASSES.some(
    ({ shortName, instances }) => shortName === className && instances === 'multiple',
  );
}

/** R4: the PCI domain that the log names, else the one that the GUID asks for. */
function domainOf(instanceGuid: Guid, pciBus: string | undefined): number {
  return pciBus === undefined ? pciDomainOf(instanceGuid) : Number.parseInt(pciBus, 16);
}

function assertNever(value: never): never {
  throw new Error(`unexpected statement ${JSON.stringify(value)}`);
}
