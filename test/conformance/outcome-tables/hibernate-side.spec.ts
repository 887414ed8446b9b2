import { HIBERNATE_GUEST } from './hibernate-guest.js';
import { HIBERNATE_HOST } from './hibernate-host.js';
import { tellOutcomes } from './outcome-runner.js';
import { TRIGGER } from './trigger.js';

tellOutcomes({
  'the guest cannot hibernate': HIBERNATE_GUEST,
  'the host or a disk keeps the guest from hibernating': HIBERNATE_HOST,
  'the kernel never hears of the request': TRIGGER,
});
