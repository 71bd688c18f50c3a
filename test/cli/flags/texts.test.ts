import test from "ava";
import fc from "fast-check";
import type { Result } from "../../../src/base/result.ts";
import { parseFileWish, parseNetworkWish } from "../../../src/cli/flags/attachment.ts";
import { parseCapability } from "../../../src/cli/flags/capability.ts";
import { parseCsvRecord } from "../../../src/cli/flags/csv.ts";
import { parseExtraHost, parseIp } from "../../../src/cli/flags/extra-host.ts";
import { parseGenericResource } from "../../../src/cli/flags/generic-resource.ts";
import { chooseHost, DEFAULT_HOST, parseHost } from "../../../src/cli/flags/host.ts";
import { parseFilter, parseLabel, parseScale } from "../../../src/cli/flags/key-value.ts";
import { parseMount } from "../../../src/cli/flags/mount.ts";
import { nearest } from "../../../src/cli/notation/nearest.ts";
import { parseListenAddress, parseManagerAddress } from "../../../src/cli/flags/node-address.ts";
import { parsePreference } from "../../../src/cli/flags/preference.ts";
import { parsePublish } from "../../../src/cli/flags/publish.ts";
import { parseShellWords } from "../../../src/cli/notation/shell-words.ts";
import { parseUlimit } from "../../../src/cli/flags/ulimit.ts";

/** What a text stands for; a pattern is the complaint about a text that is refused. */
type Rows = readonly (readonly [text: string, expected: unknown])[];

const port = (published: number, target: number, protocol = "tcp", mode = "ingress"): object => ({
  Protocol: protocol,
  TargetPort: target,
  ...(published !== 0 && { PublishedPort: published }),
  PublishMode: mode,
});

const TABLES: readonly (readonly [string, (text: string) => Result<unknown, string>, Rows])[] = [
  [
    "parsePublish",
    parsePublish,
    [
      ["80", [port(0, 80)]],
      ["8080:80", [port(8080, 80)]],
      [":80", [port(0, 80)]],
      ["53:53/udp", [port(53, 53, "udp")]],
      ["9:9/SCTP", [port(9, 9, "sctp")]],
      ["8000-8001:80-81", [port(8000, 80), port(8001, 81)]],
      ["8000-8001:80", [port(8000, 80), port(8001, 80)]],
      ["target=80", [port(0, 80)]],
      ["published=90,target=91,mode=host,protocol=udp", [port(90, 91, "udp", "host")]],
      ["x", /^invalid containerPort: x: use/],
      ["99999:80", /^invalid hostPort: 99999: use/],
      ["80:80/foo", /^invalid proto: foo/],
      ["1.2.3.4:80:80", /not supported for services/],
      ["8000-8002:80-81", /differ in length/],
      ["81-80:81-80", /^invalid containerPort/],
      ["0:0", /^invalid containerPort/],
      ["target=x", /^invalid target port \(x\)/],
      ["published=80", /^missing mandatory field 'target'/],
      ["target=80,mode=foo", /must be either 'ingress' or 'host'$/],
      ["target=80,protocol=x", /^invalid protocol value 'x'/],
      ["target=80,foo=1", /^invalid field key: foo/],
    ],
  ],
  [
    "parseMount",
    parseMount,
    [
      ["dst=/a", { Type: "volume", Target: "/a" }],
      ["type=bind,src=/a,dst=/b,ro", { Type: "bind", Source: "/a", Target: "/b", ReadOnly: true }],
      ["type=bind,src=/a,dst=/b,readonly=false", { Type: "bind", Source: "/a", Target: "/b" }],
      [
        "type=bind,src=/a,dst=/b,bind-recursive=readonly",
        {
          Type: "bind",
          Source: "/a",
          Target: "/b",
          BindOptions: { ReadOnlyForceRecursive: true },
        },
      ],
      [
        "type=tmpfs,dst=/t,tmpfs-size=1m,tmpfs-mode=1777",
        { Type: "tmpfs", Target: "/t", TmpfsOptions: { SizeBytes: 1048576, Mode: 0o1777 } },
      ],
      [
        "dst=/v,volume-label=a=b,volume-label=c=d,volume-subpath=x",
        {
          Type: "volume",
          Target: "/v",
          VolumeOptions: { Subpath: "x", Labels: { a: "b", c: "d" } },
        },
      ],
      ["src=/a", /^target is required/],
      ["type=bind,dst=/a", /^source is required/],
      ["type=tmpfs,src=/a,dst=/b", /^cannot specify source/],
      ["type=foo,dst=/a", /^invalid value for type: foo: it must be one of/],
      ["dst=/a,bind-propagation=shared", /^cannot mix 'bind-\*' options with mount type 'volume'$/],
      ["dst=/a,nope=1", /^unexpected key 'nope' in 'nope=1'/],
      ["dst", /must be a key=value pair$/],
      ["dst=/a,ro=maybe", /^invalid value for ro: maybe/],
      ["type=tmpfs,dst=/a,tmpfs-mode=999", /octal/],
      ["type=tmpfs,dst=/a,tmpfs-size=x", /^invalid value for tmpfs-size: x: invalid size/],
    ],
  ],
  [
    "parseShellWords",
    parseShellWords,
    [
      ["", []],
      ["a b  c", ["a", "b", "c"]],
      [`sh -c "a 'b' \\" c"`, ["sh", "-c", `a 'b' " c`]],
      [`'a b' c\\ d e""`, ["a b", "c d", "e"]],
      [`''`, [""]],
      ["a # comment\nb", ["a", "b"]],
      ["a#b", ["a#b"]],
      ["'a", /never closed/],
      ["a\\", /backslash/],
    ],
  ],
  [
    "parseCsvRecord",
    parseCsvRecord,
    [
      ["a,b", ["a", "b"]],
      ["", [""]],
      ["a,", ["a", ""]],
      ['"a,b",c', ["a,b", "c"]],
      ['"a""b"', ['a"b']],
      ['a"b', /quote/],
      ['"a', /never closed/],
      ['"a"b', /after a closing quote/],
    ],
  ],
  [
    "parseLabel",
    parseLabel,
    [
      ["a=b=c", ["a", "b=c"]],
      ["a", ["a", ""]],
      ["=b", /key is missing/],
    ],
  ],
  [
    "parseFilter",
    parseFilter,
    [
      ["Name=web", ["name", "web"]],
      ["label=a=b", ["label", "a=b"]],
      ["x", /key=value/],
    ],
  ],
  [
    "parseScale",
    parseScale,
    [
      ["web=3", { service: "web", replicas: "3" }],
      ["web=-1", { service: "web", replicas: "-1" }],
      ["web", /SERVICE=REPLICAS/],
      ["=3", /SERVICE=REPLICAS/],
    ],
  ],
  [
    "parseHost",
    parseHost,
    [
      ["unix:///a/b.sock", { kind: "unix", path: "/a/b.sock", text: "unix:///a/b.sock" }],
      [
        "tcp://10.0.0.1:99",
        { kind: "tcp", hostname: "10.0.0.1", port: 99, text: "tcp://10.0.0.1:99" },
      ],
      ["tcp://h", { kind: "tcp", hostname: "h", port: 2375, text: "tcp://h" }],
      ["tcp://[::1]:99", { kind: "tcp", hostname: "::1", port: 99, text: "tcp://[::1]:99" }],
      ["unix://", /path is missing/],
      ["ssh://x", /^invalid host "ssh:\/\/x": use/],
      ["/a/b.sock", /^invalid host/],
      ["tcp://h:99999", /^invalid host/],
    ],
  ],
  [
    "parseListenAddress",
    parseListenAddress,
    [
      ["0.0.0.0", "0.0.0.0:2377"],
      ["eth0:99", "eth0:99"],
      [":99", "0.0.0.0:99"],
      ["[::1]:99", "[::1]:99"],
      ["", /not an address/],
      ["a:b", /not an address/],
    ],
  ],
  [
    "parseManagerAddress",
    parseManagerAddress,
    [
      ["10.0.0.1:99", "10.0.0.1:99"],
      ["manager", "manager:2377"],
      ["[fe80::1]", "[fe80::1]:2377"],
      ["10.0.0.1:x", /^invalid manager address/],
    ],
  ],
  [
    "parseNetworkWish",
    parseNetworkWish,
    [
      ["ov", { name: "ov", aliases: [], driverOptions: {} }],
      [
        "name=ov,alias=a,alias=b,driver-opt=k=v",
        { name: "ov", aliases: ["a", "b"], driverOptions: { k: "v" } },
      ],
      ["alias=a", /not specified/],
      ["name=ov,foo=1", /^invalid field key foo/],
    ],
  ],
  [
    "parseFileWish",
    parseFileWish,
    [
      ["s", { source: "s", target: "s", uid: "0", gid: "0", mode: 0o444 }],
      [
        "source=s,target=/t,uid=1,gid=2,mode=0400",
        { source: "s", target: "/t", uid: "1", gid: "2", mode: 0o400 },
      ],
      ["target=t", /^source is required/],
      ["src=s,mode=rw", /^invalid mode/],
      ["src=s,foo=1", /^invalid field 'foo'/],
    ],
  ],
  [
    "parsePreference",
    parsePreference,
    [
      ["spread=node.labels.zone", "node.labels.zone"],
      ["pack=node.id", /only spread is supported/],
      ["spread", /^placement preference must be/],
    ],
  ],
  [
    "parseUlimit",
    parseUlimit,
    [
      ["nofile=1:2", { Name: "nofile", Soft: 1, Hard: 2 }],
      ["nproc=5", { Name: "nproc", Soft: 5, Hard: 5 }],
      ["core=-1", { Name: "core", Soft: -1, Hard: -1 }],
      ["foo=1", /^invalid ulimit type: foo/],
      ["nofile=3:2", /less than or equal/],
      ["nofile", /^invalid ulimit argument/],
    ],
  ],
  [
    "parseGenericResource",
    parseGenericResource,
    [
      ["gpu=2", { DiscreteResourceSpec: { Kind: "gpu", Value: 2 } }],
      ["gpu=x", /KIND=COUNT/],
      ["gpu", /KIND=COUNT/],
    ],
  ],
  [
    "parseCapability",
    parseCapability,
    [
      ["net_admin", "CAP_NET_ADMIN"],
      ["CAP_SYS_TIME", "CAP_SYS_TIME"],
      ["all", "ALL"],
      ["a b", /not a capability/],
    ],
  ],
  [
    "parseExtraHost",
    parseExtraHost,
    [
      ["db:10.0.0.1", "10.0.0.1 db"],
      ["db:::1", "::1 db"],
      ["db=[::1]", "::1 db"],
      ["db", /host:ip/],
      ["db:x", /host:ip/],
    ],
  ],
  [
    "parseIp",
    parseIp,
    [
      ["1.1.1.1", "1.1.1.1"],
      ["x", /not correctly formatted/],
    ],
  ],
];

for (const [name, parse, rows] of TABLES) {
  test(`${name}: reads what docker reads, and says what is wrong with the rest`, (t) => {
    for (const [text, expected] of rows) {
      const parsed = parse(text);
      if (expected instanceof RegExp) {
        t.false(parsed.ok, text);
        if (!parsed.ok) t.regex(parsed.error, expected, text);
      } else {
        t.deepEqual(parsed.ok ? parsed.value : parsed.error, expected, text);
      }
    }
  });
}

test("parseCsvRecord: reads back any fields that are written with quotes", (t) => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), (fields) => {
      const text = fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(",");
      t.deepEqual(parseCsvRecord(text), { ok: true, value: fields });
    }),
  );
});

test("parseShellWords: reads back any words that are written in single quotes", (t) => {
  fc.assert(
    fc.property(fc.array(fc.string()), (words) => {
      const text = words.map((word) => `'${word.replaceAll("'", `'"'"'`)}'`).join(" ");
      t.deepEqual(parseShellWords(text), { ok: true, value: words });
    }),
  );
});

test("chooseHost: the flag comes before SKEIN_HOST, that before DOCKER_HOST, that before the default", (t) => {
  t.is(chooseHost("a", { SKEIN_HOST: "b", DOCKER_HOST: "c" }), "a");
  t.is(chooseHost(undefined, { SKEIN_HOST: "b", DOCKER_HOST: "c" }), "b");
  t.is(chooseHost(undefined, { SKEIN_HOST: "", DOCKER_HOST: "c" }), "c");
  t.is(chooseHost(undefined, {}), DEFAULT_HOST);
});

test("nearest: finds what was meant, and nothing when nothing is near", (t) => {
  const commands = ["service", "node", "join", "join-token", "leave", "init", "info"];

  t.is(nearest("servcie", commands), "service");
  t.is(nearest("services", commands), "service");
  t.is(nearest("jion", commands), "join");
  t.is(nearest("join-tok", commands), "join-token");
  t.is(nearest("levae", commands), "leave");
  t.is(nearest("stack", commands), undefined);
  t.is(nearest("", commands), undefined);
});
