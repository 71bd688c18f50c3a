import test from "ava";
import {
  Mount_Type,
  makeAnnotations,
  makeContainerSpec,
  makeDriver,
  makeMount,
  makeMount_VolumeOptions,
  makeNodeDescription,
  makePlatform,
  makeTask,
  makeTaskSpec,
} from "../../../src/model/generated/types.ts";
import type { ContainerSpec, Task } from "../../../src/model/generated/types.ts";
import { expandTask } from "../../../src/worker/task/expand-task.ts";

const NODE = makeNodeDescription({
  hostname: "host-1",
  platform: makePlatform({ architecture: "x86_64", os: "linux" }),
});

function task(spec: Partial<ContainerSpec>, fields: Partial<Task> = {}): Task {
  return makeTask({
    id: "t1",
    serviceId: "s1",
    nodeId: "n1",
    slot: 2,
    serviceAnnotations: makeAnnotations({ name: "web", labels: { tier: "front", "a.b": "c" } }),
    spec: makeTaskSpec({ container: makeContainerSpec(spec) }),
    ...fields,
  });
}

function containerOf(given: Task): ContainerSpec | undefined {
  const result = expandTask(given, NODE);
  return result.ok ? result.value.spec?.container : undefined;
}

const VALUES: readonly [template: string, expected: string][] = [
  ["plain", "plain"],
  ["{{.Service.ID}} {{.Service.Name}}", "s1 web"],
  ["{{.Node.ID}}/{{.Node.Hostname}}", "n1/host-1"],
  ["{{.Node.Platform.OS}}-{{.Node.Platform.Architecture}}", "linux-x86_64"],
  ["{{.Task.ID}} {{.Task.Name}} {{ .Task.Slot }}", "t1 web.2.t1 2"],
  ["{{.Service.Labels.tier}}", "front"],
  ['{{index .Service.Labels "a.b"}}', "c"],
  ['{{join "-" .Service.Name .Task.Slot "x"}}', "web-2-x"],
  ['{{printf "%s:%s" .Service.Name .Task.Slot}}', "web:2"],
  ['{{if eq .Task.Slot "2"}}second{{else}}other{{end}}', "second"],
];

for (const [template, expected] of VALUES) {
  test(`expandTask: ${template}`, (t) => {
    t.like(containerOf(task({ env: [`A=${template}`] })), { env: [`A=${expected}`] });
  });
}

test("expandTask: host name, variables and mounts are templates, and nothing else is", (t) => {
  const template = "{{.Task.Slot}}";
  const given = task({
    image: template,
    args: [template],
    hostname: `web-${template}`,
    env: [`${template}=${template}`, template, "EMPTY="],
    mounts: [
      makeMount({
        type: Mount_Type.VOLUME,
        source: `data-${template}`,
        target: `/data/${template}`,
        volumeOptions: makeMount_VolumeOptions({
          labels: { [template]: template },
          driverConfig: makeDriver({ name: template, options: { o: template } }),
        }),
      }),
    ],
  });

  t.like(containerOf(given), {
    image: template,
    args: [template],
    hostname: "web-2",
    env: [`${template}=2`, template, "EMPTY="],
    mounts: [
      {
        source: "data-2",
        target: "/data/2",
        volumeOptions: {
          labels: { [template]: "2" },
          driverConfig: { name: template, options: { o: "2" } },
        },
      },
    ],
  });
});

test("expandTask: where there is no slot, the node takes its place", (t) => {
  t.like(containerOf(task({ hostname: "{{.Task.Slot}}" }, { slot: 0 })), { hostname: "n1" });
});

test("expandTask: a task without templates is the same task", (t) => {
  const plain = task({ env: ["A=1"] });
  const none = makeTask({ id: "t1" });

  for (const given of [plain, none]) {
    const result = expandTask(given, NODE);
    t.true(result.ok && result.value === given);
  }
});

const MISTAKES: readonly [template: string, message: RegExp][] = [
  ["{{.Task.Nonsense}}", /^Cannot expand variable A "\{\{\.Task\.Nonsense\}\}": .*\.Nonsense/],
  ["{{.Service.Labels.missing}}", /\.missing/],
  ["{{.Task.ID", /unclosed action/],
  ["{{nothing .Task.ID}}", /"nothing" not defined/],
];

for (const [template, message] of MISTAKES) {
  test(`expandTask: refuses ${template} and says why`, (t) => {
    const result = expandTask(task({ env: [`A=${template}`] }), NODE);

    t.regex(result.ok ? "" : result.error, message);
  });
}
