import { expect, it } from 'vitest';
import { guid } from '#libs/vmbus';
import { vfMoveLines } from './vf-moves.js';

it('MOVE-9 MOVE-10 shows which VF left and which came', () => {
  const vfs = {
    removed: [{ index: 0, instanceGuid: guid('732a574c-85d6-4516-85ed-ff066df0e7a6') }],
    arrived: [
      { index: 0, instanceGuid: guid('cd769fab-79ec-4933-ab76-153f0b3a6c07') },
      { index: 1, instanceGuid: guid('fe26c547-3b69-4696-b9fe-eec99f0840a9') },
    ],
  };
  expect(vfMoveLines({ vfs }).map((line) => line.trimEnd())).toEqual([
    'slot  removed VF                            new VF                                why',
    'vf 0  732a574c-85d6-4516-85ed-ff066df0e7a6  cd769fab-79ec-4933-ab76-153f0b3a6c07  MOVE-9: removed before hibernation; MOVE-10: a new one, PCI domain 79ec',
    'vf 1  -                                     fe26c547-3b69-4696-b9fe-eec99f0840a9  MOVE-10: a new one, PCI domain 3b69',
  ]);
});

it('says nothing where no VF moved', () => {
  expect([vfMoveLines({}), vfMoveLines({ vfs: { removed: [], arrived: [] } })]).toEqual([[], []]);
});
