import type { FaultDocument } from '../api-types.js';
import { cell } from '../render/printable.js';
import type { Style } from '../render/style.js';
import { fieldLines, tableLines } from '../render/table.js';

/** Armed faults as a table. */
export function faultTableLines(faults: readonly FaultDocument[], style: Style): readonly string[] {
  const columns = ['name', 'kind', 'state', 'hits', 'left', 'what'].map((title) => ({ title }));
  return tableLines(
    columns,
    faults.map(({ name, properties }) => [
      cell(name),
      cell(properties.kind),
      cell(properties.status),
      cell(properties.hits),
      left(properties),
      what(properties),
    ]),
    style,
  );
}

/** One fault with what it has struck. */
export function faultLines({ name, properties }: FaultDocument, style: Style): readonly string[] {
  const { probability, seed, parameters, struck = [] } = properties;
  const chance = probability === undefined ? undefined : `${probability} from seed ${seed}`;
  return [
    style.strong(cell(name)),
    ...fieldLines(
      [
        ['kind', cell(properties.kind)],
        ['state', cell(properties.status)],
        ['strikes', what(properties)],
        ['chance', chance],
        ...Object.entries(parameters).map(([key, value]) => [key, cell(value)] as const),
        ['hits', cell(properties.hits)],
        ['left', left(properties)],
      ],
      style,
    ),
    ...(struck.length === 0
      ? []
      : [
          '',
          ...tableLines(
            ['hit', 'operation', 'what', 'at'].map((title) => ({ title })),
            struck.map((hit) => [
              cell(hit.hit),
              cell(hit.operationId),
              cell(hit.what),
              cell(hit.emulatedTime),
            ]),
            style,
          ),
        ]),
  ];
}

function left({ remaining }: FaultDocument['properties']): string {
  return remaining === undefined ? 'no end' : cell(remaining);
}

function what({ target, operations }: FaultDocument['properties']): string {
  const { vm, group, host, size } = target;
  const targets = [
    ...(vm === undefined ? [] : [`VM ${vm.split('/').at(-1)}`]),
    ...(group === undefined ? [] : [`group ${group}`]),
    ...(host === undefined ? [] : [`host ${host}`]),
    ...(size === undefined ? [] : [`size ${size}`]),
  ];
  const scope = targets.length === 0 ? 'everything' : targets.join(', ');
  return cell(operations === undefined ? scope : `${operations.join(', ')} of ${scope}`);
}
