export default {
  files: ["build/test/**/*.test.js", "!build/test/e2e/**"],
  nodeArguments: ["--enable-source-maps"],
  require: ["./build/test/support/listeners.js"],
  timeout: "2m",
};
