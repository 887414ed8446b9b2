import { pciDomainOf } from '#libs/vmbus';
import type { VerdictDocument } from '../api-types.js';
import { PLAIN, type Style } from './style.js';
import { tableLines } from './table.js';

/**
 * VFs beside the match table: those that were taken away before the image was made, and those that came after it
 * went on (MOVE-9, MOVE-10). No lines for a resume without any.
 */
export function vfMoveLines({ vfs }: Pick<VerdictDocument, 'vfs'>, style: Style = PLAIN): readonly string[] {
  if (vfs === undefined || vfs.removed.length + vfs.arrived.length === 0) return [];
  const indexes = [...new Set([...vfs.removed, ...vfs.arrived].map(({ index }) => index))].sort(
    (a, b) => a - b,
  );
  const guidIn = (list: typeof vfs.removed, index: number) =>
    list.find((vf) => vf.index === index)?.instanceGuid;
  const rows = indexes.map((index) => {
    const [removed, arrived] = [guidIn(vfs.removed, index), guidIn(vfs.arrived, index)];
    const why = [
      ...(removed === undefined ? [] : ['MOVE-9: removed before hibernation']),
      ...(arrived === undefined
        ? []
        : [`MOVE-10: a new one, PCI domain ${pciDomainOf(arrived).toString(16)}`]),
    ];
    return [`vf ${index}`, removed ?? '-', arrived ?? '-', style.faint(why.join('; '))];
  });
  const columns = ['slot', 'removed VF', 'new VF', 'why'].map((title) => ({ title }));
  return tableLines(columns, rows, style);
}
