import { describe, expect, it } from 'vitest';
import { externalLink } from './links.ts';

describe('the door for links', () => {
  it('opens for the documentation over https', () => {
    expect(externalLink('https://docs.cpanel.net/whm/clusters/configure-cluster-servers/')).toBe(
      'https://docs.cpanel.net/whm/clusters/configure-cluster-servers/',
    );
    expect(externalLink('https://API.docs.cpanel.net/')).toBe('https://api.docs.cpanel.net/');
  });

  it.each([
    'http://docs.cpanel.net/',
    'https://docs.cpanel.net.example.com/',
    'https://docs.cpanel.net:8443/',
    'https://user@docs.cpanel.net/',
    'https://docs.cpanel.net@example.com/',
    'https://example.com/?docs.cpanel.net',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'app://nameward/index.html',
    'smb://docs.cpanel.net/',
    '',
    'docs.cpanel.net',
  ])('stays closed for %s', (url) => {
    expect(externalLink(url)).toBeNull();
  });
});
