/** Encrypts values so that each can be read back only where it was put, and only whole. */
export interface ValueCipher {
  /** Names its key; kept with every value. */
  readonly keyId: number;
  seal(place: string, plain: Uint8Array): Uint8Array;
  /** Undefined when it was not sealed for this place with this key, or is damaged. */
  unseal(place: string, sealed: Uint8Array): Uint8Array | undefined;
}

/** The keys of one store, durable somewhere else. */
export interface Keyring {
  /** What is written is of this key. */
  active(): ValueCipher;
  /** What may still be read: this one's and those before it. */
  byId(keyId: number): ValueCipher | undefined;
  /** Older keys than the active one may still be needed. */
  readonly hasOlder: boolean;
  /** Makes a new key the active one; durable when it resolves. */
  rotate(): Promise<void>;
  /** Forgets all but the active one: nothing needs them any more. */
  forgetOlder(): Promise<void>;
}
