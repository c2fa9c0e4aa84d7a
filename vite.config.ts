import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, type Plugin } from "vite";

const BUILT = "frontend/static/built";
const STAMP = "source-hash.txt";
// What the built files depend on; tests/unit/frontend/test_built_assets.py reads the same list.
const SOURCES = ["frontend/kiosk", "frontend/scripts", "frontend/styles", "package-lock.json", "tsconfig.json", "vite.config.ts"];

function files(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => files(join(path, name)));
}

/** SHA-256 over "path NUL content NUL" of the files in the order of their names, so that a move counts as a change. */
function digest(paths: string[]): string {
  const hash = createHash("sha256");
  for (const path of paths.sort()) hash.update(path).update("\0").update(readFileSync(path)).update("\0");
  return hash.digest("hex");
}

/** Stamps the build, so that a machine without Node still notices sources that were changed but not built. */
function stamp(): Plugin {
  return {
    name: "stamp",
    closeBundle() {
      const built = files(BUILT).filter((path) => !path.endsWith(STAMP));
      const lines = [`sources ${digest(SOURCES.flatMap(files))}`, `built ${digest(built)}`, ""];
      writeFileSync(join(BUILT, STAMP), lines.join("\n"));
    },
  };
}

const kiosk = "frontend/kiosk/main.ts";

export default defineConfig({
  base: "/static/",
  publicDir: "frontend/static",
  logLevel: "warn",
  plugins: [stamp()],
  build: {
    outDir: BUILT,
    emptyOutDir: true,
    copyPublicDir: false,
    manifest: "manifest.json",
    modulePreload: false,
    assetsInlineLimit: 0,
    cssMinify: "lightningcss",
    target: ["chrome120", "safari17.2", "firefox121"],
    rollupOptions: {
      input: [
        "frontend/styles/site.css",
        "frontend/styles/work.css",
        "frontend/styles/kiosk.css",
        "frontend/scripts/site.ts",
        ...(existsSync(kiosk) ? [kiosk] : []),
      ],
      output: { entryFileNames: "[name]-[hash].js", chunkFileNames: "[name]-[hash].js", assetFileNames: "[name]-[hash][extname]" },
    },
  },
});
