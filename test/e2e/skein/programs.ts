import { dirname, resolve } from "node:path";
import { IMAGE } from "../rig/engine-image.ts";

const PROGRAMS = resolve("build/test/e2e/skein");

/**
 * Options by which containers of the rig's image can run this machine's Node.js as /node/node, which
 * needs the machine's libraries, and the programs of a directory below /programs.
 */
export function programMounts(programs: string): string[] {
  const mounted = [
    ["/usr", "/usr"],
    ["/usr/lib", "/lib"],
    ["/usr/lib64", "/lib64"],
    [dirname(process.execPath), "/node"],
    [programs, "/programs"],
  ] as const;
  return mounted.flatMap(([source, target]) => [
    "--mount",
    `type=bind,source=${source},target=${target},readonly`,
  ]);
}

/** Options, image and arguments of a service that runs one of the programs of this folder. */
export function programService(name: "named-server", options: readonly string[]): string[] {
  const command = ["/node/node", `/programs/${name}.js`];
  return [...programMounts(PROGRAMS), ...options, IMAGE, ...command];
}
