import test from "ava";
import {
  makeAnnotations,
  makeConfig,
  makeConfigReference,
  makeConfigSpec,
  makeContainerSpec,
  makeDriver,
  makeFileTarget,
  makeNodeDescription,
  makeSecret,
  makeSecretReference,
  makeSecretSpec,
  makeTask,
  makeTaskSpec,
} from "../../../src/model/generated/types.ts";
import type { ContainerSpec, FileTarget } from "../../../src/model/generated/types.ts";
import { taskFiles } from "../../../src/worker/agent/task-files.ts";

const NODE = makeNodeDescription({ hostname: "host-1" });

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const secretRef = (file: Partial<FileTarget>, id = "s1"): ContainerSpec["secrets"][number] =>
  makeSecretReference({ secretId: id, secretName: "pass", file: makeFileTarget(file) });
const configRef = (file: Partial<FileTarget>, id = "c1"): ContainerSpec["configs"][number] =>
  makeConfigReference({ configId: id, configName: "conf", file: makeFileTarget(file) });

function files(
  spec: Partial<ContainerSpec>,
  content: {
    readonly secret?: string;
    readonly config?: string;
    readonly templating?: string;
  } = {},
): string[] | string {
  const templating =
    content.templating === undefined ? undefined : makeDriver({ name: content.templating });
  const task = makeTask({
    id: "t1",
    slot: 2,
    serviceAnnotations: makeAnnotations({ name: "web" }),
    spec: makeTaskSpec({ container: makeContainerSpec(spec) }),
  });
  const secret = makeSecretSpec({ data: bytes(content.secret ?? "sesame"), templating });
  const config = makeConfigSpec({ data: bytes(content.config ?? "a=b"), templating });
  const result = taskFiles(task, NODE, {
    secret: (id) => (id === "s1" ? makeSecret({ id, spec: secret }) : undefined),
    config: (id) => (id === "c1" ? makeConfig({ id, spec: config }) : undefined),
  });
  if (!result.ok) return result.error;
  return result.value.map(
    ({ target, uid, gid, mode, data }) =>
      `${target} ${uid}:${gid} ${mode.toString(8)} ${new TextDecoder().decode(data)}`,
  );
}

const PLACES: readonly [what: string, spec: Partial<ContainerSpec>, expected: string[]][] = [
  [
    "a secret by name",
    { secrets: [secretRef({ name: "p", mode: 0o444 })] },
    ["/run/secrets/p 0:0 444 sesame"],
  ],
  [
    "a secret by path",
    { secrets: [secretRef({ name: "/etc/p", uid: "7", gid: "8" })] },
    ["/etc/p 7:8 0 sesame"],
  ],
  ["a config by name", { configs: [configRef({ name: "c", mode: 0o400 })] }, ["/c 0:0 400 a=b"]],
  ["a config by path", { configs: [configRef({ name: "/etc/c" })] }, ["/etc/c 0:0 0 a=b"]],
  [
    "a config that something else reads",
    { configs: [makeConfigReference({ configId: "c1", runtime: {} })] },
    [],
  ],
];

for (const [what, spec, expected] of PLACES) {
  test(`taskFiles: ${what}`, (t) => {
    t.deepEqual(files(spec), expected);
  });
}

const both = {
  secrets: [secretRef({ name: "p" })],
  configs: [configRef({ name: "c" })],
  env: ["PORT=80", "EMPTY="],
};

test("taskFiles: a config with templating is filled in, with Swarm's functions", (t) => {
  const config =
    '{{.Service.Name}}.{{.Task.Slot}}@{{.Node.Hostname}} {{env "PORT"}}{{env "NONE"}} {{secret "p"}}';

  t.is(
    files({ ...both, secrets: both.secrets }, { config, templating: "golang", secret: "x" })[1],
    "/c 0:0 0 web.2@host-1 80 x",
  );
});

test("taskFiles: without templating braces stay what they are", (t) => {
  t.deepEqual(files({ configs: both.configs }, { config: "{{.X}}" }), ["/c 0:0 0 {{.X}}"]);
});

const REFUSALS: readonly [
  what: string,
  spec: Partial<ContainerSpec>,
  content: Parameters<typeof files>[1],
  message: string,
][] = [
  [
    "what was removed",
    { secrets: [secretRef({ name: "p" }, "gone")] },
    {},
    'secret "pass" (gone) is not on this node: was it removed?',
  ],
  [
    "an owner by name",
    { secrets: [secretRef({ name: "p", uid: "www" })] },
    {},
    'Cannot mount secret "pass": its owner must be given by numbers',
  ],
  [
    "a file without a name",
    { configs: [configRef({})] },
    {},
    'Cannot mount config "conf": its target has no name',
  ],
  [
    "another template language",
    { configs: both.configs },
    { templating: "jinja" },
    'Cannot expand config "conf": unrecognized template type "jinja": only "golang" is known',
  ],
  [
    "a file that is not there",
    { configs: both.configs },
    { templating: "golang", config: '{{secret "q"}}' },
    'Cannot expand config "conf": secret target q not found',
  ],
  [
    "a function that Swarm has not",
    { configs: both.configs },
    { templating: "golang", config: '{{upper "q"}}' },
    'Cannot expand config "conf": function "upper" not defined: use one of and, eq, ge, gt, index, join, le, len, lt, ne, not, or, print, printf, println',
  ],
];

for (const [what, spec, content, message] of REFUSALS) {
  test(`taskFiles: refuses ${what}`, (t) => {
    t.is(files(spec, content), message);
  });
}

test("taskFiles: a mistake in a secret's template shows nothing of the secret", (t) => {
  for (const secret of ["{{hunter2}}", "{{ .hunter2 }}", '{{secret "hunter2"}}', "{{ hunter2"]) {
    const message = files({ secrets: both.secrets }, { secret, templating: "golang" });

    t.is(message, 'Cannot expand secret "pass": its template has a mistake that is not shown here');
  }
});
