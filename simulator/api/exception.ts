/** A failure by exception: the reason becomes `API failure: (XID abc123) …` (`whm-protocol 1.6`). */
export class ApiException extends Error {
  override readonly name = 'ApiException';
}
