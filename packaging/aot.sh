# The start-up cache (Java's AOT cache) of a built GPU Dyno; sourced by the launcher of a checkout and by the installer.
# There is one for the console, one for nodes and one for short commands, because Java loads a whole cache at the start. Java does not notice
# that a jar was rebuilt, so the name of a cache contains a hash.

# aot_cache FOLDER console|node|commands JDK FILE...: prints the name of the cache that fits this JDK and these files;
# prints nothing if sha256sum is not installed
aot_cache() {
    command -v sha256sum >/dev/null || return 0
    aot_folder=$1 aot_start=$2 aot_release=$3/release
    shift 3
    printf '%s/%s-%s.aot\n' "$aot_folder" "$aot_start" "$(cat "$aot_release" "$@" | sha256sum | cut -c 1-16)"
}

# aot_make CACHE JAVA OPTION...: runs the program briefly and records what it loads. If that fails, it writes the reason to CACHE.failed
# and returns 1.
aot_make() {
    aot_file=$1
    shift
    aot_folder=$(dirname -- "$aot_file")
    # A lock this old is of a recording that was ended by force.
    find "$aot_file.lock" -maxdepth 0 -mmin +10 -exec rmdir {} \; 2>/dev/null || true
    mkdir -p "$aot_folder" 2>/dev/null && mkdir "$aot_file.lock" 2>/dev/null || return 1
    aot_work=$(mktemp -d) || { rmdir "$aot_file.lock"; return 1; }
    case ${aot_file##*/} in
        console-*) aot_console "$@" ;;
        node-*) aot_record "$@" gpudyno.cli.Main record-start --as node ;;
        *) aot_record "$@" gpudyno.cli.Main record-start ;;
    esac >"$aot_work/log" 2>&1
    # Removes caches of earlier builds.
    find "$aot_folder" -name "$(basename "${aot_file%-*}")-*.aot*" -type f -exec rm -f {} +
    # Moved into place in one step, so that a start at the same moment sees either no cache or a complete one.
    if [ -s "$aot_work/cache" ] && mv "$aot_work/cache" "$aot_file.part" && mv "$aot_file.part" "$aot_file"; then
        aot_made=0
    else
        cp "$aot_work/log" "$aot_file.failed"
        aot_made=1
    fi
    rm -rf "$aot_work"
    rmdir "$aot_file.lock"
    return $aot_made
}

# Runs the program with separate folders; Java writes the cache when the program ends.
aot_record() {
    aot_java=$1
    shift
    HOME=$aot_work GPUDYNO_DATA=$aot_work/data GPUDYNO_CONFIG=$aot_work/config \
        timeout --kill-after=10 300 "$aot_java" "-XX:AOTCacheOutput=$aot_work/cache" "$@"
}

# An invisible console. If a virtual screen is available it is used, so that the cache also contains what a real window loads.
aot_console() {
    if command -v Xvfb >/dev/null; then
        mkfifo "$aot_work/display"
        Xvfb -displayfd 3 -screen 0 1400x900x24 -nolisten tcp 3>"$aot_work/display" &
        aot_screen=$!
        read -r aot_display <"$aot_work/display"
        DISPLAY=:$aot_display aot_record "$@" gpudyno.cli.Main record-start --as console
        kill "$aot_screen"
    fi
    [ -s "$aot_work/cache" ] || aot_record "$@" -Dglass.platform=Headless -Dprism.order=sw gpudyno.cli.Main record-start --as console
}
