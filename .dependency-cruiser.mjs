import { CODEC, EDGE, PURE, SEAMS, SHELL } from "./layers.mjs";

const LAYERS = { ...PURE, ...SEAMS, ...CODEC, ...SHELL };
const PACKAGES = ["npm", "npm-dev", "npm-peer", "npm-optional", "npm-no-pkg"];

/** Matches the files of one layer and not those of a layer nested inside it. */
const filesOf = (layer) => {
  const nested = Object.keys(LAYERS).filter((other) => other.startsWith(`${layer}/`));
  const except = nested.map((other) => `(?!${other.slice(layer.length + 1)}/)`).join("");
  return `^src/${layer}/${except}`;
};

const layering = Object.entries(LAYERS)
  .filter(([, allowed]) => !allowed.includes("*"))
  .map(([layer, allowed]) => ({
    name: `layer:${layer}`,
    comment: `src/${layer} may import only itself and: ${allowed.join(", ")}. See layers.mjs.`,
    severity: "error",
    from: { path: filesOf(layer) },
    to: { path: "^src/", pathNot: [layer, ...allowed].map(filesOf) },
  }));

export default {
  forbidden: [
    ...layering,
    {
      name: "pure-stays-pure",
      comment:
        "A pure layer or a seam imports neither Node.js nor an npm package, not even for a type.",
      severity: "error",
      from: { path: [...Object.keys(PURE), ...Object.keys(SEAMS)].map(filesOf) },
      to: { dependencyTypes: ["core", "unknown", ...PACKAGES] },
    },
    {
      name: "io-at-the-edge",
      comment:
        "Only the layers in EDGE import Node.js; everyone else is handed a seam from src/system.",
      severity: "error",
      from: { path: "^src/", pathNot: EDGE.map(filesOf) },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "packages-at-the-edge",
      comment: "A package enters the program in one place: an EDGE layer or the codec.",
      severity: "error",
      from: { path: "^src/", pathNot: [...EDGE, ...Object.keys(CODEC)].map(filesOf) },
      to: { dependencyTypes: PACKAGES },
    },
    {
      name: "unlisted-layer",
      comment: "Every folder of src/ has a row in layers.mjs. There is no src/utils.",
      severity: "error",
      from: { path: "^src/", pathNot: Object.keys(LAYERS).map(filesOf) },
      to: {},
    },
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    { name: "no-dead-files", severity: "error", from: { orphan: true, path: "^src/" }, to: {} },
    {
      name: "src-never-imports-test",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^(test|tools|bench)/" },
    },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    // Type-only imports count: a pure layer must not even name a shell's type.
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
  },
};
