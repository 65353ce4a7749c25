/** A case asks for what this machine does not have. The message says what. */
export class Unsupported extends Error {
  override name = 'Unsupported';
}
