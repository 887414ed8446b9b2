import type { AnnouncedOperation } from '../../persistence/instance-metadata.repository.js';

/** Versions of the scheduled events document. Source: Azure Scheduled Events, versions. */
export const EVENT_VERSIONS: readonly string[] = [
  '2017-03-01',
  '2017-08-01',
  '2017-11-01',
  '2019-01-01',
  '2019-04-01',
  '2019-08-01',
  '2020-07-01',
];

/** What a guest is told while such an operation runs. Stopping, deallocating and hibernating are not announced. */
const ANNOUNCED = {
  'restart-vm': { type: 'Reboot', description: 'Virtual machine is going to be restarted as requested.' },
  'redeploy-vm': { type: 'Redeploy', description: 'Virtual machine is going to be moved as requested.' },
} as const;

export const ANNOUNCED_PIPELINES: readonly string[] = Object.keys(ANNOUNCED);

/**
 * What a guest is told of what is about to happen to it (ASSUME-42). The number of the document grows with every
 * event that appears or goes, and with nothing else: across a hibernation it stays.
 */
export function scheduledEventsDocument(vmName: string, operations: readonly AnnouncedOperation[]) {
  const running = operations.filter(({ status }) => status === 'running');
  return {
    DocumentIncarnation: 1 + operations.length + (operations.length - running.length),
    Events: running.map(({ id, pipeline }) => {
      const { type, description } = ANNOUNCED[pipeline as keyof typeof ANNOUNCED];
      return {
        EventId: id.toUpperCase(),
        EventStatus: 'Started',
        EventType: type,
        ResourceType: 'VirtualMachine',
        Resources: [vmName],
        NotBefore: '',
        Description: description,
        EventSource: 'User',
        DurationInSeconds: -1,
      };
    }),
  };
}
