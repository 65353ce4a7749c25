import { createHash } from 'node:crypto';
import { assets } from './assets.ts';
import { html, Markup } from './markup.ts';
import { style } from './style.ts';

/** One file that opens from disk: styles, script and data within. Its policy lets no other script run, nor load. */
export function documentOf(title: string, body: Markup): string {
  const { script, chartStyle } = assets();
  const styles = `${chartStyle}${style}`;
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(styles)}; img-src data:; base-uri 'none'; form-action 'none'`;
  return `${
    html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${new Markup(styles)}</style>
</head>
<body>
<main>
${body}
</main>
<script type="module">${new Markup(script)}</script>
</body>
</html>`.source
  }\n`;
}

function hashOf(source: string): string {
  return `'sha256-${createHash('sha256').update(source).digest('base64')}'`;
}
