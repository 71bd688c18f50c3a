import { request } from "node:http";
import type { Ask } from "./same-asks.ts";

export interface Heard {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Asks one server, and remembers the ids it gave. */
export class Asker {
  readonly #socket: string;
  readonly #known = new Map<string, string>();

  constructor(socket: string) {
    this.#socket = socket;
  }

  know(name: string, value: string): void {
    this.#known.set(name, value);
  }

  async ask({ method, path, body, headers = {}, keep }: Ask): Promise<Heard> {
    const filled = path.replace(/\{([\w.]+)\}/g, (_, name: string) => this.#known.get(name) ?? "");
    const text = typeof body === "string" ? body : JSON.stringify(body);
    // Ids of what the server made may stand in bodies as well.
    const sent =
      body === undefined
        ? undefined
        : text.replace(/\{([\w.]+)\}/g, (all, name: string) => this.#known.get(name) ?? all);
    const heard = await this.#send(method, filled, sent, headers);
    if (keep !== undefined && heard.status < 300) this.#remember(keep, heard.body);
    return heard;
  }

  /** The answer with what differs between any two servers taken out. */
  neutral(heard: Heard): Heard {
    const { "content-type": type, ostype, "docker-experimental": experimental } = heard.headers;
    const versioned = heard.headers["api-version"] === undefined ? "no" : "yes";
    return {
      status: heard.status,
      headers: { type, ostype, experimental, versioned },
      body: this.#neutralText(heard.body),
    };
  }

  #remember(name: string, body: string): void {
    // What an object's answer looks like.
    const { ID, Version } = JSON.parse(body) as { ID?: string; Version?: { Index?: number } };
    if (ID !== undefined) this.#known.set(name, ID);
    if (Version) this.#known.set(`${name}.version`, String(Version.Index ?? 0));
  }

  #neutralText(text: string): string {
    let neutral = text;
    for (const [name, value] of this.#known) {
      if (!name.includes(".")) neutral = neutral.replaceAll(value, `<${name}>`);
    }
    // Lists are in the order of ids, which are drawn.
    if (neutral.startsWith('[{"ID":') && neutral.includes('"DesiredState"')) {
      const tasks = JSON.parse(neutral) as readonly { Slot?: number }[];
      neutral = `${JSON.stringify([...tasks].sort((a, b) => (a.Slot ?? 0) - (b.Slot ?? 0)))}\n`;
    }
    return (
      neutral
        .replace(/"(ID|ServiceID)":"[0-9a-z]{25}"/g, '"$1":"<id>"')
        .replace(/"ContainerID":"[0-9a-f]{64}","PID":\d+/g, '"ContainerID":"<container>","PID":0')
        .replace(/"Version":\{[^}]*\}/g, '"Version":{}')
        .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>")
        .replace(/SWMTKN-1-\w+-\w+/g, "<token>")
        // Written by the orchestrator, which may or may not have been at it.
        .replace(/,"UpdateStatus":\{[^}]*\}/g, "")
        .replace(/("TrustRoot|"CertIssuerPublicKey)":"[^"]*"/g, '$1":"<trust>"')
        .replace(/SWMKEY-1-[\w+/]+/g, "<key>")
        // Versions and machines differ, and how soon a silent agent counts as down.
        .replace(/(API version is )[\d.]+/, "$1<version>")
        .replace(/"Description":\{.*?\},"Status"/g, '"Description":{},"Status"')
        .replace(/"HeartbeatPeriod":\d+/g, '"HeartbeatPeriod":0')
        // What exactly is wrong with JSON is each parser's to say.
        .replace(/"invalid (JSON|value for \w+): .*"/, '"invalid $1"')
    );
  }

  #send(
    method: string,
    path: string,
    body: string | undefined,
    headers: Readonly<Record<string, string>>,
  ): Promise<Heard> {
    return new Promise((resolve, reject) => {
      const type = body === undefined ? {} : { "Content-Type": "application/json" };
      const call = request(
        { socketPath: this.#socket, method, path, headers: { ...type, ...headers } },
        (response) => {
          let text = "";
          response.setEncoding("utf8").on("data", (part: string) => (text += part));
          response.on("end", () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: text,
            }),
          );
        },
      );
      call.on("error", reject);
      call.end(body);
    });
  }
}
