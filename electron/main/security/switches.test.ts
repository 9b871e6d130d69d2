import { expect, it } from 'vitest';
import { drivingSwitches, isForTests } from './switches.ts';

it.each(['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address', 'remote-allow-origins'])(
  'finds --%s',
  (name) => expect(drivingSwitches((asked) => asked === name)).toEqual([name]),
);

it('takes what drives nothing', () => {
  const harmless = new Set(['no-sandbox', 'profile', 'home', 'disable-gpu', 'lang']);
  expect(drivingSwitches((name) => harmless.has(name))).toEqual([]);
});

it('drives only what says that it is for tests', () => {
  expect(isForTests('{"drivenByTests":true}')).toBe(true);
  for (const text of ['{}', '', '{"drivenByTests":"true"}', '{"drivenByTests":1}', 'null', '[]'])
    expect(isForTests(text)).toBe(false);
});
