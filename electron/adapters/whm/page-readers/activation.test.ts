import { describe, expect, it } from 'vitest';
import { reverseTrustSaid } from './activation.ts';
import { parsePage } from './html.ts';

const address = '192.0.2.7';
const trust = 'Das Vertrauensverhältnis wurde hergestellt.';
const version = (number: string) => `Auf ns1.example.net läuft WHM ${number}`;
const reverse = 'Auch umgekehrt.';
const role = `Die neue Rolle von ${address} ist sync.`;
const notice = '<div class="warningmsg"><h3>Das ging nicht.</h3></div>';

function said(lines: readonly string[], more = '', separator = '<br>\n') {
  const html = `<div id="activateNameserverSucceeded" class="okmsg">${lines.join(separator)}</div>${more}`;
  return reverseTrustSaid(parsePage(html), address);
}

describe('what the page says of reverse trust, in any language', () => {
  it.each(['11.126.0.1', '10.0.0', '11.100.0.3'])('is read by the lines, with a member of version %s', (number) => {
    expect(said([trust, version(number), reverse, role])).toBe('established');
    expect(said([trust, version(number), role], notice)).toBe('not-established');
  });

  it('is the same however the page separates its lines', () => {
    const paragraphs = (lines: readonly string[]) => lines.map((line) => `<p><b>${line}</b></p>`);
    expect(said(paragraphs([trust, version('11.126.0.1'), reverse, role]), '', '')).toBe('established');
    expect(said(paragraphs([trust, version('11.126.0.1'), role]), notice, '')).toBe('not-established');
  });

  it('counts the line also where the role was not written, and beside a notice about something else', () => {
    expect(said([trust, version('11.126.0.1'), reverse], notice)).toBe('established');
    expect(said([trust, version('11.126.0.1'), reverse, role], notice)).toBe('established');
  });

  it('is unknown where the structure says nothing, or contradicts itself', () => {
    expect(said([trust, version('11.126.0.1'), role])).toBe('unknown');
    expect(said([trust, version('11.126.0.1'), reverse, 'mehr', role])).toBe('unknown');
    expect(said([`${trust} ${version('11.126.0.1')} ${reverse} ${role}`])).toBe('unknown');
    expect(said([`${trust} ${version('11.126.0.1')} ${reverse} ${role}`], notice)).toBe('unknown');
    expect(said([trust, role], notice)).toBe('unknown');
    expect(reverseTrustSaid(parsePage('<div class="okmsg">ok</div>'), address)).toBe('unknown');
  });
});
