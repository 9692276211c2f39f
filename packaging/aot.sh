# The start-up cache (Java's AOT cache) of a built GPU Dyno; sourced by the launcher of a checkout and by the installer.
# There is one for the console, one for nodes and one for short commands, for Java loads the whole of a cache at the start. Java does not notice
# that a jar was rebuilt, so a cache's name holds a hash.

# aot_cache FOLDER console|node|commands JDK FILE...: prints the name of the cache that fits this JDK and these files;
# nothing where there is no sha256sum
aot_cache() {
    command -v sha256sum >/dev/null || return 0
    aot_folder=$1 aot_start=$2 aot_release=$3/release
    shift 3
    printf '%s/%s-%s.aot\n' "$aot_folder" "$aot_start" "$(cat "$aot_release" "$@" | sha256sum | cut -c 1-16)"
}

# aot_make CACHE JAVA OPTION...: runs the program in short and keeps what it loaded. Where that fails it leaves CACHE.failed, which says why,
# and ends with 1.
aot_make() {
    aot_file=$1
    shift
    aot_folder=$(dirname -- "$aot_file")
    mkdir -p "$aot_folder" 2>/dev/null && mkdir "$aot_file.lock" 2>/dev/null || return 1
    aot_work=$(mktemp -d) || return 1
    case ${aot_file##*/} in
        console-*) aot_console "$@" ;;
        node-*) aot_record "$@" gpudyno.cli.Main record-start --as node ;;
        *) aot_record "$@" gpudyno.cli.Main record-start ;;
    esac >"$aot_work/log" 2>&1
    # Of earlier builds.
    find "$aot_folder" -name "$(basename "${aot_file%-*}")-*.aot*" -type f -exec rm -f {} +
    # Moved into place whole: a start that comes between sees none or all of it.
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

# Runs the program with folders of its own; at its end Java writes the cache.
aot_record() {
    aot_java=$1
    shift
    HOME=$aot_work GPUDYNO_DATA=$aot_work/data GPUDYNO_CONFIG=$aot_work/config \
        timeout --kill-after=10 300 "$aot_java" "-XX:AOTCacheOutput=$aot_work/cache" "$@"
}

# A console no one sees: on a virtual screen where there is one, so that what a real window loads is in the cache too.
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
