import type { Change, ObjectKind, ObjectTypes, ReadTx } from "../../../src/manager/store/store.ts";
import type { Codec } from "../../../src/system/rpc.ts";
import * as codecs from "../../../src/wire/generated/codecs.ts";

const CODECS: { readonly [K in ObjectKind]: Codec<ObjectTypes[K]> } = {
  node: codecs.NodeCodec,
  service: codecs.ServiceCodec,
  task: codecs.TaskCodec,
  network: codecs.NetworkCodec,
  cluster: codecs.ClusterCodec,
  secret: codecs.SecretCodec,
  config: codecs.ConfigCodec,
  resource: codecs.ResourceCodec,
  extension: codecs.ExtensionCodec,
  volume: codecs.VolumeCodec,
};

/**
 * A fingerprint of a whole store that follows its commits at the price of the changed objects: the
 * sum of the fingerprints of its objects, in whatever order they came.
 */
export class StateHash {
  #sum = 0;
  #count = 0;
  readonly #parts = new Map<string, number>();

  static of(tx: ReadTx): StateHash {
    const hash = new StateHash();
    for (const [kind, objects] of everything(tx)) {
      for (const object of objects) hash.#set(kind, object.id, object);
    }
    return hash;
  }

  apply(changes: readonly Change[]): void {
    for (const { kind, object, action } of changes) {
      this.#set(kind, object.id, action === "remove" ? undefined : object);
    }
  }

  get value(): string {
    return `${this.#count} objects, ${(this.#sum >>> 0).toString(16).padStart(8, "0")}`;
  }

  #set<K extends ObjectKind>(kind: K, id: string, object: ObjectTypes[K] | undefined): void {
    const key = `${kind}/${id}`;
    const before = this.#parts.get(key);
    if (before !== undefined) {
      this.#sum = (this.#sum - before) | 0;
      this.#count--;
      this.#parts.delete(key);
    }
    if (object === undefined) return;
    const part = fingerprint(key, CODECS[kind].encode(object));
    this.#sum = (this.#sum + part) | 0;
    this.#count++;
    this.#parts.set(key, part);
  }
}

/** Every object of a store, by kind. */
export function everything(
  tx: ReadTx,
): readonly (readonly [ObjectKind, readonly ObjectTypes[ObjectKind][]])[] {
  return [
    ["node", tx.nodes.all()],
    ["service", tx.services.all()],
    ["task", tx.tasks.all()],
    ["network", tx.networks.all()],
    ["cluster", tx.clusters.all()],
    ["secret", tx.secrets.all()],
    ["config", tx.configs.all()],
    ["resource", tx.resources.all()],
    ["extension", tx.extensions.all()],
    ["volume", tx.volumes.all()],
  ];
}

function fingerprint(key: string, bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  }
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}
