import { describe, expect, it } from 'vitest';
import { ddaDevicesOf, parseSizeName, processorVendorOf } from './size-name.js';

const told = (name: string, architecture: 'x64' | 'Arm64' = 'x64') => {
  const parts = parseSizeName(name)!;
  return [
    `${parts.family}|${parts.features}|${parts.version}`,
    processorVendorOf(parts, architecture),
    ddaDevicesOf(parts),
  ];
};

describe('size names', () => {
  it.each([
    ['Standard_D2s_v5', 'D|s|5', 'Intel', 0],
    ['Standard_D2as_v5', 'D|as|5', 'AMD', 0],
    ['Standard_E4-2ads_v5', 'E|ads|5', 'AMD', 0],
    ['Standard_DS11_v2_Promo', 'DS||2', 'Intel', 0],
    ['Standard_D1', 'D||1', 'Intel', 0],
    ['Standard_A2_v2', 'A||2', undefined, 0],
    ['Standard_HB120rs_v3', 'HB|rs|3', 'AMD', 0],
    ['Standard_L8s_v2', 'L|s|2', 'AMD', 1],
    ['Standard_L8s_v3', 'L|s|3', 'Intel', 1],
    ['Standard_L4s', 'L|s|1', 'Intel', 0],
    ['Standard_NV6ads_A10_v5', 'NV|ads|5', 'AMD', 1],
    ['Standard_NC6s_v3', 'NC|s|3', 'Intel', 1],
    ['Standard_M96ds_2_v3', 'M|ds|3', 'Intel', 0],
    ['Standard_D8ds_v6', 'D|ds|6', 'Intel', 1],
  ])('%s is %s on %s with %s DDA devices', (name, parts, vendor, dda) => {
    expect(told(name)).toEqual([parts, vendor, dda]);
  });

  it('an Arm size has neither vendor', () => {
    expect(told('Standard_D2ps_v5', 'Arm64')).toEqual(['D|ps|5', undefined, 0]);
  });

  it.each(['Basic_A1', 'Standard', 'standard_d2s_v5', 'Standard_D2s-v5'])('%s is no size name', (name) => {
    expect(parseSizeName(name)).toBeUndefined();
  });
});
