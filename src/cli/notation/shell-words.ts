import { err, ok, type Result } from "../../base/result.ts";

/**
 * Splits text into words as a shell does: blanks separate; single quotes keep everything; double
 * quotes keep all but backslash escapes; a backslash keeps the next character; # begins a comment.
 * Source: google/shlex, which docker uses for --args and --entrypoint.
 */
export function parseShellWords(text: string): Result<readonly string[], string> {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote === "'") {
      if (character === "'") quote = undefined;
      else word = (word ?? "") + character;
    } else if (character === "\\") {
      at++;
      if (at >= text.length) return err("it ends in a backslash that escapes nothing");
      word = (word ?? "") + text.charAt(at);
    } else if (quote === '"') {
      if (character === '"') quote = undefined;
      else word = (word ?? "") + character;
    } else if (character === "'" || character === '"') {
      quote = character;
      word ??= "";
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === "#" && word === undefined) {
      const newline = text.indexOf("\n", at);
      at = newline === -1 ? text.length : newline;
    } else {
      word = (word ?? "") + character;
    }
  }
  if (quote !== undefined) return err(`the quote ${quote} is never closed`);
  if (word !== undefined) words.push(word);
  return ok(words);
}
