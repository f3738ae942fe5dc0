function __reckon_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __reckon_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __reckon_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __reckon_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __reckon_parse_tokens -S
    set -l unparsed_tokens (__reckon_tokens -pc)
    switch $unparsed_tokens[1]
    case 'reckon'
        __reckon_parse_subcommand 0 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'run'
            __reckon_parse_subcommand 1 'resume=' 'period=' 'force' 'if-due' 'stage=' 'from-stage=' 'format=' 'project=' 'home=' 'version' 'h/help'
        case 'plan'
            __reckon_parse_subcommand 1 'period=' 'format=' 'project=' 'home=' 'version' 'h/help'
        case 'validate'
            __reckon_parse_subcommand -r 1 'project=' 'home=' 'version' 'h/help'
        case 'status'
            __reckon_parse_subcommand 1 'limit=' 'format=' 'project=' 'home=' 'version' 'h/help'
        case 'logs'
            __reckon_parse_subcommand 1 'format=' 'level=' 'project=' 'home=' 'version' 'h/help'
        case 'graph'
            __reckon_parse_subcommand 1 'format=' 'project=' 'home=' 'version' 'h/help'
        case 'report'
            __reckon_parse_subcommand 1 'period=' 'project=' 'home=' 'version' 'h/help'
        case 'allocation'
            __reckon_parse_subcommand 1 'period=' 'by=' 'cost=' 'idle=' 'share=' 'filter=' 'accumulate=' 'all' 'stage=' 'format=' 'project=' 'home=' 'version' 'h/help'
        case 'inspect'
            __reckon_parse_subcommand -r 1 'by=' 'format=' 'version' 'h/help'
        case 'export'
            __reckon_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'focus'
                __reckon_parse_subcommand 1 'period=' 'bill' 'stage=' 'version=' 'format=' 'output=' 'force' 'project=' 'home=' 'version' 'h/help'
            end
        case 'restatements'
            __reckon_parse_subcommand 1 'period=' 'format=' 'project=' 'home=' 'version' 'h/help'
        case 'close'
            __reckon_parse_subcommand 1 'period=' 'note=' 'project=' 'home=' 'version' 'h/help'
        case 'reopen'
            __reckon_parse_subcommand 1 'period=' 'note=' 'project=' 'home=' 'version' 'h/help'
        case 'backfill'
            __reckon_parse_subcommand 1 'from=' 'to=' 'only=' 'newest-first' 'parallel=' 'force' 'dry-run' 'output=' 'plan=' 'format=' 'project=' 'home=' 'version' 'h/help'
        case 'schedule'
            __reckon_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'next'
                __reckon_parse_subcommand 1 'job=' 'zone=' 'from=' 'count=' 'format=' 'project=' 'home=' 'version' 'h/help'
            case 'explain'
                __reckon_parse_subcommand 1 'job=' 'zone=' 'from=' 'count=' 'format=' 'project=' 'home=' 'version' 'h/help'
            end
        case 'slots'
            __reckon_parse_subcommand 1 'limit=' 'format=' 'project=' 'home=' 'version' 'h/help'
        case 'audit'
            __reckon_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'list'
                __reckon_parse_subcommand 0 'limit=' 'project=' 'home=' 'version' 'h/help'
            case 'verify'
                __reckon_parse_subcommand 0 'project=' 'home=' 'version' 'h/help'
            end
        case 'doctor'
            __reckon_parse_subcommand 0 'project=' 'home=' 'version' 'h/help'
        case 'schema'
            __reckon_parse_subcommand 0 'check' 'project=' 'home=' 'version' 'h/help'
        case 'help'
            __reckon_parse_subcommand -r 1 'version'
        end
    end
end

function __reckon_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __reckon_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __reckon_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __reckon_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__reckon_tokens -p)
    if test -z "$(__reckon_tokens -t)"
        set -l index (count (__reckon_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'reckon' -f
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon" version' -l 'version' -d 'Show the version.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_positional "reckon" -eq 1' -fa 'run' -d 'Run a job for a period; stages whose inputs have not changed are left alone.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_positional "reckon" -eq 1' -fa 'plan' -d 'Show what a run would do, stage by stage, and why: which input has changed. Nothing is run.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_positional "reckon" -eq 1' -fa 'validate' -d 'Check job files; all mistakes are shown at once.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_positional "reckon" -eq 1' -fa 'status' -d 'Show the latest runs, or one run stage by stage.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_positional "reckon" -eq 1' -fa 'logs' -d 'Show the log of a run.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_positional "reckon" -eq 1' -fa 'graph' -d 'Draw the stages of a job and what they read.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_positional "reckon" -eq 1' -fa 'report' -d 'Show the published figures of a period and where its report is.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_positional "reckon" -eq 1' -fa 'allocation' -d 'Add up a published allocation by keys of your choice; nothing is run.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_positional "reckon" -eq 1' -fa 'inspect' -d 'Say what bill files are and what is in them; needs no set-up.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_positional "reckon" -eq 1' -fa 'export' -d 'Write what is published for a period as files for other tools.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_positional "reckon" -eq 1' -fa 'restatements' -d 'Show how published bills changed, and when periods were closed and opened again.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_positional "reckon" -eq 1' -fa 'close' -d 'Close a period: what is published of it stays, byte for byte.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_positional "reckon" -eq 1' -fa 'reopen' -d 'Open a closed period again, so that a run may change it.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_positional "reckon" -eq 1' -fa 'backfill' -d 'Run a job for a range of periods: plan first, then exactly that.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_positional "reckon" -eq 1' -fa 'schedule' -d 'When something is due: the next slots, and a schedule in words.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_positional "reckon" -eq 1' -fa 'slots' -d 'Show when a job was due, and what became of it: run or not, and why.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_positional "reckon" -eq 1' -fa 'audit' -d 'The record of what changed something: list it, or verify its chain of hashes.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_positional "reckon" -eq 1' -fa 'doctor' -d 'Check the installation; for each trouble, how to mend it.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_positional "reckon" -eq 1' -fa 'schema' -d 'Write the JSON Schemas of job and configuration files, and the reference page made from them.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_positional "reckon" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon run" resume' -l 'resume' -d 'Go on with a run that failed, was stopped or died; refused when what it had done has changed since.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon run" period' -l 'period' -d 'Billing period, such as 2026-04. Default: the month of yesterday (UTC).' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon run" force' -l 'force' -d 'Publish every stage anew, changed or not.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon run" if-due' -l 'if-due' -d 'Run what the job\'s schedule says is due and has not been run; nothing else.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon run" stage' -l 'stage' -d 'Run this stage alone; it reads what the others have published.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon run" from-stage' -l 'from-stage' -d 'Run this stage and those below it.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon run" format' -l 'format' -d 'How to print the outcome: text or json.' -rfka 'text json'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon run" project' -l 'project' -d 'Folder that holds Jobs/ and Config/.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon run" home' -l 'home' -d 'Folder of the runner\'s state, relative to the working folder; also RECKON_HOME. Default: as Config/reckon.json says.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon run" version' -l 'version' -d 'Show the version.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon run" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon plan" period' -l 'period' -d 'Billing period, such as 2026-04. Default: the month of yesterday (UTC).' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon plan" format' -l 'format' -d 'How to print the plan: text or json.' -rfka 'text json'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon plan" project' -l 'project' -d 'Folder that holds Jobs/ and Config/.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon plan" home' -l 'home' -d 'Folder of the runner\'s state, relative to the working folder; also RECKON_HOME. Default: as Config/reckon.json says.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon plan" version' -l 'version' -d 'Show the version.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon plan" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon validate" project' -l 'project' -d 'Folder that holds Jobs/ and Config/.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon validate" home' -l 'home' -d 'Folder of the runner\'s state, relative to the working folder; also RECKON_HOME. Default: as Config/reckon.json says.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon validate" version' -l 'version' -d 'Show the version.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon validate" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon status" limit' -l 'limit' -d 'How many runs to show.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon status" format' -l 'format' -d 'How to print: text or json.' -rfka 'text json'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon status" project' -l 'project' -d 'Folder that holds Jobs/ and Config/.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon status" home' -l 'home' -d 'Folder of the runner\'s state, relative to the working folder; also RECKON_HOME. Default: as Config/reckon.json says.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon status" version' -l 'version' -d 'Show the version.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon status" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon logs" format' -l 'format' -d 'How to print: text, or json for the lines as they are.' -rfka 'text json'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon logs" level' -l 'level' -d 'The least urgent level to show: error, warning, info or detail.' -rfka 'error warning info detail'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon logs" project' -l 'project' -d 'Folder that holds Jobs/ and Config/.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon logs" home' -l 'home' -d 'Folder of the runner\'s state, relative to the working folder; also RECKON_HOME. Default: as Config/reckon.json says.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon logs" version' -l 'version' -d 'Show the version.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon logs" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon graph" format' -l 'format' -d 'How to draw: mermaid, dot (Graphviz), svg or json.' -rfka 'mermaid dot svg json'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon graph" project' -l 'project' -d 'Folder that holds Jobs/ and Config/.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon graph" home' -l 'home' -d 'Folder of the runner\'s state, relative to the working folder; also RECKON_HOME. Default: as Config/reckon.json says.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon graph" version' -l 'version' -d 'Show the version.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon graph" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon report" period' -l 'period' -d 'Billing period, such as 2026-04. Default: the month of yesterday (UTC).' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon report" project' -l 'project' -d 'Folder that holds Jobs/ and Config/.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon report" home' -l 'home' -d 'Folder of the runner\'s state, relative to the working folder; also RECKON_HOME. Default: as Config/reckon.json says.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon report" version' -l 'version' -d 'Show the version.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon report" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon allocation" period' -l 'period' -d 'Billing period, such as 2026-04. Default: the month of yesterday (UTC).' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon allocation" by' -l 'by' -d 'Keys to add up by, separated by commas, such as namespace,pod.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon allocation" cost' -l 'cost' -d 'Which cost: effective, billed, list or contracted.' -rfka 'effective billed list contracted'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon allocation" idle' -l 'idle' -d 'Unused capacity of nodes: share it among namespaces, or keep it apart.' -rfka 'share keep'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon allocation" share' -l 'share' -d 'What else namespaces have in common: apply the allocation\'s shares, or keep it apart.' -rfka 'apply keep'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon allocation" filter' -l 'filter' -d 'Show only what passes; figures stay what they are.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon allocation" accumulate' -l 'accumulate' -d 'month, or day for lines by day.' -rfka 'month day'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon allocation" all' -l 'all' -d 'Show all lines. Default: the largest 50, in text.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon allocation" stage' -l 'stage' -d 'Stage that allocated. Default: the only one of the job.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon allocation" format' -l 'format' -d 'How to print: text, json or csv; the latter two are exact and complete.' -rfka 'text json csv'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon allocation" project' -l 'project' -d 'Folder that holds Jobs/ and Config/.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon allocation" home' -l 'home' -d 'Folder of the runner\'s state, relative to the working folder; also RECKON_HOME. Default: as Config/reckon.json says.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon allocation" version' -l 'version' -d 'Show the version.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon allocation" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_positional "reckon inspect" -ge 1' -F
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon inspect" by' -l 'by' -d 'Sum the costs by these FOCUS columns and day, separated by commas.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon inspect" format' -l 'format' -d 'How to print: text, json, or csv (the sums of --by only).' -rfka 'text json csv'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon inspect" version' -l 'version' -d 'Show the version.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon inspect" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon export" version' -l 'version' -d 'Show the version.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon export" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_positional "reckon export" -eq 1' -fa 'focus' -d 'Write the allocation of a period, or its bill, as a FOCUS file; nothing is run.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon export focus" period' -l 'period' -d 'Billing period, such as 2026-04. Default: the month of yesterday (UTC).' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon export focus" bill' -l 'bill' -d 'Write the rows of a bill. Default: the allocation.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon export focus" stage' -l 'stage' -d 'Stage that published it. Default: the only one of the job that can be meant.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon export focus" version' -l 'version' -d 'Version of FOCUS: 1.2 or 1.3.' -rfka '1.2 1.3'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon export focus" format' -l 'format' -d 'Kind of file: csv or parquet.' -rfka 'csv parquet'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon export focus" output' -l 'output' -d 'File to write; - is standard output, for CSV. Default: JOB-PERIOD-STAGE-focus-VERSION.FORMAT here.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon export focus" force' -l 'force' -d 'Replace the file when there is one.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon export focus" project' -l 'project' -d 'Folder that holds Jobs/ and Config/.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon export focus" home' -l 'home' -d 'Folder of the runner\'s state, relative to the working folder; also RECKON_HOME. Default: as Config/reckon.json says.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon export focus" version' -l 'version' -d 'Show the version.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon export focus" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon restatements" period' -l 'period' -d 'Billing period, such as 2026-04. Default: all.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon restatements" format' -l 'format' -d 'How to print: text or json.' -rfka 'text json'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon restatements" project' -l 'project' -d 'Folder that holds Jobs/ and Config/.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon restatements" home' -l 'home' -d 'Folder of the runner\'s state, relative to the working folder; also RECKON_HOME. Default: as Config/reckon.json says.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon restatements" version' -l 'version' -d 'Show the version.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon restatements" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon close" period' -l 'period' -d 'Billing period, such as 2026-04.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon close" note' -l 'note' -d 'Why, for those who read the history.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon close" project' -l 'project' -d 'Folder that holds Jobs/ and Config/.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon close" home' -l 'home' -d 'Folder of the runner\'s state, relative to the working folder; also RECKON_HOME. Default: as Config/reckon.json says.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon close" version' -l 'version' -d 'Show the version.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon close" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon reopen" period' -l 'period' -d 'Billing period, such as 2026-04.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon reopen" note' -l 'note' -d 'Why, for those who read the history.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon reopen" project' -l 'project' -d 'Folder that holds Jobs/ and Config/.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon reopen" home' -l 'home' -d 'Folder of the runner\'s state, relative to the working folder; also RECKON_HOME. Default: as Config/reckon.json says.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon reopen" version' -l 'version' -d 'Show the version.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon reopen" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon backfill" from' -l 'from' -d 'First period, such as 2026-01.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon backfill" to' -l 'to' -d 'Last period, such as 2026-06.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon backfill" only' -l 'only' -d 'Which periods of the range: missing (not wholly published), failed (the latest run did not succeed) or all.' -rfka 'missing failed all'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon backfill" newest-first' -l 'newest-first' -d 'Run the newest period first.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon backfill" parallel' -l 'parallel' -d 'How many periods are run at once.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon backfill" force' -l 'force' -d 'Publish every stage anew, changed or not.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon backfill" dry-run' -l 'dry-run' -d 'Print the plan and run nothing.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon backfill" output' -l 'output' -d 'With --dry-run: write the plan to a file, for --plan.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon backfill" plan' -l 'plan' -d 'Run what a plan file says, or stop when that is no longer what would be run.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon backfill" format' -l 'format' -d 'How to print: text or json.' -rfka 'text json'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon backfill" project' -l 'project' -d 'Folder that holds Jobs/ and Config/.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon backfill" home' -l 'home' -d 'Folder of the runner\'s state, relative to the working folder; also RECKON_HOME. Default: as Config/reckon.json says.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon backfill" version' -l 'version' -d 'Show the version.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon backfill" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon schedule" version' -l 'version' -d 'Show the version.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon schedule" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_positional "reckon schedule" -eq 1' -fa 'next' -d 'List the next slots of a cron expression or a job.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_positional "reckon schedule" -eq 1' -fa 'explain' -d 'Say a schedule in words, with its next slots and the nights on which clocks change them.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon schedule next" job' -l 'job' -d 'Use the schedule of this job instead.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon schedule next" zone' -l 'zone' -d 'IANA time zone of the expression. Default: UTC.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon schedule next" from' -l 'from' -d 'Slots after this time, such as 2026-03-01T00:00:00Z or 2026-03-01 (UTC). Default: now.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon schedule next" count' -l 'count' -d 'How many slots, 1 to 1000.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon schedule next" format' -l 'format' -d 'How to print: text or json.' -rfka 'text json'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon schedule next" project' -l 'project' -d 'Folder that holds Jobs/ and Config/.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon schedule next" home' -l 'home' -d 'Folder of the runner\'s state, relative to the working folder; also RECKON_HOME. Default: as Config/reckon.json says.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon schedule next" version' -l 'version' -d 'Show the version.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon schedule next" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon schedule explain" job' -l 'job' -d 'Use the schedule of this job instead.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon schedule explain" zone' -l 'zone' -d 'IANA time zone of the expression. Default: UTC.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon schedule explain" from' -l 'from' -d 'Slots after this time, such as 2026-03-01T00:00:00Z or 2026-03-01 (UTC). Default: now.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon schedule explain" count' -l 'count' -d 'How many slots, 1 to 1000.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon schedule explain" format' -l 'format' -d 'How to print: text or json.' -rfka 'text json'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon schedule explain" project' -l 'project' -d 'Folder that holds Jobs/ and Config/.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon schedule explain" home' -l 'home' -d 'Folder of the runner\'s state, relative to the working folder; also RECKON_HOME. Default: as Config/reckon.json says.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon schedule explain" version' -l 'version' -d 'Show the version.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon schedule explain" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon slots" limit' -l 'limit' -d 'How many slots to show.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon slots" format' -l 'format' -d 'How to print: text or json.' -rfka 'text json'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon slots" project' -l 'project' -d 'Folder that holds Jobs/ and Config/.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon slots" home' -l 'home' -d 'Folder of the runner\'s state, relative to the working folder; also RECKON_HOME. Default: as Config/reckon.json says.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon slots" version' -l 'version' -d 'Show the version.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon slots" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon audit" version' -l 'version' -d 'Show the version.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon audit" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_positional "reckon audit" -eq 1' -fa 'list' -d 'Print the latest entries, oldest first, one JSON object a line.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_positional "reckon audit" -eq 1' -fa 'verify' -d 'Walk the chain of every tenant; exit 1 when an entry was changed, removed or put in between.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon audit list" limit' -l 'limit' -d 'How many entries of each tenant to print.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon audit list" project' -l 'project' -d 'Folder that holds Jobs/ and Config/.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon audit list" home' -l 'home' -d 'Folder of the runner\'s state, relative to the working folder; also RECKON_HOME. Default: as Config/reckon.json says.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon audit list" version' -l 'version' -d 'Show the version.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon audit list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon audit verify" project' -l 'project' -d 'Folder that holds Jobs/ and Config/.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon audit verify" home' -l 'home' -d 'Folder of the runner\'s state, relative to the working folder; also RECKON_HOME. Default: as Config/reckon.json says.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon audit verify" version' -l 'version' -d 'Show the version.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon audit verify" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon doctor" project' -l 'project' -d 'Folder that holds Jobs/ and Config/.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon doctor" home' -l 'home' -d 'Folder of the runner\'s state, relative to the working folder; also RECKON_HOME. Default: as Config/reckon.json says.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon doctor" version' -l 'version' -d 'Show the version.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon doctor" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon schema" check' -l 'check' -d 'Write nothing; fail when a file is not as it would be written.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon schema" project' -l 'project' -d 'Folder that holds Jobs/ and Config/.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon schema" home' -l 'home' -d 'Folder of the runner\'s state, relative to the working folder; also RECKON_HOME. Default: as Config/reckon.json says.' -rfka ''
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon schema" version' -l 'version' -d 'Show the version.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon schema" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'reckon' -n '__reckon_should_offer_completions_for_flags_or_options "reckon help" version' -l 'version' -d 'Show the version.'
