import { faultName } from '#libs/linux-guest';
import { withFacts, type MendSource } from './mend.js';

/** What is staged to go wrong can be lifted, one by one. */
export const faultMends: MendSource = ({ facts }) =>
  facts.faults.map((fault) => ({
    ...(fault.slot === undefined ? {} : { slot: fault.slot }),
    remedy: `Lift the staged fault "${faultName(fault)}".`,
    apply: (subject) =>
      withFacts(subject, {
        faults: subject.facts.faults.filter((other) => faultName(other) !== faultName(fault)),
      }),
  }));
