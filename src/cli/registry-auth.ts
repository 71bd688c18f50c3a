import { refuse } from "./command.ts";
import { isRecord } from "./json.ts";
import type { World } from "./world.ts";

/** Where docker keeps the credentials of the registry that names without a host mean. */
const DEFAULT_REGISTRY = "https://index.docker.io/v1/";

/**
 * The header that carries the credentials of an image's registry, as `docker login` stored them in
 * its config.json; empty when there are none.
 */
export async function registryAuthHeader(
  image: string,
  world: World,
): Promise<Readonly<Record<string, string>>> {
  const folder = world.env["DOCKER_CONFIG"] ?? `${world.env["HOME"] ?? ""}/.docker`;
  const registry = registryOf(image);
  const config = await readConfig(`${folder}/config.json`, world);
  const auths = isRecord(config["auths"]) ? config["auths"] : {};
  const entry = auths[registry];
  if (!isRecord(entry)) return {};

  const { auth, identitytoken } = entry;
  if (typeof auth !== "string" || auth === "") {
    const helper = config["credsStore"];
    if (typeof helper !== "string") return {};
    refuse(
      `--with-registry-auth cannot read credentials of ${registry} from the helper "${helper}": ` +
        `log in with a DOCKER_CONFIG folder whose config.json names no credsStore`,
    );
  }
  const [username = "", ...password] = Buffer.from(auth, "base64").toString("utf8").split(":");
  const credentials = {
    username,
    password: password.join(":"),
    serveraddress: registry,
    ...(typeof identitytoken === "string" && { identitytoken }),
  };
  const header = forUrls(JSON.stringify(credentials));
  return { "X-Registry-Auth": header };
}

/** The host that an image's name begins with. Source: distribution/reference, splitDockerDomain. */
function registryOf(image: string): string {
  const [first = "", ...rest] = image.split("/");
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  return isHost && !["docker.io", "index.docker.io"].includes(first) ? first : DEFAULT_REGISTRY;
}

async function readConfig(path: string, world: World): Promise<Record<string, unknown>> {
  let text: string;
  try {
    text = await world.readTextFile(path);
  } catch {
    return {}; // No file: nobody has logged in.
  }
  try {
    const config: unknown = JSON.parse(text);
    return isRecord(config) ? config : {};
  } catch {
    return refuse(`cannot read ${path}: it is not JSON`);
  }
}

/** Base 64 for URLs with its padding, without which engines pass over it. */
function forUrls(text: string): string {
  return Buffer.from(text).toString("base64").replaceAll("+", "-").replaceAll("/", "_");
}
