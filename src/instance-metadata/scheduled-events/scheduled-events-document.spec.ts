import { describe, expect, it } from 'vitest';
import { PIPELINES } from '../../operations/pipelines.js';
import { ANNOUNCED_PIPELINES, scheduledEventsDocument } from './scheduled-events-document.js';

const operation = (id: string, status: string) => ({
  id,
  pipeline: 'restart-vm',
  status,
  createdAt: new Date(0),
});

describe('scheduledEventsDocument', () => {
  it('ASSUME-42 a quiet VM has a document without events', () => {
    expect(scheduledEventsDocument('vm-1', [])).toEqual({ DocumentIncarnation: 1, Events: [] });
  });

  it('ASSUME-42 what runs is an event that has started; each coming and going is a new document', () => {
    const running = scheduledEventsDocument('vm-1', [operation('a', 'succeeded'), operation('b', 'running')]);
    expect(running).toEqual({
      DocumentIncarnation: 4,
      Events: [
        {
          EventId: 'B',
          EventStatus: 'Started',
          EventType: 'Reboot',
          ResourceType: 'VirtualMachine',
          Resources: ['vm-1'],
          NotBefore: '',
          Description: 'Virtual machine is going to be restarted as requested.',
          EventSource: 'User',
          DurationInSeconds: -1,
        },
      ],
    });
    const over = scheduledEventsDocument('vm-1', [operation('a', 'succeeded'), operation('b', 'failed')]);
    expect(over).toEqual({ DocumentIncarnation: 5, Events: [] });
  });

  it('announces operations that exist', () => {
    const names = PIPELINES.map(({ name }) => name);
    expect(ANNOUNCED_PIPELINES.filter((name) => !names.includes(name))).toEqual([]);
  });
});
