import { join } from 'node:path';
import { expect, it } from 'vitest';
import { keychainService, namewardHome, profileFolder } from './folder.ts';

it.each([
  ['default', 'Nameward'],
  ['lab', 'Nameward (lab)'],
  ['customers', 'Nameward (customers)'],
])('has the tokens of the profile %s under %s', (profile, service) => {
  expect(keychainService(profile)).toBe(service);
});

it.runIf(process.platform === 'linux')('stands where Electron keeps the data of an app', () => {
  expect(namewardHome({ XDG_CONFIG_HOME: '/x' })).toBe('/x/Nameward');
  expect(namewardHome({})).toMatch(/\/\.config\/Nameward$/);
  expect(profileFolder('/x/Nameward', 'lab')).toEqual({
    name: 'lab',
    directory: join('/x/Nameward', 'profiles', 'lab'),
    logs: join('/x/Nameward', 'profiles', 'lab', 'logs'),
    plans: join('/x/Nameward', 'profiles', 'lab', 'plans'),
  });
});
