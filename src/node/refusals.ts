// The texts that Docker's clients match on. Source: moby daemon/cluster/errors.go.

export const NO_SWARM =
  'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.';

export const WORKER =
  "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state. " +
  "Please run this command on a manager node or promote the current node to a manager.";

export const PREPARING =
  "This node is not a swarm manager. Manager is being prepared or has trouble connecting to the cluster.";

export const IN_SWARM =
  'This node is already part of a swarm. Use "docker swarm leave" to leave this swarm and join another one.';

export const LOCKED =
  "Swarm is encrypted and needs to be unlocked before it can be used. " +
  'Please use "docker swarm unlock" to unlock it.';

export const LEAVING_LOCKED =
  "Swarm is encrypted and locked. Please unlock it first or use `--force` to ignore this message.";

export const NOT_JOINED_YET =
  "Timeout was reached before node joined. The attempt to join the swarm will continue in the " +
  'background. Use the "docker info" command to see the current swarm status of your node.';
