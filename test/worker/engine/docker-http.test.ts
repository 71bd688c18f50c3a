import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { OperationalError, type ErrorCode } from "../../../src/base/errors.ts";
import type { Clock } from "../../../src/system/clock.ts";
import { realClock } from "../../../src/system/real/clock.ts";
import { DockerHttp } from "../../../src/worker/engine/docker-http.ts";
import { isTemporary } from "../../../src/worker/engine/engine.ts";
import { ImagePulls } from "../../../src/worker/engine/image-pulls.ts";

const NEVER = new AbortController().signal;

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** An engine that answers as a test wants, on a socket of its own. */
async function withServer(
  { apiVersion = "1.45", answer }: { apiVersion?: string; answer: Answer },
  body: (http: DockerHttp, socketPath: string) => Promise<void>,
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "skein-http-"));
  const socketPath = join(directory, "docker.sock");
  const server = createServer((request, response) => {
    if (request.url !== "/_ping") return answer(request, response);
    response.setHeader("api-version", apiVersion).end("OK");
  });
  server.listen(socketPath);
  await once(server, "listening");
  const http = new DockerHttp({ socketPath, clock: realClock });
  try {
    await body(http, socketPath);
  } finally {
    http.close();
    server.closeAllConnections();
    server.close();
    await rm(directory, { recursive: true });
  }
}

const VERSIONS: readonly [offered: string, used: string][] = [
  ["1.41", "/v1.41/info"],
  ["1.45", "/v1.45/info"],
  ["1.99", "/v1.47/info"],
];

for (const [apiVersion, used] of VERSIONS) {
  test(`DockerHttp: an engine of API ${apiVersion} is asked for ${used}`, async (t) => {
    const asked: (string | undefined)[] = [];
    const answer: Answer = ({ url }, response) => {
      asked.push(url);
      response.end("{}");
    };
    await withServer({ apiVersion, answer }, async (http) => {
      await http.call({ path: "/info" }, NEVER);

      t.deepEqual(asked, [used]);
    });
  });
}

test("DockerHttp: an engine that is too old is refused, with what to do", async (t) => {
  const answer: Answer = (_, response) => response.end("{}");
  await withServer({ apiVersion: "1.40", answer }, async (http) => {
    const error = await t.throwsAsync(http.call({ path: "/info" }, NEVER), {
      message: /speaks API 1\.40, and 1\.41 is needed: install Docker Engine 20\.10 or newer$/,
    });
    t.false(isTemporary(error));
  });
});

const FAILURES: readonly [status: number, message: string, code: ErrorCode, temporary: boolean][] =
  [
    [400, "bad parameter", "invalidArgument", false],
    [404, "No such image: x:1", "notFound", false],
    [409, "name already in use", "alreadyExists", false],
    [500, "port is already allocated", "internal", false],
    [500, "transport is closing", "unavailable", true],
    [503, "starting up", "unavailable", true],
  ];

for (const [status, message, code, temporary] of FAILURES) {
  test(`DockerHttp: status ${status} "${message}" is ${code}`, async (t) => {
    const answer: Answer = (_, response) => {
      response.statusCode = status;
      response.end(JSON.stringify({ message }));
    };
    await withServer({ answer }, async (http) => {
      const error = await t.throwsAsync(http.call({ path: "/info" }, NEVER), { message });

      t.is(error instanceof OperationalError ? error.code : undefined, code);
      t.is(isTemporary(error), temporary);
    });
  });
}

test("DockerHttp: an engine that is not there may come back", async (t) => {
  const socketPath = join(tmpdir(), "skein-no-such.sock");
  const http = new DockerHttp({ socketPath, clock: realClock });

  const error = await t.throwsAsync(http.call({ path: "/info" }, NEVER), {
    message: new RegExp(`^Cannot reach the Docker Engine at "${socketPath}": `),
  });

  t.true(isTemporary(error));
  http.close();
});

test("DockerHttp: a change is completed though its caller gives up", async (t) => {
  let completed = false;
  const patience = new AbortController();
  const answer: Answer = (request, response) => {
    patience.abort(new OperationalError("cancelled", "Enough"));
    request.resume().once("end", () => {
      completed = true;
      response.end("{}");
    });
  };
  await withServer({ answer }, async (http) => {
    await t.throwsAsync(http.change({ method: "POST", path: "/x", body: {} }, patience.signal), {
      message: "Enough",
    });

    t.true(completed);
  });
});

/** Holds back the end of a pull until told. */
function registry(): {
  answer: Answer;
  asked: string[];
  finish: (line: object) => void;
  aborted: Promise<void>;
} {
  const asked: string[] = [];
  const open: ServerResponse[] = [];
  let abort = (): void => undefined;
  const aborted = new Promise<void>((resolve) => (abort = resolve));
  return {
    asked,
    aborted,
    answer: ({ url, headers }, response) => {
      asked.push(`${url ?? ""} ${String(headers["x-registry-auth"] ?? "")}`);
      response.write('{"status":"Pulling"}\n');
      response.once("close", abort);
      open.push(response);
    },
    finish: (line) => {
      for (const response of open) response.end(JSON.stringify(line));
    },
  };
}

/** Lets the requests that were begun arrive. */
async function arrived(asked: readonly string[], count: number): Promise<void> {
  while (asked.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Waits are over at once. */
const HASTY: Clock = { ...realClock, sleep: () => Promise.resolve() };

test("ImagePulls: a registry that is out of breath is asked again, one that refuses is not", async (t) => {
  const attempts = async (error: string): Promise<number> => {
    let count = 0;
    const answer: Answer = (_request, response) => {
      count++;
      response.end(JSON.stringify({ error }));
    };
    await withServer({ answer }, async (http) => {
      const pulling = new ImagePulls(http, HASTY).pull("web:1", "", NEVER);
      await t.throwsAsync(pulling, { message: error });
    });
    return count;
  };

  t.is(await attempts("received unexpected HTTP status: 503 Service Unavailable"), 4);
  t.is(await attempts("dial tcp 10.0.0.1:5000: connect: connection refused"), 4);
  t.is(await attempts("manifest for web:1 not found: manifest unknown"), 1);
  t.is(await attempts("pull access denied for web"), 1);
});

test("ImagePulls: an image is pulled once for all who want it", async (t) => {
  const { answer, asked, finish } = registry();
  await withServer({ answer }, async (http) => {
    const pulls = new ImagePulls(http, HASTY);

    const waiting = [1, 2, 3].map(() => pulls.pull("web:1", "secret", NEVER));
    await arrived(asked, 1);
    finish({ status: "Done" });
    await Promise.all(waiting);

    t.deepEqual(asked, ["/v1.45/images/create?fromImage=web&tag=1 secret=="]);
  });
});

test("ImagePulls: what the registry says in the middle of a pull is its failure", async (t) => {
  const { answer, asked, finish } = registry();
  await withServer({ answer }, async (http) => {
    const waiting = new ImagePulls(http, HASTY).pull("web:1", "", NEVER);
    await arrived(asked, 1);
    finish({ error: "manifest unknown" });

    await t.throwsAsync(waiting, { message: "manifest unknown" });
  });
});

test("ImagePulls: a pull goes on while anybody waits, and ends with the last who gave up", async (t) => {
  const { answer, asked, aborted } = registry();
  await withServer({ answer }, async (http) => {
    const pulls = new ImagePulls(http, HASTY);
    const [first, second] = [new AbortController(), new AbortController()];
    const waiting = [first, second].map(({ signal }) => pulls.pull("web:1", "", signal));
    await arrived(asked, 1);

    first.abort(new Error("enough"));
    await t.throwsAsync(waiting[0]!, { message: "enough" });
    t.is(asked.length, 1);
    second.abort(new Error("enough too"));
    await t.throwsAsync(waiting[1]!, { message: "enough too" });

    await t.notThrowsAsync(aborted);
  });
});
