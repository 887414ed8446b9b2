export * from './boot-guest.js';
export { KernelBug } from './bus/channel-removal.js';
export * from './bus/observation.js';
export { replayScenario } from './bus/replay-scenario.js';
export type {
  HostBehaviour,
  OfferLists,
  OfferRow,
  Operation,
  RescindRow,
  RestoreOffers,
  Scenario,
} from './bus/scenario.js';
export { readScenario, type FieldProblem, type ScenarioReading } from './bus/scenario-reader.js';
export * from './errno.js';
export * from './faults/fault.js';
export * from './faults/fault-table.js';
export * from './faults/stage-machine.js';
export * from './findings/orphan-effects.js';
export { worstSeverity } from './findings/severity.js';
export * from './fresh-kernel.js';
export * from './guest-profile.js';
export * from './guest-state.js';
export * from './hardware.js';
export type {
  HibernateStep,
  HibernateStepEnd,
  HibernationInitiator,
  HibernationState,
} from './hibernate-step.js';
export { HIBERNATE_STEPS } from './hibernate-steps.js';
export * from './hibernation-request.js';
export * from './hibernation-tool.js';
export * from './image-check.js';
export * from './kernel-log.js';
export * from './kernel-phase.js';
export * from './kernel-version.js';
export * from './memory-map.js';
export * from './outcomes.js';
export * from './pci-log.js';
export * from './profiles.js';
export * from './rebind-drivers.js';
export * from './reconfigure-guest.js';
export * from './restore-guest.js';
export * from './run-hibernation.js';
export * from './sequence-rules.js';
export * from './vf-arrival.js';
