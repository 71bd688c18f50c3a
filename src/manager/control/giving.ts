import type { Service, Task, Timestamp } from "../../model/generated/types.ts";
import type { AddressBook } from "../allocator/address-book.ts";
import {
  allocateService,
  allocateTask,
  isServiceAllocated,
  waitingTask,
} from "../allocator/allocate.ts";
import type { WriteTx } from "../store/store.ts";

const SERVICE_WAITS = "its service waits for virtual addresses or ports";

/** The service, with its ports and virtual addresses where they can be had. */
export function allocatedService(
  tx: WriteTx,
  book: AddressBook,
  serviceId: string,
): Service | undefined {
  const service = tx.services.get(serviceId);
  if (!service) return undefined;
  const given = allocateService(service, book, tx);
  if (!given.ok || given.value === service) return service;
  tx.update("service", given.value);
  return tx.services.get(serviceId);
}

/** The new task made pending, or still new with the reason why. Writes nothing. */
export function allocatedTask(
  tx: WriteTx,
  book: AddressBook,
  task: Task,
  service: Service | undefined,
  at: Timestamp,
): Task {
  if (service && !isServiceAllocated(service, book)) {
    const given = allocateService(service, book, tx);
    return waitingTask(task, given.ok ? SERVICE_WAITS : given.error, at);
  }
  const given = allocateTask(task, service, book, tx, at);
  return given.ok ? given.value : waitingTask(task, given.error, at);
}
