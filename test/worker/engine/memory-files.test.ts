import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { MemoryFiles } from "../../../src/worker/engine/memory-files.ts";

const FILE = { path: "0", uid: 0, gid: 0, mode: 0o440, data: new TextEncoder().encode("sesame") };

async function inMemory(body: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp("/dev/shm/skein-test-");
  try {
    await body(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

test("memory files: a task's are there with owner and mode, for root alone, until withdrawn", async (t) => {
  await inMemory(async (directory) => {
    const files = new MemoryFiles(join(directory, "n1"));
    await files.provide("t1", [FILE]);
    await files.provide("t1", []); // They are there.
    const path = files.pathOf("t1", "0");

    t.is(await readFile(path, "utf8"), "sesame");
    t.is((await stat(path)).mode & 0o777, 0o440);
    t.is((await stat(join(directory, "n1", "t1"))).mode & 0o777, 0o700);
    t.deepEqual(await files.taskIds(), ["t1"]);
    await files.withdraw("t1");
    await files.withdraw("t1");
    await t.throwsAsync(lstat(join(directory, "n1")), { code: "ENOENT" });
  });
});

test("memory files: a disk is refused, with what to do about it", async (t) => {
  const directory = await mkdtemp(join(process.cwd(), "build", "not-in-memory-"));
  const onDisk = join(directory, "n1");
  const error = await t.throwsAsync(new MemoryFiles(onDisk).provide("t1", [FILE]));
  await rm(directory, { recursive: true });

  t.regex(
    error.message,
    /is on a disk; start skeind with --memory-dir and a directory on a tmpfs$/,
  );
});

test("memory files: a directory that somebody else prepared is refused", async (t) => {
  await inMemory(async (directory) => {
    const elsewhere = join(directory, "elsewhere");
    await mkdir(elsewhere);
    await symlink(elsewhere, join(directory, "n1"));
    await mkdir(join(directory, "n2"));
    await chmod(join(directory, "n2"), 0o777);
    await writeFile(join(directory, "n3"), "");
    for (const name of ["n1", "n2", "n3"]) {
      await t.throwsAsync(new MemoryFiles(join(directory, name)).provide("t1", [FILE]), {
        message: /is not this daemon's own directory; remove it$/,
      });
    }
  });
});
