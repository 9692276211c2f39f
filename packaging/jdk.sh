# Sets $jdk to a JDK 25 or newer; ends the script if none is found. Sourced by the launcher and the benchmarks.

is_jdk25() {
    [ -x "$1/bin/java" ] && [ -f "$1/release" ] || return 1
    major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    [ -n "$major" ] && [ "$major" -ge 25 ]
}

find_jdk() {
    on_path=$(command -v java || true)
    if [ -n "$on_path" ]; then
        on_path=$(dirname -- "$(dirname -- "$(readlink -f -- "$on_path")")")
    fi
    for home in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if [ -n "$home" ] && is_jdk25 "$home"; then
            printf '%s\n' "$home"
            return
        fi
    done
}

jdk=$(find_jdk)
if [ -z "$jdk" ]; then
    echo "gpudyno: a JDK 25 or newer is needed and none was found; install Temurin 25 (https://adoptium.net) or set JAVA_HOME to one" >&2
    exit 2
fi
