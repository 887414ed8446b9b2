import { z } from 'zod';
import { emulatorBody } from '../../emulator-namespace/emulator-resource.js';
import { guestProfileMembers as members } from '../guest-profile-schema.js';

/**
 * The body of a PUT of a guest profile. Distribution and kernel have to be said; what else is left out is as on
 * an image prepared for hibernation.
 */
export const guestProfileBody = emulatorBody(
  z.strictObject({
    ...members,
    architecture: members.architecture.default('x86-64'),
    hasUdevHibernateRule: members.hasUdevHibernateRule.default(true),
    swapMib: members.swapMib.default(65_536),
    hasResumeParameter: members.hasResumeParameter.default(true),
    hibernationAvailable: members.hibernationAvailable.default(true),
    uioSlots: members.uioSlots.default([]),
    hotAddedMib: members.hotAddedMib.default(0),
    workingSetMib: members.workingSetMib.default(1_024),
    anonymousMib: members.anonymousMib.default(512),
    userSpaceChecks: members.userSpaceChecks.default(['swap-room']),
    mountsTemporaryDisk: members.mountsTemporaryDisk.default(false),
    rootOnDda: members.rootOnDda.default(false),
    openHvSockets: members.openHvSockets.default(0),
    kindsWithoutDriver: members.kindsWithoutDriver.default([]),
    isBuiltIn: z.literal(false).optional(),
  }),
);
export type GuestProfileBody = z.output<typeof guestProfileBody>;
