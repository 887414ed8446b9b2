/** Steps of pipelines and of the guest's sequences in plain words; a step of a newer version keeps its name. */
const TITLES: Readonly<Record<string, string>> = {
  'claim-vm': 'The VM is claimed',
  'check-eligibility': 'Whether it may hibernate is checked',
  'remove-vfs': 'VFs are taken away',
  'signal-guest': 'The guest is asked to hibernate',
  'await-s4': 'The host waits for it to sleep',
  'record-configuration': 'Its configuration is saved',
  'persist-disks': 'Disks are flushed and detached',
  'delete-hyperv-vm': 'The machine is taken down',
  'release-host': 'The host is free again',
  'mark-hibernated': 'The VM counts as hibernated',
  place: 'A host is chosen',
  'create-hyperv-vm': 'A new machine is made',
  'attach-disks': 'Its disks are attached',
  'offer-vfs': 'New VFs are offered',
  'record-verdict': 'The verdict is reached',
  'mark-running': 'The VM counts as running',
  'run-extensions': 'Extensions run in the guest',
  'reserve-move': 'Another place is reserved',
  'leave-old-host': 'The old machine is taken down',
  'settle-move': 'The new place is taken',

  'freeze-user-space': 'Programs are stopped',
  'suspend-devices': 'Devices are suspended',
  'suspend-bus': 'The bus is unloaded',
  'create-image': 'Memory is copied',
  'resume-bus': 'The bus comes back',
  'resume-devices': 'Devices come back',
  'write-image': 'The copy goes to disk',
  'suspend-again': 'Devices are suspended again',
  'enter-s4': 'The machine turns off',

  'boot-fresh-kernel': 'A fresh kernel boots',
  'read-image': 'Saved memory is looked for',
  'freeze-fresh-kernel': 'The fresh kernel makes way',
  'enter-image': 'Saved memory takes over',
  'match-offers': 'Devices are matched',
  'reopen-channels': 'Drivers reopen devices',
  'run-from-image': 'Programs run on',
};

export function stepTitle(name: string): string {
  return TITLES[name] ?? name;
}
