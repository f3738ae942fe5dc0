extension ReportStyle {
    static let tables = """
        .scroll{overflow-x:auto;margin:1.4rem 0 1.8rem;max-width:100%}
        table{border-collapse:collapse;font-size:.9rem;line-height:1.4;min-width:min(100%,34rem)}
        caption{text-align:left;font-weight:600;font-size:.92rem;padding:0 0 .5rem;overflow-wrap:anywhere}
        th,td{padding:.36rem .9rem .36rem 0;text-align:left;vertical-align:baseline;border-bottom:1px solid var(--rule)}
        th:last-child,td:last-child{padding-right:0}
        th:not(:first-child):not(:last-child),td:not(:first-child):not(:last-child){padding-left:.3rem}
        thead th{font-weight:500;font-size:.82rem;color:var(--soft);vertical-align:bottom;border-bottom:1px solid var(--strong);\
        line-height:1.25}
        thead .groups th,thead .groups td{border-bottom:0;padding-bottom:.1rem}
        thead .groups th{font-weight:600}
        tbody th{font-weight:500;min-width:8.5rem;max-width:26rem;overflow-wrap:anywhere}
        .glossed{min-width:0;max-width:none}
        .term{display:inline-block;min-width:10.5rem}
        .gloss{font-weight:400;color:var(--soft)}
        .name{min-width:6rem;max-width:24rem;overflow-wrap:anywhere}
        .n{text-align:right;font-variant-numeric:tabular-nums lining-nums;white-space:nowrap}
        thead .n{white-space:normal}
        .digits{font-size:.84em;letter-spacing:-.02em;color:var(--soft)}
        tfoot th,tfoot td{font-weight:650;border-bottom:0}
        tfoot td:not(.n){font-weight:400;color:var(--soft)}
        tfoot .digits{color:var(--ink)}
        tfoot tr:first-child th,tfoot tr:first-child td{border-top:1.5px solid var(--ink)}
        tbody tr:hover{background:var(--raised)}
        .dense{font-size:.84rem}
        .dense th:not(:last-child),.dense td:not(:last-child){padding-right:.55rem}
        td code{font-size:.84em}
        @media (max-width:46rem){table{font-size:.85rem}.term{display:block}.gloss{font-size:.94em}tbody .glossed{max-width:none;min-width:0;position:static}
        .glossed .gloss{display:block}tbody th,tfoot th{position:sticky;left:0;background:var(--paper);\
        max-width:11rem;min-width:8.5rem}
        .name{min-width:9rem}
        caption span{display:inline-block;position:sticky;left:0;max-width:calc(100vw - 2rem)}
        thead .n{white-space:nowrap}}

        """

    static let charts = """
        figure{margin:1.6rem 0 2rem}
        figcaption{font-weight:600;font-size:.92rem;margin-bottom:.7rem}
        .patterns{position:absolute;width:0;height:0}
        .chart{display:block;overflow:visible}
        .chart.narrow,.narrow-only{display:none}
        @media screen and (max-width:46rem){.chart.narrow{display:block}.chart.wide{display:none}
        .narrow-only{display:flex}}
        .chart text{font-size:13px;fill:var(--ink);unicode-bidi:isolate}
        .chart .figure{text-anchor:end;font-variant-numeric:tabular-nums lining-nums}
        .chart .strong{font-weight:650}
        .chart .tick{font-size:12px;fill:var(--soft);font-variant-numeric:tabular-nums lining-nums}
        .chart .middle{text-anchor:middle}
        .chart .end{text-anchor:end}
        .chart rect{stroke:var(--paper);stroke-width:1px}
        .axis{stroke:var(--strong);stroke-width:1px}
        .grid{stroke:var(--rule);stroke-width:1px}
        .guide{stroke:var(--ink);stroke-width:1px;stroke-dasharray:3 3}
        .step{stroke:var(--strong);stroke-width:1px}
        .leader{stroke:var(--strong);stroke-width:1px}
        .legend:not(.narrow-only){display:flex}
        .legend{flex-wrap:wrap;gap:.2rem 1.3rem;list-style:none;margin:0 0 .9rem;padding:0;font-size:.88rem}
        .legend li{display:flex;align-items:center;gap:.45rem;min-width:0}
        .swatch{flex:none;display:block}
        .f-bill{fill:var(--bill)}
        .f-direct{fill:var(--direct)}
        .f-platform{fill:var(--platform)}
        .f-storage{fill:var(--storage)}
        .f-network{fill:var(--network)}
        .f-outside{fill:var(--outside)}
        .f-residual{fill:var(--bad)}
        .f-s0{fill:var(--s0)}
        .f-s1{fill:var(--s1)}
        .f-s2{fill:var(--s2)}
        .f-s3{fill:var(--s3)}
        .f-s4{fill:var(--s4)}
        .f-s5{fill:var(--s5)}
        .f-idle{fill:url(#pattern-idle)}
        .f-shared,.f-other{fill:url(#pattern-other)}
        .chart .f-noTelemetry,.f-noTelemetry{fill:url(#pattern-blind);stroke:var(--blind-line)}
        .f-idle-ground{fill:var(--idle)}
        .f-idle-stripe{fill:var(--idle-line)}
        .f-blind-ground{fill:var(--blind)}
        .f-blind-stripe{fill:var(--blind-line)}
        .f-other-ground{fill:var(--shared)}
        .f-other-stripe{fill:var(--shared-line)}

        """

    /// On paper: always light, always the wide drawings, nothing cut at the edge of a scroll box.
    static let paper = """
        @page{size:A4;margin:15mm 13mm}
        @media print{html{font-size:9.5pt;background:#fff;print-color-adjust:exact;-webkit-print-color-adjust:exact}
        :root{--paper:#fff;--blind:#fff}
        .page{max-width:none;padding:0}
        .contents,.skip{display:none}
        h1{font-size:30pt}
        h2{font-size:16pt}
        h2,h3,h4,caption,figcaption,.prose,.legend{break-after:avoid}
        section{margin-top:22pt}
        figure,tr,.figures,.verdict{break-inside:avoid}
        thead{display:table-header-group}
        tfoot{display:table-row-group}
        .scroll{overflow:visible}
        table{font-size:8pt;min-width:0}
        .dense{font-size:6.8pt}
        .digits{font-size:.8em;line-height:1.75;color:var(--ink);white-space:normal;overflow-wrap:anywhere}
        th,td{padding:2pt 6pt 2pt 0;vertical-align:top}
        .dense th:not(:last-child),.dense td:not(:last-child){padding-right:4pt}
        tbody th{min-width:0}
        .glossed{min-width:0;max-width:none}
        .term{display:inline-block;min-width:10.5rem}
        .gloss{font-weight:400;color:var(--soft)}
        .name{min-width:0}
        .figures{grid-template-columns:repeat(6,auto);gap:8pt}
        .figures .amount{font-size:12pt}
        .chart text{font-size:11px}
        pre{white-space:pre-wrap;overflow-wrap:anywhere}
        a{color:inherit;text-decoration:none}}

        """
}
