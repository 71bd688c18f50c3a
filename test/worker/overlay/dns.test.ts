import test from "ava";
import fc from "fast-check";
import {
  makeOverlayChange,
  makeOverlayEndpoint,
  makeOverlayNetwork,
  makeOverlayPort,
  makeOverlayService,
} from "../../../src/model/generated/types.ts";
import { answerFrom } from "../../../src/worker/overlay/dns-answers.ts";
import {
  RecordType,
  ResponseCode,
  answerLimit,
  parseQuery,
  writeAnswer,
  writeRefusal,
  type DnsRecord,
} from "../../../src/worker/overlay/dns-message.ts";
import { OverlayPlan } from "../../../src/worker/overlay/overlay-plan.ts";
import { parseAnswer, queryFor } from "../../support/dns.ts";

const plan = new OverlayPlan("n1");
const endpoint = (
  networkId: string,
  service: string,
  number: number,
  serving = true,
): ReturnType<typeof makeOverlayEndpoint> =>
  makeOverlayEndpoint({
    networkId,
    taskId: `${service}${number}`,
    taskName: `${service}.${number}.${service}${number}`,
    serviceId: service,
    nodeId: "n2",
    nodeAddress: "192.0.2.2",
    addresses: [`10.0.1.${number}/24`, `fd00::${number}/64`],
    aliases: ["member"],
    hostname: `host${number}`,
    serving,
  });
plan.apply(
  makeOverlayChange({
    complete: true,
    networks: [
      makeOverlayNetwork({ id: "back", name: "backend", vxlanId: 1, gateways: ["10.0.1.2"] }),
      makeOverlayNetwork({ id: "other", name: "other", vxlanId: 2, gateways: ["10.0.2.2"] }),
    ],
    services: [
      makeOverlayService({
        networkId: "back",
        serviceId: "web",
        name: "Web",
        virtualAddresses: ["10.0.1.100/24"],
        aliases: ["www"],
        ports: [makeOverlayPort({ protocol: "tcp", published: 80, target: 8080 })],
      }),
      makeOverlayService({ networkId: "back", serviceId: "db", name: "db" }),
      makeOverlayService({ networkId: "other", serviceId: "secret", name: "secret" }),
    ],
    endpoints: [
      endpoint("back", "web", 11),
      endpoint("back", "web", 12, false),
      endpoint("back", "db", 21),
      endpoint("back", "db", 22),
    ],
  }),
);

const ask = (name: string, type: number = RecordType.A, turn = 0): readonly string[] | undefined =>
  answerFrom(plan.names, ["back"], { name, type }, turn)?.map((record) => {
    if (record.type === "address") return record.address;
    return record.type === "pointer" ? record.target : `${record.target}:${record.port}`;
  });

test("names: a service is its virtual address, or its serving tasks where it has none", (t) => {
  t.deepEqual(ask("web"), ["10.0.1.100"]);
  t.deepEqual(ask("www"), ["10.0.1.100"]);
  t.deepEqual(ask("WEB.backend".toLowerCase()), ["10.0.1.100"]);
  t.deepEqual(ask("db"), ["10.0.1.21", "10.0.1.22"]);
  t.deepEqual(ask("db", RecordType.A, 1), ["10.0.1.22", "10.0.1.21"], "each first in its turn");
});

test("names: tasks, their containers and their aliases, and only those that serve", (t) => {
  t.deepEqual(ask("tasks.web"), ["10.0.1.11"]);
  t.deepEqual(ask("tasks.www"), ["10.0.1.11"]);
  t.deepEqual(ask("web.11.web11"), ["10.0.1.11"]);
  t.deepEqual(ask("host21"), ["10.0.1.21"]);
  t.deepEqual(ask("member")?.toSorted(), ["10.0.1.11", "10.0.1.21", "10.0.1.22"]);
  t.deepEqual(ask("web.12.web12"), [], "known, and does not serve");
});

test("names: IPv6 has answers of its own, and none where there are none", (t) => {
  t.deepEqual(ask("db", RecordType.AAAA), ["fd00::21", "fd00::22"]);
  t.deepEqual(ask("web", RecordType.AAAA), []);
  t.deepEqual(ask("db", 15), [], "no mail there, and nobody else to ask");
});

test("names: what is on no network of the asker is for others to answer", (t) => {
  t.is(ask("secret"), undefined);
  t.is(ask("example.com"), undefined);
  t.is(ask("tasks.example.com"), undefined);
  t.is(ask("1.0.0.10.in-addr.arpa", RecordType.PTR), undefined);
});

test("names: addresses lead back to names", (t) => {
  t.deepEqual(ask("11.1.0.10.in-addr.arpa", RecordType.PTR), ["web.11.web11.backend"]);
  t.deepEqual(ask("100.1.0.10.in-addr.arpa", RecordType.PTR), ["Web.backend"]);
  const six = `${"1.2.0.0.".padEnd(48, "0.")}0.0.d.f.`.split(".").filter(Boolean);
  t.is(six.length, 28);
  const name = [...six.slice(0, 4), ..."0000".split(""), ...six.slice(4)].join(".");
  t.deepEqual(ask(`${name}.ip6.arpa`, RecordType.PTR), ["db.21.db21.backend"]);
});

test("names: services tell on which port their tasks are", (t) => {
  t.deepEqual(ask("web", RecordType.SRV), ["web.11.web11:8080"]);
  t.deepEqual(ask("_5432._tcp.db", RecordType.SRV), ["db.21.db21:5432", "db.22.db22:5432"]);
});

const address = (last: number): DnsRecord => ({
  type: "address",
  name: "db",
  address: `10.0.1.${last}`,
});

test("dns message: a question is read, and its answer goes back under its id", (t) => {
  const query = parseQuery(queryFor("DB", RecordType.A, { id: 0x1234, udpSize: 4096 }));

  t.like(query, { id: 0x1234, name: "db", type: 1, recordClass: 1, operation: 0, udpSize: 4096 });
  const answer = parseAnswer(
    writeAnswer(query!, ResponseCode.OK, [address(5)], answerLimit(query!)),
  );
  t.deepEqual(answer, {
    id: 0x1234,
    code: 0,
    truncated: false,
    edns: true,
    addresses: ["10.0.1.5"],
    ttls: [1],
  });
});

test("dns message: what does not fit is left out, and said to be", (t) => {
  const query = parseQuery(queryFor("db", RecordType.A))!;
  const many = Array.from({ length: 200 }, (_, at) => address(at));

  const short = writeAnswer(query, ResponseCode.OK, many, answerLimit(query));
  const long = writeAnswer(query, ResponseCode.OK, many, 65_535);

  t.true(short.length <= 512);
  t.like(parseAnswer(short), { truncated: true });
  t.true(parseAnswer(short).addresses.length > 20);
  t.like(parseAnswer(long), { truncated: false });
  t.is(parseAnswer(long).addresses.length, 200);
});

test("dns message: no bytes whatsoever do harm", (t) => {
  const sound = [queryFor("web", 1, { udpSize: 1232 }), queryFor("a.b.c", 28)];
  const broken = fc
    .tuple(
      fc.constantFrom(...sound),
      fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { maxLength: 6 }),
      fc.nat(60),
    )
    .map(([bytes, changes, cut]) => {
      const copy = Uint8Array.from(bytes).subarray(0, cut + 5);
      for (const [at, value] of changes) copy[at % copy.length] = value;
      return copy;
    });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 600 }), broken), (bytes) => {
      const query = parseQuery(bytes);
      const answer = query
        ? writeAnswer(
            query,
            ResponseCode.OK,
            answerFrom(plan.names, ["back"], query, 3) ?? [],
            answerLimit(query),
          )
        : writeRefusal(bytes);
      t.true(answer === undefined || answer.length <= 1232);
    }),
    { numRuns: 2000 },
  );
});
