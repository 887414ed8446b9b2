import { tellOutcomes } from './outcome-runner.js';
import { RESUME_DEVICES } from './resume-devices.js';
import { RESUME_DISKS } from './resume-disks.js';
import { RESUME_IMAGE } from './resume-image.js';
import { RESUME_LOST_DEVICES } from './resume-lost-devices.js';
import { RESUME_MACHINE } from './resume-machine.js';

tellOutcomes({
  'the image is not taken, or should not have been': RESUME_IMAGE,
  'the image misses devices': RESUME_LOST_DEVICES,
  'the image meets other devices': RESUME_DEVICES,
  'the image meets another machine': RESUME_MACHINE,
  'the image meets other disks': RESUME_DISKS,
});
