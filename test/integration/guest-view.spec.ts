import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmulatorApp, HOST_BODY, refusalCode, vmPath } from '../world/emulator-app.js';

let emulator: EmulatorApp;

beforeAll(async () => {
  emulator = await EmulatorApp.open();
  await emulator.send('PUT', 'hosts/only', HOST_BODY);
  await emulator.createVms(['inside']);
});
afterAll(() => emulator.close());

const view = (name: string) => `${vmPath(name)}/providers/Torpor.Emulator/guestView/default`;

describe('what can be seen inside a VM', () => {
  it('R5 ENABLE-5 lists its VMBus devices as sysfs and lsvmbus do', async () => {
    const { status, body } = await emulator.send('GET', view('INSIDE'));
    const { devices, listings, ...rest } = body.properties;
    expect([status, body.id, body.type, rest]).toEqual([
      200,
      view('inside'),
      'Torpor.Emulator/guestView',
      {
        bootId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        kernelVersion: '6.8',
        era: 'A',
        protocolVersion: '4.0',
        clock: 'host-time',
        sysfs: { powerDisk: '[platform] shutdown reboot suspend test_resume', vmbusHibernation: '1' },
      },
    ]);
    const controller = devices.find(({ slot }: { slot: string }) => slot === 'scsi 0');
    expect(controller).toEqual({
      slot: 'scsi 0',
      classGuid: 'ba6163d9-04a1-4d29-b605-72e2ffb1dc7f',
      instanceGuid: 'f8b3781a-1e82-4818-a1c3-63d806ec15bb',
      relid: expect.any(Number),
      driver: 'storvsc',
      isOpen: true,
      subChannels: expect.any(Number),
    });
    expect(listings.lsvmbus).toContain('Device_ID = {f8b3781a-1e82-4818-a1c3-63d806ec15bb}');
    expect(listings.sysfs).toContain(
      `/sys/bus/vmbus/devices/f8b3781a-1e82-4818-a1c3-63d806ec15bb/id:${controller.relid}`,
    );
  });

  it('TORPOR-3 is refused where no guest runs, or no VM is', async () => {
    await emulator.send('POST', `${vmPath('inside')}/providers/Torpor.Emulator/guestHibernate`);
    await emulator.settled();
    const stopped = await emulator.send('GET', view('inside'));
    const missing = await emulator.send('GET', view('nobody'));
    expect([
      [stopped.status, refusalCode(stopped)],
      [missing.status, refusalCode(missing)],
    ]).toEqual([
      [409, 'guest-not-running'],
      [404, 'vm-not-found'],
    ]);
  });
});
