import { JobReconciler } from '../../src/jobs/job-reconciler.js';
import { EmulatorApp } from './emulator-app.js';
import { GROUP } from './stored-cloud.js';

/** Names of VMs: `fleet-0`, `fleet-1` and so on. */
export const fleetNames = (count: number) => Array.from({ length: count }, (_, at) => `fleet-${at}`);

/** Selects VMs by name, as a job takes it. */
export const listed = (vms: readonly string[]) => ({
  virtualMachines: vms.map((name) => ({ resourceGroup: GROUP, name })),
});

/** Counts of a job: none but those given. */
export const counts = (change: object) => ({
  total: 0,
  pending: 0,
  running: 0,
  succeeded: 0,
  failed: 0,
  canceled: 0,
  refused: 0,
  ...change,
});

/** Running VMs for jobs to work on, two hosts that hold them all, and what tests of jobs do again and again. */
export class JobFleet {
  #mostRunning = 0;

  private constructor(readonly emulator: EmulatorApp) {}

  static async open(size: number): Promise<JobFleet> {
    const watch = { notice: (_running: number) => {} };
    const emulator = await EmulatorApp.open(async (database) => {
      const [found] = (await database.query(
        `select count(*)::integer as count from operation where status = 'running' and job_id is not null`,
      )) as { count: number }[];
      watch.notice(found?.count ?? 0);
    });
    const fleet = new JobFleet(emulator);
    watch.notice = (running) => {
      fleet.#mostRunning = Math.max(fleet.#mostRunning, running);
    };
    const capacity = { vcpus: 512, memoryMib: 2_097_152, vfSlots: 8 };
    const host = { properties: { generation: 'intel-ice-lake', capacity } };
    for (const name of ['host-a', 'host-b']) await emulator.send('PUT', `hosts/${name}`, host);
    await emulator.createVms(fleetNames(size), { tags: { Schedule: 'night' } });
    return fleet;
  }

  /** How many operations of jobs were under way together, at most, since this was asked before. */
  takeMostRunning(): number {
    const most = this.#mostRunning;
    this.#mostRunning = 0;
    return most;
  }

  /** Properties of a job that is submitted and must be taken. */
  async submit(name: string, properties: Record<string, unknown>) {
    const { status, body } = await this.emulator.send('PUT', `jobs/${name}`, { properties });
    if (status !== 201) throw new Error(`job ${name}: ${status} ${JSON.stringify(body)}`);
    return body.properties;
  }

  /** Properties of a job. */
  async job(name: string) {
    return (await this.emulator.send('GET', `jobs/${name}`)).body.properties;
  }

  async idOf(name: string): Promise<string> {
    const [found] = (await this.emulator.cloud.database.query('select id from job where name_key = $1', [
      name,
    ])) as { id: string }[];
    if (found === undefined) throw new Error(`no job ${name}`);
    return found.id;
  }

  async setClock(properties: object): Promise<void> {
    const { status } = await this.emulator.send('PUT', 'clock/default', { properties });
    if (status !== 200) throw new Error(`the clock answered ${status}`);
    await this.emulator.settled();
  }

  async advance(milliseconds: number): Promise<void> {
    const { status } = await this.emulator.send('POST', 'clock/default/advance', { milliseconds });
    if (status !== 200) throw new Error(`the clock answered ${status}`);
    await this.emulator.app.get(JobReconciler).reconcile();
    await this.emulator.settled();
  }

  /** Lets time pass until nothing is left to wait for. */
  async passTime(): Promise<void> {
    for (let minutes = 0; minutes < 60; minutes++) await this.advance(60_000);
  }

  close(): Promise<void> {
    return this.emulator.close();
  }
}
