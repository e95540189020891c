/** A page with the explorer alone. */
import { escaped } from '../report/page/markup.ts';
import { contentPolicy } from '../report/page/policy.ts';
import { EXPLORER_STYLE, type ExplorerAssets, explorerFragment, inScript } from './fragment.ts';

const STYLE = `
body { font: 1rem/1.45 system-ui, sans-serif; color: #1b1f23; background: #fff; max-width: 68rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.4rem; }
h2, h3 { font-size: 1rem; margin: 0.5rem 0; }
${EXPLORER_STYLE}`;

export function explorerPage(title: string, assets: ExplorerAssets, scenario: string | null): string {
  const policy = contentPolicy({ scripts: [inScript(assets.script)], styles: [STYLE], simulates: true });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1 dir="auto">${escaped(title)}</h1>
${explorerFragment(assets, scenario)}
</main>
</body>
</html>
`;
}
