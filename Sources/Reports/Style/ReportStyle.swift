/// The one style sheet of all report pages. The content security policy names its hash, so it is the same on each page
/// and no element carries a style of its own.
enum ReportStyle {
    static let css = [colours, page, tables, charts, paper].joined(separator: "\n")

    /// Light and dark. Text has a contrast of at least 6 to 1. Neighbouring fills differ in lightness, and idle, missing and
    /// collective parts are striped, so that they stay apart in grey print and for colour-blind readers.
    static let colours = """
        :root{color-scheme:light dark;--paper:#fbfaf7;--raised:#f3f1eb;--ink:#1c2430;--soft:#566070;--rule:#dcd8ce;\
        --strong:#8b8f96;--link:#1f5c99;--good:#1d6b45;--bad:#8c2f1d;--direct:#16365f;--platform:#4a90d0;--idle:#bf7b14;\
        --idle-line:#f3dcae;--storage:#0a4f40;--network:#b9627c;--shared:#7c828b;--shared-line:#c9cdd3;--outside:#5a5347;\
        --blind:#fbfaf7;--blind-line:#8c2f1d;--bill:#1c2430;--s0:#16365f;--s1:#c48016;--s2:#4a90d0;--s3:#9a2747;\
        --s4:#39977e;--s5:#6f6750}
        @media screen and (prefers-color-scheme:dark){:root{--paper:#15181d;--raised:#1d2128;--ink:#e7e9ec;--soft:#a0a9b5;\
        --rule:#2e343d;--strong:#6d7683;--link:#8ebcf0;--good:#7fcf9f;--bad:#f0a090;--direct:#b5d4f7;--platform:#4280bd;\
        --idle:#d99a33;--idle-line:#6b4a12;--storage:#8fe6c4;--network:#c46a86;--shared:#8a94a0;--shared-line:#3c444e;\
        --outside:#b3a88f;--blind:#15181d;--blind-line:#f0a090;--bill:#e7e9ec;--s0:#b5d4f7;--s1:#d1952c;--s2:#4280bd;\
        --s3:#e58fa6;--s4:#2f8d74;--s5:#efe6c8}}

        """

    static let page = """
        *{box-sizing:border-box}
        html{font:100%/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans","Liberation Sans",\
        sans-serif;-webkit-text-size-adjust:100%;text-size-adjust:100%;background:var(--paper);color:var(--ink)}
        body{margin:0}
        .page{max-width:70rem;margin:0 auto;padding:clamp(1.5rem,5vw,4.5rem) clamp(1rem,4vw,3rem) 3rem}
        h1,h2,.lead,.currency-name{font-family:"Iowan Old Style",Charter,"Bitstream Charter",Cambria,"Noto Serif",\
        "Liberation Serif",serif;font-weight:600;text-wrap:balance}
        h1{font-size:clamp(2.6rem,8vw,4.25rem);line-height:1.05;letter-spacing:-.02em;margin:.2rem 0 1.8rem}
        h2{font-size:clamp(1.5rem,3.4vw,2rem);line-height:1.2;letter-spacing:-.01em;margin:0 0 .8rem}
        h3{font-size:1.06rem;line-height:1.35;margin:2.4rem 0 .5rem;overflow-wrap:anywhere}
        h4{font-size:1rem;margin:2rem 0 .4rem;overflow-wrap:anywhere}
        p{margin:0 0 .9rem}
        a{color:var(--link);text-decoration-thickness:1px;text-underline-offset:.2em}
        a:focus-visible,.scroll:focus-visible,pre:focus-visible{outline:2px solid var(--link);outline-offset:3px}
        bdi{unicode-bidi:isolate;overflow-wrap:anywhere}
        code,pre,.digits{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono","DejaVu Sans Mono",monospace}
        .skip{position:absolute;left:-100rem}
        .skip:focus{position:static;display:inline-block;padding:.5rem 1rem}
        .eyebrow{font-size:.82rem;font-weight:600;letter-spacing:.09em;text-transform:uppercase;color:var(--soft);margin:0}
        .facts{display:flex;flex-wrap:wrap;gap:.9rem 2.75rem;margin:0 0 1.2rem}
        .facts dt{font-size:.82rem;color:var(--soft)}
        .facts dd{margin:0;font-weight:600;overflow-wrap:anywhere}
        .facts div{min-width:0}
        .prose,.note{max-width:42rem;text-wrap:pretty}
        .basis,.note{color:var(--soft)}
        .note{font-size:.88rem}
        .masthead{padding-bottom:1.1rem;border-bottom:1px solid var(--rule)}
        .contents{margin:1rem 0 0;font-size:.9rem}
        .contents ul{display:flex;flex-wrap:wrap;gap:.15rem 1.4rem;list-style:none;margin:0;padding:0}
        .contents a{text-decoration:none;display:inline-block;padding:.25rem 0}
        .contents a:hover{text-decoration:underline}
        section{margin-top:clamp(3rem,7vw,4.75rem)}
        .currency>section:first-of-type{margin-top:1.5rem}
        .currency h3{font-size:1.25rem;font-weight:600;margin:0 0 .6rem}
        .currency-name{font-size:clamp(2rem,5vw,2.75rem);padding-top:1rem;border-top:3px solid var(--ink)}
        .lead{font-size:clamp(1.2rem,2.7vw,1.5rem);line-height:1.42;font-weight:400;max-width:48rem;text-wrap:pretty}
        main>.lead{margin-top:3rem}
        .verdict{display:inline-block;font-size:.95rem;padding:.35rem .9rem;border-left:3px solid;margin:.1rem 0 1.5rem;\
        background:var(--raised)}
        .verdict.ok{border-color:var(--good)}
        .verdict.ok strong{color:var(--good)}
        .verdict.bad{border-color:var(--bad)}
        .verdict.bad strong{color:var(--bad)}
        .figures{display:grid;grid-template-columns:repeat(6,auto);justify-content:space-between;gap:1.4rem 1.6rem;margin:0 0 1.2rem;\
        padding:1.1rem 0;border-top:1px solid var(--ink);border-bottom:1px solid var(--rule)}
        .figures dt{font-size:.82rem;color:var(--soft)}
        .figures dd{margin:0}
        .figures .amount{font-size:1.42rem;line-height:1.3;font-variant-numeric:tabular-nums;letter-spacing:-.01em;\
        overflow-wrap:anywhere}
        .figures .hero .amount{font-weight:650}
        .figures .share{font-size:.82rem;color:var(--soft);font-variant-numeric:tabular-nums}
        @media (max-width:60rem){.figures{grid-template-columns:repeat(3,1fr)}}
        @media (max-width:34rem){.figures{grid-template-columns:repeat(2,1fr)}.figures .amount{font-size:1.25rem}}
        pre{overflow-x:auto;background:var(--raised);padding:.8rem 1rem;font-size:.82rem;line-height:1.5;margin:.2rem 0 .5rem;\
        border-left:3px solid var(--rule)}
        .checks{padding-left:1.4rem}
        .checks>li{margin-bottom:1.3rem}
        .checks p{margin:0 0 .3rem}
        code{overflow-wrap:anywhere;font-size:.92em}
        footer{margin-top:4.5rem;padding-top:1rem;border-top:1px solid var(--rule);font-size:.85rem;color:var(--soft)}

        """
}
