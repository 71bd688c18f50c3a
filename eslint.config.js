import tseslint from "typescript-eslint";
import { PURE } from "./layers.mjs";

const pureFiles = Object.keys(PURE).map((layer) => `src/${layer}/**/*.ts`);

const AMBIENT_TIME_AND_CHANCE = [
  { object: "Date", property: "now", message: "Take a Clock." },
  { object: "Math", property: "random", message: "Take a Prng." },
  { object: "performance", property: "now", message: "Take a Clock." },
  {
    object: "AbortSignal",
    property: "timeout",
    message: "It runs on real time: use withDeadline().",
  },
  {
    object: "AbortSignal",
    property: "any",
    message: "It leaks on a long-lived parent: use withDeadline().",
  },
  { object: "crypto", property: "randomUUID", message: "Take an Entropy." },
];
const CLOCKLESS_SYNTAX = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: "Take a Clock." },
  {
    selector: "CallExpression[callee.property.name='localeCompare']",
    message: "Depends on the locale: compare with < and >.",
  },
];
const SYNCHRONOUS_SYNTAX = [
  { selector: ":function[async=true]", message: "A pure layer is synchronous." },
  { selector: "AwaitExpression", message: "A pure layer is synchronous." },
  { selector: "NewExpression[callee.name='Promise']", message: "A pure layer is synchronous." },
];
const TIMERS = ["setTimeout", "setInterval", "setImmediate", "queueMicrotask"].map((name) => ({
  name,
  message: "Take a Clock.",
}));

export default tseslint.config(
  {
    ignores: [
      "build/**",
      "src/wire/generated/**",
      "src/model/generated/**",
      "*.js",
      "*.mjs",
      ".*.mjs",
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/promise-function-async": "off",
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { varsIgnorePattern: "^_", argsIgnorePattern: "^_" },
      ],
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      // Narrowing survives an await, so this rule calls every second look at signal.aborted useless.
      "@typescript-eslint/no-unnecessary-condition": "off",
      // An async method may satisfy an interface without awaiting anything itself.
      "@typescript-eslint/require-await": "off",
      "max-lines-per-function": ["error", { max: 60, skipComments: true, skipBlankLines: true }],
      "max-lines": ["error", { max: 500, skipComments: true, skipBlankLines: true }],
      "no-console": "error",
      "no-param-reassign": "error",
      eqeqeq: "error",
    },
  },
  {
    files: ["src/**/*.ts"],
    ignores: ["src/system/real/**"],
    rules: {
      "no-restricted-globals": [
        "error",
        ...TIMERS,
        { name: "process", message: "Only system/real and bin/ see the process." },
      ],
      "no-restricted-properties": ["error", ...AMBIENT_TIME_AND_CHANCE],
      "no-restricted-syntax": ["error", ...CLOCKLESS_SYNTAX],
    },
  },
  {
    files: pureFiles,
    rules: { "no-restricted-syntax": ["error", ...CLOCKLESS_SYNTAX, ...SYNCHRONOUS_SYNTAX] },
  },
  {
    files: ["test/**/*.ts", "bench/**/*.ts", "tools/**/*.ts"],
    rules: {
      "max-lines-per-function": "off",
      "@typescript-eslint/no-empty-function": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
      "no-console": "off",
    },
  },
);
