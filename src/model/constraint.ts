import { err, ok, type Result } from "../base/result.ts";
import { NodeRole, type Node } from "./generated/types.ts";
import { containsIp, equalIp, parseIpAddress, parseIpSubnet } from "./ip-address.ts";

/** What a placement constraint asks of a node: `node.labels.zone==a`. */
export interface Constraint {
  readonly key: string;
  readonly operator: "==" | "!=";
  readonly value: string;
}

export const NODE_LABELS = "node.labels.";
export const ENGINE_LABELS = "engine.labels.";

// Source of both: swarmkit manager/constraint.
const KEY = /^[a-z_][a-z0-9\-_.]+$/i;
const VALUE = /^[a-z0-9:\-_\s.*()?+[\]\\^$|/]+$/i;

/** The constraint in `text`, or what is wrong with it. */
export function parseConstraint(text: string): Result<Constraint, string> {
  const operator = (["==", "!="] as const).find((candidate) => text.includes(candidate));
  if (operator === undefined) return err("constraint expected one operator from ==, !=");
  const at = text.indexOf(operator);
  const key = text.slice(0, at).trim();
  const value = text.slice(at + operator.length).trim();
  if (!KEY.test(key)) return err(`key '${key}' is invalid`);
  if (!VALUE.test(value)) return err(`value '${value}' is invalid`);
  return ok({ key, operator, value });
}

/** The constraints, or what is wrong with the first bad one. */
export function parseConstraints(texts: readonly string[]): Result<readonly Constraint[], string> {
  const constraints: Constraint[] = [];
  for (const text of texts) {
    const parsed = parseConstraint(text);
    if (!parsed.ok) return parsed;
    constraints.push(parsed.value);
  }
  return ok(constraints);
}

/** Whether the node is as the constraint asks. A key that nobody knows admits no node. */
export function satisfies(node: Node, { key, operator, value }: Constraint): boolean {
  const wanted = operator === "==";
  if (key.toLowerCase() === "node.ip") return hasIp(node, value) === wanted;
  const actual = attributeOf(node, key);
  return actual !== undefined && (actual.toLowerCase() === value.toLowerCase()) === wanted;
}

/** Whether the node satisfies all of `texts`; one that cannot be parsed admits no node. */
export function satisfiesAll(node: Node, texts: readonly string[]): boolean {
  if (texts.length === 0) return true;
  const parsed = parseConstraints(texts);
  return parsed.ok && parsed.value.every((constraint) => satisfies(node, constraint));
}

/** The value of `node.labels.X` or `engine.labels.X`, empty where missing; undefined for other keys. */
export function labelOf(node: Node, key: string): string | undefined {
  const lower = key.toLowerCase();
  if (lower.startsWith(NODE_LABELS) && key.length > NODE_LABELS.length) {
    return node.spec?.annotations?.labels[key.slice(NODE_LABELS.length)] ?? "";
  }
  if (lower.startsWith(ENGINE_LABELS) && key.length > ENGINE_LABELS.length) {
    return node.description?.engine?.labels[key.slice(ENGINE_LABELS.length)] ?? "";
  }
  return undefined;
}

function attributeOf(node: Node, key: string): string | undefined {
  switch (key.toLowerCase()) {
    case "node.id":
      return node.id;
    case "node.hostname":
      return node.description?.hostname ?? "";
    case "node.role":
      return node.role === NodeRole.MANAGER ? "manager" : "worker";
    case "node.platform.os":
      return node.description?.platform?.os ?? "";
    case "node.platform.arch":
      return node.description?.platform?.architecture ?? "";
    default:
      return labelOf(node, key);
  }
}

/** Undefined where `value` is neither an address nor a subnet: such a constraint admits no node. */
function hasIp(node: Node, value: string): boolean | undefined {
  const actual = parseIpAddress(node.status?.addr ?? "");
  const address = parseIpAddress(value);
  if (address) return actual !== undefined && equalIp(address, actual);
  const subnet = parseIpSubnet(value);
  return subnet && actual !== undefined && containsIp(subnet, actual);
}
