import { OperationalError } from "../base/errors.ts";
import {
  IssuanceStatus_State,
  makeIssueNodeCertificateRequest,
  makeNodeCertificateStatusRequest,
  type Node,
  type NodeRole,
} from "../model/generated/types.ts";
import type { NodeCredentials } from "../rpc/credentials.ts";
import type { CertificateFacts, Certificates } from "../system/certificates.ts";
import type { Clock } from "../system/clock.ts";
import { withDeadline } from "../system/deadline.ts";
import type { Entropy } from "../system/entropy.ts";
import type { Log } from "../system/log.ts";
import type { Channel } from "../system/rpc.ts";
import { Wake } from "../system/wake.ts";
import { NodeCAService } from "../wire/generated/services.ts";
import { renewalInMs, renewalRetryInMs } from "../worker/task/renewal.ts";

export interface KeeperDeps {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
  readonly certificates: Certificates;
  /** A channel to some manager, to be closed after use. */
  readonly dial: () => Channel;
  /** Makes new credentials durable. */
  readonly save: (credentials: NodeCredentials) => Promise<void>;
  /** `credentials` gives new ones from now on. */
  readonly onRenewed: () => void;
}

/** A node whose role has changed is of no use as what it was. */
const URGENT_RETRY_MS = 2_000;
const RENEWAL_MS = 15_000;
/** Timers of the platform reach no further than 24.8 days. */
const LONGEST_SLEEP_MS = 86_400_000;

/**
 * Keeps this node's certificate fresh: renews it in good time, when the cluster asks for it, and when
 * the node's role is no longer the one it is certified for. Source: swarmkit ca/renewer.go.
 */
export class CredentialsKeeper {
  readonly #deps: KeeperDeps;
  readonly #wake = new Wake();
  #credentials: NodeCredentials;
  #facts: CertificateFacts;
  #asked = false;
  /** The root as a manager told it last, until it is this node's. */
  #rootHeard: string | undefined;
  /** As a manager said last. */
  #role: NodeRole | undefined;

  constructor(deps: KeeperDeps, credentials: NodeCredentials, facts: CertificateFacts) {
    this.#deps = deps;
    this.#credentials = credentials;
    this.#facts = facts;
  }

  get credentials(): NodeCredentials {
    return this.#credentials;
  }

  get facts(): CertificateFacts {
    return this.#facts;
  }

  /**
   * What a manager says of this node: another role, or that its certificate is to be replaced; and
   * whom the cluster believes, in PEM.
   */
  heard(node: Node | undefined, root = ""): void {
    if (root !== "" && root !== this.#credentials.root) {
      this.#rootHeard = root;
      this.#wake.set();
    }
    if (!node) return;
    const state = node.certificate?.status?.state;
    this.#role = node.role;
    if (!this.#isMisfit() && state !== IssuanceStatus_State.ROTATE) return;
    this.#asked = true;
    this.#wake.set();
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock, entropy, log } = this.#deps;
    const prng = entropy.prng();
    let failures = 0;
    let isUrgent = false;
    let renewAtMs = clock.wallMs() + renewalInMs(this.#facts, clock.wallMs(), prng.unit());
    while (!signal.aborted) {
      const patienceMs = this.#rootHeard === undefined ? LONGEST_SLEEP_MS : URGENT_RETRY_MS;
      const waitMs = Math.min(patienceMs, Math.max(0, renewAtMs - clock.wallMs()));
      const cancel = clock.after(waitMs, () => this.#wake.set());
      await this.#wake.wait(signal);
      cancel();
      await this.#followRoot();
      if (signal.aborted || (!this.#asked && clock.wallMs() < renewAtMs)) continue;
      isUrgent ||= this.#asked;
      try {
        await this.#renew(signal);
        failures = 0;
        isUrgent = false;
        // The role may have changed back while the certificate was on its way.
        renewAtMs =
          clock.wallMs() +
          (this.#isMisfit()
            ? URGENT_RETRY_MS
            : renewalInMs(this.#facts, clock.wallMs(), prng.unit()));
        log.info("certificate renewed", { nodeId: this.#facts.nodeId });
      } catch (error) {
        if (signal.aborted) return;
        failures++;
        const longestMs = isUrgent ? URGENT_RETRY_MS : Infinity;
        const retryInMs = Math.min(longestMs, renewalRetryInMs(failures));
        renewAtMs = clock.wallMs() + retryInMs;
        log.warn("certificate not renewed", { error, retryInMs });
      }
      this.#asked = false;
    }
  }

  /** Believes in the cluster's new root, if that vouches for this node's own certificate. */
  async #followRoot(): Promise<void> {
    const root = this.#rootHeard;
    if (root === undefined) return;
    const { log, certificates } = this.#deps;
    try {
      const facts = await certificates.inspect(this.#credentials.certificate, root);
      await this.#adopt({ ...this.#credentials, root }, facts);
      this.#rootHeard = undefined;
      log.info("the cluster's new root is believed", { nodeId: facts.nodeId });
    } catch (error) {
      log.warn("the cluster's new root is not believed yet", { error });
    }
  }

  #isMisfit(): boolean {
    return this.#role !== undefined && this.#role !== this.#facts.role;
  }

  async #renew(signal: AbortSignal): Promise<void> {
    const { clock, certificates, dial } = this.#deps;
    const { csr, key } = await certificates.createRequest();
    const channel = dial();
    try {
      const certificate = await withDeadline(clock, RENEWAL_MS, signal, (inTime) =>
        this.#issue(channel, csr, inTime),
      );
      const credentials = { root: this.#credentials.root, certificate, key };
      const facts = await certificates.inspect(certificate, credentials.root);
      await this.#adopt(credentials, facts);
    } finally {
      channel.close();
    }
  }

  async #adopt(credentials: NodeCredentials, facts: CertificateFacts): Promise<void> {
    await this.#deps.save(credentials);
    this.#credentials = credentials;
    this.#facts = facts;
    this.#deps.onRenewed();
  }

  async #issue(channel: Channel, csr: Uint8Array, signal: AbortSignal): Promise<string> {
    const { nodeId } = await channel.unary(
      NodeCAService.IssueNodeCertificate,
      makeIssueNodeCertificateRequest({ csr }),
      { signal },
    );
    for (;;) {
      const { status, certificate } = await channel.unary(
        NodeCAService.NodeCertificateStatus,
        makeNodeCertificateStatusRequest({ nodeId }),
        { signal },
      );
      if (status?.state === IssuanceStatus_State.FAILED) {
        throw new OperationalError("failedPrecondition", `The cluster refused: ${status.err}`);
      }
      if (status?.state === IssuanceStatus_State.ISSUED && certificate) {
        return new TextDecoder().decode(certificate.certificate);
      }
      await this.#deps.clock.sleep(100, signal); // The call waits by itself; this holds off one that does not.
    }
  }
}
