#!/bin/bash

__reckon_cursor_index_in_current_word() {
    local remaining="${COMP_LINE}"

    local word
    for word in "${COMP_WORDS[@]::COMP_CWORD}"; do
        remaining="${remaining##*([[:space:]])"${word}"*([[:space:]])}"
    done

    local -ir index="$((COMP_POINT - ${#COMP_LINE} + ${#remaining}))"
    if [[ "${index}" -le 0 ]]; then
        printf 0
    else
        printf %s "${index}"
    fi
}

# positional arguments:
#
# - 1: the current (sub)command's count of positional arguments
#
# required variables:
#
# - repeating_flags: the repeating flags that the current (sub)command can accept
# - non_repeating_flags: the non-repeating flags that the current (sub)command can accept
# - repeating_options: the repeating options that the current (sub)command can accept
# - non_repeating_options: the non-repeating options that the current (sub)command can accept
# - positional_number: value ignored
# - unparsed_words: unparsed words from the current command line
#
# modified variables:
#
# - non_repeating_flags: remove flags for this (sub)command that are already on the command line
# - non_repeating_options: remove options for this (sub)command that are already on the command line
# - positional_number: set to the current positional number
# - unparsed_words: remove all flags, options, and option values for this (sub)command
__reckon_offer_flags_options() {
    local -ir positional_count="${1}"
    positional_number=0

    local was_flag_option_terminator_seen=false
    local is_parsing_option_value=false

    local -ar unparsed_word_indices=("${!unparsed_words[@]}")
    local -i word_index
    for word_index in "${unparsed_word_indices[@]}"; do
        if "${is_parsing_option_value}"; then
            # This word is an option value:
            # Reset marker for next word iff not currently the last word
            [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]] && is_parsing_option_value=false
            unset "unparsed_words[${word_index}]"
            # Do not process this word as a flag or an option
            continue
        fi

        local word="${unparsed_words["${word_index}"]}"
        if ! "${was_flag_option_terminator_seen}"; then
            case "${word}" in
            --)
                unset "unparsed_words[${word_index}]"
                # by itself -- is a flag/option terminator, but if it is the last word, it is the start of a completion
                if [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]]; then
                    was_flag_option_terminator_seen=true
                fi
                continue
                ;;
            -*)
                # ${word} is a flag or an option
                # If ${word} is an option, mark that the next word to be parsed is an option value
                local option
                for option in "${repeating_options[@]}" "${non_repeating_options[@]}"; do
                    [[ "${word}" = "${option}" ]] && is_parsing_option_value=true && break
                done

                # Remove ${word} from ${non_repeating_flags} or ${non_repeating_options} so it isn't offered again
                local not_found=true
                local -i index
                for index in "${!non_repeating_flags[@]}"; do
                    if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                        unset "non_repeating_flags[${index}]"
                        non_repeating_flags=("${non_repeating_flags[@]}")
                        not_found=false
                        break
                    fi
                done
                if "${not_found}"; then
                    for index in "${!non_repeating_flags[@]}"; do
                        if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                            unset "non_repeating_flags[${index}]"
                            non_repeating_flags=("${non_repeating_flags[@]}")
                            break
                        fi
                    done
                fi
                unset "unparsed_words[${word_index}]"
                continue
                ;;
            esac
        fi

        # ${word} is neither a flag, nor an option, nor an option value
        if [[ "${positional_number}" -lt "${positional_count}" || "${positional_count}" -lt 0 ]]; then
            # ${word} is a positional
            ((positional_number++))
            unset "unparsed_words[${word_index}]"
        else
            if [[ -z "${word}" ]]; then
                # Could be completing a flag, option, or subcommand
                positional_number=-1
            else
                # ${word} is a subcommand or invalid, so stop processing this (sub)command
                positional_number=-2
            fi
            break
        fi
    done

    unparsed_words=("${unparsed_words[@]}")

    if\
        ! "${was_flag_option_terminator_seen}"\
        && ! "${is_parsing_option_value}"\
        && [[ ("${cur}" = -* && "${positional_number}" -ge 0) || "${positional_number}" -eq -1 ]]
    then
        COMPREPLY+=($(compgen -W "${repeating_flags[*]} ${non_repeating_flags[*]} ${repeating_options[*]} ${non_repeating_options[*]}" -- "${cur}"))
    fi
}

__reckon_add_completions() {
    local completion
    while IFS='' read -r completion; do
        COMPREPLY+=("${completion}")
    done < <(IFS=$'\n' compgen "${@}" -- "${cur}")
}

__reckon_custom_complete() {
    if [[ -n "${cur}" || -z ${COMP_WORDS[${COMP_CWORD}]} || "${COMP_LINE:${COMP_POINT}:1}" != ' ' ]]; then
        local -ar words=("${COMP_WORDS[@]}")
    else
        local -ar words=("${COMP_WORDS[@]::${COMP_CWORD}}" '' "${COMP_WORDS[@]:${COMP_CWORD}}")
    fi

    "${COMP_WORDS[0]}" "${@}" "${words[@]}"
}

_reckon() {
    local state
    state="$(shopt -p;shopt -po)"
    trap "${state//$'\n'/;}" RETURN
    shopt -s extglob
    set +o history +o posix

    local -xr SAP_SHELL=bash
    local -x SAP_SHELL_VERSION
    SAP_SHELL_VERSION="$(IFS='.';printf %s "${BASH_VERSINFO[*]}")"
    local -r SAP_SHELL_VERSION

    local -r cur="${2}"
    local -r prev="${3}"

    local -i positional_number
    local -a unparsed_words=("${COMP_WORDS[@]:1:${COMP_CWORD}}")

    local -a repeating_flags=()
    local -a non_repeating_flags=(--version -h --help)
    local -a repeating_options=()
    local -a non_repeating_options=()
    __reckon_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    run|plan|validate|status|logs|digest|graph|report|allocation|inspect|export|restatements|close|reopen|backfill|schedule|cron|slots|audit|billing|doctor|schema|help)
        # Offer subcommand argument completions
        "_reckon_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'run plan validate status logs digest graph report allocation inspect export restatements close reopen backfill schedule cron slots audit billing doctor schema help' -- "${cur}"))
        ;;
    esac
}

_reckon_run() {
    repeating_flags=()
    non_repeating_flags=(--force --if-due --quiet --version -h --help)
    repeating_options=()
    non_repeating_options=(--resume --period --stage --from-stage --format --tenant --project --home)
    __reckon_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--resume')
        return
        ;;
    '--period')
        return
        ;;
    '--stage')
        return
        ;;
    '--from-stage')
        return
        ;;
    '--format')
        __reckon_add_completions -W 'text'$'\n''json'
        return
        ;;
    '--tenant')
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_plan() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--period --format --tenant --project --home)
    __reckon_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--period')
        return
        ;;
    '--format')
        __reckon_add_completions -W 'text'$'\n''json'
        return
        ;;
    '--tenant')
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_validate() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--project --home)
    __reckon_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_status() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--limit --format --project --home)
    __reckon_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--limit')
        return
        ;;
    '--format')
        __reckon_add_completions -W 'text'$'\n''json'
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_logs() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--format --level --project --home)
    __reckon_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--format')
        __reckon_add_completions -W 'text'$'\n''json'
        return
        ;;
    '--level')
        __reckon_add_completions -W 'error'$'\n''warning'$'\n''info'$'\n''detail'
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_digest() {
    repeating_flags=()
    non_repeating_flags=(--send --quiet --version -h --help)
    repeating_options=()
    non_repeating_options=(--night --format --project --home)
    __reckon_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--night')
        return
        ;;
    '--format')
        __reckon_add_completions -W 'text'$'\n''json'
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_graph() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--format --project --home)
    __reckon_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--format')
        __reckon_add_completions -W 'mermaid'$'\n''dot'$'\n''svg'$'\n''json'
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_report() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--period --project --home)
    __reckon_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--period')
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_allocation() {
    repeating_flags=()
    non_repeating_flags=(--efficiency --all --version -h --help)
    repeating_options=()
    non_repeating_options=(--period --by --cost --idle --share --shared --split --preset --filter --accumulate --stage --format --project --home)
    __reckon_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--period')
        return
        ;;
    '--by')
        return
        ;;
    '--cost')
        __reckon_add_completions -W 'effective'$'\n''billed'$'\n''list'$'\n''contracted'
        return
        ;;
    '--idle')
        __reckon_add_completions -W 'share'$'\n''keep'$'\n''node'$'\n''cluster'
        return
        ;;
    '--share')
        __reckon_add_completions -W 'apply'$'\n''keep'
        return
        ;;
    '--shared')
        return
        ;;
    '--split')
        __reckon_add_completions -W 'weighted'$'\n''even'
        return
        ;;
    '--preset')
        __reckon_add_completions -W 'opencost'
        return
        ;;
    '--filter')
        return
        ;;
    '--accumulate')
        __reckon_add_completions -W 'month'$'\n''week'$'\n''day'$'\n''hour'
        return
        ;;
    '--stage')
        return
        ;;
    '--format')
        __reckon_add_completions -W 'text'$'\n''json'$'\n''csv'
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_inspect() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--by --format)
    __reckon_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--by')
        return
        ;;
    '--format')
        __reckon_add_completions -W 'text'$'\n''json'$'\n''csv'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __reckon_add_completions -f
        return
        ;;
    esac
}

_reckon_export() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __reckon_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    focus)
        # Offer subcommand argument completions
        "_reckon_export_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'focus' -- "${cur}"))
        ;;
    esac
}

_reckon_export_focus() {
    repeating_flags=()
    non_repeating_flags=(--bill --force --version -h --help)
    repeating_options=()
    non_repeating_options=(--period --stage --version --format --output --project --home)
    __reckon_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--period')
        return
        ;;
    '--stage')
        return
        ;;
    '--version')
        __reckon_add_completions -W '1.2'$'\n''1.3'
        return
        ;;
    '--format')
        __reckon_add_completions -W 'csv'$'\n''parquet'
        return
        ;;
    '--output')
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_restatements() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--period --format --project --home)
    __reckon_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--period')
        return
        ;;
    '--format')
        __reckon_add_completions -W 'text'$'\n''json'
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_close() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--period --note --project --home)
    __reckon_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--period')
        return
        ;;
    '--note')
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_reopen() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--period --note --project --home)
    __reckon_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--period')
        return
        ;;
    '--note')
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_backfill() {
    repeating_flags=()
    non_repeating_flags=(--newest-first --force --dry-run --version -h --help)
    repeating_options=()
    non_repeating_options=(--from --to --only --parallel --output --plan --format --tenant --project --home)
    __reckon_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--from')
        return
        ;;
    '--to')
        return
        ;;
    '--only')
        __reckon_add_completions -W 'missing'$'\n''failed'$'\n''all'
        return
        ;;
    '--parallel')
        return
        ;;
    '--output')
        return
        ;;
    '--plan')
        return
        ;;
    '--format')
        __reckon_add_completions -W 'text'$'\n''json'
        return
        ;;
    '--tenant')
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_schedule() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __reckon_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    next|explain)
        # Offer subcommand argument completions
        "_reckon_schedule_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'next explain' -- "${cur}"))
        ;;
    esac
}

_reckon_schedule_next() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--job --zone --from --count --format --project --home)
    __reckon_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--job')
        return
        ;;
    '--zone')
        return
        ;;
    '--from')
        return
        ;;
    '--count')
        return
        ;;
    '--format')
        __reckon_add_completions -W 'text'$'\n''json'
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_schedule_explain() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--job --zone --from --count --format --project --home)
    __reckon_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--job')
        return
        ;;
    '--zone')
        return
        ;;
    '--from')
        return
        ;;
    '--count')
        return
        ;;
    '--format')
        __reckon_add_completions -W 'text'$'\n''json'
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_cron() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __reckon_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    render|install|diff|uninstall|tick)
        # Offer subcommand argument completions
        "_reckon_cron_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'render install diff uninstall tick' -- "${cur}"))
        ;;
    esac
}

_reckon_cron_render() {
    repeating_flags=()
    non_repeating_flags=(--check --tick --version -h --help)
    repeating_options=()
    non_repeating_options=(--output --systemd --host-zone --program --installed-at --environment-file --mail-to --project --home)
    __reckon_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--output')
        return
        ;;
    '--systemd')
        return
        ;;
    '--host-zone')
        return
        ;;
    '--program')
        return
        ;;
    '--installed-at')
        return
        ;;
    '--environment-file')
        return
        ;;
    '--mail-to')
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_cron_install() {
    repeating_flags=()
    non_repeating_flags=(--force --unaudited --tick --version -h --help)
    repeating_options=()
    non_repeating_options=(--crontab --host-zone --program --installed-at --environment-file --mail-to --project --home)
    __reckon_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--crontab')
        return
        ;;
    '--host-zone')
        return
        ;;
    '--program')
        return
        ;;
    '--installed-at')
        return
        ;;
    '--environment-file')
        return
        ;;
    '--mail-to')
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_cron_diff() {
    repeating_flags=()
    non_repeating_flags=(--tick --version -h --help)
    repeating_options=()
    non_repeating_options=(--crontab --host-zone --program --installed-at --environment-file --mail-to --project --home)
    __reckon_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--crontab')
        return
        ;;
    '--host-zone')
        return
        ;;
    '--program')
        return
        ;;
    '--installed-at')
        return
        ;;
    '--environment-file')
        return
        ;;
    '--mail-to')
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_cron_uninstall() {
    repeating_flags=()
    non_repeating_flags=(--force --unaudited --version -h --help)
    repeating_options=()
    non_repeating_options=(--installed-at --crontab --project --home)
    __reckon_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--installed-at')
        return
        ;;
    '--crontab')
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_cron_tick() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--tenant --project --home)
    __reckon_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--tenant')
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_slots() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--limit --format --project --home)
    __reckon_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--limit')
        return
        ;;
    '--format')
        __reckon_add_completions -W 'text'$'\n''json'
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_audit() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __reckon_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|verify)
        # Offer subcommand argument completions
        "_reckon_audit_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list verify' -- "${cur}"))
        ;;
    esac
}

_reckon_audit_list() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--limit --project --home)
    __reckon_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--limit')
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_audit_verify() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--project --home)
    __reckon_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_billing() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __reckon_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    checkout|renew|reconcile|receive|status|invoices|release|refund|upgrade|cancel|reseal)
        # Offer subcommand argument completions
        "_reckon_billing_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'checkout renew reconcile receive status invoices release refund upgrade cancel reseal' -- "${cur}"))
        ;;
    esac
}

_reckon_billing_checkout() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--tier --interval --currency --email --project --home)
    __reckon_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--tier')
        return
        ;;
    '--interval')
        return
        ;;
    '--currency')
        return
        ;;
    '--email')
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_billing_renew() {
    repeating_flags=()
    non_repeating_flags=(--dry-run --version -h --help)
    repeating_options=()
    non_repeating_options=(--as-of --project --home)
    __reckon_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--as-of')
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_billing_reconcile() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--project --home)
    __reckon_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_billing_receive() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--spool --project --home)
    __reckon_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--spool')
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_billing_status() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--project --home)
    __reckon_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_billing_invoices() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--project --home)
    __reckon_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_billing_release() {
    repeating_flags=()
    non_repeating_flags=(--grant --version -h --help)
    repeating_options=()
    non_repeating_options=(--note --project --home)
    __reckon_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--note')
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_billing_refund() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __reckon_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    propose|approve|withdraw)
        # Offer subcommand argument completions
        "_reckon_billing_refund_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'propose approve withdraw' -- "${cur}"))
        ;;
    esac
}

_reckon_billing_refund_propose() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--subunits --note --project --home)
    __reckon_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--subunits')
        return
        ;;
    '--note')
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_billing_refund_approve() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--project --home)
    __reckon_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_billing_refund_withdraw() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--project --home)
    __reckon_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_billing_upgrade() {
    repeating_flags=()
    non_repeating_flags=(--dry-run --version -h --help)
    repeating_options=()
    non_repeating_options=(--tier --interval --project --home)
    __reckon_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--tier')
        return
        ;;
    '--interval')
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_billing_cancel() {
    repeating_flags=()
    non_repeating_flags=(--dry-run --version -h --help)
    repeating_options=()
    non_repeating_options=(--note --project --home)
    __reckon_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--note')
        return
        ;;
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_billing_reseal() {
    repeating_flags=()
    non_repeating_flags=(--dry-run --version -h --help)
    repeating_options=()
    non_repeating_options=(--project --home)
    __reckon_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_doctor() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--project --home)
    __reckon_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_schema() {
    repeating_flags=()
    non_repeating_flags=(--check --version -h --help)
    repeating_options=()
    non_repeating_options=(--project --home)
    __reckon_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--project')
        return
        ;;
    '--home')
        return
        ;;
    esac
}

_reckon_help() {
    repeating_flags=()
    non_repeating_flags=(--version)
    repeating_options=()
    non_repeating_options=()
    __reckon_offer_flags_options -1
}

complete -o filenames -F _reckon reckon
