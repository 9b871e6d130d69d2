import type { WrittenCase } from '#test/integration/cases/case-folder.ts';

const plain = 'text/plain; charset="utf-8"';
const html = 'text/html; charset="utf-8"';
const everywhere = (body: string, type: string, status = 200) => ({
  web1: { address: '192.0.2.11', answers: { '/json-api/*': { body, type, status } } },
});

/** Further instances of pages where data is due. */
export const answerCases: readonly WrittenCase[] = [
  {
    like: 'answer-disk-full',
    name: 'another file system, with status 503 and no header line in the body',
    servers: everywhere(
      '<html><head><title>cPanel</title></head><body><h1>Sorry for the inconvenience!</h1><h3>The filesystem mounted at /var on this server is running out of disk space. cPanel operations have been temporarily suspended to prevent something bad from happening.</h3></body></html>',
      html,
      503,
    ),
    expectations: {
      runs: [
        {
          command: 'status',
          servers: {
            web1: {
              members: null,
              error: { says: ['/var', 'disk|file ?system', 'space|full'], neverSays: ['not JSON'] },
            },
          },
        },
      ],
    },
  },
  {
    like: 'answer-frame-page',
    name: 'a page of the frame in another language',
    servers: everywhere(
      '<!DOCTYPE html>\n<html dir="ltr" lang="de">\n<head><title>web1 – WebHost Manager</title><link rel="stylesheet" href="/cPanel_magic_revision_1699999999/unprotected/whostmgr.css"></head>\n<body></body></html>',
      html,
    ),
    expectations: {
      runs: [
        {
          command: 'status',
          servers: {
            web1: { members: null, error: { code: ['whm.protocol'], says: ['its own page|WHM.s own|browser|proxy'] } },
          },
        },
      ],
    },
  },
  {
    like: 'answer-licence-page',
    name: 'plain text that says the licence has expired',
    servers: everywhere('Your cPanel license has expired. Contact your provider.\n', plain),
    expectations: {
      runs: [
        {
          command: 'status',
          servers: { web1: { members: null, error: { says: ['licen[cs]e'], neverSays: ['token'] } } },
        },
      ],
    },
  },
];
