/* In place of what a library names for its own tests alone and nobody here calls (vite.config.mts). */
export default null;
