/** Made by the bundler (test/bed/every-file-plugin.mjs). */
declare module 'every-test-file' {
  export function load(): Promise<void>;
}
