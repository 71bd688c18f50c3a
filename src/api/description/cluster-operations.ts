import { initBody, joinBody, unlockBody } from "../init-request.ts";
import { node, nodeSpec } from "../json/node-json.ts";
import type { Describe } from "../json/schema.ts";
import { clusterDescription, swarmSpec } from "../json/swarm-json.ts";
import { task } from "../json/task-json.ts";
import { NODE_FILTERS } from "../nodes.ts";
import { TASK_FILTERS } from "../tasks.ts";
import {
  DONE,
  TEXT,
  anObject,
  arrayOf,
  described,
  filters,
  flagged,
  objectOf,
  objectVersion,
  type Operations,
} from "./operation.ts";

const swarm: Describe = (naming) =>
  naming.refer("Swarm", () => ({
    type: "object",
    properties: {
      ...clusterDescription(naming).properties,
      JoinTokens: objectOf({ Worker: TEXT, Manager: TEXT }),
    },
  }));

const PING: Operations[string] = {
  summary: "Whether the daemon is there, and what it speaks: see the headers.",
  answers: { 200: { description: "It is.", type: "text/plain" } },
};

/** The daemon, the swarm, its nodes and its tasks. */
export const CLUSTER_OPERATIONS: Operations = {
  "GET /_ping": PING,
  "HEAD /_ping": PING,
  "GET /version": {
    summary: "Versions of the daemon and of the engine behind it.",
    answers: { 200: { description: "The versions.", json: anObject } },
  },
  "GET /info": {
    summary: "What the engine says of its host, and this node's part of the swarm.",
    answers: { 200: { description: "The facts.", json: anObject } },
  },
  "GET /swarm": {
    summary: "The swarm, with the tokens that let others join.",
    answers: { 200: { description: "The swarm.", json: swarm } },
  },
  "POST /swarm/init": {
    summary: "Begin a swarm, whose first manager this node is.",
    body: initBody,
    answers: { 200: { description: "The id of the node.", json: () => TEXT } },
  },
  "POST /swarm/join": {
    summary: "Join a swarm, as what the token says.",
    body: joinBody,
    answers: DONE,
  },
  "POST /swarm/leave": {
    summary: "Leave the swarm.",
    query: { force: flagged("Leave even where the swarm loses a manager, or all there is of it.") },
    answers: DONE,
  },
  "POST /swarm/update": {
    summary: "Change the swarm's settings; have new tokens or a new unlock key made.",
    query: {
      version: objectVersion,
      rotateWorkerToken: flagged("Make a new token for workers."),
      rotateManagerToken: flagged("Make a new token for managers."),
      rotateManagerUnlockKey: flagged("Make a new unlock key."),
    },
    body: swarmSpec.schema,
    answers: DONE,
  },
  "GET /swarm/unlockkey": {
    summary: "The key that unlocks managers; empty where they do not lock.",
    answers: { 200: { description: "The key.", json: () => objectOf({ UnlockKey: TEXT }) } },
  },
  "POST /swarm/unlock": {
    summary: "Unlock this manager, which was started again and needs the swarm's key.",
    body: unlockBody,
    answers: DONE,
  },
  "GET /nodes": {
    summary: "The nodes.",
    query: { filters: filters(NODE_FILTERS) },
    answers: { 200: { description: "The nodes.", json: arrayOf(node.schema) } },
  },
  "GET /nodes/{id}": {
    summary: "A node, by its id, its name or the beginning of its id.",
    answers: { 200: { description: "The node.", json: node.schema } },
  },
  "POST /nodes/{id}/update": {
    summary: "Change a node's role, availability or labels.",
    query: { version: objectVersion },
    body: nodeSpec.schema,
    answers: DONE,
  },
  "DELETE /nodes/{id}": {
    summary: "Remove a node that is down.",
    query: { force: flagged("Remove it even though it is up.") },
    answers: DONE,
  },
  "GET /tasks": {
    summary: "The tasks.",
    query: { filters: filters(TASK_FILTERS) },
    answers: { 200: { description: "The tasks.", json: arrayOf(task.schema) } },
  },
  "GET /tasks/{id}": {
    summary: "A task, by its id or the beginning of it.",
    answers: { 200: { description: "The task.", json: task.schema } },
  },
  "GET /skein/explain/{object}": {
    summary: "Why a service or a task is as it is, in sentences. Not part of Docker's API.",
    answers: {
      200: {
        description: "The sentences.",
        json: () =>
          objectOf({
            Kind: { type: "string", enum: ["service", "task"] },
            ID: TEXT,
            Name: TEXT,
            Sentences: { type: "array", items: TEXT },
          }),
      },
    },
  },
  "GET /skein/openapi.json": {
    summary: "This description. Not part of Docker's API.",
    answers: { 200: { description: "OpenAPI 3.1.", json: anObject } },
  },
  "GET /events": {
    summary: "What happens: the engine's events and the cluster's, as they come.",
    query: {
      since: described("Begin with what happened at this Unix time."),
      until: described("End at this Unix time."),
      filters: described("JSON: an object of lists, or of objects, by filter."),
    },
    answers: { 200: { description: "One JSON object a line.", type: "application/json" } },
  },
};
