import { NEVER } from '../fleet/fleet.js';
import type { ScheduleSpec } from '../scenario.js';
import { Calendar } from './calendar.js';
import { EVENT } from './event-kinds.js';
import type { RunParts } from './run-parts.js';
import { KIND_MASK, STEP_SHIFT, VM, VM_WORDS } from './vm-table.js';

/** Brings the calendar's entries into the queue: of each VM the one that comes next. */
export class Agenda {
  readonly #parts: RunParts;
  readonly #calendar: Calendar;

  constructor(parts: RunParts, schedule: ScheduleSpec, seed: number) {
    this.#parts = parts;
    this.#calendar = new Calendar(schedule, seed, parts.tenantOf);
  }

  /** The first event of every VM, and the last one of those that are deleted. */
  open(): void {
    const { arrivesMs, leavesMs, vms } = this.#parts.fleet;
    for (let vm = 0; vm < vms; vm++) {
      const arrives = arrivesMs?.[vm] ?? NEVER;
      if (arrives === NEVER) this.schedule(vm, 0);
      else this.#arrive(vm, arrives);
      const leaves = leavesMs?.[vm] ?? NEVER;
      if (leaves !== NEVER) this.#parts.queue.push(leaves, EVENT.leave, vm);
    }
  }

  /** The VM is due for this step of its group, if that has so many. */
  schedule(vm: number, step: number): void {
    const { queue, fleet } = this.#parts;
    const calendar = this.#calendar;
    const group = this.#groupOf(vm);
    if (step >= calendar.stepsOf(group)) return;
    const kind = calendar.isHibernation(group, step) ? EVENT.hibernate : EVENT.start;
    queue.push(calendar.timeOf(group, step, fleet.firstVm + vm), kind, vm);
  }

  /** A VM that comes later starts then, in place of the last entry of its calendar before. */
  #arrive(vm: number, arrives: number): void {
    const { queue, fleet, words } = this.#parts;
    const group = this.#groupOf(vm);
    const steps = this.#calendar.stepsOf(group);
    let step = 0;
    while (step < steps && this.#calendar.timeOf(group, step, fleet.firstVm + vm) <= arrives) step++;
    words[vm * VM_WORDS + VM.flags] = (Math.max(step, 1) - 1) << STEP_SHIFT;
    queue.push(arrives, EVENT.start, vm);
  }

  #groupOf(vm: number): number {
    const { kinds, words } = this.#parts;
    return kinds.group[words[vm * VM_WORDS + VM.kind]! & KIND_MASK]!;
  }
}
