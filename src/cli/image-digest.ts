import { errorCodeOf } from "../base/errors.ts";
import { isOlderApi, type EngineClient } from "./client.ts";
import type { ServiceSpec } from "./engine-api.ts";

/** The first API version whose daemon leaves looking up the digest to its client. */
const CLIENT_RESOLVES = "1.30";

interface Distribution {
  readonly Descriptor?: { readonly digest?: string };
  readonly Platforms?: readonly { readonly architecture?: string; readonly os?: string }[] | null;
}

/**
 * Pins a spec's image to what its registry has now, so that all nodes run the same, and notes the
 * platforms it runs on. A registry that cannot be asked is a warning: nodes may reach it, or have the
 * image. Source: docker client, service_create.go resolveContainerSpecImage.
 */
export async function pinImage(
  client: EngineClient,
  spec: ServiceSpec,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly spec: ServiceSpec; readonly warnings: readonly string[] }> {
  const { TaskTemplate: task } = spec;
  const image = task.ContainerSpec?.Image ?? "";
  if (isOlderApi(await client.version(), CLIENT_RESOLVES)) return { spec, warnings: [] };
  let distribution: Distribution;
  try {
    distribution = await client.get<Distribution>(`/distribution/${image}/json`, {}, headers);
  } catch (error) {
    if (errorCodeOf(error) === "cancelled") throw error;
    return { spec, warnings: [warningOf(image)] };
  }
  const digest = distribution.Descriptor?.digest ?? "";
  const pinned = digest === "" || image.includes("@") ? image : `${image}@${digest}`;
  const platforms = (distribution.Platforms ?? []).map((platform) => ({
    // ARM's variants run on each other's machines: the architecture is left open.
    Architecture: platform.architecture?.toLowerCase() === "arm" ? "" : platform.architecture,
    OS: platform.os,
  }));
  return {
    spec: {
      ...spec,
      TaskTemplate: {
        ...task,
        ContainerSpec: { ...task.ContainerSpec, Image: pinned },
        Placement: {
          ...task.Placement,
          ...(platforms.length > 0 && { Platforms: platforms.map(withoutEmpty) }),
        },
      },
    },
    warnings: [],
  };
}

function withoutEmpty(platform: {
  readonly Architecture: string | undefined;
  readonly OS: string | undefined;
}): { readonly Architecture?: string; readonly OS?: string } {
  const { Architecture: architecture = "", OS: os = "" } = platform;
  return {
    ...(architecture !== "" && { Architecture: architecture }),
    ...(os !== "" && { OS: os }),
  };
}

function warningOf(image: string): string {
  return (
    `image ${image} could not be accessed on a registry to record\nits digest. ` +
    `Each node will access ${image} independently,\npossibly leading to different nodes running ` +
    "different\nversions of the image.\n"
  );
}
