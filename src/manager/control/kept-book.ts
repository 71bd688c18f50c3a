import { AddressBook, type Turn } from "../allocator/address-book.ts";
import type { Change, Store } from "../store/store.ts";

/** An address book that follows the store's commits until it is let go. */
export function keepBook(store: Store): {
  readonly book: AddressBook;
  readonly letGo: () => void;
} {
  const book = store.view((tx) => new AddressBook(tx));
  const letGo = store.onCommit(({ changes }) => {
    for (const change of changes) note(book, change);
  });
  return { book, letGo };
}

function note(book: AddressBook, change: Change): void {
  switch (change.kind) {
    case "task":
      book.taskTurned(turnOf(change));
      return;
    case "service":
      book.serviceTurned(turnOf(change));
      return;
    case "node":
      book.nodeTurned(turnOf(change));
      return;
    case "network":
      book.networkTurned(turnOf(change));
      return;
    default:
      return;
  }
}

/** What was before the change and what is after it. */
function turnOf<T>(
  change: { readonly object: T } & (
    { readonly action: "create" | "remove" } | { readonly action: "update"; readonly previous: T }
  ),
): Turn<T> {
  switch (change.action) {
    case "create":
      return { before: undefined, after: change.object };
    case "remove":
      return { before: change.object, after: undefined };
    case "update":
      return { before: change.previous, after: change.object };
  }
}
