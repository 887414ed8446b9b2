import { z } from 'zod';
import { emulatorBody } from '../../emulator-namespace/emulator-resource.js';
import { READ_ONLY } from '../../requests/arm-schemas.js';
import { EMULATION_MEMBERS } from '../emulation-update.js';

/** The body of a PUT of a VM's emulation. Members that are absent stay as they are; what reading adds is ignored. */
export const emulationBody = emulatorBody(
  z.strictObject({
    ...EMULATION_MEMBERS,
    policyInForce: READ_ONLY,
    awaitingBoot: READ_ONLY,
    hostName: READ_ONLY,
    bootId: READ_ONLY,
    clock: READ_ONLY,
    devices: READ_ONLY,
    hibernation: READ_ONLY,
    verdict: READ_ONLY,
    lastHibernation: READ_ONLY,
    sysfs: READ_ONLY,
  }),
);
export type EmulationBody = z.output<typeof emulationBody>;
