/** The page, without a word of the run in it: everything that is shown comes by the stream, and as text. */
export const pageHtml = `<!doctype html>
<html lang="en" data-theme="light">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>pileup live</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/uplot.css">
<link rel="stylesheet" href="/page.css">
</head>
<body>
<header>
  <strong id="badge">…</strong>
  <span id="target"></span>
  <span id="phase"></span>
  <span id="elapsed"></span>
  <span id="age"></span>
</header>
<main>
  <output id="verdict" aria-live="polite" data-level="none">Connecting…</output>
  <section id="numbers" aria-label="Now">
    <div class="tile done"><h2>Answers</h2><p><b id="answers">–</b><i>/s</i></p><small id="answers-of"></small></div>
    <div class="tile"><h2>Slowest 1 % (p99)</h2><p><b id="p99">–</b><i id="p99-unit">ms</i></p><small id="p99-of"></small></div>
    <div class="tile waiting"><h2 id="waiting-title">Waiting for the pool</h2><p><b id="waiting">–</b></p><small id="waiting-of"></small></div>
    <div class="tile failed"><h2>Failures</h2><p><b id="failures">–</b><i>/s</i></p><small id="failures-of"></small></div>
  </section>
  <p id="news" aria-label="What happened last"><span id="news-text"></span><span id="machine"></span></p>
  <section id="charts">
    <figure><figcaption><span>What clients ask for, and what they get, per second</span><span class="readout"></span></figcaption><div id="rates" class="plot" role="img"></div></figure>
    <figure><figcaption><span>How long an answer takes, in the last 2 s</span><span class="readout"></span></figcaption><div id="latency" class="plot" role="img"></div></figure>
    <figure><figcaption><span id="pool-caption">Who waits for the pool</span><span class="readout"></span></figcaption><div id="pool" class="plot" role="img"></div></figure>
  </section>
</main>
<form id="presenter" hidden aria-label="Presenter">
  <span class="group"><button type="button" id="next">Next phase</button><button type="button" id="hold" aria-pressed="true">Hold</button><button type="button" id="end">End run</button></span>
  <span class="group" id="pool-fields"><label>Pool <input id="pool-max" type="number" min="1" max="1000"></label><label>Deadline ms <input id="pool-deadline" type="number" min="1" placeholder="none"></label><label>Queue <input id="pool-queue" type="number" min="0" placeholder="any"></label><button type="button" id="pool-set">Set pool</button></span>
  <span class="group"><label>Connections <input id="connections" type="number" min="1"></label><button type="button" id="load-set">Set load</button></span>
</form>
<footer><span id="answer" role="status"></span><span id="keys"><kbd>f</kbd> full screen <kbd>space</kbd> freeze <kbd>t</kbd> theme <kbd>m</kbd> mark</span></footer>
<script src="/uplot.js"></script>
<script type="module" src="/page/main.js"></script>
</body>
</html>
`;
