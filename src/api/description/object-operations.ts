import { networkDescription, networkWish } from "../json/network-resource-json.ts";
import { NETWORK_FILTERS } from "../network-filter.ts";
import type { Describe, JsonSchema } from "../json/schema.ts";
import { serviceView } from "../json/service-json.ts";
import { serviceSpec } from "../json/service-spec-json.ts";
import { config, configSpec, secret, secretSpec } from "../json/stored-data-json.ts";
import { CONFIG_FILTERS } from "../configs.ts";
import { SECRET_FILTERS } from "../secrets.ts";
import { SERVICE_FILTERS } from "../services.ts";
import {
  DONE,
  REMOVED,
  TEXT,
  anObject,
  arrayOf,
  described,
  filters,
  flagged,
  objectOf,
  objectVersion,
  type Operation,
  type Operations,
} from "./operation.ts";

const WARNINGS: JsonSchema = { anyOf: [{ type: "array", items: TEXT }, { type: "null" }] };
const REGISTRY_AUTH = described("Credentials for the image's registry: JSON in base64url.");

const LOGS: Operation = {
  summary: "Lines that tasks wrote; with `follow` also those to come.",
  query: {
    follow: flagged("Go on with what is written from now on."),
    stdout: flagged("What was written to stdout."),
    stderr: flagged("What was written to stderr."),
    since: described("Nothing older than this Unix time."),
    until: described("Taken, and without effect."),
    timestamps: flagged("Begin each line with its time."),
    details: flagged("Begin each line with the node, service and task that it is of."),
    tail: described("So many of the last lines of each task, or all."),
    notices: flagged("Tell of missing logs apart from the lines. Not part of Docker's API."),
  },
  answers: {
    200: { description: "Frames, or the bytes as they are of a terminal.", type: "*/*" },
  },
};

/** Secrets and configs are handled alike. */
function storedOperations(
  noun: string,
  spec: Describe,
  object: Describe,
  known: readonly string[],
): Operations {
  return {
    [`GET /${noun}s`]: {
      summary: `The ${noun}s.`,
      query: { filters: filters(known) },
      answers: { 200: { description: `The ${noun}s.`, json: arrayOf(object) } },
    },
    [`POST /${noun}s/create`]: {
      summary: `Create a ${noun}.`,
      body: spec,
      answers: { 201: { description: "Its id.", json: () => objectOf({ ID: TEXT }) } },
    },
    [`GET /${noun}s/{id}`]: {
      summary: `A ${noun}, by its id, its name or the beginning of its id.`,
      answers: { 200: { description: `The ${noun}.`, json: object } },
    },
    [`POST /${noun}s/{id}/update`]: {
      summary: `Change a ${noun}'s labels; of a stack's, also its data.`,
      query: { version: objectVersion },
      body: spec,
      answers: DONE,
    },
    [`DELETE /${noun}s/{id}`]: {
      summary: `Remove a ${noun} that no service uses.`,
      answers: REMOVED,
    },
  };
}

/** A network of the cluster, or one of the engine's own, whose members are the engine's. */
const anyNetwork: Describe = (naming) => ({
  anyOf: [
    networkDescription(naming),
    {
      type: "object",
      properties: { Scope: { type: "string", enum: ["local", "host", "global"] } },
      required: ["Scope"],
      additionalProperties: {},
    },
  ],
});

const finding = objectOf({
  Kind: TEXT,
  Subject: TEXT,
  OK: { type: "boolean" },
  Detail: TEXT,
});

/** What users declare: services, networks, secrets and configs. */
export const OBJECT_OPERATIONS: Operations = {
  "GET /services": {
    summary: "The services.",
    query: {
      filters: filters(SERVICE_FILTERS),
      status: flagged("With how many tasks run, and how many should."),
      insertDefaults: flagged("Taken, and without effect."),
    },
    answers: { 200: { description: "The services.", json: arrayOf(serviceView.schema) } },
  },
  "POST /services/create": {
    summary: "Create a service.",
    headers: { "X-Registry-Auth": REGISTRY_AUTH },
    body: serviceSpec.schema,
    answers: {
      201: { description: "Its id.", json: () => objectOf({ ID: TEXT, Warnings: WARNINGS }) },
    },
  },
  "GET /services/{id}": {
    summary: "A service, by its id, its name or the beginning of its id.",
    query: { insertDefaults: flagged("Write out what holds where the spec says nothing.") },
    answers: { 200: { description: "The service.", json: serviceView.schema } },
  },
  "POST /services/{id}/update": {
    summary: "Change a service, or go back to what it was before.",
    headers: { "X-Registry-Auth": REGISTRY_AUTH },
    query: {
      version: objectVersion,
      registryAuthFrom: described("Whose credentials are kept: spec or previous-spec."),
      rollback: described("previous: go back."),
    },
    body: serviceSpec.schema,
    answers: { 200: { description: "Done.", json: () => objectOf({ Warnings: WARNINGS }) } },
  },
  "DELETE /services/{id}": { summary: "Remove a service and its tasks.", answers: DONE },
  "GET /services/{id}/logs": LOGS,
  "GET /tasks/{id}/logs": LOGS,
  "GET /networks": {
    summary: "The cluster's networks, and those of this node's engine.",
    query: { filters: filters(NETWORK_FILTERS) },
    answers: { 200: { description: "The networks.", json: arrayOf(anyNetwork) } },
  },
  "POST /networks/create": {
    summary: "Create a network: of the cluster with scope swarm or the driver overlay.",
    body: networkWish.schema,
    answers: {
      201: {
        description: "Its id.",
        json: () => ({ type: "object", properties: { Id: TEXT, Warning: TEXT }, required: ["Id"] }),
      },
    },
  },
  "POST /networks/prune": {
    summary: "Remove the networks that nobody uses.",
    query: { filters: filters(["label", "until"]) },
    answers: { 200: { description: "Those removed.", json: anObject } },
  },
  "GET /networks/{id*}": {
    summary: "A network, by its id, its name or the beginning of its id.",
    query: {
      scope: described("swarm, or local: of which, where the name is in both."),
      verbose: flagged("Of the engine's: with services and their tasks."),
    },
    answers: { 200: { description: "The network.", json: anyNetwork } },
  },
  "DELETE /networks/{id*}": { summary: "Remove a network.", answers: REMOVED },
  "POST /networks/{id}/check": {
    summary:
      "Have every node that carries the network say what it finds. Not part of Docker's API.",
    answers: {
      200: {
        description: "What each found.",
        json: () => ({
          type: "array",
          items: objectOf({ NodeID: TEXT, Findings: { type: "array", items: finding } }),
        }),
      },
    },
  },
  ...storedOperations("secret", secretSpec.schema, secret.schema, SECRET_FILTERS),
  ...storedOperations("config", configSpec.schema, config.schema, CONFIG_FILTERS),
};
