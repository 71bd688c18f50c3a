import { mkdir, readFile, rename, rm, access } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { staticBusybox } from "./prerequisites.ts";
import { run } from "./shell.ts";
import { HOME } from "./slots.ts";

/** The image every engine of a rig has: busybox with all its applets. */
export const IMAGE = "skein/busybox:1";

/** Puts the image into an engine without a registry. `extraTags` are further names for it. */
export async function importImage(
  socketPath: string,
  extraTags: readonly string[] = [],
): Promise<void> {
  const archive = await imageArchive();
  for (const reference of [IMAGE, ...extraTags]) {
    const [repository = "", tag = "latest"] = reference.split(":");
    const query = new URLSearchParams({ fromSrc: "-", repo: repository, tag });
    query.append("changes", 'CMD ["sleep","3600"]');
    query.append("changes", "ENV PATH=/bin");
    await post(socketPath, `/images/create?${query.toString()}`, archive);
  }
}

let building: Promise<Buffer> | undefined;

function imageArchive(): Promise<Buffer> {
  building ??= buildArchive();
  return building;
}

async function buildArchive(): Promise<Buffer> {
  const cache = join(HOME, "cache");
  const archive = join(cache, "busybox.tar");
  const built = await access(archive).then(
    () => true,
    () => false,
  );
  if (!built) {
    const tree = join(cache, `busybox-${process.pid}`);
    await mkdir(tree, { recursive: true });
    const script = [
      "set -e",
      'mkdir -p bin tmp etc root var/run; chmod 1777 tmp; cp "$1" bin/busybox',
      "for applet in $(bin/busybox --list); do [ -e bin/$applet ] || ln -s busybox bin/$applet; done",
      "echo root:x:0:0:root:/root:/bin/sh > etc/passwd; echo nobody:x:65534:65534::/:/bin/sh >> etc/passwd",
      "echo root:x:0: > etc/group; echo nogroup:x:65534: >> etc/group",
      'tar -cf "$2" .',
    ].join("\n");
    const draft = `${tree}.tar`;
    await run(["sh", "-c", script, "image", (await staticBusybox()) ?? "busybox", draft], {
      cwd: tree,
    });
    await rename(draft, archive);
    await rm(tree, { recursive: true });
  }
  return readFile(archive);
}

function post(socketPath: string, path: string, body: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/x-tar", "content-length": body.length };
    const sent = request({ socketPath, path, method: "POST", headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => (text += part));
      response.once("end", () => {
        const failed = (response.statusCode ?? 500) >= 300 || text.includes('"error"');
        if (failed) reject(new Error(`Cannot import an image: ${text}`));
        else resolve();
      });
    });
    sent.once("error", reject);
    sent.end(body);
  });
}

/** Whether an engine answers on this socket now. */
export function answersPing(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const sent = request({ socketPath, path: "/_ping", timeout: 1000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    sent.once("timeout", () => sent.destroy());
    sent.once("error", () => resolve(false));
    sent.end();
  });
}
