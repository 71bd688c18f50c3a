import { dirname, resolve } from "node:path";
import { IMAGE } from "../rig/engine-image.ts";

const PROGRAMS = resolve("build/test/e2e/skein");

/** Lets containers of the rig's image use this machine's Node.js, which needs the machine's libraries. */
const MOUNTED: readonly (readonly [source: string, target: string])[] = [
  ["/usr", "/usr"],
  ["/usr/lib", "/lib"],
  ["/usr/lib64", "/lib64"],
  [dirname(process.execPath), "/node"],
  [PROGRAMS, "/programs"],
];

/** Options, image and arguments of a service that runs one of the programs of this folder. */
export function programService(name: "named-server", options: readonly string[]): string[] {
  const mounts = MOUNTED.map(([source, target]) => [
    "--mount",
    `type=bind,source=${source},target=${target},readonly`,
  ]);
  return [...mounts.flat(), ...options, IMAGE, "/node/node", `/programs/${name}.js`];
}
