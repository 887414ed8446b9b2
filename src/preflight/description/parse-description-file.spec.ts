import { describe, expect, it } from 'vitest';
import { faultText } from '../../jobs-file/parse-job-file.js';
import { parseDescriptionFile } from './parse-description-file.js';

function parse(text: string) {
  return parseDescriptionFile(new TextEncoder().encode(text));
}

/** The faults of a file, as people read them. */
function faults(text: string): readonly string[] {
  const file = parse(text);
  return file.kind === 'valid' ? [] : file.faults.map((fault) => faultText('vm.yaml', fault));
}

describe('a file that describes a VM', () => {
  it('reads everything', () => {
    const file = parse(`
name: web-1
size: Standard_D4s_v5
vcpus: 2
memoryMib: 8192
hibernationEnabled: true
exclusions: [spot, shared disk]
osDisk: { sizeGib: 64, supportsHibernation: false }
dataDisks: 1
nics: 2
acceleratedNetworking: false
guestProfile: debian-12
guestOverrides: { kernelVersion: "6.12", uioSlots: [nic 1] }
policy: azure
generation: intel-ice-lake
`);
    expect(file.kind === 'valid' && file.description).toEqual({
      name: 'web-1',
      size: 'Standard_D4s_v5',
      vcpus: 2,
      memoryMib: 8_192,
      hibernationEnabled: true,
      exclusions: ['spot', 'shared disk'],
      osDisk: { sizeGib: 64, supportsHibernation: false },
      dataDisks: 1,
      nics: 2,
      acceleratedNetworking: false,
      guestProfile: 'debian-12',
      guestOverrides: { kernelVersion: '6.12', uioSlots: ['nic 1'] },
      policy: 'azure',
      generation: 'intel-ice-lake',
    });
  });

  it('needs the size alone', () => {
    expect(parse('{"size": "Standard_D2s_v5"}').kind).toBe('valid');
  });

  it('TORPOR-17 tells every fault with line, column and field', () => {
    const text = `sise: Standard_D2s_v5
nics: -1
osDisk: { sizeGib: 1.5, lun: 0 }
exclusions: [spott]
guestOverrides:
  swapMib: -3
  kernelVersion: newest
generation: intel
hibernationEnabled: "yes"
`;
    expect(faults(text)).toEqual([
      'vm.yaml:1:1 size: is missing; expected the name of a VM size, such as Standard_D4s_v5',
      'vm.yaml:1:1 sise: there is no such field',
      'vm.yaml:2:7 nics: expected a whole number from 0 to 64',
      'vm.yaml:3:20 osDisk.sizeGib: expected a whole number from 1 to 32767',
      'vm.yaml:3:25 osDisk.lun: there is no such field',
      'vm.yaml:4:14 exclusions[0]: expected one of spot, availability set, dedicated host, capacity reservation, managed image, ephemeral OS disk, shared disk, Trusted Launch on Linux',
      'vm.yaml:6:12 guestOverrides.swapMib: Too small: expected number to be >=0',
      'vm.yaml:7:18 guestOverrides.kernelVersion: must begin with a release such as 6.8 or 6.8.12',
      'vm.yaml:8:13 generation: expected one of intel-cascade-lake, intel-ice-lake, intel-ice-lake-26102, intel-sapphire-rapids, amd-rome, amd-milan, amd-milan-26102',
      'vm.yaml:9:21 hibernationEnabled: expected true or false',
    ]);
  });

  it.each([
    ['nothing', '', 'vm.yaml:1:1 expected members, written as name: value'],
    ['a list', '- size: x', 'vm.yaml:1:1 expected members, written as name: value'],
    ['open brackets', '['.repeat(500_000), 'vm.yaml:1:33 nested too deep'],
  ])('refuses %s', (_, text, fault) => {
    expect(faults(text)[0]).toBe(fault);
  });
});
