import { describe, expect, it } from 'vitest';
import { identitySettings } from './settings-of-environment.js';

describe('identitySettings', () => {
  it.each<readonly [string | undefined, Readonly<Record<string, string>>, object]>([
    [undefined, {}, { hostNames: [], tokenLifetimeSeconds: 86_400, developmentPrincipal: true }],
    ['127.0.0.1', {}, { hostNames: ['127.0.0.1'], tokenLifetimeSeconds: 86_400, developmentPrincipal: true }],
    ['0.0.0.0', {}, { hostNames: [], tokenLifetimeSeconds: 86_400, developmentPrincipal: false }],
    ['::', {}, { hostNames: [], tokenLifetimeSeconds: 86_400, developmentPrincipal: false }],
    ['10.0.0.4', {}, { hostNames: ['10.0.0.4'], tokenLifetimeSeconds: 86_400, developmentPrincipal: false }],
    [
      undefined,
      {
        TORPOR_HOST_NAMES: ' Torpor.test, 10.0.0.4,,torpor.test',
        TORPOR_TOKEN_LIFETIME: '60',
        TORPOR_DEVELOPMENT_PRINCIPAL: 'OFF',
      },
      { hostNames: ['torpor.test', '10.0.0.4'], tokenLifetimeSeconds: 60, developmentPrincipal: false },
    ],
  ])('ARM-35 at %j with %j: %j', (host, env, expected) => {
    expect(identitySettings(env, host)).toEqual(expected);
  });

  it.each(['0', '-1', 'a day', '2592001', '1.5'])('ARM-35 refuses a lifetime of %j', (lifetime) => {
    expect(() => identitySettings({ TORPOR_TOKEN_LIFETIME: lifetime }, undefined)).toThrow(
      'TORPOR_TOKEN_LIFETIME is',
    );
  });
});
