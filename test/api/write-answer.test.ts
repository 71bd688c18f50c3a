import { once } from "node:events";
import { createServer, get, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import test from "ava";
import { writeAnswer } from "../../src/api/write-answer.ts";

const NEVER = new AbortController().signal;

/** Asks a server that answers once, as `answer` does; gives the response, whose body is not read yet. */
async function ask(
  answer: (response: ServerResponse) => Promise<void>,
): Promise<{ response: IncomingMessage; answered: Promise<void> }> {
  const server = createServer();
  const answered = once(server, "request").then(async ([, response]) => {
    await answer(response as ServerResponse); // As "request" is emitted.
    server.close();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // Of a server that listens on TCP.
  const asked = get({ host: "127.0.0.1", port, agent: false });
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  return { response, answered };
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  let body = "";
  for await (const part of response.setEncoding("utf8")) body += String(part);
  return body;
}

test("writeAnswer: a short list goes out whole, with its length", async (t) => {
  for (const texts of [[], ["1"], ['{"a":1}', '{"ü":2}']]) {
    const { response, answered } = await ask((to) =>
      writeAnswer(to, { kind: "list", texts }, NEVER),
    );
    const body = await bodyOf(response);
    await answered;

    t.is(body, `[${texts.join()}]\n`);
    t.is(response.headers["content-type"], "application/json");
    t.is(response.headers["content-length"], String(Buffer.byteLength(body)));
  }
});

test("writeAnswer: a long list is written as it is read, and others have their turn meanwhile", async (t) => {
  const element = JSON.stringify("x".repeat(1_000));
  let made = 0;
  const madeInTurn = [0];
  let counting = true;
  const count = (): void => {
    madeInTurn.push(0);
    if (counting) setImmediate(count);
  };
  function* texts(): Iterable<string> {
    for (; made < 20_000; made++) {
      madeInTurn.push((madeInTurn.pop() ?? 0) + 1);
      yield element;
    }
  }
  setImmediate(count);
  const { response, answered } = await ask((to) =>
    writeAnswer(to, { kind: "list", texts: texts() }, NEVER),
  );
  // Nobody reads: no more is made than what the sockets take.
  let before;
  do {
    before = made;
    await new Promise((resolve) => setTimeout(resolve, 100));
  } while (made !== before);
  t.true(made < 20_000, "20 MB are more than sockets hold");
  const list = JSON.parse(await bodyOf(response)) as unknown[];
  await answered;
  counting = false;

  t.is(list.length, 20_000);
  // Also as long as the sockets take all at once: a piece is 131 of them, and two may touch.
  t.true(Math.max(...madeInTurn) <= 2 * 132, String(Math.max(...madeInTurn)));
});
