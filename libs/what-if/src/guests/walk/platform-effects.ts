import { withChange } from '#libs/preflight';
import {
  attachDisks,
  bootVm,
  claimVm,
  createHypervVm,
  deleteHypervVm,
  DURATION_MS,
  markHibernated,
  markRunning,
  offerVfs,
  persistDisks,
  placeVm,
  releaseHost,
} from '#libs/vm-operations';
import { done, effectOf, moved, withoutPartition, type NamedEffect } from './step-effect.js';

/** Steps of the platform around a guest that boots, sleeps or wakes up. */
export const PLATFORM_EFFECTS: readonly NamedEffect[] = [
  effectOf(
    claimVm('creating'),
    ({ change, operationId }, facts) =>
      done(moved(facts, { kind: 'change-began', change, operationId }), change),
    ({ operationId }, facts) => moved(facts, { kind: 'change-abandoned', operationId }),
  ),
  effectOf(placeVm, (placed, facts) => done(facts, placed)),
  effectOf(
    createHypervVm,
    ({ partition, kept }, facts) => {
      const policyDevices = partition.hardware.devices.map(({ kind, index, instanceGuid }) => ({
        kind,
        index,
        instanceGuid,
      }));
      const created = { ...facts, partition, vm: { ...facts.vm, keptGuids: kept } };
      return done(created, { policyDevices }, DURATION_MS.createHypervVm);
    },
    (_decision, facts) => withoutPartition(facts),
  ),
  effectOf(attachDisks, ({ diskIds }, facts) => done(facts, { attached: diskIds.length })),
  effectOf(
    bootVm,
    ({ guest }, facts, nowMs) => {
      const tookMs = DURATION_MS.firmwareAndKernelBoot + DURATION_MS.userSpaceBoot;
      const booted = withChange(facts, { kind: 'guest-runs', guest, bootedAtMs: nowMs + tookMs });
      const { bootId, protocolVersion } = guest;
      return done(booted, { bootId, protocolVersion }, tookMs);
    },
    (_decision, facts) => withChange(facts, { kind: 'powered-off' }),
  ),
  effectOf(
    offerVfs,
    ({ vfs }, facts) => done(withChange(facts, { kind: 'vfs-offered' }), { vfs }, DURATION_MS.offerVf),
    (_decision, facts) => withChange(facts, { kind: 'vfs-hidden' }),
  ),
  effectOf(persistDisks, ({ diskIds }, facts) =>
    done(facts, { detached: diskIds.length }, DURATION_MS.flushAndDetachDisks),
  ),
  effectOf(deleteHypervVm, ({ hostId }, facts) => done(withoutPartition(facts), { hostId })),
  effectOf(releaseHost, (_decision, facts) => done(facts, {})),
  ...[markRunning, markHibernated].map((mark) =>
    effectOf(mark, ({ operationId, state }, facts) =>
      done(moved(facts, { kind: 'change-completed', operationId, state }), state),
    ),
  ),
];
