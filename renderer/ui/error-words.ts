import { errorCodes, type ErrorCode } from '#shared/errors/index.ts';

/** What failed, and what to do next. Why it failed in particular stands in the error's own message. */
export interface ErrorWords {
  readonly what: string;
  readonly next: string;
}

export const errorWords: Readonly<Record<ErrorCode, ErrorWords>> = {
  'whm.unreachable': {
    what: 'The server cannot be reached',
    next: 'Check that it is up and that its port is open from here.',
  },
  'whm.tls-untrusted': {
    what: 'The certificate is not trusted',
    next: 'Compare its SHA-256 with the one on the server, then accept it under Edit server. Nothing was sent.',
  },
  'whm.tls-changed': {
    what: 'The certificate has changed',
    next: 'Nothing is sent to this server until you compare the new SHA-256 and accept it under Edit server.',
  },
  'whm.unauthorized': {
    what: 'WHM refused the API token',
    next: 'It is not tried again: enter another token, or see to this one in WHM under Manage API Tokens.',
  },
  'whm.forbidden': {
    what: 'The API token lacks a privilege',
    next: 'Give the token the ACL named above in WHM under Manage API Tokens, then try again.',
  },
  'whm.busy': {
    what: 'The server is busy',
    next: 'WHM asked to wait. Give it a minute.',
  },
  'whm.protocol': {
    what: 'The answer was not understood',
    next: 'Something other than WHM may answer on this port, or this WHM version is new to Nameward. What could not be read is shown as unknown.',
  },
  'whm.rejected': {
    what: 'WHM refused the request',
    next: 'Read what WHM said, correct it there or here, and try again.',
  },
  'whm.unsupported': {
    what: 'This server does not offer it',
    next: 'See the channels of the server for what it needs: a newer WHM, another ACL, or access by command.',
  },
  'keychain.unavailable': {
    what: 'The keychain cannot be used',
    next: 'See that it runs (on Linux a Secret Service such as GNOME Keyring or KWallet), then try again.',
  },
  'keychain.locked': {
    what: 'The keychain is locked or does not answer',
    next: "Unlock it with your operating system's password manager, then try again. Nothing was lost.",
  },
  'keychain.missing': {
    what: 'There is no API token for this server',
    next: 'Enter one under Edit server.',
  },
  'store.corrupt': {
    what: 'A file of the profile could not be read',
    next: 'It was set aside under the name shown and is not touched. Nameward went on without it.',
  },
  'store.newer': {
    what: 'A file was written by a newer Nameward',
    next: 'It is shown but not changed. Use the newer Nameward to change it.',
  },
  'store.failed': {
    what: 'A file of the profile could not be written',
    next: 'Check the free space and the permissions of the profile folder, then try again.',
  },
  'servers.duplicate': {
    what: 'This server is already there',
    next: 'Two servers with the same host and port are not allowed. Edit the one that exists.',
  },
  'servers.unknown': {
    what: 'This server is not in the list',
    next: 'It may have been removed meanwhile. Close this and look again.',
  },
  'input.invalid': {
    what: 'Something entered is not valid',
    next: 'Correct the field that is named and try again.',
  },
  'ipc.unknown': {
    what: 'This part of Nameward does not fit the rest',
    next: 'Restart Nameward. If it happens again, install it anew.',
  },
  'ipc.invalid': {
    what: 'Nameward asked itself something that is not allowed',
    next: 'Nothing was done. Restart Nameward and report it if it happens again.',
  },
  'ipc.output': {
    what: 'Nameward held back an answer of the wrong form',
    next: 'Nothing is shown of it. Restart Nameward and report it if it happens again.',
  },
  'ipc.refused': {
    what: 'The main process does not answer this window',
    next: 'Restart Nameward.',
  },
  'vault.locked': {
    what: 'The vault is locked',
    next: 'Unlock it, then try again.',
  },
  'vault.passphrase': {
    what: 'The passphrase is not right',
    next: 'Type it again. Mind capitals and the keyboard layout.',
  },
  'lab.failed': {
    what: 'The lab does not run',
    next: 'Try again; another program may hold its addresses.',
  },
  'plan.stale': {
    what: 'The fleet has changed since the plan was made',
    next: 'Nothing was sent. Look at what has changed, then preview the plan again.',
  },
  'plan.precondition': {
    what: 'The plan cannot be applied as it is',
    next: 'Nothing was sent. Do what the message names, then preview the plan again.',
  },
  'plan.partial': {
    what: 'Only a part of the plan was carried out',
    next: 'See each step for what is done and what is not; then resume the plan or undo what was done.',
  },
  cancelled: {
    what: 'Cancelled',
    next: 'What was already sent to a server may have taken effect; look at what it says now.',
  },
  internal: {
    what: 'Something went wrong inside Nameward',
    next: 'Try again; if it goes on, restart Nameward and report it.',
  },
};

const known: ReadonlySet<string> = new Set(errorCodes);

function isErrorCode(code: string): code is ErrorCode {
  return known.has(code);
}

/** @param code an ErrorCode, or what a file of an older version calls one: then the words of `internal` */
export function wordsFor(code: string): ErrorWords {
  return errorWords[isErrorCode(code) ? code : 'internal'];
}
