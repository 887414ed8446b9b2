import { describe, expect, it } from 'vitest';
import { RouteTable } from './route-table.js';

describe('RouteTable', () => {
  const table = new RouteTable();
  table.add(['GET', 'HEAD'], '/vms/:name');
  table.add('PUT', '/VMS/:name');
  table.add('POST', '/vms/:name/start');
  table.add('GET', '/files/*');
  table.add('GET', '/');

  it.each<readonly [string, readonly string[]]>([
    ['/vms/a', ['GET', 'HEAD', 'PUT']],
    ['/Vms/A', ['GET', 'HEAD', 'PUT']],
    ['/vms/a/START', ['POST']],
    ['/vms', []],
    ['/vms/', []],
    ['/vms/a/start/b', []],
    ['/files/a/b', ['GET']],
    ['/', ['GET']],
    ['', []],
  ])('ARM-16 knows what serves %j', (path, methods) => {
    expect(table.methodsOf(path)).toEqual(methods);
  });
});
