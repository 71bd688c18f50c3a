import { readFileSync, writeFileSync } from "node:fs";
import { format } from "prettier";
import { BAD_MANAGING, BAD_OUTSIDE, type BadAsk, type BadAsks } from "../api/support/bad-asks.ts";
import { Asker } from "../api/support/compare.ts";
import { errorTable, type Row, type Section } from "../api/support/error-table.ts";
import { rigTests } from "./rig/guard.ts";
import { Rig } from "./rig/rig.ts";
import { until } from "./rig/shell.ts";
import { Daemon } from "./skein/daemon.ts";

const rigTest = await rigTests();
const TABLE = "docs/api-errors.md";

rigTest("api: bad requests are refused as a Docker Engine in swarm mode does", async (t) => {
  await using rig = await Rig.up({ hosts: [{ engine: "newer" }, { engine: "newer" }] });
  const [host, other] = [rig.host(1), rig.host(2)];
  const daemon = new Daemon(host);
  await daemon.start();
  const [ours, theirs] = [new Asker(daemon.socket), new Asker(other.socketPath)];
  const differences: string[] = [];
  const answerOf = async (asker: Asker, ask: BadAsk): Promise<string> => {
    const { status, body } = asker.neutral(await asker.ask(ask));
    return `${status} ${messageIn(body).replace(/\b[0-9a-z]{25}\b/g, "<id>")}`;
  };
  const compare = async ({ title, asks }: BadAsks): Promise<Section> => {
    const rows: Row[] = [];
    for (const ask of asks) {
      const [mine, yours] = [await answerOf(ours, ask), await answerOf(theirs, ask)];
      const { what, better } = ask;
      if (what === undefined) {
        if (!(mine.startsWith("2") && yours.startsWith("2")))
          differences.push(`${title}: ${ask.method} ${ask.path}: ${mine}; ${yours}`);
        continue;
      }
      rows.push({ what, request: `${ask.method} ${ask.path}`, ours: mine, theirs: yours, better });
      if (mine !== yours && better === undefined) {
        differences.push(`${title}: ${what}\n  ours   ${mine}\n  theirs ${yours}`);
      }
    }
    return { title, rows };
  };

  const sections = [await compare(BAD_OUTSIDE)];
  for (const [asker, address] of [
    [ours, host.address],
    [theirs, other.address],
  ] as const) {
    const body = { ListenAddr: "0.0.0.0:2377", AdvertiseAddr: `${address}:2377` };
    const init = await asker.ask({ method: "POST", path: "/swarm/init", body });
    asker.know("address", address);
    asker.know("node", String(JSON.parse(init.body)));
    await until("the node is ready", async () =>
      (await asker.ask({ method: "GET", path: "/nodes" })).body.includes('"ready"'),
    );
  }
  for (const asks of BAD_MANAGING) sections.push(await compare(asks));

  t.deepEqual(differences, []);
  const table = await format(errorTable(sections), { parser: "markdown", printWidth: 110 });
  if (process.env["SKEIN_WRITE_TABLES"] === "1") writeFileSync(TABLE, table);
  t.is(readFileSync(TABLE, "utf8"), table, "write it anew with SKEIN_WRITE_TABLES=1");
});

function messageIn(body: string): string {
  try {
    // The shape of every error.
    return (JSON.parse(body) as { readonly message?: string }).message ?? "";
  } catch {
    return body.trim();
  }
}
