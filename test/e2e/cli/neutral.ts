/** What a command line printed, and how it ended. */
export interface Heard {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

// Each takes out what differs between any two swarms that did the same.
const DIFFERENCES: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/SWMTKN-1-\w+-\w+/g, "<token>"],
  [/SWMKEY-1-[\w+/]+/g, "<key>"],
  [/-----BEGIN CERTIFICATE-----[^"]*?-----END CERTIFICATE-----(\\n)?/g, "<certificate>"],
  [/("?CertIssuer\w+"?: ?"?|Issuer (?:Public Key|Subject):\s+)[\w+/=]+/g, "$1<trust>"],
  [/\b[0-9a-f]{64}\b/g, "<container>"],
  [/\b[0-9a-z]{25}\b/g, "<id>"],
  [/^[0-9a-z]{12}(?=\s)/gm, "<id>"],
  [/"ID":"[0-9a-z]{12}"/g, '"ID":"<id>"'],
  // Which of equal nodes a task runs on is chance.
  [/@node\d/g, "@<node>"],
  [/\d{4}-\d\d-\d\d[T ][\d:.]+( ?Z| [+-]\d{4} \w+)/g, "<time>"],
  [/\b(Less than a|About a|An?|\d+) (second|minute)s?( ago)?/gi, "<ago>"],
  [/("Index": ?|Version:\s+)\d+/g, "$1<version>"],
  // Of the machine, or of the product rather than of the swarm.
  [/"?(HeartbeatPeriod|Heartbeat Period)"?:\s+\S+/g, "$1 <period>"],
  [/(Heartbeat period:\s+).*/g, "$1<period>"],
  [/Engine Labels:\n(\s*- io\.skein\..*\n)+/g, ""],
  [/[ \t]+/g, " "],
  [/ $/gm, ""],
];

/** What was heard, so that two swarms which did the same are heard alike. */
export function neutral(
  { code, out, err }: Heard,
  names: readonly (readonly [name: string, instead: string])[],
): Heard {
  const plain = (text: string): string => {
    let result = text;
    for (const [name, instead] of names) result = result.replaceAll(wholeWord(name), instead);
    for (const [pattern, instead] of DIFFERENCES) result = result.replace(pattern, instead);
    return result.trim();
  };
  return { code, out: plain(out), err: plain(err) };
}

function wholeWord(name: string): RegExp {
  return new RegExp(`\\b${name.replaceAll(".", "\\.")}\\b`, "g");
}
