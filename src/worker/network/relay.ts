import type { Socket } from "node:net";

const IDLE_MS = 3_600_000;

/**
 * Leads what either side says to the other, as fast as the slower one takes it, until both have ended;
 * each may end alone. `open` has them as long as they are.
 */
export function relay(caller: Socket, task: Socket, open: Set<Socket>): void {
  for (const [socket, other] of [
    [caller, task],
    [task, caller],
  ] as const) {
    open.add(socket);
    socket.setTimeout(IDLE_MS, () => void socket.destroy());
    socket.once("error", () => void other.destroy());
    socket.once("close", () => {
      open.delete(socket);
      other.destroySoon();
    });
    socket.pipe(other);
  }
}
