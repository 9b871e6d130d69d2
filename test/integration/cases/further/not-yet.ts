/** Further cases that do not hold yet; as in ../not-yet.ts, a line goes with the change that mends it. */
export const furtherNotYet: readonly string[] = [
  'members-other-files: editors leave copies and package managers leave originals',
  'members-outside-modules: a PowerDNS back end, and one whose file has a user and a key alone',
  'two-of-one-module: three entries of a module that keeps a stack each',
  'role-words: a role in capitals and one of another program',
  'role-two-words: two words on one line, and the later one first',
  'member-file-crlf: only the lines that somebody added end with CR LF',
  'stray-role-file: the role file of an address that was removed by hand',
  'stray-disabled-mark: the disabled mark of an address that is no member any more',
  'member-folder-unreadable: the folder above it cannot be read',
  'address-moved: the server has two addresses, and the entry names neither',
  'ipv6-spelling: capitals in the name of the file, zeros in the answer of the server',
  'member-version-unread: another version is required',
  'reason-without-reason: another Perl file, no colon',
  'path-of-one-column: a line that is none between lines of one and two columns',
  'nat-member: two web servers behind NAT in one private network',
  'trust-question: two servers in one batch',
];
