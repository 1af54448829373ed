const printed =
  /<b>(Warning|Notice|Deprecated|Strict Standards|Parse error|Fatal error|Recoverable fatal error)<\/b>\s*:|^(PHP )?(Warning|Notice|Deprecated|Fatal error):/im;

/** Where a message of PHP's comes from that stands among an answer: nothing of it where PHP printed none, not even a path where it told none. */
export function phpPrinted(text: string): { path?: string; line?: string } | undefined {
  if (!printed.test(text.slice(0, 50_000))) return undefined;
  const [, path, line] = / in (?:<b>)?(\S+?\.(?:php|phtml))(?:<\/b>)?(?: on line |:)(?:<b>)?(\d+)/.exec(text) ?? [];
  return { path, line };
}

/** The file's own name: the path before it is nobody's business. */
export const fileName = (path: string): string => path.split('/').slice(-1).join('/');
