/// The one style sheet of all pages of a bundle: readable on a screen, on paper, and without colours.
enum TranscriptStyle {
  static let css = """
    :root{color-scheme:light dark;--ink:#1c2126;--soft:#5d6670;--line:#d9dee3;--paper:#fff;--in:#f3f5f7;--out:#e6f0ea;--mark:#8a1c1c;--add:#14532d;--gap:#fff4d6}
    @media(prefers-color-scheme:dark){:root{--ink:#e4e8ec;--soft:#9aa4ae;--line:#3a424a;--paper:#15191d;--in:#1f252b;--out:#1d3028;--mark:#ff9a8f;--add:#8fe0a8;--gap:#3a3216}}
    *{box-sizing:border-box}
    body{margin:0 auto;max-width:52rem;padding:2rem 1.25rem 4rem;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI","Noto Sans",sans-serif}
    h1{font-size:1.6rem;line-height:1.2;margin:0 0 .75rem}
    dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:0 0 1.5rem;color:var(--soft);font-size:.9rem}
    dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}
    h2{position:sticky;top:0;margin:2rem 0 .75rem;padding:.35rem 0;background:var(--paper);border-bottom:1px solid var(--line);font-size:.95rem;color:var(--soft)}
    article{margin:.6rem 0;padding:.6rem .9rem;max-width:44rem;background:var(--in);border-radius:.6rem}
    article.outbound{background:var(--out);margin-left:auto}
    article header{display:flex;gap:.75rem;align-items:baseline;font-size:.85rem;color:var(--soft)}
    article header b{color:var(--ink)}article header time{margin-left:auto;font-variant-numeric:tabular-nums}
    .words{margin:.2rem 0;white-space:pre-wrap;overflow-wrap:anywhere}
    blockquote{margin:.3rem 0;padding:.1rem .7rem;border-left:3px solid var(--line);color:var(--soft);white-space:pre-wrap;overflow-wrap:anywhere}
    .version{margin:.4rem 0;padding-left:.7rem;border-left:3px solid var(--line)}
    .version>small,ul.steps,footer{color:var(--soft);font-size:.8rem}
    .changes,.reading{margin:.3rem 0;font-size:.85rem;white-space:pre-wrap;overflow-wrap:anywhere}
    .changes small,.reading small{color:var(--soft)}
    s,del{color:var(--mark);text-decoration:line-through}ins{color:var(--add);text-decoration:underline}
    details{font-size:.8rem;color:var(--soft)}
    .deleted{color:var(--mark);font-weight:600;font-size:.85rem}
    .hold{border:1px solid var(--mark);color:var(--mark);border-radius:.3rem;padding:0 .3rem;font-weight:600;font-size:.75rem}
    ul.steps{margin:.3rem 0 0;padding-left:1.1rem}
    .event{margin:.8rem auto;text-align:center;color:var(--soft);font-size:.85rem;max-width:40rem;white-space:pre-wrap;overflow-wrap:anywhere}
    .event.gap{background:var(--gap);color:var(--ink);border-radius:.4rem;padding:.4rem .8rem}
    .ctl{border:1px dotted currentColor;border-radius:.2rem;font:.8em ui-monospace,monospace}
    .id{font:.75rem ui-monospace,monospace;color:var(--soft)}
    a{color:inherit}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.35rem .6rem;border-bottom:1px solid var(--line)}
    td.n{text-align:right;font-variant-numeric:tabular-nums}
    footer{margin-top:3rem;border-top:1px solid var(--line);padding-top:.75rem}
    @media print{body{max-width:none;padding:0;font-size:10pt}h2{position:static}article{break-inside:avoid;border:1px solid #999;background:none}a[href]::after{content:" <" attr(href) ">";font-size:.75em}}

    """
}
