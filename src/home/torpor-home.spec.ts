import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accessToken } from './access-token.js';
import { HomeError, torporHome } from './torpor-home.js';

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe('home', () => {
  let directory = '';

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'torpor-home-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it('is ~/.torpor, or what TORPOR_HOME names, closed to others', () => {
    const byDefault = torporHome({ HOME: directory });
    const named = torporHome({ HOME: directory, TORPOR_HOME: join(directory, 'a', 'b') });
    expect([byDefault.directory, named.directory]).toEqual([
      join(directory, '.torpor'),
      join(directory, 'a', 'b'),
    ]);
    const folders = [
      named.directory,
      named.postgresDirectory,
      named.redisDirectory,
      named.tlsDirectory,
      named.runDirectory,
    ];
    expect(folders.map(modeOf)).toEqual(['700', '700', '700', '700', '700']);
  });

  it('leaves the mode of a directory alone that was there before', () => {
    mkdirSync(join(directory, 'volume'));
    chmodSync(join(directory, 'volume'), 0o755);
    expect(modeOf(torporHome({ TORPOR_HOME: join(directory, 'volume') }).directory)).toBe('755');
  });

  it('names the directory and the remedy when it cannot be used', () => {
    writeFileSync(join(directory, 'file'), '');
    let thrown: unknown;
    try {
      torporHome({ TORPOR_HOME: join(directory, 'file', 'home') });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(HomeError);
    expect(thrown).toMatchObject({
      code: 'home-unusable',
      sentence: expect.stringContaining(join(directory, 'file', 'home')) as string,
      remedy: 'Set TORPOR_HOME to a directory that this user may write to.',
    });
  });

  describe('access token', () => {
    it('is generated once and kept to its owner', () => {
      const home = torporHome({ TORPOR_HOME: directory });
      const token = accessToken(home, {});
      expect(Buffer.from(token, 'base64url')).toHaveLength(32);
      expect([accessToken(home, {}), modeOf(home.tokenFile)]).toEqual([token, '600']);
    });

    it('is closed again when its file was opened to others', () => {
      const home = torporHome({ TORPOR_HOME: directory });
      accessToken(home, {});
      chmodSync(home.tokenFile, 0o644);
      accessToken(home, {});
      expect(modeOf(home.tokenFile)).toBe('600');
    });

    it('is what TORPOR_TOKEN says when that is set', () => {
      const home = torporHome({ TORPOR_HOME: directory });
      expect(accessToken(home, { TORPOR_TOKEN: 'given' })).toBe('given');
    });

    const MALFORMED = [
      ['TORPOR_TOKEN', { TORPOR_TOKEN: 'two words' }, ''],
      ['the file', {}, ''],
      ['the file', {}, 'line\nbreak'],
    ] as const;
    for (const [source, env, stored] of MALFORMED) {
      it(`is refused when ${source} holds ${JSON.stringify(stored || env)}`, () => {
        const home = torporHome({ TORPOR_HOME: directory });
        writeFileSync(home.tokenFile, stored);
        expect(() => accessToken(home, env)).toThrow(HomeError);
      });
    }
  });
});
