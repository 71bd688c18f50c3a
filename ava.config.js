export default {
  files: ["build/test/**/*.test.js", "!build/test/e2e/**"],
  nodeArguments: ["--enable-source-maps"],
  timeout: "2m",
};
