// Tests with real engines, sockets and processes: one at a time, as root on Debian (`npm run e2e`).
export default {
  files: ["build/test/e2e/**/*.test.js"],
  nodeArguments: ["--enable-source-maps"],
  require: ["./build/test/support/listeners.js"],
  workerThreads: false,
  concurrency: 1,
  serial: true,
  timeout: "10m",
};
