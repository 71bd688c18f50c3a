import type { ContainerSpec, HealthConfig } from "../../model/generated/types.ts";
import { durationMs } from "../../model/time.ts";
import { invalid } from "./refuse.ts";

// A reference: optional registry host, path components, optional tag and digest. Source: the
// grammar of the distribution reference, which Docker documents.
const COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
const HOST = `(?:${LABEL}(?:\\.${LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const TAG = "[\\w][\\w.-]{0,127}";
const DIGEST = "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}";
const REFERENCE = new RegExp(
  `^(?:${HOST}/)?${COMPONENT}(?:/${COMPONENT})*(?::${TAG})?(?:@${DIGEST})?$`,
);
/** A name of 255, a tag of 128 and a digest, with room to spare. */
const MAX_REFERENCE_LENGTH = 1024;
/** Could be an image's id, which says nothing to other engines. */
const IMAGE_ID = /^[a-f0-9]{64}$/;
const MIN_HEALTH_MS = 1;

/** Refuses what no engine could run. */
export function validateContainer(container: ContainerSpec): void {
  const { image, healthcheck, stopGracePeriod } = container;
  if (image === "") invalid("ContainerSpec: image reference must be provided");
  if (image.length > MAX_REFERENCE_LENGTH || IMAGE_ID.test(image) || !REFERENCE.test(image)) {
    invalid(`ContainerSpec: "${image}" is not a valid repository/tag`);
  }
  if (durationMs(stopGracePeriod, 0) < 0) {
    invalid("ContainerSpec: stop-grace-period cannot be negative");
  }
  if (healthcheck) validateHealth(healthcheck);
}

function validateHealth(health: HealthConfig): void {
  const spans = {
    Interval: health.interval,
    Timeout: health.timeout,
    StartPeriod: health.startPeriod,
    StartInterval: health.startInterval,
  };
  for (const [name, span] of Object.entries(spans)) {
    const ms = durationMs(span, 0);
    if (ms !== 0 && ms < MIN_HEALTH_MS) {
      invalid(`ContainerSpec: ${name} in HealthConfig cannot be less than 1ms`);
    }
  }
  if (health.retries < 0) invalid("ContainerSpec: Retries in HealthConfig cannot be negative");
}
