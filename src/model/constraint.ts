import { OperationalError } from "../base/errors.ts";
import { NodeRole, type Node } from "./generated/types.ts";
import { parseCidr, type Cidr } from "./ip.ts";

/** One requirement on a node, such as `node.labels.zone==a`. */
export interface Constraint {
  readonly key: string;
  readonly operator: "==" | "!=";
  readonly value: string;
}

const KEY = /^[a-z_][a-z0-9\-_.]+$/i;
const VALUE = /^[a-z0-9:\-_.*()?+[\]\\^$|/\s]+$/i;
const NODE_LABEL = "node.labels.";
const ENGINE_LABEL = "engine.labels.";

/** Reads constraints; `invalidArgument` in Swarm's words. Source: swarmkit manager/constraint. */
export function parseConstraints(texts: readonly string[]): readonly Constraint[] {
  return texts.map(parseConstraint);
}

function parseConstraint(text: string): Constraint {
  const operator = (["==", "!="] as const).find((each) => text.includes(each));
  if (!operator) return refuse("constraint expected one operator from ==, !=");
  const at = text.indexOf(operator);
  const key = text.slice(0, at).trim();
  const value = text.slice(at + operator.length).trim();
  if (!KEY.test(key)) return refuse(`key '${key}' is invalid`);
  if (!VALUE.test(value)) return refuse(`value '${value}' is invalid`);
  return { key, operator, value };
}

function refuse(message: string): never {
  throw new OperationalError("invalidArgument", message);
}

/** Whether `node` meets every constraint. A key that nobody knows is met by no node. */
export function meetsConstraints(constraints: readonly Constraint[], node: Node): boolean {
  return constraints.every((constraint) => meets(constraint, node));
}

function meets(constraint: Constraint, node: Node): boolean {
  const { key } = constraint;
  const lower = key.toLowerCase();
  if (lower === "node.ip") return meetsAddress(constraint, node);
  const label = labelOf(key, lower, node);
  const actual = label ?? attributeOf(lower, node);
  if (actual === undefined) return false;
  return (
    (actual.toLowerCase() === constraint.value.toLowerCase()) === (constraint.operator === "==")
  );
}

/** A label that is absent has the value "". The part of the key after the prefix is taken as it is. */
function labelOf(key: string, lower: string, node: Node): string | undefined {
  if (lower.startsWith(NODE_LABEL) && key.length > NODE_LABEL.length) {
    return node.spec?.annotations?.labels[key.slice(NODE_LABEL.length)] ?? "";
  }
  if (lower.startsWith(ENGINE_LABEL) && key.length > ENGINE_LABEL.length) {
    return node.description?.engine?.labels[key.slice(ENGINE_LABEL.length)] ?? "";
  }
  return undefined;
}

function attributeOf(key: string, node: Node): string | undefined {
  switch (key) {
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
      return undefined;
  }
}

/** The value is an address or a network. A node whose address nobody knows meets neither == nor !=. */
function meetsAddress({ operator, value }: Constraint, node: Node): boolean {
  const network = parseCidr(value);
  const address = parseCidr(node.status?.addr ?? "");
  if (!network || !address) return false;
  return contains(network, address) === (operator === "==");
}

function contains(network: Cidr, { address, bits }: Cidr): boolean {
  if (network.bits !== bits) return false;
  const shift = BigInt(bits - network.prefix);
  return network.address >> shift === address >> shift;
}
