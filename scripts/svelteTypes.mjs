/**
 * Imported by eslint.config.js before the parser of components, which reads this when it is loaded: TypeScript then reads
 * every component from the disk as the parser does. Without it each component that is linted has changed for TypeScript,
 * which builds its program and all its types again.
 */
process.env.SVELTE_ESLINT_PARSER_EXPERIMENTAL_TS_SYS_HOOK ??= '1';
