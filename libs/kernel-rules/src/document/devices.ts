import { ACTIVE, ruleTable } from '../rule-table.js';

export const DEVICES = ruleTable('document', 'Handling VMBus Devices During Hibernation & Resume', {
  'DEVICES-1': {
    statement:
      'Structures of primary channels and of their Linux devices stay in place and are captured in the image, so that state tied to a device survives.',
    phrase: 'captured in the hibernation image',
    status: ACTIVE,
  },
  'DEVICES-2': {
    statement:
      'On resume Hyper-V offers the devices anew, and each is connected to the structure that the image holds.',
    phrase: 'devices are re-offered by Hyper-V',
    status: ACTIVE,
  },
  'DEVICES-3': {
    statement:
      'A device is identified by class GUID and instance GUID, and resume expects both to be what they were. The kernel itself looks an offer up by its instance GUID alone.',
    phrase: 'identified by class and instance GUID',
    status: ACTIVE,
    yieldsTo: ['R49'],
  },
  'DEVICES-4': {
    statement: 'An offer that fits no channel of the image is handled as a newly added device.',
    phrase: 'processed normally as newly added devices',
    status: ACTIVE,
  },
  'DEVICES-5': {
    statement:
      'With channels left unmatched, resume waits 10 seconds and then goes on. Since kernel 6.14 it waits instead until the host has said that all offers are out.',
    phrase: 'resume sequence waits for 10 seconds',
    status: ACTIVE,
    yieldsTo: ['R40', 'R41'],
  },
  'DEVICES-6': {
    statement: 'A device that stayed unmatched is likely to cause errors in the resumed VM.',
    phrase: 'likely to cause errors',
    status: ACTIVE,
  },
  'DEVICES-7': {
    statement:
      'Relids may differ at every boot, even of an unchanged VM; resume matches by GUID and then stores the new relids.',
    phrase: 'relids can change on each',
    status: ACTIVE,
  },
  'DEVICES-8': {
    statement: 'Sub-channels are not part of the image: every driver closes its own before hibernation.',
    phrase: 'sub-channels are not persisted',
    status: ACTIVE,
  },
  'DEVICES-9': {
    statement:
      'Closing a sub-channel makes Hyper-V rescind it, and Linux then frees everything it had of it.',
    phrase: 'all vestiges of the sub-channel',
    status: ACTIVE,
  },
  'DEVICES-10': {
    statement:
      'A primary channel is only marked closed and its ring buffers are freed; no rescind comes, so its structure lives on.',
    phrase: 'does not send a rescind message',
    status: ACTIVE,
  },
  'DEVICES-11': {
    statement:
      'Resume allocates new ring buffers, opens the primary channel again, and only then asks for sub-channels from nothing.',
    phrase: 're-open sub-channels from scratch',
    status: ACTIVE,
  },
  'DEVICES-12': {
    statement:
      'The guest ends of Hyper-V sockets are forced closed. The host ends stay, but whatever the host does with them fails.',
    phrase: 'sockets are forced closed',
    status: ACTIVE,
  },
  'DEVICES-13': {
    statement:
      'One and the same suspend function serves the freeze and the poweroff phase, and one resume function serves thaw and restore.',
    phrase: 'use the same suspend function',
    status: ACTIVE,
  },
  'DEVICES-14': {
    statement:
      'The bus driver and the drivers of the devices each have suspend and resume functions, which power management calls in its sequence.',
    phrase: 'implement suspend and resume functions',
    status: ACTIVE,
  },
});
